"""Let a draft be submitted for release."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_constraint("pack_draft_state_ck", "pack_draft", schema="onedoor")
    op.create_check_constraint("state", "pack_draft", "state IN ('open', 'submitted', 'released', 'discarded')", schema="onedoor")
