"""Links between cases, and the search for the same matter: within reach, and read from both ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import errors
from engine.domain.case import Case, PartyRow
from engine.domain.linking import LinkKind
from engine.domain.same_matter import Matter
from engine.usecases import ports
from tests.postgres import EVERYWHERE, Begin
from tests.store.builders import NOW, a_link, a_notice, a_release, an_opening, save


@pytest.fixture
def begin(begin: Begin) -> Iterator[Begin]:
    a_release(begin)
    return begin


def a_case(begin: Begin, jurisdiction: str = "longxi", **more: Any) -> Case:
    opening = an_opening(jurisdiction, **{key: more.pop(key) for key in ("parties", "opened_at", "closed_at") if key in more})
    return save(begin, replace(opening, case=replace(opening.case, place="东镇3栋", **more))).case


def resembling(begin: Begin, case: Case, reach: frozenset[str] = EVERYWHERE, **more: Any) -> list[str]:
    matter = Matter(dispute_type=more.pop("dispute_type", "02"), place=more.pop("place", "东镇3栋"), parties=more.pop("parties", ()))
    wanted = ports.Resembling(
        case=case.id, jurisdiction=case.jurisdiction, matter=matter, since=more.pop("since", NOW - timedelta(days=30))
    )
    with begin(reach) as uow:
        return [found.number for found in uow.links.resembling(wanted)]


def test_the_same_matter_is_found_by_place_or_by_name(begin: Begin) -> None:
    """Of the same kind, since the day that is asked for; the case itself is not among them."""
    old = a_case(begin, parties=(PartyRow(role="applicant", name="石某"),))
    new = a_case(begin)

    assert resembling(begin, new) == [old.number]
    assert resembling(begin, new, place=None) == []
    assert resembling(begin, new, place=None, parties=(PartyRow(role="respondent", name="石某"),)) == [old.number]
    assert resembling(begin, new, dispute_type="04") == []
    assert resembling(begin, new, dispute_type=None) == []
    assert resembling(begin, new, since=NOW + timedelta(days=1)) == []


def test_cases_of_towns_below_are_found_and_others_are_not(begin: Begin) -> None:
    """A county sees its towns; a town sees neither the county nor its neighbours, whatever its reach."""
    a_release(begin, "suzhou")
    county, town = a_case(begin), a_case(begin, "longxi.wenfeng")
    elsewhere = a_case(begin, "suzhou")

    assert resembling(begin, county) == [town.number]
    assert resembling(begin, town) == []
    assert resembling(begin, elsewhere) == []
    assert resembling(begin, county, reach=frozenset({"longxi"})) == []


def test_a_link_reads_from_both_ends(begin: Begin) -> None:
    """It may be written before the case from which it leads, and twice without harm."""
    leading, opening = a_case(begin), an_opening()
    with begin({"longxi"}) as uow:
        uow.links.put(a_link(opening.case, leading))
        uow.links.put(a_link(opening.case, leading))
        uow.cases.save(opening)
        uow.commit()

    with begin({"longxi"}) as uow:
        ours, theirs = uow.links.of_case(opening.case.id), uow.links.of_case(leading.id)

    assert [(each.number, each.called.en, each.is_closed) for each in ours] == [(leading.number, "Merged into", False)]
    assert [(each.number, each.called.en) for each in theirs] == [(opening.case.number, "Merged into this case")]


def test_a_case_beyond_reach_is_not_found(begin: Begin) -> None:
    """Neither by its id nor through a link."""
    a_release(begin, "suzhou")
    ours, foreign = a_case(begin), a_case(begin, "suzhou")

    with begin(EVERYWHERE) as uow, pytest.raises(errors.NotFoundError):
        uow.links.find(foreign.id, ours.jurisdiction)


def test_a_notice_goes_to_the_case_that_it_is_about(begin: Begin) -> None:
    """A step of one case may tell those who work on another."""
    leading, opening = a_case(begin), an_opening()
    save(begin, replace(opening, notices=(a_notice(leading),)))

    with begin({"longxi"}) as uow:
        told = uow.transaction.rows(
            sa.text("SELECT case_id FROM onedoor.notice WHERE case_id IN (:a, :b)"), {"a": leading.id, "b": opening.case.id}
        )

    assert [row.case_id for row in told] == [leading.id, leading.id]


def test_lists_of_all_cases_of_a_dispute_are_gathered(begin: Begin) -> None:
    """Along merged and reopened cases, however many links away; not along others."""
    one, two, three, other = (a_case(begin, document={"grants": [{"amount": amount}]} if amount else {}) for amount in (200, 0, 50, 9))
    with begin({"longxi"}) as uow:
        uow.links.put(a_link(two, one))
        uow.links.put(a_link(three, two, LinkKind.REOPENS))
        uow.links.put(a_link(other, one, LinkKind.CONCERNS))
        uow.commit()

    with begin({"longxi"}) as uow:
        found = {case.id: uow.links.of_dispute(case.id, "grants") for case in (one, two, three, other)}

    assert sorted(entries[0]["amount"] for entries in found[two.id]) == [50, 200]
    assert found[one.id] == [[{"amount": 50}]]
    assert found[three.id] == [[{"amount": 200}]]
    assert found[other.id] == []
