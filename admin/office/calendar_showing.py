"""A calendar year as a clerk reads it: twelve months of days, spans in the words of the notice, where the year comes from."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel import dates
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from admin import visitor
from engine.domain.calendar import SATURDAY
from engine.domain.calendar_year import CalendarYear, Holiday, Source
from engine.usecases.change_calendar import Movement, mark

__all__ = ["Day", "Month", "mark", "months", "movement", "on", "on_days", "source", "spans", "tag", "weekdays"]


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the grid."""

    day: date
    #: plain, weekend, off or worked.
    kind: str
    #: Name of the festival, or that the day is worked in exchange.
    said: str = ""
    is_today: bool = False


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month by weeks from Monday to Sunday; None stands where no day of it falls."""

    title: str
    weeks: Sequence[Sequence[Day | None]]
    working_days: int


def months(year: CalendarYear, today: date) -> list[Month]:
    """Return the twelve months."""
    return [_month(year, number, today) for number in range(1, 13)]


def weekdays() -> list[tuple[str, str]]:
    """Return the short and the full name of each weekday, Monday first."""
    names = get_locale().days["stand-alone"]
    return [(names["narrow"][n], names["wide"][n]) for n in range(7)]


def on(day: date) -> str:
    """Return a day in words, with its weekday."""
    return dates.format_skeleton("MMMEd", day, locale=get_locale())


def on_days(days: Sequence[date]) -> str:
    """Return days in words."""
    return _and().join(map(on, days))


def spans(year: CalendarYear) -> Iterator[tuple[str, str]]:
    """Yield name and sentence of each holiday, as the notice puts it; the days worked in exchange stand with the nearest."""
    nearest = _make_up_days(year)
    for holiday in sorted(year.holidays, key=lambda h: h.first):
        parts = [_span(holiday)]
        worked = nearest.get(holiday, [])
        if worked:
            parts.append(_("%(days)s上班", days=on_days(worked)))
        yield visitor.say(holiday.title), _("；").join(parts)


def source(year: CalendarYear, place: str, person: str) -> str:
    """Return where a year comes from."""
    if year.source is Source.ENTERED and year.at:
        return _("%(person)s于%(day)s为%(place)s录入。", person=person, day=dates.format_date(year.at, locale=get_locale()), place=place)
    return {
        Source.NOTICE: _("国务院办公厅放假通知。"),
        Source.ESTIMATE: _("放假通知尚未公布，暂按法定节日推算；公布后请在此录入。"),
    }.get(year.source, "")


def tag(year: CalendarYear) -> str:
    """Return where a year comes from, in two or three characters."""
    return {Source.NOTICE: _("已公布"), Source.ESTIMATE: _("推算"), Source.ENTERED: _("录入")}[year.source]


def movement(found: Movement) -> list[str]:
    """Return what a change does to open deadlines, in sentences."""
    if not found.days:
        return [_("工作日没有变化，期限不受影响。")]
    said = [ngettext("有%(num)d天的上班安排改变。", "有%(num)d天的上班安排改变。", len(found.days))]
    if not found.cases:
        return [*said, _("没有未到期的期限受影响。")]
    said.append(ngettext("%(num)d个案件的期限需要重新计算：", "%(num)d个案件的期限需要重新计算：", found.cases))
    if found.later:
        said.append(ngettext("%(num)d项推后。", "%(num)d项推后。", found.later))
    if found.earlier:
        said.append(ngettext("%(num)d项提前。", "%(num)d项提前。", found.earlier))
    return said


def _and() -> str:
    return ", " if visitor.locale() == "en" else "、"


def _month(year: CalendarYear, number: int, today: date) -> Month:
    off = {day: visitor.say(holiday.title) for holiday in year.holidays for day in holiday.days()}
    weeks = [
        [_day(day, off, year, today) if day.month == number else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year.year, number)
    ]
    worked = sum(day is not None and day.kind in {"plain", "worked"} for week in weeks for day in week)
    return Month(title=get_locale().months["stand-alone"]["wide"][number], weeks=weeks, working_days=worked)


def _day(day: date, off: dict[date, str], year: CalendarYear, today: date) -> Day:
    if day in year.make_up_days:
        return Day(day=day, kind="worked", said=_("调休上班"), is_today=day == today)
    if day in off:
        return Day(day=day, kind="off", said=off[day], is_today=day == today)
    return Day(day=day, kind="weekend" if day.weekday() >= SATURDAY else "plain", is_today=day == today)


def _span(holiday: Holiday) -> str:
    length = (holiday.last - holiday.first).days + 1
    if length == 1:
        return _("%(day)s放假1天", day=on(holiday.first))
    return _("%(first)s至%(last)s放假，共%(length)d天", first=on(holiday.first), last=on(holiday.last), length=length)


def _make_up_days(year: CalendarYear) -> dict[Holiday, list[date]]:
    found: dict[Holiday, list[date]] = {}
    for day in sorted(year.make_up_days):
        nearest = min(year.holidays, key=lambda h: min(abs((h.first - day).days), abs((h.last - day).days)), default=None)
        if nearest:
            found.setdefault(nearest, []).append(day)
    return found
