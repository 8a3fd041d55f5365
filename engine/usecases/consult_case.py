"""Consult the confidential parts of a case; every reading is logged with its purpose."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from engine import errors
from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.case import Json
from engine.errors import Text
from engine.usecases.context import Context

#: Longest purpose kept, in characters.
LONGEST_PURPOSE = 200


class PurposeMissingError(errors.EngineError):
    """请先写明查阅的目的，例如“准备调解会”。查阅会被记录。

    Say first why you need to read this, for example "preparing the session". The reading is recorded.
    """


@dataclass(frozen=True, kw_only=True)
class ConsultSensitive:
    """Somebody on a case reads its sensitive personal data (class P2)."""

    case: UUID
    actor: Actor
    purpose: str


@dataclass(frozen=True, kw_only=True)
class ConsultSealed:
    """A mediator on a case reads what was said in mediation (class P3)."""

    case: UUID
    submission: UUID
    actor: Actor
    purpose: str


def consult_sensitive(command: ConsultSensitive, context: Context) -> None:
    """Log that the sensitive data are read now. Raises NotAllowedError, PurposeMissingError."""
    purpose = _purpose(command.purpose)
    with context.begin(command.actor.reach) as uow:
        case = uow.cases.lock(command.case).case
        if not disclosure.may_read_sensitive(command.actor, case, uow.cases.items(command.case)):
            raise errors.NotAllowedError
        uow.cases.log_reading(command.case, command.actor.person, "P2", purpose)
        uow.commit()


def consult_sealed(command: ConsultSealed, context: Context) -> Json:
    """Return the sealed part by JSON pointer and log the reading. Raises NotFoundError, NotAllowedError, PurposeMissingError."""
    purpose = _purpose(command.purpose)
    with context.begin(command.actor.reach) as uow:
        submissions = uow.cases.submissions(command.case)
        sealed = next((each for each in submissions if each.id == command.submission), None)
        if sealed is None:
            raise errors.NotFoundError
        form = context.releases.get(uow.cases.lock(command.case).case.release).form(sealed.form)
        items = uow.cases.items(command.case)
        if not disclosure.may_unseal(command.actor, sealed, items, submissions, for_author=form.is_for_author):
            raise errors.NotAllowedError(_not_on_the_case())
        content = uow.cases.sealed(command.submission, command.actor.person, purpose)
        if content is None:
            raise errors.NotFoundError
        uow.commit()
    return content


def _purpose(text: str) -> str:
    purpose = " ".join(text.split())[:LONGEST_PURPOSE]
    if not purpose:
        raise PurposeMissingError
    return purpose


def _not_on_the_case() -> Text:
    return Text(
        "调解中的陈述已封存，只有填写人和本案调解员可以查阅。",
        "What is said in mediation is sealed; only its author and the mediators on the case may read it.",
    )
