"""The tables of jurisdictions, calendars, rosters and packs."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from engine.store import schema
from engine.store.schema import SCHEMA, Guard

jurisdiction = schema.table(
    "jurisdiction",
    schema.text("id", primary_key=True),
    schema.text("parent", sa.ForeignKey(f"{SCHEMA}.jurisdiction.id"), null=True),
    schema.text("level"),
    schema.text("title_zh"),
    schema.text("title_en"),
    schema.text("pack", null=True),
    # From the root down to the jurisdiction itself.
    schema.texts("path"),
    # The reach of a transaction is written as codes joined by commas.
    sa.CheckConstraint("strpos(id, ',') = 0", name="id"),
    schema.one_of("level", "province", "city", "county", "town", "village"),
    guard=Guard.SHARED,
)

calendar_year = schema.table(
    "calendar_year",
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    schema.json("holidays"),
    sa.Column("make_up_days", pg.ARRAY(sa.Date), nullable=False),
    schema.text("source", sa.CheckConstraint("source IN ('notice', 'estimate')", name="source")),
    guard=Guard.SHARED,
)

calendar_entry = schema.table(
    "calendar_entry",
    schema.serial(),
    schema.jurisdiction(),
    schema.number("year"),
    # Null: the entry was withdrawn.
    schema.json("holidays", null=True),
    sa.Column("make_up_days", pg.ARRAY(sa.Date), nullable=False),
    schema.instant("at"),
    schema.text("by"),
    sa.Index("calendar_entry_newest_ix", "jurisdiction", "year", sa.text("id DESC")),
    guard=Guard.OPEN,
    append_only=True,
)

unit = schema.table(
    "unit",
    schema.jurisdiction(primary_key=True),
    schema.text("code", primary_key=True),
    schema.number("seq"),
    schema.text("title_zh"),
    schema.text("title_en"),
    schema.text("kind"),
    schema.text("presence", null=True),
    schema.text("parent", null=True),
    schema.one_of("presence", "resident", "rotating", "on_call"),
    guard=Guard.OPEN,
)

person = schema.table(
    "person",
    # Unique in the whole system: work and history name people by it alone.
    schema.text("code", primary_key=True),
    schema.jurisdiction(index=True),
    schema.number("seq"),
    schema.text("name"),
    schema.text("unit", null=True),
    sa.Column("full_time", sa.Boolean, nullable=False),
    schema.texts("qualifications"),
    schema.texts("categories"),
    schema.texts("represents"),
    schema.text("town", server_default=""),
    schema.number("most_open", null=True),
    schema.json("interests", server_default="[]"),
    sa.Column("active_from", sa.Date),
    sa.Column("active_until", sa.Date),
    schema.json("profile"),
    schema.text("login", null=True, unique=True),
    guard=Guard.OPEN,
)

team = schema.table(
    "team",
    schema.jurisdiction(primary_key=True),
    schema.text("code", primary_key=True),
    schema.number("seq"),
    schema.text("title_zh"),
    schema.text("title_en"),
    schema.texts("dispute_types"),
    schema.text("industry"),
    schema.text("lead"),
    sa.Column("published", sa.Boolean, nullable=False),
    schema.text("kind", server_default="team"),
    schema.text("unit", null=True),
    schema.texts("towns"),
    sa.Column("has_seal", sa.Boolean, nullable=False, server_default="false"),
    sa.Column("term_from", sa.Date),
    schema.one_of("kind", "team", "committee", "studio", "pool"),
    guard=Guard.OPEN,
)

team_member = schema.table(
    "team_member",
    schema.jurisdiction(primary_key=True),
    schema.text("team", primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    schema.text("person", index=True),
    sa.ForeignKeyConstraint(["jurisdiction", "team"], [f"{SCHEMA}.team.jurisdiction", f"{SCHEMA}.team.code"], ondelete="CASCADE"),
    guard=Guard.OPEN,
)

post = schema.table(
    "post",
    schema.serial(),
    schema.jurisdiction(index=True),
    schema.number("seq"),
    schema.text("person", index=True),
    schema.text("role"),
    schema.text("unit", null=True),
    guard=Guard.OPEN,
)

knock = schema.table(
    "knock",
    schema.serial(),
    schema.jurisdiction(),
    # A digest that changes every day: who it was cannot be told from it.
    schema.text("sender"),
    schema.instant("at"),
    sa.Index("knock_jurisdiction_at_ix", "jurisdiction", "at"),
    guard=Guard.REACH,
)

beat = schema.table(
    "beat",
    schema.jurisdiction(primary_key=True),
    schema.text("rhythm", primary_key=True),
    schema.instant("planned", primary_key=True),
    schema.instant("actual"),
    schema.number("missed"),
    guard=Guard.REACH,
    append_only=True,
)

turn = schema.table(
    "turn",
    schema.serial(),
    schema.jurisdiction(index=True),
    schema.number("seq"),
    schema.text("person", null=True),
    schema.text("unit", null=True),
    sa.Column("weekdays", pg.ARRAY(sa.Integer), nullable=False),
    sa.Column("days", pg.ARRAY(sa.Date), nullable=False),
    sa.Column("first", sa.Date),
    sa.Column("last", sa.Date),
    sa.Column("is_duty", sa.Boolean, nullable=False),
    sa.CheckConstraint("(person IS NULL) <> (unit IS NULL)", name="whose"),
    guard=Guard.OPEN,
)

absence = schema.table(
    "absence",
    schema.serial(),
    schema.jurisdiction(index=True),
    schema.number("seq"),
    schema.text("person"),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    sa.CheckConstraint("first <= last", name="span"),
    guard=Guard.OPEN,
)

distance = schema.table(
    "distance",
    schema.serial(),
    schema.jurisdiction(index=True),
    schema.number("seq"),
    schema.texts("towns"),
    schema.number("kilometres"),
    sa.CheckConstraint("cardinality(towns) = 2 AND kilometres >= 0", name="towns"),
    guard=Guard.OPEN,
)

pack_file = schema.table(
    "pack_file",
    schema.text("sha256", primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("sha256 = encode(sha256(content), 'hex')", name="address"),
    guard=Guard.SHARED,
    append_only=True,
)

release = schema.table(
    "release",
    schema.text("id", primary_key=True),
    # Order of release; two in one instant stay apart.
    sa.Column("seq", sa.BigInteger, sa.Identity(always=True), unique=True),
    schema.jurisdiction(index=True),
    schema.text("pack", index=True),
    schema.text("version"),
    schema.text("parent", sa.ForeignKey(f"{SCHEMA}.release.id"), null=True),
    schema.instant("released_at"),
    schema.text("author"),
    schema.text("released_by"),
    schema.text("note"),
    schema.text("follows", sa.ForeignKey(f"{SCHEMA}.release.id"), null=True),
    guard=Guard.OPEN,
    append_only=True,
)

release_file = schema.table(
    "release_file",
    schema.text("release", sa.ForeignKey(f"{SCHEMA}.release.id"), primary_key=True),
    schema.text("path", primary_key=True),
    schema.text("sha256", sa.ForeignKey(f"{SCHEMA}.pack_file.sha256")),
    guard=Guard.SHARED,
    append_only=True,
)

adoption = schema.table(
    "adoption",
    schema.serial(),
    schema.jurisdiction(index=True),
    schema.text("release", sa.ForeignKey(f"{SCHEMA}.release.id")),
    schema.instant("at"),
    schema.text("by"),
    guard=Guard.OPEN,
    append_only=True,
)

pack_draft = schema.table(
    "pack_draft",
    schema.uuid("id", primary_key=True),
    schema.jurisdiction(index=True),
    schema.text("pack"),
    schema.text("base", sa.ForeignKey(f"{SCHEMA}.release.id"), null=True),
    schema.text("author"),
    schema.number("revision"),
    schema.text("state"),
    schema.text("note"),
    schema.text("archive", null=True),
    schema.text("parent", sa.ForeignKey(f"{SCHEMA}.release.id"), null=True),
    schema.text("follows", sa.ForeignKey(f"{SCHEMA}.release.id"), null=True),
    schema.one_of("state", "open", "submitted", "released", "discarded"),
    guard=Guard.REACH,
)

pack_draft_file = schema.table(
    "pack_draft_file",
    schema.uuid("draft", sa.ForeignKey(f"{SCHEMA}.pack_draft.id"), primary_key=True),
    schema.text("path", primary_key=True),
    schema.jurisdiction(),
    schema.text("sha256", sa.ForeignKey(f"{SCHEMA}.pack_file.sha256")),
    guard=Guard.REACH,
)
