"""Checks document templates against the rest of the pack: everything they read and name is there, and is open enough."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine import feel
from engine.errors import Problem, Text
from engine.packs.definition import Definition
from engine.packs.diagram import Element
from engine.packs.disclosing import Sight, up_to
from engine.packs.names import Path
from engine.packs.template import FUNCTIONS, NAMES, NUMBER_NAMES, Block, Template
from engine.packs.yamlfile import Place

#: What a letter may read of the case itself.
CASE_FIELDS = frozenset(
    {"number", "state", "jurisdiction", "dispute_type", "opened_at", "title", "query_code", "end", "opened_on", "closed_on"}
)
_ISSUER_FIELDS = frozenset({"centre", "committee"})
#: The operation by which a process issues a letter, and its input that names the template.
OPERATION, INPUT = "issue_letter", "document"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a template may read and name."""

    definition: Definition
    sight: Sight
    #: Names of the places that anything in the pack writes.
    places: Collection[str]


def check(templates: Mapping[str, Template], known: Known) -> Iterator[Problem]:
    """Yield what is wrong with the templates, by file name."""
    for name, template in templates.items():
        if template.code != name:
            message = Text(f"document 是“{template.code}”，文件名却是“{name}”。", f"document is {template.code}, the file is named {name}.")
            yield template.problem(("document",), message, Text("请改成一致。", "Let both be the same."))
        yield from _number(template, known)
        for block in template.blocks:
            yield from _block(template, block, known)


def check_calls(elements: Collection[Element], templates: Collection[str]) -> Iterator[Problem]:
    """Yield every step of a process that issues a letter for which there is no template."""
    for element in elements:
        code = element.inputs.get(INPUT, "") if element.own.get("operation") == OPERATION else ""
        if element.own.get("operation") == OPERATION and not code.startswith("=") and code not in templates:
            message = Text(
                f"“{element.called.zh}”要出具的文书“{code}”不存在。",
                f'“{element.called.en}” issues the document "{code}", which does not exist.',
            )
            yield Problem(file=element.file, line=element.line, place=element.id, message=message, cure=_cure(code, templates))


def _number(template: Template, known: Known) -> Iterator[Problem]:
    if template.number is None:
        return
    for language, pieces in template.number.by_language.items():
        read = frozenset().union(*(each.names for each in pieces.expressions()))
        if language == "zh" and not read >= NUMBER_NAMES:
            message = Text(
                "编号里要有年份和序号，否则会重号。", "A number needs the year and the serial, or two documents would bear the same one."
            )
            cure = Text("请写成“调〔{=year}〕{=serial}号”的样子。", "Write it like M-{=year}-{=serial}.")
            yield template.problem(("number",), message, cure)
    for expression in template.number.by_language["zh"].expressions():
        yield from _reads(template, ("number",), expression, NUMBER_NAMES, known)


def _block(template: Template, block: Block, known: Known) -> Iterator[Problem]:
    for expression, items in block.expressions():
        yield from _reads(template, block.place, expression, items, known)
    if block.kind == "fields":
        yield from _fields(template, block, known)


def _fields(template: Template, block: Block, known: Known) -> Iterator[Problem]:
    code = block.content["fields"]
    form = known.sight.forms.get(code)
    if form is None:
        message = Text(f"表单“{code}”不存在。", f'There is no form "{code}".')
        yield template.problem((*block.place, "fields"), message, _cure(code, known.sight.forms))
        return
    for index, name in enumerate(block.content.get("only", ())):
        if form.privacy_at((name,)) is None:
            message = Text(f"表单“{code}”没有“{name}”这一项。", f'The form {code} has no field "{name}".')
            yield template.problem((*block.place, "only", index), message)


def _reads(template: Template, place: Place, expression: feel.Expression, items: frozenset[str], known: Known) -> Iterator[Problem]:
    for text in sorted(expression.paths):
        path = tuple(text.split("."))
        if path[0] not in items and path[0] not in FUNCTIONS:
            yield from _read(template, place, path, known)


def _read(template: Template, place: Place, path: Path, known: Known) -> Iterator[Problem]:
    root, rest = path[0], path[1:]
    if root == "words":
        # The same places again, in words.
        yield from _read(template, place, rest, known) if rest and rest[0] not in NAMES else ()
    elif root in ("case", "issuer", "parameters"):
        yield from _member(template, place, path, _members(root, known))
    elif root not in NAMES:
        yield from _place(template, place, path, known)


def _members(root: str, known: Known) -> Collection[str]:
    parameters: Collection[str] = known.definition.content["parameters"]
    return {"case": CASE_FIELDS, "issuer": _ISSUER_FIELDS, "parameters": parameters}[root]


def _member(template: Template, place: Place, path: Path, members: Collection[str]) -> Iterator[Problem]:
    if len(path) > 1 and path[1] not in members:
        named = ".".join(path[:2])
        yield template.problem(place, Text(f"没有“{named}”。", f"There is no {named}."), _cure(path[1], members))


def _place(template: Template, place: Place, path: Path, known: Known) -> Iterator[Problem]:
    root, rest = path[0], path[1:]
    if root not in known.places:
        message = Text(
            f"文书要用“{root}”，但没有任何表单、决策或操作写入它。",
            f"The document reads “{root}”, which no form, decision or operation writes.",
        )
        yield template.problem(place, message, _cure(root, known.places))
        return
    form = known.sight.form_at(root)
    if form is None or not rest:
        return
    privacy = form.privacy_at(rest)
    if privacy is None and form.privacy_at(rest[:1]) is None and not form.appends:
        message = Text(f"表单“{form.code}”没有“{'.'.join(rest)}”这一项。", f'The form {form.code} has no field "{".".join(rest)}".')
        yield template.problem(place, message, _cure(rest[0], form.privacy_by_name()))
    elif privacy is not None and privacy not in up_to(template.privacy):
        message = Text(
            f"“{'.'.join(path)}”是{privacy}级信息，这份文书只能显示到{template.privacy}级，此处会留空。",
            f"{'.'.join(path)} is of class {privacy}, but this document shows {template.privacy} at most; it would stay blank.",
        )
        cure = Text(f"请去掉这一项，或写成 privacy: {privacy}。", f"Leave it out, or write privacy: {privacy}.")
        yield template.problem(place, message, cure)


def _cure(name: str, choices: Collection[str]) -> Text:
    close = difflib.get_close_matches(name, list(choices), n=1, cutoff=0.6)
    if close:
        return Text(f"您是否想写“{close[0]}”？", f'Did you mean "{close[0]}"?')
    return Text("请从已有的内容中选择，或先加入所缺的内容。", "Choose one that there is, or add what is missing first.")
