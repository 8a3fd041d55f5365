"""Claims about the published mediator menu."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import Flask

from engine.domain.case import Submission
from engine.domain.roster import Roster
from engine.store import packing
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD
from tests.admin.office.county import ROAD
from tests.postgres import Begin
from tests.store.builders import NOW, a_submission, an_opening, save


def a_rated_case(begin: Begin, mediator: str, ratings: Iterable[dict[str, Any]], jurisdiction: str = "longxi") -> None:
    """Store a closed case with a session of the mediator and the ratings of its parties."""
    opening = an_opening(jurisdiction, closed_at=NOW)
    save(begin, opening)
    answers = [a_submission(opening.case, code="MED.SESSION", form="F11", actor=mediator, item=uuid4())]
    answers += [a_submission(opening.case, code="FB.RATE", form="F24", answers=rating, actor="wang", item=uuid4()) for rating in ratings]
    with begin({jurisdiction}) as uow:
        for answer in answers:
            _add(uow, answer)
        uow.commit()


def _add(uow: Any, answer: Submission) -> None:
    from engine.store.case_tables import submission  # noqa: PLC0415 - the fixture alone writes rows directly

    values = {"id": answer.id, "case_id": answer.case, "jurisdiction": answer.jurisdiction, "item": answer.item, "form": answer.form}
    packed = packing.packed(dict(answer.answers))["packed"]
    kept = {"packed": packed} if packed else {"answers": dict(answer.answers)}
    uow.transaction.run(submission.insert().values(**values, **kept, code=answer.code, actor=answer.actor, at=answer.at))


GOOD = {"declined": False, "attitude": 5, "fairness": 5}


def test_everybody_reads_the_menu_without_an_account(county: Flask) -> None:
    """Published teams with their members' public profile; teams that are not published do not appear."""
    page = county.test_client().get("/menu/longxi")

    assert page.status_code == 200
    for shown in ("陇西县调解员菜单", "交通事故损害赔偿", "马某", "8年", "调解 200 余件", "普通话、陇西方言"):
        assert shown in page.text
    assert "物业" not in page.text
    assert "何某" not in page.text


def test_nothing_but_the_public_profile_appears(county: Flask) -> None:
    """No unit, qualification, user name or code of a person leaves the roster."""
    page = county.test_client().get("/menu/longxi").text

    for hidden in ("法律知识", '综治中心"', "专职", "legal", ">ma<", "wang", "login"):
        assert hidden not in page


def test_closed_cases_are_counted_and_few_ratings_stay_hidden(county: Flask, begin: Begin) -> None:
    """Four ratings would tell who rated, so neither average nor number is shown."""
    a_rated_case(begin, "ma", [GOOD, GOOD])
    a_rated_case(begin, "ma", [GOOD, GOOD, {"declined": True}])

    page = county.test_client().get("/menu/longxi").text

    assert "<dd>2件</dd>" in page
    assert "满分5分" not in page


def test_from_five_ratings_on_the_average_is_shown_and_cut_not_rounded(county: Flask, begin: Begin) -> None:
    """Nine tens and a nine are 4.95, which is not full marks; one with a long remark counts like the others."""
    a_rated_case(begin, "ma", [GOOD] * 9)
    a_rated_case(begin, "ma", [{**GOOD, "fairness": 4, "remark": "来了三次才办成。" * 30}])

    assert "4.9分（满分5分，10份评价）" in county.test_client().get("/menu/longxi").text


def test_figures_are_added_up_anew_after_ten_minutes(county: Flask, begin: Begin) -> None:
    """The page is open to the whole world; the roster on it is always the newest."""
    client, clock = county.test_client(), county.extensions["onedoor"].context.clock
    assert "<dd>1件</dd>" not in client.get("/menu/longxi").text
    a_rated_case(begin, "ma", [])

    clock.advance(minutes=9)
    assert "<dd>1件</dd>" not in client.get("/menu/longxi").text
    clock.advance(minutes=1)
    assert "<dd>1件</dd>" in client.get("/menu/longxi").text


def test_a_pack_cannot_publish_fewer_ratings(county: Flask, begin: Begin) -> None:
    """The floor is the program's; a parameter may only raise it."""
    county.extensions["onedoor"].context.releases.release.parameters = {**_parameters(county), "rating_published_from": 2}
    a_rated_case(begin, "ma", [GOOD] * 4)

    assert "满分5分" not in county.test_client().get("/menu/longxi").text


def test_cases_of_other_counties_do_not_count(county: Flask, begin: Begin) -> None:
    """The page reads within its own jurisdiction and what lies below."""
    a_rated_case(begin, "ma", [GOOD], "suzhou")
    a_rated_case(begin, "ma", [GOOD], "longxi.wenfeng")

    assert "<dd>1件</dd>" in county.test_client().get("/menu/longxi").text


def test_the_menu_speaks_english(county: Flask) -> None:
    """The same page after the switch."""
    client = county.test_client()
    client.get("/lang/en")

    page = client.get("/menu/longxi").text

    assert '<html lang="en">' in page
    assert '<h2 id="team-1">Traffic accidents</h2>' in page
    assert "8 years" in page


def test_a_jurisdiction_without_teams_says_where_to_ask(county: Flask) -> None:
    """An empty menu is no dead end; an unknown place is."""
    assert "本辖区还没有公开的调解团队。请到综治中心窗口咨询。" in county.test_client().get("/menu/suzhou").text
    assert county.test_client().get("/menu/nowhere").status_code == 404


def test_the_way_in_leads_to_the_only_menu_or_asks_where(county: Flask, begin: Begin) -> None:
    """One county: straight there. Several: strangers choose, staff see their own."""
    stranger, clerk = county.test_client(), county.test_client()
    sign_in(clerk, "wang", PASSWORD)
    assert stranger.get("/menu/").location == "/menu/longxi"

    with begin({"suzhou"}) as uow:
        uow.rosters.put_roster("suzhou", Roster(teams=(replace(ROAD, jurisdiction="suzhou"),)))
        uow.commit()

    assert '<a href="/menu/suzhou">肃州区</a>' in stranger.get("/menu/").text
    assert clerk.get("/menu/").location == "/menu/longxi"
    assert '"/menu/"' in clerk.get("/").text


def _parameters(county: Flask) -> dict[str, Any]:
    return dict(county.extensions["onedoor"].context.releases.release.parameters)
