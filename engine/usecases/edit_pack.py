"""Edit a pack: start a draft from what runs now, save files into it, check it, submit it, discard it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID, uuid4

from engine import errors
from engine.domain import access, content
from engine.domain.access import Actor
from engine.errors import FieldProblem, Problem, Text
from engine.usecases import figure_versions, ports
from engine.usecases.context import Context

LONGEST_NOTE = 300


@dataclass(frozen=True, kw_only=True)
class StartDraft:
    """An administrator begins to change the pack that a jurisdiction runs."""

    jurisdiction: str
    actor: Actor
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SaveFiles:
    """An administrator saves changed files of a draft; a file given as None is removed, an inherited one becomes the draft's own."""

    draft: UUID
    actor: Actor
    files: Mapping[str, bytes | None]
    #: Revision of the draft that the page showed.
    seen: int


@dataclass(frozen=True, kw_only=True)
class SetParameter:
    """An administrator gives a parameter the county's own value."""

    draft: UUID
    actor: Actor
    name: str
    value: Any
    seen: int


@dataclass(frozen=True, kw_only=True)
class SubmitDraft:
    """An administrator asks a second person to release a draft."""

    draft: UUID
    actor: Actor
    #: What changes and why, for the second person and the list of releases.
    note: str
    seen: int


@dataclass(frozen=True, kw_only=True)
class ReturnDraft:
    """A submitted draft goes back to be worked on, by the author or by the second person."""

    draft: UUID
    actor: Actor
    seen: int


@dataclass(frozen=True, kw_only=True)
class DiscardDraft:
    """An administrator gives a draft up."""

    draft: UUID
    actor: Actor
    seen: int


def start_draft(command: StartDraft, context: Context) -> ports.PackDraft:
    """Return a new draft that starts as the release in use. Raises NotAllowedError, NotFoundError."""
    refuse_unless_configurer(command.actor, command.jurisdiction)
    with context.begin(command.actor.reach) as uow:
        base = uow.packs.current(command.jurisdiction)
        if base is None:
            raise errors.NotFoundError
        draft = ports.PackDraft(
            id=uuid4(),
            jurisdiction=command.jurisdiction,
            pack=context.releases.get(base).pack,
            base=base,
            files=uow.packs.own_files(base),
            author=command.actor.person,
            revision=1,
            state="open",
            note=command.note,
            follows=uow.packs.follows(base),
        )
        uow.packs.put_draft(draft, None)
        uow.commit()
    return draft


def save_files(command: SaveFiles, context: Context) -> tuple[ports.PackDraft, Sequence[Problem]]:
    """Save files and return the draft with the problems it has now; problems do not prevent saving.

    Whoever saves becomes the author, so that nobody releases what only they have seen.
    """
    with context.begin(command.actor.reach) as uow:
        draft = open_draft(command, uow)
        _refuse_too_large(command.files)
        changed = {context.releases.home(path, draft.pack): file for path, file in command.files.items()}
        draft, problems = keep(draft, changed, command, uow, context)
        uow.commit()
    return draft, problems


def set_parameter(command: SetParameter, context: Context) -> ports.PackDraft:
    """State a parameter in the draft's pack.yaml. Raises NotFoundError, and CheckFailedError if the value does not fit it."""
    with context.begin(command.actor.reach) as uow:
        draft = open_draft(command, uow)
        _refuse_unknown_parameter(command.name, draft, uow, context)
        manifest = f"processes/{draft.pack}/pack.yaml"
        stated = context.releases.restate(draft.files, draft.pack, command.name, command.value)
        draft, problems = keep(draft, {manifest: stated}, command, uow, context)
        wrong = [problem for problem in problems if (problem.place or "").startswith(f"parameters.{command.name}")]
        if wrong:
            raise errors.CheckFailedError(wrong)
        uow.commit()
    return draft


def check_draft(draft: UUID, actor: Actor, context: Context, changed: Mapping[str, bytes] | None = None) -> Sequence[Problem]:
    """Check a draft, with files that are not saved yet in place of its own."""
    with context.begin(actor.reach) as uow:
        found = uow.packs.draft(draft)
        refuse_unless_configurer(actor, found.jurisdiction)
        own = {context.releases.home(path, found.pack): file for path, file in (changed or {}).items()}
        return context.releases.check({**whole_files(found, uow), **own})


def submit_draft(command: SubmitDraft, context: Context) -> ports.PackDraft:
    """Hand a draft over for release.

    Raises CheckFailedError if it holds errors, ReleaseRefusedError if it changes nothing, AnswersRefusedError for the note.
    """
    _refuse_bad_note(command.note)
    with context.begin(command.actor.reach) as uow:
        draft = open_draft(command, uow)
        if draft.base is not None and dict(draft.files) == dict(uow.packs.own_files(draft.base)):
            raise errors.ReleaseRefusedError(
                Text(
                    "这份草稿与正在使用的版本相同，没有可以发布的改动。",
                    "This draft is the same as the version in use; there is nothing to release.",
                )
            )
        whole = whole_files(draft, uow)
        refuse_errors(context.releases.check(whole))
        figure_versions.refuse_unversioned(draft, whole, uow, context)
        draft = replace(draft, state="submitted", note=command.note.strip(), revision=command.seen + 1)
        uow.packs.put_draft(draft, command.seen)
        uow.commit()
    return draft


