"""A case opens another, and they tell each other what has come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine import errors
from engine.domain.case import Case, Message, Timer, TimerKind
from engine.domain.linking import LinkKind
from engine.errors import Text
from engine.usecases import operations, ports
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.opening import report_back
from engine.usecases.operation import Context
from tests.fakes import FakeRelease, House, StepByStep, a_house, a_task, an_actor
from tests.usecases.operating import a_context

NOW = datetime(2025, 6, 3, 1, tzinfo=UTC)


def a_case(**more: Any) -> Case:
    values: dict[str, Any] = {
        "id": uuid4(),
        "jurisdiction": "longxi",
        "release": "r1",
        "number": "2025-7",
        "revision": 1,
        "state": "accepted",
    }
    return Case(**{**values, "document": {}, "opened_at": NOW, "opened_by": "wang", "title": "院墙", **more})


def working_on(case: Case, house: House, opens: Callable[[OpenCase], Case] | None = None) -> Context:
    door = ports.Door(process="service", title=Text("服务事项", "Service item"), form="F29")
    release = FakeRelease(processes=StepByStep(()), doors=(door,))
    return a_context(house, release=release, case=case, document=case.document, open_case=opens)


def opened(case: Case, **inputs: Any) -> tuple[dict[str, Any], OpenCase, House]:
    """Open a linked case, and return the answer, what was asked of the opening, and the house."""
    house, asked = a_house(a_task("A")), list[OpenCase]()

    def opens(command: OpenCase) -> Case:
        asked.append(command)
        return a_case(id=UUID(int=8), number="2025-8")

    found = operations.operate("open_linked_case", {"process": "service", **inputs}, working_on(case, house, opens))
    return found, asked[0], house


def test_a_linked_case_knows_who_opened_it() -> None:
    """Its answers are checked by the form of its door, so what is nothing is left out; both cases show the link."""
    case = a_case()

    found, command, house = opened(case, answers={"matter": "腾退", "phone": None}, message="service_done")

    assert found == {"case": str(UUID(int=8)), "number": "2025-8", "is_closed": False}
    assert (command.process, command.answers, command.actor.person) == ("service", {"matter": "腾退"}, "wang")
    assert command.opener == {"case": str(case.id), "number": "2025-7", "title": "院墙", "message": "service_done", "depth": 1}
    (link,) = house.uow.links.made
    assert (link.kind, link.case, link.other) == (LinkKind.SERVES, UUID(int=8), case.id)


@pytest.mark.parametrize(
    ("document", "inputs", "said"),
    [
        ({}, {"process": "gone"}, "gone is no door; list it under starts."),
        ({}, {"answers": "腾退"}, "The answers for the new case must be a context."),
        ({"opener": {"depth": 5}}, {}, "Cases open one another without end."),
    ],
)
def test_what_cannot_be_opened_is_said(document: dict[str, Any], inputs: dict[str, Any], said: str) -> None:
    """No door, no fields, or a process that opens itself for ever."""
    with pytest.raises(errors.ProcessError) as caught:
        opened(a_case(document=document), **inputs)

    assert caught.value.text.en == said


def test_a_case_opens_another_in_one_transaction() -> None:
    """Through the real path: the second has its own number, history and work."""
    house = a_house(a_task("A"))
    first = open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "一"}), house.context)
    opener = {"case": str(first.id), "number": first.number, "message": "done", "depth": 1}

    second = open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "二"}, opener=opener), house.context)

    assert (second.number, second.document["opener"]["number"]) == ("2025-2", "2025-1")


def test_a_case_that_ends_reports_to_its_opener() -> None:
    """What its process wrote to `result` goes along; a case that nobody opened reports to nobody."""
    opener = UUID(int=3)
    case = a_case(document={"opener": {"case": str(opener), "message": "done"}, "result": {"outcome": "办好"}}, end="E.SERVICE_DONE")

    assert report_back(a_case(), NOW) is None
    assert report_back(case, NOW) == Message(
        case=opener,
        jurisdiction="longxi",
        name="done",
        payload={"case": str(case.id), "number": "2025-7", "end": "E.SERVICE_DONE", "title": "院墙", "result": {"outcome": "办好"}},
        sender="2025-7",
        at=NOW,
    )


def test_linked_cases_may_tell_each_other_something() -> None:
    """The opener is known from the document, others by their links; a stranger is refused."""
    house, opener = a_house(a_task("A")), uuid4()
    context = working_on(a_case(document={"opener": {"case": str(opener)}}), house)

    operations.operate("message_case", {"case": str(opener), "message": "paid", "payload": {"amount": 5}}, context)

    (message,) = house.uow.cases.posted
    assert (message.case, message.name, message.payload["amount"], message.payload["number"]) == (opener, "paid", 5, "2025-7")
    for inputs, said in (
        ({"case": str(uuid4()), "message": "paid"}, "is not linked with this case."),
        ({"case": str(opener)}, "The message has no name."),
    ):
        with pytest.raises(errors.ProcessError) as caught:
            operations.operate("message_case", inputs, context)
        assert caught.value.text.en.endswith(said)


def test_a_message_that_nobody_waits_for_is_kept_in_the_history() -> None:
    """The case stays as it is, its page does not become stale, and it is not delivered again."""
    house = a_house(a_task("A"))
    case = open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={"facts": "一"}), house.context)
    locked = house.uow.cases.stored[case.id]
    detail = {"message": "case_closed", "payload": {}, "sender": "2025-8"}
    timer = Timer(case=case.id, jurisdiction="longxi", ref=uuid4(), kind=TimerKind.MESSAGE, due=house.clock.now(), detail=detail)
    house.uow.cases.stored[case.id] = replace(locked, timers=(*locked.timers, timer))
    house.clock.instant += timedelta(seconds=1)

    after = fire_due(FireDue(case=case.id, jurisdiction="longxi"), house.context)

    assert after.revision == case.revision
    assert house.uow.cases.entries[-1].detail == {"sender": "2025-8", "awaited": False}
    assert house.uow.cases.stored[case.id].timers == locked.timers
