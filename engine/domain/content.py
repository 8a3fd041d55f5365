"""Content addresses: a release is named by what it contains."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

#: Most bytes of one file of a pack.
LARGEST_FILE = 2 * 1024 * 1024


def file_id(content: bytes) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def release_id(files: Mapping[str, bytes], parent: str | None) -> str:
    """Return the id of a release: SHA-256 over its sorted paths, file ids and the parent's id."""
    lines = [f"{path} {file_id(content)}\n" for path, content in sorted(files.items())]
    return hashlib.sha256("".join([*lines, f"parent {parent or ''}\n"]).encode()).hexdigest()
