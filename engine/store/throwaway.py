"""Servers whose databases need not survive: rehearsals and tests copy a prepared one again and again."""

from __future__ import annotations

import psycopg

_PROBE = "copied_by_the_kernel"


def hasten(owner: psycopg.Connection) -> None:
    """Let a server be quick instead of careful; the connection commits by itself.

    A power cut may lose everything. Since PostgreSQL 18 the kernel copies a template's files, where the folder's kind allows it.
    """
    owner.execute("ALTER SYSTEM SET fsync = off")
    if _may_clone(owner):
        owner.execute("ALTER SYSTEM SET file_copy_method = 'clone'")
    owner.execute("SELECT pg_reload_conf()")


def _may_clone(owner: psycopg.Connection) -> bool:
    """Try it: whether it works depends on the version, on how the server was built, and on the file system."""
    try:
        owner.execute("SET file_copy_method = 'clone'")
        owner.execute(f"CREATE DATABASE {_PROBE} TEMPLATE template0 STRATEGY file_copy")
        owner.execute(f"DROP DATABASE {_PROBE}")
    except psycopg.Error:
        return False
    return True
