"""Cases with their work, answers and history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa

from engine import errors
from engine.domain.calendar import start_of_day
from engine.domain.case import Case, Draft, Entry, Json, Message, Submission, TimerKind, WorkItem
from engine.domain.figure import Counted
from engine.store import case_sql, case_tables, case_values
from engine.store.case_tables import form_draft, timer
from engine.store.engines import to_json
from engine.store.journey import Row
from engine.store.prepared import Prepared
from engine.store.transaction import Transaction
from engine.usecases import ports


class NumberTakenError(errors.EngineError):
    """这个案号已被使用。请让配置管理员检查案号格式，其中应包含年份和序号。

    This case number is already taken. Ask the configuration administrator to check its pattern, which needs year and serial.
    """


#: Cases read at a time.
_PAGE = 500


class SqlCases:
    """Satisfies the port Cases."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def next_serial(self, jurisdiction: str, year: int) -> int:
        """Count up; whoever opens a case at the same time waits for this transaction."""
        row = self._transaction.row(case_sql.NEXT_SERIAL, {"jurisdiction": jurisdiction, "year": year})
        assert row  # noqa: S101 - the statement always returns one
        return int(row.last)

    def lock(self, case: UUID) -> ports.LockedCase:
        """Lock, then read."""
        return case_values.locked_case(self._locked(case_sql.LOCK, {"case": case, "item": None}))

    def lock_item(self, item: UUID) -> tuple[ports.LockedCase, WorkItem]:
        """Lock the item's case, then read."""
        row = self._locked(case_sql.LOCK_BY_ITEM, {"case": None, "item": item})
        return case_values.locked_case(row), next(case_values.work_item(w) for w in row.items if w["id"] == str(item))

    def _locked(self, lock: Prepared, wanted: Mapping[str, Any]) -> Row:
        """Lock and read on one journey; the reading begins when the lock is there."""
        _, found = self._transaction.together((lock, wanted), (case_sql.READ, wanted))
        if not found:
            raise errors.NotFoundError
        return found[0]

    def save(self, step: ports.CaseStep) -> None:
        """Write the step with one statement."""
        parameters = case_values.parameters(step)
        try:
            written = self._transaction.row(_statement(step, parameters), parameters)
        except psycopg.errors.UniqueViolation as error:
            if error.diag.constraint_name == "case_file_jurisdiction_number_uq":
                raise NumberTakenError from error
            raise
        if written is None:
            self._transaction.rollback()
            raise errors.CaseChangedError

    def closed_among(self, cases: Sequence[UUID]) -> frozenset[UUID]:
        """Read which of some cases have come to their end."""
        table = case_tables.case_file
        wanted = sa.select(table.c.id).where(table.c.id.in_(cases), table.c.closed_at.is_not(None))
        return frozenset(row.id for row in self._transaction.rows(wanted))

    def put_item(self, item: WorkItem, entry: Entry) -> None:
        """Change the holder and write the line with one statement."""
        changed = self._transaction.run(
            case_sql.PUT_ITEM,
            {"at": entry.at, "actor": entry.actor, "lines": to_json([case_values.line(entry)]), "item": item.id, "holder": item.holder},
        )
        if not changed:
            raise errors.WorkItemClosedError

    def post(self, message: Message) -> None:
        """Write the timer that brings it."""
        detail = {"message": message.name, "payload": message.payload, "sender": message.sender}
        row = {"case_id": message.case, "jurisdiction": message.jurisdiction, "ref": uuid4(), "kind": TimerKind.MESSAGE.value}
        self._transaction.run(timer.insert().values(**row, due=message.at, detail=detail))

    def due(self, now: datetime, limit: int) -> Sequence[tuple[UUID, str]]:
        """Read the index of due instants from its beginning, and no further than the limit."""
        found = self._transaction.rows(case_sql.DUE, {"now": now, "limit": limit})
        return [(row.case_id, row.jurisdiction) for row in found]

    def open_within(self, jurisdiction: str, now: datetime) -> Iterator[tuple[Case, int]]:
        """Read page by page along the index of open cases."""
        last: tuple[datetime, UUID] | None = None
        while True:
            asked = {"jurisdiction": jurisdiction, "now": now, "at": last and last[0], "id": last and last[1], "limit": _PAGE}
            rows = self._transaction.rows(case_sql.OPEN_WITHIN, asked)
            yield from ((case_values.case(row), int(row.overdue)) for row in rows)
            if len(rows) < _PAGE:
                return
            last = rows[-1].opened_at, rows[-1].id

    def running(self, jurisdiction: str | None, first: date, last: date) -> Iterator[ports.Running]:
        """Read along the indexes of due instants, which begin with the first of the days."""
        span = {"first": start_of_day(first), "end": start_of_day(last + timedelta(days=1))}
        return map(case_values.running, self._transaction.rows(case_sql.RUNNING, {"jurisdiction": jurisdiction, **span}))

    def draft(self, item: UUID, actor: str) -> Draft | None:
        """Read a draft; that of a case not yet opened is its author's alone."""
        is_theirs = (form_draft.c.actor == actor) | form_draft.c.case_id.is_not(None)
        row = self._transaction.row(sa.select(form_draft).where(form_draft.c.item == item, is_theirs))
        if row is None:
            return None
        return case_values.draft(row)

    def put_draft(self, draft: Draft, case: UUID | None, jurisdiction: str, seen: int) -> None:
        """Write the draft if nobody was faster."""
        stored = self._transaction.row(
            case_sql.PUT_DRAFT,
            {**vars(draft), "answers": to_json(draft.answers), "case": case, "jurisdiction": jurisdiction, "seen": seen},
        )
        if stored is None:
            raise errors.DraftChangedError

    def drop_draft(self, item: UUID) -> None:
        """Delete the draft."""
        self._transaction.run(form_draft.delete().where(form_draft.c.item == item))

    def drop_unopened(self, before: datetime) -> int:
        """Delete what nobody went on with; drafts of work items live as long as these."""
        return self._transaction.run(form_draft.delete().where(form_draft.c.case_id.is_(None), form_draft.c.saved_at < before))

    def newest(self, jurisdiction: str, most: int, *, is_closed: bool) -> Sequence[ports.RanCase]:
        """Read the first rows of the lists of cases."""
        rows = self._transaction.rows(case_sql.NEWEST, {"jurisdiction": jurisdiction, "most": most, "is_closed": is_closed})
        return [ports.RanCase(case=case_values.case(row), process=row.process) for row in rows]

    def items(self, case: UUID) -> Sequence[WorkItem]:
        """Read the items as the page of the case does."""
        rows = self._transaction.rows(case_sql.ITEMS, {"case": case})
        return [case_values.work_item(row.item) for row in rows]

    def submissions(self, case: UUID) -> Sequence[Submission]:
        """Read the answers without touching the sealed compartment."""
        rows = self._transaction.rows(case_sql.SUBMISSIONS, {"case": case})
        return [case_values.submission(row.submission) for row in rows]

    def sealed(self, submission: UUID, actor: str, purpose: str) -> Json | None:
        """Read and log with one statement: neither happens without the other."""
        row = self._transaction.row(case_sql.SEALED, {"submission": submission, "actor": actor, "purpose": purpose})
        return row.content if row else None

    def history(self, case: UUID) -> Sequence[Entry]:
        """Read the lines in order."""
        rows = self._transaction.rows(case_sql.HISTORY, {"case": case})
        return list(case_values.entries(row.row for row in rows))

    def open_load(self, people: Iterable[str]) -> Mapping[str, int]:
        """Count open cases by person; work is assigned to the appointed mediator by name until the case closes."""
        names = list(people)
        rows = self._transaction.rows(case_sql.OPEN_LOAD, {"people": names})
        return {**dict.fromkeys(names, 0), **{row.person: int(row.cases) for row in rows}}

    def log_reading(self, case: UUID, actor: str, compartment: str, purpose: str) -> None:
        """Write the line if the case is within reach."""
        logged = self._transaction.run(case_sql.LOG_READING, {"case": case, "actor": actor, "compartment": compartment, "purpose": purpose})
        if not logged:
            raise errors.NotFoundError


def _statement(step: ports.CaseStep, parameters: Mapping[str, Any]) -> Prepared:
    carried = frozenset(_carried(step, parameters))
    if step.before is None:
        return case_sql.step("open", carried)
    return case_sql.step("warn" if step.case.revision == step.before.case.revision else "move", carried)


def _carried(step: ports.CaseStep, parameters: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the step carries of what only some do."""
    if step.submission and step.submission.form:
        yield "answers"
    if step.before is None or step.before.case.parties != step.case.parties:
        yield "parties"
    if step.submission and step.submission.sealed is not None:
        yield "sealed"
    if parameters["files"]:
        yield "files"
    if step.counted != Counted():
        yield "counted"
    if step.notices:
        yield "notices"
