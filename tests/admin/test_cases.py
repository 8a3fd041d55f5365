"""Claims about the list of cases and the page of one case."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from admin.workspace import case_reading
from engine.domain.case import Case
from engine.store import queries
from tests.admin.county import County, county, county_template, releases, token

__all__ = ["county", "county_template", "releases"]

READ_LOG = sa.text("SELECT actor, compartment, purpose FROM onedoor.reading_log WHERE case_id = :case ORDER BY id")


def test_cases_are_found_by_any_two_characters(county: County) -> None:
    """Number, title and names; what matches nothing says so."""
    case = county.opened()
    screen = county.screen("wang")

    for wanted in ("相撞", "石某", case.number[:4]):
        assert case.number in screen.get(f"/cases/?q={wanted}").text
    assert "没有找到符合条件的案件。" in screen.get("/cases/?q=欠薪").text


def test_the_list_tells_open_from_closed(county: County) -> None:
    """The filter stays when the search changes."""
    county.opened()

    assert "两车相撞" in county.screen("wang").get("/cases/?show=open").text
    closed = county.screen("wang").get("/cases/?show=closed").text
    assert "还没有案件。" in closed
    assert '<input type="hidden" name="show" value="closed">' in closed


def test_the_page_tells_where_the_case_stands(county: County) -> None:
    """Number, title, stages, parties, and who has what until when."""
    case = county.played(8)

    page = county.screen("zhao").get(f"/cases/{case.id}").text

    assert case.number in page
    assert "<h1>两车相撞，修车费和误工费未赔</h1>" in page
    assert re.findall(r'od-stage--(\w+)"', page) == ["done", "done", "current", "later", "later", "later", "later"]
    assert re.search(r'aria-current="step"><span class="od-stage__title">接单<', page)
    assert re.search(r"<dt>申请人</dt><dd>石某<br>", page)
    assert "今天到期" not in page
    assert '<span class="od-work__free">待领取</span> 赵某' in page


def test_forms_say_of_whom_they_were_asked(county: County) -> None:
    """Each party's consent stands under the party's name, those of the centre's own steps under none."""
    case = county.played(6)

    page = county.screen("wang").get(f"/cases/{case.id}").text

    titles = re.findall(r'od-form-sent__title">([^<]+)<', page)
    assert sorted(titles[-3:-1]) == ["权利义务告知书 · 石某", "权利义务告知书 · 车某"]
    assert titles[-1] in ("调解意愿书 · 石某", "调解意愿书 · 车某")
    assert titles[0] == "点单"


def test_who_rated_stays_unnamed(county: County) -> None:
    """A rating that was handed in does not say whose it is."""
    case = county.played(6)
    with county.context.begin({"longxi"}) as uow:
        page = queries.case_page(uow.transaction, case.id)
        form = county.context.releases.get(case.release).form("F05")
    consent = page.submissions[-1]

    with county.app.test_request_context():
        assert re.fullmatch("调解意愿书 · [石车]某", case_reading.titled(consent, page, form))
        assert case_reading.titled(replace(consent, code=case_reading.RATING), page, form) == "调解意愿书"


def test_only_what_a_visitor_may_do_is_offered(county: County) -> None:
    """The mediator does, the clerk looks."""
    case = county.played(8)
    item = county.items(case)[0].id

    assert f'href="/items/{item}"' in county.screen("zhao").get(f"/cases/{case.id}").text
    assert f'href="/items/{item}"' not in county.screen("wang").get(f"/cases/{case.id}").text


def test_the_history_is_told_in_plain_words(county: County) -> None:
    """One sentence for each entry, people by their names."""
    case = county.played(1)

    assert _told(county.screen("wang").get(f"/cases/{case.id}").text) == [
        "“告知对方、听取意见”开始等待办理，期限2025-06-05 23:59",
        "案件进入“已受理”",
        "按决策表作出判断：列出清单",
        "自动计算：接案清单",
        "自动完成：出具受理通知书",
        "按决策表作出判断：受理判断",
        "王某 出具了《受理通知书》（陇综调受〔2025〕1号）",
        "王某 办理“登记归类”，提交了《登记归类》",
        "“登记归类”开始等待办理，期限2025-06-03 23:59",
        "按决策表作出判断：安全判断",
        "案件进入“筛查中”",
        "自动计算：整理当事人",
        "案件进入“已登记”",
        "王某 提交了《点单》",
        "王某 登记了这个案件",
    ]


def test_the_history_speaks_english(county: County) -> None:
    """The same in the other language."""
    case = county.played(1)
    screen = county.screen("wang")
    screen.get("/lang/en")

    told = _told(screen.get(f"/cases/{case.id}").text)

    assert told[0] == "“Tell the other party” waits to be done by 2025-06-05 23:59"
    assert told[-1] == "王某 opened this case"


def test_the_diagram_stands_where_the_case_stands(county: County) -> None:
    """What waits in a called process is shown at the activity that calls it."""
    case = county.played(3)

    config = _diagram(county.screen("wang").get(f"/cases/{case.id}").text)

    assert config["open"] == ["consent", "consent"]
    assert {"classify", "safety", "team"} <= {*config["done"], "safety"}
    assert "consent" not in config["done"]
    assert config["content"].startswith("<?xml")


def test_a_case_of_another_county_is_not_found(county: County) -> None:
    """An id does not help."""
    assert county.screen("wang").get(f"/cases/{uuid4()}").status_code == 404


