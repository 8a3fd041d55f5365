"""Open a case: the door's form is checked, the process starts, the first work appears."""

from __future__ import annotations

from engine import errors
from engine.domain.case import Case
from engine.usecases import opening, ports
from engine.usecases.advance import Advance
from engine.usecases.context import Context
from engine.usecases.opening import NoReleaseError, OpenCase

__all__ = ["NoReleaseError", "OpenCase", "open_case", "open_within"]


def open_case(command: OpenCase, context: Context) -> Case:
    """Open a case and return it; a draft that has opened one already returns that.

    Raises AnswersRefusedError, NotAllowedError, ProcessError.
    """
    if command.jurisdiction not in command.actor.reach:
        raise errors.NotAllowedError
    with context.begin(command.actor.reach) as uow:
        begun = opening.begin(command, uow, context, _stepping(command, uow, context))
        if earlier := _opened_before(command, uow):
            return earlier
        case = opening.finish(begun, context)
        if command.draft:
            uow.cases.drop_draft(command.draft)
        uow.commit()
    return case


def open_within(command: OpenCase, uow: ports.UnitOfWork, context: Context) -> Case:
    """Open a case in the transaction of the caller, who commits; row-level security holds its reach. Raises as `open_case` does."""
    return opening.finish(opening.begin(command, uow, context, _stepping(command, uow, context)), context)


def _stepping(command: OpenCase, uow: ports.UnitOfWork, context: Context) -> opening.Stepping:
    def begin(case: Case, release: ports.Release) -> Advance:
        return Advance(uow=uow, release=release, context=context, now=case.opened_at, actor=command.actor.person, case=case)

    return begin


def _opened_before(command: OpenCase, uow: ports.UnitOfWork) -> Case | None:
    """Return the case that the draft has opened: a second click, or an answer that was lost on its way.

    The serial number is drawn before: whoever comes second has waited for the first to commit.
    """
    if command.draft is None:
        return None
    try:
        earlier = uow.cases.lock(command.draft).case
    except errors.NotFoundError:
        return None
    if earlier.opened_by != command.actor.person:
        raise errors.NotAllowedError
    return earlier
