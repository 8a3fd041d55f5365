"""When rhythms have begun, and which cases are open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.domain.rhythm import Beat
from tests.postgres import Begin
from tests.store.builders import NOW, a_release, an_opening, save

MONDAY = datetime(2025, 6, 9, 1, 0, tzinfo=UTC)


def test_the_newest_turn_is_remembered(begin: Begin) -> None:
    """By jurisdiction and rhythm; others see nothing of it."""
    with begin({"longxi"}) as uow:
        uow.rhythms.put(Beat(jurisdiction="longxi", rhythm="weekly", planned=MONDAY, actual=MONDAY))
        uow.rhythms.put(Beat(jurisdiction="longxi", rhythm="weekly", planned=MONDAY + timedelta(days=7), actual=MONDAY, missed=2))
        uow.commit()

    with begin({"longxi"}) as uow:
        assert uow.rhythms.last("longxi", "weekly") == MONDAY + timedelta(days=7)
        assert uow.rhythms.last("longxi", "daily") is None
    with begin({"suzhou"}) as uow:
        assert uow.rhythms.last("longxi", "weekly") is None


def test_who_has_adopted_is_told_with_all_below(begin: Begin) -> None:
    """Rhythms run where a release was adopted, and look at what is below."""
    release = a_release(begin)
    with begin({"longxi"}) as uow:
        uow.packs.adopt("longxi", release.id, NOW, "wei")
        uow.commit()

    with begin(()) as uow:
        assert uow.packs.adopters() == {"longxi": frozenset({"longxi", "longxi.wenfeng"})}


def test_open_cases_come_with_what_is_overdue(begin: Begin) -> None:
    """Oldest first, those of towns included; closed ones are not read."""
    a_release(begin)
    save(begin, an_opening(title="late", item={"due": NOW + timedelta(hours=1)}))
    save(begin, an_opening(title="on time", item={"due": NOW + timedelta(days=9)}))
    save(begin, an_opening(title="closed", closed_at=NOW))

    with begin({"longxi", "longxi.wenfeng"}) as uow:
        found = [(case.title, overdue) for case, overdue in uow.cases.open_within("longxi", NOW + timedelta(days=1))]

    assert sorted(found) == [("late", 1), ("on time", 0)]
