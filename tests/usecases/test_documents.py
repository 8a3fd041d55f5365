"""Documents of a case: previewed, issued with a number and a history line, read back by those who may."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Case
from engine.usecases.issue_document import IssueDocument, issue_document, preview_document
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.read_document import ListPapers, ReadDocument, list_papers, read_document
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
