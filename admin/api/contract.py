"""The contract of the interface: what may be asked, what comes back, and the page that shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, jsonify, render_template, request
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from admin import visitor
from engine import errors
from engine.domain.case import Json
from engine.errors import FieldProblem, Text

pages = Blueprint("api", __name__, url_prefix="/api")
_METHODS = ("get", "post", "put", "delete")


class MalformedError(errors.EngineError):
    """请求的内容不符合接口约定，请对照接口说明修改。

    The request does not keep the contract of this interface; compare it with the description.
    """

    def __init__(self, problems: Iterable[FieldProblem] = ()) -> None:
        super().__init__()
        self.problems = tuple(problems)


@pages.get("/v1/_openapi")
def openapi() -> Any:
    """Return the contract as OpenAPI 3.1, in the caller's language."""
    return jsonify(localized(visitor.locale()))


@pages.get("/")
def page() -> str:
    """Show the contract to people."""
    shown = localized(visitor.locale())
    return render_template("api/page.html", document=shown, operations=list(operations(shown)), example=json.dumps)


@cache
def document() -> Json:
    """Read the contract."""
    return dict(yaml.safe_load((Path(__file__).parent / "openapi.yaml").read_bytes()))


@cache
def localized(locale: str) -> Json:
    """Return the contract in one language."""
    return dict(_in_language(document(), is_english=locale.startswith("en")))


def operations(contract: Json) -> Iterator[tuple[str, str, Json]]:
    """Yield method, path and description of everything that can be asked."""
    for path, methods in contract["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]


def body(name: str) -> Json:
    """Return the JSON body of the request, checked against a schema of the contract. Raises MalformedError."""
    sent = request.get_json(silent=True)
    found = sorted(_validator(name).iter_errors(sent), key=lambda error: list(map(str, error.absolute_path)))
    if found:
        raise MalformedError(map(_problem, found))
    return dict(sent)


def _in_language(value: Any, *, is_english: bool) -> Any:
    """Put what stands under `x-en` in place of the Chinese, or leave it out."""
    if isinstance(value, list):
        return [_in_language(each, is_english=is_english) for each in value]
    if not isinstance(value, dict):
        return value
    chosen = {**value, **(value.get("x-en", {}) if is_english else {})}
    return {name: _in_language(each, is_english=is_english) for name, each in chosen.items() if name != "x-en"}


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({**document(), "$ref": f"#/components/schemas/{name}"}, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _problem(error: ValidationError) -> FieldProblem:
    path = "".join(f"/{step}" for step in error.absolute_path)
    return FieldProblem(path=path, message=Text(f"“{path or '/'}”不符合约定（{error.validator}）。", f"{path or '/'}: {error.message}"))
