"""Checks answers against a form and says, for all fields at once, what to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import referencing
from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.protocols import Validator

from engine.domain.roster import Roster
from engine.errors import FieldProblem, Text
from engine.forms import formats, keywords, limits, patterns, phrasing, walking
from engine.forms.plain import PlainFields
from engine.forms.reading import Schema


@dataclass
class _Checker(formats.AnswerChecker):
    """Also knows which fields can be told to be right without the library."""

    plain: PlainFields = field(default_factory=PlainFields)


def check(schema: Schema, answers: Any, roster: Roster, plain: PlainFields | None = None) -> list[FieldProblem]:
    """Return all problems of the answers, each place once, in the order of the form; `plain` knows the fields from before."""
    problems = limits.check(answers)
    if problems:
        return problems
    checker = _Checker(roster, plain=plain or PlainFields())
    validator = _Validator(schema, format_checker=checker, registry=referencing.Registry())
    try:
        errors = [*_leaves(validator.iter_errors(answers))]
        found = [*_phrase_all(schema, errors), *_unknown(schema, [schema], answers, (), validator)]
    except (formats.WorkLimitError, RecursionError):
        return [FieldProblem(path="", message=phrasing.sentence("limit.work"))]
    return _first_of_each_place(found)


def _first_of_each_place(found: list[FieldProblem]) -> list[FieldProblem]:
    first: dict[str, FieldProblem] = {}
    for problem in found:
        first.setdefault(problem.path, problem)
    return list(first.values())


def holds(validator: Validator) -> walking.Applies:
    """Return the test whether a sub-schema holds for a value."""
    return lambda schema, value: validator.evolve(schema=schema).is_valid(value)


def quiet_validator(schema: Schema, roster: Roster) -> Validator:
    """Return a validator for answers that were accepted before and are only read now."""
    validator: Validator = _Validator(schema, format_checker=_Checker(roster), registry=referencing.Registry())
    return validator


# --- keywords that mean more, or cost less, than in the library ----------------------------------------------------


def _reference(validator: Any, reference: Any, instance: Any, schema: Schema) -> Iterator[ValidationError]:
    """Follow a reference, within the steps that one check may take: all growth goes through references."""
    validator.format_checker.count_step()
    yield from Draft202012Validator.VALIDATORS["$ref"](validator, reference, instance, schema)


def _properties(validator: Any, properties: dict[str, Any], instance: Any, _: Schema) -> Iterator[ValidationError]:
    """Ask the library about the fields only that are not plainly right."""
    if validator.is_type(instance, "object"):
        holds = validator.format_checker.plain.holds
        for name, schema in properties.items():
            if name in instance and not holds(schema, instance[name]):
                yield from validator.descend(instance[name], schema, path=name, schema_path=name)


def _pattern(validator: Any, pattern: str, instance: Any, _: Schema) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "string"):
        return
    longest = patterns.safe_length(pattern)
    if len(instance) > longest:
        yield ValidationError("too long for its pattern", validator="maxLength", validator_value=longest)
    elif not patterns.compiled(pattern).search(instance):
        yield ValidationError("does not match")


def _multiple_of(validator: Any, step: Any, instance: Any, _: Schema) -> Iterator[ValidationError]:
    """Divide decimally: 0.3 is a multiple of 0.1, which binary numbers deny."""
    if validator.is_type(instance, "number") and Decimal(str(instance)) % Decimal(str(step)):
        yield ValidationError("not a multiple")


def _x_format(validator: Any, name: str, instance: Any, _: Schema) -> Iterator[ValidationError]:
    is_money = name == "money" and validator.is_type(instance, "number")
    is_phone = name == "phone" and validator.is_type(instance, "string")
    if (is_money and not formats.is_money(instance)) or (is_phone and not formats.is_phone(instance)):
        yield ValidationError("wrong format", validator="format", validator_value=name)


def _required(validator: Any, names: list[str], instance: Any, _: Schema) -> Iterator[ValidationError]:
    """Ask for what is missing; a text of blanks is as good as none."""
    if validator.is_type(instance, "object"):
        for name in names:
            value = instance.get(name, "")
            if isinstance(value, str) and not value.strip():
                yield ValidationError("missing", path=(name,))


def _dependent_required(validator: Any, causes: dict[str, list[str]], instance: Any, schema: Schema) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for cause in (name for name in causes if name in instance):
            for error in _required(validator, causes[cause], instance, schema):
                error.cause_field = cause  # type: ignore[attr-defined]  # our own mark, read below
                yield error


_Validator: Any = validators.extend(  # type: ignore[no-untyped-call]  # the stub lacks this one
    Draft202012Validator,
    {
        "$ref": _reference,
        "properties": _properties,
        "pattern": _pattern,
        "multipleOf": _multiple_of,
        "x-format": _x_format,
        "required": _required,
        "dependentRequired": _dependent_required,
    },
)


# --- from errors to sentences ----------------------------------------------------------------------------------------


def _leaves(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Yield what a person can mend: of a choice between ways, the complaints of the way that fits best."""
    for error in errors:
        ways: dict[Any, list[ValidationError]] = {}
        for each in error.context or ():
            ways.setdefault(each.schema_path[0], []).append(each)
        if not ways or error.validator == "not" or _is_choice(error.validator_value):
            yield error
        else:
            best: list[ValidationError] = min(ways.values(), key=_misfit)
            yield from _leaves(best)


