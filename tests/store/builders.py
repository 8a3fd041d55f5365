"""Builders of cases and steps for tests of the store."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from engine.domain import content
from engine.domain.case import Case, Entry, PartyRow, Submission, Timer, TimerKind, WorkItem
from engine.domain.figure import Count, Counted, Part
from engine.domain.letter import Letter
from engine.domain.linking import Link, LinkKind
from engine.errors import Text
from engine.usecases import ports
from engine.usecases.ports import PublishedReport
from tests.postgres import Begin

NOW = datetime(2025, 6, 3, 1, 0, tzinfo=UTC)
FILES = {"processes/base/pack.yaml": b"pack: base\nversion: 1.0.0\n"}
RELEASE = content.release_id(FILES, None)


def a_release(begin: Begin, jurisdiction: str = "longxi", **more: Any) -> ports.ReleaseRow:
    files, parent = more.pop("files", FILES), more.get("parent")
    values: dict[str, Any] = {"pack": "base", "version": "1.0.0", "parent": None, "note": "", "author": "zhao", "released_by": "qian"}
    values |= {"id": content.release_id(files, parent), "jurisdiction": jurisdiction, "released_at": NOW, **more}
    row = ports.ReleaseRow(**values)
    with begin({jurisdiction}) as uow:
        uow.packs.add_release(row, files)
        uow.commit()
    return row


def an_item(case: UUID, jurisdiction: str = "longxi", **more: Any) -> WorkItem:
    values: dict[str, Any] = {
        "id": uuid4(),
        "task": uuid4(),
        "element": "register",
        "code": "INTAKE.REGISTER",
        "title": Text("登记", "Register"),
        "form": "F01",
        "role": "R.INTAKE",
        "created_at": NOW,
    }
    return WorkItem(case=case, jurisdiction=jurisdiction, **{**values, **more})


def a_timer(item: WorkItem, **more: Any) -> Timer:
    values: dict[str, Any] = {
        "ref": item.task,
        "kind": TimerKind.PROCESS,
        "due": NOW + timedelta(hours=1),
        "detail": {"deadline": "accept"},
    }
    return Timer(case=item.case, jurisdiction=item.jurisdiction, **{**values, **more})


def an_opening(jurisdiction: str = "longxi", **more: Any) -> ports.CaseStep:
    case = Case(
        id=uuid4(),
        jurisdiction=jurisdiction,
        release=RELEASE,
        number=more.pop("number", f"陇综调〔2025〕{uuid4().hex[:6]}号"),
        revision=1,
        state="registered",
        document=more.pop("document", {"intake": {"facts": "漏水"}}),
        opened_at=more.pop("opened_at", NOW),
        opened_by="wang",
        query_code=more.pop("query_code", uuid4().hex[:12].upper()),
        title=more.pop("title", "楼上漏水"),
        dispute_type="02",
        parties=more.pop("parties", (PartyRow(role="applicant", name="赵某", phone="19900001234"),)),
        closed_at=more.pop("closed_at", None),
    )
    item = an_item(case.id, jurisdiction, **more.pop("item", {}))
    items = () if case.is_closed else (item,)
    step = ports.CaseStep(
        before=None,
        case=case,
        process="main",
        state=b"\x00state",
        items=items,
        timers=() if case.is_closed else (a_timer(item),),
        entries=(an_entry("opened"), an_entry("created", code=item.code)),
        submission=a_submission(case, item=None),
        notices=(a_notice(case),),
    )
    return replace(step, **more)


def the_next(before: ports.LockedCase, **more: Any) -> ports.CaseStep:
    """Return the step that finishes the first open item and opens another."""
    done, following = before.items[0], an_item(before.case.id, before.case.jurisdiction, code="INTAKE.SCREEN")
    case = replace(before.case, revision=before.case.revision + 1, state="screening")
    step = ports.CaseStep(
        before=before,
        case=case,
        process="main",
        state=b"\x01later",
        items=(*before.items[1:], following),
        timers=(a_timer(following),),
        entries=(an_entry("submitted", code=done.code),),
        submission=a_submission(case, item=done.id, sealed={"/said": "不愿见面"}),
        finished=done.id,
    )
    return replace(step, **more)


def an_entry(kind: str, **more: Any) -> Entry:
    return Entry(at=NOW, actor="wang", kind=kind, **more)


def a_submission(case: Case, **more: Any) -> Submission:
    values: dict[str, Any] = {
        "id": uuid4(),
        "form": "F01",
        "code": "INTAKE.REGISTER",
        "answers": {"facts": "漏水"},
        "actor": "wang",
        "at": NOW,
    }
    return Submission(case=case.id, jurisdiction=case.jurisdiction, **{**values, **more})


def a_notice(case: Case, to: str = "person:wang") -> ports.Notice:
    return ports.Notice(case=case.id, jurisdiction=case.jurisdiction, to=to, code="SUP.REMIND", text=Text("请办理。", "See to it."), at=NOW)


def a_link(case: Case, other: Case, kind: LinkKind = LinkKind.MERGED) -> Link:
    return Link(
        case=case.id,
        jurisdiction=case.jurisdiction,
        kind=kind,
        other=other.id,
        other_jurisdiction=other.jurisdiction,
        by="wang",
        at=NOW,
    )


def save(begin: Begin, step: ports.CaseStep) -> ports.CaseStep:
    with begin({step.case.jurisdiction}) as uow:
        uow.cases.save(step)
        uow.commit()
    return step


def read(begin: Begin, case: Case) -> ports.LockedCase:
    with begin({case.jurisdiction}) as uow:
        return uow.cases.lock(case.id)


def a_document(case: Case, **more: Any) -> ports.StoredDocument:
    """Return a document of a case, as the printer made it."""
    pdf = b"%PDF-1.7 " + uuid4().bytes
    values: dict[str, Any] = {
        "id": uuid4(),
        "case": case.id,
        "jurisdiction": case.jurisdiction,
        "code": "F18",
        "title": Text("终止告知书", "Notice of the end"),
        "number": f"调终〔2025〕{uuid4().hex[:6]}号",
        "locale": "zh",
        "privacy": "P1",
        "release": RELEASE,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "issued_by": "wang",
        "at": NOW,
    }
    row = ports.IssuedDocument(**{**values, **more})
    letter = Letter(
        code=row.code,
        locale=row.locale,
        title=row.title.zh,
        number=row.number,
        layout="letter",
        privacy=row.privacy,
        blocks=({"kind": "note", "runs": ["双方当事人", None]},),
    )
    return ports.StoredDocument(row=row, letter=letter, pdf=pdf)


def a_received(case: Case, **more: Any) -> tuple[ports.ReceivedDocument, bytes]:
    """Return a document that a court issued, with its scan."""
    content = b"%PDF-1.7 " + uuid4().bytes
    values: dict[str, Any] = {
        "id": uuid4(),
        "case": case.id,
        "jurisdiction": case.jurisdiction,
        "title": "民事裁定书",
        "issuer": "某县人民法院",
        "number": "（2025）甘1122民特1号",
        "dated_on": date(2025, 6, 2),
        "answers": None,
        "privacy": "P1",
        "name": "裁定书.pdf",
        "media_type": "application/pdf",
        "sha256": hashlib.sha256(content).hexdigest(),
        "received_by": "wang",
        "at": NOW,
    }
    return ports.ReceivedDocument(**{**values, **more}), content


def a_count(*counts: Count) -> Counted:
    """Return what a case gives to two figures, and the value of one grouping."""
    given = counts or (Count(definition=1, part=Part.SUM, day=date(2025, 6, 3), value=Decimal(1)),)
    return Counted(definitions=frozenset({1, 2}), counts=given, groups={7: "02"})


def a_report(jurisdiction: str = "longxi", **more: Any) -> PublishedReport:
    values: dict[str, Any] = {
        "id": uuid4(),
        "jurisdiction": jurisdiction,
        "name": "annual",
        "title": Text("年报", "Annual report"),
        "first": date(2025, 1, 1),
        "last": date(2025, 12, 31),
        "at": NOW,
        "by": "wang",
        "is_public": True,
        "content": {"parts": []},
    }
    return PublishedReport(**{**values, **more})
