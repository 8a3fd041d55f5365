"""The pack's rhythms: rows of pack.yaml become Rhythms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any

from engine.domain.case import Json
from engine.domain.rhythm import EVERY, Rhythm
from engine.errors import Problem, Text
from engine.packs.definition import Definition, doors

_BY_PARAMETER = "=parameters."


def rhythms(definition: Definition) -> Mapping[str, Rhythm]:
    """Return the rhythms by name; the check has made sure that they can be read."""
    return {name: _rhythm(name, row, definition) for name, row in definition.content["rhythms"].items()}


def check(definition: Definition) -> Iterator[Problem]:
    """Yield rhythms whose time or day cannot be read, and those whose process is no door or asks for a form."""
    asked = {door["process"]: door.get("form") for door in doors(definition.content)}
    for name, row in definition.content["rhythms"].items():
        for key, message in (*_door_problems(row, asked), *_time_problems(row, definition)):
            file, place = definition.stated_in(("rhythms", name, key))
            yield file.problem(place, message, _CURES[key])


_CURES = {
    "process": Text("请在 starts 中加上这个流程，且不写 form。", "List the process under starts, without a form."),
    "every": Text(f"可用：{'、'.join(EVERY)}。", f"There are: {', '.join(EVERY)}."),
    "at": Text("请写成“09:00”，或引用一个时刻参数。", "Write “09:00”, or name a parameter that is a time of day."),
}


def _rhythm(name: str, row: Json, definition: Definition) -> Rhythm:
    return Rhythm(
        name=name,
        title=Text(**row["title"]),
        process=row["process"],
        every=str(_value(row["every"], definition)),
        at=time.fromisoformat(str(_value(row["at"], definition))),
    )


def _value(text: str, definition: Definition) -> Any:
    """Return what is written, or the value of the parameter that is named instead; None for a parameter that is none."""
    if not text.startswith(_BY_PARAMETER):
        return text
    found = definition.parameters.get(text.removeprefix(_BY_PARAMETER))
    return found.value if found else None


def _door_problems(row: Json, asked: Mapping[str, str | None]) -> Iterator[tuple[str, Text]]:
    process = row["process"]
    if process not in asked:
        yield (
            "process",
            Text(f"流程“{process}”不是立案入口，不能自动开始。", f"The process {process} is no door, so no case can begin with it."),
        )
    elif asked[process]:
        yield (
            "process",
            Text(
                f"入口“{process}”要填表单，自动开始时没有人填。",
                f"The door {process} asks for a form, which nobody fills in when it begins by itself.",
            ),
        )


def _time_problems(row: Json, definition: Definition) -> Iterator[tuple[str, Text]]:
    every, at = (_value(row[key], definition) for key in ("every", "at"))
    if every not in EVERY:
        yield "every", Text(f"“{row['every']}”没有说明哪些天。", f"“{row['every']}” does not say on which days.")
    if not _is_time(at):
        yield "at", Text(f"“{row['at']}”没有说明几点。", f"“{row['at']}” does not say at what time.")


def _is_time(value: Any) -> bool:
    try:
        time.fromisoformat(str(value))
    except ValueError:
        return False
    return True
