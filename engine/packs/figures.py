"""Figures as data: what a pack counts and how it can be parted, evaluated case by case over the document."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from engine import feel
from engine.domain.calendar import local_date
from engine.domain.case import Case, Json
from engine.domain.deadline import Period
from engine.domain.figure import Count, Counted, FigureDefinition, Grouping, Part
from engine.domain.report import Report
from engine.errors import Text
from engine.packs import reports
from engine.packs.definition import Definition

#: Name of an entry of the list whose entries a figure counts.
ENTRY = "entry"
#: Keys of a figure that hold expressions, in the order in which they are explained.
EXPRESSIONS = ("each", "sum", "of", "date", "of_date")
#: What figures may read of the case itself.
CASE_FIELDS = frozenset({"number", "state", "end", "dispute_type", "jurisdiction", "opened_on", "closed_on", "opened_at", "closed_at"})
#: The day that puts a case into a span unless the definition says otherwise.
_DATE = "=case.opened_on"
#: Beyond so many entries of one case something is wrong with its document.
_MOST_ENTRIES = 10_000
#: Bytes of an address: it fits into a column of whole numbers and tells the definitions of all packs apart.
_ADDRESS = 7


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """A compiled definition."""

    definition: FigureDefinition
    compiled: Mapping[str, feel.Expression]

    @cached_property
    def reads(self) -> frozenset[str]:
        """Return the names whose change may change the result."""
        return frozenset().union(*map(_read_by, self.compiled.values())) - {ENTRY}


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Satisfies `engine.usecases.ports.Measures`: the compiled figures of one release."""

    parameters: Mapping[str, Any] = field(repr=False)
    rules: Mapping[int, _Rule] = field(repr=False)
    parted: Mapping[int, tuple[Grouping, feel.Expression]] = field(repr=False)
    reports: Mapping[str, Report]

    @classmethod
    def read(cls, definition: Definition, parameters: Mapping[str, Any]) -> Measures:
        """Compile the figures of a pack; the check has made sure that they can be read."""
        rules = [_rule(name, row, parameters) for name, row in definition.content["figures"].items()]
        parted = [_grouping(name, row, parameters) for name, row in definition.content["groupings"].items()]
        return cls(
            parameters=parameters,
            rules={rule.definition.address: rule for rule in rules},
            parted={grouping.address: (grouping, expression) for grouping, expression in parted},
            reports=reports.read(definition),
        )

    @cached_property
    def figures(self) -> Mapping[str, FigureDefinition]:
        """Return the definitions by name."""
        return {rule.definition.name: rule.definition for rule in self.rules.values()}

    @cached_property
    def groupings(self) -> Mapping[str, Grouping]:
        """Return the groupings by name."""
        return {grouping.name: grouping for grouping, _ in self.parted.values()}

    @cached_property
    def addresses(self) -> frozenset[int]:
        """Return the addresses of all figures and groupings."""
        return frozenset({*self.rules, *self.parted})

    def affected(self, before: Case | None, after: Case) -> frozenset[int]:
        """Return the addresses whose result may have changed by a step."""
        if before is None:
            return self.addresses
        changed = set(_changed(before.document, after.document)) | ({"case"} if _case(before) != _case(after) else set())
        figures = {address for address, rule in self.rules.items() if rule.reads & changed}
        return frozenset(figures | {address for address, (_, expression) in self.parted.items() if _read_by(expression) & changed})

    def count(self, case: Case, addresses: Collection[int]) -> Counted:
        """Evaluate some definitions over one case; one that gives no result is counted as failed and stops nothing."""
        known = self.addresses.intersection(addresses)
        names = {**case.document, "case": _case(case), "parameters": self.parameters}
        opened = local_date(case.opened_at)
        counts = tuple(count for address in sorted(known & self.rules.keys()) for count in _counts(self.rules[address], names, opened))
        groups = {address: _group(self.parted[address][1], names) for address in sorted(known & self.parted.keys())}
        return Counted(definitions=known, counts=counts, groups=groups)


def readable(definition: Definition) -> Mapping[str, FigureDefinition]:
    """Return the definitions that can be read, for showing a pack whatever is wrong with it."""
    parameters = {name: parameter.value for name, parameter in definition.parameters.items()}
    found: dict[str, FigureDefinition] = {}
    for name, row in definition.content["figures"].items():
        # The check says what is wrong with the others.
        with contextlib.suppress(feel.FeelError):
            found[name] = _rule(name, row, parameters).definition
    return found


