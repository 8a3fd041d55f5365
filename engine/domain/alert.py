"""Alerts: the colour of a case, which steps down by itself after quiet days and goes up again with an incident.

The object of an alert is a case, never a person. A person opens it and may undo every step that it took by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from engine import errors
from engine.domain.calendar import end_of_day, local_date
from engine.domain.visit_plan import VisitPlan
from engine.errors import Text


class AlertError(errors.EngineError):
    """预警不能这样变更。

    The alert cannot be changed like this.
    """


class AlertOpenError(AlertError):
    """这个案件已有一个未解除的预警；同一案件不能同时有两个。请在原预警中记录新的情况。

    This case has an alert that is not cleared yet; it cannot have two at once. Record what is new in that alert.
    """


class NoAlertError(AlertError):
    """这个案件没有未解除的预警。

    This case has no open alert.
    """


class NotReversibleError(AlertError):
    """没有可以撤销的自动降级：上一步不是自动降级，或已超过可以撤销的时间。请改为按新情况重新确定颜色。

    There is no automatic step to undo: the last step was not automatic, or the time for undoing it is over.
    Set the colour anew by what has become known.
    """


class Cause(StrEnum):
    """Why the colour is what it is."""

    OPENED = "opened"
    #: By itself, after quiet days.
    QUIET = "quiet"
    #: Something has happened; the colour may stay the same.
    INCIDENT = "incident"
    #: A person set another colour.
    DECIDED = "decided"
    #: A person undid an automatic step.
    REVERSED = "reversed"
    #: A person looked again and left it as it is; quiet days go on.
    CONFIRMED = "confirmed"
    #: By itself, because nobody answered for it in time.
    LAPSED = "lapsed"


#: What happens without a person, and what a person may therefore undo.
_AUTOMATIC = frozenset({Cause.QUIET, Cause.LAPSED})


@dataclass(frozen=True, kw_only=True)
class Level:
    """One colour of a scale."""

    colour: str
    title: Text
    #: Whole quiet days after which it steps down; the day on which they begin is not counted.
    quiet_days: int
    #: Natural days between two visits.
    visit_days: int


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The colours that a pack knows, the gravest first; below the last one an alert is cleared."""

    levels: tuple[Level, ...]
    #: How long a person may undo an automatic step.
    reversible: timedelta

    def __post_init__(self) -> None:
        if not self.levels or any(level.quiet_days < 1 or level.visit_days < 1 for level in self.levels):
            raise AlertError(
                Text(
                    "预警档位不完整：每种颜色都要有至少1天的平静期和至少1天的回访间隔。",
                    "The scale of alerts is incomplete: every colour needs at least one quiet day and one day between visits.",
                )
            )

    def level(self, colour: str | None) -> Level:
        """Return a level by colour. Raises AlertError."""
        found = next((level for level in self.levels if level.colour == colour), None)
        if found is None:
            raise AlertError(Text(f"预警档位中没有“{colour}”。", f"The scale of alerts has no {colour}."))
        return found

    def below(self, colour: str) -> str | None:
        """Return the next milder colour; None is cleared."""
        milder = self.levels[self.levels.index(self.level(colour)) + 1 :]
        return milder[0].colour if milder else None

    def graver(self, one: str, other: str) -> str:
        """Return the graver of two colours."""
        return min(one, other, key=lambda colour: self.levels.index(self.level(colour)))


