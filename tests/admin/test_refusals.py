"""Claims about what people see when something cannot be done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from engine import errors
from tests.admin.county import ORDER, County, county, county_template, releases, token

__all__ = ["county", "county_template", "releases"]

#: Nobody's; the same in every process of a run, because it is part of the tests' names.
NOWHERE = UUID(int=0)


def lose_database(county: County) -> None:
    """Let every unit of work fail as it does while the database is away."""

    def begin(_reach: Any) -> Any:
        raise errors.StoreUnavailableError

    product = county.app.extensions["onedoor"]
    county.app.extensions["onedoor"] = replace(product, context=replace(product.context, begin=begin))


def test_a_page_without_database_says_so_in_our_frame(county: County) -> None:
    """The frame does not ask the database who is signed in, and the sentence says what to do."""
    screen = county.screen("wang")
    lose_database(county)

    answer = screen.get("/cases/")

    assert answer.status_code == 503
    assert "数据库暂时无法连接，本次操作没有保存。请稍候再试；您填写的内容仍在页面上。" in answer.text
    assert "<h1>暂时不能使用</h1>" in answer.text
    assert 'href="/static/css/base.css"' in answer.text


def test_a_submission_without_database_loses_nothing_on_the_page(county: County) -> None:
    """The script gets the sentence and leaves the form as it is; once the database is back the same entry is taken."""
    screen = county.screen("wang")
    page = screen.get("/new/longxi/lx_order/").location
    headers = {"X-CSRFToken": token(screen, page), "X-Requested-With": "XMLHttpRequest"}
    product = county.app.extensions["onedoor"]
    lose_database(county)

    lost = screen.post(page, json={"answers": ORDER}, headers=headers)
    county.app.extensions["onedoor"] = product
    taken = screen.post(page, json={"answers": ORDER}, headers=headers)

    assert lost.status_code == 503
    assert lost.json["message"].startswith("数据库暂时无法连接")
    assert taken.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("get", f"/cases/{NOWHERE}", 404, "没有找到您要的内容，它可能已被移走，或者您没有查看的权限。"),
        ("get", "/cases/nothing", 404, "没有找到这个页面，它可能已被移走。"),
        ("get", f"/items/{NOWHERE}", 404, "没有找到您要的内容"),
        ("get", f"/cases/{NOWHERE}/sensitive", 405, "不能这样打开这个地址。请从首页进入。"),
        ("post", "/items/claim", 400, "这个页面放得太久，安全校验已失效。请返回上一页重新载入后再提交。"),
    ],
)
def test_refusals_stay_in_our_frame(county: County, method: str, path: str, status: int, sentence: str) -> None:
    """A sentence and a way on below our own head; never a bare error."""
    answer = county.screen("wang").open(path, method=method)

    assert answer.status_code == status
    assert sentence in answer.text
    assert "回到首页" in answer.text
    assert 'class="od-top"' in answer.text


def test_an_item_that_is_done_leads_to_its_case(county: County) -> None:
    """A bookmark or a second click does not end before a closed form."""
    case = county.opened()
    item = county.items(case)[0].id
    screen = county.screen("wang")
    page = f"/items/{item}"
    headers = {"X-CSRFToken": token(screen, page), "X-Requested-With": "XMLHttpRequest"}
    answers = {"dispute_type": "13", "facts": "交警认定对方主责。", "claims": ["赔偿修车费"], "can_serve": True}
    body = {"answers": answers, "revision": case.revision, "draftRevision": 0}
    assert screen.post(page, json=body, headers=headers).status_code == 200

    again, shown = screen.post(page, json=body, headers=headers), screen.get(page, follow_redirects=True)

    assert (again.status_code, again.json["message"]) == (409, "这一项待办已经办结或撤销，不能再次提交。")
    assert shown.request.path == f"/cases/{case.id}"
    assert "“登记归类”已经办结或撤销。" in shown.text
