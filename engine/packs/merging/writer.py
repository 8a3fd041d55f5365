"""Writes what was put together: whatever a state holds unchanged stands there as it stood, byte for byte."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from engine.packs.merging.joining import Joined, Joint
from engine.packs.merging.layout import Drawn
from engine.packs.merging.parts import Part, Parts
from engine.packs.merging.source import ATTRIBUTE, TAG_NAME, Node, expanded, restarted

_XML = "http://www.w3.org/XML/1998/namespace"


def write(joined: Joined, drawn: Drawn) -> bytes:
    """Return the file; `drawn` holds shapes that stand elsewhere than they are written."""
    look = joined.sources[0].source
    return look.head + _Writer(joined, drawn).element(joined.root, {"xml": _XML}) + look.tail


class _Writer:
    """One file under way."""

    def __init__(self, joined: Joined, drawn: Drawn) -> None:
        self._joints = joined.joints
        self._drawn = drawn
        self._states = joined.sources
        self._kept: dict[str, bool] = {}
        self._fresh = dict(_fresh_ids(joined))

    def element(self, key: str, scope: Mapping[str, str]) -> bytes:
        """Write an element where `scope` says which prefixes are known."""
        state = self._state(key)
        if state is None:
            return self._made(self._joints[key], scope)
        part = state.by_key[key]
        if part.is_drawn:
            node, content = self._drawn.get(key, (part.node, part.node.raw()))
            return _declaring(content, _lacking(node, scope))
        declared = _lacking(part.node, scope)
        if self._is_kept(key, state):
            return _declaring(part.node.raw(), declared)
        joint = self._joints[key]
        start = _declaring(self._start(part, joint), declared)
        own = {name: part.node.prefixes[name] for name in _own(part.node)}
        inner = self._inner(joint, part, state, {**scope, **own, **declared})
        return _closed(start, inner, part.node, joint)

    def _state(self, key: str) -> Parts | None:
        return next((parts for parts in self._states if key in parts.by_key), None)

    def _is_kept(self, key: str, state: Parts) -> bool:
        """Tell whether a state holds an element, with everything inside it, as it shall be."""
        if key not in self._kept:
            self._kept[key] = self._is_same(key, state)
        return self._kept[key]

    def _is_same(self, key: str, state: Parts) -> bool:
        part = state.by_key[key]
        if part.is_drawn:
            return key not in self._drawn
        joint = self._joints[key]
        is_same = part.attributes == joint.attributes and part.text.split() == joint.text.split() and part.node.tag == joint.tag
        if not is_same or key in self._fresh or part.children != joint.children:
            return False
        return all(self._state(child) is state and self._is_kept(child, state) for child in joint.children)

    def _start(self, part: Part, joint: Joint) -> bytes:
        changes = {
            name: joint.attributes.get(name)
            for name in dict.fromkeys([*part.attributes, *joint.attributes])
            if part.attributes.get(name) != joint.attributes.get(name)
        }
        if key_id := self._fresh.get(joint.key):
            changes["id"] = key_id
        start = _renamed(part.node.start, part.node, joint)
        return restarted(start, dict(_as_written(changes, part.node)))

    def _inner(self, joint: Joint, part: Part, state: Parts, scope: Mapping[str, str]) -> bytes:
        if not joint.children and not part.children:
            return part.node.inner() if part.text.split() == joint.text.split() else self._text(joint)
        written = b""
        for child in joint.children:
            written += self._gap(child, joint, state) + self.element(child, scope)
        return written + self._tail(joint.key)

    def _text(self, joint: Joint) -> bytes:
        """Return text as a state has written it, be it escaped or in a CDATA section."""
        for parts in self._states:
            part = parts.by_key.get(joint.key)
            if part is not None and part.text == joint.text and not part.children:
                return part.node.inner()
        return escape(joint.text).encode()

    def _gap(self, key: str, parent: Joint, state: Parts) -> bytes:
        """Return what stands before an element, as the state has it that the parent is written from, if it knows the element."""
        own = self._state(key)
        if own is not None:
            return own.by_key[key].gap
        written = [state.by_key[each].gap for each in parent.children if each in state.by_key]
        return written[0] if written else b""

    def _tail(self, key: str) -> bytes:
        nodes = [parts.by_key[key].node for parts in self._states if key in parts.by_key]
        return next((node.gaps[-1] for node in nodes if node.children and len(node.gaps) > len(node.children)), b"")

    def _made(self, joint: Joint, scope: Mapping[str, str]) -> bytes:
        """Write an element that no state holds: a cell of a new column in a new rule, or an arrow's end."""
        namespace, _, local = joint.tag[1:].rpartition("}")
        prefix = next((prefix for prefix, known in scope.items() if known == namespace), "")
        name = f"{prefix}:{local}" if prefix else local
        inner = b"".join(self.element(child, scope) for child in joint.children) + escape(joint.text).encode()
        return f"<{name}>".encode() + inner + f"</{name}>".encode()


