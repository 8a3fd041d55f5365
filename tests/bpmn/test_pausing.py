"""Deadlines stand still while an element waits that says so, and run on with what was left of them."""

from __future__ import annotations

from datetime import timedelta

from bpmn_builders import NOON, Play, bpmn, element, flows, gateway, message, play, problems_of, process, start_end, texts, timer, user

from engine import bpmn as door
from engine.bpmn import pausing

WAIT, EDGE = "intermediateCatchEvent", "boundaryEvent"
DAY = timedelta(days=1)


def beside(*waiting: str, pauses: str = "accept", due: str = "") -> bytes:
    """Draw a task with a deadline and a timer on its edge, and beside it a task for which that deadline stands still."""
    more = {"onedoor_due": due} if due else {}
    return bpmn(
        process(
            start_end("start>fork", "fork>work>end", "late>end", "fork>call>supplement>end"),
            gateway("parallel", "fork"),
            user("work", onedoor_due="accept"),
            timer(EDGE, "late", due="accept", attachedToRef="work"),
            user("call"),
            user("supplement", name="等待补正", onedoor_pauses=pauses, **more),
            *waiting,
        )
    )


def awaited(case: Play) -> dict[str, str | None]:
    return {task.element: task.awaited.zh if task.awaited else None for task in case.outcome.tasks}


def said(case: Play) -> list[tuple[str, str]]:
    return [(event.kind, event.element) for event in case.outcome.events]


def test_a_timer_stands_still_while_somebody_is_awaited() -> None:
    """It is not armed, however long that takes, and its task is told for whom."""
    case = play(beside()).later(hours=10).complete("call")
    stopped = (case.armed, awaited(case), said(case))

    case.later(days=30)

    assert stopped == ([], {"work": "等待补正", "supplement": None}, [("paused", "late")])
    assert case.outcome.tasks[0].element == "work"
    assert (case.open, said(case)) == (["work", "supplement"], [])


def test_it_runs_on_with_what_was_left() -> None:
    """Ten of 24 hours were used; fourteen are left from the answer on. The row says when it began and when it stood still."""
    case = play(beside()).later(hours=10).complete("call").later(days=30).complete("supplement")

    (armed,) = case.outcome.timers
    assert armed.due == NOON + DAY + 30 * DAY
    assert armed.since == NOON
    assert [(stop.since, stop.until) for stop in armed.stops] == [(NOON + timedelta(hours=10), NOON + timedelta(hours=10) + 30 * DAY)]
    assert said(case) == [("resumed", "late")]
    assert awaited(case) == {"work": None}
    assert case.later(hours=13, minutes=59).open == ["work"]
    assert case.later(minutes=1).outcome.is_ended


def test_it_may_stand_still_twice() -> None:
    """Two tasks one after the other: the spans add up."""
    again = user("again", onedoor_pauses="accept")
    content = bpmn(
        process(
            start_end("start>fork", "fork>late>end", "fork>one>two>again>end"),
            gateway("parallel", "fork"),
            timer(WAIT, "late", due="accept"),
            user("one", onedoor_pauses="accept"),
            user("two"),
            again,
        )
    )

    case = play(content).later(days=2).complete("one").later(hours=1).complete("two").later(days=3).complete("again")

    assert case.armed == [("late", NOON + 6 * DAY)]
    assert len(case.outcome.timers[0].stops) == 2


def test_a_star_lets_all_deadlines_stand_still_but_its_own() -> None:
    """What limits the waiting itself goes on: the deadline of the waiting task and the timer on its edge."""
    edge = timer(EDGE, "unanswered", due="answer", attachedToRef="supplement")
    content = beside(edge, flows("unanswered>end"), pauses="*", due="accept")

    case = play(content).complete("call")

    assert awaited(case) == {"work": "等待补正", "supplement": None}
    assert case.armed == [("unanswered", NOON + 3 * DAY)]


def test_deadlines_inside_a_waiting_sub_process_run() -> None:
    """Those outside stand still until it is over."""
    inner = element("startEvent", "s1") + user("x", onedoor_due="accept") + element("endEvent", "e1") + flows("s1>x>e1")
    content = bpmn(
        process(
            start_end("start>fork", "fork>work>end", "fork>expert>end"),
            gateway("parallel", "fork"),
            user("work", onedoor_due="accept"),
            element("subProcess", "expert", inner, onedoor_pauses="*"),
        )
    )

    case = play(content)

    assert awaited(case) == {"work": "expert", "x": None}
    assert awaited(case.complete("x")) == {"work": None}


def test_a_deadline_stands_still_for_a_message() -> None:
    """An event that waits does as well as a task."""
    content = bpmn(
        process(
            start_end("start>fork", "fork>work>end", "fork>reply>end"),
            gateway("parallel", "fork"),
            user("work", onedoor_due="accept"),
            message(WAIT, "reply", "replied", onedoor_pauses="accept"),
        ),
        messages=["replied"],
    )

    case = play(content)

    assert awaited(case) == {"work": "reply"}
    assert awaited(case.send("replied")) == {"work": None}


def test_a_timer_without_a_named_deadline_does_not_stand_still() -> None:
    """`PT1H` is a length of the process and no deadline of anybody."""
    case = play(beside(timer(EDGE, "plain", "PT1H", attachedToRef="work"), flows("plain>end"), pauses="*")).complete("call")

    assert case.armed == [("plain", NOON + timedelta(hours=1))]


def test_what_never_waits_cannot_let_a_deadline_stand_still() -> None:
    """The check says so at the element, in words."""
    content = bpmn(process(start_end("start>g>end"), element("exclusiveGateway", "g", onedoor_pauses="accept")))

    assert texts(problems_of(content)) == ["“g” waits for nobody, so no deadline can stand still for it."]


def test_a_deadline_that_stands_still_must_exist() -> None:
    """A slip in the name is found by the check, with what was probably meant."""
    files = {"processes/x/main.bpmn": beside(pauses="acept, *")}

    found = door.lint(files, known=door.Known(deadlines=["accept"]))

    assert [(problem.message.en, problem.cure.en if problem.cure else "") for problem in found if problem.place == "supplement"] == [
        ("“等待补正” uses the deadline “acept”, which does not exist.", "Did you mean “accept”?")
    ]


def test_names_may_stand_in_any_list() -> None:
    """Commas, Chinese commas and blanks part them."""
    assert pausing.names("a,b、c, d;e") == ("a", "b", "c", "d", "e")
    assert pausing.names(None) == ()


def test_deadlines_are_counted_anew_without_moving_the_case() -> None:
    """Only those that run, and only if they change; each is said with its old and new instant."""
    case = play(beside()).later(hours=10)
    earlier = case.outcome
    run = case.run()
    run.due_of = lambda _name, start, _stops: start + 2 * DAY

    found = case.catalogue.recount("main", earlier.state, run)
    again = case.catalogue.recount("main", found.state, run)

    assert [(event.kind, dict(event.detail)) for event in found.events] == [
        ("recounted", {"deadline": "accept", "before": (NOON + DAY).isoformat(), "due": (NOON + 2 * DAY).isoformat()})
    ]
    assert [timer.due for timer in found.timers] == [NOON + 2 * DAY]
    assert found.tasks == earlier.tasks
    assert again.events == ()
    assert again.state == found.state
