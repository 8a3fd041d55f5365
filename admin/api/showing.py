"""Cases, work items and submissions as JSON, in the caller's language and within the privacy classes that are open to the caller."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from admin import visitor
from admin.workspace import people
from engine.domain.case import Case, Entry, Json, Submission, WorkItem
from engine.store.queries import CasePage, CaseRow, InboxRow
from engine.usecases import ports


def labelled(release: ports.Release, kind: str, code: str | None) -> Json | None:
    """Return a code with its words."""
    return None if code is None else {"code": code, "title": visitor.say(release.label(kind, code))}


def case_row(row: CaseRow, release: ports.Release) -> Json:
    """Return what a list says of a case."""
    return {
        "id": str(row.id),
        "number": row.number,
        "title": row.title,
        "jurisdiction": row.jurisdiction,
        "state": labelled(release, "states", row.state),
        "dispute_type": labelled(release, "dispute_types", row.dispute_type),
        "opened_at": row.opened_at.isoformat(),
        "closed_at": _instant(row.closed_at),
        "end": labelled(release, "ends", row.end),
        "parties": list(row.parties),
    }


def case(found: Case, release: ports.Release) -> Json:
    """Return the card of a case."""
    return {
        "id": str(found.id),
        "number": found.number,
        "title": found.title,
        "jurisdiction": found.jurisdiction,
        "revision": found.revision,
        "state": labelled(release, "states", found.state),
        "dispute_type": labelled(release, "dispute_types", found.dispute_type),
        "opened_at": found.opened_at.isoformat(),
        "closed_at": _instant(found.closed_at),
        "end": labelled(release, "ends", found.end),
        "parties": [{"role": party.role, "name": party.name, "phone": party.phone} for party in found.parties],
    }


def case_page(page: CasePage, release: ports.Release, allowed: Collection[str]) -> Json:
    """Return a case with its work, history and answers; what is not allowed is left out, what is sealed always."""
    return {
        **case(page.case, release),
        "classes": sorted(allowed),
        "items": [item(found) for found in page.items],
        "history": [_entry(entry) for entry in page.history],
        "people": _people(page.history),
        "submissions": [
            _submission(submission, release, allowed, is_sealed=submission.id in page.sealed) for submission in page.submissions
        ],
    }


def item(found: WorkItem) -> Json:
    """Return a work item."""
    return {
        "id": str(found.id),
        "case": str(found.case),
        "code": found.code,
        "title": visitor.say(found.title),
        "form": found.form,
        "role": found.role,
        "assigned": list(found.assigned),
        "holder": found.holder,
        "state": found.state.value,
        "created_at": found.created_at.isoformat(),
        "due": _instant(found.due),
    }


def inbox_row(row: InboxRow, release: ports.Release) -> Json:
    """Return an open work item with what its case is about."""
    about = {"number": row.number, "title": row.case_title, "state": labelled(release, "states", row.case_state)}
    return {**item(row.item), "about": {**about, "dispute_type": labelled(release, "dispute_types", row.dispute_type)}}


def _submission(found: Submission, release: ports.Release, allowed: Collection[str], *, is_sealed: bool) -> Json:
    form = release.form(found.form) if found.form else None
    return {
        "id": str(found.id),
        "form": found.form or None,
        "title": visitor.say(form.title()) if form else None,
        "code": found.code,
        "actor": found.actor,
        "at": found.at.isoformat(),
        "answers": form.redact(found.answers, allowed) if form else {},
        "is_sealed": is_sealed,
    }


def _entry(entry: Entry) -> Json:
    return {"at": entry.at.isoformat(), "actor": entry.actor, "kind": entry.kind, "code": entry.code, "detail": dict(entry.detail)}


def _people(history: Iterable[Entry]) -> Json | None:
    """Return the newest proposal of people with its reasons, in the caller's language."""
    found = people.latest(history)
    return found and {
        "at": found.at.isoformat(),
        "by": found.by,
        "members": [{"name": each.name, "place": each.place, "why": list(each.why)} for each in found.members],
        "others": list(found.others),
        "rest": [{"what": what, "count": count} for what, count in found.rest],
        "conflict": {"sentence": found.sentence, "rules": list(found.rules)} if found.sentence else None,
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
