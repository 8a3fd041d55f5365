"""A year of the calendar as somebody enters it: every slip has its sentence, and what it changes is known day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar_year import CalendarYear, Holiday, Source, changed_days, problems, runs
from engine.errors import Text

DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))


def a_holiday(first: str, last: str | None = None, title: str = "国庆节") -> Holiday:
    return Holiday(title=Text(title, "National Day"), first=date.fromisoformat(first), last=date.fromisoformat(last or first))


def a_year(*holidays: Holiday, worked: tuple[str, ...] = (), year: int = 2025) -> CalendarYear:
    days = tuple(map(date.fromisoformat, worked))
    return CalendarYear(year=year, holidays=holidays, make_up_days=days, source=Source.ENTERED)


YEAR = a_year(a_holiday("2025-10-01", "2025-10-08"), worked=("2025-09-28", "2025-10-11"))


def test_the_notice_as_published_is_accepted() -> None:
    """Holidays and the Sundays and Saturdays worked in exchange."""
    assert list(problems(YEAR)) == []


@pytest.mark.parametrize(
    ("year", "path", "said"),
    [
        (a_year(year=1999), "/year", "请填写 2000 至 2100 之间的年份。"),
        (a_year(), "/holidays", "请至少填写一个放假时段；每年都有法定节日。"),
        (a_year(a_holiday("2025-10-01", title="")), "/holidays/0/title", "请写明是什么节日，例如“春节”。"),
        (
            a_year(a_holiday("2025-12-30", "2026-01-02", "元旦")),
            "/holidays/0/first",
            "“元旦”的日期不全在2025年内。跨年的假期请在两个年份各填一段。",
        ),
        (a_year(a_holiday("2025-10-08", "2025-10-01")), "/holidays/0/last", "“国庆节”的最后一天早于第一天。"),
        (a_year(a_holiday("2025-10-01", "2025-11-08")), "/holidays/0/last", "“国庆节”长于 31 天，请核对日期。"),
        (
            a_year(a_holiday("2025-10-06", title="中秋节"), a_holiday("2025-10-01", "2025-10-06")),
            "/holidays/0/first",
            "“中秋节”与“国庆节”的日期重叠。请改正，或合并为一段。",
        ),
        (a_year(a_holiday("2025-10-01"), worked=("2026-10-10",)), "/make_up_days/0", "2026-10-10 不在2025年内。"),
        (
            a_year(a_holiday("2025-10-01", "2025-10-05"), worked=("2025-10-04",)),
            "/make_up_days/0",
            "2025-10-04 已在“国庆节”放假，不能同时上班。",
        ),
        (
            a_year(a_holiday("2025-10-01"), worked=("2025-10-09",)),
            "/make_up_days/0",
            "2025-10-09 本来就是工作日。调休上班只填周六、周日。",
        ),
        (a_year(a_holiday("2025-10-01"), worked=("2025-10-11", "2025-10-11")), "/make_up_days/1", "2025-10-11 写了两次。"),
    ],
)
def test_each_slip_is_one_sentence_at_its_field(year: CalendarYear, path: str, said: str) -> None:
    """The clerk sees beside the field what is wrong and what to do."""
    found = [(problem.path, problem.message.zh) for problem in problems(year)]

    assert found == [(path, said)]


def test_all_slips_come_at_once() -> None:
    """Nobody corrects one to be told of the next."""
    year = a_year(a_holiday("2025-10-08", "2025-10-01", ""), worked=("2025-10-09", "2024-01-01"))

    assert [problem.path for problem in problems(year)] == ["/holidays/0/title", "/holidays/0/last", "/make_up_days/0", "/make_up_days/1"]


def test_only_days_that_are_worked_otherwise_have_changed() -> None:
    """A week-end that becomes part of a holiday changes nothing; a name changes nothing."""
    longer = replace(YEAR, holidays=(a_holiday("2025-10-01", "2025-10-09", "国庆节、中秋节"), a_holiday("2025-06-01")))

    assert changed_days(YEAR, longer) == [date(2025, 10, 9)]
    assert changed_days(YEAR, replace(YEAR, make_up_days=())) == [date(2025, 9, 28), date(2025, 10, 11)]
    assert changed_days(YEAR, YEAR) == []
    assert changed_days(None, YEAR) == []


@given(st.sets(DAYS, max_size=40))
def test_runs_hold_the_same_days_and_never_touch(days: set[date]) -> None:
    """Law: putting days into spans and taking them out again changes nothing, and two spans have a day between them."""
    spans = list(runs(days))

    held = [first + timedelta(days=n) for first, last in spans for n in range((last - first).days + 1)]
    assert held == sorted(days)
    assert all(later[0] - earlier[1] > timedelta(days=1) for earlier, later in pairwise(spans))
