"""Turns steps of cases into parameters of statements, and rows into the values of the domain."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from engine.domain.case import Case, Draft, Entry, ItemState, Json, PartyRow, Pause, Submission, Timer, TimerKind, WorkItem
from engine.domain.deadline import Stop
from engine.domain.figure import Count
from engine.errors import Text
from engine.store import calendar_years, packing
from engine.store.engines import to_json
from engine.usecases import ports

Row = Any


def parameters(step: ports.CaseStep) -> dict[str, Any]:
    """Return the parameters of the statement that writes a step."""
    case = step.case
    return {
        **{name: value for name, value in vars(case).items() if name not in ("id", "document", "parties")},
        "case": case.id,
        "document": to_json(case.document),
        "parties": to_json([{"seq": n, **asdict(party)} for n, party in enumerate(case.parties)]),
        "searched": "\n".join((case.number, case.title, *(party.name for party in case.parties))),
        "process": step.process,
        "process_state": step.state,
        "finished": step.finished,
        "open": [item.id for item in step.items],
        "items": to_json([_item(item) for item in _changed(step)]),
        "timers": to_json([vars(timer) for timer in step.timers]),
        "delivered": [timer.ref for timer in step.before.timers if timer.kind is TimerKind.MESSAGE] if step.before else [],
        "finished_by": step.submission.actor if step.submission else None,
        **(_submission(step.submission) if step.submission else {}),
        "files": list(_file_ids(step.submission)),
        "entries": to_json(list(_written(step.entries))),
        "notices": to_json([_notice(notice) for notice in step.notices]),
        "counted": sorted(step.counted.definitions),
        "counts": to_json(list(map(count, step.counted.counts))),
        "groups": to_json([{"definition": address, "value": value} for address, value in step.counted.groups.items()]),
        "at": max((entry.at for entry in step.entries), default=None),
    }


def _changed(step: ports.CaseStep) -> list[WorkItem]:
    known = {item.id: item for item in step.before.items} if step.before else {}
    return [item for item in step.items if known.get(item.id) != item]


def _item(item: WorkItem) -> dict[str, Any]:
    return {
        **vars(item),
        "title_zh": item.title.zh,
        "title_en": item.title.en,
        "title": None,
        "stops": [[stop.since, stop.until] for stop in item.stops] or None,
        "pause": {**vars(item.pause), "awaited": list(item.pause.awaited)} if item.pause else None,
    }


def _submission(given: Submission) -> dict[str, Any]:
    return {
        "submission": given.id,
        "item": given.item,
        "form": given.form,
        "code": given.code,
        "actor": given.actor,
        "submitted_at": given.at,
        "sealed": to_json(given.sealed),
        **packing.packed(given.answers),
    }


def _written(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the history: lines of one actor at one instant share one."""
    for n, ((at, actor), run) in enumerate(groupby(entries, lambda entry: (entry.at, entry.actor))):
        yield {"n": n, "at": at, "actor": actor, "lines": [line(entry) for entry in run]}


def line(entry: Entry) -> list[Any]:
    """Return a line of the history without what is empty at its end."""
    parts = [entry.kind, entry.code, entry.element, dict(entry.detail)]
    while parts[-1] in (None, {}):
        parts.pop()
    return parts


def _notice(notice: ports.Notice) -> dict[str, Any]:
    return {
        "case_id": notice.case,
        "jurisdiction": notice.jurisdiction,
        "addressee": notice.to,
        "code": notice.code,
        "text_zh": notice.text.zh,
        "text_en": notice.text.en,
        "at": notice.at,
    }


def count(given: Count) -> dict[str, Any]:
    """Return what a case gives to a figure as a JSON row; its value as text, because it is exact."""
    return {**vars(given), "value": None if given.value is None else str(given.value)}


