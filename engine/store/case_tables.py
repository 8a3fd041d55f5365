"""The tables of cases: every row belongs to a jurisdiction and is seen within its reach only."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from engine.store import schema
from engine.store.schema import SCHEMA, Guard

_OPEN = sa.text("state = 'open'")

serial_number = schema.table(
    "serial_number",
    schema.jurisdiction(primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    schema.number("last"),
    guard=Guard.REACH,
)

case_file = schema.table(
    "case_file",
    schema.uuid("id", primary_key=True),
    schema.jurisdiction(),
    schema.text("release", sa.ForeignKey(f"{SCHEMA}.release.id")),
    schema.text("number"),
    schema.number("revision"),
    schema.text("state"),
    schema.json("document"),
    schema.text("title"),
    schema.text("dispute_type", null=True),
    # Where it happened, in the spelling in which places are compared.
    schema.text("place", null=True),
    schema.instant("opened_at"),
    schema.text("opened_by"),
    schema.instant("closed_at", null=True),
    schema.text("end", null=True),
    # With it a party asks how the case stands, without an account.
    schema.text("query_code"),
    # Number, title and names of the parties: what search looks through.
    schema.text("searched"),
    sa.UniqueConstraint("id", "jurisdiction"),
    sa.UniqueConstraint("jurisdiction", "number"),
    sa.CheckConstraint("revision > 0", name="revision"),
    sa.Index("case_file_query_code_ix", "query_code", unique=True),
    sa.Index("case_file_list_ix", "jurisdiction", sa.text("opened_at DESC"), sa.text("id DESC")),
    sa.Index("case_file_open_ix", "jurisdiction", "opened_at", postgresql_where=sa.text("closed_at IS NULL")),
    sa.Index("case_file_opened_by_ix", "opened_by"),
    # One index only: beside a trigram index the planner joins both and reads far too much.
    sa.Index("case_file_searched_ix", sa.text("onedoor.pieces(searched)"), postgresql_using="gin"),
    guard=Guard.REACH,
    # Each step writes the row anew. A quarter of the page left free takes the largest row that PostgreSQL keeps whole, so that the
    # new one stands beside the old one and no index is touched.
    postgresql_with={"fillfactor": 75},
)

party = schema.table(
    "party",
    *schema.of_case(),
    schema.number("seq"),
    schema.text("role"),
    schema.text("name"),
    schema.text("phone", null=True),
    sa.PrimaryKeyConstraint("case_id", "seq"),
    guard=Guard.REACH,
)

process_instance = schema.table(
    "process_instance",
    *schema.of_case(),
    schema.text("process"),
    # Already compact: PostgreSQL need not try to compress it again at every step.
    sa.Column("state", pg.BYTEA, nullable=False),
    sa.PrimaryKeyConstraint("case_id"),
    guard=Guard.REACH,
)

work_item = schema.table(
    "work_item",
    schema.uuid("id", primary_key=True),
    *schema.of_case(),
    schema.uuid("task"),
    schema.text("element"),
    schema.text("code"),
    schema.text("title_zh"),
    schema.text("title_en"),
    schema.text("form", null=True),
    schema.text("role", null=True),
    schema.texts("assigned"),
    schema.json("entry", null=True),
    schema.instant("created_at"),
    schema.instant("due", null=True),
    schema.text("deadline", null=True),
    schema.instant("since", null=True),
    # When its deadline stood still, and why it does now.
    schema.json("stops", null=True),
    schema.json("pause", null=True),
    schema.text("holder", null=True),
    schema.text("state"),
    schema.instant("closed_at", null=True),
    schema.text("done_by", null=True),
    schema.one_of("state", "open", "done", "withdrawn"),
    sa.CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
    # A step reads the open ones only: a case that goes round and round costs no more than a short one.
    sa.Index("work_item_case_ix", "case_id", "state"),
    # What lists read: open items only, so that closed cases cost nothing.
    sa.Index("work_item_open_ix", "jurisdiction", "due", postgresql_where=_OPEN),
    sa.Index("work_item_holder_ix", "holder", postgresql_where=_OPEN),
    # Whose it is or was: what those may see who are only called to cases.
    sa.Index("work_item_anyones_ix", "holder"),
    sa.Index("work_item_assigned_ix", "assigned", postgresql_using="gin", postgresql_where=sa.text("assigned <> '{}'")),
    guard=Guard.REACH,
)

timer = schema.table(
    "timer",
    *schema.of_case(is_deferred=True),
    schema.uuid("ref"),
    schema.text("kind"),
    schema.instant("due", index=True),
    schema.json("detail"),
    schema.one_of("kind", "process", "warning", "message"),
    sa.PrimaryKeyConstraint("case_id", "ref", "kind"),
    guard=Guard.REACH,
)

submission = schema.table(
    "submission",
    schema.uuid("id", primary_key=True),
    *schema.of_case(),
    schema.uuid("item", null=True),
    schema.text("form"),
    schema.text("code"),
    schema.json("answers", null=True),
    schema.text("actor"),
    schema.instant("at"),
    # Instead of `answers` where these are long: their JSON, deflated (RFC 1951). PostgreSQL compresses no row below 2 KB.
    sa.Column("packed", sa.LargeBinary),
    sa.CheckConstraint("num_nonnulls(answers, packed) = 1", name="answers"),
    sa.Index("submission_case_ix", "case_id", "at"),
    guard=Guard.REACH,
    append_only=True,
)

sealed_part = schema.table(
    "sealed_part",
    schema.uuid("submission", sa.ForeignKey(f"{SCHEMA}.submission.id"), primary_key=True),
    *schema.of_case(),
    schema.json("content"),
    guard=Guard.REACH,
    append_only=True,
)

form_draft = schema.table(
    "form_draft",
    schema.uuid("item", primary_key=True),
    # Null while the case is not opened yet.
    *schema.of_case(null=True),
    schema.text("actor"),
    schema.json("answers"),
    schema.number("revision"),
    schema.instant("saved_at"),
    # The process with which a case not yet opened will start.
    schema.text("door", null=True),
    guard=Guard.REACH,
)

# A row holds what one actor did at one instant; a row a line would repeat who, when and in which case five times a step.
history = schema.table(
    "history",
    *schema.of_case(),
    sa.Column("seq", sa.BigInteger, sa.Identity(always=True), nullable=False),
    schema.instant("at"),
    schema.text("actor"),
    # In order: [kind, code, element, detail], without what is empty at the end.
    schema.compact_json("lines"),
    sa.PrimaryKeyConstraint("case_id", "seq"),
    # Also what cannot be read as jsonb, such as a null character, is refused when it is written.
    sa.CheckConstraint("jsonb_typeof(lines::jsonb) = 'array'", name="lines"),
    guard=Guard.REACH,
    append_only=True,
)

reading_log = schema.table(
    "reading_log",
    schema.serial(),
    *schema.of_case(),
    schema.instant("at", server_default=sa.text("clock_timestamp()")),
    schema.text("actor"),
    schema.text("compartment"),
    schema.text("purpose"),
    sa.Index("reading_log_case_ix", "case_id"),
    guard=Guard.REACH,
    append_only=True,
)

notice = schema.table(
    "notice",
    schema.serial(),
    *schema.of_case(),
    schema.text("addressee"),
    schema.text("code"),
    schema.text("text_zh"),
    schema.text("text_en"),
    schema.instant("at"),
    sa.Index("notice_addressee_ix", "addressee", "at"),
    sa.Index("notice_place_ix", "addressee", "jurisdiction", "at"),
    sa.Index("notice_case_ix", "case_id"),
    guard=Guard.REACH,
)

notice_reading = schema.table(
    "notice_reading",
    sa.Column("notice", sa.BigInteger, sa.ForeignKey(f"{schema.SCHEMA}.notice.id", ondelete="CASCADE"), nullable=False),
    schema.jurisdiction(),
    schema.text("person"),
    schema.instant("at"),
    sa.PrimaryKeyConstraint("person", "notice", name="notice_reading_pk"),
    sa.Index("notice_reading_notice_ix", "notice"),
    guard=Guard.REACH,
)

case_link = schema.table(
    "case_link",
    *schema.of_case(is_deferred=True),
    schema.text("kind"),
    schema.uuid("other_id"),
    schema.text("other_jurisdiction"),
    schema.text("by"),
    schema.instant("at"),
    sa.ForeignKeyConstraint(
        ["other_id", "other_jurisdiction"],
        [f"{SCHEMA}.case_file.id", f"{SCHEMA}.case_file.jurisdiction"],
        # A case may open another in its very first step.
        deferrable=True,
        initially="DEFERRED",
    ),
    schema.one_of("kind", "merged", "serves", "reopens", "concerns", "agenda"),
    sa.CheckConstraint("case_id <> other_id", name="itself"),
    sa.PrimaryKeyConstraint("case_id", "other_id", "kind"),
    sa.Index("case_link_other_ix", "other_id"),
    guard=Guard.REACH,
    append_only=True,
)

attachment = schema.table(
    "attachment",
    schema.uuid("id", primary_key=True),
    *schema.of_case(null=True),
    schema.text("name"),
    schema.text("media_type"),
    schema.number("size"),
    sa.Column("content", sa.LargeBinary, nullable=False),
    schema.text("uploaded_by"),
    schema.instant("at"),
    sa.CheckConstraint("size = octet_length(content)", name="size"),
    sa.Index("attachment_case_ix", "case_id"),
    guard=Guard.REACH,
)

letter_serial = schema.table(
    "letter_serial",
    schema.jurisdiction(primary_key=True),
    schema.text("series", primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    schema.number("last"),
    guard=Guard.REACH,
)

issued_document = schema.table(
    "issued_document",
    schema.uuid("id", primary_key=True),
    # A process may issue a letter in its first step, before the case is stored.
    *schema.of_case(is_deferred=True),
    schema.text("code"),
    schema.text("title_zh"),
    schema.text("title_en"),
    schema.text("number", null=True),
    schema.text("locale"),
    schema.text("privacy"),
    schema.text("release", sa.ForeignKey(f"{SCHEMA}.release.id")),
    # What it says, from which the DOCX is written; the PDF is the document.
    schema.json("letter"),
    sa.Column("pdf", sa.LargeBinary, nullable=False),
    schema.text("sha256"),
    schema.text("issued_by"),
    schema.instant("at"),
    schema.one_of("privacy", "P0", "P1", "P2"),
    sa.UniqueConstraint("jurisdiction", "code", "number"),
    sa.CheckConstraint("sha256 = encode(sha256(pdf), 'hex')", name="address"),
    sa.Index("issued_document_case_ix", "case_id", "at"),
    guard=Guard.REACH,
    append_only=True,
)

received_document = schema.table(
    "received_document",
    schema.uuid("id", primary_key=True),
    *schema.of_case(),
    schema.text("title"),
    # Who issued it, as it stands on the paper.
    schema.text("issuer"),
    schema.text("number", null=True),
    sa.Column("dated_on", sa.Date, nullable=False),
    # The document of ours to which it is the answer.
    schema.uuid("answers", sa.ForeignKey(f"{SCHEMA}.issued_document.id"), null=True),
    schema.text("privacy"),
    schema.text("name"),
    schema.text("media_type"),
    sa.Column("content", sa.LargeBinary, nullable=False),
    schema.text("sha256"),
    schema.text("received_by"),
    schema.instant("at"),
    schema.one_of("privacy", "P1", "P2"),
    sa.CheckConstraint("sha256 = encode(sha256(content), 'hex')", name="address"),
    sa.Index("received_document_case_ix", "case_id", "at"),
    guard=Guard.REACH,
    append_only=True,
)
