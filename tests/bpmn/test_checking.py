"""What the check of a diagram finds, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest
from bpmn_builders import (
    FakeDecisions,
    bpmn,
    element,
    flows,
    gateway,
    message,
    problems_of,
    process,
    script,
    several,
    start_end,
    texts,
    thrown,
    timer,
    user,
)

from engine.bpmn import Known, ProcessCatalogue, building, lint, profile, read_processes
from engine.bpmn.elements import Support
from engine.errors import Problem, Text

FILE = "processes/x/main.bpmn"
SOUND = process(start_end("start>a>end"), user("a"))
REFUSED = [key for key, row in profile.PROFILE.items() if row.support is Support.REFUSED]
#: What stands inside the definition of an event so that it follows the schema.
DEFINED = {
    "link": '<linkEventDefinition name="x"/>',
    "conditional": "<conditionalEventDefinition><condition/></conditionalEventDefinition>",
}
MARKED = {
    "foreignScript": element("scriptTask", "it", "<script>x = 1;</script>", scriptFormat="javascript"),
    "isForCompensation": user("it", isForCompensation="true"),
    "eventSubProcess": element(
        "subProcess", "it", element("startEvent", "s1") + element("endEvent", "e1") + flows("s1>e1"), triggeredByEvent="true"
    ),
    "instantiate": element("receiveTask", "it", instantiate="true"),
    "parallelEventGateway": element("eventBasedGateway", "it", eventGatewayType="Parallel"),
    "loopDataOutputRef": user(
        "it", "<multiInstanceLoopCharacteristics><loopDataOutputRef>a</loopDataOutputRef></multiInstanceLoopCharacteristics>"
    ),
}


def drawn(key: str) -> str:
    """Draw an element of a row of the profile."""
    kind, _, event = key.partition(":")
    on_edge = {"attachedToRef": "a"} if kind == "boundaryEvent" else {}
    if not event:
        return MARKED.get(key) or element(kind, "it", **on_edge)
    definition = DEFINED.get(event, f"<{event}EventDefinition/>")
    inside = "<timerEventDefinition/><messageEventDefinition/>" if event == "multiple" else definition
    return element(kind, "it", inside, **on_edge)


@pytest.mark.parametrize("key", REFUSED)
def test_every_refused_element_is_refused_by_name_with_a_cure(key: str) -> None:
    """The sentence names the element, says why, and says what to draw instead."""
    row = profile.row(key)

    found = problems_of(bpmn(process(start_end("start>a>end"), user("a"), drawn(key))))

    message_ = Text(f"“it”是{row.title.zh}，不能使用：{row.note.zh}", f"“it” is a kind that is refused ({row.title.en}): {row.note.en}")
    assert Problem(file=FILE, line=1, place="it", message=message_, cure=row.cure) in found


def test_every_element_that_runs_can_be_built() -> None:
    """The profile promises what the builder can do, no less and no more."""
    promised = {key.partition(":")[0] for key, row in profile.PROFILE.items() if row.support is Support.RUNS}

    assert promised - {"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"} == set(building._SPECS)


def test_the_document_of_the_profile_is_that_of_the_table() -> None:
    """`docs/bpmn-profile.md` says what the check does."""
    path = Path(__file__).parents[2] / "docs" / "bpmn-profile.md"

    assert path.read_text(encoding="utf-8") == profile.document()


def test_unknown_elements_are_refused_by_their_bpmn_name() -> None:
    """What the table does not hold is not passed over."""
    both = "<participantRef>p</participantRef><participantRef>q</participantRef>"
    unknown = element("callChoreography", "it", both, initiatingParticipantRef="p")

    found = problems_of(bpmn(process(start_end("start>a>end"), user("a"), unknown)))

    assert texts(found)[0] == "“it” is a kind that is refused (an element callChoreography): It cannot be run here."


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((user("a"), element("endEvent", "end"), flows("a>end")), ["This level has 0 start events; it should have exactly one."]),
        (
            (start_end("start>a>end"), user("a"), element("startEvent", "s2"), flows("s2>a")),
            ["This level has 2 start events; it should have exactly one."],
        ),
        (
            (element("startEvent", "start"), user("a"), flows("start>a")),
            ["This level has no end event.", "No arrow leaves “a”; the process would stop here."],
        ),
        ((start_end("start>a>end", "end>a"), user("a")), ["An arrow leaves the end event “end”."]),
        (
            (start_end("start>a>end", "a>start"), user("a")),
            ["No arrow may lead to “start”.", "2 arrows leave “a”; it does not show whether all or one of them are taken."],
        ),
        ((start_end("start>a>end"), user("a"), user("b"), flows("b>end")), ["The process never comes to “b”."]),
        (
            (start_end("start>a>end", "start>b>end"), user("a"), user("b")),
            ["2 arrows leave “start”; it does not show whether all or one of them are taken."],
        ),
        ((start_end("start>a", "a>end:x > 1"), user("a")), ["The condition on the arrow after “a” would have no effect."]),
        (
            (start_end("start>a>end", "a>lost"), user("a")),
            [
                "The arrow “a-lost” leads from or to “lost”, which is not on the same level.",
                "2 arrows leave “a”; it does not show whether all or one of them are taken.",
            ],
        ),
        (
            (start_end("start>g>a>end", "g>b>end"), gateway("exclusive", "g"), user("a"), user("b")),
            [
                "The gateway “g” has no default arrow.",
                "The arrow from the gateway “g” to “a” has no condition.",
                "The arrow from the gateway “g” to “b” has no condition.",
            ],
        ),
        (
            (start_end("start>p>a>end"), flows("p>b:x", "b>end"), gateway("parallel", "p"), user("a"), user("b")),
            ["The condition on the arrow after “p” would have no effect."],
        ),
        (
            (start_end("start>g>a>end"), gateway("eventBased", "g"), user("a")),
            ["At least two events must follow the event-based gateway “g”.", "“a” cannot follow an event-based gateway."],
        ),
        (
            (start_end("start>j>a>g", "g>end", "g>j:x"), gateway("inclusive", "j"), gateway("exclusive", "g", default="end"), user("a")),
            ["The inclusive gateway “j” joins inside a loop, so that it cannot know which tokens are still to come."],
        ),
        ((start_end("start>a>end"), element("serviceTask", "a")), ["The service task “a” lacks its operation."]),
        ((start_end("start>a>end"), element("businessRuleTask", "a")), ["The business rule task “a” lacks its decision."]),
        ((start_end("start>a>end"), element("sendTask", "a")), ["The send task “a” lacks an operation or message."]),
        ((start_end("start>a>end"), element("receiveTask", "a")), ["“a” names no message."]),
        ((start_end("start>a>end"), element("scriptTask", "a")), ["The script task “a” lacks its expression or the place it writes."]),
        ((start_end("start>a>end"), element("callActivity", "a")), ["The call activity “a” lacks the process it calls."]),
        (
            (start_end("start>a>end"), element("callActivity", "a", calledElement="gone")),
            ["“a” calls the process “gone”, which does not exist."],
        ),
        (
            (start_end("start>a>end"), element("callActivity", "a", calledElement="main")),
            ["“a” ends up calling the process that it is in."],
        ),
        ((start_end("start>a>end"), element("subProcess", "a")), ["The sub-process “a” is empty."]),
        (
            (
                start_end("start>a>end"),
                element(
                    "subProcess",
                    "a",
                    element("startEvent", "s1", "<messageEventDefinition/>") + element("endEvent", "e1") + user("u") + flows("s1>u>e1"),
                ),
            ),
            ["“s1” is inside a sub-process, which begins when its token comes; nothing would be waited for."],
        ),
        ((start_end("start>a>end"), user("a", "<standardLoopCharacteristics/>")), ["The loop “a” does not say how long it goes on."]),
        (
            (start_end("start>a>end"), element("intermediateCatchEvent", "a", "<signalEventDefinition/>")),
            ["“a” names no signal."],
        ),
        ((start_end("start>a>end"), user("a", several("", ""))), ["The multi-instance “a” lacks its list or the name of an entry."]),
        (
            (start_end("start>a>end", "b>end"), user("a"), timer("boundaryEvent", "b", "P1D", attachedToRef="start")),
            ["The boundary event “b” does not sit on an activity."],
        ),
        (
            (
                start_end("start>a>end", "b>end"),
                user("a"),
                thrown("boundaryEvent", "b", "error", "NO", attachedToRef="a", cancelActivity="false"),
            ),
            [
                "“b” would never catch anything: nothing inside “a” can throw it.",
                "The error boundary event “b” must interrupt its activity.",
            ],
        ),
    ],
)
def test_a_drawing_that_would_run_otherwise_than_it_looks_is_refused(parts: tuple[str, ...], expected: list[str]) -> None:
    """Each sentence names the element by its name."""
    assert texts(problems_of(bpmn(process(*parts), errors=["NO"]))) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            (start_end("start>g", "g>a:x >", "g>end", "a>end"), gateway("exclusive", "g", default="end"), user("a")),
            "The condition after “g”: “x >” cannot be read. ",
        ),
        ((start_end("start>a>end"), script("a", "1 +", "x")), "“a”, the script: “1 +” cannot be read. "),
        ((start_end("start>a>end"), user("a", onedoor_assign="= (")), "“a”, who may do it: “(” cannot be read. "),
        ((start_end("start>a>end"), user("a", several("[1", "n"))), "“a”, the list: “[1” cannot be read. "),
        ((start_end("start>a>end"), user("a", several("[1]", "n", until="> >"))), "“a”, the completion condition: “> >” cannot be read. "),
        ((start_end("start>a>end"), timer("intermediateCatchEvent", "a", "= [")), "“a”, the time: “[” cannot be read. "),
        ((start_end("start>a>end"), script("a", "1", "x..y")), "“a”: The place to write to is not spelled correctly"),
    ],
)
def test_an_expression_that_is_not_feel_is_found_before_release(parts: tuple[str, ...], expected: str) -> None:
    """The sentence says where it stands and repeats the text; FEEL says what is wrong with it."""
    found = texts(problems_of(bpmn(process(*parts))))

    assert len(found) == 1
    assert found[0].startswith(expected)


def test_repeated_ids_are_said_with_their_lines() -> None:
    """The same id twice would make two elements one."""
    content = bpmn(process(start_end("start>a>end"), user("a"), "\n", user("a")))

    found = problems_of(content)

    assert found[0] == Problem(
        file=FILE,
        line=2,
        place="a",
        message=Text("编号“a”出现了两次（第 1 行和第 2 行）。", "The id “a” occurs twice (lines 1 and 2)."),
        cure=Text("请给其中一个换一个编号。", "Give one of them another id."),
    )


def test_the_same_process_in_two_files_of_a_pack_is_refused_but_a_child_pack_replaces_it() -> None:
    """Own pack first; a file of the same name is hidden."""
    one, two = bpmn(SOUND), bpmn(process(start_end("start>b>end"), user("b")))
    files = {"processes/x/one.bpmn": one, "processes/x/two.bpmn": two, "processes/base/one.bpmn": two, "processes/base/three.bpmn": two}

    twice = ProcessCatalogue.read(files, ["x"], FakeDecisions())
    chained = ProcessCatalogue.read({key: files[key] for key in files if "two" not in key}, ["x", "base"], FakeDecisions())

    errors = [problem for problem in twice.problems if problem.severity == "error"]
    assert [(each.file, each.message.en) for each in errors] == [
        ("processes/x/two.bpmn", "The process “main” is already in “processes/x/one.bpmn”.")
    ]
    assert chained.files == {"main": "processes/x/one.bpmn"}
    assert [problem for problem in chained.problems if problem.severity == "error"] == []


def test_one_broken_file_does_not_stop_the_others_from_running() -> None:
    """The catalogue runs what is sound; the strict door gives none at all."""
    calling = bpmn(process(start_end("start>c>end"), element("callActivity", "c", calledElement="broken"), id_="calling"))
    broken = bpmn(process(user("a"), id_="broken"))
    files = {FILE: bpmn(SOUND), "processes/x/broken.bpmn": broken, "processes/x/calling.bpmn": calling}

    catalogue = ProcessCatalogue.read(files, ["x"], FakeDecisions())
    strict, problems = read_processes(files, decisions=FakeDecisions())

    assert set(catalogue._specs) == {"main"}
    assert strict is None
    assert {problem.file for problem in problems if problem.severity == "error"} == {"processes/x/broken.bpmn"}


def test_names_that_lead_nowhere_are_found_with_the_likely_word() -> None:
    """Each attribute is held against the names that exist; an addition after a colon belongs to its code."""
    known = Known(
        forms=["F01"],
        roles=["R.INTAKE"],
        codes=["ACC.FORM"],
        deadlines=["accept"],
        decisions=["D01"],
        operations=["check_team"],
        states=["new"],
        ends=["E.ROUTED"],
    )
    content = bpmn(
        process(
            element("startEvent", "start"),
            user("a", onedoor_form="F02", onedoor_role="R.INTAK", onedoor_code="ACC.FORM", onedoor_due="acept", onedoor_state="zzz"),
            element("businessRuleTask", "b", onedoor_decision="D02"),
            element("serviceTask", "c", onedoor_operation="check_teams"),
            element("endEvent", "end", onedoor_end="E.ROUTED:调解"),
            flows("start>a>b>c>end"),
        )
    )

    found = [problem for problem in lint({FILE: content}, known=known) if problem.severity == "error"]

    assert [(each.message.en, each.cure and each.cure.en) for each in found] == [
        ("“a” uses the form “F02”, which does not exist.", "Did you mean “F01”?"),
        ("“a” uses the role “R.INTAK”, which does not exist.", "Did you mean “R.INTAKE”?"),
        ("“a” uses the deadline “acept”, which does not exist.", "Did you mean “accept”?"),
        ("“a” uses the case state “zzz”, which does not exist.", "Choose one from the list."),
        ("“b” uses the decision “D02”, which does not exist.", "Did you mean “D01”?"),
        ("“c” uses the operation “check_teams”, which does not exist.", "Did you mean “check_team”?"),
    ]
    assert found[0].message.zh == "“a”用到的表单“F02”不存在。"


def test_what_other_tools_write_beside_the_steps_is_passed_over() -> None:
    """Editors repeat the arrows inside a sub-process; performers, properties and the like have no effect."""
    inside = "<incoming>start-s</incoming><outgoing>s-end</outgoing>" + several("[1]", "n") + start_end_of("u") + user("u")
    beside = '<auditing/><monitoring/><property id="p" name="x"/>', '<performer id="q"><resourceRef>x</resourceRef></performer>'
    content = bpmn(process(beside[0], start_end("start>s>end"), element("subProcess", "s", inside), beside[1]))

    assert problems_of(content) == []


def start_end_of(step: str) -> str:
    return element("startEvent", "s1") + element("endEvent", "e1") + flows(f"s1>{step}>e1")


def test_what_is_not_drawn_is_a_warning() -> None:
    """It runs, but nobody could see it."""
    _, problems = read_processes({FILE: bpmn(SOUND)}, decisions=FakeDecisions())

    assert [(each.severity, each.message.en) for each in problems] == [
        ("warning", "5 elements are not drawn, for example “start”, and would not show.")
    ]


def test_messages_and_deadlines_on_the_edge_are_sound() -> None:
    """A diagram with everything on its edges has no errors."""
    content = bpmn(
        process(
            start_end("start>a>end", "t>end", "m>end"),
            user("a"),
            timer("boundaryEvent", "t", due="accept", attachedToRef="a"),
            message("boundaryEvent", "m", "withdraw", attachedToRef="a"),
        ),
        messages=["withdraw"],
    )

    assert problems_of(content) == []


def test_a_sub_process_may_repeat_its_arrows_as_editors_do() -> None:
    """Editors write `incoming` and `outgoing` into every element, a sub-process among them."""
    inside = "<incoming>start-sub</incoming><outgoing>sub-end</outgoing>" + element("startEvent", "in") + element("endEvent", "out")
    sub = element("subProcess", "sub", inside + flows("in>out"))

    assert problems_of(bpmn(process(start_end("start>sub>end"), sub))) == []
