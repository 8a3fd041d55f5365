"""The fixtures of a real PostgreSQL."""

from tests.postgres import begin, database, server

__all__ = ["begin", "database", "server"]
