"""Diagrams of other tools: what is understood of camunda's and zeebe's attributes."""

from __future__ import annotations

from bpmn_builders import FakeDecision, FakeDecisions, bpmn, element, play, process, start_end, user

from engine.bpmn import importing


def extended(tag: str, inside: str) -> str:
    return element(tag, "a", f"<extensionElements>{inside}</extensionElements>")


def test_camunda_forms_people_and_groups_are_understood() -> None:
    """A login becomes a person, the first group the role."""
    content = bpmn(
        process(start_end("start>a>end"), user("a", camunda_formKey="F01", camunda_assignee="wang", camunda_candidateGroups="R.A,R.B"))
    )

    task = play(content).outcome.tasks[0]

    assert (task.form, task.assigned, task.role) == ("F01", ("person:wang",), "R.A")


def test_camunda_multi_instance_and_decisions_are_understood() -> None:
    """The collection and its variable, and the result variable where the decision declares no place."""
    marker = '<multiInstanceLoopCharacteristics camunda:collection="list" camunda:elementVariable="each"/>'
    content = bpmn(
        process(
            start_end("start>b>a>end"),
            element("businessRuleTask", "b", camunda_decisionRef="D", camunda_resultVariable="list"),
            user("a", marker),
        )
    )

    case = play(content, decisions=FakeDecisions({"D": FakeDecision("D", None, lambda _: [1, 2])}))

    assert case.document == {"list": [1, 2]}
    assert [task.entry for task in case.outcome.tasks] == [{"each": 1}, {"each": 2}]


def test_zeebe_extensions_are_understood() -> None:
    """Forms, assignees, scripts, operations, decisions and called processes."""
    form = '<zeebe:formDefinition formId="F02"/><zeebe:assignmentDefinition assignee="= &quot;team:&quot; + t" candidateGroups="R.X"/>'
    work = '<zeebe:taskDefinition type="check_team"/><zeebe:ioMapping><zeebe:input source="= 1 + 1" target="n"/></zeebe:ioMapping>'
    told = '<zeebe:script expression="= 5" resultVariable="five"/>'

    task = play(bpmn(process(start_end("start>a>end"), extended("userTask", form))), document={"t": "x"}).outcome.tasks[0]
    worked = play(bpmn(process(start_end("start>a>end"), extended("serviceTask", work))))
    computed = play(bpmn(process(start_end("start>a>end"), extended("scriptTask", told))))

    assert (task.form, task.assigned, task.role) == ("F02", ("team:x",), "R.X")
    assert worked.operated == [("check_team", {"n": 2})]
    assert computed.document == {"five": 5}


def test_a_foreign_diagram_is_told_what_keeps_it_from_running() -> None:
    """The same check as for our own, for one file."""
    content = bpmn(process(start_end("start>a>end"), element("complexGateway", "a", name="Look")))

    found = [problem for problem in importing.problems(content, "their.bpmn") if problem.severity == "error"]

    assert [(each.file, each.place, each.message.en, each.cure.en) for each in found if each.cure] == [
        (
            "their.bpmn",
            "a",
            "“Look” is a kind that is refused (complex gateway): Every tool reads it differently.",
            "Use an exclusive, parallel or inclusive gateway.",
        )
    ]
