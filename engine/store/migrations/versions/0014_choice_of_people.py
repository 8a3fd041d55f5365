"""Keep what the choice of people needs: categories, towns, interests, committees, rota, absences and distances."""

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.get_bind().connection.cursor().execute(Path(__file__).with_suffix(".sql").read_text())