def _fresh_ids(joined: Joined) -> Iterator[tuple[str, str]]:
    """Yield ids for elements that are known by their content and have taken one that is taken: rules of tables and cells."""
    found = {key: part for key in joined.joints if (part := joined.part(key)) is not None and part.node.get("id")}
    taken = Counter(part.node.get("id") for part in found.values())
    seen: set[str | None] = set()
    for key, part in found.items():
        identity = part.node.get("id")
        if identity in seen and key != f"#{identity}":
            number = next(number for number in range(2, len(found) + 3) if f"{identity}_{number}" not in taken)
            taken[f"{identity}_{number}"] += 1
            yield key, f"{identity}_{number}"
        seen.add(identity)


def _lacking(node: Node, scope: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes that an element uses and that mean something else where it shall stand."""
    own, names = _own(node), dict.fromkeys([*node.prefixes, *scope])
    differing = [name for name in names if name not in own and node.prefixes.get(name, "") != scope.get(name, "")]
    if not differing:
        return {}
    raw = node.raw()
    return {name: node.prefixes.get(name, "") for name in differing if not name or f"{name}:".encode() in raw}


def _own(node: Node) -> set[str]:
    """Return the prefixes that an element declares itself."""
    names = (name.decode() for name, _ in ATTRIBUTE.findall(node.start))
    return {name.removeprefix("xmlns").removeprefix(":") for name in names if name == "xmlns" or name.startswith("xmlns:")}


def _declaring(content: bytes, prefixes: Mapping[str, str]) -> bytes:
    """Return an element with namespaces declared on it."""
    if not prefixes:
        return content
    end = TAG_NAME.match(content)
    assert end is not None  # noqa: S101 - an element begins with a tag
    written = "".join(f" xmlns{':' if name else ''}{name}={quoteattr(value)}" for name, value in prefixes.items() if value or not name)
    return content[: end.end()] + written.encode() + content[end.end() :]


def _renamed(start: bytes, node: Node, joint: Joint) -> bytes:
    if node.tag == joint.tag:
        return start
    name = TAG_NAME.match(start)
    assert name is not None  # noqa: S101 - an element begins with a tag
    return b"<" + _name(joint.tag, node).encode() + start[name.end() :]


def _name(tag: str, node: Node) -> str:
    """Return a name as it is written where an element stands; elements of one kind share their name space."""
    namespace, _, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    prefix = next((prefix for prefix, known in node.prefixes.items() if known == namespace), "")
    return f"{prefix}:{local}" if prefix else local


def _as_written(changes: Mapping[str, str | None], node: Node) -> Iterator[tuple[bytes, str | None]]:
    """Yield attributes by the names that they have in the tag; a new one takes the prefix of its name space, or brings it."""
    written = {expanded(name.decode(), node.prefixes, is_attribute=True): name for name, _ in ATTRIBUTE.findall(node.start)}
    for name, value in changes.items():
        if name in written:
            yield written[name], value
            continue
        namespace, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
        prefix = next((prefix for prefix, known in node.prefixes.items() if known == namespace and prefix), None)
        if namespace and prefix is None:
            prefix = f"ns-{len(node.prefixes)}"
            yield f"xmlns:{prefix}".encode(), namespace
        yield (f"{prefix}:{local}" if namespace else local).encode(), value


def _closed(start: bytes, inner: bytes, node: Node, joint: Joint) -> bytes:
    name = _name(joint.tag, node).encode()
    if start.endswith(b"/>"):
        return start[:-2].rstrip() + b">" + inner + b"</" + name + b">" if inner else start
    return start + inner + (node.end if node.tag == joint.tag else b"</" + name + b">")
