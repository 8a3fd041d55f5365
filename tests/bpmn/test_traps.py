"""The traps of SpiffWorkflow 3.2.0, each fixed, guarded or refused; the numbers are those of the list of measured facts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bpmn_builders import (
    NOON,
    FakeDecision,
    FakeDecisions,
    Play,
    a_catalogue,
    bpmn,
    element,
    flows,
    gateway,
    message,
    play,
    problems_of,
    process,
    repeated,
    script,
    several,
    start_end,
    texts,
    timer,
    user,
)

from engine.domain.calendar import ZONE
from engine.errors import ProcessError, StepBudgetError, Text, WorkItemClosedError


def test_t1_a_parallel_branch_that_ends_later_does_not_bring_old_values_back() -> None:
    """Claim: branch one closes, branch two never touches `status`; the join keeps what branch one wrote, lists are not merged."""
    content = bpmn(
        process(
            start_end("start>p>a>close>j>c>end", "p>b>j"),
            gateway("parallel", "p"),
            gateway("parallel", "j"),
            *map(user, "abc"),
            script("close", '{status: "closed", list: []}', "doc"),
        )
    )
    case = play(content, document={"doc": {"status": "open", "list": [1, 2], "gone": True}})

    case.complete("a").complete("b")

    assert case.document["doc"] == {"status": "closed", "list": []}


def test_t2_what_a_dashed_branch_writes_reaches_the_case() -> None:
    """Claim: a non-interrupting timer's script writes to the one document that the main flow reads."""
    content = bpmn(
        process(
            start_end("start>a>g>b>end", "late>warn>end", "g>c:warned = true", "c>end"),
            user("a"),
            user("b"),
            user("c"),
            gateway("exclusive", "g", default="b"),
            timer("boundaryEvent", "late", "P1D", attachedToRef="a", cancelActivity="false"),
            script("warn", "true", "warned"),
        )
    )

    case = play(content).later(days=1)
    case.complete("a")

    assert case.open == ["c"]
    assert case.complete("c").document == {"warned": True}


def test_t3_a_join_inside_a_loop_waits_for_both_branches_in_every_order() -> None:
    """Claim: rounds that end in different orders (A B, B A, …) never let one branch through alone."""
    content = bpmn(
        process(
            start_end("start>m>p>a>j>again>g", "p>b>j", "g>end", "g>m:more"),
            gateway("exclusive", "m"),
            gateway("parallel", "p"),
            gateway("parallel", "j"),
            gateway("exclusive", "g", default="end"),
            *map(user, ("a", "b", "again")),
        )
    )
    case = play(content, document={"more": True})

    for first, second in ("ab", "ba", "ba", "ab", "ba"):
        assert case.complete(first).open == [second]
        assert case.complete(second).open == ["again"]
        case.complete("again")

    assert case.open == ["a", "b"]


def test_t4_neither_a_long_case_nor_a_script_loop_stalls_or_recurses() -> None:
    """Claim: 400 rounds with a boundary event are beyond every depth of the library; a loop without people ends in a sentence."""
    rounds = bpmn(
        process(
            start_end("start>m>a>g", "g>m:more", "g>end", "late>end"),
            gateway("exclusive", "m"),
            gateway("exclusive", "g", default="end"),
            user("a"),
            timer("boundaryEvent", "late", "P1D", attachedToRef="a"),
        )
    )
    endless = bpmn(
        process(start_end("start>s>end"), element("scriptTask", "s", repeated("true") + "<script>1</script>", onedoor_result="n"))
    )
    case = play(rounds, document={"more": True})

    for _ in range(400):
        assert case.complete("a").open == ["a"]
    assert case.complete("a", more=False).outcome.is_ended
    with pytest.raises(StepBudgetError):
        play(endless)


def test_t5_and_t6_event_sub_processes_are_refused() -> None:
    """Claim: they do not interrupt and change the shared spec; the check says what to draw instead."""
    event = element(
        "subProcess",
        "e",
        element("startEvent", "s1", "<messageEventDefinition/>") + element("endEvent", "e1") + flows("s1>e1"),
        triggeredByEvent="true",
    )

    found = problems_of(bpmn(process(start_end("start>a>end"), user("a"), event)))

    assert texts(found) == ["“e” is a kind that is refused (event sub-process): It does not interrupt reliably."]
    assert found[0].cure
    assert found[0].cure.en == "Put the steps into a sub-process and a boundary event on its edge."


