"""Years of the calendar from the factory: notices as files, statutory festivals for the rest."""

from __future__ import annotations

from datetime import date

import pytest

from engine import calendars
from engine.domain.calendar_year import Source, problems
from engine.settings import HOUSE

KNOWN = {year.year: year for year in calendars.announced(HOUSE)}


@pytest.mark.parametrize("year", sorted(KNOWN))
def test_the_notices_that_ship_would_be_accepted_in_the_page(year: int) -> None:
    """No overlap, no make-up day that is worked anyway."""
    assert list(problems(KNOWN[year])) == []
    assert KNOWN[year].source is Source.NOTICE


def test_a_year_without_a_notice_follows_the_statutory_festivals() -> None:
    """Spans by name, week-ends beside them joined, thirteen statutory days off, no make-up days."""
    year = calendars.estimated(2028)

    named = [(holiday.title.zh, holiday.first, holiday.last) for holiday in year.holidays]
    assert year.source is Source.ESTIMATE
    assert year.make_up_days == ()
    assert list(problems(year)) == []
    assert named[0] == ("元旦", date(2028, 1, 1), date(2028, 1, 3))
    assert {"春节", "清明节", "劳动节", "端午节"} <= {title for title, _, _ in named}
    assert not any("补假" in title or "休息日" in title for title, _, _ in named)


def test_an_estimate_of_a_known_year_has_the_same_working_days_as_its_notice() -> None:
    """The package knows the notice of 2025; spans joined over week-ends change no working day."""
    estimate, notice = calendars.estimated(2025).working(), KNOWN[2025].working()

    days = [date(2025, month, day) for month in range(1, 13) for day in range(1, 29)]
    assert [day for day in days if estimate.is_working_day(day) != notice.is_working_day(day)] == []
