"""The operation by which a form brings a document that somebody else issued into the register of the case."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from engine import errors
from engine.domain.calendar import local_date
from engine.domain.case import Json
from engine.errors import Text
from engine.usecases import ports, receive_document
from engine.usecases.operation import Context, Operation


def _register_document(inputs: Json, context: Context) -> Json:
    """Enter the scan that an answer names with its issuer; without a scan the answer itself is all that is kept."""
    if not inputs.get("file"):
        return {"id": None}
    file = context.uow.attachments.get(UUID(str(inputs["file"])))
    document = ports.ReceivedDocument(
        id=uuid4(),
        case=context.case.id,
        jurisdiction=context.case.jurisdiction,
        title=_text(inputs, "title", Text("文书名称", "what it is called")),
        issuer=_text(inputs, "issuer", Text("出具单位", "who issued it")),
        number=str(inputs.get("number") or "") or None,
        dated_on=_dated_on(inputs, context),
        answers=None,
        privacy="P2" if inputs.get("is_sensitive") else "P1",
        name=file.name,
        media_type=file.media_type,
        sha256=hashlib.sha256(file.content).hexdigest(),
        received_by=context.actor,
        at=context.now,
    )
    context.uow.documents.put_received(document, file.content)
    context.entries.append(receive_document.entry(document))
    return {"id": str(document.id)}


def _text(inputs: Json, name: str, what: Text) -> str:
    found = receive_document.one_line(str(inputs.get(name) or ""))
    if not found:
        raise errors.ProcessError(Text(f"外来文书缺少{what.zh}。", f"The document lacks {what.en}."))
    return found


def _dated_on(inputs: Json, context: Context) -> date:
    found = context.day(inputs.get("dated_on"))
    if found > local_date(context.now):
        raise errors.ProcessError(Text("文书日期不能晚于今天。", "The document cannot be dated later than today."))
    return found


OPERATIONS: Sequence[Operation] = (
    Operation(
        name="register_document",
        title=Text("登记外来文书", "Register a document of others"),
        inputs={
            "title": Text("文书名称", "Title"),
            "issuer": Text("出具单位", "Issuer"),
            "number": Text("文号", "Number"),
            "dated_on": Text("文书日期", "Day that it bears"),
            "file": Text("扫描件", "Scan"),
            "is_sensitive": Text("含敏感信息", "Holds sensitive data"),
        },
        outputs=("id",),
        call=_register_document,
    ),
)
