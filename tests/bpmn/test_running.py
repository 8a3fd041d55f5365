"""What the processes do when they run: one claim an element; every step saves and reloads the state."""

from __future__ import annotations

from datetime import datetime

import pytest
from bpmn_builders import (
    FakeDecision,
    FakeDecisions,
    a_catalogue,
    bpmn,
    element,
    flows,
    gateway,
    play,
    process,
    script,
    several,
    start_end,
    thrown,
    user,
)

from engine import errors
from engine.errors import Text


def test_user_tasks_come_one_after_the_other() -> None:
    """A process waits at each user task and ends after the last."""
    content = bpmn(
        process(start_end("start>a>b>end"), user("a", onedoor_form="F01", onedoor_role="R.INTAKE", onedoor_code="ACC"), user("b"))
    )

    case = play(content)
    first = case.outcome.tasks[0]
    case.complete("a")
    second = case.open
    case.complete("b")

    assert (first.element, first.code, first.form, first.role, first.title) == ("a", "ACC", "F01", "R.INTAKE", Text("a", "a"))
    assert second == ["b"]
    assert case.outcome.is_ended
    assert case.open == []


def test_exclusive_gateway_takes_the_first_true_condition_else_the_default() -> None:
    """Null and text are not true; the order of the file decides between two true conditions."""
    content = bpmn(
        process(
            start_end("start>g"),
            gateway("exclusive", "g", default="c"),
            flows("g>a:= amount > 10", "g>b:amount > 5", "g>c", "a>end", "b>end", "c>end"),
            user("a"),
            user("b"),
            user("c"),
        )
    )

    ways = [play(content, document={"amount": amount}).open for amount in (20, 7, 1, None, "many")]

    assert ways == [["a"], ["b"], ["c"], ["c"], ["c"]]


def test_parallel_gateway_waits_for_all_branches_whatever_the_order() -> None:
    """The join fires once, after the last branch."""
    content = bpmn(
        process(
            start_end("start>s>a>j>c>end", "s>b>j"), gateway("parallel", "s"), gateway("parallel", "j"), user("a"), user("b"), user("c")
        )
    )

    case = play(content)
    both = case.open
    one = case.complete("b").open
    done = case.complete("a").open

    assert both == ["a", "b"]
    assert one == ["a"]
    assert done == ["c"]
    assert case.complete("c").outcome.is_ended


def test_parallel_join_in_a_loop_needs_every_branch_in_every_round() -> None:
    """The order in which branches end may differ between rounds (the library fires after one of them)."""
    content = bpmn(
        process(
            start_end("start>m>s>a>j>again>g"),
            flows("s>b>j", "g>end", "g>m:more"),
            gateway("exclusive", "m"),
            gateway("parallel", "s"),
            gateway("parallel", "j"),
            gateway("exclusive", "g", default="end"),
            user("a"),
            user("b"),
            user("again"),
        )
    )

    case = play(content)
    case.complete("a").complete("b").complete("again", more=True)
    case.complete("b")

    assert case.open == ["a"]
    assert case.complete("a").open == ["again"]
    assert case.complete("again", more=False).outcome.is_ended


def test_inclusive_gateway_waits_for_the_branches_that_were_taken() -> None:
    """Branches that were not taken are not waited for."""
    content = bpmn(
        process(
            start_end("start>s", "j>d>end"),
            gateway("inclusive", "s", default="c"),
            gateway("inclusive", "j"),
            flows("s>a:x", "s>b:y", "s>c", "a>j", "b>j", "c>j"),
            user("a"),
            user("b"),
            user("c"),
            user("d"),
        )
    )

    two = play(content, document={"x": True, "y": True})
    taken = two.open
    after_one = two.complete("b").open
    none = play(content)

    assert taken == ["a", "b"]
    assert after_one == ["a"]
    assert two.complete("a").open == ["d"]
    assert none.open == ["c"]
    assert none.complete("c").open == ["d"]


