"""Answers by chance to the forms that ship: sound ones, slips, and what no form ever asked."""

from __future__ import annotations

from random import Random
from typing import Any

from engine.forms import AnswerType

_HOSTILE: tuple[Any, ...] = (
    None, True, 0, -1, 10**40, 1e308, float("nan"), float("inf"), "", " ", "x" * 5000, "\x00", "\u202e高某", "<script>alert(1)</script>",
    {"typename": "UUID", "value": "x"}, {"$ref": "#/$defs/x"}, {"__class__": "x"}, [], [[[[]]]], [None] * 300, {"a": {"b": {"c": {}}}},
    "2025-02-30", "2025-06-03", "person:nobody", "100-0000-0001", {"": ""}, {"constructor": 1, "__proto__": {"x": 1}},
)  # fmt: skip
_PLAIN: dict[str, tuple[Any, ...]] = {
    "string": ("高某", "陇西县首阳镇", "x", "100-0000-0001", "620000199001010000"),
    "number": (0, 1, 35, 70000, 0.1, -5),
    "boolean": (True, False),
    "date": ("2025-06-03", "2025-13-01", "昨天"),
    "time": ("10:00:00", "25:00"),
    "date and time": ("2025-06-03T10:00:00+08:00", "2025-06-03"),
}


def answers(random: Random, kind: AnswerType) -> Any:
    """Return answers to a form, most of them of the right type."""
    found = _value(random, kind, 0)
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        found = _spoilt(random, found)
    return found


def _value(random: Random, kind: AnswerType, depth: int) -> Any:
    if depth > 6 or random.random() < 0.002:
        return random.choice(_HOSTILE)
    if kind.kind == "context":
        return {
            name: _value(random, each, depth + 1) for name, each in kind.fields.items() if name in kind.required or random.random() < 0.5
        }
    if kind.kind == "list":
        count = random.choice((0, 1, 1, 2, 30))
        return [_value(random, kind.items, depth + 1) for _ in range(count)] if kind.items else []
    if kind.choices and random.random() < 0.9:
        return random.choice(kind.choices)
    return random.choice(_PLAIN.get(kind.kind, _HOSTILE))


def _spoilt(random: Random, value: Any) -> Any:
    """Put something hostile somewhere inside."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        name = random.choice([*value, "typename", "unasked"])
        return {**value, name: _spoilt(random, value.get(name))}
    if isinstance(value, list) and value and random.random() < 0.8:
        at = random.randrange(len(value))
        return [*value[:at], _spoilt(random, value[at]), *value[at + 1 :]]
    return random.choice(_HOSTILE)
