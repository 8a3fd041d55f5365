"""Create the first tables, the search function and the tables of background jobs."""

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None


def upgrade() -> None:
    cursor = op.get_bind().connection.cursor()
    for sql in ("SET LOCAL search_path = public", SchemaManager.get_schema(), Path(__file__).with_suffix(".sql").read_text()):
        cursor.execute(sql)
