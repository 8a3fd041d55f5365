"""Reads scenario files: an example that a county officer wrote, as steps with their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.domain.calendar import ZONE
from engine.domain.case import Json
from engine.errors import Problem, Text
from engine.packs import schemas
from engine.packs.yamlfile import Place, YamlFile

_DURATION = re.compile(r"(\d+) ?(min|h|d)")
_SECONDS = {"min": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a scenario relies on beyond what the pack and the roster say."""

    #: Parameter values by name.
    parameters: Json = field(default_factory=dict)
    #: Rows by table (`units`, `people`, `teams`, `posts`), in the shape of a roster file.
    roster: Json = field(default_factory=dict)
    #: Earlier figures, added to the statistics.
    counters: Json = field(default_factory=dict)
    #: Rhythms that run in this scenario; each case that begins by one is known by its name.
    rhythms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a scenario."""

    #: open, expect, complete, claim, message, advance, refuse or given.
    kind: str
    #: Checked by config/schemas/scenario.json; text for `advance`, else a mapping.
    content: Any
    place: Place


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A given/when/then example that a pack must satisfy."""

    title: str
    #: Exactly one of these two is set: where it plays, or the pack that a scratch jurisdiction adopts.
    jurisdiction: str | None
    pack: str | None
    clock: datetime
    given: Given
    steps: tuple[Step, ...]
    document: YamlFile = field(repr=False)

    @property
    def file(self) -> str:
        """Return the path of the file."""
        return self.document.file

    def problem(self, place: Place, message: Text) -> Problem:
        """Return a failure that points at a place of the file."""
        return self.document.problem(place, message)


def read_scenario(file: str, content: bytes) -> Scenario:
    """Read a scenario. Raises CheckFailedError with every problem of the file."""
    document = schemas.read_checked(file, content, "scenario")
    value = document.value
    return Scenario(
        title=value["scenario"],
        jurisdiction=value.get("jurisdiction"),
        pack=value.get("pack"),
        clock=instant(value["clock"]),
        given=read_given(value.get("given", {})),
        steps=tuple(_step(entry, index) for index, entry in enumerate(value["steps"])),
        document=document,
    )


def read_given(value: Json) -> Given:
    """Return the parts of a `given`."""
    return Given(**{**value, "rhythms": tuple(value.get("rhythms", ()))})


def instant(text: str) -> datetime:
    """Read an instant that was written by Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def moment_after(now: datetime, text: str) -> datetime:
    """Read an instant, or a duration from now on such as `2 h`."""
    found = _DURATION.fullmatch(text)
    return now + timedelta(seconds=int(found[1]) * _SECONDS[found[2]]) if found else instant(text)


def local(moment: datetime) -> str:
    """Write an instant as it is written in scenario files."""
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M:%S").removesuffix(":00")


def _step(entry: Json, index: int) -> Step:
    kind, content = next(iter(entry.items()))
    return Step(kind=kind, content=content, place=("steps", index, kind))
