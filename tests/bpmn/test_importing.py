"""Diagrams of other tools, drawn in the manner of the reference diagrams of the BPMN Model Interchange Working Group.

Each is our own; what is asserted is the whole list of what stands in the way and what people must still decide.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from bpmn_builders import NOON, bpmn, element, flows, gateway, message, play, repeated, signal, start_end, thrown, timer
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.bpmn import importing
from engine.bpmn.foreign import wording
from engine.bpmn.importing import Imported


def foreign(*parts: str, id_: str = "main", **attributes: str) -> str:
    """Write a process as drawing tools do: not marked as executable."""
    return element("process", id_, "".join(parts), **attributes)


def task(id_: str, body: str = "", **attributes: str) -> str:
    return element("task", id_, body, **attributes)


def link(kind: str, id_: str, name: str) -> str:
    return element(kind, id_, f"<linkEventDefinition name='{name}'/>")


def lanes(**members: str) -> str:
    inside = "".join(
        f'<lane id="lane-{name}" name="{name}">{"".join(f"<flowNodeRef>{each}</flowNodeRef>" for each in ids.split())}</lane>'
        for name, ids in members.items()
    )
    return f'<laneSet id="lanes">{inside}</laneSet>'


def taken(*processes: str, **names: Any) -> Imported:
    return importing.read(bpmn(*processes, **names), "their.bpmn")


def ways(found: Imported, severity: str) -> list[str]:
    """Return what is said, but for the drawings that these texts lack."""
    return [each.message.en for each in found.problems if each.severity == severity and "are not drawn" not in each.message.en]


def notes(found: Imported) -> list[str]:
    said = [each.message.en for each in found.notes]
    return [each for each in said if "marked as executable" not in each and "has no type" not in each]


def form_and_role(*ids: str) -> list[str]:
    return [f"Still to decide for “{each}”: its form; its role." for each in ids]


def test_a1_three_tasks_in_a_row_run() -> None:
    """Claim: tasks without a type become user tasks; their form and role are left to people."""
    found = taken(foreign(start_end("start>a>b>c>end"), *map(task, "abc")))

    assert found.would_run
    assert ways(found, "warning") == form_and_role("a", "b", "c")
    assert play(found.content).complete("a").complete("b").open == ["c"]
    assert [each.message.en for each in found.notes][:2] == [
        "The process “main” was marked as executable.",
        "“a” has no type; it became a user task.",
    ]
    assert found.verdict().en == "It would run; points left to decide or check: 4."


def test_a2_gateways_without_conditions_are_named_by_their_arrows() -> None:
    """Claim: which way to go is a decision of people; the only free arrow beside conditions is the default."""
    named = taken(
        foreign(
            start_end("start>g>a>h", "g>b>end", "h>c:n = 1", "h>end"),
            gateway("exclusive", "g"),
            gateway("exclusive", "h"),
            *map(task, "abc"),
        )
    )

    assert ways(named, "error") == [
        "The gateway “g” has no default arrow.",
        "The arrow from the gateway “g” to “a” has no condition.",
        "The arrow from the gateway “g” to “b” has no condition.",
    ]
    assert notes(named) == [
        "An end event was added after “c”.",
        "The only arrow after “h” without a condition became the default.",
    ]


def test_a3_sub_processes_without_start_and_end_get_both() -> None:
    """Claim: what BPMN lets one leave out is added, inside as outside, and the steps inside begin together."""
    found = taken(
        foreign(
            start_end("start>sub>end", "late>b>end"),
            element("subProcess", "sub", task("x") + task("y") + task("z") + flows("x>z")),
            timer("boundaryEvent", "late", "P1D", attachedToRef="sub"),
            task("b"),
        )
    )

    assert found.would_run
    assert notes(found) == [
        "A start event was added before “x”.",
        "An end event was added after “z”.",
        "All ways after “startEvent_1” are taken; a parallel gateway was added.",
    ]
    assert play(found.content).open == ["x", "y"]
    assert play(found.content).later(days=1).open == ["b"]


def test_a4_pools_lanes_and_implicit_splits() -> None:
    """Claim: a lane is a hint for the role; two arrows out of a task are both taken; a collaboration is passed over."""
    pools = (
        '<collaboration id="both"><participant id="p" name="中心" processRef="main"/><participant id="q" name="当事人"/>'
        '<messageFlow id="f" sourceRef="a" targetRef="q"/></collaboration>'
    )
    found = taken(pools, foreign(lanes(调解员="a c", 主任="b"), start_end("start>a>b>end", "a>c>end"), *map(task, "abc")))

    assert found.would_run
    assert ways(found, "warning") == [
        "Still to decide for “a”: its form; its role (it lies in the lane “调解员”).",
        "Still to decide for “b”: its form; its role (it lies in the lane “主任”).",
        "Still to decide for “c”: its form; its role (it lies in the lane “调解员”).",
    ]
    assert notes(found) == ["All ways after “a” are taken; a parallel gateway was added."]
    case = play(found.content).complete("a")
    assert case.open == ["b", "c"]
    assert case.complete("c").complete("b").outcome.is_ended
    assert b"<flowNodeRef>parallelGateway_1</flowNodeRef>" in found.content


@pytest.mark.parametrize(
    ("document", "opened"),
    [({"n": 1}, ["b"]), ({"n": 2}, ["c"]), ({"n": 3}, ["b", "c"]), ({"n": 9}, ["d"])],
)
def test_conditions_on_arrows_out_of_a_task_choose(document: dict[str, Any], opened: list[str]) -> None:
    """Claim: they are an inclusive choice with the default of the task (BPMN 2.0, 13.3.1)."""
    found = taken(
        foreign(
            start_end("start>a", "a>b:n = 1 or n = 3", "a>c:n = 2 or n = 3", "a>d", "b>end", "c>end", "d>end"),
            *map(task, "bcd"),
            task("a", default="a-d"),
        )
    )

    assert notes(found) == ["Conditions follow “a”; an inclusive gateway was added."]
    assert play(found.content, document=document).complete("a").open == opened


@pytest.mark.parametrize(("value", "opened"), [(True, ["b", "c"]), (False, ["b"])])
def test_beside_an_arrow_that_is_always_taken_no_condition_need_hold(value: bool, opened: list[str]) -> None:
    """Claim: without a default the other way ends at once; nothing stops."""
    found = taken(foreign(start_end("start>a>b>end", "a>c:x", "c>end"), *map(task, "abc")))

    assert found.would_run
    assert notes(found) == ["A parallel and an inclusive gateway were added after “a”."]
    assert play(found.content, document={"x": value}).complete("a").open == opened


def test_several_arrows_into_a_step_do_it_once_for_each_token() -> None:
    """Claim: an implicit join waits for nobody (BPMN 2.0, 13.3.1); it runs as drawn."""
    found = taken(foreign(start_end("start>p>a>c>end", "p>b>c"), gateway("parallel", "p"), *map(task, "abc")))

    assert notes(found) == []
    assert play(found.content).complete("a").complete("b").open == ["c", "c"]


def test_b1_data_stores_groups_and_annotations_are_drawings() -> None:
    """Claim: they have no effect on the run and stand in nobody's way."""
    reads = "<dataInputAssociation id='i'><sourceRef>ref</sourceRef><targetRef>slot</targetRef></dataInputAssociation>"
    writes = "<dataOutputAssociation id='o'><targetRef>store</targetRef></dataOutputAssociation>"
    about = "<ioSpecification id='io'><dataInput id='slot'/><inputSet/><outputSet/></ioSpecification>"
    beside = (
        "<dataObject id='object'/><dataObjectReference id='ref' dataObjectRef='object'/><dataStoreReference id='store' name='台账'/>",
        "<textAnnotation id='note'><text>先电话</text></textAnnotation>",
        "<association id='to' sourceRef='a' targetRef='note'/><group id='g'/>",
    )
    found = taken(foreign(start_end("start>a>end"), task("a", about + reads + writes), *beside))

    assert found.would_run
    assert ways(found, "error") == []
    assert play(found.content).complete("a").outcome.is_ended


