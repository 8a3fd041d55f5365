"""Checks configuration files against config/schemas and says what is wrong in plain words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from engine.errors import CheckFailedError, Problem, Text
from engine.packs import yamlfile
from engine.packs.yamlfile import YamlFile

#: One JSON Schema per kind of file; they ship with the product.
SCHEMAS = Path(__file__).parents[2] / "config" / "schemas"
#: Beyond this many, the next problems would only repeat the first ones.
MAX_PROBLEMS = 50

_TYPES = {
    "object": Text("键和值（“键: 值”）", "keys with values (key: value)"),
    "array": Text("列表（每项以“- ”开头）", "a list (each entry begins with “- ”)"),
    "string": Text("文字", "text"),
    "integer": Text("整数", "a whole number"),
    "number": Text("数字", "a number"),
    "boolean": Text("true 或 false", "true or false"),
    "null": Text("空值", "nothing"),
}
_FEW = Text("这里至少要有{limit}项内容。", "At least {limit} belong here.")
_MANY = Text("这里太长：最多{limit}。", "This is too long: at most {limit}.")
_LIMITS = {
    "const": Text("这里应是“{limit}”，写的是“{shown}”。", '"{limit}" belongs here, not "{shown}".'),
    "minimum": Text("“{shown}”太小：至少是{limit}。", '"{shown}" is too small: at least {limit}.'),
    "maximum": Text("“{shown}”太大：最多是{limit}。", '"{shown}" is too large: at most {limit}.'),
    **dict.fromkeys(("minLength", "minItems", "minProperties"), _FEW),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), _MANY),
}


def read_checked(file: str, content: bytes, kind: str) -> YamlFile:
    """Read a YAML file and check it against its schema. Raises CheckFailedError."""
    document = yamlfile.read(file, content)
    problems = check(document, kind)
    if problems:
        raise CheckFailedError(problems)
    return document


def check(document: YamlFile, kind: str) -> list[Problem]:
    """Return all problems of a read file by the schema of its kind, in the order of the file."""
    errors = list(_leaves(validator(kind).iter_errors(document.value)))[:MAX_PROBLEMS]
    problems = [problem for error in errors for problem in _problems(document, error)]
    return sorted(problems, key=lambda problem: problem.line or 0)


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return the validator for a kind of file, for example `pack`."""
    schema = json.loads((SCHEMAS / f"{kind}.json").read_bytes())
    return Draft202012Validator(schema, format_checker=FormatChecker())


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """Replace a failed choice by the problems of the alternative that was most likely meant."""
    for error in errors:
        if error.validator in ("oneOf", "anyOf") and error.context:
            yield from _leaves(iter(_meant(error)))
        else:
            yield error


def _meant(error: ValidationError) -> list[ValidationError]:
    ways: dict[int, list[ValidationError]] = {}
    for each in error.context or ():
        ways.setdefault(int(each.relative_schema_path[0]), []).append(each)
    likely = min(ways.values(), key=_distance)
    wrong_type = all(each.validator == "type" and not each.relative_path for each in likely)
    return [error] if wrong_type and len(ways) > 1 else likely


def _distance(errors: list[ValidationError]) -> tuple[bool, int, int]:
    """Order alternatives: the right type first, then the deepest and fewest problems."""
    other_kind = any(each.validator in ("type", "required", "const") and not each.relative_path for each in errors)
    return other_kind, -max(len(each.relative_path) for each in errors), len(errors)


def _problems(document: YamlFile, error: ValidationError) -> Iterator[Problem]:
    place = tuple(error.absolute_path)
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties":
            yield from _unknown_keys(document, error, place)
        case "required":
            yield from _missing_keys(document, error, place)
        case _:
            message, cure = _phrase(error)
            yield document.problem(place, message, cure)


def _unknown_keys(document: YamlFile, error: ValidationError, place: tuple[str | int, ...]) -> Iterator[Problem]:
    known = list(cast(dict[str, Any], error.schema).get("properties", ()))
    for key in cast(dict[str, Any], error.instance):
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
            listed = "、".join(known), ", ".join(known)
            cure = (
                Text(f"您是否想写“{close[0]}”？", f'Did you mean "{close[0]}"?')
                if close
                else Text(f"这里可以用：{listed[0]}。", f"These can stand here: {listed[1]}.")
            )
            yield document.problem((*place, key), Text(f"未知的键“{key}”。", f'Unknown key "{key}".'), cure)


def _missing_keys(document: YamlFile, error: ValidationError, place: tuple[str | int, ...]) -> Iterator[Problem]:
    for key in cast(list[str], error.validator_value):
        if key not in cast(dict[str, Any], error.instance) and repr(key) in error.message:
            cure = Text(f"请补上“{key}: …”。", f'Add "{key}: …".')
            yield document.problem(place, Text(f"缺少“{key}”。", f'"{key}" is missing.'), cure)


def _phrase(error: ValidationError) -> tuple[Text, Text | None]:
    shown, limit, keyword = _shown(error.instance), cast(Any, error.validator_value), str(error.validator)
    if keyword == "type":
        return _wrong_type(error, shown)
    if keyword == "enum":
        return Text(f"“{shown}”不是可选的值。", f'"{shown}" is not one of the choices.'), _choices(shown, [str(value) for value in limit])
    phrase = _LIMITS.get(keyword)
    if phrase:
        return Text(phrase.zh.format(shown=shown, limit=limit), phrase.en.format(shown=shown, limit=limit)), None
    return Text(f"“{shown}”的写法不对。", f'"{shown}" is not written correctly.'), _hint(error)


def _wrong_type(error: ValidationError, shown: str) -> tuple[Text, Text | None]:
    stated = cast(str | list[str], error.validator_value)
    wanted = stated if isinstance(stated, list) else [stated]
    zh, en = "或".join(_TYPES[name].zh for name in wanted), " or ".join(_TYPES[name].en for name in wanted)
    quote = Text(f"请加上引号：'{shown}'。", f"Put it in quotes: '{shown}'.")
    needs_quotes = "string" in wanted and isinstance(error.instance, int | float)
    return Text(
        f"这里应是{zh}，写的是“{shown}”。", f'{en[0].upper()}{en[1:]} belongs here, not "{shown}".'
    ), quote if needs_quotes else None


def _choices(shown: str, listed: list[str]) -> Text:
    close = difflib.get_close_matches(shown, listed, n=1, cutoff=0.6)
    if close:
        return Text(f"您是否想写“{close[0]}”？", f'Did you mean "{close[0]}"?')
    return Text(f"可选：{'、'.join(listed)}。", f"Choose from: {', '.join(listed)}.")


def _hint(error: ValidationError) -> Text | None:
    """Read the schema's own words about a value: `description` Chinese, `x-en.description` English."""
    schema: Any = error.schema
    if not isinstance(schema, dict) or "description" not in schema:
        return None
    return Text(schema["description"], schema.get("x-en", {}).get("description", schema["description"]))


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - what fits a line beside its sentence