def test_script_decision_and_operation_write_where_they_declare() -> None:
    """Each result lands at its place as plain JSON and is reported for the history."""
    operation = element(
        "serviceTask",
        "team",
        '<extensionElements><onedoor:input name="team" value="=total + 1"/><onedoor:input name="kind" value="plain"/></extensionElements>',
        onedoor_operation="check_team",
        onedoor_result="order.check",
        onedoor_code="TEAM",
    )
    rule = element("businessRuleTask", "rule", onedoor_decision="D01")
    content = bpmn(
        process(start_end("start>sum>rule>team>a>end"), script("sum", "= sum([1, 2]) * 1.5", "total"), rule, operation, user("a"))
    )
    decisions = FakeDecisions({"D01": FakeDecision("D01", "route", lambda seen: {"way": "fast" if seen["total"] > 4 else "slow"})})

    case = play(content, decisions=decisions, operations={"check_team": lambda inputs: {"ok": inputs["team"]}})

    assert case.document == {"total": 4.5, "route": {"way": "fast"}, "order": {"check": {"ok": 5.5}}}
    assert case.operated == [("check_team", {"team": 5.5, "kind": "plain"})]
    assert case.kinds == ["computed sum", "decided rule", "operated team"]
    assert case.outcome.events[2].code == "TEAM"


def test_multi_instance_gives_each_person_their_own_entry() -> None:
    """In parallel all are open at once, each with its entry; the process goes on after the last."""
    content = bpmn(process(start_end("start>ask>next>end"), user("ask", several("= parties", "party")), user("next")))
    parties = [{"name": "赵某"}, {"name": "钱某"}]

    case = play(content, document={"parties": parties})
    asked = [task.entry for task in case.outcome.tasks]
    case.complete_task(case.outcome.tasks[1])
    left = [task.entry for task in case.outcome.tasks]
    case.complete_task(case.outcome.tasks[0])

    assert asked == [{"party": {"name": "赵某"}}, {"party": {"name": "钱某"}}]
    assert left == [{"party": {"name": "赵某"}}]
    assert case.open == ["next"]


def test_sequential_multi_instance_asks_one_after_the_other() -> None:
    """Only one entry is open at a time."""
    content = bpmn(process(start_end("start>ask>end"), user("ask", several("[1, 2, 3]", "n", is_sequential=True))))

    case = play(content)
    seen = []
    while not case.outcome.is_ended:
        assert len(case.open) == 1
        seen.append(case.outcome.tasks[0].entry)
        case.complete("ask")

    assert seen == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_completion_condition_withdraws_the_remaining_instances() -> None:
    """The counters of BPMN are in scope, and so is the entry."""
    marker = several("[1, 2, 3]", "n", until="numberOfCompletedInstances >= 1 and n > 1")
    content = bpmn(process(start_end("start>ask>next>end"), user("ask", marker), user("next")))

    case = play(content)
    case.complete_task(case.outcome.tasks[0])
    two_left = case.open
    case.complete_task(case.outcome.tasks[1])

    assert two_left == ["ask", "ask"]
    assert case.open == ["next"]


def test_empty_multi_instance_is_passed_by() -> None:
    """A list without entries asks nobody."""
    content = bpmn(process(start_end("start>ask>next>end"), user("ask", several("[]", "n")), user("next")))

    assert play(content).open == ["next"]


def test_multi_instance_over_something_that_is_no_list_stops_the_step() -> None:
    """A misspelt list must not skip the people silently."""
    content = bpmn(process(start_end("start>ask>end"), user("ask", several("partys", "n"), name="征求意见", onedoor_en="Ask")))

    with pytest.raises(errors.ProcessError) as caught:
        play(content)

    assert caught.value.text == Text(
        "流程停在“征求意见”：“partys”没有得出列表。案件保持原样。",
        "The process stopped at “Ask”: “partys” does not give a list. The case is unchanged.",
    )


def test_sub_process_sees_the_entry_of_its_multi_instance() -> None:
    """Everything inside a multi-instance sub-process has the entry; nested entries come together."""
    inner = (
        element("startEvent", "s1")
        + user("visit", several("[1, 2]", "turn"))
        + script("note", "= party.name + string(count(seen))", "seen[]")
        + element("endEvent", "e1")
        + flows("s1>visit>note>e1")
    )
    content = bpmn(process(start_end("start>each>end"), element("subProcess", "each", several("parties", "party") + inner)))

    case = play(content, document={"parties": [{"name": "a"}, {"name": "b"}], "seen": []})
    entries = [task.entry for task in case.outcome.tasks]
    for _ in range(4):
        case.complete_task(case.outcome.tasks[0])

    assert entries == [{"party": {"name": name}, "turn": turn} for name in "ab" for turn in (1, 2)]
    assert case.document["seen"] == ["a0", "b1"]
    assert case.outcome.is_ended