def test_b2_every_kind_of_event() -> None:
    """Claim: links and signals run, names are taken from the events; what cannot run is listed whole, each with a cure."""
    found = taken(
        foreign(
            start_end("start>a>out", "in>b>say>wait>r", "r>told>c>end", "r>at>d>end", "heard>e>end", "undo>f"),
            link("intermediateThrowEvent", "out", "L"),
            link("intermediateCatchEvent", "in", "L"),
            signal("intermediateThrowEvent", "say", "s"),
            element("boundaryEvent", "heard", "<signalEventDefinition signalRef='signal-s'/>", attachedToRef="a", cancelActivity="false"),
            element("intermediateCatchEvent", "wait", "<messageEventDefinition/>", name="对方答复"),
            gateway("eventBased", "r"),
            element("intermediateCatchEvent", "told", "<messageEventDefinition/>"),
            element("intermediateCatchEvent", "at", "<timerEventDefinition/>"),
            element("boundaryEvent", "undo", "<compensateEventDefinition/>", attachedToRef="b"),
            task("f", isForCompensation="true"),
            *map(task, "abcde"),
        ),
        signals=["s"],
    )

    assert not found.would_run
    assert ways(found, "error") == [
        "“undo” is a kind that is refused (compensation boundary event): Compensation would not be carried out.",
        "“f” is a kind that is refused (compensation activity): Compensation would not be carried out.",
        "The timer “at” says no time.",
    ]
    assert all(each.cure and each.cure.zh and each.cure.en for each in found.problems)
    assert notes(found) == [
        "“对方答复” names no message, signal or code; it was named after itself.",
        "“told” names no message, signal or code; it was named after itself.",
        "The link “out” became an arrow.",
    ]
    assert found.verdict() == ("不能运行：有 3 处要改。", "It would not run; places to change: 3.")


