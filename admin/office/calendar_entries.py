"""A calendar year as the fields of a page: shown, typed, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from engine.domain.calendar_year import MOST, CalendarYear, Holiday
from engine.errors import FieldProblem, Text

#: Empty rows beyond those that are filled in.
SPARE = 2
_DAY = Text("请填写日期，例如 2026-10-01。", "Write a date, such as 2026-10-01.")
#: English for the festivals that notices name; others keep their Chinese name.
FESTIVALS: Mapping[str, str] = {
    "元旦": "New Year",
    "春节": "Spring Festival",
    "清明节": "Qingming",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "国庆节": "National Day",
    "开斋节": "Eid al-Fitr",
    "古尔邦节": "Eid al-Adha",
}


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What stands in the fields: name, first and last day of each holiday, and the make-up days."""

    holidays: tuple[tuple[str, str, str], ...]
    make_up_days: tuple[str, ...]

    def rows(self) -> Iterator[tuple[int, tuple[str, str, str]]]:
        """Yield the holidays with some empty rows behind them."""
        yield from enumerate([*self.holidays, *[("", "", "")] * SPARE])

    def days(self) -> Iterator[tuple[int, str]]:
        """Yield the make-up days with some empty fields behind them."""
        yield from enumerate([*self.make_up_days, *[""] * SPARE])


def show(year: CalendarYear | None) -> Typed:
    """Return the fields of a year."""
    if year is None:
        return Typed(holidays=(), make_up_days=())
    return Typed(
        holidays=tuple((h.title.zh, h.first.isoformat(), h.last.isoformat()) for h in sorted(year.holidays, key=lambda h: h.first)),
        make_up_days=tuple(day.isoformat() for day in sorted(year.make_up_days)),
    )


def typed() -> Typed:
    """Return what somebody entered; rows left empty are left out."""
    columns = [[text.strip() for text in request.form.getlist(name)[: 2 * MOST]] for name in ("title", "first", "last")]
    rows = [row for row in zip(*columns, strict=False) if any(row)]
    days = [text.strip() for text in request.form.getlist("worked")[: 2 * MOST]]
    return Typed(holidays=tuple(rows), make_up_days=tuple(filter(None, days)))


def read(entered: Typed) -> tuple[tuple[Holiday, ...], tuple[date, ...], list[FieldProblem]]:
    """Return holidays, make-up days and the fields that hold no date; a holiday without a last day is of one day."""
    found: list[FieldProblem] = []
    holidays = []
    for row, (title, first, last) in enumerate(entered.holidays):
        begins, ends = _day(first, f"/holidays/{row}/first", found), _day(last or first, f"/holidays/{row}/last", found if last else [])
        if begins and ends:
            holidays.append(Holiday(title=Text(title, _english(title)), first=begins, last=ends))
    days = [_day(text, f"/make_up_days/{row}", found) for row, text in enumerate(entered.make_up_days)]
    return tuple(holidays), tuple(day for day in days if day), found


def messages(problems: Iterable[FieldProblem]) -> dict[str, list[Text]]:
    """Return the sentences by field."""
    found: dict[str, list[Text]] = {}
    for problem in problems:
        found.setdefault(problem.path, []).append(problem.message)
    return found


def _day(text: str, path: str, problems: list[FieldProblem]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(FieldProblem(path=path, message=_DAY))
        return None


def _english(title: str) -> str:
    names = [FESTIVALS.get(name) for name in title.split("、")]
    return ", ".join(filter(None, names)) if names and all(names) else title
