"""The pack's table D08: entries of `compositions` in pack.yaml become Compositions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.domain.case import Json
from engine.domain.composition import Composition, Rule, Seat, Who
from engine.domain.roster import Presence, TeamKind
from engine.errors import Problem, Text
from engine.packs.definition import Definition, Parameter
from engine.packs.yamlfile import Place

_BY_PARAMETER = "=parameters."
#: Qualities that are no qualification: they stand in other fields of a person.
_FULL_TIME, _INDUSTRY = "full_time", "industry"
_CURE = Text("请改正数字。", "Correct the figures.")


def compositions(definition: Definition) -> Mapping[str, Composition]:
    """Return the compositions by code; entries that `check` reports are left out."""
    broken = {(problem.place or "").split(".")[1] for problem in check(definition)}
    return {code: _composition(code, entry, definition) for code, entry in _table(definition).items() if code not in broken}


def check(definition: Definition) -> Iterator[Problem]:
    """Yield what is wrong with the table: parameters that are not there or no figures, and rules that nobody could keep."""
    for code, entry in _table(definition).items():
        found = list(_unknown(code, entry, definition))
        yield from found
        if not found:
            yield from _impossible(_composition(code, entry, definition), definition)
            yield from _without_words(code, entry, definition)


def _table(definition: Definition) -> Json:
    table: Json = definition.content["compositions"]
    return table


def _unknown(code: str, entry: Json, definition: Definition) -> Iterator[Problem]:
    """Yield references to parameters that do not exist or hold something else than is asked."""
    for place, text, kind in _references(entry):
        name = text.removeprefix(_BY_PARAMETER)
        parameter = definition.parameters.get(name)
        where: Place = ("compositions", code, *place)
        if parameter is None:
            message = Text(
                f"组成规则“{code}”引用的参数“{name}”不存在。",
                f"The composition {code} refers to the parameter {name}, which does not exist.",
            )
            cure = Text("请在 parameters 中补上这个参数，或改正名称。", "Add the parameter under parameters, or correct the name.")
            yield _at(definition, where, message, cure)
        elif not isinstance(parameter.value, kind) or isinstance(parameter.value, bool):
            word = Text("列表", "a list") if kind is list else Text("整数", "a whole number")
            message = Text(
                f"组成规则“{code}”引用的参数“{name}”不是{word.zh}。", f"The parameter {name} of the composition {code} is not {word.en}."
            )
            yield _at(definition, where, message)


def _references(entry: Json) -> Iterator[tuple[Place, str, type]]:
    def walk(value: Any, place: Place) -> Iterator[tuple[Place, str, type]]:
        if isinstance(value, str) and value.startswith(_BY_PARAMETER):
            yield place, value, list if place[-1] == "qualities" else int
        steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, inner in steps:
            yield from walk(inner, (*place, step))

    yield from walk(entry, ())


def _impossible(composition: Composition, definition: Definition) -> Iterator[Problem]:
    """Yield figures that no team whatever could meet."""
    place: Place = ("compositions", composition.code)
    title = composition.title
    if composition.least > composition.most:
        message = Text(
            f"“{title.zh}”至少{composition.least}人，却至多{composition.most}人。",
            f"“{title.en}” asks for at least {composition.least} members and at most {composition.most}.",
        )
        yield _at(definition, (*place, "size"), message, _CURE)
    if len(composition.seats) > composition.most:
        message = Text(
            f"“{title.zh}”有{len(composition.seats)}个席位，却至多{composition.most}人；每席须由不同的人担任。",
            f"“{title.en}” has {len(composition.seats)} seats and at most {composition.most} members; each seat needs a person of its own.",
        )
        yield _at(definition, (*place, "seats"), message, _CURE)
    for index, rule in enumerate(composition.rules):
        if rule.least > composition.most or (rule.most is not None and rule.least > rule.most):
            message = Text(
                f"“{title.zh}”要求{rule.title.zh}至少{rule.least}名，这做不到。",
                f"“{title.en}” asks for {rule.least} of the kind “{rule.title.en}”, which cannot be.",
            )
            yield _at(definition, (*place, "rules", index), message, _CURE)
    codes = [rule.code for rule in composition.rules] + [seat.code for seat in composition.seats]
    if len(set(codes)) < len(codes):
        message = Text(f"“{title.zh}”的规则或席位代码有重复。", f"A code occurs twice among the rules and seats of “{title.en}”.")
        yield _at(definition, place, message, Text("请给每条各用一个代码。", "Give each a code of its own."))


def _without_words(code: str, entry: Json, definition: Definition) -> Iterator[Problem]:
    """Yield categories that nobody has described: people would read codes."""
    for place, who in _whos(entry):
        for category in who.get("categories", ()):
            if definition.text("categories", category) is None:
                message = Text(f"类别“{category}”没有文字说明。", f"The category {category} has no words.")
                cure = Text(
                    f"请在 pack.yaml 的 categories 中补上“{category}: {{zh: …, en: …}}”，或改正代码。",
                    f"Add {category}: {{zh: …, en: …}} under categories in pack.yaml, or correct the code.",
                )
                yield _at(definition, ("compositions", code, *place, "categories"), message, cure)


def _whos(entry: Json) -> Iterator[tuple[Place, Json]]:
    for key in ("members", "lead"):
        if key in entry:
            yield (key,), entry[key]
    for key in ("rules", "seats"):
        for index, row in enumerate(entry.get(key, ())):
            yield (key, index, "who"), row["who"]
            if "substitute" in row:
                yield (key, index, "substitute"), row["substitute"]


def _composition(code: str, entry: Json, definition: Definition) -> Composition:
    parameters, source = definition.parameters, entry["source"]
    return Composition(
        code=code,
        title=Text(**entry["title"]),
        source=source,
        least=_figure(entry["size"]["least"], parameters),
        most=_figure(entry["size"]["most"], parameters),
        members=_who(entry["members"], parameters) if "members" in entry else None,
        rules=tuple(_rule(row, source, parameters) for row in entry.get("rules", ())),
        seats=tuple(_seat(row, parameters) for row in entry.get("seats", ())),
        lead=_who(entry["lead"], parameters) if "lead" in entry else None,
        most_open=_figure(entry["most_open"], parameters) if "most_open" in entry else None,
        speaks=entry.get("speaks", False),
        roster=frozenset(map(TeamKind, entry.get("roster", ()))),
        term_years=entry.get("term_years"),
    )


def _rule(row: Json, source: str, parameters: Mapping[str, Parameter]) -> Rule:
    return Rule(
        code=row["code"],
        title=Text(**row["title"]),
        who=_who(row["who"], parameters),
        least=_figure(row.get("least", 0), parameters),
        most=_figure(row["most"], parameters) if "most" in row else None,
        source=row.get("source", source),
    )


def _seat(row: Json, parameters: Mapping[str, Parameter]) -> Seat:
    substitute = _who(row["substitute"], parameters) if "substitute" in row else None
    return Seat(code=row["code"], title=Text(**row["title"]), who=_who(row["who"], parameters), substitute=substitute)


def _who(row: Json, parameters: Mapping[str, Parameter]) -> Who:
    qualities: Any = row.get("qualities", ())
    if isinstance(qualities, str):
        qualities = parameters[qualities.removeprefix(_BY_PARAMETER)].value
    return Who(
        full_time=_FULL_TIME in qualities,
        industry=_INDUSTRY in qualities,
        qualifications=frozenset(map(str, qualities)) - {_FULL_TIME, _INDUSTRY},
        presence=frozenset(map(Presence, row.get("presence", ()))),
        **{key: frozenset(row.get(key, ())) for key in ("categories", "units", "unit_kinds", "roles", "represents")},
    )


def _figure(value: Any, parameters: Mapping[str, Parameter]) -> int:
    return int(parameters[value.removeprefix(_BY_PARAMETER)].value if isinstance(value, str) else value)


def _at(definition: Definition, place: Place, message: Text, cure: Text | None = None) -> Problem:
    file, where = definition.stated_in(place)
    return file.problem(where, message, cure)
