"""Documents of a case: previewed, issued with a number and a history line, read back by those who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Case
from engine.usecases.issue_document import IssueDocument, issue_document, preview_document
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.read_document import ListPapers, ReadDocument, list_papers, read_document
from engine.usecases.receive_document import ReadReceived, ReceiveDocument, read_received, receive_document
from tests.fakes import House, a_house, a_task, an_actor


def a_case(house: House) -> Case:
    return open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "两车相撞"}), house.context)


def an_issue(case: Case, document: str = "F18", actor: Actor | None = None, locale: str = "zh") -> IssueDocument:
    return IssueDocument(case=case.id, document=document, actor=actor or an_actor(), locale=locale)


def test_an_issued_document_has_a_number_a_line_and_its_bytes_for_good() -> None:
    """The case does not move, so that pages people have open do not become stale."""
    house = a_house(a_task("A"))
    case = a_case(house)

    row = issue_document(an_issue(case), house.context)

    assert (row.number, row.issued_by, row.privacy, row.release) == ("2025-1", "wang", "P1", "r1")
    assert house.uow.cases.stored[case.id].case.revision == case.revision
    assert [(line.kind, line.code, line.detail.get("number")) for line in house.uow.cases.entries][-1] == ("issued", "F18", "2025-1")
    assert read_document(ReadDocument(document=row.id, actor=an_actor()), house.context)[1] == "PDF\n终止告知书\n2025-1\n两车相撞".encode()
    assert house.uow.cases.readings == []


def test_documents_of_a_series_are_counted_by_year() -> None:
    """By Beijing time: the last evening of the year in UTC is already the next year there."""
    house = a_house(a_task("A"))
    case = a_case(house)

    numbers = [issue_document(an_issue(case), house.context).number for _ in range(2)]
    house.clock.instant = house.clock.instant.replace(month=12, day=31, hour=17)
    numbers.append(issue_document(an_issue(case), house.context).number)

    assert numbers == ["2025-1", "2025-2", "2026-1"]


def test_a_preview_is_neither_numbered_nor_kept() -> None:
    """It may be looked at as often as one likes."""
    house = a_house(a_task("A"))
    case = a_case(house)

    letter = preview_document(an_issue(case, locale="en"), house.context)

    assert list(letter.texts()) == ["Notice of the end", "", "两车相撞"]
    assert letter.is_preview
    assert house.uow.documents.stored == {}
    assert house.uow.documents.serials == {}


def test_a_document_with_sensitive_data_is_for_those_who_work_on_the_case_and_its_reading_is_logged() -> None:
    """F13 shows identity numbers (P2): somebody without a part in the case gets neither preview, document nor copy."""
    house = a_house(a_task("A"))
    case = a_case(house)
    stranger = an_actor("niu", "R.FINANCE")

    row = issue_document(an_issue(case, "F13"), house.context)
    preview_document(an_issue(case, "F13"), house.context)
    read_document(ReadDocument(document=row.id, actor=an_actor(), as_docx=True), house.context)

    assert [(actor, compartment) for _, actor, compartment, _ in house.uow.cases.readings] == [("wang", "P2")] * 3
    for use in (
        lambda: issue_document(an_issue(case, "F13", stranger), house.context),
        lambda: preview_document(an_issue(case, "F13", stranger), house.context),
        lambda: read_document(ReadDocument(document=row.id, actor=stranger), house.context),
    ):
        with pytest.raises(errors.NotAllowedError):
            use()
    assert not list_papers(ListPapers(case=case.id, actor=stranger), house.context).may_read_sensitive


def test_somebody_without_a_post_in_the_county_issues_nothing() -> None:
    """Row-level security aside: reach alone is no post."""
    house = a_house(a_task("A"))
    case = a_case(house)

    with pytest.raises(errors.NotAllowedError):
        issue_document(an_issue(case, actor=replace(an_actor(), posts=())), house.context)


def test_the_papers_of_a_case_are_what_can_be_and_what_was_issued() -> None:
    """The page of the case shows both."""
    house = a_house(a_task("A"))
    case = a_case(house)
    row = issue_document(an_issue(case), house.context)

    papers = list_papers(ListPapers(case=case.id, actor=an_actor()), house.context)

    assert [template.code for template in papers.templates] == ["F18", "F13"]
    assert papers.issued == [row]
    assert papers.may_read_sensitive


def test_an_unknown_document_is_not_found() -> None:
    """Neither a template nor an issued one."""
    house = a_house(a_task("A"))
    case = a_case(house)

    with pytest.raises(errors.NotFoundError):
        issue_document(an_issue(case, "F99"), house.context)
    with pytest.raises(errors.NotFoundError):
        read_document(ReadDocument(document=uuid4(), actor=an_actor()), house.context)


def a_receipt(case: Case, **more: Any) -> ReceiveDocument:
    values: dict[str, Any] = {
        "title": "民事裁定书",
        "issuer": "某县 人民法院",
        "number": "",
        "dated_on": date(2025, 6, 3),
        "name": "裁定.pdf",
    }
    return ReceiveDocument(case=case.id, **{"actor": an_actor(), "content": b"%PDF-1.7 x", **values, **more})


def test_a_reply_is_kept_with_its_issuer_and_the_letter_that_it_answers() -> None:
    """The register of a case shows which letters have been answered."""
    house = a_house(a_task("A"))
    case = a_case(house)
    ours = issue_document(an_issue(case), house.context)

    reply = receive_document(a_receipt(case, answers=ours.id), house.context)

    assert (reply.issuer, reply.number, reply.privacy, reply.media_type) == ("某县 人民法院", None, "P1", "application/pdf")
    assert read_received(ReadReceived(document=reply.id, actor=an_actor()), house.context) == (reply, b"%PDF-1.7 x")
    assert list_papers(ListPapers(case=case.id, actor=an_actor()), house.context).replies(ours) == [reply]
    assert [(line.kind, line.detail.get("issuer")) for line in house.uow.cases.entries][-1] == ("received", "某县 人民法院")


def test_a_sensitive_document_from_elsewhere_is_guarded_like_ours() -> None:
    """Readers are logged, strangers refused, and the history does not repeat what it is about."""
    house = a_house(a_task("A"))
    case = a_case(house)
    report = receive_document(a_receipt(case, title="伤残鉴定意见", is_sensitive=True), house.context)

    read_received(ReadReceived(document=report.id, actor=an_actor()), house.context)

    assert house.uow.cases.readings == [(case.id, "wang", "P2", "下载来文 / download of a received document")]
    assert "title" not in house.uow.cases.entries[-1].detail
    with pytest.raises(errors.NotAllowedError):
        read_received(ReadReceived(document=report.id, actor=an_actor("niu", "R.FINANCE")), house.context)


def test_what_is_missing_about_a_received_document_is_said_at_once() -> None:
    """Title, issuer, a day that is not to come, and a letter of this very case; nothing is stored."""
    house = a_house(a_task("A"))
    case = a_case(house)

    with pytest.raises(errors.AnswersRefusedError) as refused:
        receive_document(a_receipt(case, title=" ", issuer="", dated_on=date(2025, 6, 4), answers=uuid4()), house.context)
    with pytest.raises(errors.FileRefusedError):
        receive_document(a_receipt(case, content=b"MZ\x90"), house.context)

    assert [problem.path for problem in refused.value.problems] == ["/title", "/issuer", "/dated_on", "/answers"]
    assert house.uow.documents.came == {}
