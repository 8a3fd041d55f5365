"""Says in words how two packs differ: by element, rule, field and key, never by lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.decisions import xml
from engine.errors import CheckFailedError, Text
from engine.packs import lineage, paths, treediff, xmldiff, yamlfile
from engine.packs.paths import Kind
from engine.packs.treediff import Change
from engine.packs.xmldiff import Naming, no_names
from engine.usecases.ports.workshop import Clash

_TREES = {Kind.PACK, Kind.SCENARIO, Kind.DOCUMENT, Kind.SCHEMA, Kind.LAYOUT}
_ACTIONS = {
    "added": Text("新增", "added"),
    "removed": Text("删除", "removed"),
    "changed": Text("改动", "changed"),
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One way in which two packs differ."""

    #: Path as it is in the second pack, in the first where it was removed.
    file: str
    #: added, removed or changed.
    action: str
    #: Element id, rule id, or path of keys; empty for a whole file.
    place: str
    message: Text


def compare(a: Mapping[str, bytes], b: Mapping[str, bytes], naming: Naming = no_names) -> list[Difference]:
    """List how pack `b` differs from pack `a`; files of the same folder-independent name are compared with each other."""
    before, after = _by_role(a), _by_role(b)
    found: list[Difference] = []
    for role in sorted({*before, *after}):
        found.extend(_file_differences(before.get(role), after.get(role), a, b, naming))
    return found


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes], naming: Naming = no_names) -> list[Difference]:
    """List how a pack differs from what it was, parents included: a file that replaces an inherited one is compared with it."""
    return compare(_as_own(before), _as_own(after), naming)


def told(clash: Clash, side: Any, naming: Naming) -> list[Text]:
    """Say how one side of a clash differs from what both grew from; where things are drawn is not in question."""
    if clash.place and not isinstance(clash.base, bytes):
        return [change.message for change in treediff.changes(clash.base, side, clash.place)]
    if clash.base is None or side is None:
        action = _ACTIONS["removed" if side is None else "added"]
        return [Text(f"文件{action.zh}。", f"File {action.en}.")]
    found = _changes(clash.file, clash.base, side, naming)
    if found is None:
        return [Text("文件内容有改动。", "The file's content changed.")]
    return [change.message for change in found if change.place or not clash.place]


def _as_own(files: Mapping[str, bytes]) -> dict[str, bytes]:
    line = lineage.trace(files)
    return {paths.home(found.path, line.own): files[found.path] for kind in Kind for found in line.chosen(kind).values()}


def lines(differences: list[Difference], locale: str) -> Iterator[str]:
    """Yield what the command prints."""
    for difference in differences:
        yield f"{difference.file}: {difference.message.in_language(locale)}"
    if not differences:
        yield Text("两个模板包的内容相同。", "The two packs hold the same.").in_language(locale)


def _by_role(files: Mapping[str, bytes]) -> dict[tuple[str, str], str]:
    """Return paths by kind and name: a county's copy of a pack lies in another folder."""
    own = {path: paths.parse(path) for path in files}
    packs = {parsed.pack for parsed in own.values() if parsed}
    return {_role(path, parsed, alone=len(packs) == 1): path for path, parsed in own.items()}


def _role(path: str, parsed: paths.PackPath | None, *, alone: bool) -> tuple[str, str]:
    return (parsed.kind, parsed.name) if parsed and alone else ("", path)


def _file_differences(
    before: str | None, after: str | None, a: Mapping[str, bytes], b: Mapping[str, bytes], naming: Naming
) -> Iterator[Difference]:
    path = after or before or ""
    if before is None or after is None:
        action = "added" if before is None else "removed"
        name = _ACTIONS[action]
        yield Difference(file=path, action=action, place="", message=Text(f"文件{name.zh}。", f"File {name.en}."))
    elif a[before] != b[after]:
        changes = _changes(path, a[before], b[after], naming)
        if changes is None:
            yield Difference(file=path, action="changed", place="", message=Text("文件内容有改动。", "The file's content changed."))
        else:
            yield from (_difference(path, change) for change in changes)


def _changes(path: str, a: bytes, b: bytes, naming: Naming) -> list[Change] | None:
    """Return the changes inside a file, or None where its parts cannot be told apart."""
    parsed = paths.parse(path)
    try:
        if parsed and parsed.kind in _TREES:
            found = list(treediff.changes(_tree(path, a), _tree(path, b)))
        elif parsed and parsed.kind in (Kind.PROCESS, Kind.DECISION):
            found = list(xmldiff.changes(xml.parse(a), xml.parse(b), naming))
        else:
            return None
    except (CheckFailedError, xml.UnreadableXmlError, ValueError, RecursionError):
        return None
    return found or [_only_form()]


def _tree(path: str, content: bytes) -> Any:
    return yamlfile.read(path, content).value if path.endswith(".yaml") else json.loads(content)


def _only_form() -> Change:
    text = Text("只有空格、注释或次序不同，内容相同。", "Only spaces, comments or order differ; the content is the same.")
    return Change(action="changed", place="", message=text)


def _difference(path: str, change: Change) -> Difference:
    return Difference(file=path, action=change.action, place=change.place, message=change.message)
