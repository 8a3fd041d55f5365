"""What ships, over the server of a real PostgreSQL."""

from tests.shipped import server, shipped

__all__ = ["server", "shipped"]