def test_call_activity_runs_another_process_on_the_same_document() -> None:
    """What the called process writes is there for the caller."""
    called = process(
        element("startEvent", "s2"), element("endEvent", "e2"), user("look"), script("n", "= 2", "n"), flows("s2>look>n>e2"), id_="other"
    )
    content = bpmn(
        process(
            start_end("start>call>g"),
            element("callActivity", "call", calledElement="other"),
            gateway("exclusive", "g", default="end"),
            flows("g>a:n = 2", "g>end", "a>end"),
            user("a"),
        ),
        called,
    )

    case = play(content)

    assert case.open == ["look"]
    assert case.complete("look").open == ["a"]
    assert case.complete("a").outcome.is_ended


def test_terminate_end_withdraws_everything_else() -> None:
    """The other branch, a sub-process, is gone, and the end code is reported."""
    inner = element("startEvent", "s1") + user("deep") + element("endEvent", "e1") + flows("s1>deep>e1")
    stop = element("endEvent", "stop", "<terminateEventDefinition/>", onedoor_end="E.WITHDRAWN", onedoor_state="closed")
    content = bpmn(
        process(start_end("start>s>a>stop", "s>sub>end"), gateway("parallel", "s"), user("a"), element("subProcess", "sub", inner), stop)
    )

    case = play(content)
    both = case.open
    case.complete("a")

    assert both == ["a", "deep"]
    assert (case.outcome.is_ended, case.outcome.end, case.outcome.case_state, case.open) == (True, "E.WITHDRAWN", "closed", [])


def test_error_interrupts_the_sub_process_around_it() -> None:
    """Everything inside is withdrawn and the boundary path is taken; another code passes by."""
    inner = (
        element("startEvent", "s1")
        + gateway("parallel", "p")
        + user("x")
        + user("y")
        + thrown("endEvent", "bad", "error", "NO")
        + element("endEvent", "e1")
        + flows("s1>p>x>bad", "p>y>e1")
    )
    other = thrown("boundaryEvent", "other", "error", "ELSE", attachedToRef="sub")
    caught = thrown("boundaryEvent", "caught", "error", "NO", attachedToRef="sub")
    content = bpmn(
        process(
            start_end("start>sub>end", "caught>repair>end", "other>end"), element("subProcess", "sub", inner), other, caught, user("repair")
        ),
        errors=["NO", "ELSE"],
    )

    case = play(content).complete("x")

    assert case.open == ["repair"]
    assert case.complete("repair").outcome.is_ended


def test_escalation_on_a_dashed_boundary_leaves_the_sub_process_running() -> None:
    """Both paths go on, and the case ends after both."""
    inner = (
        element("startEvent", "s1")
        + thrown("intermediateThrowEvent", "up", "escalation", "UP")
        + user("x")
        + element("endEvent", "e1")
        + flows("s1>up>x>e1")
    )
    told = thrown("boundaryEvent", "told", "escalation", "UP", attachedToRef="sub", cancelActivity="false")
    content = bpmn(
        process(start_end("start>sub>end", "told>tell>end"), element("subProcess", "sub", inner), told, user("tell")), escalations=["UP"]
    )

    case = play(content)
    both = case.open
    after = case.complete("x").open

    assert sorted(both) == ["tell", "x"]
    assert after == ["tell"]
    assert case.complete("tell").outcome.is_ended


def test_a_user_task_named_end_is_an_ordinary_task() -> None:
    """Ids that the library keeps for itself (Start, End, Root) are free to use."""
    content = bpmn(
        process(
            element("startEvent", "Start"),
            user("End"),
            user("Root"),
            element("endEvent", "main.EndJoin"),
            flows("Start>End>Root>main.EndJoin"),
        )
    )

    case = play(content)

    assert case.open == ["End"]
    assert case.complete("End").open == ["Root"]
    assert case.complete("Root").outcome.is_ended


