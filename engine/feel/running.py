"""What one evaluation carries along: its meter, its present moment, and notes on why a value became null."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine.feel.limits import DEFAULT, Limits, Meter


@dataclass(frozen=True)
class Note:
    """Why a part of an expression became null."""

    zh: str
    en: str
    #: Character of the source, from 0; None inside a built-in function.
    position: int | None


class Run:
    """One evaluation."""

    __slots__ = ("meter", "moment", "notes")

    def __init__(self, meter: Meter, moment: datetime | None, notes: list[Note] | None) -> None:
        self.meter = meter
        self.moment = moment
        self.notes = notes

    def now(self) -> datetime:
        """Return the present moment, the same at every call of one evaluation."""
        if self.moment is None:
            self.moment = datetime.now(UTC)
        return self.moment

    def note(self, zh: str, en: str, position: int | None = None) -> None:
        """Note why a value became null, if anybody asked; not without end."""
        if self.notes is not None and len(self.notes) < _MOST_NOTES:
            self.notes.append(Note(zh, en, position))


class Frame:
    """Names and their values; what is not here is looked for in the outer frame."""

    __slots__ = ("outer", "run", "values")

    def __init__(self, values: Mapping[str, Any], outer: Frame | None, run: Run) -> None:
        self.values = values
        self.outer = outer
        self.run = run


def current() -> Run:
    """Return the evaluation that is going on; a new one if a function is called from outside of any."""
    return _CURRENT.get() or Run(Meter(DEFAULT), None, None)


@contextmanager
def called() -> Iterator[Run]:
    """Hold the evaluation that is going on during one function call, or begin one."""
    run = _CURRENT.get()
    token = None
    if run is None:
        run = Run(Meter(DEFAULT), None, None)
        token = _CURRENT.set(run)
    run.meter.enter()
    try:
        yield run
    finally:
        run.meter.leave()
        if token:
            _CURRENT.reset(token)


def begin(limits: Limits, moment: datetime | None, notes: list[Note] | None) -> Run:
    """Begin an evaluation; one that happens inside another shares its meter, so that limits hold for the whole."""
    outer = _CURRENT.get()
    if outer is None:
        return Run(Meter(limits), moment, notes)
    return Run(outer.meter, moment or outer.moment, outer.notes if notes is None else notes)


_MOST_NOTES = 20
#: The evaluation going on in this thread: built-in functions count their work on it.
_CURRENT: ContextVar[Run | None] = ContextVar("feel_run", default=None)
enter = _CURRENT.set
leave = _CURRENT.reset
