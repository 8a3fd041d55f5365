"""Parts answers by the privacy classes of a form's fields (PIPL articles 28 to 30; P3 is said in mediation).

The class of a field is the strictest that any branch of the form states for it, whatever the answers are, else that of
the nearest field above. A field that nobody classified counts as P3: forgetting must not publish.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from engine.forms import keywords, walking
from engine.forms.reading import Schema

_SEALED = "P3"
#: Stands for a value that is left out.
_NOTHING: Any = object()

#: Decides what becomes of a leaf: its value, class and place to the value that stays, or _NOTHING.
_Rule = Callable[[Any, str, tuple[str, ...]], Any]


def split(schema: Schema, answers: Schema, branches: Branches | None = None) -> tuple[Schema, Schema | None]:
    """Part answers into what may enter the document, and the sealed values by JSON pointer (None if there are none).

    `branches` are those of the form from before, if they were kept.
    """
    sealed: Schema = {}

    def part(value: Any, privacy: str, place: tuple[str, ...]) -> Any:
        if privacy != _SEALED:
            return value
        sealed[keywords.pointer(place)] = value
        return _NOTHING

    document = _filtered(schema, answers, part, branches)
    return document, sealed or None


def join(document: Schema, sealed: Schema) -> Schema:
    """Put the sealed values back in their places: the inverse of `split`."""
    joined: Schema = _copied(document)
    for place, value in sorted(((_steps(where), value) for where, value in sealed.items()), key=lambda each: _rank(each[0])):
        *above, last = place
        target: Any = joined
        for step in above:
            target = target[int(step)] if isinstance(target, list) else target[step]
        if isinstance(target, list):
            target.insert(int(last), value)
        else:
            target[last] = value
    return joined


def redact(schema: Schema, answers: Schema, allowed: Collection[str]) -> Schema:
    """Return the answers without values of the classes that are not allowed."""
    return _filtered(schema, answers, lambda value, privacy, _: value if privacy in allowed else _NOTHING)


def class_at(schema: Schema, path: Sequence[str]) -> str | None:
    """Return the class of a field by the names that lead to it, lists passed over; None if there is no such field."""
    found = list(walking.branches(schema, [schema]))
    privacy = walking.privacy_of(found) or _SEALED
    for name in path:
        found = list(walking.branches(schema, walking.field(_into_lists(schema, found), name)))
        if not found:
            return None
        privacy = walking.privacy_of(_into_lists(schema, found)) or privacy
    return privacy


def by_name(schema: Schema) -> Mapping[str, str]:
    """Return the strictest class of all fields of the same name, whatever group they stand in."""
    classes: dict[str, str] = {}
    seen: set[tuple[str, int]] = set()
    root = list(walking.branches(schema, [schema]))
    waiting = [(root, walking.privacy_of(root) or _SEALED)]
    while waiting:
        around, inherited = waiting.pop()
        for name in walking.all_fields(schema, around):
            schemas = walking.field(around, name)
            found = _into_lists(schema, list(walking.branches(schema, schemas)))
            privacy = walking.privacy_of(found) or inherited
            classes[name] = max(classes.get(name, privacy), privacy)
            keys = {(privacy, id(each)) for each in schemas}
            if not keys <= seen:
                seen |= keys
                waiting.append((found, privacy))
    return classes


def _into_lists(schema: Schema, found: list[Schema]) -> list[Schema]:
    """Return schemas with those for the entries of lists, and of lists in lists."""
    entries, known = list(found), {id(each) for each in found}
    while entries:
        entries = [each for each in walking.branches(schema, walking.items(entries)) if id(each) not in known]
        known |= {id(each) for each in entries}
        found = [*found, *entries]
    return found


def _filtered(schema: Schema, answers: Schema, rule: _Rule, branches: Branches | None = None) -> Schema:
    kept = _Filter(branches or Branches(schema), rule).keep([schema], answers, _SEALED, ())
    return kept if isinstance(kept, dict) else {}


class Branches:
    """What the schemas of a form say about one value, whatever the answers are: found once."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self._found: dict[tuple[int, ...], tuple[list[Schema], str | None]] = {}

    def of(self, schemas: list[Schema]) -> tuple[list[Schema], str | None]:
        """Return all that speaks about a value, and the class that it states."""
        key = tuple(map(id, schemas))
        known = self._found.get(key)
        if known is None:
            branches = list(walking.branches(self.root, schemas))
            known = branches, walking.privacy_of(branches)
            # An empty schema may be made for one walk only; the others are parts of the form and live as long as this.
            if all(schemas):
                self._found[key] = known
        return known


class _Filter:
    def __init__(self, branches: Branches, rule: _Rule) -> None:
        self.branches = branches
        self.rule = rule

    def keep(self, schemas: list[Schema], value: Any, inherited: str, place: tuple[str, ...]) -> Any:
        """Return what stays of a value, or _NOTHING."""
        branches, stated = self.branches.of(schemas)
        privacy = stated or inherited
        if isinstance(value, dict):
            parts = {name: self.keep(walking.field(branches, name), each, privacy, (*place, name)) for name, each in value.items()}
            return {name: each for name, each in parts.items() if each is not _NOTHING}
        if isinstance(value, list):
            entries = enumerate(value)
            kept = (self.keep(walking.items(branches), each, privacy, (*place, str(index))) for index, each in entries)
            return [each for each in kept if each is not _NOTHING]
        # An empty group tells nothing but that it was drawn; only values are secret.
        return self.rule(value, privacy, place)


def _steps(where: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in where.split("/")[1:]]


def _rank(place: list[str]) -> list[tuple[int, str]]:
    """Order places as in a list, 9 before 10: an entry can be put back only after those before it."""
    return [(int(step) if step.isdecimal() else -1, step) for step in place]


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(each) for name, each in value.items()}
    return [_copied(each) for each in value] if isinstance(value, list) else value
