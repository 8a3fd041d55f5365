"""Claims about the inbox and what is done from it."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from werkzeug.test import TestResponse

from engine.errors import Text
from engine.usecases.ports import CaseStep, Notice
from tests.admin.county import STEPS, County, county, county_template, releases, token

__all__ = ["county", "county_template", "releases"]


def test_the_inbox_tells_what_waits_for_whom_until_when(county: County) -> None:
    """Step, case, state, who may take it, and the time left."""
    case = county.opened()

    page = county.screen("wang").get("/").text

    assert f'<a class="od-work__title" href="/items/{county.items(case)[0].id}">登记归类</a>' in page
    assert f'<span class="od-number">{case.number}</span> 两车相撞，修车费和误工费未赔' in page
    assert '<span class="od-work__free">待领取</span> 引导受理窗口' in page
    assert "今天到期" in page


def test_whoever_has_nothing_sees_what_could_be_taken(county: County) -> None:
    """Without a scope asked for, the first page that holds work is shown, with the counts of all."""
    county.opened()

    page = county.screen("wang").get("/").text

    assert _scopes(page) == {"我的": "0", "本单位": "1", "全部可见": "1"}
    assert 'href="/?scope=unit" aria-current="page"' in page


def test_an_empty_page_leads_to_where_there_is_work(county: County) -> None:
    """The director has nothing to do, and sees where others have."""
    county.opened()

    page = county.screen("wu").get("/?scope=mine").text

    assert '这里没有待办事项。 <a href="/?scope=all">“全部可见”里有1项</a>' in page


def test_items_of_one_step_are_told_apart_by_the_party(county: County) -> None:
    """The rights are explained to each party."""
    county.played(3)

    page = county.screen("wang").get("/").text

    assert "告知权利义务 · 石某" in page
    assert "告知权利义务 · 车某" in page


def test_work_for_one_person_names_the_person(county: County) -> None:
    """What is assigned by name is shown by name, whatever else the page says."""
    county.played(2)

    page = county.screen("zhao").get("/").text

    assert '<span class="od-work__free">待领取</span> 赵某' in page


def test_what_comes_next_says_for_whom(county: County) -> None:
    """Whoever submits a form hears of every party's step, not of one step twice."""
    case = county.played(2)
    screen, address = county.screen("zhao"), f"/items/{county.items(case)[0].id}"
    body = {"answers": STEPS[2][2], "revision": case.revision, "draftRevision": 0}

    answer = screen.post(address, json=body, headers={"X-CSRFToken": token(screen, address)})

    assert "“告知权利义务 · 石某”" in answer.json["message"]
    assert "“告知权利义务 · 车某”" in answer.json["message"]


def test_many_are_claimed_at_once(county: County) -> None:
    """Ticked items become mine and leave what others may take."""
    case = county.played(3)

    page = _post(county, "wang", "/items/claim", item=_ids(county, case))

    assert "已领取2项。" in page.text
    assert _scopes(page.text)["我的"] == "2"
    assert {item.holder for item in county.items(case)} == {"wang"}


def test_what_is_refused_is_said_once_and_the_rest_is_done(county: County) -> None:
    """Somebody was faster with one of two."""
    case = county.played(3)
    first, second = _ids(county, case)
    _post(county, "wang", "/items/claim", item=[first])

    page = _post(county, "zhou", "/items/claim", item=[first, second]).text

    assert "有2项没有办成：您的岗位不能办理这一项。如需办理，请联系本中心的管理员。" in page


def test_nothing_ticked_is_said(county: County) -> None:
    """A button without a choice explains itself."""
    assert "请先勾选要办理的事项。" in _post(county, "wang", "/items/claim").text
    assert "请先勾选要办理的事项。" in _post(county, "wang", "/items/choose").text


def test_a_claimed_item_is_released(county: County) -> None:
    """Colleagues can take it again."""
    case = county.opened()
    _post(county, "wang", "/items/claim", item=_ids(county, case))

    page = _post(county, "wang", "/items/release", only=_ids(county, case)[0])

    assert "已退回1项，同事可以领取。" in page.text
    assert county.items(case)[0].holder is None


