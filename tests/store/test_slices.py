"""What somebody sees who is only called to a case, as the liaison of a department is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import errors
from engine.domain.access import Actor
from engine.domain.case import Case
from engine.domain.roster import Post
from engine.store import queries
from engine.store.queries import Scope
from tests.postgres import Begin
from tests.store.builders import a_notice, a_release, a_submission, an_entry, an_opening, read, save, the_next

REACH = {"longxi", "longxi.wenfeng"}
LI = Actor(
    person="li",
    name="李某",
    posts=(Post(person="li", role="R.DEPT", jurisdiction="longxi", unit="housing"),),
    below={"longxi": frozenset(REACH)},
)
MINE = {"role": "R.DEPT", "assigned": ("post:R.DEPT:housing",)}


def called(begin: Begin, **more: object) -> Case:
    """Have a case to which the housing bureau is called, with answers, history and notices of others."""
    a_release(begin)
    step = an_opening(title="外墙脱落", item=MINE, **more)
    case = save(begin, replace(step, notices=(a_notice(step.case, "person:wang"), a_notice(step.case, "unit:housing")))).case
    next_step = the_next(read(begin, case))
    entries = (replace(an_entry("submitted"), actor="li"), an_entry("submitted"))
    save(
        begin,
        replace(
            next_step, entries=entries, submission=a_submission(case, item=None, actor="ma", form="F05"), items=read(begin, case).items
        ),
    )
    return case


def test_lists_show_a_department_the_cases_to_which_it_is_called(begin: Begin) -> None:
    """Neither list, search nor the inbox of all shows any other."""
    case = called(begin)
    save(begin, an_opening(title="与我无关"))

    with begin(REACH) as uow:
        listed = queries.cases(uow.transaction, LI).rows
        found = queries.cases(uow.transaction, LI, search="无关").rows
        inbox = queries.inbox(uow.transaction, LI, scope=Scope.ALL).rows

    assert [row.id for row in listed] == [case.id]
    assert found == ()
    assert [row.case_title for row in inbox] == ["外墙脱落"]


def test_the_page_shows_a_department_its_slice(begin: Begin) -> None:
    """Its own work and doing, and the forms that speak to those called: no party, no answer of others, no query code."""
    case = called(begin)

    with begin(REACH) as uow:
        page = queries.slice_of(queries.case_page(uow.transaction, case.id), LI, lambda form: form == "F21")

    assert (page.case.parties, page.case.document, page.query_code) == ((), {}, "")
    assert [item.assigned for item in page.items] == [("post:R.DEPT:housing",)]
    assert {entry.actor for entry in page.history} == {"li"}
    assert page.submissions == ()
    assert [notice.to for notice in page.notices] == ["unit:housing"]


def test_a_form_that_speaks_to_those_called_is_shown(begin: Begin) -> None:
    """The pack says which forms these are."""
    case = called(begin)

    with begin(REACH) as uow:
        page = queries.slice_of(queries.case_page(uow.transaction, case.id), LI, lambda form: form == "F05")

    assert [submission.form for submission in page.submissions] == ["F05"]


def test_a_case_without_work_for_the_department_is_not_there(begin: Begin) -> None:
    """It learns no more of it than of a case that does not exist."""
    a_release(begin)
    case = save(begin, an_opening()).case

    with begin(REACH) as uow, pytest.raises(errors.NotFoundError):
        queries.slice_of(queries.case_page(uow.transaction, case.id), LI, lambda _form: True)