def test_sensitive_answers_are_shown_on_request_and_leave_a_trace(county: County) -> None:
    """The page leaves them out; the purpose goes into the log."""
    case = county.opened()
    screen = county.screen("wang")
    assert "D-0000-0001" not in screen.get(f"/cases/{case.id}").text

    page = _post(screen, case, "sensitive", purpose="核对身份").text

    assert "D-0000-0001" in page
    assert "本次查阅已记入日志，目的：核对身份。请勿截图或转发。" in page
    assert _log(county, case) == [("wang", "P2", "核对身份")]


def test_nobody_consults_without_purpose_or_without_work_on_the_case(county: County) -> None:
    """Neither reads anything nor writes the log."""
    case = county.opened()

    nameless = _post(county.screen("wang"), case, "sensitive", purpose="  ")
    stranger = _post(county.screen("feng"), case, "sensitive", purpose="看看")

    assert (nameless.status_code, stranger.status_code) == (422, 403)
    assert "请先写明查阅的目的，例如“准备调解会”。查阅会被记录。" in nameless.text
    assert _log(county, case) == []


def test_what_is_sealed_opens_to_the_mediator_alone(county: County) -> None:
    """Neither the director nor the page itself shows it; the reading is logged."""
    case = county.played(10)
    assert "争吵" not in county.screen("zhao").get(f"/cases/{case.id}").text
    submission = _sealed(county.screen("zhao").get(f"/cases/{case.id}").text)

    refused = _post(county.screen("wu"), case, f"sealed/{submission}", purpose="督查")
    shown = _post(county.screen("zhao"), case, f"sealed/{submission}", purpose="准备调解会")

    assert refused.status_code == 403
    assert "调解中的陈述已封存，只有填写人和本案调解员可以查阅。" in refused.text
    assert "双方在事故现场有过争吵。" in shown.text
    assert _log(county, case) == [("zhao", "P3", "准备调解会")]


def test_a_withdrawal_moves_the_case_at_once(county: County) -> None:
    """The process awaits it, the page offers it, and the history tells it."""
    case = county.played(8)
    screen = county.screen("wang")
    assert "登记“当事人撤回”" in screen.get(f"/cases/{case.id}").text

    page = _post(screen, case, "messages", message="withdrawal", revision=str(case.revision), follow_redirects=True).text

    assert "已记录。接下来：" in page
    assert "王某 收到消息“当事人撤回”" in _told(page)


def test_a_message_from_a_stale_page_is_refused_on_our_own_page(county: County) -> None:
    """The sentence says what to do, and nothing moves."""
    case = county.played(8)

    answer = _post(county.screen("wang"), case, "messages", message="withdrawal", revision="1")

    assert answer.status_code == 409
    assert "这个案件刚刚有了新的进展" in answer.text
    assert "回到首页" in answer.text


def _post(screen: FlaskClient, case: Case, path: str, *, follow_redirects: bool = False, **data: Any) -> TestResponse:
    form = {"csrf_token": token(screen, screen.get("/new/longxi/lx_order/").location), **data}
    return screen.post(f"/cases/{case.id}/{path}", data=form, follow_redirects=follow_redirects)


def _told(page: str) -> list[str]:
    lines = re.findall(r'<li class="od-line.*?<span>(.*?)</span></li>', page)
    return [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in lines]


def _diagram(page: str) -> dict[str, Any]:
    found = re.search(r'id="onedoor-diagram-config">(.*?)</script>', page, re.DOTALL)
    assert found, "the page carries no diagram"
    return dict(json.loads(found[1]))


def _sealed(page: str) -> str:
    found = re.search(r"/sealed/([0-9a-f-]{36})", page)
    assert found, "the page offers nothing sealed"
    return found[1]


def _log(county: County, case: Case) -> list[tuple[str, str, str]]:
    with county.context.begin({"longxi"}) as uow:
        rows = uow.transaction.rows(READ_LOG, {"case": case.id})  # type: ignore[attr-defined]
    return [(row.actor, row.compartment, row.purpose) for row in rows]


def test_a_department_sees_what_it_is_called_for_and_no_more(county: County) -> None:
    """Its own work and the forms that speak to it: no party, no form of others, no letters, no query code, no diagram."""
    case = county.played(8)
    with county.context.begin({"longxi"}) as uow:
        uow.transaction.run(sa.text("UPDATE onedoor.post SET role = 'R.DEPT' WHERE person = 'sun'"))
        uow.commit()
    screen = county.screen("sun")

    assert screen.get(f"/cases/{case.id}").status_code == 404
    assert case.number not in screen.get("/cases/").text
    with county.context.begin({"longxi"}) as uow:
        uow.transaction.run(sa.text("UPDATE onedoor.work_item SET assigned = '{person:sun}', holder = NULL WHERE state = 'open'"))
        uow.commit()

    page = screen.get(f"/cases/{case.id}").text

    assert "本页只显示交给您单位办理的事项和为此告知您的内容。" in page
    assert "接单" in page
    for hidden in ("石某", "车某", "进度查询码", "onedoor-diagram", "调解意愿书", "出具文书"):
        assert hidden not in page, hidden
    assert screen.get(f"/cases/{case.id}/documents/F13").status_code == 403
    assert screen.get(f"/api/v1/cases/{case.id}").json["parties"] == []
