"""Recurring visits: due on the days of a plan, whenever the last one was made, and never moved for a holiday."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count, takewhile

from engine import errors
from engine.domain.calendar import end_of_day, local_date


class VisitPlanError(errors.EngineError):
    """回访计划没有说明日期：请给出各次日期，或起算日和间隔天数（至少1天）。

    The plan of visits names no days: give the days, or the day from which it runs and the days between visits (at least one).
    """


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A visit that was made."""

    #: Day of the plan for which it was made.
    planned: date
    made_on: date

    @property
    def covers(self) -> date:
        """Return the day up to which it covers the plan: a late visit stands for those that fell due meanwhile."""
        return max(self.planned, self.made_on)


@dataclass(frozen=True, kw_only=True)
class VisitPlan:
    """Named days, or every so many natural days from an anchor, which is no visit itself."""

    days: tuple[date, ...] = ()
    anchor: date | None = None
    #: Natural days between two visits.
    every: int = 0
    #: No visit is due after this day; None goes on until somebody ends it.
    last: date | None = None

    def __post_init__(self) -> None:
        if not self.days and (self.anchor is None or self.every < 1):
            raise VisitPlanError

    def due_after(self, day: date | None) -> Iterator[date]:
        """Yield the days of the plan after a day, all of them without one; endless for a plan without a last day."""
        return (due for due in self._due(day) if day is None or due > day)

    def next_due(self, visits: Iterable[Visit]) -> date | None:
        """Return the day on which the next visit is due; None if the plan is at its end."""
        return next(self.due_after(_covered(visits)), None)

    def number(self, day: date) -> int:
        """Return which visit of the plan a day is, beginning with one."""
        return sum(1 for _ in takewhile(lambda due: due <= day, self.due_after(None)))

    def missed(self, visits: Iterable[Visit], now: datetime) -> tuple[date, ...]:
        """Return the days that are over, with their last second, without a visit."""
        passed = takewhile(lambda due: due <= local_date(now), self.due_after(_covered(visits)))
        return tuple(due for due in passed if end_of_day(due) <= now)

    def _due(self, after: date | None) -> Iterator[date]:
        days = iter(sorted(set(self.days))) if self.days else self._counted(after)
        return takewhile(lambda due: self.last is None or due <= self.last, days)

    def _counted(self, after: date | None) -> Iterator[date]:
        anchor = self.anchor
        assert anchor  # noqa: S101 - a plan has days or an anchor
        passed = max((after - anchor).days // self.every, 0) if after else 0
        return (anchor + timedelta(days=self.every * turn) for turn in count(passed + 1))


def _covered(visits: Iterable[Visit]) -> date | None:
    return max((visit.covers for visit in visits), default=None)