@dataclass(frozen=True, kw_only=True)
class Act:
    """When something happens to an alert, who does it and why."""

    at: datetime
    #: Person code; `system` for what happens by itself.
    by: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of an alert's log."""

    cause: Cause
    act: Act
    before: str | None
    #: None is cleared.
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Alert:
    """The alert of one case with everything that has happened to it; append-only."""

    steps: tuple[Step, ...]

    @property
    def colour(self) -> str | None:
        """Return the colour now; None once it is cleared."""
        return self.steps[-1].after

    @property
    def quiet_since(self) -> datetime:
        """Return when the quiet days began: with the last thing that happened."""
        return next(step.act.at for step in reversed(self.steps) if step.cause is not Cause.CONFIRMED)

    @property
    def answered_since(self) -> datetime:
        """Return when a person last answered for the alert: it lapses unless somebody does so again."""
        return next(step.act.at for step in reversed(self.steps) if step.cause not in _AUTOMATIC)

    @property
    def set_by(self) -> Step:
        """Return the step that set the present colour: an incident that leaves the colour moves no visit."""
        return next(step for step in reversed(self.steps) if step.before != step.after)

    def quiet_until(self, scale: Scale) -> datetime | None:
        """Return when it steps down if all stays quiet."""
        if self.colour is None:
            return None
        return end_of_day(local_date(self.quiet_since) + timedelta(days=scale.level(self.colour).quiet_days))

    def reversible_until(self, scale: Scale) -> datetime | None:
        """Return until when the last step can be undone; None if it was a person's."""
        last = self.steps[-1]
        return last.act.at + scale.reversible if last.cause in _AUTOMATIC else None

    def visits(self, scale: Scale) -> VisitPlan:
        """Return the visits that the present colour asks for. Raises NoAlertError."""
        return VisitPlan(anchor=local_date(self.set_by.act.at), every=scale.level(_open(self)).visit_days)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a look at an alert found: the alert after it, and what keeps it from stepping down."""

    alert: Alert
    held: tuple[Text, ...]


def open_alert(before: Alert | None, colour: str, scale: Scale, act: Act) -> Alert:
    """Open an alert; what an earlier one went through stays in the log. Raises AlertOpenError."""
    if before is not None and before.colour is not None:
        raise AlertOpenError
    log = before.steps if before else ()
    return Alert(steps=(*log, Step(cause=Cause.OPENED, act=act, before=None, after=scale.level(colour).colour)))


def look(alert: Alert, scale: Scale, now: datetime, missed: Sequence[date], by: str) -> Looked:
    """Step down by one colour if the quiet days are over and no visit is missing; else say what is lacking.

    One look takes one step at most, so that every step can be seen and undone. Raises NoAlertError.
    """
    colour = _open(alert)
    held = tuple(_held(alert, scale, now, missed))
    if held:
        return Looked(alert=alert, held=held)
    return Looked(alert=_stepped(alert, Cause.QUIET, scale.below(colour), Act(at=now, by=by)), held=())


def incident(alert: Alert, colour: str | None, scale: Scale, act: Act) -> Alert:
    """Go to the colour that the new facts ask for, never to a milder one; the quiet days begin anew. Raises NoAlertError."""
    standing = _open(alert)
    return _stepped(alert, Cause.INCIDENT, scale.graver(standing, colour) if colour else standing, act)


def decide(alert: Alert, colour: str | None, scale: Scale, act: Act) -> Alert:
    """Let a person set another colour, or clear the alert, with a reason. Raises NoAlertError, AlertError."""
    _open(alert)
    if not act.reason.strip():
        raise AlertError(Text("请写明变更颜色的理由。", "Give the reason for changing the colour."))
    return _stepped(alert, Cause.DECIDED, scale.level(colour).colour if colour else None, act)


def confirm(alert: Alert, act: Act) -> Alert:
    """Let a person answer for the colour as it is. Raises NoAlertError."""
    return _stepped(alert, Cause.CONFIRMED, _open(alert), act)


def lapse(alert: Alert, act: Act) -> Alert:
    """Clear an alert for which nobody answered again in time. Raises NoAlertError."""
    _open(alert)
    return _stepped(alert, Cause.LAPSED, None, act)


def reverse(alert: Alert, scale: Scale, act: Act) -> Alert:
    """Undo the last automatic step, clearing included; the quiet days begin anew. Raises NotReversibleError."""
    until = alert.reversible_until(scale)
    if until is None or act.at > until:
        raise NotReversibleError
    return _stepped(alert, Cause.REVERSED, alert.steps[-1].before, act)


def _open(alert: Alert) -> str:
    if alert.colour is None:
        raise NoAlertError
    return alert.colour


def _stepped(alert: Alert, cause: Cause, after: str | None, act: Act) -> Alert:
    return replace(alert, steps=(*alert.steps, Step(cause=cause, act=act, before=alert.colour, after=after)))


def _held(alert: Alert, scale: Scale, now: datetime, missed: Sequence[date]) -> list[Text]:
    found = []
    until = alert.quiet_until(scale)
    assert until  # noqa: S101 - asked of open alerts only
    if now < until:
        found.append(Text(f"平静期到{local_date(until)}届满。", f"The quiet days end on {local_date(until)}."))
    if missed:
        days = [str(day) for day in missed]
        found.append(Text(f"应做的回访还没有做：{'、'.join(days)}。", f"Visits were not made: {', '.join(days)}."))
    return found
