"""Reads JSON files of a pack, whatever somebody put into them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Never

from engine.errors import Problem, Text

#: What one schema or layout file may hold.
MAX_BYTES = 256 * 1024
MAX_DEPTH = 40
MAX_NODES = 5_000

#: JSON Schema is recursive and open; its shape is checked, not typed.
Schema = dict[str, Any]

_STRING_OR_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)
_MEND = Text(
    "请用表单设计器重新保存，或改正这一处后再上传。", "Save it again with the form designer, or mend this place and upload it again."
)


class UnreadableFileError(Exception):
    """Carries the problem for which a file cannot be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message.en)


def read_object(file: str, content: bytes) -> Schema:
    """Read a file that holds one JSON object. Raises UnreadableFileError."""
    _refuse_too_large(file, content)
    value = _parse(file, content)
    if not isinstance(value, dict):
        _refuse(file, Text("文件的内容应是一个 JSON 对象。", "The file should hold one JSON object."))
    if sum(1 for _ in _nodes(value)) > MAX_NODES:
        _refuse(file, Text(f"表单太大：最多 {MAX_NODES} 个节点。", f"The form is too large: at most {MAX_NODES} nodes."))
    return value


def _refuse_too_large(file: str, content: bytes) -> None:
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // 1024
        _refuse(file, Text(f"文件太大：最多 {limit} KB。", f"The file is too large: at most {limit} KB."))
    if _depth(content) > MAX_DEPTH:
        _refuse(file, Text(f"嵌套太深：最多 {MAX_DEPTH} 层。", f"It is nested too deeply: at most {MAX_DEPTH} levels."))


def _depth(content: bytes) -> int:
    """Count brackets before parsing: the parser itself would overflow on 100,000 of them."""
    deepest = level = 0
    for match in _STRING_OR_BRACKET.finditer(content):
        level += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(match.group(), 0)
        deepest = max(deepest, level)
    return deepest


def _parse(file: str, content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = Text(f"第 {error.lineno} 行第 {error.colno} 列", f"Line {error.lineno}, column {error.colno}")
        _refuse(file, Text(f"{where.zh}不是正确的 JSON。", f"{where.en} is not valid JSON."), error.lineno)
    except UnicodeError:
        _refuse(file, Text("文件不是 UTF-8 编码。", "The file is not encoded in UTF-8."))
    except _RepeatedKeyError as error:
        _refuse(file, Text(f"“{error}”在同一个对象里出现了两次。", f"“{error}” occurs twice in one object."))
    except ValueError:
        _refuse(file, Text("文件里有无效的数字。", "The file holds a number that is not valid."))
    return value


class _RepeatedKeyError(Exception):
    """Two members of an object share a name; JSON readers disagree on which one counts."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> Schema:
    found: Schema = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found


def _no_constant(name: str) -> Never:
    raise ValueError(name)


def _nodes(value: Any) -> Iterator[Any]:
    yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        yield from _nodes(child)


def _refuse(file: str, message: Text, line: int | None = None) -> Never:
    raise UnreadableFileError(Problem(file=file, message=message, cure=_MEND, line=line)) from None
