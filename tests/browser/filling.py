"""Fills in a form as a person does: by clicking and typing into the fields that the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Page

Schema = Mapping[str, Any]
#: Fields for an instant take the time of the centre's clock, without seconds and zone.
_INSTANT = re.compile(r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}):\d{2}\+08:00$")


def fill(page: Page, answers: Mapping[str, Any]) -> None:
    """Fill in the form on the page; the schema in the page says which kind of field each answer needs."""
    page.wait_for_selector("#onedoor-form form")
    config = json.loads(page.locator("#onedoor-form-config").inner_text(timeout=5000) or "{}")
    _Filler(page, config["schema"]).group("answers", config["schema"], answers)


class _Filler:
    def __init__(self, page: Page, root: Schema) -> None:
        self._page = page
        self._root = root

    def group(self, place: str, schema: Schema, answers: Mapping[str, Any]) -> None:
        for name, answer in answers.items():
            self.field(f"{place}-{name}", self._property(schema, name), answer)

    def field(self, place: str, schemas: list[Schema], answer: Any) -> None:
        choices = self._choices(schemas)
        if isinstance(answer, Mapping):
            self.group(place, {"allOf": schemas}, answer)
        elif isinstance(answer, list):
            self._list(place, schemas, answer)
        elif isinstance(answer, bool):
            self._page.check(f"#{place}-{0 if answer else 1}")
        elif choices:
            self._choose(place, choices[answer])
        elif self._page.locator(f"#{place}[role=radiogroup]").count():
            self._page.check(f"#{place}-{int(answer) - 1}")
        else:
            self._page.fill(f"#{place}", _INSTANT.sub(r"\1", str(answer)))

    def _choose(self, place: str, title: str) -> None:
        if self._page.locator(f"select#{place}").count():
            self._page.select_option(f"#{place}", label=title)
        else:
            self._page.locator(f"#{place}").get_by_label(title, exact=True).check()

    def _list(self, place: str, schemas: list[Schema], answers: list[Any]) -> None:
        entry = [items for schema in schemas for items in self._resolved(schema.get("items", {}))]
        if choices := self._choices(entry):
            for answer in answers:
                self._page.locator(f"#{place}").get_by_label(choices[answer], exact=True).check()
            return
        for number, answer in enumerate(answers):
            if self._page.locator(f"#{place} > .od-entry").count() <= number:
                self._page.locator(f"#{place} > .od-add").click()
            self.field(f"{place}-{number}", entry, answer)

    def _property(self, schema: Schema, name: str) -> list[Schema]:
        found = [each["properties"][name] for each in self._resolved(schema) if name in each.get("properties", {})]
        assert found, f"the form has no field {name}"
        return [each for one in found for each in self._resolved(one)]

    def _resolved(self, schema: Schema) -> Iterator[Schema]:
        """Yield a schema with all that it refers to and may branch into."""
        if not isinstance(schema, Mapping):
            return
        yield schema
        if "$ref" in schema:
            yield from self._resolved(self._referred(schema["$ref"]))
        for keyword in ("allOf", "anyOf", "oneOf"):
            for part in schema.get(keyword, ()):
                yield from self._resolved(part)
        for keyword in ("then", "else"):
            if keyword in schema:
                yield from self._resolved(schema[keyword])

    def _referred(self, reference: str) -> Schema:
        found: Any = self._root
        for step in reference.removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        return found  # type: ignore[no-any-return]

    def _choices(self, schemas: list[Schema]) -> dict[Any, str]:
        """Return the words for each value that may be chosen, of all branches."""
        return {
            choice["const"]: choice["title"]
            for schema in schemas
            for choice in schema.get("oneOf", ())
            if "const" in choice and "title" in choice
        }
