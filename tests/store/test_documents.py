"""Issued documents: kept with their bytes, numbered once, never before their time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from engine import errors
from engine.store.documents import DocumentNumberTakenError
from tests.postgres import Begin
from tests.store.builders import NOW, a_document, a_received, a_release, an_opening, save


@pytest.fixture
def begin(begin: Begin) -> Iterator[Begin]:
    a_release(begin)
    return begin


def test_a_document_is_read_back_as_it_went_out(begin: Begin) -> None:
    """Row, letter and bytes; the list shows the newest first and leaves the bytes alone."""
    case = save(begin, an_opening()).case
    first, second = a_document(case), a_document(case, at=NOW + timedelta(hours=1), number=None, privacy="P2")
    with begin({"longxi"}) as uow:
        uow.documents.put(first)
        uow.documents.put(second)
        uow.commit()

    with begin({"longxi"}) as uow:
        assert uow.documents.get(first.row.id) == first
        assert uow.documents.of_case(case.id) == [second.row, first.row]


def test_a_first_step_may_issue_a_letter_before_its_case_is_stored(begin: Begin) -> None:
    """The reference is looked at when the transaction ends; a document without a case does not outlive it."""
    step = an_opening()
    with begin({"longxi"}) as uow:
        uow.documents.put(a_document(step.case))
        uow.cases.save(step)
        uow.commit()

    with begin({"longxi"}) as uow:
        uow.documents.put(a_document(replace(step.case, id=uuid4())))
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            uow.commit()


def test_numbers_are_counted_by_county_series_and_year(begin: Begin) -> None:
    """No number twice, each series for itself."""
    asked = [("longxi", "F18", 2025), ("longxi", "F18", 2025), ("longxi", "F13", 2025), ("suzhou", "F18", 2025), ("longxi", "F18", 2026)]
    with begin({"longxi", "suzhou"}) as uow:
        assert [uow.documents.next_serial(*each) for each in asked] == [1, 2, 1, 1, 1]


def test_a_number_is_given_once(begin: Begin) -> None:
    """A pattern that forgets the serial is met by a sentence, not by two documents of one number."""
    case = save(begin, an_opening()).case
    with begin({"longxi"}) as uow:
        uow.documents.put(a_document(case, number="调终〔2025〕1号"))
        with pytest.raises(DocumentNumberTakenError):
            uow.documents.put(a_document(case, number="调终〔2025〕1号"))


def test_bytes_that_do_not_match_their_address_are_refused(begin: Begin) -> None:
    """The content address is the database's own word, too."""
    case = save(begin, an_opening()).case
    with begin({"longxi"}) as uow, pytest.raises(sa.exc.IntegrityError):
        uow.documents.put(a_document(case, sha256="0" * 64))


def test_a_foreign_document_is_not_found(begin: Begin) -> None:
    """Neighbours see nothing."""
    case = save(begin, an_opening()).case
    stored = a_document(case)
    with begin({"longxi"}) as uow:
        uow.documents.put(stored)
        uow.commit()

    with begin({"suzhou"}) as uow:
        with pytest.raises(errors.NotFoundError):
            uow.documents.get(stored.row.id)
        assert uow.documents.of_case(case.id) == []


def test_a_received_document_is_read_back_with_what_it_answers(begin: Begin) -> None:
    """Issuer, number, day and scan; the newest first."""
    case = save(begin, an_opening()).case
    ours = a_document(case)
    ruling, reply = a_received(case), a_received(case, answers=ours.row.id, at=NOW + timedelta(hours=1), number=None, privacy="P2")
    with begin({"longxi"}) as uow:
        uow.documents.put(ours)
        for each in (ruling, reply):
            uow.documents.put_received(*each)
        uow.commit()

    with begin({"longxi"}) as uow:
        assert uow.documents.received(reply[0].id) == reply
        assert uow.documents.received_in(case.id) == [reply[0], ruling[0]]
    with begin({"suzhou"}) as uow:
        assert uow.documents.received_in(case.id) == []
        with pytest.raises(errors.NotFoundError):
            uow.documents.received(ruling[0].id)