def _rule(name: str, row: Json, parameters: Mapping[str, Any]) -> _Rule:
    """Compile a definition; its address follows from what is evaluated, the parameters that it reads included."""
    texts = {key: row[key] for key in EXPRESSIONS if key in row}
    texts.setdefault("date", _DATE)
    if "of" in texts:
        texts.setdefault("of_date", texts["date"])
    limit = row.get("cut_off")
    if limit:
        texts["cut_off"] = limit["on"]
    compiled = {key: feel.compile(text) for key, text in texts.items()}
    identity = [name, row["version"], texts, limit and limit["within"], _parameters_read(compiled.values(), parameters)]
    return _Rule(
        definition=FigureDefinition(
            name=name,
            title=Text(**row["title"]),
            version=row["version"],
            address=_address("figure", identity),
            formulas=texts,
            unit=Text(**row["unit"]) if "unit" in row else None,
            places=row.get("places"),
            note=Text(**row["note"]) if "note" in row else None,
            instead_of=row.get("instead_of"),
            cut_off=timedelta(days=Period.parse(limit["within"]).length) if limit else None,
        ),
        compiled=compiled,
    )


def _grouping(name: str, row: Json, parameters: Mapping[str, Any]) -> tuple[Grouping, feel.Expression]:
    expression = feel.compile(row["value"])
    address = _address("grouping", [name, row["value"], _parameters_read([expression], parameters)])
    return Grouping(name=name, title=Text(**row["title"]), address=address, words=row.get("words")), expression


def _parameters_read(expressions: Iterable[feel.Expression], parameters: Mapping[str, Any]) -> Any:
    paths = {path for expression in expressions for path in expression.paths if path.split(".")[0] == "parameters"}
    if "parameters" in paths:
        return parameters
    return {name: parameters.get(name) for name in sorted(path.split(".")[1] for path in paths)}


def _address(kind: str, identity: Sequence[Any]) -> int:
    written = json.dumps([kind, *identity], ensure_ascii=False, sort_keys=True, default=str)
    return int.from_bytes(hashlib.sha256(written.encode()).digest()[:_ADDRESS])


def _read_by(expression: feel.Expression) -> frozenset[str]:
    return expression.reads.names | expression.reads.possible_names


def _changed(before: Json, after: Json) -> Iterator[str]:
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield name


def _case(case: Case) -> Json:
    """Return what figures may read of the case itself."""
    return {
        **case.facts(),
        "end": case.end,
        "opened_on": local_date(case.opened_at).isoformat(),
        "closed_at": case.closed_at and case.closed_at.isoformat(),
        "closed_on": case.closed_at and local_date(case.closed_at).isoformat(),
    }


def _counts(rule: _Rule, names: Json, opened: date) -> Iterator[Count]:
    """Yield what one case gives to a definition."""
    try:
        yield from list(_evaluated(rule, names))
    except feel.FeelError:
        # Only what exceeds its limits raises. The step of the case goes on; the page of figures says that this case is not counted.
        yield Count(definition=rule.definition.address, part=Part.SUM, day=opened, value=None)


def _evaluated(rule: _Rule, names: Json) -> Iterator[Count]:
    if "each" not in rule.compiled:
        yield from _parts(rule, names, 0)
        return
    listed = rule.compiled["each"].evaluate(names)
    for number, entry in enumerate(listed[:_MOST_ENTRIES] if isinstance(listed, list) else ()):
        yield from _parts(rule, {**names, ENTRY: entry}, number)


def _parts(rule: _Rule, names: Json, entry: int) -> Iterator[Count]:
    known_on = None
    if "cut_off" in rule.compiled:
        known_on = _day(rule.compiled["cut_off"].evaluate(names))
    for part, dated in ((Part.SUM, "date"), (Part.OF, "of_date")):
        if part not in rule.compiled:
            continue
        value = _number(rule.compiled[part].evaluate(names))
        day = _day(rule.compiled[dated].evaluate(names)) if value else None
        # What must be known by a certain day and is not known at all does not count; a denominator is known from its day on.
        if day is None or (part is Part.SUM and "cut_off" in rule.compiled and known_on is None):
            continue
        known = known_on if part is Part.SUM else None
        yield Count(definition=rule.definition.address, part=part, entry=entry, day=day, value=value, known_on=known)


def _number(value: Any) -> Decimal:
    """Return a number; true counts as one, everything that is no number as nothing."""
    if isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) else Decimal(0)


def _day(value: Any) -> date | None:
    """Return the day of a FEEL date, a date and time, or a text of the document that is one."""
    if isinstance(value, datetime):
        return local_date(value) if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return _day(datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value))
    except ValueError:
        return None


def _group(expression: feel.Expression, names: Json) -> str | None:
    try:
        value = feel.to_json(expression.evaluate(names))
    except feel.FeelError:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None or value == "" else str(value)
