"""Checks the merged pack.yaml by itself: figures, deadlines, stages, labels and floors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any

from engine.domain import ladder
from engine.domain.deadline import Period, PeriodError
from engine.errors import Problem, Text
from engine.packs import compositions, deadlines
from engine.packs.definition import LABELS, Definition, Parameter
from engine.packs.yamlfile import Place


def check(definition: Definition) -> Iterator[Problem]:
    """Yield every problem that the merged pack.yaml has without looking at other files."""
    yield from _parameters(definition)
    yield from deadlines.check(definition)
    yield from compositions.check(definition)
    yield from _recipients(definition)
    yield from _stages(definition)
    yield from _required_roles(definition)
    yield from _redefined_labels(definition)


def floors(definition: Definition) -> Mapping[tuple[str, str], Text]:
    """Return what counties may not replace: (`decision`, `form`, `process` or `composition`, code) with its name."""
    return {
        (kind, entry[kind]): Text(**entry["title"])
        for entry in definition.content["floors"]
        for kind in ("decision", "form", "process", "composition")
        if kind in entry and "keeps" not in entry and "first" not in entry
    }


def _parameters(definition: Definition) -> Iterator[Problem]:
    for name, entry in definition.content["parameters"].items():
        for key in ("title", "value"):
            if key not in entry:
                message = Text(f"参数“{name}”缺少“{key}”。", f'The parameter {name} lacks "{key}".')
                cure = Text(f"请补上“{key}: …”，或改正参数的名称。", f'Add "{key}: …", or correct the name of the parameter.')
                yield _at(definition, ("parameters", name), message, cure)
    for name, parameter in definition.parameters.items():
        if parameter.type == ladder.KIND:
            yield from _ladder(definition, parameter)
        elif parameter.value is not None and not _fits(parameter):
            message = Text(
                f"参数“{name}”的值“{parameter.value}”不是{_KINDS[parameter.type].zh}。",
                f'The value "{parameter.value}" of the parameter {name} is not {_KINDS[parameter.type].en}.',
            )
            yield _at(definition, ("parameters", name, "value"), message)


def _ladder(definition: Definition, parameter: Parameter) -> Iterator[Problem]:
    for index, key, message, cure in ladder.findings(parameter.value):
        yield _at(definition, ("parameters", parameter.name, "value", index, *([key] if key else ())), message, cure)
    for index, row in enumerate(parameter.value if isinstance(parameter.value, list) else ()):
        role = row.get("role") if isinstance(row, dict) else None
        if role and role not in definition.content["roles"]:
            yield _at(definition, ("parameters", parameter.name, "value", index, "role"), *unlabelled("roles", str(role)))


_KINDS = {
    "period": Text("时长（例如 5 wd）", "a period (such as 5 wd)"),
    "integer": Text("整数", "a whole number"),
    "number": Text("数字", "a number"),
    "money": Text("金额", "an amount of money"),
    "boolean": Text("true 或 false", "true or false"),
    "text": Text("文字", "text"),
    "date": Text("日期（例如 2025-06-03）", "a date (such as 2025-06-03)"),
    "time": Text("时刻（例如 17:30）", "a time of day (such as 17:30)"),
    "list": Text("列表", "a list"),
}


def _fits(parameter: Parameter) -> bool:
    value: Any = parameter.value
    readers: dict[str, tuple[Callable[[str], object], type[Exception]]] = {
        "period": (Period.parse, PeriodError),
        "date": (date.fromisoformat, ValueError),
        "time": (time.fromisoformat, ValueError),
    }
    if parameter.type in readers:
        return isinstance(value, str) and _reads(*readers[parameter.type], value)
    if parameter.type in ("integer", "number", "money"):
        kinds = int if parameter.type == "integer" else int | float
        return isinstance(value, kinds) and not isinstance(value, bool)
    return isinstance(value, {"boolean": bool, "list": list, "text": str}[parameter.type])


def _reads(read: Callable[[str], object], error: type[Exception], value: str) -> bool:
    try:
        read(value)
    except error:
        return False
    return True


def _recipients(definition: Definition) -> Iterator[Problem]:
    """Yield warnings that are sent to roles nobody has described."""
    content = definition.content
    for name, row in content["deadlines"].items():
        yield from _unknown_recipients(definition, row.get("warnings", ()), ("deadlines", name, "warnings"))
    yield from _unknown_recipients(definition, content["default_warnings"], ("default_warnings",))


def _unknown_recipients(definition: Definition, warnings: Any, place: Place) -> Iterator[Problem]:
    for index, warning in enumerate(warnings):
        for to in warning["tell"]:
            if to != "holder" and to not in definition.content["roles"]:
                yield _at(definition, (*place, index, "tell"), *unlabelled("roles", to))


def _stages(definition: Definition) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, stage in enumerate(definition.content["stages"]):
        for state in stage["states"]:
            place: Place = ("stages", index, "states")
            if state not in definition.content["states"]:
                yield _at(definition, place, *unlabelled("states", state))
            other = seen.setdefault(state, stage["code"])
            if other != stage["code"]:
                message = Text(
                    f"状态“{state}”同时属于阶段“{other}”和“{stage['code']}”。",
                    f"The state {state} belongs to two stages, {other} and {stage['code']}.",
                )
                yield _at(definition, place, message, Text("请只保留一处。", "Keep it in one of them."))


def _required_roles(definition: Definition) -> Iterator[Problem]:
    for role in definition.content["requires"].get("roles", ()):
        if role not in definition.content["roles"]:
            yield _at(definition, ("requires", "roles"), *unlabelled("roles", role))


def _redefined_labels(definition: Definition) -> Iterator[Problem]:
    """Yield labels that say something else than the parent's: figures of counties would no longer be comparable."""
    own, *parents = definition.manifests
    for kind in LABELS:
        for code, label in own.value.get(kind, {}).items():
            parent = next((each.value["pack"] for each in parents if label != each.value.get(kind, {}).get(code, label)), None)
            if parent is not None:
                message = Text(
                    f"代码“{code}”的文字与上级模板包“{parent}”的不同。",
                    f"The words for {code} differ from those of the parent pack {parent}.",
                )
                cure = Text(
                    "含义相同时请删去本行；含义不同时请另用一个代码。",
                    "Delete it if the meaning is the same; use another code if it is not.",
                )
                found = own.problem((kind, code), message, cure)
                yield Problem(file=found.file, line=found.line, place=found.place, message=message, cure=cure, severity="warning")


def unlabelled(kind: str, code: str) -> tuple[Text, Text]:
    """Return the sentence and cure for a code without words."""
    return (
        Text(f"代码“{code}”没有文字说明。", f"The code {code} has no words."),
        Text(
            f"请在 pack.yaml 的 {kind} 中补上“{code}: {{zh: …, en: …}}”，或改正代码。",
            f"Add {code}: {{zh: …, en: …}} under {kind} in pack.yaml, or correct the code.",
        ),
    )


def _at(definition: Definition, place: Place, message: Text, cure: Text | None = None) -> Problem:
    file, where = definition.stated_in(place)
    return file.problem(where, message, cure)
