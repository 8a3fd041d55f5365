"""Turn the rows of a ladder into fields of its page, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from admin import visitor
from engine.domain import ladder
from engine.domain.deadline import Period, PeriodError, Unit
from engine.usecases.ports import PackFigure, PackOutline

KIND = ladder.KIND
#: Empty rows for levels and for areas that are to be added.
_MORE = 1
_TIMES = ("period", "answer")
_WHOLE_DAY = str(Unit.END_OF_DAY)
_FIELD = re.compile(r"(level|area)-(\d{1,3})-\w+")


def fields(figure: PackFigure) -> dict[str, str]:
    """Return what the page's fields hold at first: `level-0-role`, `area-0-absent` and so on."""
    rows = figure.value if isinstance(figure.value, list) else []
    found: dict[str, str] = {}
    for kind, is_area in (("level", False), ("area", True)):
        for number, row in enumerate(row for row in rows if bool(row.get("area")) is is_area):
            found |= {f"{kind}-{number}-{name}": text for name, text in _shown(row)}
    return found


def choices(outline: PackOutline, figure: PackFigure, places: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """Return what can be picked: levels of the tree, roles, levels of the ladder, and areas with what they are called."""
    rows = figure.value if isinstance(figure.value, list) else []
    return {
        "tree": {level: visitor.say(title) for level, title in ladder.TREE_WORDS.items()},
        "roles": {code: visitor.say(title) for code, title in outline.labels["roles"].items()},
        "levels": {row["level"]: visitor.say(ladder.called(row)) for row in rows if not row.get("area")},
        "areas": places,
    }


def numbers(fields: Mapping[str, str], kind: str) -> range:
    """Return the rows of a kind that the page shows: those that hold something, and an empty one to be filled in."""
    found = [int(match[2]) for name in fields if (match := _FIELD.fullmatch(name)) and match[1] == kind]
    return range(max(found, default=-1) + 1 + (_MORE if _is_filled(fields, kind, max(found, default=-1)) else 0))


def typed(answers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows, levels in the order of their numbers; the check says what is wrong with them."""
    levels = [row for _, row in sorted(_levels(answers), key=lambda each: each[0])]
    _name(levels)
    return [*levels, *_areas(answers)]


def _shown(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("level", "at", "role", "area"):
        yield name, str(row.get(name, ""))
    for language in ("zh", "en"):
        yield language, str((row.get("title") or {}).get(language, ""))
    yield "absent", "true" if row.get("absent") else ""
    for time in _TIMES:
        length, unit = _split(row.get(time))
        yield from ((time, length), (f"{time}_unit", unit))


def _split(text: Any) -> tuple[str, str]:
    try:
        found = Period.parse(str(text or ""))
    except PeriodError:
        return str(text or ""), "wd"
    return ("" if found.unit is Unit.END_OF_DAY else str(found.length)), str(found.unit)


def _is_filled(answers: Mapping[str, str], kind: str, number: int) -> bool:
    """Tell whether a row is there: units alone, which a list always holds, do not make one."""
    names = ("at", "zh", "en", "role", "absent", "period", "answer") if kind == "level" else ("area", "level")
    return number < 0 or any(answers.get(f"{kind}-{number}-{name}", "").strip() for name in names)


def _each(answers: Mapping[str, str], kind: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number in numbers(answers, kind):
        head = f"{kind}-{number}-"
        row = {name.removeprefix(head): text.strip() for name, text in answers.items() if name.startswith(head)}
        if row.get("gone") != "true" and _is_filled(answers, kind, number):
            yield number, row


def _levels(answers: Mapping[str, str]) -> Iterator[tuple[float, dict[str, Any]]]:
    for number, row in _each(answers, "level"):
        found = {"level": row.get("level", ""), **_said(row, "at", "role")}
        if row.get("zh") or row.get("en"):
            found["title"] = {"zh": row.get("zh") or row["en"], "en": row.get("en") or row["zh"]}
        yield _place(row.get("place", ""), number), found | _common(row)


def _areas(answers: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for _, row in _each(answers, "area"):
        yield {"level": row.get("level", ""), **_said(row, "area", "role"), **_common(row)}


def _said(row: Mapping[str, str], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name)}


def _common(row: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for time in _TIMES:
        unit = row.get(f"{time}_unit", "")
        if row.get(time) or unit == _WHOLE_DAY:
            found[time] = unit if unit == _WHOLE_DAY else f"{row[time]} {unit}".strip()
    return found | ({"absent": True} if row.get("absent") == "true" else {})


def _place(text: str, number: int) -> float:
    """Return where a level stands; without a readable number where it stood."""
    try:
        return float(text)
    except ValueError:
        return number + 1


def _name(levels: list[dict[str, Any]]) -> None:
    """Give new levels a code after their level of the tree, so that nobody has to think of one."""
    taken = {row["level"] for row in levels}
    for row in levels:
        base, count = row.get("at", "level"), 1
        while not row["level"]:
            code = base if count == 1 else f"{base}_{count}"
            if code not in taken:
                row["level"] = code
                taken.add(code)
            count += 1
