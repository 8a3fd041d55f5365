"""Make parts of a pack in a draft: new processes with their doors, forms, tables, and entries of pack.yaml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain import form_table
from engine.domain.access import Actor
from engine.domain.form_table import FormTable
from engine.errors import FieldProblem, Problem, Text
from engine.usecases import edit_pack, ports
from engine.usecases.context import Context
from engine.usecases.ports.workshop import SHOWS_NOTHING, CaseFields, Files, NewDecision, NewProcess, Workshop

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_BAD_CODE = Text(
    "编号以字母开头，只用字母、数字、“-”和“_”，最多40个。",
    "A code begins with a letter and holds letters, digits, - and _ only, at most 40.",
)
_TAKEN = Text("这个编号已经用了，请换一个。", "This code is in use; take another one.")
_LONGEST = 100


@dataclass(frozen=True, kw_only=True)
class AddProcess:
    """An administrator begins a process, with a door through which cases come in."""

    draft: UUID
    actor: Actor
    seen: int
    wanted: NewProcess


@dataclass(frozen=True, kw_only=True)
class AddDecision:
    """An administrator begins a decision table."""

    draft: UUID
    actor: Actor
    seen: int
    wanted: NewDecision


@dataclass(frozen=True, kw_only=True)
class PutForm:
    """An administrator saves a form, a new one or one that is there."""

    draft: UUID
    actor: Actor
    seen: int
    code: str
    table: FormTable
    #: Form whose conditions it keeps: itself, or the one that it is a copy of; None for one from nothing.
    like: str | None = None
    is_new: bool = False
    shows: CaseFields = SHOWS_NOTHING


@dataclass(frozen=True, kw_only=True)
class PutEntries:
    """An administrator states entries of pack.yaml, such as a composition or a rhythm; None takes one out."""

    draft: UUID
    actor: Actor
    seen: int
    #: Keys that lead to each, from the top, with its value.
    entries: Mapping[tuple[str, ...], Any]


def add_process(command: AddProcess, context: Context) -> ports.PackDraft:
    """Draw the process and its door into the draft. Raises AnswersRefusedError with what is wrong, each at its field."""
    wanted = replace(command.wanted, title=form_table.said(command.wanted.title), step=form_table.said(command.wanted.step))

    def make(workshop: Workshop, files: Files) -> Files:
        _refuse([*_untitled(wanted.title), *_code_problems(workshop, files, wanted.code), *_step_problems(wanted)])
        return workshop.process(files, wanted)

    return _make(command, make, context)[0]


def add_decision(command: AddDecision, context: Context) -> ports.PackDraft:
    """Write the table into the draft. Raises AnswersRefusedError with what is wrong, each at its field."""
    title, result = form_table.said(command.wanted.title), form_table.said(command.wanted.result)
    wanted = replace(command.wanted, title=title, result=result, place=command.wanted.place or form_table.word(title.zh))

    def make(workshop: Workshop, files: Files) -> Files:
        _refuse([*_untitled(title), *_code_problems(workshop, files, wanted.code), *_table_problems(wanted)])
        return workshop.decision(files, wanted)

    return _make(command, make, context)[0]


def put_form(command: PutForm, context: Context) -> ports.PackDraft:
    """Write the form into the draft. Raises AnswersRefusedError with what is wrong, each at its field, NotAllowedError for a floor."""
    table = form_table.named(command.table)

    def make(workshop: Workshop, files: Files) -> Files:
        found = list(form_table.findings(command.table))
        if command.is_new:
            found.extend(_code_problems(workshop, files, command.code))
        _refuse([*found, *_missing(workshop, files, command, table)])
        return workshop.form(files, command.code, table, command.like, command.shows)

    return _make(command, make, context)[0]


def put_entries(command: PutEntries, context: Context) -> ports.PackDraft:
    """State the entries in the draft's pack.yaml. Raises CheckFailedError with what is wrong with them; nothing is kept then."""

    def make(workshop: Workshop, files: Files) -> Files:
        changed: Files = {}
        for keys, value in command.entries.items():
            now = {**files, **changed}
            changed = workshop.drop(now, keys) if value is None else workshop.put(now, keys, value)
        return changed

    with context.begin(command.actor.reach) as uow:
        draft, problems = _made(command, make, uow, context)
        wrong = [problem for problem in problems if any(_is_about(problem, keys) for keys in command.entries)]
        edit_pack.refuse_errors(wrong)
        uow.commit()
    return draft


