"""Reads XML from outside: no document type, no entities, bounded."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.errors import Text

MAX_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 100_000
MAX_DEPTH = 100

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type


class UnreadableXmlError(Exception):
    """Says why a file is not read, and in which line."""

    def __init__(self, text: Text, line: int | None = None) -> None:
        self.text = text
        self.line = line
        super().__init__(text.en)


def parse(content: bytes) -> Element:
    """Parse a file. Raises UnreadableXmlError."""
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise UnreadableXmlError(Text(f"文件太大：最多 {limit} MB。", f"The file is too large: at most {limit} MB."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise UnreadableXmlError(Text(f"第 {line} 行不是正确的 XML。", f"Line {line} is not valid XML."), line) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stub lacks it
        raise UnreadableXmlError(Text("文件里不允许有 DOCTYPE 声明。", "A DOCTYPE declaration is not allowed in the file."))
    _refuse_too_many(root)
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def line_of(element: Element) -> int:
    """Return the line in which an element begins."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 1


def children(element: Element, name: str | None = None) -> Iterator[Element]:
    """Yield the child elements of the same namespace, all or those of a name."""
    namespace = etree.QName(element).namespace
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).namespace == namespace and name in {None, local_name(child)}:
            yield child


def child(element: Element, name: str) -> Element | None:
    """Return the first child of a name."""
    return next(children(element, name), None)


def _refuse_too_many(root: Element) -> None:
    stack, count = [(root, 1)], 0
    while stack:
        element, depth = stack.pop()
        count += 1
        if count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise UnreadableXmlError(Text("文件的元素太多或嵌套太深。", "The file has too many elements, or they are nested too deeply."))
        stack.extend((each, depth + 1) for each in element)
