"""Take a request from somebody without an account: through doors whose forms say so, and not too often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import access
from engine.domain.calendar import local_date
from engine.domain.case import Case, Json
from engine.errors import Text
from engine.usecases import ports
from engine.usecases.context import Context
from engine.usecases.open_case import OpenCase, open_case

#: In how long a time so many requests are taken: from one sender, and in a jurisdiction. A pack may say otherwise.
SPAN = timedelta(hours=1)
MOST_OF_ONE, MOST_OF_ALL = 5, 60
#: The parameters by which a pack does.
OF_ONE, OF_ALL = "requests_of_sender", "requests_of_place"
#: Stands in a form for the day on which it was sent.
TODAY = "today"


class TooManyRequestsError(errors.EngineError):
    """提交得太频繁，请一小时后再试，或到综治中心窗口办理。

    Too many requests were sent; try again in an hour, or come to the centre's window.
    """


@dataclass(frozen=True, kw_only=True)
class AskPublicly:
    """Somebody without an account sends a form."""

    jurisdiction: str
    #: Process of the door.
    process: str
    answers: Json
    #: Made by the page: a second click opens no second case.
    draft: UUID
    #: Digest of where it comes from.
    sender: str


@dataclass(frozen=True, kw_only=True)
class PublicDoor:
    """A service of a jurisdiction, with the form that can be sent from outside; None where one comes to the window."""

    door: ports.Door
    form: ports.Form | None


def services(jurisdiction: str, context: Context) -> Sequence[PublicDoor]:
    """Return what a jurisdiction does for the public, as its pack calls it; what can be sent from outside stands first.

    Nothing of any case is read. Raises NotFoundError.
    """
    release = _release(jurisdiction, context)
    if release is None:
        return []
    found = [PublicDoor(door=door, form=_public_form(door, release)) for door in release.doors if not door.for_staff]
    return sorted(found, key=lambda each: each.form is None)


@dataclass(frozen=True, kw_only=True)
class PublicMatter:
    """A matter that the centre takes, with the names of its window and of who is responsible."""

    matter: ports.Matter
    window: Text
    owner: Text


def matters(jurisdiction: str, context: Context) -> Sequence[PublicMatter]:
    """Return the matters that a jurisdiction publishes; a unit that is not on the roster shows its code. Nothing of any case is read."""
    with context.begin({jurisdiction}) as uow:
        current = uow.packs.current(jurisdiction)
        units = {unit.code: unit.title for unit in uow.rosters.roster(jurisdiction).units}
    found = context.releases.get(current).matters if current else ()

    def named(code: str) -> Text:
        return units.get(code, Text(code, code))

    return [PublicMatter(matter=each, window=named(each.window), owner=named(each.owner)) for each in found]


def ask(command: AskPublicly, context: Context) -> Case:
    """Open a case with the answers and with what the form fills in by itself.

    The answer is the same whatever the request names: no case is looked up. Raises TooManyRequestsError, NotFoundError,
    AnswersRefusedError.
    """
    form = next((each.form for each in services(command.jurisdiction, context) if each.door.process == command.process), None)
    if form is None or form.public is None:
        raise errors.NotFoundError
    _knock(command, _release(command.jurisdiction, context), context)
    now = context.clock.now()
    given = {name: local_date(now).isoformat() if value == TODAY else value for name, value in form.public.items()}
    actor = access.public(command.jurisdiction)
    answers = {**{name: value for name, value in command.answers.items() if name not in form.public}, **given}
    return open_case(
        OpenCase(jurisdiction=command.jurisdiction, actor=actor, answers=answers, process=command.process, draft=command.draft), context
    )


def asked(schema: Json, public: Mapping[str, Any]) -> Json:
    """Return the schema of a form without what is filled in by itself."""
    properties = {name: each for name, each in schema.get("properties", {}).items() if name not in public}
    return {**schema, "properties": properties, "required": [name for name in schema.get("required", ()) if name not in public]}


def _release(jurisdiction: str, context: Context) -> ports.Release | None:
    with context.begin({jurisdiction}) as uow:
        if jurisdiction not in uow.rosters.below(jurisdiction):
            raise errors.NotFoundError
        current = uow.packs.current(jurisdiction)
    return context.releases.get(current) if current else None


def _public_form(door: ports.Door, release: ports.Release) -> ports.Form | None:
    form = release.form(door.form) if door.form else None
    return form if form and form.public is not None else None


def _knock(command: AskPublicly, release: ports.Release | None, context: Context) -> None:
    """Count the attempt, whatever becomes of it. Raises TooManyRequestsError."""
    now = context.clock.now()
    with context.begin({command.jurisdiction}) as uow:
        of_one = uow.knocks.count(command.jurisdiction, now - SPAN, command.sender)
        of_all = uow.knocks.count(command.jurisdiction, now - SPAN)
        if of_one >= _most(release, OF_ONE, MOST_OF_ONE) or of_all >= _most(release, OF_ALL, MOST_OF_ALL):
            raise TooManyRequestsError
        uow.knocks.put(command.jurisdiction, command.sender, now)
        uow.commit()


def _most(release: ports.Release | None, parameter: str, otherwise: int) -> int:
    value = release.parameters.get(parameter) if release else None
    return int(value) if isinstance(value, int) else otherwise
