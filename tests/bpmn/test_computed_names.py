"""A deadline or role may depend on the case: FEEL behind `=` gives its name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bpmn_builders import NOON, bpmn, gateway, play, problems_of, process, start_end, timer, user

from engine.errors import ProcessError

BY_URGENCY = '=if urgent then "answer" else "accept"'


def test_a_task_takes_the_deadline_and_role_that_fit_the_case() -> None:
    """They are found when the task is reached, and stay as they are while it is open."""
    drawn = bpmn(process(start_end("start>work>end"), user("work", onedoor_due=BY_URGENCY, onedoor_role='="R." + level')))

    case = play(drawn, document={"urgent": True, "level": "TOWN"})

    (task,) = case.outcome.tasks
    assert (task.deadline, task.role) == ("answer", "R.TOWN")
    case.document.update(urgent=False, level="PLC")
    assert case.later(hours=1).outcome.tasks == (task,)


def test_a_task_may_have_no_deadline_after_all() -> None:
    """Null means none, as an attribute that is left out does."""
    drawn = bpmn(process(start_end("start>work>end"), user("work", onedoor_due='=if urgent then "accept" else null', onedoor_role="R.X")))

    (task,) = play(drawn, document={"urgent": False}).outcome.tasks

    assert (task.deadline, task.role) == (None, "R.X")


def test_a_timer_runs_by_the_deadline_that_fits_the_case() -> None:
    """It keeps the name, so that it is computed anew and paused by it."""
    late = timer("boundaryEvent", "late", due=BY_URGENCY.replace('"', "&quot;"), attachedToRef="work")
    drawn = bpmn(process(start_end("start>work>end", "late>end"), user("work", onedoor_role="R.X"), late))

    case = play(drawn, document={"urgent": False})

    (armed,) = case.outcome.timers
    assert (armed.deadline, armed.due, armed.since) == ("accept", NOON + timedelta(days=1), NOON)
    case.later(days=1, hours=1)
    assert case.outcome.is_ended
    assert {event.detail.get("deadline") for event in case.outcome.events if event.kind == "fired"} == {"accept"}


def test_a_paused_deadline_is_known_by_the_name_that_was_computed() -> None:
    """It stands still for whoever names it."""
    drawn = bpmn(
        process(
            start_end("start>fork>work>end", "fork>wait>end"),
            gateway("parallel", "fork"),
            user("work", onedoor_due=BY_URGENCY, onedoor_role="R.X"),
            user("wait", onedoor_pauses="accept", onedoor_role="R.X"),
        )
    )

    (work, _wait) = play(drawn, document={"urgent": False}).outcome.tasks

    assert work.awaited is not None


def test_a_name_that_is_no_text_stops_the_case_in_words() -> None:
    """The step is named, and the case stays as it was."""
    drawn = bpmn(process(start_end("start>work>end"), user("work", onedoor_due="=3")))

    with pytest.raises(ProcessError) as caught:
        play(drawn)

    assert caught.value.text.zh == "流程停在“work”：“3”没有得出名称。案件保持原样。"


def test_a_timer_without_a_deadline_stops_the_case_in_words() -> None:
    """An event that never fires would be waited for in vain."""
    drawn = bpmn(process(start_end("start>wait>end"), timer("intermediateCatchEvent", "wait", due="=null")))

    with pytest.raises(ProcessError) as caught:
        play(drawn)

    assert caught.value.text.en == "The process stopped at “wait”: no name of a deadline was found. The case is unchanged."


def test_an_expression_for_a_name_is_read_when_the_pack_is_checked() -> None:
    """The sentence says which attribute it is."""
    drawn = bpmn(process(start_end("start>work>end"), user("work", onedoor_due="=if", onedoor_role="=1 +")))

    found = [problem.message.en.split(": ")[0] for problem in problems_of(drawn)]

    assert found == ["“work”, the role", "“work”, the deadline"]
