"""Packs, their releases under content addresses, and drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from engine import errors
from engine.domain import content
from engine.store.tables import adoption, pack_draft, pack_draft_file, pack_file
from engine.store.tables import release as release_table
from engine.store.transaction import Transaction
from engine.usecases import ports

_FILES = sa.text("""
    WITH RECURSIVE chain AS (
        SELECT id, parent, 0 AS depth FROM onedoor.release WHERE id = :release
        UNION ALL
        SELECT r.id, r.parent, depth + 1 FROM chain JOIN onedoor.release r ON r.id = chain.parent
    )
    SELECT DISTINCT ON (f.path) f.path, b.content
    FROM chain JOIN onedoor.release_file f ON f.release = chain.id JOIN onedoor.pack_file b USING (sha256)
    WHERE depth BETWEEN :nearest AND :furthest
    ORDER BY f.path, depth
""")

_ADD_FILES = sa.text("""
    INSERT INTO onedoor.pack_file (sha256, content)
    SELECT * FROM unnest(CAST(:ids AS text[]), CAST(:contents AS bytea[])) ON CONFLICT DO NOTHING
""")

_ADD_RELEASE_FILES = sa.text("""
    INSERT INTO onedoor.release_file (release, path, sha256)
    SELECT :release, * FROM unnest(CAST(:paths AS text[]), CAST(:ids AS text[])) ON CONFLICT DO NOTHING
""")

_CURRENT = sa.text("""
    SELECT a.release
    FROM onedoor.jurisdiction j
    CROSS JOIN unnest(j.path) WITH ORDINALITY AS above (id, depth)
    JOIN onedoor.adoption a ON a.jurisdiction = above.id
    WHERE j.id = :jurisdiction
    ORDER BY above.depth DESC, a.id DESC
    LIMIT 1
""")

_IN_FORCE = sa.text("""
    SELECT adopted.release
    FROM onedoor.jurisdiction j
    CROSS JOIN unnest(j.path) WITH ORDINALITY AS above (id, depth)
    CROSS JOIN LATERAL (SELECT a.release FROM onedoor.adoption a WHERE a.jurisdiction = above.id ORDER BY a.id DESC LIMIT 1) adopted
    WHERE j.id = :jurisdiction
    ORDER BY above.depth DESC
""")

_ADOPTERS = sa.text("""
    SELECT a.jurisdiction, array_agg(DISTINCT j.id) AS below
    FROM onedoor.adoption a JOIN onedoor.jurisdiction j ON a.jurisdiction = ANY (j.path)
    GROUP BY a.jurisdiction ORDER BY a.jurisdiction
