"""Says in plain words what the YAML parser could not read."""

from __future__ import annotations

import yaml

from engine.errors import Problem, Text

#: Part of the parser's message, and what it means to somebody who typed the file.
_MEANINGS = (
    (
        "cannot start any token",
        Text("这里有一个不能用在开头的字符（例如制表符、@ 或 `）。", "A character that cannot begin a value stands here (a tab, @ or `)."),
    ),
    (
        "mapping values are not allowed",
        Text("这里的冒号让人误会：一行里只能有一个“键: 值”。", "The colon here is misleading: a line holds one “key: value”."),
    ),
    ("while scanning a quoted scalar", Text("引号没有成对。", "A quotation mark has no partner.")),
    (
        "unexpected end of stream",
        Text("文件在这里突然结束，引号或括号没有成对。", "The file ends suddenly; a quotation mark or bracket has no partner."),
    ),
    (
        "while parsing a flow",
        Text("括号“[ ]”或“{ }”没有成对，或其中缺少逗号。", "A bracket [ ] or { } has no partner, or a comma is missing inside."),
    ),
    ("could not find expected ':'", Text("这一行缺少冒号。", "A colon is missing on this line.")),
    ("while parsing a block", Text("这里的缩进与上面的行对不齐。", "The indentation here does not line up with the lines above.")),
    ("control characters", Text("文件里有不可见的控制字符。", "The file holds invisible control characters.")),
    ("special characters", Text("文件里有不可见的控制字符。", "The file holds invisible control characters.")),
)
_UNKNOWN = Text("这里不是正确的 YAML 写法。", "This is not correct YAML.")
_CURE = Text(
    "请对照上下行的写法改正；含有冒号、井号的文字请加引号。",
    "Compare with the lines around it; put quotes around text with colons or hash signs.",
)


def phrase(file: str, error: yaml.YAMLError) -> Problem:
    """Return the parser's error as a problem with its line."""
    said = str(error)
    message = next((meaning for part, meaning in _MEANINGS if part in said), _UNKNOWN)
    mark = _opening(error) or getattr(error, "problem_mark", None)
    return Problem(file=file, message=message, cure=_CURE, line=mark.line + 1 if mark else None)


def _opening(error: yaml.YAMLError) -> yaml.Mark | None:
    """Return where an unclosed quotation mark or bracket stands: that is where to look, not the end of the file."""
    if any(part in str(error) for part in ("while scanning a quoted scalar", "while parsing a flow")):
        return getattr(error, "context_mark", None)
    return None