def test_t6_a_case_leaves_nothing_behind_in_the_shared_specs() -> None:
    """Claim: the first case on a catalogue, with every kind of event fired, changes nothing for the second."""
    content = bpmn(
        process(
            start_end("start>sub>end", "out>b>end"),
            element("subProcess", "sub", element("startEvent", "s1") + user("a") + element("endEvent", "e1") + flows("s1>a>e1")),
            message("boundaryEvent", "out", "m", attachedToRef="sub"),
            user("b"),
        ),
        messages=["m"],
    )
    catalogue = a_catalogue(content)
    specs = {name: {key: [each.name for each in task.outputs] for key, task in spec.task_specs.items()} for name, spec in shown(catalogue)}

    Play(catalogue).start().send("m").complete("b")
    second = Play(catalogue).start()

    again = {name: {key: [each.name for each in task.outputs] for key, task in spec.task_specs.items()} for name, spec in shown(catalogue)}
    assert again == specs
    assert second.complete("a").outcome.is_ended


def shown(catalogue: Any) -> list[tuple[str, Any]]:
    return list(catalogue._specs.items())


def test_t7_each_timer_after_an_event_gateway_has_its_own_instant() -> None:
    """Claim: two timers race by their own clocks."""
    content = bpmn(
        process(
            start_end("start>r>long>a>end", "r>short>b>end"),
            gateway("eventBased", "r"),
            timer("intermediateCatchEvent", "long", "P9D"),
            timer("intermediateCatchEvent", "short", "P2D"),
            user("a"),
            user("b"),
        )
    )

    case = play(content)

    assert case.armed == [("long", NOON + timedelta(days=9)), ("short", NOON + timedelta(days=2))]
    assert case.later(days=2).open == ["b"]
    assert case.armed == []


def test_t8_a_task_is_done_once_and_never_before_its_turn() -> None:
    """Claim: a double click and a made-up id are refused, and the case stays as it was."""
    case = play(bpmn(process(start_end("start>a>b>end"), user("a"), user("b"))))
    first = case.outcome.tasks[0]
    case.complete("a")
    state = case.outcome.state

    with pytest.raises(WorkItemClosedError):
        case.complete_task(first)
    with pytest.raises(WorkItemClosedError):
        case.complete_id(type(first.task)(int=first.task.int + 99))
    assert case.outcome.state == state
    assert case.complete("b").outcome.is_ended


@pytest.mark.parametrize(
    "value", [{"typename": "x"}, {"typename": "UUID", "value": "x"}, [1, 1.0, True, None, ""], {"deletions": [], "parent": 1}]
)
def test_t9_answers_are_never_read_as_anything_but_data(value: Any) -> None:
    """Claim: what a form holds comes back unchanged, type and all, from the state of a multi-instance too."""
    case = play(bpmn(process(start_end("start>a>end"), user("a", several("list", "entry")))), document={"list": [value, value]})

    assert [task.entry for task in case.outcome.tasks] == [{"entry": value}] * 2
    assert [type(each) for each in _leaves(case.outcome.tasks[0].entry)] == [type(each) for each in _leaves({"entry": value})]