def _file_ids(submission: Submission | None) -> Iterator[UUID]:
    """Yield what may be ids of files that an answer names; others find no file and do no harm."""
    for text in _texts([submission.answers, submission.sealed] if submission else []):
        with contextlib.suppress(ValueError):
            yield UUID(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def locked_case(row: Row) -> ports.LockedCase:
    """Return the case of a row with its open work and armed timers."""
    items = tuple(work_item(item) for item in row.items or ())
    return ports.LockedCase(
        case=case(row),
        process=row.process,
        state=bytes(row.process_state),
        items=tuple(item for item in items if item.state is ItemState.OPEN),
        timers=tuple(timer(armed) for armed in row.timers or ()),
        measured_by=tuple(row.measured_by),
        calendar=calendar_years.of_written(row.calendar),
    )


def case(row: Row) -> Case:
    """Return the case of a row that has the columns of `case_file` and its parties."""
    return Case(
        id=row.id,
        jurisdiction=row.jurisdiction,
        release=row.release,
        number=row.number,
        revision=row.revision,
        state=row.state,
        document=row.document,
        opened_at=row.opened_at.astimezone(UTC),
        opened_by=row.opened_by,
        query_code=row.query_code,
        title=row.title,
        dispute_type=row.dispute_type,
        place=row.place,
        parties=tuple(PartyRow(role=p["role"], name=p["name"], phone=p["phone"]) for p in row.parties or ()),
        closed_at=row.closed_at and row.closed_at.astimezone(UTC),
        end=row.end,
    )


def work_item(row: dict[str, Any]) -> WorkItem:
    """Return the work item of a JSON row."""
    return WorkItem(
        id=UUID(row["id"]),
        case=UUID(row["case_id"]),
        jurisdiction=row["jurisdiction"],
        task=UUID(row["task"]),
        element=row["element"],
        code=row["code"],
        title=Text(row["title_zh"], row["title_en"]),
        form=row["form"],
        role=row["role"],
        assigned=tuple(row["assigned"]),
        entry=row["entry"],
        created_at=instant(row["created_at"]),
        due=instant(row["due"]) if row["due"] else None,
        deadline=row["deadline"],
        since=instant(row["since"]) if row["since"] else None,
        stops=stops(row["stops"]),
        pause=_pause(row["pause"]) if row["pause"] else None,
        holder=row["holder"],
        state=ItemState(row["state"]),
    )


def running(row: Row) -> ports.Running:
    """Return the running deadline of a row."""
    return ports.Running(
        case=row.case_id,
        jurisdiction=row.jurisdiction,
        release=row.release,
        deadline=row.deadline,
        since=row.since.astimezone(UTC),
        due=row.due.astimezone(UTC),
        stops=stops(row.stops),
    )


def stops(written: list[list[str]] | None) -> tuple[Stop, ...]:
    """Return the spans in which a deadline stood still."""
    return tuple(Stop(since=instant(since), until=instant(until)) for since, until in written or ())


def _pause(row: dict[str, Any]) -> Pause:
    return Pause(since=instant(row["since"]), awaited=Text(*row["awaited"]), due=instant(row["due"]), warned=row["warned"])


def timer(row: dict[str, Any]) -> Timer:
    """Return the timer of a JSON row."""
    return Timer(
        case=UUID(row["case_id"]),
        jurisdiction=row["jurisdiction"],
        ref=UUID(row["ref"]),
        kind=TimerKind(row["kind"]),
        due=instant(row["due"]),
        detail=row["detail"],
    )


def submission(row: dict[str, Any]) -> Submission:
    """Return the submission of a JSON row; its sealed part stays in its compartment."""
    return Submission(
        id=UUID(row["id"]),
        case=UUID(row["case_id"]),
        jurisdiction=row["jurisdiction"],
        item=UUID(row["item"]) if row["item"] else None,
        form=row["form"],
        code=row["code"],
        answers=packing.unpacked(row["answers"], row["packed"]),
        actor=row["actor"],
        at=instant(row["at"]),
    )


def draft(row: Row) -> Draft:
    """Return the draft of a row of `form_draft`."""
    return Draft(
        item=row.item,
        actor=row.actor,
        answers=row.answers,
        revision=row.revision,
        saved_at=row.saved_at.astimezone(UTC),
        door=row.door,
    )


def entries(rows: Iterable[dict[str, Any]]) -> Iterator[Entry]:
    """Yield the lines of the history's JSON rows."""
    for row in rows:
        at = instant(row["at"])
        yield from (Entry(at=at, actor=row["actor"], **_parts(*parts)) for parts in row["lines"])


def _parts(kind: str, code: str | None = None, element: str | None = None, detail: Json | None = None) -> dict[str, Any]:
    return {"kind": kind, "code": code, "element": element, "detail": detail or {}}


def instant(text: str) -> datetime:
    """Read an instant as PostgreSQL writes it into JSON."""
    return datetime.fromisoformat(text).astimezone(UTC)
