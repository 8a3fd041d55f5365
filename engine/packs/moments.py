"""When people of a demonstration do their work: in office hours, on working days, before the deadline unless told otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from engine.domain.calendar import ZONE, WorkingCalendar, local_date

_LENGTH = re.compile(r"(\d+) ?(min|h|d|wd)")
_MINUTES = {"min": 1, "h": 60}
#: Between these people work, with a margin on either side.
_OPENS, _CLOSES = time(8, 40), time(17, 40)
#: The latest at which somebody is received at the counter, so that the same day is enough for what is due on it.
LAST_VISITOR = time(16, 0)
_USUAL = ("30 min", "4 h")


@dataclass(frozen=True, kw_only=True)
class Moments:
    """Moments by a working calendar."""

    calendar: WorkingCalendar

    def after(self, start: datetime, span: Sequence[str], random: Random) -> datetime:
        """Return a moment so long after another; of two lengths, one in between."""
        lengths = [_LENGTH.fullmatch(text) for text in span or _USUAL]
        first, last = (found for found in (lengths[0], lengths[-1]) if found)
        if first[2] in _MINUTES:
            low, high = (int(found[1]) * _MINUTES.get(found[2], 1) for found in (first, last))
            return self.in_office(start + timedelta(minutes=random.randint(low, max(low, high))), random)
        days = random.randint(int(first[1]), max(int(first[1]), int(last[1])))
        day = local_date(start)
        day = self.calendar.add_working_days(day, days) if first[2] == "wd" else self.calendar.next_working_day(day + timedelta(days=days))
        return max(start, self.at(day, random))

    def in_time(self, created: datetime, due: datetime, random: Random) -> datetime:
        """Return a moment before a deadline: in office hours of its last working day, or half-way where that is too early."""
        day = local_date(due)
        while day > local_date(created) and not self.calendar.is_working_day(day):
            day -= timedelta(days=1)
        moment = self.at(day, random)
        return moment if created < moment < due else created + (due - created) * random.uniform(0.3, 0.7)

    def in_office(self, moment: datetime, random: Random) -> datetime:
        """Return the moment itself if offices are open, else one in the next hour in which they are."""
        local = moment.astimezone(ZONE)
        if self.calendar.is_working_day(local.date()) and _OPENS <= local.time() <= _CLOSES:
            return moment
        day = local.date() + timedelta(days=int(local.time() > _CLOSES))
        opens = datetime.combine(self.calendar.next_working_day(day), _OPENS, tzinfo=ZONE)
        return opens + timedelta(minutes=random.randint(0, 60))

    def at(self, day: date, random: Random, until: time = _CLOSES) -> datetime:
        """Return a moment of a day in office hours."""
        opens = datetime.combine(day, _OPENS, tzinfo=ZONE)
        minutes = (until.hour - _OPENS.hour) * 60 + until.minute - _OPENS.minute
        return opens + timedelta(minutes=random.randint(0, minutes), seconds=random.randint(0, 59))
