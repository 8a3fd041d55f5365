"""What a replay of a case shows, and in words how two replays of the same case differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import TypeVar
from uuid import UUID

from engine.domain.calendar import local_date
from engine.domain.case import Json
from engine.errors import FieldProblem, Text

#: Whatever stands for a case.
C = TypeVar("C")


@dataclass(frozen=True, kw_only=True)
class Move:
    """Something that came from people, or from another case, in the course of a case."""

    at: datetime
    actor: str
    #: Code of the step that was done, or name of the message that came.
    code: str
    is_message: bool = False
    #: Id of the BPMN element of the step, and the multi-instance entry that it was for.
    element: str | None = None
    entry: Json | None = None
    #: Answers of the step as far as they are not sealed, or what the message said.
    answers: Json


@dataclass(frozen=True, kw_only=True)
class Record:
    """All that reached a case from outside: played again, it makes the case again."""

    case: UUID
    number: str
    jurisdiction: str
    process: str
    opened_at: datetime
    opened_by: str
    #: Answers of the form of its door.
    answers: Json
    moves: tuple[Move, ...]
    #: Codes of the steps that it asked for, by time and code.
    asked: tuple[str, ...]
    #: When it ended; for an open case, now.
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A step that a replay asked somebody to do."""

    code: str
    title: Text
    #: Who does it, in words; None is anybody.
    role: Text | None
    form: str | None
    due: datetime | None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Answers that a form does not take."""

    #: Of the step, and of the field.
    title: Text
    field: Text
    problem: FieldProblem


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What a replay showed from the door to where it came."""

    asked: tuple[Asked, ...]
    #: Titles of the documents issued.
    issued: tuple[Text, ...] = ()
    refused: tuple[Refused, ...] = ()
    #: How the case ended; None if it did not.
    end: Text | None = None
    #: Why the replay could not follow what had happened any further; None if it could.
    halt: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing that is different for a case."""

    #: The same words for all cases for which the same is different.
    text: Text
    #: What is particular to this case, such as its days.
    detail: Text | None = None


def compare(before: Trace, after: Trace) -> list[Difference]:
    """Say what is different in a later replay; what it did not reach is not compared."""
    found = [*_steps(before, after), *_documents(before, after), *_refusals(before, after), *_ends(before, after)]
    return list(dict.fromkeys(found))


def _steps(before: Trace, after: Trace) -> Iterator[Difference]:
    old, new = before.asked, after.asked
    matched = SequenceMatcher(None, [each.code for each in old], [each.code for each in new], autojunk=False).get_opcodes()
    for kind, first, last, begin, end in matched:
        if kind == "equal":
            for one, other in zip(old[first:last], new[begin:end], strict=True):
                yield from _one_step(one, other)
            continue
        if not (after.halt and last == len(old)):
            yield from map(_gone, old[first:last])
        if not (before.halt and end == len(new)):
            yield from map(_added, new[begin:end])


def _added(asked: Asked) -> Difference:
    by = Text(f"，由{asked.role.zh}办理", f", for {asked.role.en}") if asked.role else Text("", "")
    detail = Text(f"{_day(asked.due)}到期", f"due on {_day(asked.due)}") if asked.due else None
    return Difference(text=Text(f"多一步“{asked.title.zh}”{by.zh}", f"One step more: {asked.title.en}{by.en}"), detail=detail)


def _gone(asked: Asked) -> Difference:
    return Difference(text=Text(f"没有了“{asked.title.zh}”这一步", f"One step less: {asked.title.en}"))


def _one_step(old: Asked, new: Asked) -> Iterator[Difference]:
    zh, en = new.title
    if old.title != new.title:
        yield Difference(text=Text(f"“{old.title.zh}”改称“{zh}”", f"{old.title.en} is called {en}"))
    if old.role != new.role:
        one, other = old.role or _ANYBODY, new.role or _ANYBODY
        yield Difference(text=Text(f"“{zh}”由{one.zh}改为{other.zh}办理", f"{en} is for {other.en} instead of {one.en}"))
    if old.form != new.form:
        one_form, other_form = old.form or _NO_FORM, new.form or _NO_FORM
        yield Difference(text=Text(f"“{zh}”的表单由{one_form}改为{other_form}", f"{en} has the form {other_form} instead of {one_form}"))
    if old.due != new.due:
        yield _other_due(old.due, new)


_ANYBODY = Text("任何人", "anybody")
_NO_FORM = "—"


def _other_due(old: datetime | None, new: Asked) -> Difference:
    zh, en = new.title
    if old is None:
        return Difference(
            text=Text(f"“{zh}”新设了期限", f"{en} has a deadline now"), detail=Text(f"{_day(new.due)}到期", f"due on {_day(new.due)}")
        )
    if new.due is None:
        return Difference(
            text=Text(f"“{zh}”不再有期限", f"{en} has no deadline any more"), detail=Text(f"原为{_day(old)}", f"{_day(old)} before")
        )
    how = Text("延后", "later") if old < new.due else Text("提前", "earlier")
    days = Text(f"由{_day(old)}变为{_day(new.due)}", f"{_day(new.due)} instead of {_day(old)}")
    return Difference(text=Text(f"“{zh}”的期限{how.zh}", f"The deadline of {en} is {how.en}"), detail=days)


def _day(instant: datetime | None) -> str:
    return local_date(instant).isoformat() if instant else ""


def _documents(before: Trace, after: Trace) -> Iterator[Difference]:
    if before.halt is None:
        for title in _more(after.issued, before.issued):
            yield Difference(text=Text(f"多出具“{title.zh}”", f"One document more: {title.en}"))
    if after.halt is None:
        for title in _more(before.issued, after.issued):
            yield Difference(text=Text(f"不再出具“{title.zh}”", f"One document less: {title.en}"))


def _more(many: Sequence[Text], few: Sequence[Text]) -> list[Text]:
    """Return what stands in the first more often than in the second."""
    left = list(few)
    return [each for each in many if not _taken(left, each)]


def _taken(left: list[Text], each: Text) -> bool:
    if each in left:
        left.remove(each)
        return True
    return False


def _refusals(before: Trace, after: Trace) -> Iterator[Difference]:
    for each in after.refused:
        if each not in before.refused:
            message = each.problem.message
            yield Difference(
                text=Text(
                    f"“{each.title.zh}”不再接受当时的填写。{each.field.zh}：{message.zh}",
                    f"{each.title.en} does not take the answers that were given. {each.field.en}: {message.en}",
                )
            )


def _ends(before: Trace, after: Trace) -> Iterator[Difference]:
    if after.halt and after.halt != before.halt:
        yield Difference(text=after.halt)
    if before.halt or after.halt or before.end == after.end:
        return
    if before.end and after.end:
        yield Difference(text=Text(f"结果由“{before.end.zh}”变为“{after.end.zh}”", f"It ends as {after.end.en} instead of {before.end.en}"))
    elif before.end:
        yield Difference(text=Text("案件没有走到结案", "The case does not come to its end"))
    elif after.end:
        yield Difference(text=Text(f"案件结案：“{after.end.zh}”", f"The case ends: {after.end.en}"))


def alike(cases: Sequence[tuple[C, Sequence[Difference]]]) -> list[tuple[Text, list[C]]]:
    """Return what is different with the cases for which it is, the most frequent first."""
    found: dict[Text, list[C]] = {}
    for case, differences in cases:
        for text in dict.fromkeys(each.text for each in differences):
            found.setdefault(text, []).append(case)
    return sorted(found.items(), key=lambda each: -len(each[1]))