def test_link_events_run_as_arrows() -> None:
    """Claim: several throws lead to the one catch of their name; a throw without a catch is refused."""
    found = taken(
        foreign(
            start_end("start>p>a>one", "p>b>two", "in>c>end"),
            gateway("parallel", "p"),
            link("intermediateThrowEvent", "one", "L"),
            link("intermediateThrowEvent", "two", "L"),
            link("intermediateCatchEvent", "in", "L"),
            *map(task, "abc"),
        )
    )
    lost = taken(foreign(start_end("start>a>one", "a>end"), link("intermediateThrowEvent", "one", "L"), task("a")))

    assert play(found.content).complete("a").complete("b").open == ["c", "c"]
    assert ways(lost, "error") == [
        "“one” is a kind that is refused (link throw event): The process would stop here for ever.",
        "No arrow leaves “one”; the process would stop here.",
    ]


def test_c1_an_invoice_with_forms_groups_and_expressions_of_another_engine() -> None:
    """Claim: forms, people, conditions and lists are understood; what is left is a list for people."""
    fields = (
        "<extensionElements><camunda:formData><camunda:formField id='amount' label='金额' type='long'/>"
        "<camunda:formField id='why' type='string'/></camunda:formData></extensionElements>"
    )
    found = taken(
        foreign(
            message("startEvent", "start", "m"),
            element("endEvent", "end"),
            element("userTask", "assign", camunda_formKey="F01", camunda_assignee="${clerk.login}"),
            element("userTask", "approve", fields, camunda_candidateGroups="R.BOSS"),
            element("userTask", "pay", camunda_formRef="F02", camunda_candidateUsers="wang, ma"),
            element("serviceTask", "archive"),
            gateway("exclusive", "ok"),
            flows("start>assign>approve>ok", "ok>pay:${approved == true && amount > 100}", "ok>archive", "pay>archive>end"),
            isExecutable="true",
        ),
        messages=["m"],
    )

    assert ways(found, "error") == ["The service task “archive” lacks its operation."]
    assert ways(found, "warning") == ["Still to decide for “approve”: its form (it had the fields 金额, why)."]
    assert notes(found) == [
        "“${approved == true && amount > 100}” was translated into FEEL: “approved = true and amount > 100”.",
        *[
            f"What the other tool says about “{each}” (form, people, decision, list) was taken over."
            for each in ("assign", "approve", "pay")
        ],
        "The only arrow after “ok” without a condition became the default.",
    ]
    mended = found.content.replace(b'id="archive"', b'id="archive" onedoor:operation="keep"')
    case = play(mended, document={"clerk": {"login": "li"}})
    assert (case.outcome.tasks[0].form, case.outcome.tasks[0].assigned) == ("F01", ("person:li",))
    case.complete("assign").complete("approve", approved=True, amount=500)
    assert (case.outcome.tasks[0].form, case.outcome.tasks[0].assigned) == ("F02", ("person:wang", "person:ma"))
    assert case.complete("pay").operated == [("keep", {})]


