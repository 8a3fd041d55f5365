"""Each place of the document has one writer, as far as cases reach it."""

from __future__ import annotations

from engine.packs import checking
from tests.packs.small_pack import FILES, a_process

#: A block that asks for another form, which writes the place of the door's form as well.
BLOCK = a_process(
    "ca_other",
    "另一登记",
    ("startEvent", 'name="开始"'),
    ("userTask", 'name="登记" onedoor:form="F02" onedoor:role="R.INTAKE" onedoor:code="INTAKE.REGISTER"'),
    ("callActivity", 'name="调用" calledElement="ca_visit"'),
    ("endEvent", 'name="结束"'),
).encode()
FORM = FILES["forms/base/F01.schema.json"].replace(b'"F01"', b'"F02"')
CALL = FILES["processes/longxi/lx_order.bpmn"].replace(b"<bpmn:businessRuleTask", b'<bpmn:callActivity calledElement="ca_other"')
CALL = CALL.replace(b'onedoor:decision="D02"', b"")
OTHERS = {"processes/base/ca_other.bpmn": BLOCK, "forms/base/F02.schema.json": FORM}


def said(changed: dict[str, bytes]) -> list[str]:
    return [problem.message.en for problem in checking.check({**FILES, **OTHERS, **changed}) if problem.severity == "error"]


def test_a_block_that_nobody_calls_does_not_count() -> None:
    """A county may use another form for a place that an unused block of its parent writes."""
    assert said({}) == []


def test_two_forms_that_one_case_meets_may_not_write_the_same_place() -> None:
    """Its type would depend on which came last."""
    assert said({"processes/longxi/lx_order.bpmn": CALL}) == ["“intake” is written by two: the form F02 and the form F01."]
