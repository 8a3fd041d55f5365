"""Claims about who may read what of a case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.domain import disclosure
from engine.domain.access import Actor
from engine.domain.case import Submission, WorkItem
from engine.domain.roster import Post
from tests.store.builders import a_submission, an_item, an_opening

CASE = an_opening().case
SEALED = a_submission(CASE, item=None, actor="ma")


def somebody(person: str = "sun", role: str = "R.MEDIATOR", team: str | None = None) -> Actor:
    post = Post(person=person, role=role, jurisdiction="longxi", unit="court")
    return Actor(
        person=person, name="孙某", posts=(post,), below={"longxi": frozenset({"longxi"})}, teams=frozenset({team} if team else ())
    )


def items(**more: object) -> list[WorkItem]:
    return [an_item(CASE.id, **more)]


@pytest.mark.parametrize(
    ("actor", "work", "expected"),
    [
        (somebody(), items(), False),
        (somebody(role="R.INTAKE"), items(), True),
        (somebody(), items(assigned=("person:sun",)), True),
        # The declaration of an interest comes before the first access to the file.
        (somebody(), items(code="CONFLICT.DECLARE", assigned=("person:sun",)), False),
        (somebody(role="R.DIRECTOR"), items(), True),
        (somebody("wang", "R.COURT"), items(), True),
    ],
)
def test_sensitive_data_are_for_those_who_work_on_the_case(actor: Actor, work: list[WorkItem], *, expected: bool) -> None:
    """A role without a step in the case does not see them; an overseer and who opened it do."""
    assert disclosure.may_read_sensitive(actor, CASE, work) is expected


@pytest.mark.parametrize(
    ("actor", "work", "submissions", "expected"),
    [
        # Whoever wrote it.
        (somebody("ma", "R.INTAKE"), items(), [], True),
        # Mediators, as far as they are on this case.
        (somebody(), items(), [], False),
        (somebody(), items(assigned=("person:sun",)), [], True),
        (somebody(), items(holder="sun"), [], True),
        (
            somebody(),
            items(code="CONFLICT.DECLARE", holder="sun"),
            [a_submission(CASE, item=None, actor="sun", code="CONFLICT.DECLARE")],
            False,
        ),
        (somebody(team="road"), items(assigned=("team:road",)), [], True),
        (somebody(), items(), [a_submission(CASE, item=None, actor="sun")], True),
        # A unit is not a person: its judge and its clerk would both be meant.
        (somebody(), items(assigned=("unit:court",)), [], False),
        # Courts and directors never.
        (somebody(role="R.COURT"), items(assigned=("person:sun",)), [], False),
        (somebody(role="R.DIRECTOR"), items(holder="sun"), [], False),
    ],
)
def test_what_is_said_in_mediation_is_for_its_author_and_the_mediators(
    actor: Actor, work: list[WorkItem], submissions: list[Submission], *, expected: bool
) -> None:
    """人民调解法 art. 25: nobody else, whatever the post."""
    assert disclosure.may_unseal(actor, SEALED, work, submissions, for_author=False) is expected


def test_notes_of_a_caucus_are_for_their_author_alone() -> None:
    """Not even the mediator beside whom they were written reads what one side said in private."""
    beside, author = items(assigned=("person:sun",)), replace(SEALED, actor="sun")

    assert not disclosure.may_unseal(somebody(), SEALED, beside, [], for_author=True)
    assert disclosure.may_unseal(somebody(), author, [], [], for_author=True)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (somebody(role="R.DEPT"), True),
        (somebody(role="R.DEPT:housing"), True),
        (somebody(role="R.MEDIATOR"), False),
        (somebody("wang", "R.DEPT"), False),
        (Actor(person="li", name="李某", posts=(), below={}), False),
    ],
)
def test_the_liaison_of_a_department_sees_a_slice(actor: Actor, *, expected: bool) -> None:
    """Unless another role gives more, or the liaison has opened the case; whoever holds no post there sees nothing anyway."""
    assert disclosure.sees_slice(actor, CASE) is expected


def test_a_second_post_of_the_centre_opens_the_whole_case() -> None:
    """A liaison who also mediates works on cases like any mediator."""
    posts = (Post(person="li", role="R.DEPT", jurisdiction="longxi"), Post(person="li", role="R.MEDIATOR", jurisdiction="longxi"))
    both = Actor(person="li", name="李某", posts=posts, below={"longxi": frozenset({"longxi"})})

    assert not disclosure.sees_slice(both, CASE)


def test_a_department_never_reads_sensitive_data() -> None:
    """Not even with work in the case."""
    assert not disclosure.may_read_sensitive(somebody(role="R.DEPT"), CASE, items(assigned=("unit:court",)))
