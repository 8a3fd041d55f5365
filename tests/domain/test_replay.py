"""Two replays of a case are compared in words, as far as both came."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from engine.domain import replay
from engine.domain.replay import Asked, Difference, Refused, Trace
from engine.errors import FieldProblem, Text

DESK = Text("窗口", "Desk")
JUNE = datetime(2025, 6, 3, 15, 59, tzinfo=UTC)
FIND = Asked(code="FACT.FIND", title=Text("查明", "Find"), role=DESK, form="F1", due=JUNE)
FILE = Asked(code="ARCH.FILE", title=Text("归档", "File"), role=None, form=None, due=None)
MISSING = Text("请填写此项。", "Fill this in.")
DONE = Text("办结", "Done")


def said(before: Trace, after: Trace) -> list[tuple[str, str | None]]:
    return [(each.text.zh, each.detail.zh if each.detail else None) for each in replay.compare(before, after)]


def test_what_is_the_same_is_not_told() -> None:
    """Equal replays differ in nothing."""
    trace = Trace(asked=(FIND, FILE), issued=(DONE,), end=DONE)

    assert replay.compare(trace, trace) == []


def test_steps_that_come_and_go_are_named() -> None:
    """A step more says who does it and until when."""
    review = Asked(code="REVIEW", title=Text("复核", "Review"), role=DESK, form=None, due=JUNE)

    assert said(Trace(asked=(FIND, FILE)), Trace(asked=(FIND, review, FILE))) == [("多一步“复核”，由窗口办理", "2025-06-03到期")]
    assert said(Trace(asked=(FIND, review, FILE)), Trace(asked=(FIND, FILE))) == [("没有了“复核”这一步", None)]


def test_what_changes_in_a_step_is_told_with_its_days() -> None:
    """Name, people, form and deadline are each told on their own."""
    other = replace(FIND, title=Text("核实", "Verify"), role=None, form="F2", due=JUNE.replace(day=5))

    assert said(Trace(asked=(FIND,)), Trace(asked=(other,))) == [
        ("“查明”改称“核实”", None),
        ("“核实”由窗口改为任何人办理", None),
        ("“核实”的表单由F1改为F2", None),
        ("“核实”的期限延后", "由2025-06-03变为2025-06-05"),
    ]
    assert said(Trace(asked=(FIND,)), Trace(asked=(replace(FIND, due=None),))) == [("“查明”不再有期限", "原为2025-06-03")]
    assert said(Trace(asked=(replace(FIND, due=None),)), Trace(asked=(FIND,))) == [("“查明”新设了期限", "2025-06-03到期")]
    assert said(Trace(asked=(replace(FIND, due=JUNE.replace(day=9)),)), Trace(asked=(FIND,))) == [
        ("“查明”的期限提前", "由2025-06-09变为2025-06-03")
    ]


def test_documents_and_ends_are_compared() -> None:
    """A letter less and another end are told."""
    before = Trace(asked=(FIND,), issued=(DONE, DONE), end=DONE)

    assert said(before, replace(before, issued=(DONE,), end=Text("终止", "Ended"))) == [
        ("不再出具“办结”", None),
        ("结果由“办结”变为“终止”", None),
    ]
    assert said(before, replace(before, end=None)) == [("案件没有走到结案", None)]
    assert said(replace(before, end=None), before) == [("案件结案：“办结”", None)]
    assert said(before, replace(before, issued=(DONE, DONE, DONE))) == [("多出具“办结”", None)]


def test_what_a_halted_replay_did_not_reach_is_not_missing() -> None:
    """Only why it halted is told."""
    halt = Text("停在“复核”", "It stops at Review")

    assert said(Trace(asked=(FIND, FILE), issued=(DONE,), end=DONE), Trace(asked=(FIND,), halt=halt)) == [("停在“复核”", None)]
    assert said(Trace(asked=(FIND,), halt=halt), Trace(asked=(FIND, FILE), issued=(DONE,), end=DONE)) == []


def test_refusals_that_were_there_before_are_not_told() -> None:
    """What is sealed is missing in both replays; what the draft asks for beside it is told by the field's name."""
    sealed, asked = (
        Refused(
            title=FIND.title, field=Text(name, name), problem=FieldProblem(path=f"/{name}", message=Text("请填写此项。", "Fill this in."))
        )
        for name in ("原话", "金额")
    )

    found = said(Trace(asked=(FIND,), refused=(sealed,)), Trace(asked=(FIND,), refused=(sealed, asked)))

    assert found == [("“查明”不再接受当时的填写。金额：请填写此项。", None)]


def test_the_same_difference_of_several_cases_is_told_once() -> None:
    """The most frequent comes first."""
    one, other = Difference(text=Text("甲", "A"), detail=Text("六月", "June")), Difference(text=Text("乙", "B"))

    found = replay.alike([("1", [other]), ("2", [one, one]), ("3", [replace(one, detail=None)])])

    assert found == [(Text("甲", "A"), ["2", "3"]), (Text("乙", "B"), ["1"])]