def test_an_item_is_handed_to_somebody_who_may_do_it(county: County) -> None:
    """Only such people are offered, and the choice is carried out."""
    case = county.played(8)
    item = _ids(county, case)[0]

    asked = _post(county, "zhou", "/items/choose", only=item, back=f"/cases/{case.id}")
    assert re.findall(r'<option value="(\w+)">(\w+)</option>', asked.text) == [("zhao", "赵某")]
    done = _post(county, "zhou", "/items/hand-over", item=[item], to="zhao", back=f"/cases/{case.id}")

    assert "已移交1项。" in done.text
    assert done.request.path == f"/cases/{case.id}"
    assert county.items(case)[0].holder == "zhao"


def test_nobody_is_sent_to_a_foreign_site_after_an_action(county: County) -> None:
    """The way back leads into the product only."""
    case = county.opened()

    answer = county.screen("wang").post(
        "/items/claim", data={"csrf_token": token(county.screen("wang"), "/"), "item": _ids(county, case), "back": "https://example.org/"}
    )

    assert "example.org" not in answer.location


def test_search_and_pages_keep_the_scope(county: County) -> None:
    """Two characters find a case; what matches nothing says so."""
    county.opened()

    assert "登记归类" in county.screen("wang").get("/?scope=all&q=相撞").text
    assert "没有找到符合条件的待办。" in county.screen("wang").get("/?scope=all&q=欠薪").text
    assert "这一页没有内容。" in county.screen("wang").get("/?scope=all&page=9").text


def test_an_overdue_item_is_counted_and_stands_out(county: County) -> None:
    """Words and a mark, not colour alone."""
    county.opened()
    county.clock.advance(days=2)

    page = county.screen("wang").get("/").text

    assert "od-work__row--overdue" in page
    assert "1项超期" in page
    assert "已超期2天" in page


def _post(county: County, login: str, path: str, **data: Any) -> TestResponse:
    client = county.screen(login)
    return client.post(path, data={"csrf_token": _token(county, login), **data}, follow_redirects=True)


def _token(county: County, login: str) -> str:
    """Return a form token of the session, from the page for a new case."""
    return token(county.screen(login), county.screen(login).get("/new/longxi/lx_order/").location)


def _ids(county: County, case: Any) -> list[str]:
    return [str(item.id) for item in county.items(case)]


def _scopes(page: str) -> dict[str, str]:
    return dict(re.findall(r">(\w+)<span class=\"od-count\">(\d+)</span>", page))


def test_notices_are_marked_as_read_one_by_one_and_all_at_once(county: County) -> None:
    """The frame of every page counts what is new to its visitor; what one person has read is new to the other still."""
    case = county.opened()
    told = [
        Notice(case=case.id, jurisdiction="longxi", to=to, code="x", text=Text(f"第{number}件", f"No. {number}"), at=case.opened_at)
        for number, to in enumerate(("person:wang", "role:R.INTAKE", "person:zhou"))
    ]
    with county.context.begin({"longxi"}) as uow:
        locked = uow.cases.lock(case.id)
        step = CaseStep(
            before=locked, case=locked.case, process=locked.process, state=locked.state, items=locked.items, timers=locked.timers,
            entries=(), notices=tuple(told),
        )  # fmt: skip
        uow.cases.save(step)
        uow.commit()
    screen = county.screen("wang")
    page = screen.get("/notices/").text
    marks = re.findall(r'name="notice" value="(\d+)"', page)

    assert (len(marks), "2条未读" in page) == (2, True)
    one = screen.post("/notices/read", data={"csrf_token": token(screen, "/notices/"), "notice": marks[0]}, follow_redirects=True).text
    assert (one.count('name="notice"'), "1条未读" in one) == (1, True)
    everything = screen.post("/notices/read", data={"csrf_token": token(screen, "/notices/")}, follow_redirects=True).text
    assert ("条未读" in everything, 'name="notice"' in everything, "第0件" in everything) == (False, False, True)
    assert "1条未读" in county.screen("zhou").get("/").text


def test_nobody_marks_what_was_told_to_others(county: County) -> None:
    """A number that is not one's own changes nothing."""
    county.opened()
    screen = county.screen("wang")

    assert screen.post("/notices/read", data={"csrf_token": token(screen, "/"), "notice": "999999"}).status_code == 303
    with county.context.begin({"longxi"}) as uow:
        assert list(uow.transaction.rows(sa.text("SELECT * FROM onedoor.notice_reading"))) == []  # type: ignore[attr-defined]
