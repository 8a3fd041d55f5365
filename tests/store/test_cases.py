"""Cases: a step is written whole or not at all, and read back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine import errors
from engine.domain.calendar_year import CalendarYear, Source
from engine.domain.case import Draft, ItemState, PartyRow, Pause, TimerKind
from engine.domain.deadline import Stop
from engine.errors import Text
from engine.store import engines, queries
from engine.store.cases import NumberTakenError
from engine.store.transaction import UnstorableError
from engine.usecases import ports
from tests.postgres import EVERYWHERE, Begin, Database
from tests.store.builders import NOW, a_release, a_submission, a_timer, an_entry, an_item, an_opening, read, save, the_next


@pytest.fixture
def begin(begin: Begin) -> Iterator[Begin]:
    a_release(begin)
    return begin


def test_opened_case_is_read_back_as_it_was_saved(begin: Begin) -> None:
    """Document, work, timers and process state survive the database unchanged."""
    step = save(begin, an_opening(document={"intake": {"b": [1, 2.5, None], "a": "甲"}}))

    found = read(begin, step.case)

    assert found == ports.LockedCase(case=step.case, process="main", state=step.state, items=step.items, timers=step.timers)


def test_a_deadline_that_stands_still_is_read_back_as_it_was_saved(begin: Begin) -> None:
    """Spans that are over and the one that lasts survive, on new items and on known ones."""
    stop = Stop(since=NOW - timedelta(days=3), until=NOW - timedelta(days=2, microseconds=5))
    pause = Pause(since=NOW, awaited=Text("等待补正", "Awaiting papers"), due=NOW + timedelta(days=1), warned=49)
    step = save(begin, an_opening(item={"deadline": "check", "stops": (stop,), "pause": pause}))
    before = read(begin, step.case)
    running = replace(before.items[0], pause=None, stops=(stop, stop), due=NOW)

    save(begin, replace(the_next(before), items=(running,), finished=None))

    assert before.items == step.items
    assert read(begin, step.case).items == (running,)


def test_submission_moves_the_case_with_few_statements(begin: Begin, database: Database) -> None:
    """From locking the item to the commit a whole step costs three statements; its opening goes along with BEGIN."""
    step = save(begin, an_opening())

    with engines.counting(database.engine) as count, begin({"longxi"}) as uow:
        locked, item = uow.cases.lock_item(step.items[0].id)
        following = the_next(locked)
        uow.cases.save(following)
        uow.commit()

    assert item == step.items[0]
    assert count.number == 3
    assert read(begin, step.case).items == following.items
    assert read(begin, step.case).timers == following.timers


def test_a_case_brings_the_calendar_that_counts_for_it(begin: Begin) -> None:
    """No step has to ask for it; where an entry changes it, the next step knows."""
    a_release(begin)
    case = save(begin, an_opening()).case
    before = read(begin, case).calendar

    with begin(EVERYWHERE) as uow:
        year = CalendarYear(year=2031, holidays=(), make_up_days=(), source=Source.ENTERED, jurisdiction="dingxi", by="sun", at=NOW)
        uow.rosters.enter_year(year)
        uow.commit()

    after = read(begin, case).calendar
    assert before
    assert after
    assert (2031 in before.years, 2031 in after.years) == (False, True)
    with begin({"longxi"}) as uow:
        assert after is uow.rosters.calendar("longxi")


def test_finished_item_is_done_and_others_that_vanish_are_withdrawn(begin: Begin) -> None:
    """The store computes from the open items what has become of the rest."""
    opening = an_opening()
    other = an_item(opening.case.id, code="FACT.FIND")
    step = save(begin, replace(opening, items=(*opening.items, other)))
    before = read(begin, step.case)

    save(begin, the_next(replace(before, items=(step.items[0],))))

    with begin({"longxi"}) as uow:
        assert uow.cases.lock_item(step.items[0].id)[1].state is ItemState.DONE
        assert uow.cases.lock_item(other.id)[1].state is ItemState.WITHDRAWN


def test_step_over_an_old_revision_is_refused_and_leaves_nothing(begin: Begin) -> None:
    """Of two steps over the same revision only one is taken, even if the loser goes on and commits."""
    before = read(begin, save(begin, an_opening()).case)
    save(begin, the_next(before))

    with begin({"longxi"}) as uow:
        with pytest.raises(errors.CaseChangedError):
            uow.cases.save(the_next(before))
        uow.commit()

    with begin({"longxi"}) as uow:
        assert len(uow.cases.submissions(before.case.id)) == 2
        assert len(uow.cases.history(before.case.id)) == 3


def test_warning_changes_timers_but_not_the_case(begin: Begin) -> None:
    """A timer that moved on in memory before the step is moved in the database too."""
    step = save(begin, an_opening())
    before = read(begin, step.case)
    warning = a_timer(step.items[0], kind=TimerKind.WARNING, ref=step.items[0].id, detail={"deadline": "accept", "at": 80})
    moved = (replace(step.timers[0], due=NOW + timedelta(hours=2)), warning)
    given = replace(before, timers=moved)

    save(begin, ports.CaseStep(**{**vars(the_next(given)), "case": before.case, "timers": moved, "submission": None}))

    found = read(begin, step.case)
    assert sorted(found.timers, key=lambda t: t.due) == sorted(moved, key=lambda t: t.due)
    assert (found.case, found.state, found.items) == (before.case, before.state, before.items)


def test_history_is_numbered_in_order_over_steps(begin: Begin) -> None:
    """Lines come back in the order in which they were written."""
    step = save(begin, an_opening())
    save(begin, the_next(read(begin, step.case)))

    with begin({"longxi"}) as uow:
        uow.cases.put_item(read(begin, step.case).items[0].held_by("li"), an_entry("claimed"))
        kinds = [entry.kind for entry in uow.cases.history(step.case.id)]

    assert kinds == ["opened", "created", "submitted", "claimed"]


def test_the_history_keeps_a_row_for_what_one_actor_does_at_one_instant(begin: Begin) -> None:
    """Who, when and in which case stand once a step; lines come back whole, empty parts and all."""
    later = NOW + timedelta(seconds=1)
    lines = (
        an_entry("opened"),
        an_entry("decided", element="route", detail={"rules": ["r1"], "title": ["分流", "Route"]}),
        an_entry("created", code="INTAKE.REGISTER", element="register", detail={"due": None}),
        replace(an_entry("proposed"), actor="system"),
        replace(an_entry("ended", code="E.DONE"), at=later),
        replace(an_entry("state"), at=later),
    )
    step = save(begin, replace(an_opening(), entries=lines))

    with begin({"longxi"}) as uow:
        found = uow.cases.history(step.case.id)
        rows = uow.transaction.rows(sa.text("SELECT actor, json_array_length(lines) AS size FROM onedoor.history ORDER BY seq"))

    assert tuple(found) == lines
    assert [tuple(row) for row in rows] == [("wang", 3), ("system", 1), ("wang", 2)]


def test_what_asked_nothing_is_submitted_all_the_same(begin: Begin) -> None:
    """A step without a form leaves no row of answers; the work item says who did it and when, and every reader finds it."""
    opening = save(begin, an_opening(item={"form": None}))
    before = read(begin, opening.case)
    given = a_submission(before.case, form="", answers={}, item=before.items[0].id, at=NOW)
    save(begin, the_next(before, submission=given))

    with begin({"longxi"}) as uow:
        found = uow.cases.submissions(before.case.id)
        shown = queries.case_page(uow.transaction, before.case.id).submissions
        rows = uow.transaction.row(sa.text("SELECT count(*) AS number FROM onedoor.submission"))

    assert rows
    assert rows.number == 1
    assert tuple(found) == shown
    assert [answer for answer in found if answer.item] == [replace(given, id=before.items[0].id)]


def test_long_answers_are_packed_and_come_back_as_they_were_given(begin: Begin) -> None:
    """What the file reads and what the page shows is what was sent; in the database it takes half the room."""
    long = {"facts": "双方就此事各执一词，已当面询问并记录在案。" * 20, "amount": 2.5, "day": None, "people": [{"name": "赵某"}]}
    opening = an_opening()
    given = a_submission(opening.case, item=None, answers=long)
    save(begin, replace(opening, submission=given))

    with begin({"longxi"}) as uow:
        found = uow.cases.submissions(opening.case.id)
        shown = queries.case_page(uow.transaction, opening.case.id).submissions
        row = uow.transaction.row(sa.text("SELECT answers, octet_length(packed) AS size FROM onedoor.submission"))

    assert list(found) == list(shown) == [given]
    assert row
    assert row.answers is None
    assert row.size < len(str(long).encode()) / 2


def test_parties_follow_the_document(begin: Begin) -> None:
    """A party more or less is a row more or less."""
    step = save(begin, an_opening(parties=(PartyRow(role="a", name="赵某"), PartyRow(role="b", name="钱某"))))
    before = read(begin, step.case)
    fewer = (PartyRow(role="a", name="孙某", phone="19900001111"),)

    save(begin, replace(the_next(before), case=replace(before.case, revision=2, parties=fewer)))

    assert read(begin, step.case).case.parties == fewer


def test_holder_is_changed_without_moving_the_case(begin: Begin) -> None:
    """Claiming leaves the revision, and a closed item cannot be claimed."""
    step = save(begin, an_opening())
    held = step.items[0].held_by("li")
    with begin({"longxi"}) as uow:
        uow.cases.put_item(held, an_entry("claimed"))
        uow.commit()

    before = read(begin, step.case)
    save(begin, the_next(before))

    assert before.items == (held,)
    assert before.case.revision == 1
    with begin({"longxi"}) as uow, pytest.raises(errors.WorkItemClosedError):
        uow.cases.put_item(held, an_entry("claimed"))


def test_sealed_answers_are_read_only_with_a_trace(begin: Begin, database: Database) -> None:
    """What was said stays out of the submissions; who reads it is logged in the same statement."""
    step = save(begin, an_opening())
    following = save(begin, the_next(read(begin, step.case)))
    assert following.submission

    with begin({"longxi"}) as uow:
        listed = uow.cases.submissions(step.case.id)
        content = uow.cases.sealed(following.submission.id, "li", "准备调解")
        logged = uow.transaction.rows(sa.text("SELECT actor, compartment, purpose FROM onedoor.reading_log"))

    assert [answer.sealed for answer in listed] == [None, None]
    assert content == {"/said": "不愿见面"}
    assert [tuple(row) for row in logged] == [("li", "P3", "准备调解")]


def test_due_cases_come_earliest_first(begin: Begin) -> None:
    """The sweep gets each case once, and only what is due within its reach."""
    late, early = save(begin, an_opening()), an_opening()
    save(begin, replace(early, timers=(replace(early.timers[0], due=NOW - timedelta(hours=1)),)))

    with begin({"longxi"}) as uow:
        assert uow.cases.due(NOW, 10) == [(early.case.id, "longxi")]
        assert uow.cases.due(NOW + timedelta(days=1), 10) == [(early.case.id, "longxi"), (late.case.id, "longxi")]
        assert len(uow.cases.due(NOW + timedelta(days=1), 1)) == 1


def test_newer_draft_is_not_overwritten(begin: Begin) -> None:
    """Two devices write one draft: the second is told, and a submission forgets the draft."""
    step = save(begin, an_opening())
    item = step.items[0].id
    draft = Draft(item=item, actor="wang", answers={"facts": "一"}, revision=1, saved_at=NOW)

    with begin({"longxi"}) as uow:
        uow.cases.put_draft(draft, step.case.id, "longxi", 0)
        with pytest.raises(errors.DraftChangedError):
            uow.cases.put_draft(draft, step.case.id, "longxi", 0)
        uow.cases.put_draft(replace(draft, revision=2), step.case.id, "longxi", 1)
        assert uow.cases.draft(item, "li") == replace(draft, revision=2)
        uow.commit()
    save(begin, the_next(read(begin, step.case)))

    with begin({"longxi"}) as uow:
        assert uow.cases.draft(item, "wang") is None
        with pytest.raises(errors.DraftChangedError):
            uow.cases.put_draft(replace(draft, revision=3), step.case.id, "longxi", 2)


def test_draft_of_a_case_not_yet_opened_is_its_authors_alone(begin: Begin) -> None:
    """Nobody else continues what a colleague began to register."""
    draft = Draft(item=uuid4(), actor="wang", answers={}, revision=1, saved_at=NOW)

    with begin({"longxi"}) as uow:
        uow.cases.put_draft(draft, None, "longxi", 0)

        assert uow.cases.draft(draft.item, "wang") == draft
        assert uow.cases.draft(draft.item, "li") is None


def test_serial_numbers_count_by_jurisdiction_and_year(begin: Begin) -> None:
    """No number comes twice."""
    with begin({"longxi", "suzhou"}) as uow:
        asked = [("longxi", 2025), ("longxi", 2025), ("suzhou", 2025), ("longxi", 2026)]
        assert [uow.cases.next_serial(*which) for which in asked] == [1, 2, 1, 1]


def test_same_number_twice_is_said_in_a_sentence(begin: Begin) -> None:
    """A pattern without a serial number is the administrator's to mend."""
    save(begin, an_opening(number="陇综调"))

    with pytest.raises(NumberTakenError) as refused:
        save(begin, an_opening(number="陇综调"))

    assert refused.value.text.zh == "这个案号已被使用。请让配置管理员检查案号格式，其中应包含年份和序号。"