def test_what_other_tools_say_is_written_in_our_words() -> None:
    """Claim: the studio and the check of a pack, which know our attributes only, see all of it."""
    form = '<zeebe:formDefinition formId="F02"/><zeebe:assignmentDefinition assignee="= &quot;team:&quot; + t" candidateGroups="R.X"/>'
    work = '<zeebe:taskDefinition type="tell"/><zeebe:ioMapping><zeebe:input source="= 1 + 1" target="n"/></zeebe:ioMapping>'
    several_ = '<multiInstanceLoopCharacteristics camunda:collection="list" camunda:elementVariable="each"/>'
    found = taken(
        foreign(
            start_end("start>a>b>c>d>end"),
            element("userTask", "a", f"<extensionElements>{form}</extensionElements>"),
            element("serviceTask", "b", f"<extensionElements>{work}</extensionElements>"),
            element("scriptTask", "c", '<extensionElements><zeebe:script expression="= 5" resultVariable="five"/></extensionElements>'),
            element("userTask", "d", several_),
        )
    )

    written = found.content.decode()
    for said in (
        'onedoor:form="F02" onedoor:role="R.X" onedoor:assign="= &quot;team:&quot; + t"',
        'onedoor:operation="tell"',
        '<onedoor:input name="n" value="= 1 + 1"/>',
        "<script>= 5</script>",
        'onedoor:result="five"',
        'onedoor:collection="list" onedoor:item="each"',
    ):
        assert said in written
    case = play(found.content, document={"t": "x", "list": [1, 2]}).complete("a")
    assert (case.operated, case.document["five"], case.open) == ([("tell", {"n": 2})], 5, ["d", "d"])


def test_activiti_and_flowable_speak_as_camunda_does() -> None:
    """Claim: the same attributes in their own namespaces are understood, form fields too."""
    for space in ("http://activiti.org/bpmn", "http://flowable.org/bpmn"):
        inside = f'<extensionElements><x:formProperty xmlns:x="{space}" id="p" name="金额"/></extensionElements>'
        written = element("userTask", "a", inside).replace("<userTask ", f'<userTask xmlns:x="{space}" x:candidateGroups="R.A" ')
        found = taken(foreign(start_end("start>a>end"), written))

        assert ways(found, "warning") == ["Still to decide for “a”: its form (it had the fields 金额)."]
        assert play(found.content).outcome.tasks[0].role == "R.A"


