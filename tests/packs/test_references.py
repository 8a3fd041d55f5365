"""What a diagram names must be there."""

from __future__ import annotations

from engine.packs import diagram, lineage, references
from engine.packs.definition import define
from tests.bpmn.bpmn_builders import bpmn, element, process, start_end, user
from tests.packs.builders import a_county

ACCEPT = {"title": {"zh": "接单", "en": "Accept"}, "period": "1 wd"}


def said(content: bytes) -> list[tuple[str, str]]:
    """Return sentence and cure of each problem in the diagram of a county with one deadline."""
    definition = define(lineage.trace(a_county(deadlines={"accept": ACCEPT})).manifests)
    known = references.Known(definition=definition, forms=(), decisions=(), processes=("main",), operations=("last_day",))
    found = references.check(diagram.read_elements("processes/longxi/main.bpmn", content), known)
    return [(problem.message.en, problem.cure.en if problem.cure else "") for problem in found]


def test_a_deadline_that_runs_or_stands_still_must_be_in_the_table() -> None:
    """Both attributes name rows of the table; a star names them all."""
    wrong = bpmn(process(start_end("start>a>b>end"), user("a", onedoor_due="acept"), user("b", onedoor_pauses="accept, acept")))
    right = bpmn(process(start_end("start>a>b>end"), user("a", onedoor_due="accept"), user("b", onedoor_pauses="accept, *")))

    assert said(wrong) == [
        ('“a” uses the deadline "acept", which does not exist.', 'Did you mean "accept"?'),
        ('“b” uses the deadline "acept", which does not exist.', 'Did you mean "accept"?'),
    ]
    assert said(right) == []


def test_a_deadline_that_is_computed_in_advance_must_be_in_the_table() -> None:
    """A wrong name would stop the case on the day on which the step is reached."""

    def computing(deadline: str) -> bytes:
        given = f'<extensionElements><onedoor:input name="deadline" value="{deadline}"/></extensionElements>'
        return bpmn(
            process(start_end("start>a>end"), element("serviceTask", "a", given, onedoor_operation="last_day", onedoor_result="day"))
        )

    assert said(computing("acept")) == [('“a” uses the deadline "acept", which does not exist.', 'Did you mean "accept"?')]
    assert said(computing("accept")) == []


def test_names_that_an_expression_can_give_must_be_there() -> None:
    """A deadline or role that depends on the case is checked as far as its names stand in the expression."""
    by_kind = '=if kind = "10" then "acept" else if kind = "12" then "accept" else found'
    drawn = bpmn(process(start_end("start>a>end"), user("a", onedoor_due=by_kind, onedoor_role='=if big then "R.NOBODY" else usual')))

    assert said(drawn) == [
        ('“a” uses the deadline "acept", which does not exist.', 'Did you mean "accept"?'),
        ("The code R.NOBODY has no words.", "Add R.NOBODY: {zh: …, en: …} under roles in pack.yaml, or correct the code."),
    ]


def test_an_expression_for_a_name_that_cannot_be_read_is_left_to_the_diagram() -> None:
    """The reader of diagrams points at the character; nothing is said twice."""
    drawn = bpmn(process(start_end("start>a>end"), user("a", onedoor_due="=if big then")))

    assert said(drawn) == []