def test_null_character_is_refused_in_a_sentence(begin: Begin) -> None:
    """PostgreSQL cannot store it; the clerk is told what to do."""
    with pytest.raises(UnstorableError):
        save(begin, an_opening(document={"intake": {"facts": "a\x00b"}}))


def test_a_line_with_a_null_character_is_refused(begin: Begin) -> None:
    """Such a line could be written and never be read again."""
    step = save(begin, an_opening())

    with begin({"longxi"}) as uow, pytest.raises(UnstorableError):
        uow.cases.put_item(step.items[0].held_by("li"), an_entry("reassigned", detail={"because": "a\x00b"}))


def test_open_load_counts_cases_not_items(begin: Begin) -> None:
    """Held and assigned work of one case counts once; closed cases do not count."""
    opening = an_opening(item={"holder": "li"})
    named = an_item(opening.case.id, assigned=("person:li",))
    save(begin, replace(opening, items=(*opening.items, named)))
    save(begin, an_opening(item={"assigned": ("person:li",)}))

    with begin({"longxi"}) as uow:
        assert uow.cases.open_load(["li", "wang"]) == {"li": 2, "wang": 0}


def test_leaving_without_commit_writes_nothing(begin: Begin) -> None:
    """An error between saving and committing leaves no trace."""
    step = an_opening()
    with begin({"longxi"}) as uow:
        uow.cases.save(step)

    with pytest.raises(errors.NotFoundError):
        read(begin, step.case)


def test_unknown_case_and_item_are_not_found(begin: Begin) -> None:
    """Ids out of the blue raise the error that pages show."""
    with begin({"longxi"}) as uow:
        with pytest.raises(errors.NotFoundError):
            uow.cases.lock(uuid4())
        with pytest.raises(errors.NotFoundError):
            uow.cases.lock_item(uuid4())