def test_several_starts_of_one_step_are_one() -> None:
    """Claim: a case begins once, whichever way it came; starts of different steps are left to people."""
    condition = "<conditionalEventDefinition><condition/></conditionalEventDefinition>"
    same = taken(
        foreign(
            element("startEvent", "one"),
            element("startEvent", "two", condition),
            element("endEvent", "end"),
            flows("one>a>end", "two>a"),
            task("a"),
        )
    )
    different = taken(
        foreign(
            element("startEvent", "one"),
            element("startEvent", "two"),
            element("endEvent", "end"),
            flows("one>a>end", "two>b>end"),
            task("a"),
            task("b"),
        )
    )

    assert same.would_run
    assert notes(same)[-1] == "Several starts lead to the same step; “one” was kept."
    assert ways(different, "error") == ["This level has 2 start events; it should have exactly one."]


def test_a_call_of_a_global_task_is_that_task() -> None:
    """Claim: tasks that stand outside all processes are put in their places."""
    found = taken(
        '<globalUserTask id="shared" name="共用"/>', foreign(start_end("start>a>end"), element("callActivity", "a", calledElement="shared"))
    )

    assert found.would_run
    assert play(found.content).open == ["a"]


def test_beside_an_executable_process_the_others_are_drawings() -> None:
    """Claim: what a drawing tool shows of the other side is not run, but what is called is."""
    found = taken(
        foreign(start_end("start>a>end"), element("callActivity", "a", calledElement="called"), isExecutable="true"),
        foreign(element("startEvent", "s1"), element("endEvent", "e1"), flows("s1>b>e1"), task("b"), id_="called", isExecutable="false"),
        foreign(element("complexGateway", "never"), id_="theirs", isExecutable="false"),
    )

    assert found.would_run
    assert found.notes[0].message.en == "The process “called” was marked as executable."
    assert play(found.content).open == ["b"]


def test_a_send_task_without_a_message_sends_one_of_its_own_name() -> None:
    """Claim: as for events; one that carries out an operation needs none."""
    found = taken(
        foreign(
            start_end("start>p>a>end", "p>wait>b>end"),
            gateway("parallel", "p"),
            element("sendTask", "a", name="通知"),
            element("intermediateCatchEvent", "wait", "<messageEventDefinition/>", name="通知"),
            task("b"),
        )
    )

    assert found.would_run
    assert play(found.content).open == ["b"]


def test_c2_starts_that_nobody_asks_for_become_plain() -> None:
    """Claim: a case begins by registration, whatever clock or condition is drawn at the start."""
    found = taken(
        foreign(timer("startEvent", "start", "R/P1D", kind="timeCycle"), element("endEvent", "end"), flows("start>a>end"), task("a"))
    )

    assert found.would_run
    assert notes(found) == ["A case begins by registration; “start” became a plain start event."]


def test_c3_transactions_repetitions_and_numbers() -> None:
    """Claim: a transaction that undoes nothing is a sub-process; a multi-instance by number counts; a loop marker loops."""
    counted = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality><loopDataOutputRef>x</loopDataOutputRef>"
    inside = element("startEvent", "s1") + element("endEvent", "e1") + flows("s1>x>e1")
    found = taken(
        foreign(
            start_end("start>t>b>end"),
            element("transaction", "t", inside + task("x", counted + "</multiInstanceLoopCharacteristics>")),
            task("b", repeated(loopMaximum="2")),
        )
    )

    assert found.would_run
    assert notes(found) == [
        "The transaction “t” undoes nothing; it became a sub-process.",
        "“x” is repeated by number; the number became a list.",
        "The results of “x” are written by its form, not collected.",
    ]
    case = play(found.content)
    assert case.open == ["x", "x"]
    assert case.complete("x").complete("x").complete("b").complete("b").outcome.is_ended


def test_the_standards_own_name_of_an_entry_is_understood() -> None:
    """Claim: `inputDataItem` names the entry where nothing else does."""
    marker = (
        '<multiInstanceLoopCharacteristics camunda:collection="list"><inputDataItem id="i" name="each"/></multiInstanceLoopCharacteristics>'
    )
    found = taken(foreign(start_end("start>a>end"), element("userTask", "a", marker)))

    assert [each.entry for each in play(found.content, document={"list": [7]}).outcome.tasks] == [{"each": 7}]


