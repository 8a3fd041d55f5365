"""Cases that begin by themselves, and the agenda of a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from engine import errors
from engine.domain.rhythm import Beat, Rhythm
from engine.errors import Text
from engine.usecases import operations, ports
from engine.usecases.begin_rhythms import BeginRhythms, begin_rhythms
from engine.usecases.open_case import OpenCase, open_case
from tests.domain.calendars import YEAR_2025
from tests.fakes import FakeRelease, House, StepByStep, a_house, a_task, an_actor
from tests.usecases.operating import a_context

DAILY = Rhythm(name="daily", title=Text("日动态", "Daily"), process="main", every="day", at=time(17, 30))
#: Half past five in the afternoon in Beijing.
HALF_PAST_FIVE = datetime(2025, 6, 3, 9, 30, tzinfo=UTC)


def a_centre(*rhythms: Rhythm) -> House:
    """Have a centre with rhythms whose cases ask for no form; it is nine in the morning."""
    house = a_house(a_task("CONF.MEET"))
    release = house.context.releases.get("r1")
    release.rhythms = {rhythm.name: rhythm for rhythm in rhythms}
    release.doors = (ports.Door(process="main", title=Text("例会", "Meeting")),)
    house.uow.rosters.working = YEAR_2025
    return house


def look(house: House, at: datetime | None = None) -> list[str]:
    house.clock.instant = at or house.clock.instant
    return list(begin_rhythms(BeginRhythms(jurisdiction="longxi", reach={"longxi"}), house.context))


def test_nothing_begins_before_its_time() -> None:
    """The first look says from when the rhythm is watched: what was earlier is no concern of a pack released today."""
    house = a_centre(DAILY)

    assert look(house) == []
    assert look(house, HALF_PAST_FIVE.replace(minute=29)) == []
    assert not house.uow.cases.stored


def test_a_case_begins_at_its_time_and_once() -> None:
    """Its history says by which rhythm, and when that was planned."""
    house = a_centre(DAILY)
    look(house)

    assert look(house, HALF_PAST_FIVE) == ["daily"]
    assert look(house, HALF_PAST_FIVE.replace(minute=31)) == []

    (case,) = [locked.case for locked in house.uow.cases.stored.values()]
    assert (case.opened_by, case.number) == ("system", "2025-1")
    assert house.uow.cases.entries[0].detail == {
        "rhythm": "daily",
        "title": ["日动态", "Daily"],
        "planned": HALF_PAST_FIVE.isoformat(),
        "missed": 0,
    }


def test_after_an_outage_one_meeting_is_held_and_not_five() -> None:
    """The newest begins; how many were missed is kept."""
    house = a_centre(DAILY)
    look(house)

    assert look(house, datetime(2025, 6, 7, 20, 0, tzinfo=UTC)) == ["daily"]

    assert house.uow.rhythms.beats[-1].missed == 4
    assert len(house.uow.cases.stored) == 1


def test_one_that_cannot_begin_does_not_hold_up_the_others() -> None:
    """The error is told at the end."""
    house = a_centre(replace(DAILY, name="broken", process="gone"), DAILY)
    look(house)

    with pytest.raises(errors.NotFoundError):
        look(house, HALF_PAST_FIVE)

    assert [beat.rhythm for beat in house.uow.rhythms.beats if beat.planned == HALF_PAST_FIVE] == ["broken", "daily"]
    assert len(house.uow.cases.stored) == 1


def test_only_the_rhythms_that_are_asked_for_begin() -> None:
    """Scenarios name those that they are about."""
    house = a_centre(DAILY, replace(DAILY, name="other"))
    command = BeginRhythms(jurisdiction="longxi", reach={"longxi"}, only=("other",))
    begin_rhythms(command, house.context)

    house.clock.instant = HALF_PAST_FIVE
    assert list(begin_rhythms(command, house.context)) == ["other"]


def test_a_turn_says_what_it_missed() -> None:
    """Nothing unless told."""
    assert Beat(jurisdiction="longxi", rhythm="daily", planned=HALF_PAST_FIVE, actual=HALF_PAST_FIVE).missed == 0


@dataclass(frozen=True)
class ByFacts:
    """An agenda of the cases about a thing, and of those with something overdue."""

    about: str

    @property
    def title(self) -> Text:
        return Text("议程", "Agenda")

    def reasons(self, names: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, Text]]:
        if names["intake"]["facts"] == self.about:
            yield "about", Text("事由", "Matter")
        if names["case"]["overdue"]:
            yield "overdue", Text("超期", "Overdue")


def collect(house: House, agenda: str) -> dict[str, Any]:
    meeting = next(iter(house.uow.cases.stored.values())).case
    release = FakeRelease(processes=StepByStep(()), agendas={"weekly": ByFacts("欠薪")})
    context = a_context(house, release=release, now=house.clock.now(), case=meeting)
    found: dict[str, Any] = operations.operate("collect_agenda", {"agenda": agenda}, context)
    return found


def test_an_agenda_lists_open_cases_with_their_reasons() -> None:
    """The meeting itself is not on it, nor what no rule speaks of."""
    house = a_house(a_task("A"), a_task("B"))
    for facts in ("例会", "院墙", "欠薪"):
        open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": facts}), house.context)

    found = collect(house, "weekly")

    assert (found["count"], found["omitted"]) == (1, 0)
    (entry,) = found["entries"]
    assert (entry["title"], entry["rules"], entry["why"]) == ("欠薪", ["about"], {"zh": "事由", "en": "Matter"})


def test_an_agenda_that_the_pack_lacks_is_refused() -> None:
    """The sentence names it."""
    house = a_house(a_task("A"))
    open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "例会"}), house.context)

    with pytest.raises(errors.ProcessError) as caught:
        collect(house, "daily")

    assert caught.value.text.zh == "模板包中没有议程“daily”。"
