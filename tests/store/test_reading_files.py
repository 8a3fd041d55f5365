"""Who may read an uploaded file: by the privacy class of the field that names it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from engine import errors
from engine.documents.workbooks import Workbooks
from engine.domain.access import Actor
from engine.domain.case import Case, Json
from engine.domain.roster import Post
from engine.solving import Highs
from engine.usecases import ports
from engine.usecases.context import Context
from engine.usecases.read_file import ReadFile, read_file
from tests.fakes import FakeClock, FakeForm, FakePrinter, FakeRelease, FakeReleases, StepByStep
from tests.postgres import Begin
from tests.store.builders import NOW, a_release, a_submission, an_opening, save

READ_LOG = sa.text("SELECT actor, compartment FROM onedoor.reading_log")


class ClassedForm(FakeForm):
    """Its field `photo` is of class P1, `id_copy` of P2."""

    def redact(self, answers: Json, allowed: Collection[str]) -> Json:
        return {name: value for name, value in answers.items() if name != "id_copy" or "P2" in allowed}


def somebody(person: str, role: str) -> Actor:
    post = Post(person=person, role=role, jurisdiction="longxi")
    return Actor(person=person, name=person, posts=(post,), below={"longxi": frozenset({"longxi"})})


CLERK, COURT, DIRECTOR = somebody("li", "R.INTAKE"), somebody("feng", "R.COURT"), somebody("wu", "R.DIRECTOR")
AUTHOR = somebody("ma", "R.MEDIATOR")


@pytest.fixture
def context(begin: Begin) -> Context:
    a_release(begin)
    release = FakeRelease(processes=StepByStep(()), forms={"F01": ClassedForm()})
    return Context(
        begin=begin, releases=FakeReleases(release), clock=FakeClock(NOW), printer=FakePrinter(), optimiser=Highs(), workbooks=Workbooks()
    )


def a_file(begin: Begin, field: str) -> UUID:
    """Store a file that the answers of a case name in a field, or its sealed part if that is `said`."""
    file = ports.Attachment(
        id=uuid4(), jurisdiction="longxi", case=None, name="a.txt", media_type="text/plain", content=b"a", uploaded_by="ma", at=NOW
    )
    with begin({"longxi"}) as uow:
        uow.attachments.put(file)
        uow.commit()
    opening = an_opening()
    save(begin, replace(opening, submission=_answer(opening.case, field, file.id)))
    return file.id


def _answer(case: Case, field: str, file: UUID) -> object:
    if field == "said":
        return a_submission(case, item=None, actor="ma", sealed={"/said": [str(file)]})
    return a_submission(case, item=None, actor="ma", answers={field: [str(file)]})


def log(begin: Begin) -> list[tuple[str, str]]:
    with begin({"longxi"}) as uow:
        return [(row.actor, row.compartment) for row in uow.transaction.rows(READ_LOG)]


def test_a_common_file_is_open_to_all_who_see_the_case(begin: Begin, context: Context) -> None:
    """Nothing is logged of class P1."""
    file = a_file(begin, "photo")

    assert read_file(ReadFile(file=file, actor=COURT), context).content == b"a"
    assert log(begin) == []


def test_a_sensitive_file_is_for_those_on_the_case_and_logged(begin: Begin, context: Context) -> None:
    """Who works on it or oversees it; the refused reading leaves nothing."""
    file = a_file(begin, "id_copy")

    with pytest.raises(errors.NotAllowedError):
        read_file(ReadFile(file=file, actor=COURT), context)
    for actor in (CLERK, DIRECTOR):
        read_file(ReadFile(file=file, actor=actor), context)

    assert log(begin) == [("li", "P2"), ("wu", "P2")]


def test_a_sealed_file_is_for_its_author_and_logged(begin: Begin, context: Context) -> None:
    """Neither clerk nor director, who may read what is sensitive."""
    file = a_file(begin, "said")

    for actor in (CLERK, DIRECTOR, COURT):
        with pytest.raises(errors.NotAllowedError):
            read_file(ReadFile(file=file, actor=actor), context)
    read_file(ReadFile(file=file, actor=AUTHOR), context)

    assert log(begin) == [("ma", "P3")]


def test_a_file_of_another_county_is_not_found(begin: Begin, context: Context) -> None:
    """Row-level security hides it."""
    file = a_file(begin, "photo")
    foreign = Actor(person="x", name="x", posts=(), below={"suzhou": frozenset({"suzhou"})})

    with pytest.raises(errors.NotFoundError):
        read_file(ReadFile(file=file, actor=foreign), context)
