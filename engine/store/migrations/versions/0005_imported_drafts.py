"""Let a draft remember the archive that it came in and the release that it extends."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE onedoor.pack_draft ADD COLUMN archive text, ADD COLUMN parent text")
    op.create_foreign_key(
        "pack_draft_parent_fk", "pack_draft", "release", ["parent"], ["id"], source_schema="onedoor", referent_schema="onedoor"
    )
