"""A letter filled in: what stands on the paper, before anybody has typeset it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from engine.domain.case import Json

#: A piece of text as it is printed; None is a blank to be filled in by hand.
Run = str | None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One document of a case in one language.

    The blocks are plain JSON, because a typesetter takes them and the store keeps them. By `kind`, with `runs` a list of Run:

    * `heading` level 1 or 2, runs; `paragraph` runs, align (`both`, `left`, `center`, `right`), is_indented;
    * `term` label such as 一、, runs; `note` runs in small type; `seal` runs of who seals; `date` runs; `break` a new page;
    * `table` columns (each title and width, a share), rows (each a list of runs by column);
    * `fields` rows (each label, value and depth), value a list of lines;
    * `signatures` rows (each label, and name as runs).
    """

    code: str
    locale: str
    title: str
    #: None for a document without a number, and for a preview.
    number: str | None
    #: `letter` is set like an official letter, `sheet` smaller, for lists and tables.
    layout: str
    #: Highest privacy class of what it may show.
    privacy: str
    blocks: tuple[Json, ...]
    #: A preview is marked on every page, so that nobody takes it for the document.
    is_preview: bool = False

    def plain(self) -> Json:
        """Return the letter as plain JSON."""
        return {**asdict(self), "blocks": list(self.blocks)}

    @classmethod
    def of(cls, plain: Json) -> Letter:
        """Return the letter of plain JSON."""
        return cls(**{**plain, "blocks": tuple(plain["blocks"])})

    def texts(self) -> Iterator[str]:
        """Yield everything that is printed."""
        yield from (self.title, self.number or "")
        yield from _texts(list(self.blocks))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        yield from _texts([each for key, each in value.items() if key not in ("kind", "align")])
