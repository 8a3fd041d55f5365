"""Messages that a case waits for and sends."""

from __future__ import annotations

import pytest
from bpmn_builders import bpmn, element, gateway, message, play, process, start_end, user

from engine import errors


def test_a_message_is_awaited_delivered_and_written_to_its_place() -> None:
    """The payload lands where the event declares, and the history says that it came."""
    content = bpmn(
        process(start_end("start>m>a>end"), message("intermediateCatchEvent", "m", "answered", onedoor_result="reply"), user("a")),
        messages=["answered"],
    )

    case = play(content)
    awaited = case.outcome.awaited
    case.send("answered", agrees=True)

    assert awaited == ("answered",)
    assert case.document == {"reply": {"agrees": True}}
    assert (case.open, case.outcome.awaited, case.kinds) == (["a"], (), ["message m"])


def test_a_message_that_nobody_awaits_is_refused() -> None:
    """The case stays as it was."""
    case = play(bpmn(process(start_end("start>a>end"), user("a"))))

    with pytest.raises(errors.MessageNotAwaitedError):
        case.send("answered")


def test_a_receive_task_waits_for_its_message() -> None:
    """It is no work item."""
    content = bpmn(
        process(start_end("start>r>a>end"), element("receiveTask", "r", messageRef="message-paid"), user("a")), messages=["paid"]
    )

    case = play(content)

    assert (case.open, case.outcome.awaited) == ([], ("paid",))
    assert case.send("paid").open == ["a"]


def test_a_solid_message_event_withdraws_its_task() -> None:
    """For example a party's withdrawal."""
    edge = message("boundaryEvent", "w", "withdraw", attachedToRef="a")
    content = bpmn(process(start_end("start>a>end", "w>close>end"), user("a"), edge, user("close")), messages=["withdraw"])

    case = play(content).send("withdraw")

    assert (case.open, case.outcome.awaited) == (["close"], ())


def test_a_dashed_message_event_fires_as_often_as_the_message_comes() -> None:
    """The library would catch it once only."""
    edge = message("boundaryEvent", "w", "news", attachedToRef="a", cancelActivity="false")
    content = bpmn(process(start_end("start>a>end", "w>read>end"), user("a"), edge, user("read")), messages=["news"])

    case = play(content).send("news").send("news")
    three = case.open
    case.complete("a")

    assert sorted(three) == ["a", "read", "read"]
    assert (case.open, case.outcome.awaited) == (["read", "read"], ())


def test_a_sent_message_reaches_the_branch_that_waits_for_it() -> None:
    """Throw events, send tasks and message ends report what they send."""
    content = bpmn(
        process(
            start_end("start>p>m>b>end", "p>a>say>send>bye"),
            gateway("parallel", "p"),
            message("intermediateCatchEvent", "m", "ready"),
            user("a"),
            user("b"),
            message("intermediateThrowEvent", "say", "ready"),
            element("sendTask", "send", messageRef="message-done", onedoor_operation="notify_parties"),
            message("endEvent", "bye", "bye"),
        ),
        messages=["ready", "done", "bye"],
    )

    case = play(content).complete("a")

    assert case.open == ["b"]
    assert case.operated == [("notify_parties", {})]
    assert case.kinds == ["message say", "message m", "operated send", "message send", "message bye"]
