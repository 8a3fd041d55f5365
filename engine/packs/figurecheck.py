"""Checks figures, groupings and reports of pack.yaml: that they can be read, count by the case alone, and name what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine import feel
from engine.domain.case import Json
from engine.domain.report import BY_PLACE, BY_TIME
from engine.errors import Problem, Text
from engine.feel import nodes
from engine.forms import Form
from engine.packs.definition import LABELS, Definition
from engine.packs.figures import CASE_FIELDS, ENTRY, EXPRESSIONS
from engine.packs.yamlfile import Place

#: What the words of a grouping's values may come from, beside the labels of pack.yaml and the choices of a form.
ROSTER_WORDS = ("units", "teams", "people")
_TELL_TIME = frozenset({"now", "today"})
_BUILT_IN = frozenset({*BY_TIME, BY_PLACE})


@dataclass(frozen=True, kw_only=True)
class Known:
    """What figures may read and name."""

    definition: Definition
    #: The places of the case document that something writes.
    places: Collection[str]
    forms: Mapping[str, Form]


def check(known: Known) -> Iterator[Problem]:
    """Yield every problem of the figures, groupings and reports."""
    content = known.definition.content
    for name, row in content["figures"].items():
        yield from _figure(name, row, known)
    for name, row in content["groupings"].items():
        yield from _grouping(name, row, known)
    for name, row in content["reports"].items():
        yield from _report(name, row, known)


def _figure(name: str, row: Json, known: Known) -> Iterator[Problem]:
    place: Place = ("figures", name)
    for key in EXPRESSIONS:
        if key in row:
            scope = {ENTRY} if "each" in row and key != "each" else set()
            yield from _expression((*place, key), row[key], known, scope)
    if "cut_off" in row:
        yield from _expression((*place, "cut_off", "on"), row["cut_off"]["on"], known, {ENTRY} if "each" in row else set())
    if row.get("instead_of", name) not in known.definition.content["figures"] or row.get("instead_of") == name:
        yield _missing((*place, "instead_of"), Text("统计数", "figure"), row["instead_of"], known)


def _grouping(name: str, row: Json, known: Known) -> Iterator[Problem]:
    yield from _expression(("groupings", name, "value"), row["value"], known, set())
    if name in _BUILT_IN:
        message = Text(f"分组“{name}”是系统自带的，不能另行定义。", f"The grouping {name} is built in and cannot be defined.")
        yield _at(known, ("groupings", name), message, Text("请换一个名称。", "Use another name."))
    if "words" in row and not _has_words(row["words"], known):
        listed = [*LABELS, *ROSTER_WORDS]
        message = Text(f"分组“{name}”的文字来源“{row['words']}”不存在。", f"There are no words “{row['words']}” for the grouping {name}.")
        cure = Text(f"请写{'、'.join(listed)}或“表单.字段”。", f"Write one of {', '.join(listed)}, or FORM.field.")
        yield _at(known, ("groupings", name, "words"), message, cure)


def _has_words(source: str, known: Known) -> bool:
    form, _, field = source.partition(".")
    return source in (*LABELS, *ROSTER_WORDS) or (form in known.forms and bool(known.forms[form].choices(field)))


def _report(name: str, row: Json, known: Known) -> Iterator[Problem]:
    figures, groupings = known.definition.content["figures"], {*known.definition.content["groupings"], *_BUILT_IN}
    for index, part in enumerate(row["parts"]):
        place: Place = ("reports", name, "parts", index)
        for figure in part["figures"]:
            if figure not in figures:
                yield _missing((*place, "figures"), Text("统计数", "figure"), figure, known)
        if part.get("by") is not None and part["by"] not in groupings:
            yield _missing((*place, "by"), Text("分组", "grouping"), part["by"], known)
    yield from _times(name, row, known)


def _times(name: str, row: Json, known: Known) -> Iterator[Problem]:
    """Yield what a public report must not show beside each other: months and quarters of one figure give withheld months away."""
    if not row.get("public"):
        return
    seen: dict[str, str] = {}
    for index, part in enumerate(row["parts"]):
        by = part.get("by")
        for figure in part["figures"] if by in BY_TIME else ():
            if seen.setdefault(figure, by) != by:
                message = Text(
                    f"公开报表“{name}”把“{figure}”同时按“{seen[figure]}”和“{by}”分开，会让不公布的数字被推算出来。",
                    f"The public report {name} parts {figure} by {seen[figure]} and by {by}, which would give withheld figures away.",
                )
                yield _at(known, ("reports", name, "parts", index, "by"), message, Text("请只保留一种。", "Keep one of them."))


def _expression(place: Place, text: str, known: Known, scope: Collection[str]) -> Iterator[Problem]:
    try:
        compiled = feel.compile(text, {"now"})
    except feel.FeelError as error:
        named = ".".join(map(str, place))
        message = Text(f"{named} 的表达式无法读懂。{error.zh}", f"The expression of {named} cannot be read. {error.en}")
        yield _at(known, place, message, Text("请按 FEEL 的写法改正。", "Correct it by the rules of FEEL."))
        return
    if "now" in compiled.names or _tells_time(compiled.tree):
        yield _at(known, place, _READS_NOW, _USE_DATE)
    for path in sorted(compiled.paths):
        yield from _unknown(place, path.split("."), known, scope)


_READS_NOW = Text(
    "统计数在案件变动时记下，不能用 now 或 today()：同一个案件过后再看，结果会不一样。",
    "A figure is written down when its case changes and cannot read now or today(): the same case would give another result later.",
)
_USE_DATE = Text(
    "请用 date 写明从哪一天起计入；未到的日子不计。",
    "Say under `date` from which day it counts; days that have not come yet do not count.",
)


def _tells_time(tree: nodes.Node) -> bool:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name) and node.function.name in _TELL_TIME:
            return True
        waiting.extend(node.parts())
    return False


def _unknown(place: Place, path: list[str], known: Known, scope: Collection[str]) -> Iterator[Problem]:
    root, inner = path[0], path[1] if len(path) > 1 else None
    named = ".".join(map(str, place))
    if root == "case":
        if inner not in (None, *CASE_FIELDS):
            listed = sorted(CASE_FIELDS)
            message = Text(f"{named} 用到的 case.{inner} 不存在。", f"case.{inner}, read by {named}, does not exist.")
            yield _at(known, place, message, Text(f"可用：{'、'.join(listed)}。", f"There are: {', '.join(listed)}."))
    elif root == "parameters":
        if inner not in (None, *known.definition.content["parameters"]):
            message = Text(f"{named} 用到的参数“{inner}”不存在。", f"The parameter {inner}, read by {named}, does not exist.")
            yield _at(known, place, message)
    elif root not in scope and root not in known.places and root != "now":
        message = Text(f"{named} 要看“{root}”，但没有任何表单、决策或操作写入它。", f"{named} reads “{root}”, which nothing writes.")
        yield _at(known, place, message, Text("请改正名称。", "Correct the name."))


def _missing(place: Place, kind: Text, name: str, known: Known) -> Problem:
    return _at(
        known,
        place,
        Text(f"{kind.zh}“{name}”不存在。", f"There is no {kind.en} {name}."),
        Text("请改正名称，或在 pack.yaml 中补上它。", "Correct the name, or add it to pack.yaml."),
    )


def _at(known: Known, place: Place, message: Text, cure: Text | None = None) -> Problem:
    file, where = known.definition.stated_in(place)
    return file.problem(where, message, cure)