def test_a_transaction_that_undoes_something_stays_refused() -> None:
    """Claim: only what is clear is translated."""
    inside = element("startEvent", "s1") + element("endEvent", "e1", "<cancelEventDefinition/>") + flows("s1>x>e1") + task("x")
    found = taken(foreign(start_end("start>t>end"), element("transaction", "t", inside)))

    assert ways(found, "error")[0] == "“t” is a kind that is refused (transaction): Undoing cannot be done reliably."


def test_scripts_of_other_languages_are_never_taken_for_feel() -> None:
    """Claim: `x = 1` would be a comparison in FEEL; a script that says it is JavaScript is refused as such."""
    written = element("scriptTask", "s", "<script>x = 1</script>", scriptFormat="javascript", camunda_resultVariable="x")
    found = taken(foreign(start_end("start>s>end"), written))

    assert ways(found, "error") == ["“s” is a kind that is refused (script in another language): Only FEEL is computed here."]


def test_errors_and_escalations_are_named_after_their_events() -> None:
    """Claim: an error end without a code gets its own name; an edge without one catches any."""
    inside = (
        element("startEvent", "s1") + element("endEvent", "bad", "<errorEventDefinition/>", name="谈崩") + flows("s1>x>bad") + task("x")
    )
    edge = element("boundaryEvent", "caught", "<errorEventDefinition/>", attachedToRef="sub")
    found = taken(foreign(start_end("start>sub>end", "caught>mend>end"), element("subProcess", "sub", inside), edge, task("mend")))

    assert found.would_run
    assert play(found.content).complete("x").open == ["mend"]


def test_added_elements_are_drawn_beside_the_drawn_ones() -> None:
    """Claim: the gateway stands to the right of its task, arrows begin at it, and nothing is missing from the picture."""
    shapes = {"start": (0, 32), "a": (100, 10), "b": (300, 10), "c": (300, 110), "end": (500, 32)}
    drawn = "".join(
        f'<bpmndi:BPMNShape id="{id_}_di" bpmnElement="{id_}"><dc:Bounds x="{x}" y="{y}" width="100" height="80"/></bpmndi:BPMNShape>'
        for id_, (x, y) in shapes.items()
    )
    arrows = "start-a a-b a-c b-end c-end"
    drawn += "".join(
        f'<bpmndi:BPMNEdge id="{id_}_di" bpmnElement="{id_}"><di:waypoint x="200" y="50"/><di:waypoint x="300" y="50"/></bpmndi:BPMNEdge>'
        for id_ in arrows.split()
    )
    plane = f'<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="plane" bpmnElement="main">{drawn}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>'

    found = taken(foreign(start_end("start>a>b>end", "a>c>end"), *map(task, "abc")), plane)

    assert [each.message.en for each in found.problems if "not drawn" in each.message.en] == []
    written = found.content.decode()
    assert '<bpmndi:BPMNShape id="shape_1" bpmnElement="parallelGateway_1"><dc:Bounds x="220" y="25" width="50" height="50"/>' in written
    assert '<bpmndi:BPMNEdge id="a-b_di" bpmnElement="a-b"><di:waypoint x="270" y="50"/>' in written


@pytest.mark.parametrize(
    ("text", "translated"),
    [
        ("approved", "approved"),
        ("!approved", "not(approved)"),
        ("a.b == 'x' || a.c != \"y\"", 'a.b = "x" or a.c != "y"'),
        ("!(a && b) && n >= 10", "not(a and b) and n >= 10"),
        ("n gt 3 and m le 4", "n > 3 and m <= 4"),
        ("(n + 1) * 2 < 7", "(n + 1) * 2 < 7"),
        ("!!a", "not(not(a))"),
        ("execution.getVariable('x')", None),
        ("empty list", None),
        ("a ? b : c", None),
        ("a[0]", None),
        ("'it''s'", None),
        ("a &&", None),
        ("!", None),
        ("", None),
    ],
)
def test_other_engines_expressions_are_translated_where_they_say_the_same(text: str, translated: str | None) -> None:
    """Claim: comparisons, logic and sums are; calls, indexes and choices are left for people."""
    assert wording.as_feel(text) == translated


