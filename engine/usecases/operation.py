"""One entry of the catalogue of operations, and what it may use; the catalogue itself is in operations.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine import errors
from engine.domain.calendar import local_date
from engine.domain.case import Case, Entry, Json
from engine.domain.optimising import Optimiser
from engine.domain.roster import Roster, Team
from engine.errors import Text
from engine.usecases import ports
from engine.usecases.opening import OpenCase


@dataclass(frozen=True, kw_only=True)
class Context:
    """What an operation may use: the transaction, the case and its working document."""

    uow: ports.UnitOfWork
    release: ports.Release
    printer: ports.Printer
    workbooks: ports.Workbooks
    optimiser: Optimiser
    now: datetime
    #: Who moves the case on.
    actor: str
    case: Case
    document: Json
    notices: list[ports.Notice]
    entries: list[Entry]
    #: Opens another case in the same transaction.
    open_case: Callable[[OpenCase], Case] | None = None

    def roster(self) -> Roster:
        """Return the roster that serves the case."""
        return self.uow.rosters.roster(self.case.jurisdiction)

    def team(self, code: Any) -> Team:
        """Return a team of the roster by code. Raises TeamRuleError."""
        team = self.roster().by_team.get(str(code))
        if team is None:
            raise errors.TeamRuleError(Text(f"名册中没有团队“{code}”。", f"The roster has no team {code}."))
        return team

    def day(self, value: Any) -> date:
        """Return the day that an input means; today by Beijing time if it is empty."""
        return date.fromisoformat(str(value)[:10]) if value else local_date(self.now)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One entry of the catalogue."""

    name: str
    title: Text
    #: Input names with their titles, in the order in which the studio shows them.
    inputs: Mapping[str, Text]
    #: Names of the result's fields, for expressions.
    outputs: Sequence[str]
    call: Callable[[Json, Context], Json] = field(repr=False)
