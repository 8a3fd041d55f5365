"""Let the draft of a new case remember the door by which it came."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("ALTER TABLE onedoor.form_draft ADD COLUMN door text")