_Maker = Callable[[Workshop, Files], Files]


def _make(command: edit_pack.DraftCommand, make: _Maker, context: Context) -> tuple[ports.PackDraft, Sequence[Problem]]:
    with context.begin(command.actor.reach) as uow:
        made = _made(command, make, uow, context)
        uow.commit()
    return made


def _made(
    command: edit_pack.DraftCommand, make: _Maker, uow: ports.UnitOfWork, context: Context
) -> tuple[ports.PackDraft, Sequence[Problem]]:
    draft = edit_pack.open_draft(command, uow)
    changed = make(context.releases.workshop, edit_pack.whole_files(draft, uow))
    return edit_pack.keep(draft, changed, command, uow, context)


def _is_about(problem: Problem, keys: Sequence[str]) -> bool:
    place, wanted = problem.place or "", ".".join(keys)
    return problem.file.endswith("/pack.yaml") and (place == wanted or place.startswith((f"{wanted}.", f"{wanted}[")))


def _refuse(found: Sequence[FieldProblem]) -> None:
    if found:
        raise errors.AnswersRefusedError(found)


def _untitled(title: Text) -> Iterator[FieldProblem]:
    if not form_table.word(title.zh):
        yield FieldProblem(path="/title/zh", message=Text("请填写中文名称。", "Write the Chinese name."))
    elif any(len(each) > _LONGEST for each in title):
        yield FieldProblem(path="/title/zh", message=Text(f"名称最多{_LONGEST}个字。", f"A name has at most {_LONGEST} characters."))


def _code_problems(workshop: Workshop, files: Files, code: str) -> Iterator[FieldProblem]:
    if not _CODE.fullmatch(code):
        yield FieldProblem(path="/code", message=_BAD_CODE)
    elif workshop.is_taken(files, code):
        yield FieldProblem(path="/code", message=_TAKEN)


def _step_problems(wanted: NewProcess) -> Iterator[FieldProblem]:
    if wanted.like:
        return
    if not wanted.step.zh:
        yield FieldProblem(path="/step/zh", message=Text("请填写这一步的名称。", "Say what the step is called."))
    for name, value, message in (
        ("form", wanted.form, Text("请选择这一步填写的表单。", "Choose the form of the step.")),
        ("role", wanted.role, Text("请选择“谁来办”。", "Choose who does it.")),
        ("step_code", wanted.step_code, Text("请选择步骤类别。", "Choose the kind of step.")),
        ("end", wanted.end, Text("请选择怎样办结。", "Choose how it ends.")),
    ):
        if not value:
            yield FieldProblem(path=f"/{name}", message=message)


def _table_problems(wanted: NewDecision) -> Iterator[FieldProblem]:
    if wanted.like:
        return
    if not wanted.inputs:
        yield FieldProblem(path="/inputs", message=Text("请至少选一项条件。", "Choose at least one field to look at."))
    if not form_table.word(wanted.result.zh):
        yield FieldProblem(path="/result/zh", message=Text("请填写结果叫什么。", "Say what the result is called."))


def _missing(workshop: Workshop, files: Files, command: PutForm, table: FormTable) -> Iterator[FieldProblem]:
    """Yield a refusal where a field was taken out on which conditions of the form depend."""
    if command.like is None:
        return
    before = workshop.sheet(files, command.like)
    titles = {field.name: field.title for field in before.table.fields}
    for name in sorted((before.conditional & titles.keys()) - {field.name for field in table.fields}):
        title = titles[name]
        yield FieldProblem(
            path="/fields",
            message=Text(
                f"不能删去“{title.zh}”：表单里有内容要看它的回答才显示。",
                f"{title.en} cannot be taken out: other parts of the form depend on its answer.",
            ),
        )
