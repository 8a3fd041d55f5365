"""Claims about entering a new case."""

from __future__ import annotations

import json
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.admin.county import ORDER, County, county, county_template, releases

__all__ = ["county", "county_template", "releases"]

DOOR = "/new/longxi/lx_order/"


def test_the_doors_of_the_chosen_jurisdiction_are_offered(county: County) -> None:
    """A post for a county reaches its towns; each has the doors of the release that serves it."""
    page = county.screen("wang").get("/new/").text

    assert "陇西县：请选择受理方式。" in page
    assert f'href="{DOOR}"' in page
    assert "点单（电话、现场）" in page


def test_a_door_of_another_county_is_refused(county: County) -> None:
    """Whoever holds no post there cannot open a case there."""
    answer = county.screen("wang").get("/new/suzhou/lx_order/", follow_redirects=True)

    assert answer.status_code == 403


def test_an_unknown_door_is_not_found(county: County) -> None:
    """An address that leads nowhere says so."""
    assert county.screen("wang").get("/new/longxi/nothing/", follow_redirects=True).status_code == 404


def test_fields_stand_in_the_order_of_the_form(county: County) -> None:
    """A name comes before an identity number, whatever the alphabet says."""
    config = _config(county.screen("wang"), _entry(county.screen("wang")))

    person = config["schema"]["properties"]["persons"]["items"]
    if "$ref" in person:
        person = config["schema"]["$defs"][person["$ref"].rsplit("/", 1)[-1]]
    assert next(iter(person["properties"])) == "name"


def test_submitting_opens_the_case_and_says_what_comes_next(county: County) -> None:
    """The answer leads to the page of the case, which tells who has it."""
    screen = county.screen("wang")
    page = _entry(screen)

    answer = _submit(screen, page)

    assert answer.status_code == 200
    assert answer.json["message"].startswith(
        "已登记，案号陇综调〔2025〕0001号。接下来：“登记归类”，由引导受理窗口在2025-06-03 23:59前办理。"
    )
    shown = screen.get(answer.json["next"]).text
    assert answer.json["message"] in shown


def test_two_clicks_open_one_case(county: County) -> None:
    """The second answer leads to the same case, and the page of the draft does so too."""
    screen = county.screen("wang")
    page = _entry(screen)

    first, second = _submit(screen, page), _submit(screen, page)

    assert first.json["next"] == second.json["next"]
    assert screen.get(page).location == first.json["next"]
    assert "陇综调〔2025〕0002号" not in screen.get("/cases/").text


def test_refused_answers_come_back_with_their_places(county: County) -> None:
    """No case is opened, and the number is not used up."""
    screen = county.screen("wang")
    page = _entry(screen)

    answer = _submit(screen, page, {**ORDER, "matter": ""})

    assert answer.status_code == 422
    assert [problem["path"] for problem in answer.json["problems"]] == ["/matter"]
    assert _submit(screen, page).json["message"].startswith("已登记，案号陇综调〔2025〕0001号。")


def test_a_draft_is_found_again_on_another_device(county: County) -> None:
    """It is listed for its author until the case is opened."""
    screen = county.screen("wang")
    page = _entry(screen)
    saved = _put(screen, page, {"matter": "漏水"}, seen=0)

    assert (saved.status_code, saved.json["draftRevision"]) == (200, 1)
    assert f'href="{page}">点单（电话、现场）</a>' in screen.get("/new/").text
    assert page not in county.screen("zhou").get("/new/").text
    assert _config(screen, page)["answers"] == {"matter": "漏水"}
    _submit(screen, page)
    assert page not in screen.get("/new/").text


def test_a_newer_draft_from_another_device_comes_back(county: County) -> None:
    """Nobody's typing is overwritten unseen."""
    screen = county.screen("wang")
    page = _entry(screen)
    _put(screen, page, {"matter": "甲"}, seen=0)

    answer = _put(screen, page, {"matter": "乙"}, seen=0)

    assert (answer.status_code, answer.json["answers"]) == (409, {"matter": "甲"})


def test_the_draft_of_a_colleague_stays_closed(county: County) -> None:
    """Knowing the address shows an empty form, not what somebody else is typing."""
    page = _entry(county.screen("wang"))
    _put(county.screen("wang"), page, {"matter": "漏水"}, seen=0)

    assert _config(county.screen("zhou"), page)["answers"] == {}


def _entry(screen: FlaskClient) -> str:
    return screen.get(DOOR).location


def _config(screen: FlaskClient, page: str) -> dict[str, Any]:
    found = re.search(r'id="onedoor-form-config">(.*?)</script>', screen.get(page).text, re.DOTALL)
    assert found, "the page carries no form configuration"
    return dict(json.loads(found[1]))


def _headers(screen: FlaskClient) -> dict[str, str]:
    return {"X-CSRFToken": _config(screen, _entry(screen))["csrf"], "X-Requested-With": "XMLHttpRequest"}


def _submit(screen: FlaskClient, page: str, answers: dict[str, Any] | None = None) -> TestResponse:
    body = {"answers": answers or ORDER, "revision": 0, "draftRevision": 0}
    return screen.post(page, json=body, headers=_headers(screen))


def _put(screen: FlaskClient, page: str, answers: dict[str, Any], seen: int) -> TestResponse:
    return screen.put(f"{page}/draft", json={"answers": answers, "draftRevision": seen}, headers=_headers(screen))
