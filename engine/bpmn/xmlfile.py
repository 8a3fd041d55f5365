"""Reads a BPMN file from outside into XML that is safe to look at and valid by the BPMN 2.0 schema."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from threading import Lock

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnValidator
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.decisions import xml
from engine.errors import Problem, Text

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MAX_BYTES = 2 * 1024 * 1024
MAX_ELEMENTS = 20_000

Element = xml.Element

# A schema object keeps the log of its last run, so that threads must take turns.
_ONE_AT_A_TIME = Lock()
_CURE = Text("请在流程设计器中打开并重新保存，或换用正确的文件。", "Open it in the process studio and save it again, or use a sound file.")


def read(file: str, content: bytes) -> tuple[Element | None, list[Problem]]:
    """Return the root element, or None with the problems for which the file is not read any further."""
    try:
        root = _parse(content)
    except xml.UnreadableXmlError as error:
        return None, [Problem(file=file, message=error.text, cure=_CURE, line=error.line)]
    problems = list(_problems(file, root))
    return (None if problems else root), problems


def _parse(content: bytes) -> Element:
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise xml.UnreadableXmlError(Text(f"文件太大：最多 {limit} MB。", f"The file is too large: at most {limit} MB."))
    root = xml.parse(content)
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise xml.UnreadableXmlError(
            Text(f"流程图太大：最多 {MAX_ELEMENTS} 个元素。", f"The diagram is too large: at most {MAX_ELEMENTS} elements.")
        )
    return root


def _problems(file: str, root: Element) -> Iterator[Problem]:
    if root.tag != f"{{{BPMN}}}definitions":
        message = Text("这不是 BPMN 2.0 流程文件。", "This is not a BPMN 2.0 process file.")
        yield Problem(file=file, message=message, cure=_CURE, line=line(root))
        return
    yield from _repeated_ids(file, root)
    yield from _schema_problem(file, root)


def _repeated_ids(file: str, root: Element) -> Iterator[Problem]:
    """Yield ids that occur twice, by name: the schema would say it in its own words only."""
    seen: dict[str, int] = {}
    for element in root.iter():
        identifier = element.get("id")
        if identifier is None:
            continue
        if identifier in seen:
            message = Text(
                f"编号“{identifier}”出现了两次（第 {seen[identifier]} 行和第 {line(element)} 行）。",
                f"The id “{identifier}” occurs twice (lines {seen[identifier]} and {line(element)}).",
            )
            cure = Text("请给其中一个换一个编号。", "Give one of them another id.")
            yield Problem(file=file, message=message, cure=cure, line=line(element), place=identifier)
        seen.setdefault(identifier, line(element))


def _schema_problem(file: str, root: Element) -> Iterator[Problem]:
    try:
        with _ONE_AT_A_TIME:
            _validator().validate(root, file)
    except ValidationException as error:
        said = str(error).replace(f"{{{BPMN}}}", "").partition("\n")[0].strip(" .") + "."
        message = Text(f"不符合 BPMN 2.0 标准：{said}", f"It does not follow the BPMN 2.0 standard: {said}")
        yield Problem(file=file, message=message, cure=_CURE, line=error.line_number or None)


@cache
def _validator() -> BpmnValidator:
    return BpmnValidator()


def line(element: Element) -> int:
    """Return the line in which an element begins."""
    found = element.sourceline
    return found if isinstance(found, int) else 1


def is_bpmn(element: Element) -> bool:
    """Tell whether an element is one of BPMN's own."""
    return etree.QName(element).namespace == BPMN


def children(element: Element, name: str | None = None) -> Iterator[Element]:
    """Yield the BPMN children of an element, all or those of a name."""
    for child in element:
        if is_bpmn(child) and name in {None, etree.QName(child).localname}:
            yield child


def child(element: Element, name: str) -> Element | None:
    """Return the first BPMN child of a name."""
    return next(children(element, name), None)


def text(element: Element | None) -> str | None:
    """Return the text of an element without the blanks around it, None if there is none."""
    return ((element.text or "").strip() or None) if element is not None else None
