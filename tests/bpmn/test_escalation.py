"""The block `ca_escalate` of the base pack, played with a ladder of three levels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bpmn_builders import Play, a_catalogue

FILE = Path(__file__).parents[2] / "processes" / "base" / "ca_escalate.bpmn"
LEVELS = ("village", "town", "county")
NONE: dict[str, Any] = {"level": None}


def a_rung(level: str) -> dict[str, Any]:
    return {"level": level, "role": f"R.{level.upper()}", "answer": "accept"}


def next_level(inputs: dict[str, Any]) -> dict[str, Any]:
    """Answer like the operation: the level above, or none."""
    above = LEVELS[LEVELS.index(inputs["from"]) + 1 :]
    return a_rung(above[0]) if above else NONE


def escalated(document: dict[str, Any] | None = None) -> Play:
    catalogue = a_catalogue(FILE.read_bytes())
    document = {"rung": a_rung("village")} if document is None else document
    return Play(catalogue, document=document, operations={"next_level": next_level}, name="ca_escalate").start()


def again(case: Play) -> Play:
    return escalated(case.document)


def answered(case: Play, answer: str, **more: Any) -> Play:
    entries = [*case.document.get("escalation_answers", []), {"answer": answer, **more}]
    return case.complete("escalate_up", escalation_answers=entries)


def reported(case: Play, *, solved: bool) -> Play:
    entries = [*case.document.get("escalation_reports", []), {"solved": solved}]
    return case.complete("escalate_keep", escalation_reports=entries)


def levels(case: Play) -> tuple[str, str]:
    """Return which level handles the case, and which has its duties."""
    return case.document["rung"]["level"], case.document["duty"]["level"]


def test_the_level_above_answers_while_the_one_below_keeps_its_duty() -> None:
    """Two items are open, each for its own role; the time to answer is that of the ladder."""
    tasks = {task.code: (task.role, task.deadline) for task in escalated().outcome.tasks}

    assert tasks == {"ESC.UP": ("R.TOWN", "accept"), "ESC.KEEP": ("R.VILLAGE", None)}


@pytest.mark.parametrize(
    ("answer", "handles", "has_duty"), [("take-over", "town", "town"), ("accept", "town", "village"), ("return", "village", "village")]
)
def test_only_taking_over_moves_the_duty(answer: str, handles: str, has_duty: str) -> None:
    """Accepting moves the lead; returning moves nothing."""
    case = answered(escalated(), answer, instruction="再调一次")

    assert case.outcome.is_ended
    assert levels(case) == (handles, has_duty)
    assert case.document["escalation"] == {"answer": answer, "from": "village", "to": "town", "instruction": "再调一次"}


def test_the_level_below_may_report_often_and_settle_the_case() -> None:
    """Then nobody above has anything left to answer."""
    case = reported(escalated(), solved=False)
    still_open = sorted(case.open)

    reported(case, solved=True)

    assert still_open == ["escalate_keep", "escalate_up"]
    assert case.outcome.is_ended
    assert case.document["escalation"]["answer"] == "solved"
    assert levels(case) == ("village", "village")


def test_a_second_escalation_goes_by_its_own_answer() -> None:
    """What was answered or reported in the first one does not count again."""
    first = answered(reported(escalated(), solved=False), "accept")

    second = reported(again(first), solved=True)

    assert [each["answer"] for each in second.document["escalations"]] == ["accept", "solved"]
    assert [(each["from"], each["to"]) for each in second.document["escalations"]] == [("village", "town"), ("town", "county")]


def test_a_duty_that_stayed_below_stays_until_somebody_takes_over() -> None:
    """The town accepts, the county accepts, the county takes over after all."""
    town = answered(escalated(), "accept")
    county = answered(again(town), "accept")
    kept = levels(county)

    county.document["rung"] = a_rung("town")
    taken = answered(again(county), "take-over")

    assert kept == ("county", "village")
    assert levels(taken) == ("county", "county")


def test_there_is_nobody_above_the_top() -> None:
    """The caller is told so, and nobody is asked."""
    case = escalated({"rung": a_rung("county")})

    assert case.outcome.is_ended
    assert case.document["escalation"] == {"answer": "top", "from": "county", "to": None, "instruction": None}
    assert levels(case) == ("county", "county")
