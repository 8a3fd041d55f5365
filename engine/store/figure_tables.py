"""The tables of figures: what each case gives to each of them, and the reports that were published."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store import schema
from engine.store.schema import Guard

figure_count = schema.table(
    "figure_count",
    *schema.of_case(),
    # Address of the definition.
    sa.Column("definition", sa.BigInteger, nullable=False),
    schema.text("part"),
    # Which entry of a list it is; 0 where the case itself is counted.
    schema.number("entry"),
    sa.Column("day", sa.Date, nullable=False),
    # Null: the definition gave no result for this case.
    sa.Column("value", sa.Numeric, nullable=True),
    sa.Column("known_on", sa.Date, nullable=True),
    schema.one_of("part", "sum", "of"),
    sa.PrimaryKeyConstraint("case_id", "definition", "part", "entry"),
    # What a page of figures reads: a span of days of some definitions, from the index alone.
    sa.Index(
        "figure_count_day_ix",
        "definition",
        "jurisdiction",
        "day",
        postgresql_include=["part", "value", "known_on", "case_id"],
    ),
    guard=Guard.REACH,
)

figure_group = schema.table(
    "figure_group",
    *schema.of_case(),
    # Address of the grouping.
    sa.Column("definition", sa.BigInteger, nullable=False),
    schema.text("value", null=True),
    sa.PrimaryKeyConstraint("case_id", "definition"),
    guard=Guard.REACH,
)

figure_recount = schema.table(
    "figure_recount",
    schema.jurisdiction(primary_key=True),
    # The definitions that are being counted, as one text.
    schema.text("wanted"),
    schema.number("done"),
    schema.number("total"),
    sa.Column("is_finished", sa.Boolean, nullable=False),
    # The last case that was counted.
    schema.instant("opened_at", null=True),
    schema.uuid("case", null=True),
    guard=Guard.REACH,
)

published_report = schema.table(
    "published_report",
    schema.uuid("id", primary_key=True),
    schema.jurisdiction(),
    schema.text("name"),
    schema.text("title_zh"),
    schema.text("title_en"),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    schema.instant("at"),
    schema.text("by"),
    sa.Column("is_public", sa.Boolean, nullable=False),
    # The definitions with the values as they were then.
    schema.json("content"),
    sa.CheckConstraint("first <= last", name="days"),
    sa.Index("published_report_place_ix", "jurisdiction", "at"),
    guard=Guard.REACH,
    append_only=True,
)
