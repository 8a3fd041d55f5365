"""A unit of work inside another one: its commit counts only as far as the outer one's."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from engine import errors
from engine.domain.same_matter import Matter
from engine.usecases import ports
from tests.postgres import EVERYWHERE, Begin
from tests.store.builders import NOW, a_release, an_opening


def opened(uow: ports.UnitOfWork, jurisdiction: str = "longxi") -> ports.CaseStep:
    step = an_opening(jurisdiction)
    uow.cases.save(step)
    return step


def is_there(uow: ports.UnitOfWork, step: ports.CaseStep) -> bool:
    try:
        return uow.cases.lock(step.case.id).case.id == step.case.id
    except errors.NotFoundError:
        return False


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_an_inner_one_commits_lives_and_dies_with_the_outer_one(begin: Begin, *, is_kept: bool) -> None:
    """The outer one sees it at once; others only once the outer one has committed."""
    a_release(begin)
    with begin(EVERYWHERE) as outer:
        with outer.within(EVERYWHERE) as inner:
            step = opened(inner)
            inner.commit()
        assert is_there(outer, step)
        if is_kept:
            outer.commit()

    with begin(EVERYWHERE) as uow:
        assert is_there(uow, step) is is_kept


def test_what_an_inner_one_does_not_commit_is_undone_alone(begin: Begin) -> None:
    """Even after an error that PostgreSQL answers by refusing everything else, the outer one goes on with what was there before."""
    a_release(begin)
    with begin(EVERYWHERE) as outer:
        before = opened(outer)
        with outer.within(EVERYWHERE) as inner:
            lost = opened(inner)
        with pytest.raises(errors.NotAllowedError), outer.within({"longxi"}) as inner:
            opened(inner, "suzhou")
        with outer.within(EVERYWHERE) as first, first.within(EVERYWHERE) as second:
            nested = opened(second)
            second.commit()

        assert [is_there(outer, step) for step in (before, lost, nested)] == [True, False, False]


def test_an_inner_one_reaches_no_further_than_the_outer_one(begin: Begin) -> None:
    """Whoever asks for more gets what both have, and the outer reach is back afterwards."""
    a_release(begin)
    with begin(EVERYWHERE) as uow:
        near, far = opened(uow), opened(uow, "suzhou")
        uow.commit()

    with begin({"longxi"}) as outer:
        with outer.within(EVERYWHERE) as inner:
            assert [is_there(inner, step) for step in (near, far)] == [True, False]
        with outer.within({"suzhou"}) as inner:
            assert not is_there(inner, near)
        assert is_there(outer, near)


def test_only_cases_from_before_are_found_as_the_same_matter(begin: Begin) -> None:
    """A case that is played again meets neither itself nor what came later."""
    a_release(begin)
    with begin(EVERYWHERE) as outer:
        step = opened(outer)
        matter = Matter(dispute_type=step.case.dispute_type, place=None, parties=step.case.parties)
        wanted = ports.Resembling(case=uuid4(), jurisdiction="longxi", matter=matter, since=NOW - timedelta(days=30))
        with outer.within(EVERYWHERE) as now, now.within(EVERYWHERE, before=step.case.opened_at) as then:
            assert [found.id for found in now.links.resembling(wanted)] == [step.case.id]
            assert then.links.resembling(wanted) == []


def test_the_newest_cases_come_first(begin: Begin) -> None:
    """Open and closed ones apart, of the places below too, no more than were asked for."""
    a_release(begin)
    with begin(EVERYWHERE) as uow:
        steps = [an_opening(place, opened_at=NOW + timedelta(minutes=n)) for n, place in enumerate(("longxi", "longxi", "suzhou"))]
        for step in steps:
            uow.cases.save(step)
        uow.commit()

    with begin(EVERYWHERE) as uow:
        found = [ran.case.id for ran in uow.cases.newest("longxi", 5, is_closed=False)]
        assert found == [steps[1].case.id, steps[0].case.id]
        assert [ran.case.id for ran in uow.cases.newest("longxi", 1, is_closed=False)] == found[:1]
        assert uow.cases.newest("longxi", 5, is_closed=True) == []
