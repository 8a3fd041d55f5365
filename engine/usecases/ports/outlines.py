"""What a pack holds and how it differs, as the studio shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.figure import FigureDefinition
from engine.errors import Problem, Text


@dataclass(frozen=True, kw_only=True)
class PackItem:
    """A process, decision, form or document template of a pack."""

    #: process, decision, form or document.
    kind: str
    #: By which diagrams and pack.yaml name it.
    code: str
    title: Text
    file: str
    #: Whether the pack states it itself; otherwise it is inherited.
    is_own: bool
    #: Whether it is a floor, which the pack may not replace.
    is_floor: bool = False


@dataclass(frozen=True, kw_only=True)
class PackFigure:
    """A parameter or deadline of a pack."""

    name: str
    title: Text
    #: The value of a parameter; the period of a deadline as written, for example `3 wd` or `=parameters.x`.
    value: Any
    #: Kind of the value as in pack.yaml; `period` for a deadline.
    type: str
    #: `guess`, `county` or `law:…`.
    source: str
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class PackOutline:
    """What the studio shows of a pack with everything that it inherits, whatever is wrong with it."""

    pack: str
    version: str
    title: Text
    items: tuple[PackItem, ...]
    parameters: tuple[PackFigure, ...]
    deadlines: tuple[PackFigure, ...]
    #: Words for codes by kind: roles, codes, states, ends.
    labels: Mapping[str, Mapping[str, Text]]
    problems: tuple[Problem, ...]
    #: The figures that can be read, by name.
    figures: Mapping[str, FigureDefinition] = field(default_factory=dict)
    #: Everything that its pack.yaml and those of its parents say together, in the shape of pack.yaml; empty if it cannot be read.
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)
    #: What its own pack.yaml says, whatever is wrong with it.
    own_content: Mapping[str, Any] = field(default_factory=dict, repr=False)
    #: Decisions that stand alone in their files, so that they can be copied.
    copyable: frozenset[str] = frozenset()
    #: What it needs from outside by kind: roles, calendars, rosters, pools.
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PackLink:
    """A pack in a chain of packs that extend each other."""

    pack: str
    version: str
    title: Text
    #: Its own files, without those of its parents.
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PackChange:
    """One way in which a pack differs from what it was."""

    file: str
    #: added, removed or changed.
    action: str
    message: Text
