"""The operation that tells people something in the workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine import errors
from engine.domain.calendar import ZONE
from engine.domain.case import Json
from engine.errors import Text
from engine.usecases import ports
from engine.usecases.operation import Context, Operation

_KINDS = ("person:", "team:", "unit:", "post:", "role:")


def _tell(inputs: Json, context: Context) -> Json:
    """Leave a notice for each addressee once; the case's number stands before what is said."""
    to = list(dict.fromkeys(_address(each) for each in _listed(inputs.get("to"))))
    text = _text(context.case.number, inputs)
    code = str(inputs.get("code") or "notice")
    for address in to:
        context.notices.append(
            ports.Notice(case=context.case.id, jurisdiction=context.case.jurisdiction, to=address, code=code, text=text, at=context.now)
        )
    return {"to": to, "at": context.now.isoformat()}


def _text(number: str, inputs: Json) -> Text:
    """Return the sentence; whether the process wrote its full stop or not, there is one."""
    zh = str(inputs.get("zh") or "").removesuffix("。")
    en = str(inputs.get("en") or zh).removesuffix(".")
    when = _moment(inputs["at"]) if inputs.get("at") else None
    return Text(f"“{number}”：{zh}{f'，时间{when}' if when else ''}。", f"{number}: {en}{f', {when}' if when else ''}.")


def _moment(value: Any) -> str:
    """Return day and minute by Beijing time; what bears no zone is Beijing time."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise errors.ProcessError(Text(f"“{value}”不是时间。", f"“{value}” is no time.")) from error
    return (found.astimezone(ZONE) if found.tzinfo else found).strftime("%Y-%m-%d %H:%M")


def _listed(value: Any) -> Sequence[Any]:
    if isinstance(value, str):
        return [value]
    return [each for each in value or () if each is not None]


def _address(value: Any) -> str:
    if isinstance(value, str) and value.startswith(_KINDS):
        return value
    raise errors.ProcessError(
        Text(
            f"“{value}”不是通知的对象，应写成“person：…”“team：…”“unit：…”“post：岗位：单位”或“role：…”。",
            f"“{value}” is nobody to tell; write “person:…”, “team:…”, “unit:…”, “post:role:unit” or “role:…”.",
        )
    )


OPERATIONS: Sequence[Operation] = (
    Operation(
        name="tell",
        title=Text("通知人员", "Tell people"),
        inputs={
            "to": Text("通知谁", "Whom"),
            "code": Text("事由代码", "Code of the occasion"),
            "zh": Text("内容（中文）", "What, in Chinese"),
            "en": Text("内容（英文）", "What, in English"),
            "at": Text("时间", "When"),
        },
        outputs=("to", "at"),
        call=_tell,
    ),
)
