"""Ladders: the levels that a case climbs, as data, with levels that an area may lack (table D10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from engine import errors
from engine.domain.deadline import Period, PeriodError
from engine.errors import Text

#: Levels of the tree of jurisdictions, from low to high.
TREE = ("village", "town", "county", "city", "province")
TREE_WORDS: Mapping[str, Text] = {
    "village": Text("村（社区）", "village"),
    "town": Text("乡镇（街道）", "town"),
    "county": Text("县（市、区）", "county"),
    "city": Text("市（州）", "city"),
    "province": Text("省", "province"),
}
#: Type of a parameter that holds a ladder.
KIND = "ladder"
_TEXTS = ("level", "at", "role", "period", "answer", "area")


class LadderError(errors.ProcessError):
    """上报层级表不完整，流程无法继续。

    The ladder of levels is incomplete, so the process cannot go on.
    """


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One level of a ladder."""

    level: str
    #: Level of the tree at which its body stands; several rungs may stand at the same.
    at: str
    title: Text
    role: str
    #: Time for the level to settle the case, and to answer when the case is reported to it; as periods are written.
    period: str | None = None
    answer: str | None = None
    #: The level does not exist.
    is_absent: bool = False


#: A finding: index of the row, its key, what is wrong, how to mend it.
Finding = tuple[int, str | None, Text, Text | None]


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The levels from low to high, and what is otherwise in single areas."""

    rungs: tuple[Rung, ...]
    #: By area, then by level: what the area says otherwise.
    areas: Mapping[str, Mapping[str, Mapping[str, Any]]]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> Ladder:
        """Return the ladder that rows without findings say."""
        areas: dict[str, dict[str, Mapping[str, Any]]] = {}
        for row in rows:
            if row.get("area"):
                areas.setdefault(str(row["area"]), {})[str(row["level"])] = row
        return cls(rungs=tuple(_rung(row) for row in rows if not row.get("area")), areas=areas)

    def within(self, path: Sequence[tuple[str, str]]) -> tuple[Rung, ...]:
        """Return the rungs that exist for a jurisdiction, given as (id, level of the tree) with its ancestors, lowest first.

        Raises LadderError for a level that the tree lacks between others, unless the ladder declares it absent there.
        """
        found = tuple(self._here(rung, path) for rung in self.rungs)
        there = [level for _, level in path]
        for rung in found:
            if not rung.is_absent and _is_hole(rung.at, there):
                raise LadderError(_undeclared(rung, path[0][0]))
        return tuple(rung for rung in found if not rung.is_absent)

    def _here(self, rung: Rung, path: Iterable[tuple[str, str]]) -> Rung:
        """Let the nearest area that says something of a rung have its way."""
        said = next((self.areas[area][rung.level] for area, _ in path if rung.level in self.areas.get(area, {})), None)
        if said is None:
            return rung
        title = Text(**said["title"]) if "title" in said else rung.title
        other = {key: said[key] for key in ("role", "period", "answer") if key in said}
        return replace(rung, **{**other, "title": title, "is_absent": said.get("absent", rung.is_absent)})


def findings(rows: Any) -> Iterator[Finding]:
    """Yield what is wrong with the rows of a ladder."""
    if not (isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows)):
        yield 0, None, Text("层级表应是一行一级的列表。", "A ladder is a list with one row a level."), None
        return
    shapes = [found for index, row in enumerate(rows) for found in _row_findings(index, row)]
    yield from shapes
    if not shapes:
        yield from _order_findings(rows)


def called(row: Mapping[str, Any]) -> Text:
    """Return what a row's level is called: its title, else that of its level of the tree, else its code."""
    if isinstance(row.get("title"), Mapping):
        return Text(**row["title"])
    return TREE_WORDS.get(str(row.get("at")), Text(str(row.get("level")), str(row.get("level"))))


def in_words(rows: Any) -> Text:
    """Return a ladder as people read it, from low to high; what cannot be read stays as it is."""
    if next(findings(rows), None):
        return Text(str(rows), str(rows))
    base = [row for row in rows if not row.get("area")]
    names = {row["level"]: called(row) for row in base}
    levels = [_level_in_words(row) for row in base if not row.get("absent")]
    areas = [_area_in_words(row, names[row["level"]]) for row in rows if row.get("area")]
    zh, en = " → ".join(level.zh for level in levels), " → ".join(level.en for level in levels)
    return Text("；".join([zh, *(area.zh for area in areas)]), "; ".join([en, *(area.en for area in areas)]))


def _level_in_words(row: Mapping[str, Any]) -> Text:
    name, period = called(row), Period.parse(row["period"]).in_words()
    return Text(f"{name.zh}{period.zh}", f"{name.en} {period.en}")


def _area_in_words(row: Mapping[str, Any], name: Text) -> Text:
    if row.get("absent"):
        return Text(f"{row['area']}没有{name.zh}", f"{row['area']} has no {name.en}")
    period = Period.parse(row["period"]).in_words() if "period" in row else Text("另有规定", "as set there")
    return Text(f"{row['area']}的{name.zh}：{period.zh}", f"{name.en} in {row['area']}: {period.en}")


def _rung(row: Mapping[str, Any]) -> Rung:
    return Rung(
        level=row["level"],
        at=row["at"],
        title=called(row),
        role=row.get("role", ""),
        period=row.get("period"),
        answer=row.get("answer"),
        is_absent=bool(row.get("absent")),
    )


