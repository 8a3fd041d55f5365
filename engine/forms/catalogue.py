"""Reads the forms of a release: its pack's own over those of the packs it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from engine.errors import NotFoundError, Problem, Severity, Text
from engine.forms import linting
from engine.forms.bundling import Bundle
from engine.forms.form import Form
from engine.forms.reading import Schema, UnreadableFileError, read_object

_SCHEMA = ".schema.json"
_LAYOUT = ".ui.json"


@dataclass(frozen=True, kw_only=True)
class FormCatalogue:
    """The forms of a release by code, and everything that is wrong with them.

    A form that cannot be used at all is a problem and not among `forms`.
    """

    forms: Mapping[str, Form]
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, files: Mapping[str, bytes], chain: Sequence[str]) -> Self:
        """Read `forms/<pack>/…` for the packs of the chain, own pack first. Never raises: what is wrong is a problem."""
        reading = _Reading(_by_name(files, chain))
        forms = dict(reading.forms())
        return cls(forms=forms, problems=tuple(reading.problems))

    def get(self, code: str) -> Form:
        """Return a form. Raises NotFoundError."""
        if code not in self.forms:
            raise NotFoundError(Text(f"没有表单“{code}”。", f"There is no form “{code}”."))
        return self.forms[code]


def _by_name(files: Mapping[str, bytes], chain: Sequence[str]) -> dict[str, tuple[str, bytes]]:
    """Return the files that count by their name: the nearest pack's."""
    found: dict[str, tuple[str, bytes]] = {}
    for pack in chain:
        folder = f"forms/{pack}/"
        for path in sorted(files):
            name = path.removeprefix(folder)
            if path.startswith(folder) and "/" not in name:
                found.setdefault(name, (path, files[path]))
    return found


class _Reading:
    """One reading of all files; collects the problems on its way."""

    def __init__(self, sources: Mapping[str, tuple[str, bytes]]) -> None:
        self.problems: list[Problem] = []
        self.paths = {name: path for name, (path, _) in sources.items()}
        documents = {name: self._object(*source) for name, source in sources.items() if name.endswith((_SCHEMA, _LAYOUT))}
        self.documents = {name: value for name, value in documents.items() if value is not None}
        self.sound = {name for name in self.documents if name.endswith(_SCHEMA) and self._is_sound(name, sources[name][1])}
        self._report_strangers(sources)

    def forms(self) -> Iterator[tuple[str, Form]]:
        """Yield the usable forms by code."""
        for name in sorted(self.sound):
            form = None if _is_library(self.documents[name]) else self._form(name)
            if form:
                yield form.code, form

    def _object(self, path: str, content: bytes) -> Schema | None:
        try:
            return read_object(path, content)
        except UnreadableFileError as error:
            self.problems.append(error.problem)
            return None

    def _is_sound(self, name: str, content: bytes) -> bool:
        findings = _findings(content)
        self._report(name, findings)
        return not any(severity == "error" for _, _, severity in findings)

    def _form(self, name: str) -> Form | None:
        bundle = Bundle(main=name, documents={each: self.documents[each] for each in self.sound})
        schema = bundle.schema()
        self._report(name, [(place, text, "error") for place, text in bundle.problems])
        if bundle.problems:
            return None
        obstacles = list(linting.lint_use(schema))
        self._report(name, obstacles or linting.lint_form(schema))
        if obstacles:
            return None
        code = name.removesuffix(_SCHEMA)
        return Form(code=code, writes=schema["x-onedoor"]["writes"], schema=schema, ui=self._layout(code, schema))

    def _layout(self, code: str, schema: Schema) -> Schema:
        layout = self.documents.get(code + _LAYOUT, {})
        self._report(code + _LAYOUT, linting.lint_layout(layout, schema))
        declared = schema["x-onedoor"].get("code", code)
        if declared != code:
            text = Text(
                f"x-onedoor.code 是“{declared}”，文件名却是“{code}”。", f"x-onedoor.code is “{declared}”, the file is named “{code}”."
            )
            self._report(code + _SCHEMA, [("/x-onedoor/code", text, "error")])
        return layout

    def _report_strangers(self, sources: Mapping[str, tuple[str, bytes]]) -> None:
        for name in sources:
            is_layout = name.endswith(_LAYOUT) and name.removesuffix(_LAYOUT) + _SCHEMA not in sources
            if is_layout or not name.endswith((_SCHEMA, _LAYOUT, "README.md")):
                text = Text("这个文件不属于任何表单。", "This file belongs to no form.")
                self._report(name, [("", text, "error" if is_layout else "warning")])

    def _report(self, name: str, findings: Iterable[tuple[str, Text, Severity]]) -> None:
        file = self.paths.get(name, name)
        self.problems.extend(
            Problem(file=file, message=message, place=place or None, severity=severity) for place, message, severity in findings
        )


@lru_cache(maxsize=1024)
def _findings(content: bytes) -> tuple[linting.Finding, ...]:
    """Look at a readable schema by itself, once for the same bytes: what a release inherits was looked at with its parents."""
    return tuple(linting.lint_schema(read_object("", content)))


def _is_library(document: Schema) -> bool:
    """Tell whether a file only lends definitions to forms."""
    return "x-onedoor" not in document and "properties" not in document
