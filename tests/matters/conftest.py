"""The server of a real PostgreSQL."""

from tests.postgres import server

__all__ = ["server"]