def _row_findings(index: int, row: Mapping[str, Any]) -> Iterator[Finding]:
    for key in _TEXTS:
        if key in row and not (isinstance(row[key], str) and row[key]):
            yield index, key, Text(f"“{key}”应是文字。", f'"{key}" must be text.'), None
            return
    needed = ("level",) if row.get("area") else ("level", "at") if row.get("absent") else ("level", "at", "role", "period")
    for key in needed:
        if key not in row:
            yield index, key, Text(f"这一级缺少“{key}”。", f'This level lacks "{key}".'), Text(f"请补上“{key}”。", f'Add "{key}".')
    yield from _odd_values(index, row)


def _odd_values(index: int, row: Mapping[str, Any]) -> Iterator[Finding]:
    for key in sorted(set(row) - {*_TEXTS, "title", "absent"}):
        yield index, key, Text(f"不认识“{key}”。", f'"{key}" is not known here.'), Text("请删去它。", "Delete it.")
    if row.get("at", TREE[0]) not in TREE:
        listed = "、".join(TREE), ", ".join(TREE)
        yield index, "at", Text(f"“{row['at']}”不是辖区的层级。", f"{row['at']} is no level of jurisdictions."), Text(*_choices(listed))
    if not isinstance(row.get("absent", False), bool):
        yield index, "absent", Text("“absent”应是 true 或 false。", '"absent" must be true or false.'), None
    title = row.get("title", {"zh": "", "en": ""})
    if not (isinstance(title, dict) and set(title) == {"zh", "en"} and all(isinstance(each, str) for each in title.values())):
        yield index, "title", Text("名称应有中文和英文。", "The title needs Chinese and English."), None
    for key in ("period", "answer"):
        try:
            Period.parse(row.get(key, "1 d"))
        except PeriodError as error:
            yield index, key, Text(f"“{row[key]}”不是时长。", f"{row[key]} is no period."), error.text


def _choices(listed: tuple[str, str]) -> tuple[str, str]:
    return f"可用：{listed[0]}。", f"There are: {listed[1]}."


def _order_findings(rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    base = [(index, row) for index, row in enumerate(rows) if not row.get("area")]
    yield from _repeats(rows)
    yield from _strangers(rows, {row["level"] for _, row in base})
    for (_, lower), (index, upper) in pairwise(base):
        step = TREE.index(upper["at"]) - TREE.index(lower["at"])
        if step < 0:
            message = Text(
                f"“{called(upper).zh}”排在“{called(lower).zh}”之上，级别却更低。",
                f"{called(upper).en} stands above {called(lower).en} but is lower.",
            )
            yield index, "at", message, Text("请按从低到高的顺序排列。", "Put the levels in order, lowest first.")
        elif step > 1:
            yield index, "at", *_hole(lower, upper)
    if all(row.get("absent") for _, row in base):
        yield 0, None, Text("层级表中没有一级是存在的。", "No level of the ladder exists."), None


def _hole(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> tuple[Text, Text]:
    missing = TREE[TREE.index(lower["at"]) + 1 : TREE.index(upper["at"])]
    zh, en = "、".join(TREE_WORDS[each].zh for each in missing), ", ".join(TREE_WORDS[each].en for each in missing)
    row = f"{{level: {missing[0]}, at: {missing[0]}, absent: true}}"
    return (
        Text(
            f"“{called(lower).zh}”和“{called(upper).zh}”之间缺少一级：{zh}。",
            f"Between {called(lower).en} and {called(upper).en} a level is missing: {en}.",
        ),
        Text(f"请补上这一级；确实没有的，请写明：{row}。", f"Add the level; if there is none, say so: {row}."),
    )


def _repeats(rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    seen: set[tuple[str | None, str]] = set()
    for index, row in enumerate(rows):
        key = (row.get("area"), row["level"])
        if key in seen:
            message = Text(f"“{row['level']}”写了两次。", f"{row['level']} stands there twice.")
            yield index, "level", message, Text("请只保留一行。", "Keep one row.")
        seen.add(key)


def _strangers(rows: Sequence[Mapping[str, Any]], known: Collection[str]) -> Iterator[Finding]:
    for index, row in enumerate(rows):
        if row.get("area") and row["level"] not in known:
            message = Text(
                f"“{row['area']}”提到的“{row['level']}”不在层级表中。",
                f"{row['area']} speaks of {row['level']}, which is no level of the ladder.",
            )
            yield index, "level", message, Text("请先加入这一级。", "Add the level first.")


def _is_hole(at: str, there: Sequence[str]) -> bool:
    """Tell whether the tree has levels below and above one that it lacks."""
    place = TREE.index(at)
    ranks = [TREE.index(level) for level in there]
    return place not in ranks and any(rank < place for rank in ranks) and any(rank > place for rank in ranks)


def _undeclared(rung: Rung, area: str) -> Text:
    zh, en = LadderError().text
    at, row = TREE_WORDS[rung.at], f"{{level: {rung.level}, area: {area}, absent: true}}"
    return Text(
        f"{zh}“{area}”之上没有{at.zh}一级，层级表却没有写明。请补上一行：{row}。",
        f"{en} There is no {at.en} above {area}, and the ladder does not say so. Add a row: {row}.",
    )
