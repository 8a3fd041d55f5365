"""Writes other parameter values into a pack.yaml, word by word, so that comments and order stay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from engine.domain.case import Json
from engine.errors import CheckFailedError
from engine.packs import yamlfile

COUNTY = "county"


class _Edit(NamedTuple):
    """Characters of a text that others replace."""

    start: int
    end: int
    text: str


def override(files: Mapping[str, bytes], pack: str, values: Json) -> dict[str, bytes]:
    """Return the files of a pack with parameter values set by the county."""
    path = f"processes/{pack}/pack.yaml"
    return {**files, path: restate(path, files[path], values)}


def restate(path: str, content: bytes, values: Json) -> bytes:
    """Return a pack.yaml with parameter values set by the county. Raises CheckFailedError if it cannot be read."""
    manifest: Json = yamlfile.read(path, content).value
    stated = manifest.get("parameters") or {}
    changed = {name: {**stated.get(name, {}), "value": value, "source": COUNTY} for name, value in values.items()}
    wanted = {**manifest, "parameters": {**stated, **changed}}
    edited = _edited(content.decode("utf-8-sig"), values)
    # A layout that cannot be edited in place, such as a block of text at its end, is written anew: without comments, but right.
    return edited if _reads_as(path, edited, wanted) else write(wanted)


def write(value: Any) -> bytes:
    """Write a plain tree as YAML that reads back as itself."""
    # The reader takes only plain decimal numbers for numbers; everything else that is text gets its quotes here.
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode()


def _reads_as(path: str, content: bytes, wanted: Json) -> bool:
    try:
        return bool(yamlfile.read(path, content).value == wanted)
    except CheckFailedError:
        return False


def _edited(text: str, values: Json) -> bytes:
    for name, value in values.items():
        try:
            text = _with_entry(text, name, {"value": value, "source": COUNTY})
        except yaml.YAMLError:
            return b""
    return text.encode()


def _with_entry(text: str, name: str, entry: Json) -> str:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    parameters = _child(root, "parameters")
    if parameters is None or not parameters.value:
        return f"{text.rstrip()}\n\nparameters:\n  {name}: {_flow(entry)}\n"
    found = _child(parameters, name)
    edits = [_added(parameters, text, {name: entry})] if found is None else list(_changes(found, text, entry))
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _changes(found: yaml.Node, text: str, entry: Json) -> Iterator[_Edit]:
    present = {key: value for key, value in entry.items() if _child(found, key) is not None}
    for key, value in present.items():
        node = _child(found, key)
        if node is not None:
            yield _Edit(node.start_mark.index, node.end_mark.index, _written(value))
    if len(present) < len(entry):
        yield _added(found, text, {key: value for key, value in entry.items() if key not in present})


def _added(mapping: yaml.Node, text: str, entries: Json) -> _Edit:
    """Put entries behind the last one, in the way in which the others are written."""
    if mapping.flow_style:  # type: ignore[attr-defined]  # mappings have it, the stub's base class lacks it
        end = mapping.end_mark.index - 1
        return _Edit(end, end, "".join(f", {key}: {_written(value)}" for key, value in entries.items()))
    indent = " " * mapping.value[0][0].start_mark.column
    end = text.find("\n", _last(mapping).end_mark.index)
    end = end if end >= 0 else len(text)
    return _Edit(end, end, "".join(f"\n{indent}{key}: {_written(value)}" for key, value in entries.items()))


def _last(node: yaml.Node) -> yaml.Node:
    """Return what ends a node: a block's own end is where the next one begins, after comments and empty lines."""
    while not isinstance(node, yaml.ScalarNode) and node.value and not node.flow_style:  # type: ignore[attr-defined]  # as above
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return node


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _flow(entry: Json) -> str:
    return "{" + ", ".join(f"{key}: {_written(value)}" for key, value in entry.items()) + "}"


def _written(value: Any) -> str:
    """Write a value in JSON, which is YAML too; an entry as a mapping in braces, a code without quotes."""
    if isinstance(value, dict):
        return _flow(value)
    return COUNTY if value == COUNTY else "".join(map(_escaped, json.dumps(value, ensure_ascii=False)))


def _escaped(character: str) -> str:
    """Escape what JSON lets stand and YAML does not."""
    return character if character.isprintable() else f"\\U{ord(character):08x}"


class _Dumper(yaml.SafeDumper):
    """Writes all text in quotes, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the parent class asks with the value
        """Write equal values out each time."""
        return True


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
