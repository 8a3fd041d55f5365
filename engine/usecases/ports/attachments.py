"""Uploaded files in the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """An uploaded file; answers name it by its id."""

    id: UUID
    jurisdiction: str
    #: None until the answer that names it opens the case.
    case: UUID | None
    #: As uploaded, without any path; for showing only.
    name: str
    #: Found by looking at the content, never taken from the browser.
    media_type: str
    content: bytes
    uploaded_by: str
    at: datetime


class Attachments(Protocol):
    """Uploaded files, stored with the case so that one backup holds everything."""

    def put(self, attachment: Attachment) -> None:
        """Store a file."""
        ...

    def get(self, attachment: UUID) -> Attachment:
        """Return a file. Raises NotFoundError."""
        ...

    def names(self, attachments: Collection[UUID]) -> Mapping[UUID, tuple[str, int]]:
        """Return name and size in bytes of the files that exist."""
        ...

    def drop_unbound(self, before: datetime) -> int:
        """Delete files uploaded before an instant that belong to no case and are named by no draft; returns how many."""
        ...
