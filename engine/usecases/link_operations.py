"""Operations between cases: open one for another, and tell another case something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Case, Json, Message
from engine.domain.linking import Link, LinkKind
from engine.errors import Text
from engine.usecases import opening
from engine.usecases.operation import Context, Operation

#: Message that the opener of a case gets when it ends, unless the opener has named another.
CLOSED = "case_closed"
#: Cases opened for one another, one deeper than the last; more is a process that opens itself without end.
DEEPEST = 5


def _open_linked_case(inputs: Json, context: Context) -> Json:
    """Open a case through a door of the pack in force; its form checks the answers as it does those of a person."""
    process = str(inputs.get("process"))
    if context.open_case is None or process not in {door.process for door in context.release.doors}:
        raise errors.ProcessError(Text(f"“{process}”不是立案入口，请在 starts 中加上它。", f"{process} is no door; list it under starts."))
    case = context.open_case(_opening(process, inputs, context))
    context.uow.links.put(_link(case, context))
    return {"case": str(case.id), "number": case.number, "is_closed": case.is_closed}


def _opening(process: str, inputs: Json, context: Context) -> opening.OpenCase:
    depth = int((context.document.get(opening.OPENER) or {}).get("depth") or 0) + 1
    if depth > DEEPEST:
        said = Text("案件一层层地打开新的案件，没有尽头。", "Cases open one another without end.")
        raise errors.ProcessError(said)
    own = context.case
    opener = {
        "case": str(own.id),
        "number": own.number,
        "title": own.title,
        "message": str(inputs.get("message") or CLOSED),
        "depth": depth,
    }
    return opening.OpenCase(
        jurisdiction=own.jurisdiction,
        actor=Actor(person=context.actor, name=""),
        answers=dict(_context(inputs.get("answers"))),
        process=process,
        because={"process": process, "opener": own.number},
        opener=opener,
    )


def _context(value: Any) -> Mapping[str, Any]:
    """Return the answers without what is null: a form takes a field that is left out, not one that is nothing."""
    if not isinstance(value, Mapping | None):
        raise errors.ProcessError(Text("新案件的内容应是一组字段。", "The answers for the new case must be a context."))
    return {name: each for name, each in (value or {}).items() if each is not None}


def _link(case: Case, context: Context) -> Link:
    return Link(
        case=case.id,
        jurisdiction=case.jurisdiction,
        kind=LinkKind.SERVES,
        other=context.case.id,
        other_jurisdiction=context.case.jurisdiction,
        by=context.actor,
        at=context.now,
    )


def _message_case(inputs: Json, context: Context) -> Json:
    """Tell a linked case something; it is delivered as soon as this step is done."""
    to, name = _linked(inputs.get("case"), context), str(inputs.get("message") or "")
    if not name:
        raise errors.ProcessError(Text("没有写明消息的名称。", "The message has no name."))
    payload = {"case": str(context.case.id), "number": context.case.number, **_context(inputs.get("payload"))}
    context.uow.cases.post(
        Message(case=to, jurisdiction=context.case.jurisdiction, name=name, payload=payload, sender=context.case.number, at=context.now)
    )
    return {"case": str(to), "message": name, "at": context.now.isoformat()}


def _linked(value: Any, context: Context) -> UUID:
    opener = context.document.get(opening.OPENER) or {}
    known = {str(opener.get("case")), *(str(other.id) for other in context.uow.links.of_case(context.case.id))}
    if str(value) not in known:
        raise errors.ProcessError(Text(f"“{value}”与本案没有关联。", f"{value} is not linked with this case."))
    return UUID(str(value))


OPERATIONS: Sequence[Operation] = (
    Operation(
        name="open_linked_case",
        title=Text("打开关联案件", "Open a linked case"),
        inputs={
            "process": Text("立案入口的流程", "Process of the door"),
            "answers": Text("登记表的内容", "Answers to its form"),
            "message": Text("办结后发回的消息", "Message that comes back when it ends"),
        },
        outputs=("case", "number", "is_closed"),
        call=_open_linked_case,
    ),
    Operation(
        name="message_case",
        title=Text("告知关联案件", "Tell a linked case"),
        inputs={"case": Text("案件", "Case"), "message": Text("消息名称", "Name of the message"), "payload": Text("内容", "Content")},
        outputs=("case", "message", "at"),
        call=_message_case,
    ),
)