def test_a_task_can_be_completed_once_only() -> None:
    """A second submission, and one for a task of another case, are refused."""
    content = bpmn(process(start_end("start>a>b>end"), user("a"), user("b")))
    case = play(content)
    other = play(content)
    first = case.outcome.tasks[0]
    case.complete("a")

    with pytest.raises(errors.WorkItemClosedError):
        case.complete_task(first)
    with pytest.raises(errors.WorkItemClosedError):
        case.complete_task(other.outcome.tasks[0])


def test_state_set_by_an_element_is_reported_and_seen_by_later_conditions() -> None:
    """The last state wins, and `case.state` is already the new one in the same step."""
    content = bpmn(
        process(
            start_end("start>a>mark>g", "b>end"),
            user("a", onedoor_state="accepted"),
            element("intermediateThrowEvent", "mark", onedoor_state="mediating"),
            gateway("exclusive", "g", default="end"),
            flows('g>b:case.state = "mediating"', "g>end"),
            user("b"),
        )
    )

    case = play(content)
    first = case.outcome.case_state
    case.complete("a")

    assert first == "accepted"
    assert case.outcome.case_state == "mediating"
    assert case.open == ["b"]


def test_assigned_people_are_fixed_when_the_task_opens() -> None:
    """What is written later does not move an open item to somebody else."""
    assign = 'if who = null then null else "person:" + who'
    content = bpmn(process(start_end("start>a>end"), user("a", onedoor_assign=assign, onedoor_role="R.MEDIATOR")))

    case = play(content, document={"who": "wang"})
    fixed = case.outcome.tasks[0].assigned
    case.document["who"] = "li"
    case.later(hours=1)

    assert fixed == ("person:wang",)
    assert case.outcome.tasks[0].assigned == ("person:wang",)
    assert play(content).outcome.tasks[0].assigned == ()


def test_assignment_to_something_that_is_no_address_stops_the_step() -> None:
    """Nobody may come to hold an item by a slip in an expression."""
    content = bpmn(process(start_end("start>a>end"), user("a", onedoor_assign="who")))

    for who in ("wang", 7, None, ["person:wang", 7]):
        with pytest.raises(errors.ProcessError, match="the expression for who may do it"):
            play(content, document={"who": who})


def test_a_loop_without_people_ends_in_a_clear_error() -> None:
    """Nothing hangs: the step is stopped after its budget."""
    content = bpmn(
        process(
            start_end("start>m>a>g"),
            gateway("exclusive", "m"),
            gateway("exclusive", "g", default="m"),
            flows("g>m", "g>end:false"),
            script("a", "= 1", "a"),
        )
    )

    with pytest.raises(errors.StepBudgetError):
        play(content)


def test_long_chains_of_steps_run() -> None:
    """A chain far longer than the library's parser can follow is read and run."""
    names = [f"s{n}" for n in range(700)]
    content = bpmn(process(start_end(">".join(["start", *names, "a", "end"])), *(script(name, "= 1", name) for name in names), user("a")))

    case = play(content)

    assert case.open == ["a"]
    assert len(case.outcome.state) < 120


def test_an_unknown_process_is_said_by_name() -> None:
    """Starting what does not exist is an error that a person can read."""
    catalogue = a_catalogue(bpmn(process(start_end("start>a>end"), user("a"))))
    case = play(bpmn(process(start_end("start>a>end"), user("a"))))

    with pytest.raises(errors.NotFoundError) as caught:
        catalogue.start("nothing", case.run())

    assert caught.value.text == Text("没有可以运行的流程“nothing”。", "There is no process “nothing” that can be run.")


def test_now_is_beijing_time_of_the_step() -> None:
    """Expressions read the run's clock."""
    content = bpmn(process(start_end("start>s>a>end"), script("s", "= now", "at"), user("a")))

    case = play(content)

    assert datetime.fromisoformat(case.document["at"].partition("@")[0]).isoformat().startswith("2025-06-03T12:00:00")
