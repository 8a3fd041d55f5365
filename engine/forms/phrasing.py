"""Puts refused answers into the words of `sentences.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from engine.errors import Text


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return the catalogue that server and browser share."""
    content = resources.files("engine.forms").joinpath("sentences.json").read_text("utf-8")
    found: Mapping[str, Mapping[str, str]] = json.loads(content)
    return found


def sentence(key: str, **values: Any) -> Text:
    """Return a sentence in both languages; `format.x` falls back to `format`.

    Values fill the placeholders; a Text fills each language with its own words.
    """
    found = sentences().get(key) or sentences()[key.partition(".")[0]]
    return Text(_filled(found["zh"], values, 0), _filled(found["en"], values, 1))


def _filled(template: str, values: Mapping[str, Any], language: int) -> str:
    # No str.format: a template is data, and format strings reach into objects.
    for name, value in values.items():
        shown = value[language] if isinstance(value, Text) else value
        template = template.replace("{" + name + "}", str(shown))
    return template