""")

#: Who released what shipped with the program.
FACTORY = "factory"

#: As deep as packs may extend one another; a release cannot extend itself, so this is never reached.
_ALL = 1000


class SqlPacks:
    """Satisfies the port Packs."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def release_files(self, release: str) -> Mapping[str, bytes]:
        """Read the whole chain, the nearest file of each path."""
        return self._files(release, 0, _ALL)

    def own_files(self, release: str) -> Mapping[str, bytes]:
        """Read the first link of the chain."""
        return self._files(release, 0, 0)

    def inherited_files(self, release: str) -> Mapping[str, bytes]:
        """Read the chain without its first link."""
        return self._files(release, 1, _ALL)

    def _files(self, release: str, nearest: int, furthest: int) -> Mapping[str, bytes]:
        rows = self._transaction.rows(_FILES, {"release": release, "nearest": nearest, "furthest": furthest})
        if not rows:
            self.parent(release)
        return {row.path: bytes(row.content) for row in rows}

    def parent(self, release: str) -> str | None:
        """Read the parent."""
        row = self._transaction.row(sa.select(release_table.c.parent).where(release_table.c.id == release))
        if row is None:
            raise errors.NotFoundError
        return row.parent  # type: ignore[no-any-return]

    def follows(self, release: str) -> str | None:
        """Read it."""
        row = self._transaction.row(sa.select(release_table.c.follows).where(release_table.c.id == release))
        if row is None:
            raise errors.NotFoundError
        return row.follows  # type: ignore[no-any-return]

    def supplied(self, pack: str) -> str | None:
        """Read the newest that nobody but the factory has released."""
        shipped = (release_table.c.pack == pack) & (release_table.c.released_by == FACTORY)
        row = self._transaction.row(sa.select(release_table.c.id).where(shipped).order_by(release_table.c.seq.desc()).limit(1))
        return row.id if row else None

    def add_release(self, row: ports.ReleaseRow, files: Mapping[str, bytes]) -> None:
        """Store what is not there yet."""
        paths, ids = self._add_files(files)
        self._transaction.run(_insert(release_table).values(**vars(row)).on_conflict_do_nothing())
        self._transaction.run(_ADD_RELEASE_FILES, {"release": row.id, "paths": paths, "ids": ids})

    def _add_files(self, files: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
        ids = [content.file_id(file) for file in files.values()]
        self._transaction.run(_ADD_FILES, {"ids": ids, "contents": list(files.values())})
        return list(files), ids

    def current(self, jurisdiction: str) -> str | None:
        """Walk up the tree to the nearest adoption."""
        row = self._transaction.row(_CURRENT, {"jurisdiction": jurisdiction})
        return row.release if row else None

    def in_force(self, jurisdiction: str) -> Sequence[str]:
        """Walk up the tree and take the newest adoption of each."""
        return [row.release for row in self._transaction.rows(_IN_FORCE, {"jurisdiction": jurisdiction})]

    def adopters(self) -> Mapping[str, frozenset[str]]:
        """Read the adoptions with the tree."""
        return {row.jurisdiction: frozenset(row.below) for row in self._transaction.rows(_ADOPTERS)}

    def adopt(self, jurisdiction: str, release: str, at: datetime, by: str) -> None:
        """Add an adoption; the record of earlier ones stays."""
        self._transaction.run(adoption.insert().values(jurisdiction=jurisdiction, release=release, at=at, by=by))

    def releases(self, jurisdiction: str) -> Sequence[ports.ReleaseRow]:
        """Read what was made or adopted here; a template that nobody has adopted yet is only offered."""
        adopted = sa.select(adoption.c.release).where(adoption.c.jurisdiction == jurisdiction)
        is_made = (release_table.c.jurisdiction == jurisdiction) & release_table.c.follows.is_distinct_from(release_table.c.id)
        is_theirs = is_made | release_table.c.id.in_(adopted)
        rows = self._transaction.rows(sa.select(release_table).where(is_theirs).order_by(release_table.c.seq.desc()))
        return [_release_row(row) for row in rows]

    def find(self, pack: str) -> str | None:
        """Read the newest release of a name; releases are open to all, as no case is in them."""
        named = sa.select(release_table.c.id).where(release_table.c.pack == pack)
        row = self._transaction.row(named.order_by(release_table.c.seq.desc()).limit(1))
        return row.id if row else None

    def draft(self, draft: UUID) -> ports.PackDraft:
        """Read a draft with its files."""
        row = self._transaction.row(sa.select(pack_draft).where(pack_draft.c.id == draft))
        if row is None:
            raise errors.NotFoundError
        return self._with_files([row])[0]

    def drafts(self, jurisdiction: str) -> Sequence[ports.PackDraft]:
        """Read the drafts that are being worked on, all their files with one statement."""
        is_open = (pack_draft.c.jurisdiction == jurisdiction) & pack_draft.c.state.in_(("open", "submitted"))
        return self._with_files(self._transaction.rows(sa.select(pack_draft).where(is_open).order_by(pack_draft.c.id)))

    def _with_files(self, drafts: Sequence[sa.Row[Any]]) -> list[ports.PackDraft]:
        file = pack_draft_file.join(pack_file, pack_file.c.sha256 == pack_draft_file.c.sha256)
        wanted = pack_draft_file.c.draft.in_([draft.id for draft in drafts])
        columns = (pack_draft_file.c.draft, pack_draft_file.c.path, pack_file.c.content)
        files: dict[UUID, dict[str, bytes]] = {draft.id: {} for draft in drafts}
        for row in self._transaction.rows(sa.select(*columns).select_from(file).where(wanted).order_by(pack_draft_file.c.path)):
            files[row.draft][row.path] = bytes(row.content)
        return [ports.PackDraft(**draft._asdict(), files=files[draft.id]) for draft in drafts]

    def put_draft(self, draft: ports.PackDraft, seen: int | None) -> None:
        """Write the draft if nobody was faster, then replace its files."""
        values = {name: value for name, value in vars(draft).items() if name != "files"}
        is_seen = (pack_draft.c.id == draft.id) & (pack_draft.c.revision == seen)
        added = _insert(pack_draft).values(**values).on_conflict_do_nothing().returning(pack_draft.c.id)
        changed = pack_draft.update().where(is_seen).values(**values).returning(pack_draft.c.id)
        if self._transaction.row(added if seen is None else changed) is None:
            raise errors.DraftChangedError
        self._put_draft_files(draft)

    def _put_draft_files(self, draft: ports.PackDraft) -> None:
        paths, ids = self._add_files(draft.files)
        self._transaction.run(pack_draft_file.delete().where(pack_draft_file.c.draft == draft.id))
        if paths:
            named = zip(paths, ids, strict=True)
            rows = [{"draft": draft.id, "path": path, "jurisdiction": draft.jurisdiction, "sha256": sha} for path, sha in named]
            self._transaction.run(pack_draft_file.insert(), rows)


def _insert(table: sa.Table) -> pg.Insert:
    return pg.insert(table)


def _release_row(row: sa.Row[Any]) -> ports.ReleaseRow:
    values = {**row._asdict(), "released_at": row.released_at.astimezone(UTC)}
    return ports.ReleaseRow(**{name: values[name] for name in ports.ReleaseRow.__dataclass_fields__})
