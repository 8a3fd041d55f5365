"""A case as a county has it: 35 nodes, three forms of twenty fields, a decision, deadlines, four parties, a called process, a way back.

`CONTENT` is the file, `PATH` the way through it: the element that is done and the answers that are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bpmn_builders import FakeDecision, FakeDecisions, bpmn, element, flows, gateway, message, process, script, several, thrown, timer, user

FIELDS = 20
PARTIES = 4


def form(prefix: str) -> dict[str, str]:
    """Return the answers to a form of twenty fields, Chinese and English."""
    return {f"{prefix}_{number}": f"第{number}项答复 answer {number}" for number in range(FIELDS)}


def _mediation() -> str:
    inside = (
        element("startEvent", "m_start"),
        user("prepare", onedoor_form="F08"),
        thrown("intermediateThrowEvent", "m_up", "escalation", "LEVEL"),
        gateway("exclusive", "m_gate", default="meet"),
        user("meet", onedoor_form="F09"),
        element("endEvent", "m_end"),
        flows("m_start>prepare>m_gate", "m_gate>m_up:difficult = true", "m_gate>meet", "m_up>meet>m_end"),
    )
    return element("subProcess", "mediate", "".join(inside))


def _main() -> str:
    path = (
        "start>register>screen>grade>safe",
        "safe>refer:danger = true",
        "refer>referred",
        "safe>ask",
        "ask>split>inform>join",
        "split>consent>join",
        "join>team>back>mediate>result",
        "late>urge>urged",
        "up>director>told",
        "result>back:again = true",
        "result>agree",
        "agree>court>confirmed",
        "confirmed>perform:confirmed_by_court = true",
        "confirmed>noted",
        "noted>perform>rate>archive>end",
        "withdrawn>stop",
    )
    nodes = (
        element("startEvent", "start"),
        user("register", onedoor_form="F01", onedoor_role="R.INTAKE", onedoor_state="accepted"),
        script("screen", 'intake.intake_3 = "danger"', "danger"),
        element("businessRuleTask", "grade", onedoor_decision="D02"),
        gateway("exclusive", "safe", default="ask"),
        user("refer"),
        element("endEvent", "referred", onedoor_end="E.REFERRED"),
        user("ask", onedoor_form="F04"),
        gateway("parallel", "split"),
        user("inform", several("parties", "party")),
        user("consent", several("parties", "party")),
        gateway("parallel", "join"),
        element("callActivity", "team", calledElement="choose"),
        gateway("exclusive", "back"),
        _mediation(),
        timer("boundaryEvent", "late", "P20D", attachedToRef="mediate", cancelActivity="false"),
        user("urge"),
        element("endEvent", "urged"),
        thrown("boundaryEvent", "up", "escalation", "LEVEL", attachedToRef="mediate", cancelActivity="false"),
        user("director"),
        element("endEvent", "told"),
        message("boundaryEvent", "withdrawn", "withdraw", attachedToRef="ask"),
        element("endEvent", "stop", "<terminateEventDefinition/>"),
        gateway("exclusive", "result", default="agree"),
        user("agree", onedoor_form="F11"),
        element("serviceTask", "court", onedoor_operation="notify_court", onedoor_result="court"),
        gateway("exclusive", "confirmed", default="noted"),
        element("intermediateThrowEvent", "noted", onedoor_state="noted"),
        user("perform"),
        user("rate"),
        script("archive", "true", "archived"),
        element("endEvent", "end", onedoor_end="E.SETTLED"),
    )
    return process(*nodes, flows(*path))


_CHOOSE = process(
    element("startEvent", "c_start"),
    user("propose"),
    user("accept"),
    element("endEvent", "c_end"),
    flows("c_start>propose>accept>c_end"),
    id_="choose",
)
CONTENT = bpmn(_main(), _CHOOSE, messages=["withdraw"], escalations=["LEVEL"])
DECISIONS = FakeDecisions({"D02": FakeDecision("D02", "grade", lambda seen: {"level": "复杂"})})
DOCUMENT: dict[str, Any] = {"parties": [{"name": f"当事人{number}", "role": "申请人"} for number in range(PARTIES)]}


def path() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is done one after the other, once round the loop."""
    yield "register", {"intake": form("intake")}
    yield "ask", {"asked": form("asked")}
    for _ in range(PARTIES):
        yield "inform", {}
        yield "consent", {}
    yield "propose", {}
    yield "accept", {}
    for again in (True, False):
        yield "prepare", {"difficult": again}
        yield "meet", {"session": form("session"), "again": again}
        if again:
            yield "director", {}
    yield "agree", {"confirmed_by_court": False}
    yield "perform", {}
    yield "rate", {}
