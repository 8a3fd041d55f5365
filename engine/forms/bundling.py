"""Makes one self-contained schema of a form and the files that it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from engine.errors import Text
from engine.forms import keywords
from engine.forms.reading import Schema

#: A bundle may be larger than a file, but a few references must not make millions of nodes.
MAX_NODES = 20_000

#: Names and addresses of schemas would need a store of them. `prefixItems` cannot be drawn, and taking a confidential
#: entry out of such a list would shift the others to places that mean something else.
_FORBIDDEN = ("prefixItems", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$vocabulary")


@dataclass
class Bundle:
    """The schema being put together; `problems` are pairs of place and sentence."""

    main: str
    #: The readable schema files of the release by name, parents' included.
    documents: Mapping[str, Schema]
    definitions: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, Text]] = field(default_factory=list)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)
    #: Definitions still to be copied: name, schema, file, path. A queue, so that a chain of references cannot overflow the stack.
    _pending: list[tuple[str, Schema, str, str]] = field(default_factory=list)
    _nodes: int = 0

    def schema(self) -> Schema:
        """Return the form's schema with everything it refers to under `$defs`."""
        document = {key: value for key, value in self.documents[self.main].items() if key != "$defs"}
        root: Schema = self._copy(document, self.main, (), named=False)
        while self._pending:
            name, found, file, path = self._pending.pop()
            self.definitions[name] = self._copy(found, file, _steps(path), named=False)
        if self._nodes > MAX_NODES:
            self.problems.append(("", Text("引用展开后表单太大。", "With everything it refers to, the form is too large.")))
        return {**root, "$defs": self.definitions} if self.definitions else root

    def _copy(self, node: Any, file: str, place: tuple[str, ...], *, named: bool) -> Any:
        """Copy a node; `named` tells that its keys are names, so that even `$ref` may be a field."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            return {}
        if isinstance(node, list):
            return [self._copy(child, file, (*place, str(index)), named=False) for index, child in enumerate(node)]
        if isinstance(node, dict):
            return {key: self._member(key, node[key], file, place, named) for key in node if named or self._allows(key, file, place)}
        return node

    def _member(self, key: str, value: Any, file: str, place: tuple[str, ...], named: bool) -> Any:
        if named:
            return self._copy(value, file, (*place, key), named=False)
        if key == "$ref":
            return self._refer(value, file, place)
        if key in keywords.DATA:
            return value
        return self._copy(value, file, (*place, key), named=key in keywords.NAMED)

    def _allows(self, key: str, file: str, place: tuple[str, ...]) -> bool:
        if key in _FORBIDDEN:
            self._report(file, place, Text(f"不支持关键字“{key}”。", f"The keyword “{key}” is not supported."))
        return key not in _FORBIDDEN

    def _refer(self, reference: Any, file: str, place: tuple[str, ...]) -> str:
        target, _, path = str(reference).partition("#")
        target = target or file
        found = _look_up(self.documents.get(target), path)
        if not isinstance(found, dict):
            self._report(file, place, Text(f"引用“{reference}”指向的内容不存在。", f"The reference “{reference}” leads nowhere."))
            self.definitions.setdefault("nowhere", {})
            return "#/$defs/nowhere"
        return "#" if (target, path) == (self.main, "") else self._define(found, target, path)

    def _define(self, found: Schema, file: str, path: str) -> str:
        key = (file, path)
        if key not in self._names:
            self._names[key] = self._free_name(file, path)
            self._pending.append((self._names[key], found, file, path))
        return f"#/$defs/{self._names[key]}"

    def _free_name(self, file: str, path: str) -> str:
        short = "_".join(_steps(path)[1:] if path.startswith("/$defs/") else _steps(path)) or "root"
        name = short if file == self.main else f"{file.removesuffix('.schema.json')}.{short}"
        # The name becomes part of a reference, where these two have a meaning of their own.
        name = name.replace("~", "_").replace("/", "_").replace("%", "_")
        taken = set(self._names.values()) | {"nowhere"}
        return next(each for each in chain([name], (f"{name}_{n}" for n in count(2))) if each not in taken)

    def _report(self, file: str, place: tuple[str, ...], text: Text) -> None:
        where = keywords.pointer(place)
        self.problems.append((where if file == self.main else f"{file}#{where}", text))


def _look_up(document: Any, path: str) -> Any:
    for step in _steps(path) if path.startswith("/") or not path else (None,):
        if isinstance(document, list) and step is not None and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return document


def _steps(path: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:])
