"""A server whose databases need not survive still copies them faithfully."""

from __future__ import annotations

import psycopg


def test_a_hastened_server_says_so(server: str) -> None:
    """It waits for no disk, and nothing of the trial with which it found out how to copy is left."""
    with psycopg.connect(server, autocommit=True) as owner:
        fsync = owner.execute("SHOW fsync").fetchone()
        left = owner.execute("SELECT 1 FROM pg_database WHERE datname = 'copied_by_the_kernel'").fetchone()

    assert fsync == ("off",)
    assert left is None
