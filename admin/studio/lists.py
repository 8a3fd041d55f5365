"""The lists from which a process's details are picked, as the pack that is open holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _

from admin import visitor
from admin.studio import words
from engine.errors import Text
from engine.usecases.operations import CATALOGUE
from engine.usecases.ports import PackItem, PackOutline

Choice = dict[str, Any]


def lists(outline: PackOutline) -> dict[str, list[Choice]]:
    """Return the choices by the name under which the editor asks for them, in the visitor's language."""
    labelled = {kind: _plain(outline.labels.get(kind, {}).items()) for kind in ("roles", "codes", "states", "ends")}
    return {
        **labelled,
        "forms": _numbered(outline, "form"),
        "decisions": _numbered(outline, "decision"),
        "processes": _plain((item.code, item.title) for item in outline.items if item.kind == "process"),
        "deadlines": [_choice(each.name, _with(visitor.say(each.title), words.shown(each, outline))) for each in outline.deadlines],
        "operations": [_operation(name, each.title, each.inputs) for name, each in CATALOGUE.items()],
    }


def _plain(pairs: Iterable[tuple[str, Text]]) -> list[Choice]:
    """Label by words alone; two things that are called the same show their codes too."""
    found = [(code, visitor.say(title)) for code, title in pairs]
    times = Counter(label for _code, label in found)
    return [_choice(code, _with(label, code) if times[label] > 1 else label) for code, label in found]


def _numbered(outline: PackOutline, kind: str) -> list[Choice]:
    """Forms and tables have numbers by which people know them from the manuals."""
    found: list[PackItem] = [item for item in outline.items if item.kind == kind]
    return [_choice(item.code, _with(visitor.say(item.title), item.code)) for item in found]


def _operation(name: str, title: Text, inputs: Mapping[str, Text]) -> Choice:
    return {**_choice(name, visitor.say(title)), "inputs": [_choice(key, visitor.say(text)) for key, text in inputs.items()]}


def _choice(value: str, label: str) -> Choice:
    return {"value": value, "label": label}


def _with(label: str, addition: str) -> str:
    return _("%(label)s（%(addition)s）", label=label, addition=addition)
