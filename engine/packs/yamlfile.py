"""Reads YAML files of packs and configuration, whatever somebody put into them.

The reader is stricter and plainer than YAML 1.1: no tags, no objects, no aliases, no second document, no
key twice. Only `true`, `false`, `null` and plain decimal numbers are anything else than text, so `01`, `on`
and `2025-06-03` stay what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Never, cast

import yaml

from engine.errors import CheckFailedError, Problem, Text
from engine.packs import yamlerrors

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 30
MAX_NODES = 100_000

#: A place in a file: the keys and positions that lead there.
Place = tuple[str | int, ...]

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,15})?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
# The C parser is ten times faster; wheels for all platforms of the product have it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark(NamedTuple):
    """Where a node stands in its file; both count from 1."""

    line: int
    column: int


@dataclass(frozen=True, kw_only=True)
class YamlFile:
    """The plain value of a file, and where each part of it stands."""

    file: str
    value: Any
    marks: Mapping[Place, Mark]

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it that exists."""
        while place and place not in self.marks:
            place = place[:-1]
        return self.marks.get(place, Mark(1, 1)).line

    def problem(self, place: Place, message: Text, cure: Text | None = None) -> Problem:
        """Return a problem that points at a place of this file."""
        return Problem(file=self.file, message=message, cure=cure, line=self.line(place), place=path(place) or None)


def read(file: str, content: bytes) -> YamlFile:
    """Read one YAML document. Raises CheckFailedError with every problem that could be told apart."""
    reading = _Reading(file=file)
    text = _decode(file, content)
    try:
        value = reading.document(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as error:
        raise CheckFailedError([yamlerrors.phrase(file, error)]) from error
    if reading.problems:
        raise CheckFailedError(reading.problems)
    return YamlFile(file=file, value=value, marks=reading.marks)


def path(place: Place) -> str:
    """Write a place as people write it: `deadlines.accept.warnings[0].at`."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return "".join(parts).removeprefix(".")


def _decode(file: str, content: bytes) -> str:
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024
        _refuse(file, 1, Text(f"文件太大：最多 {limit} KB。", f"The file is too large: at most {limit} KB."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        _refuse(
            file,
            line,
            Text("文件不是 UTF-8 编码。", "The file is not encoded in UTF-8."),
            Text("请在编辑器中另存为 UTF-8。", "Save it as UTF-8 in your editor."),
        )


def _refuse(file: str, line: int, message: Text, cure: Text | None = None) -> Never:
    raise CheckFailedError([Problem(file=file, line=line, message=message, cure=cure)])


@dataclass(kw_only=True)
class _Reading:
    """One pass over the parser's events; recursion is bounded by MAX_DEPTH."""

    file: str
    marks: dict[Place, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def document(self, events: Iterator[yaml.Event]) -> Any:
        value, seen = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                self._refuse_second(event, seen)
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, ())
        return value

    def _refuse_second(self, event: yaml.Event, seen: int) -> None:
        if seen > 1:
            message = Text(
                "一个文件里只能有一份文档，这里用“---”又开始了一份。", 'A file holds one document; "---" begins a second one here.'
            )
            _refuse(
                self.file,
                _mark(event).line,
                message,
                Text("请删去这一行，或另存为一个文件。", "Delete this line or use a file of its own."),
            )

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], place: Place) -> Any:
        self._mark(event, place)
        self._refuse_machinery(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, place)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, place)
        return _scalar(cast(yaml.ScalarEvent, event))

    def _sequence(self, events: Iterator[yaml.Event], place: Place) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            values.append(self._node(event, events, (*place, len(values))))
        return values

    def _mapping(self, events: Iterator[yaml.Event], place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in values:
                self._repeated(event, (*place, key))
            values[key] = self._node(next(events), events, (*place, key))
            # A key's line is where people look, also when its value begins further down.
            self.marks[(*place, key)] = _mark(event)
        return values

    def _key(self, event: yaml.Event) -> str:
        self._refuse_machinery(event)
        if not isinstance(event, yaml.ScalarEvent):
            message = Text("这里的键不是一个词。", "The key here is not a word.")
            _refuse(
                self.file,
                _mark(event).line,
                message,
                Text("请给带有“{ }”或“[ ]”的文字加上引号。", "Put quotes around text with { } or [ ]."),
            )
        return str(event.value)

    def _repeated(self, event: yaml.Event, place: Place) -> None:
        line, first, key = _mark(event).line, self.marks[place].line, place[-1]
        message = Text(f"键“{key}”写了两次，第一次在第{first}行。", f'The key "{key}" is written twice; the first is on line {first}.')
        cure = Text("请只保留一处。", "Keep one of them.")
        self.problems.append(Problem(file=self.file, line=line, place=path(place), message=message, cure=cure))

    def _refuse_machinery(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            message = Text("不支持“*”引用。", "References with * are not supported.")
            _refuse(
                self.file,
                _mark(event).line,
                message,
                Text("请把内容再写一遍；星号开头的文字请加引号。", "Write the content again; put quotes around text that begins with *."),
            )
        if getattr(event, "tag", None) is not None:
            message = Text("不支持“!”标记。", "Tags with ! are not supported.")
            _refuse(
                self.file,
                _mark(event).line,
                message,
                Text("请删去标记；感叹号开头的文字请加引号。", "Delete the tag; put quotes around text that begins with !."),
            )

    def _mark(self, event: yaml.Event, place: Place) -> None:
        if len(place) > MAX_DEPTH:
            _refuse(
                self.file,
                _mark(event).line,
                Text(f"嵌套太深：最多 {MAX_DEPTH} 层。", f"It is nested too deeply: at most {MAX_DEPTH} levels."),
            )
        if len(self.marks) >= MAX_NODES:
            _refuse(
                self.file, _mark(event).line, Text(f"内容太多：最多 {MAX_NODES} 项。", f"It holds too much: at most {MAX_NODES} entries.")
            )
        self.marks.setdefault(place, _mark(event))


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1) if start else Mark(1, 1)


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = str(event.value)
    if not event.implicit[0]:  # quoted, or a block of text
        return text
    if text in _WORDS:
        return _WORDS[text]
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    return float(text) if found[1] else int(text)