_NAMES = st.sampled_from("abcd")


@settings(max_examples=150, deadline=None)
@given(
    arrows=st.lists(st.tuples(_NAMES, _NAMES), max_size=8),
    kinds=st.lists(st.sampled_from(["task", "userTask", "exclusiveGateway"]), min_size=4, max_size=4),
)
def test_whatever_is_drawn_is_translated_once_and_for_all(arrows: list[tuple[str, str]], kinds: list[str]) -> None:
    """Law: translating never falls over, says all problems with a cure, and a translated file needs no more translation."""
    parts = [element(kind, name) for kind, name in zip(kinds, "abcd", strict=True)]
    found = taken(foreign(*parts, flows(*dict.fromkeys(f"{one}>{other}" for one, other in arrows))))

    again = importing.read(found.content, "their.bpmn")

    assert all(each.message.zh and each.message.en for each in (*found.problems, *found.notes))
    assert again.notes == ()
    assert [each.message for each in again.problems] == [each.message for each in found.problems]


def test_a_file_that_cannot_be_read_stays_as_it_is() -> None:
    """Claim: no translation of what is not understood."""
    found = importing.read(b"<html/>", "x.bpmn")

    assert found.content == b"<html/>"
    assert [each.message.en for each in found.problems] == ["This is not a BPMN 2.0 process file."]


def test_escalations_that_are_drawn_run() -> None:
    """Claim: a dashed edge catches what is thrown inside, whatever the tool named it."""
    inside = element("startEvent", "s1") + thrown("endEvent", "up", "escalation", "X") + flows("s1>x>up") + task("x")
    edge = thrown("boundaryEvent", "caught", "escalation", "X", attachedToRef="sub", cancelActivity="false")
    found = taken(
        foreign(start_end("start>sub>end", "caught>boss>end"), element("subProcess", "sub", inside), edge, task("boss")), escalations=["X"]
    )

    assert play(found.content, now=NOON).complete("x").open == ["boss"]


_MANY = 900


@pytest.mark.parametrize(
    "content",
    [
        foreign(*(task(f"t{number}") + flows(f"t{number}>t{(number * 7) % _MANY}") for number in range(_MANY))),
        foreign(*(element("intermediateThrowEvent", f"t{number}", "<messageEventDefinition/>") for number in range(_MANY))),
        foreign(
            *(
                link(f"intermediate{kind}Event", f"{kind}{number}", str(number))
                for number in range(_MANY // 2)
                for kind in ("Throw", "Catch")
            )
        ),
        "".join(
            foreign(element("callActivity", f"c{number}", calledElement=f"p{number + 1}"), id_=f"p{number}") for number in range(_MANY)
        ),
        foreign(
            gateway("eventBased", "g"), *(f'<sequenceFlow id="f{number}" sourceRef="g" targetRef="g"/>' for number in range(9 * _MANY))
        ),
        foreign(*(element("startEvent", f"s{number}") + flows(f"s{number}>t") for number in range(_MANY)), task("t")),
        foreign(task("t"), *(task(f"u{number}") + flows(f"t>u{number}") for number in range(_MANY)), lanes(l="t " * (9 * _MANY))),
    ],
    ids=["tasks", "events", "links", "processes", "arrows", "starts", "lanes"],
)
def test_a_diagram_made_to_take_long_does_not(content: str) -> None:
    """Claim: the largest diagrams that are looked at take half a second of the processor; the bound leaves room for a busy one."""
    began = time.thread_time()

    taken(content)

    assert time.thread_time() - began < 3
