"""Reads demo.yaml: how a year's cases come in, and how each step is done, for demonstrations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine import feel
from engine.domain.case import Json
from engine.errors import Problem, Text
from engine.packs import drawing, schemas
from engine.packs.yamlfile import Place, YamlFile

#: Functions that expressions of a demonstration may call, with the names of their parameters.
FUNCTIONS = {"workday": ("days",)}


@dataclass(frozen=True, kw_only=True)
class Opening:
    """How a case comes in."""

    process: str | None = None
    #: FEEL giving the jurisdiction; None is that of the demonstration.
    place: str | None = None
    by: str | None = None
    give: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a step is done."""

    when: str | None = None
    #: How long after the item appeared; two are the shortest and the longest.
    after: tuple[str, ...] = ()
    #: FEEL giving the instant instead.
    at: str | None = None
    #: How long after its deadline; without it a step is done in time.
    late: tuple[str, ...] = ()
    #: Role, person, or FEEL giving either; None is whoever may do it.
    by: str | None = None
    draw: Mapping[str, Any] = field(default_factory=dict)
    give: Json = field(default_factory=dict)
    #: Whether nobody does it, so that its deadline passes.
    wait: bool = False


@dataclass(frozen=True, kw_only=True)
class Message:
    """What reaches the centre while a step is open."""

    name: str
    during: str
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class Path:
    """One way in which cases go."""

    name: str
    #: How many cases of the year go it.
    count: int
    opening: Opening
    draw: Mapping[str, Any]
    #: Rules by step code, those of the pack included.
    answers: Mapping[str, Sequence[Rule]]
    messages: Sequence[Message]


@dataclass(frozen=True, kw_only=True)
class Demo:
    """A demonstration as a pack describes it."""

    year: int
    seed: int
    #: With how many cases a new installation starts.
    few: int
    paths: tuple[Path, ...]

    def plan(self) -> list[Path]:
        """Return the path of every case of the year, in the order in which they come."""
        every = [path for path in self.paths for _ in range(path.count)]
        drawing.seeded(self.seed).shuffle(every)
        return every

    def short_plan(self) -> list[Path]:
        """Return as many paths as a new installation starts with: each at least once, the others by their share."""
        used = [path for path in self.paths if path.count]
        total, room = sum(path.count for path in used), max(self.few - len(used), 0)
        every = [path for path in used for _ in range(1 + round(room * path.count / total))]
        drawing.seeded(self.seed).shuffle(every)
        return every[: self.few]


def read_demo(file: str, content: bytes) -> Demo:
    """Read a demonstration. Raises CheckFailedError with every problem of the file."""
    value = schemas.read_checked(file, content, "demo").value
    return Demo(
        year=value["demo"],
        seed=value.get("seed", 1),
        few=value.get("few", 24),
        paths=tuple(_path(row, value) for row in value["paths"]),
    )


def check(file: str, content: bytes, codes: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield expressions that cannot be read, and codes of steps that the pack does not have. Raises CheckFailedError."""
    document = schemas.read_checked(file, content, "demo")
    common = {key: document.value.get(key) for key in ("draw", "answers", "opens")}
    whole: list[tuple[Place, Any]] = [((), common), (("paths",), document.value["paths"])]
    for place, value in whole:
        for text in dict.fromkeys(drawing.expressions(value)):
            yield from _unreadable(document, place, text)
    tables: list[tuple[Place, Json]] = [(("answers",), document.value.get("answers", {}))]
    tables += [(("paths", number, "answers"), row.get("answers", {})) for number, row in enumerate(document.value["paths"])]
    for number, row in enumerate(document.value["paths"]):
        like = row["open"].get("like")
        if like is not None and like not in document.value.get("opens", {}):
            message = Text(f"opens 中没有“{like}”。", f"There is no {like} under opens.")
            yield document.problem(("paths", number, "open", "like"), message, Text("请改正名称。", "Correct the name."))
    for place, table in tables:
        for code in table:
            if code not in codes:
                message = Text(f"没有步骤代码“{code}”。", f"There is no step code {code}.")
                yield document.problem((*place, code), message, Text("请改正代码。", "Correct the code."))


def _unreadable(document: YamlFile, place: Any, text: str) -> Iterator[Problem]:
    try:
        drawing.compiled(text, tuple(FUNCTIONS))
    except feel.FeelError as error:
        message = Text(f"表达式“{text}”无法读懂。{error.zh}", f"The expression “{text}” cannot be read. {error.en}")
        yield document.problem(place, message, Text("请按 FEEL 的写法改正。", "Correct it by the rules of FEEL."))


def _path(row: Json, demo: Json) -> Path:
    common, own = demo.get("answers", {}), row.get("answers", {})
    return Path(
        name=row["path"],
        count=row["count"],
        opening=_opening(row["open"], demo.get("opens", {})),
        draw={**demo.get("draw", {}), **row.get("draw", {})},
        answers={code: _rules(common.get(code), own.get(code)) for code in {**common, **own}},
        messages=[_message(name, each) for name, each in row.get("messages", {}).items()],
    )


def _opening(row: Json, known: Json) -> Opening:
    """Return how a case comes in: like one of those that are described for all paths, with what the path says otherwise."""
    like = known.get(row.get("like", ""), {})
    own = {key: value for key, value in row.items() if key != "like"}
    return Opening(**{**like, **own, "give": {**like.get("give", {}), **own.get("give", {})}})


def _rules(common: Any, own: Any) -> Sequence[Rule]:
    """Return the rules for a step: one rule of the path adds to one of the pack, a list takes its place."""
    if own is None or common is None or isinstance(own, list) or isinstance(common, list):
        listed = common if own is None else own
        return [_rule(each) for each in (listed if isinstance(listed, list) else [listed])]
    moment = {key for key in ("after", "at", "wait") if key in own}
    kept = {key: value for key, value in common.items() if not (moment and key in ("after", "at", "wait"))}
    return [_rule({**kept, **own, "give": {**common.get("give", {}), **own.get("give", {})}})]


def _rule(row: Json) -> Rule:
    spans: Json = {key: (row[key],) if isinstance(row[key], str) else tuple(row[key]) for key in ("after", "late") if key in row}
    return Rule(**{**row, **spans})


def _message(name: str, row: Json) -> Message:
    during = row["while"]
    return Message(name=name, during=during, rule=_rule({key: value for key, value in row.items() if key != "while"}))
