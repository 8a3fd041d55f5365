"""The fixtures of a real PostgreSQL, and what ships over it."""

from tests.postgres import begin, database, server
from tests.shipped import shipped

__all__ = ["begin", "database", "server", "shipped"]
