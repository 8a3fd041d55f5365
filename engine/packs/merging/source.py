"""Reads XML so that whatever is not changed can be written back byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from lxml import etree

from engine.decisions import xml

_TAG = re.compile(rb"""<(?:[^"'>]++|"[^"]*"|'[^']*')*+>""")
#: An attribute within a start tag: its name and its value in quotes.
ATTRIBUTE = re.compile(rb"""\s+([^\s=>]+)\s*=\s*("[^"]*"|'[^']*')""")
#: The beginning of a start tag.
TAG_NAME = re.compile(rb"<[^\s/>]+")
_PLAIN_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(eq=False, kw_only=True)
class Node:
    """One element as it is written."""

    #: Its name with the namespace in braces, as lxml writes it.
    tag: str
    #: Without declarations of namespaces; names as `tag`.
    attributes: dict[str, str]
    #: The start tag.
    start: bytes
    #: Namespaces by prefix that count inside; "" is the default one.
    prefixes: Mapping[str, str]
    children: list[Node] = field(default_factory=list)
    #: What stands before each child, and behind the last one.
    gaps: list[bytes] = field(default_factory=list)
    #: The end tag; empty if the start tag ends the element.
    end: bytes = b""
    text: str = ""

    @property
    def local(self) -> str:
        """Return the name without the namespace."""
        return self.tag.rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """Return the namespace."""
        return self.tag[1:].partition("}")[0] if self.tag.startswith("{") else ""

    def get(self, name: str) -> str | None:
        """Return an attribute."""
        return self.attributes.get(name)

    def iter(self) -> Iterator[Node]:
        """Yield the element and everything inside it, from the top."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def inner(self) -> bytes:
        """Return what stands between the tags."""
        children = (gap + child.raw() for gap, child in zip(self.gaps, self.children, strict=False))
        return b"".join(children) + (self.gaps[-1] if len(self.gaps) > len(self.children) else b"")

    def raw(self) -> bytes:
        """Return the element as it is written."""
        return self.start + self.inner() + self.end


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file: its root, and what stands before and behind it."""

    head: bytes
    root: Node
    tail: bytes


def read(content: bytes) -> Source:
    """Read a file within the bounds of the safe reader. Raises UnreadableXmlError."""
    root = xml.parse(content)
    try:
        content.decode("utf-8-sig")
        return _Reader(content).read()
    except (UnicodeDecodeError, expat.ExpatError):
        # Another encoding: the same file in ours.
        return _Reader(etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n").read()


def local(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition("}")[2]


def restarted(start: bytes, changes: Mapping[bytes, str | None]) -> bytes:
    """Return a start tag with attributes changed, added, or (None) taken out, by the names as they are written."""
    left = dict(changes)

    def changed(found: re.Match[bytes]) -> bytes:
        if found[1] not in left:
            return found[0]
        value = left.pop(found[1])
        return b"" if value is None else found[0][: found.start(2) - found.start()] + _quoted(value)

    start = ATTRIBUTE.sub(changed, start)
    added = b"".join(b" " + name + b"=" + _quoted(value) for name, value in left.items() if value is not None)
    end = len(start) - (2 if start.endswith(b"/>") else 1)
    return start[:end].rstrip() + added + start[end:] if added else start


def _quoted(value: str) -> bytes:
    return quoteattr(value, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}).encode()


class _Reader:
    """One pass over a file whose well-formedness is known."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._stack: list[Node] = []
        self._root: Node | None = None
        self._head = b""
        #: Where the last tag ended.
        self._at = 0
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.ordered_attributes = True
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self) -> Source:
        self._parser.Parse(self._content, True)
        assert self._root is not None  # noqa: S101 - the parser has refused a file without a root
        return Source(head=self._head, root=self._root, tail=self._content[self._at :])

    def _start(self, name: str, attributes: list[str]) -> None:
        begin = self._parser.CurrentByteIndex
        tag = _TAG.match(self._content, begin)
        assert tag is not None  # noqa: S101 - the parser has found a tag here
        pairs = dict(zip(attributes[::2], attributes[1::2], strict=True))
        declared = {key.removeprefix("xmlns").removeprefix(":"): value for key, value in pairs.items() if _declares(key)}
        around = self._stack[-1].prefixes if self._stack else {"xml": _PLAIN_XML}
        prefixes = {**around, **declared} if declared else around
        node = Node(
            tag=expanded(name, prefixes),
            attributes={expanded(key, prefixes, is_attribute=True): value for key, value in pairs.items() if not _declares(key)},
            start=tag[0],
            prefixes=prefixes,
        )
        if self._stack:
            self._stack[-1].children.append(node)
            self._stack[-1].gaps.append(self._content[self._at : begin])
        else:
            self._root, self._head = node, self._content[:begin]
        self._stack.append(node)
        self._at = tag.end()

    def _end(self, _name: str) -> None:
        node = self._stack.pop()
        if node.start.endswith(b"/>"):
            return
        begin = self._parser.CurrentByteIndex
        node.gaps.append(self._content[self._at : begin])
        node.end = self._content[begin : self._content.index(b">", begin) + 1]
        self._at = begin + len(node.end)

    def _text(self, text: str) -> None:
        self._stack[-1].text += text


def _declares(name: str) -> bool:
    return name == "xmlns" or name.startswith("xmlns:")


def expanded(name: str, prefixes: Mapping[str, str], *, is_attribute: bool = False) -> str:
    """Return a name as lxml writes it."""
    prefix, _, rest = name.rpartition(":")
    namespace = "" if is_attribute and not prefix else prefixes.get(prefix, "")
    return f"{{{namespace}}}{rest}" if namespace else rest
