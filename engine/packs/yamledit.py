"""Changes single entries of a YAML file word by word, so that comments and order stay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml

from engine.domain.case import Json
from engine.errors import CheckFailedError
from engine.packs import yamlfile

#: Keys that lead to an entry, from the top.
Keys = Sequence[str]

#: A line longer than this is broken into one line a key.
_WIDEST = 130
_STEP = 2
_PLAIN_KEY = re.compile(r"[A-Za-z_][\w.-]*")
#: Words that stand without quotes where they are a whole value.
_PLAIN_VALUES = frozenset({"county", "guess"})


class _Edit(NamedTuple):
    """Characters of a text that others replace."""

    start: int
    end: int
    text: str


def put(file: str, content: bytes, keys: Keys, value: Any) -> bytes:
    """Return a file in which an entry has a value; what leads to it is made. Raises CheckFailedError if the file cannot be read."""
    wanted = _with(yamlfile.read(file, content).value, keys, value)
    # A layout that cannot be edited in place, such as a block of text at its end, is written anew: without comments, but right.
    edited = _edited(content.decode("utf-8-sig"), keys, value)
    return edited if _reads_as(file, edited, wanted) else write(wanted)


def drop(file: str, content: bytes, keys: Keys) -> bytes:
    """Return a file without an entry, and without the table that it leaves empty. Raises CheckFailedError if it cannot be read."""
    tree = yamlfile.read(file, content).value
    *above, last = keys
    table = _found(tree, above)
    if not isinstance(table, dict) or last not in table:
        return content
    if len(table) == 1 and above:
        return drop(file, content, above)
    edited = _without(content.decode("utf-8-sig"), keys)
    wanted = _dropped(tree, keys)
    return edited if _reads_as(file, edited, wanted) else write(wanted)


def write(value: Any) -> bytes:
    """Write a plain tree as YAML that reads back as itself."""
    # The reader takes only plain decimal numbers for numbers; everything else that is text gets its quotes here.
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode()


# --- what is wanted ------------------------------------------------------------------------------------------------------


def _with(tree: Any, keys: Keys, value: Any) -> Any:
    if not keys:
        return value
    table = tree if isinstance(tree, dict) else {}
    return {**table, keys[0]: _with(table.get(keys[0]), keys[1:], value)}


def _found(tree: Any, keys: Keys) -> Any:
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _dropped(tree: Json, keys: Keys) -> Json:
    if len(keys) == 1:
        return {key: value for key, value in tree.items() if key != keys[0]}
    return {**tree, keys[0]: _dropped(tree[keys[0]], keys[1:])}


def _reads_as(file: str, content: bytes, wanted: Any) -> bool:
    try:
        return bool(yamlfile.read(file, content).value == wanted)
    except CheckFailedError:
        return False


# --- changing the text ---------------------------------------------------------------------------------------------------


def _edited(text: str, keys: Keys, value: Any) -> bytes:
    try:
        edit = _putting(text, yaml.compose(text, Loader=yaml.SafeLoader), keys, value)
    except yaml.YAMLError:
        return b""
    return (text[: edit.start] + edit.text + text[edit.end :]).encode()


def _without(text: str, keys: Keys) -> bytes:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return b""
    for key in keys[:-1]:
        node = _child(node, key)
    pairs = node.value if isinstance(node, yaml.MappingNode) and not node.flow_style else ()
    name, value = next(((name, value) for name, value in pairs if name.value == keys[-1]), (None, None))
    if name is None or value is None:
        return b""
    start = text.rfind("\n", 0, name.start_mark.index) + 1
    end = text.find("\n", _last(value).end_mark.index)
    return (text[:start] + (text[end + 1 :] if end >= 0 else "")).encode()


def _putting(text: str, root: yaml.Node | None, keys: Keys, value: Any) -> _Edit:
    """Find the place of an entry: its value is replaced, or the nearest table that is there gets what lacks."""
    node, depth = root, 0
    while depth < len(keys) and (child := _child(node, keys[depth])) is not None:
        if depth + 1 < len(keys) and not _is_table(child):
            return _replaced(text, node, keys[depth], _nested(keys[depth + 1 :], value))
        if depth + 1 == len(keys):
            return _replaced(text, node, keys[depth], value)
        node, depth = child, depth + 1
    return _added(text, node, keys[depth], _nested(keys[depth + 1 :], value), is_top=depth == 0)


def _nested(keys: Keys, value: Any) -> Any:
    for key in reversed(keys):
        value = {key: value}
    return value


def _replaced(text: str, table: yaml.Node | None, key: str, value: Any) -> _Edit:
    pairs = table.value if isinstance(table, yaml.MappingNode) else ()
    name, node = next((name, node) for name, node in pairs if name.value == key)
    start = text.index(":", name.end_mark.index) + 1
    # A block of text ends where the next entry begins.
    end = len(text[: max(start, _last(node).end_mark.index)].rstrip())
    written = f" {_flow(value)}" if _is_flow(table) else _block(value, name.start_mark.column, len(key))
    return _Edit(start, end, written)


def _added(text: str, table: yaml.Node | None, key: str, value: Any, *, is_top: bool) -> _Edit:
    """Put an entry behind the last one, in the way in which the others are written."""
    if table is None or not table.value:
        return _Edit(len(text.rstrip()), len(text), f"\n\n{_key(key)}:{_block(value, 0, len(key))}\n")
    if _is_flow(table):
        end = table.end_mark.index - 1
        return _Edit(end, end, f", {_key(key)}: {_flow(value)}")
    indent = table.value[0][0].start_mark.column
    if is_top:
        rest = text.rstrip()
        return _Edit(len(rest), len(text), f"\n\n{_key(key)}:{_block(value, indent, len(key))}\n")
    end = text.find("\n", _last(table).end_mark.index)
    end = end if end >= 0 else len(text)
    return _Edit(end, end, f"\n{' ' * indent}{_key(key)}:{_block(value, indent, len(key))}")


def _last(node: yaml.Node) -> yaml.Node:
    """Return what ends a node: a block's own end is where the next one begins, after comments and empty lines."""
    while not isinstance(node, yaml.ScalarNode) and node.value and not _is_flow(node):
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _is_table(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and bool(node.value)


def _is_flow(node: yaml.Node | None) -> bool:
    return bool(getattr(node, "flow_style", False))


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


# --- writing values ------------------------------------------------------------------------------------------------------


def _block(value: Any, indent: int, used: int) -> str:
    """Write what stands behind a key's colon: in the same line where it fits, else one line a key or entry."""
    flow = _flow(value)
    is_table = isinstance(value, dict) and any(isinstance(each, dict | list) for each in value.values())
    is_list_of_tables = isinstance(value, list) and any(isinstance(each, dict | list) for each in value)
    fits = indent + used + len(flow) + 2 <= _WIDEST
    if not value or not isinstance(value, dict | list) or (fits and not is_list_of_tables and not (is_table and indent == 0)):
        return f" {flow}"
    return "".join(_lines(value, indent + _STEP))


def _lines(value: Any, indent: int) -> Iterator[str]:
    pad = " " * indent
    if isinstance(value, list):
        yield from (f"\n{pad}- {_flow(each)}" for each in value)
        return
    yield from (f"\n{pad}{_key(key)}:{_block(each, indent, len(key))}" for key, each in value.items())


def _flow(value: Any) -> str:
    """Write a value in JSON, which is YAML too; names of entries without quotes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and value in _PLAIN_VALUES:
        return value
    return "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _escaped(character: str) -> str:
    """Escape what JSON lets stand and YAML does not."""
    return character if character.isprintable() else f"\\U{ord(character):08x}"


class _Dumper(yaml.SafeDumper):
    """Writes all text in quotes, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the parent class asks with the value
        """Write equal values out each time."""
        return True


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
