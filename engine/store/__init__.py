"""Everything that is kept: PostgreSQL, its tables, and the repositories behind the ports of the use cases."""