def return_draft(command: ReturnDraft, context: Context) -> ports.PackDraft:
    """Let a submitted draft be worked on again. Raises DraftChangedError if it is not submitted any more."""
    with context.begin(command.actor.reach) as uow:
        draft = uow.packs.draft(command.draft)
        refuse_unless_configurer(command.actor, draft.jurisdiction)
        if draft.state != "submitted":
            raise errors.DraftChangedError
        draft = replace(draft, state="open", revision=command.seen + 1)
        uow.packs.put_draft(draft, command.seen)
        uow.commit()
    return draft


def discard_draft(command: DiscardDraft, context: Context) -> None:
    """Give a draft up; it stays in the record as discarded."""
    with context.begin(command.actor.reach) as uow:
        draft = open_draft(command, uow)
        uow.packs.put_draft(replace(draft, state="discarded", revision=command.seen + 1), command.seen)
        uow.commit()


def whole_files(draft: ports.PackDraft, uow: ports.UnitOfWork) -> dict[str, bytes]:
    """Return a draft's files together with those of the packs it extends."""
    if draft.archive is not None:
        return {**(uow.packs.release_files(draft.parent) if draft.parent else {}), **draft.files}
    if draft.base is None:
        return dict(draft.files)
    inherited = uow.packs.release_files(draft.parent) if draft.parent else uow.packs.inherited_files(draft.base)
    return {**inherited, **draft.files}


def refuse_unless_configurer(actor: Actor, jurisdiction: str) -> None:
    """Raise NotAllowedError unless the actor configures this jurisdiction."""
    if access.CONFIGURER not in actor.roles_in(jurisdiction):
        raise errors.NotAllowedError


def refuse_errors(problems: Sequence[Problem]) -> None:
    """Raise CheckFailedError with all problems if one of them is an error."""
    if any(problem.severity == "error" for problem in problems):
        raise errors.CheckFailedError(problems)


class DraftCommand(Protocol):
    """A command about a draft that is being worked on."""

    @property
    def draft(self) -> UUID:
        """Return the draft."""
        ...

    @property
    def actor(self) -> Actor:
        """Return who works on it."""
        ...

    @property
    def seen(self) -> int:
        """Return the revision of the draft that the page showed."""
        ...


def open_draft(command: DraftCommand, uow: ports.UnitOfWork) -> ports.PackDraft:
    """Return the draft of a command. Raises NotAllowedError, DraftChangedError if it is not being worked on any more."""
    draft = uow.packs.draft(command.draft)
    refuse_unless_configurer(command.actor, draft.jurisdiction)
    if draft.state == "submitted":
        raise errors.DraftChangedError(
            Text(
                "这份草稿已提交复核。要继续修改，请先把它退回。",
                "This draft has been submitted for release. Take it back first to go on with it.",
            )
        )
    if draft.state != "open":
        raise errors.DraftChangedError(
            Text(
                "这份草稿已经发布或作废。要继续修改，请新建一份草稿。",
                "This draft has been released or discarded. Start a new one to go on.",
            )
        )
    return draft


def keep(
    draft: ports.PackDraft,
    changed: Mapping[str, bytes | None],
    command: DraftCommand,
    uow: ports.UnitOfWork,
    context: Context,
) -> tuple[ports.PackDraft, Sequence[Problem]]:
    """Store changed files of a draft, None for those taken out; return it with the problems that it has now."""
    files = {**draft.files, **changed}
    kept = {path: file for path, file in files.items() if file is not None}
    draft = replace(draft, files=kept, revision=command.seen + 1, author=command.actor.person)
    uow.packs.put_draft(draft, command.seen)
    return draft, context.releases.check(whole_files(draft, uow))


def _refuse_too_large(files: Mapping[str, bytes | None]) -> None:
    """Raise FileRefusedError for what no check would ever let pass."""
    if any(file is not None and len(file) > content.LARGEST_FILE for file in files.values()):
        limit = content.LARGEST_FILE // 1024
        raise errors.FileRefusedError(Text(f"文件太大：最多 {limit} KB。", f"The file is too large: at most {limit} KB."))


def _refuse_bad_note(note: str) -> None:
    if not note.strip():
        text = Text("请写明改了什么，为什么改。", "Say what changes, and why.")
        raise errors.AnswersRefusedError([FieldProblem(path="/note", message=text)])
    if len(note) > LONGEST_NOTE:
        text = Text(f"说明太长：最多 {LONGEST_NOTE} 个字。", f"The note is too long: at most {LONGEST_NOTE} characters.")
        raise errors.AnswersRefusedError([FieldProblem(path="/note", message=text)])


def _refuse_unknown_parameter(name: str, draft: ports.PackDraft, uow: ports.UnitOfWork, context: Context) -> None:
    outline = context.releases.outline(whole_files(draft, uow))
    if all(parameter.name != name for parameter in outline.parameters):
        raise errors.NotFoundError