def _is_choice(ways: Any) -> bool:
    return isinstance(ways, list) and all(isinstance(way, dict) and "const" in way for way in ways)


def _misfit(errors: list[ValidationError]) -> tuple[bool, int]:
    """Rank a way: one whose fixed values or type already disagree was not the one meant."""
    foreign = any(error.validator in {"const", "enum"} or (error.validator == "type" and not error.relative_path) for error in errors)
    return foreign, len(errors)


def _phrase_all(root: Schema, errors: list[ValidationError]) -> Iterator[FieldProblem]:
    for error in errors:
        place = tuple(str(step) for step in error.absolute_path)
        yield FieldProblem(path=keywords.pointer(place), message=_phrase(root, error))


def _phrase(root: Schema, error: ValidationError) -> Text:
    if error.validator == "dependentRequired":
        return phrasing.sentence("dependentRequired", cause=_title(root, error))
    key = _sentence_key(error)
    known = key if key.partition(".")[0] in phrasing.sentences() else "not"
    return phrasing.sentence(known, limit=_shown(error.validator_value), field=_own_title(error))


def _sentence_key(error: ValidationError) -> str:
    key, limit = str(error.validator), error.validator_value
    match key:
        case "type":
            named = f"type.{limit}" if isinstance(limit, str) else "type"
            key = "required" if error.instance is None else named
        case "const" if isinstance(limit, bool):
            key = f"const.{str(limit).lower()}"
        case "format" | "x-format":
            key = f"format.{limit}"
        case "oneOf" | "anyOf":
            key = "enum" if _is_choice(limit) else "oneOf"
        case "unevaluatedProperties" | "additionalProperties" | "unevaluatedItems":
            key = "unknown"
    return key


def _shown(limit: Any) -> Any:
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _own_title(error: ValidationError) -> Text:
    """Return the title of the field that was refused, its name where it has none."""
    schema = error.schema if isinstance(error.schema, dict) else {}
    title = schema.get("title") or str(next(reversed(error.absolute_path), ""))
    return Text(title, schema.get("x-en", {}).get("title", title))


def _title(root: Schema, error: ValidationError) -> Text:
    """Return the title of the field because of which another is asked for."""
    cause = getattr(error, "cause_field", "")
    schema = error.schema if isinstance(error.schema, dict) else {}
    found = walking.branches(root, walking.field(walking.branches(root, [schema]), cause))
    titled: Schema = next((branch for branch in found if "title" in branch), {"title": cause})
    return Text(titled["title"], titled.get("x-en", {}).get("title", titled["title"]))


# --- forms are closed ------------------------------------------------------------------------------------------------


def _unknown(root: Schema, schemas: list[Schema], value: Any, place: tuple[str, ...], validator: Any) -> Iterator[FieldProblem]:
    """Yield the fields that no part of the form knows, given the conditions that hold for these answers."""
    validator.format_checker.count_step()
    if not isinstance(value, dict | list):
        return
    found = list(walking.branches(root, schemas, value, holds(validator)))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unknown(root, walking.items(found), item, (*place, str(index)), validator)
        return
    for name, child in value.items():
        inner = walking.field(found, name)
        if inner:
            yield from _unknown(root, inner, child, (*place, name), validator)
        else:
            yield FieldProblem(path=keywords.pointer((*place, name)), message=phrasing.sentence("unknown"))
