"""Read a case for its page, in words and as far as the visitor may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from admin import visitor, words
from admin.workspace import people, uploads
from admin.workspace.inbox import May
from admin.workspace.naming import Namer, Names
from admin.workspace.people import People
from admin.workspace.timeline import RATING, Line, Teller
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.case import Case, ItemState, Json, Submission, WorkItem
from engine.domain.linking import LinkedCase
from engine.domain.process import Outcome
from engine.errors import Text
from engine.store import queries
from engine.store.queries import CasePage
from engine.usecases import ports
from engine.usecases.inspect_case import InspectCase, inspect_case

#: History kinds that show an element of the diagram as done.
_DONE = frozenset({"submitted", "decided", "computed", "operated", "fired", "message"})


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A form as it was submitted."""

    submission: Submission
    title: str
    #: Labels and values; a group's value is again such a list.
    lines: Sequence[tuple[str, Any]]
    #: Whether it holds values of class P2, which are left out.
    has_sensitive: bool
    has_sealed: bool
    may_unseal: bool


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the bar."""

    title: str
    #: `done`, `current` or `later`.
    standing: str


@dataclass(frozen=True, kw_only=True)
class Alerted:
    """The colour of a case."""

    colour: str
    title: Text
    #: When it steps down if nothing happens; None for a colour without quiet days.
    quiet_until: datetime | None


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """Everything that the page of a case shows."""

    page: CasePage
    names: Names
    stages: Sequence[Stage]
    open: Sequence[tuple[WorkItem, May]]
    answered: Sequence[Answered]
    may_read_sensitive: bool
    days: Sequence[tuple[date, Sequence[Line]]]
    #: The people proposed last; None where nobody was.
    people: People | None
    #: Other cases that belong to it.
    linked: Sequence[LinkedCase]
    #: Files among what is shown, as the templates take them.
    files: Mapping[str, Json]
    #: Where the process stands; None once it has ended, or where that is not shown.
    outcome: Outcome | None
    #: Whether the visitor is only called to the case and sees no more than what was asked of them.
    is_slice: bool = False

    @property
    def case(self) -> Case:
        """Return the case itself."""
        return self.page.case

    @property
    def alert(self) -> Alerted | None:
        """Return the colour that the case has now; whoever is only called to it is not told."""
        found = None if self.is_slice or self.case.is_closed else self.case.document.get("alert")
        if not isinstance(found, dict) or not found.get("colour"):
            return None
        until = found.get("quiet_until")
        return Alerted(
            colour=str(found["colour"]), title=Text(**found["title"]), quiet_until=datetime.fromisoformat(until) if until else None
        )

    @property
    def awaited(self) -> Sequence[str]:
        """Return the names of the messages that the process waits for."""
        return self.outcome.awaited if self.outcome else ()

    @property
    def has_sensitive(self) -> bool:
        """Tell whether any form holds sensitive data."""
        return any(answered.has_sensitive for answered in self.answered)


def read(case: UUID, actor: Actor) -> CaseView:
    """Read a case. Raises NotFoundError."""
    with visitor.begin(actor) as uow:
        whole = queries.case_page(uow.transaction, case)
        names = Namer(uow).of_case(whole.case)
        # The page names people in any case; the roster must be read while the transaction lasts.
        names.person(whole.case.opened_by)
        page = queries.slice_of(whole, actor, lambda form: names.release.form(form).is_told)
        may_read = disclosure.may_read_sensitive(actor, page.case, page.items)
        answered = [_answered(submission, page, names, actor) for submission in page.submissions]
        # Names of files tell too: only those in what the page shows are listed.
        files = uploads.described(uow, set(uploads.named_in([each.lines for each in answered])))
        is_slice = disclosure.sees_slice(actor, page.case)
        linked = () if is_slice else uow.links.of_case(case)
    return CaseView(
        page=page,
        names=names,
        stages=_stages(page.case, names),
        open=[(item, May.of(item, actor)) for item in page.items if item.state is ItemState.OPEN],
        answered=answered,
        may_read_sensitive=may_read,
        people=people.latest(page.history),
        days=Teller.of(names, page.items, page.submissions).days(page.history),
        linked=linked,
        files=files,
        outcome=None if page.case.is_closed or is_slice else _inspected(case, actor),
        is_slice=is_slice,
    )


def answers(submission: Submission, names: Names, allowed: frozenset[str]) -> Sequence[tuple[str, Any]]:
    """Return a submission for reading, with the values of the allowed classes alone."""
    form = names.release.form(submission.form)
    return form.describe(form.redact(submission.answers, allowed), visitor.locale(), names.roster)


def files_in(forms: Sequence[tuple[Answered, Sequence[tuple[str, Any]]]], actor: Actor) -> Mapping[str, Json]:
    """Return the files that the lines of forms name."""
    with visitor.begin(actor) as uow:
        return uploads.described(uow, set(uploads.named_in([lines for _answered, lines in forms])))


def with_sealed(submission: Submission, sealed: Json, names: Names) -> Sequence[tuple[str, Any]]:
    """Return a submission for reading, with what was sealed back in its place."""
    form = names.release.form(submission.form)
    return form.describe(form.join(submission.answers, sealed), visitor.locale(), names.roster)


def diagram(view: CaseView) -> Json:
    """Return what the browser needs to draw the process and where the case stands."""
    now = visitor.product().context.clock.now()
    within = {task.task: task.within for task in view.outcome.tasks} if view.outcome else {}
    # What waits in a called process is shown at the activity that called it.
    marks = [((*within.get(item.task, ()), item.element)[0], item.is_overdue(now)) for item, _may in view.open]
    return {
        "content": view.names.release.diagram(view.page.process).decode(),
        "open": [element for element, is_overdue in marks if not is_overdue],
        "overdue": [element for element, is_overdue in marks if is_overdue],
        # What has begun again, or holds something that still waits, is not done.
        "done": [element for element in _done(view) if element not in {mark for mark, _ in marks}],
        "locale": visitor.locale(),
    }


def _done(view: CaseView) -> list[str]:
    """Return the elements that the history names, and the activities that alone called the process of such an element."""
    named = {entry.element for entry in view.page.history if entry.element and entry.kind in _DONE}
    calls = view.names.release.processes.calls(view.page.process)
    others = {call: set().union(*(inside for each, inside in calls.items() if each != call)) for call in calls}
    return [*sorted(named), *(call for call, inside in calls.items() if named & (inside - others[call]))]


def _inspected(case: UUID, actor: Actor) -> Outcome:
    return inspect_case(InspectCase(case=case, actor=actor), visitor.product().context)


def _stages(case: Case, names: Names) -> list[Stage]:
    stages = names.release.stages()
    reached = next((n for n, (_code, _title, states) in enumerate(stages) if case.state in states), -1)
    return [Stage(title=visitor.say(title), standing=_standing(n, reached, case)) for n, (_code, title, _states) in enumerate(stages)]


def _standing(number: int, reached: int, case: Case) -> str:
    if number == reached and not case.is_closed:
        return "current"
    return "done" if number <= reached else "later"


def _answered(submission: Submission, page: CasePage, names: Names, actor: Actor) -> Answered:
    entry = next((item.entry for item in page.items if item.id == submission.item), None)
    form: ports.Form = names.release.form(submission.form).of_entry(entry)
    common = form.redact(submission.answers, disclosure.COMMON)
    return Answered(
        submission=submission,
        title=titled(submission, page, form),
        lines=form.describe(common, visitor.locale(), names.roster),
        has_sensitive=form.redact(submission.answers, disclosure.COMMON | {"P2"}) != common,
        has_sealed=submission.id in page.sealed,
        may_unseal=disclosure.may_unseal(actor, submission, page.items, page.submissions, for_author=form.is_for_author),
    )


def titled(submission: Submission, page: CasePage, form: ports.Form) -> str:
    """Return the form's title with whom it was asked of; whoever rated stays unnamed."""
    item = next((item for item in page.items if item.id == submission.item), None)
    whom = words.for_whom(item.entry) if item and submission.code != RATING else ""
    return visitor.say(form.title()) + (f" · {whom}" if whom else "")