def _leaves(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if inner is None else [leaf for each in inner for leaf in _leaves(each)]


def test_t9_the_state_is_bytes_in_which_no_order_of_keys_counts() -> None:
    """Claim: tasks are a list; a store that reorders the keys of objects could not lose any."""
    case = play(bpmn(process(start_end("start>a>end"), user("a", several("[{b: 1, a: 2}]", "entry")))))

    assert isinstance(case.outcome.state, bytes)
    assert case.outcome.tasks[0].entry == {"entry": {"a": 2, "b": 1}}


def test_t10_ids_that_the_library_keeps_for_itself_are_ordinary() -> None:
    """Claim: tasks named Start, End and Root are tasks."""
    case = play(bpmn(process(start_end("start>Start>End>Root>end"), *map(user, ("Start", "End", "Root")))))

    for name in ("Start", "End", "Root"):
        assert case.open == [name]
        case.complete(name)
    assert case.outcome.is_ended


def test_t11_what_one_step_writes_does_not_change_what_another_holds() -> None:
    """Claim: the entries of a multi-instance are their own; writing to the document afterwards does not reach them."""
    content = bpmn(
        process(
            start_end("start>p>a>end", "p>b>change>end"),
            gateway("parallel", "p"),
            user("a", several("list", "entry")),
            user("b"),
            script("change", "[{n: 99}]", "list"),
        )
    )
    case = play(content, document={"list": [{"n": 1}]})

    case.complete("b")
    case.document["list"][0]["n"] = 100

    assert [task.entry for task in case.outcome.tasks] == [{"entry": {"n": 1}}]


def test_t12_months_are_civil_and_times_are_beijings() -> None:
    """Claim: a month from 31 January ends in February; a date without zone is Beijing's; a minus is refused, not dropped."""
    content = bpmn(process(start_end("start>w>end"), timer("intermediateCatchEvent", "w", "P1M")))
    dated = bpmn(process(start_end("start>w>end"), timer("intermediateCatchEvent", "w", "2025-08-01T09:00", kind="timeDate")))
    minus = bpmn(process(start_end("start>w>end"), timer("intermediateCatchEvent", "w", "-PT1H")))
    january = NOON.replace(year=2026, month=1, day=31)

    [(_, due)] = Play(a_catalogue(content), now=january).start().armed
    [(_, at_nine)] = play(dated).armed

    assert due.astimezone(ZONE).isoformat() == "2026-02-28T12:00:00+08:00"
    assert at_nine.isoformat() == "2025-08-01T01:00:00+00:00"
    assert len(problems_of(minus)) == 1


def test_t12_a_deadline_that_nobody_looked_at_fires_before_the_late_submission() -> None:
    """Claim: completing after the instant finds the task withdrawn and says so."""
    content = bpmn(
        process(start_end("start>a>end", "late>b>end"), user("a"), user("b"), timer("boundaryEvent", "late", "P1D", attachedToRef="a"))
    )
    case = play(content)
    case.now += timedelta(days=2)

    with pytest.raises(WorkItemClosedError):
        case.complete("a")
    assert case.later().open == ["b"]


def test_t13_an_operation_that_fails_keeps_its_own_words() -> None:
    """Claim: the library's broken error path is not used."""

    def boom(_: Any) -> Any:
        raise ProcessError(Text("坏了。", "It broke."))

    with pytest.raises(ProcessError) as caught:
        play(bpmn(process(start_end("start>x>end"), element("serviceTask", "x", onedoor_operation="o"))), operations={"o": boom})

    assert caught.value.text == ("坏了。", "It broke.")


def test_t13_a_multi_instance_by_number_goes_beside_a_variable_of_the_same_name() -> None:
    """Claim: counting needs no collection variable, and what the document holds under the name stays."""
    counted = play(bpmn(process(start_end("start>x>end"), user("x", several("for i in 1..3 return i", "i")))), document={"i": "there"})

    assert counted.open == ["x", "x", "x"]
    assert counted.document == {"i": "there"}


def test_t14_a_boundary_timer_is_computed_from_the_document_as_the_task_finds_it() -> None:
    """Claim: there are no scripts before a task; what the step before has written is what the timer reads."""
    content = bpmn(
        process(
            start_end("start>s>d>a>end", "late>end"),
            script("s", "3", "days"),
            element("businessRuleTask", "d", onedoor_decision="D"),
            user("a"),
            timer("boundaryEvent", "late", '= duration("P" + string(days) + "D")', attachedToRef="a"),
        )
    )
    decisions = FakeDecisions({"D": FakeDecision("D", "days", lambda seen: seen["days"] + 1)})

    case = play(content, decisions=decisions)

    assert case.armed == [("late", NOON + timedelta(days=4))]
