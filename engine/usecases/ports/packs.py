"""Packs in the store: releases and drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class PackDraft:
    """A pack being changed: the release it grew from and its changed files."""

    id: UUID
    jurisdiction: str
    pack: str
    #: Release it grew from; None for a new pack.
    base: str | None
    files: Mapping[str, bytes]
    author: str
    revision: int
    #: open, submitted, released or discarded.
    state: str
    note: str = ""
    #: Content id of the archive that it came in, if it was imported; its parents' files may then travel with its own.
    archive: str | None = None
    #: Release that the pack extends, where that did not travel with it, or is another than that of the base.
    parent: str | None = None
    #: Release of its template that it has taken in; None where nobody knows.
    follows: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReleaseRow:
    """What the list of releases shows."""

    id: str
    jurisdiction: str
    pack: str
    version: str
    parent: str | None
    released_at: datetime
    author: str
    released_by: str
    note: str
    #: Release of its template that it has taken in: itself for a template; None where nobody knows.
    follows: str | None = None


class Packs(Protocol):
    """Packs, their immutable content-addressed releases (ids: domain.content.release_id), and drafts."""

    def release_files(self, release: str) -> Mapping[str, bytes]:
        """Return all files of a release, its parents' included (own files win). Raises NotFoundError."""
        ...

    def own_files(self, release: str) -> Mapping[str, bytes]:
        """Return the files of the release itself, without its parents'."""
        ...

    def inherited_files(self, release: str) -> Mapping[str, bytes]:
        """Return the files of the release's parents only."""
        ...

    def parent(self, release: str) -> str | None:
        """Return the release that a release extends. Raises NotFoundError."""
        ...

    def follows(self, release: str) -> str | None:
        """Return the release of its template that a release has taken in. Raises NotFoundError."""
        ...

    def supplied(self, pack: str) -> str | None:
        """Return the newest release of a pack that shipped with the program."""
        ...

    def add_release(self, row: ReleaseRow, files: Mapping[str, bytes]) -> None:
        """Store a release; storing the same content twice is the same release."""
        ...

    def current(self, jurisdiction: str) -> str | None:
        """Return the release with which new cases of a jurisdiction start (nearest ancestor's if none of its own)."""
        ...

    def in_force(self, jurisdiction: str) -> Sequence[str]:
        """Return the releases adopted by a jurisdiction and by those above it, nearest first: its cases are counted by all of them."""
        ...

    def adopters(self) -> Mapping[str, frozenset[str]]:
        """Return the jurisdictions that have adopted a release themselves, each with all below it and itself."""
        ...

    def adopt(self, jurisdiction: str, release: str, at: datetime, by: str) -> None:
        """Let new cases of a jurisdiction start with a release."""
        ...

    def releases(self, jurisdiction: str) -> Sequence[ReleaseRow]:
        """Return the releases that a jurisdiction made or adopted, newest first."""
        ...

    def find(self, pack: str) -> str | None:
        """Return the newest release of a pack by name that the scope may use."""
        ...

    def draft(self, draft: UUID) -> PackDraft:
        """Return a draft. Raises NotFoundError."""
        ...

    def drafts(self, jurisdiction: str) -> Sequence[PackDraft]:
        """Return the open and submitted drafts of a jurisdiction."""
        ...

    def put_draft(self, draft: PackDraft, seen: int | None) -> None:
        """Store a draft; `seen` None adds it. Raises DraftChangedError."""
        ...
