"""What a pack is with everything it inherits: pack.yaml merged over its parents', entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.domain.case import Json
from engine.errors import Text
from engine.packs.yamlfile import Place, YamlFile

#: Kinds of labels: the tables of pack.yaml that give words to codes.
LABELS = ("roles", "codes", "states", "ends", "dispute_types", "categories", "qualifications")
#: Tables whose entries are merged field by field, with the field that carries the figure.
_FIGURES = {"parameters": "value", "deadlines": "period"}
_MERGED_BY_KEY = (*LABELS, "case", "figures", "groupings", "reports", "rhythms", "agendas", "compositions")
_INHERITED_WHOLE = ("stages", "default_warnings", "facts", "matters")
_JOINED = ("roles", "calendars", "rosters", "pools")
_GUESS = "guess"
NUMBER = "{year}-{serial:04d}"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A figure that a county may set."""

    name: str
    title: Text
    value: Any
    type: str
    #: `guess`, `county` or `law:…`; a figure changed without saying why is a guess again.
    source: str = _GUESS

    @property
    def is_confirmed(self) -> bool:
        """Tell whether somebody stands behind the figure; otherwise it is shown as a default."""
        return self.source != _GUESS


@dataclass(frozen=True, kw_only=True)
class Definition:
    """The merged pack.yaml, with the way back to the file that said each thing."""

    #: Merged content, in the shape of pack.yaml.
    content: Json
    #: The pack.yaml files, own first.
    manifests: tuple[YamlFile, ...] = field(repr=False)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Return the parameters by name."""
        return {name: _parameter(name, entry) for name, entry in self.content["parameters"].items()}

    def text(self, kind: str, code: str) -> Text | None:
        """Return the label of a code, if the pack gives one."""
        if kind == "stages":
            return next((Text(**stage["title"]) for stage in self.content["stages"] if stage["code"] == code), None)
        found = self.content.get(kind, {}).get(code)
        return Text(**found) if found else None

    def stated_in(self, place: Place) -> tuple[YamlFile, Place]:
        """Return the nearest file that states a place; the own file where none does."""
        for depth in range(len(place), 0, -1):
            for manifest in self.manifests:
                if place[:depth] in manifest.marks:
                    return manifest, place
        return self.manifests[0], place


def define(manifests: Sequence[YamlFile]) -> Definition:
    """Merge the pack.yaml files of a pack and its parents, own first; each was checked by its schema."""
    merged: Json = {"requires": {}, "floors": [], "stages": [], "default_warnings": []}
    merged |= {key: {} for key in (*_MERGED_BY_KEY, *_FIGURES)}
    for manifest in reversed(manifests):
        _merge(merged, manifest.value)
    merged.setdefault("case", {}).setdefault("number", NUMBER)
    return Definition(content=merged, manifests=tuple(manifests))


def doors(content: Json) -> Iterator[Json]:
    """Yield the ways in which a case may start, as entries of `starts`."""
    if "starts" in content:
        yield from content["starts"]
    elif "start" in content:
        yield {"process": content["start"], "title": content["title"]}


def _merge(merged: Json, own: Json) -> None:
    for key in ("pack", "version", "title"):
        merged[key] = own[key]
    if "start" in own or "starts" in own:
        merged.pop("start", None)
        merged.pop("starts", None)
    for key in ("start", "starts", *_INHERITED_WHOLE):
        if key in own:
            merged[key] = own[key]
    for key in _MERGED_BY_KEY:
        merged[key] = {**merged[key], **own.get(key, {})}
    for key, figure in _FIGURES.items():
        merged[key] = _merge_entries(merged[key], own.get(key, {}), figure)
    merged["floors"] = [*merged["floors"], *own.get("floors", [])]
    merged["requires"] = _join(merged["requires"], own.get("requires", {}))


def _merge_entries(parent: Json, own: Json, figure: str) -> Json:
    merged = dict(parent)
    for name, entry in own.items():
        before = parent.get(name, {})
        if entry.get(figure, before.get(figure)) != before.get(figure):
            # The parent's article of law speaks of the parent's figure only.
            before = {key: value for key, value in before.items() if key != "source"}
        merged[name] = {**before, **entry}
    return merged


def _join(parent: Json, own: Json) -> Json:
    joined = {key: [*parent.get(key, []), *own.get(key, [])] for key in _JOINED}
    return {key: list(dict.fromkeys(names)) for key, names in joined.items() if names}


def _parameter(name: str, entry: Json) -> Parameter:
    title = Text(**entry["title"]) if "title" in entry else Text(name, name)
    kind = entry.get("type") or ("text" if isinstance(entry.get("value"), str) else "number")
    return Parameter(name=name, title=title, value=entry.get("value"), type=kind, source=entry.get("source", _GUESS))
