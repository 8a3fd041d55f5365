"""Messages between cases: none is lost, whatever happens at the same time."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.case import Case, Message, TimerKind
from tests.postgres import Begin
from tests.store.builders import NOW, a_release, an_opening, read, save, the_next


def post(begin: Begin, case: Case) -> None:
    with begin({"longxi"}) as uow:
        uow.cases.post(Message(case=case.id, jurisdiction="longxi", name="paid", payload={"amount": 5}, sender="2025-8", at=NOW))
        uow.commit()


def messages(begin: Begin, case: Case) -> list[dict[str, object]]:
    return [timer.detail for timer in read(begin, case).timers if timer.kind is TimerKind.MESSAGE]


def test_a_message_is_due_at_once(begin: Begin) -> None:
    """The sweep finds its case."""
    a_release(begin)
    case = save(begin, an_opening()).case

    post(begin, case)

    assert messages(begin, case) == [{"message": "paid", "payload": {"amount": 5}, "sender": "2025-8"}]
    with begin({"longxi"}) as uow:
        assert uow.cases.due(NOW, 10) == [(case.id, "longxi")]


def test_a_message_that_comes_during_a_step_survives_it(begin: Begin) -> None:
    """The step has read the case before; it writes the timers that it knows and leaves the message alone."""
    a_release(begin)
    case = save(begin, an_opening()).case
    before = read(begin, case)
    post(begin, case)

    save(begin, the_next(before))

    assert len(messages(begin, case)) == 1


def test_a_message_that_was_delivered_is_gone(begin: Begin) -> None:
    """The step that has read it and does not keep it has delivered it."""
    a_release(begin)
    case = save(begin, an_opening()).case
    post(begin, case)
    before = read(begin, case)

    save(begin, replace(the_next(before), timers=tuple(t for t in before.timers if t.kind is not TimerKind.MESSAGE)))

    assert messages(begin, case) == []


def test_a_message_may_be_written_before_its_case(begin: Begin) -> None:
    """A case opened in the first step of another may end at once, and report to what is not stored yet."""
    a_release(begin)
    step = an_opening()

    with begin({"longxi"}) as uow:
        uow.cases.post(Message(case=step.case.id, jurisdiction="longxi", name="done", payload={}, sender="2", at=NOW))
        uow.cases.save(step)
        uow.commit()

    assert len(messages(begin, step.case)) == 1
