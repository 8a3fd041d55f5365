"""Read an uploaded file, as far as the privacy class of the field that names it allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.case import Submission, WorkItem
from engine.usecases import ports
from engine.usecases.context import Context

#: What the log says of a download.
_PURPOSE = "下载附件 / download"


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """Somebody downloads a file."""

    file: UUID
    actor: Actor


def read_file(command: ReadFile, context: Context) -> ports.Attachment:
    """Return the file; reading one of class P2 or P3 is logged. Raises NotFoundError, NotAllowedError."""
    with context.begin(command.actor.reach) as uow:
        file = uow.attachments.get(command.file)
        if file.case is None:
            if file.uploaded_by != command.actor.person:
                raise errors.NotAllowedError
            return file
        _refuse_unless_open_to(command.actor, file, uow, context)
        uow.commit()
    return file


def _refuse_unless_open_to(actor: Actor, file: ports.Attachment, uow: ports.UnitOfWork, context: Context) -> None:
    """Find the class of the field that names the file, and log the reading if it is confidential."""
    assert file.case  # noqa: S101 - the caller has dealt with files that belong to no case yet
    case = uow.cases.lock(file.case).case
    items, submissions = uow.cases.items(case.id), uow.cases.submissions(case.id)
    release = context.releases.get(case.release)
    if disclosure.sees_slice(actor, case):
        # Files of other forms are no more to be had than the forms themselves.
        submissions = [each for each in submissions if each.actor == actor.person or (each.form and release.form(each.form).is_told)]
    naming = [submission for submission in submissions if _names(submission.answers, file.id)]
    if not naming:
        readable = [s for s in submissions if _may_unseal(actor, s, items, submissions, release)]
        _refuse_unless_unsealed(actor, file, readable, uow)
    elif not any(_is_common(submission, file.id, release) for submission in naming):
        if not disclosure.may_read_sensitive(actor, case, items):
            raise errors.NotAllowedError
        uow.cases.log_reading(case.id, actor.person, "P2", _PURPOSE)


def _may_unseal(
    actor: Actor, sealed: Submission, items: Sequence[WorkItem], submissions: Sequence[Submission], release: ports.Release
) -> bool:
    for_author = bool(sealed.form) and release.form(sealed.form).is_for_author
    return disclosure.may_unseal(actor, sealed, items, submissions, for_author=for_author)


def _refuse_unless_unsealed(actor: Actor, file: ports.Attachment, readable: Iterable[Submission], uow: ports.UnitOfWork) -> None:
    """Look for the file in the sealed parts that the actor may read; reading them writes the log."""
    if not any(_names(uow.cases.sealed(submission.id, actor.person, _PURPOSE), file.id) for submission in readable):
        raise errors.NotAllowedError


def _is_common(submission: Submission, file: UUID, release: ports.Release) -> bool:
    return _names(release.form(submission.form).redact(submission.answers, disclosure.COMMON), file)


def _names(value: Any, file: UUID) -> bool:
    if isinstance(value, dict):
        return any(_names(each, file) for each in value.values())
    if isinstance(value, list):
        return any(_names(each, file) for each in value)
    return bool(value == str(file))
