"""One small process for each element that runs: how it is drawn, what is done, and what is then open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bpmn_builders import (
    FakeDecision,
    FakeDecisions,
    bpmn,
    element,
    flows,
    gateway,
    message,
    process,
    repeated,
    script,
    several,
    signal,
    start_end,
    thrown,
    timer,
    user,
)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A process with the moves that take it to its end.

    A move is the id of a task to complete, `+2d` for two days later, or `!name` for a message; beside it stand the elements that
    are open after it. The first entry has no move.
    """

    parts: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    more: tuple[str, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict)
    #: What the document holds in the end beside what it began with.
    written: Mapping[str, Any] = field(default_factory=dict)
    end: str | None = None

    @property
    def content(self) -> bytes:
        """Return the file."""
        names = {"messages": ["m"], "signals": ["s"], "errors": ["E"], "escalations": ["X"]}
        return bpmn(process(*self.parts), *self.more, **names)


DECISIONS = FakeDecisions({"D": FakeDecision("D", "level", lambda seen: seen["n"] + 1)})


def within(*parts: str, path: str = "s1>a>e1") -> str:
    """Write the inside of a sub-process."""
    end = element("endEvent", "e1") if path.endswith("e1") else ""
    return "".join((element("startEvent", "s1"), end, flows(path), *parts))


_SUB = element("subProcess", "sub", within(user("a")))
_TWO = ("start", "a b"), ("a", "b"), ("b", "")

SAMPLES: Mapping[str, Sample] = {
    "startEvent": Sample(parts=(start_end("start>a>end"), user("a")), moves=(("start", "a"), ("a", ""))),
    "startEvent:message": Sample(
        parts=(message("startEvent", "go", "m"), element("endEvent", "end"), user("a"), flows("go>a>end")),
        moves=(("start", "a"), ("a", "")),
    ),
    "startEvent:signal": Sample(
        parts=(signal("startEvent", "go", "s"), element("endEvent", "end"), user("a"), flows("go>a>end")), moves=(("start", "a"), ("a", ""))
    ),
    "endEvent": Sample(
        parts=(element("startEvent", "start"), user("a"), element("endEvent", "end", onedoor_end="E.OK"), flows("start>a>end")),
        moves=(("start", "a"), ("a", "")),
        end="E.OK",
    ),
    "endEvent:terminate": Sample(
        parts=(
            start_end("start>p>a>stop", "p>b>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            element("endEvent", "stop", "<terminateEventDefinition/>"),
        ),
        moves=(("start", "a b"), ("a", "")),
    ),
    "endEvent:error": Sample(
        parts=(
            start_end("start>sub>end", "caught>mend>end"),
            element("subProcess", "sub", within(user("a"), thrown("endEvent", "bad", "error", "E"), path="s1>a>bad")),
            thrown("boundaryEvent", "caught", "error", "E", attachedToRef="sub"),
            user("mend"),
        ),
        moves=(("start", "a"), ("a", "mend"), ("mend", "")),
    ),
    "endEvent:escalation": Sample(
        parts=(
            start_end("start>sub>end", "up>boss>end"),
            element("subProcess", "sub", within(user("a"), thrown("endEvent", "x", "escalation", "X"), path="s1>a>x")),
            thrown("boundaryEvent", "up", "escalation", "X", attachedToRef="sub", cancelActivity="false"),
            user("boss"),
        ),
        moves=(("start", "a"), ("a", "boss"), ("boss", "")),
    ),
    "endEvent:message": Sample(
        parts=(
            start_end("start>p>a>said", "p>wait>b>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            message("endEvent", "said", "m"),
            message("intermediateCatchEvent", "wait", "m"),
        ),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
    ),
    "endEvent:signal": Sample(
        parts=(
            start_end("start>p>a>said", "p>wait>b>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            signal("endEvent", "said", "s"),
            signal("intermediateCatchEvent", "wait", "s"),
        ),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
    ),
    "intermediateThrowEvent": Sample(
        parts=(start_end("start>mile>a>end"), element("intermediateThrowEvent", "mile", onedoor_state="half"), user("a")),
        moves=(("start", "a"), ("a", "")),
    ),
    "intermediateThrowEvent:message": Sample(
        parts=(
            start_end("start>p>a>say>c>end", "p>wait>b>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            user("c"),
            message("intermediateThrowEvent", "say", "m"),
            message("intermediateCatchEvent", "wait", "m"),
        ),
        moves=(("start", "a"), ("a", "c b"), ("c", "b"), ("b", "")),
    ),
    "intermediateThrowEvent:signal": Sample(
        parts=(
            start_end("start>p>a>say>end", "p>w1>b>end", "p>w2>c>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            user("c"),
            signal("intermediateThrowEvent", "say", "s"),
            signal("intermediateCatchEvent", "w1", "s"),
            signal("intermediateCatchEvent", "w2", "s"),
        ),
        moves=(("start", "a"), ("a", "b c"), ("b", "c"), ("c", "")),
    ),
    "intermediateThrowEvent:escalation": Sample(
        parts=(
            start_end("start>sub>end", "up>boss>end"),
            element(
                "subProcess",
                "sub",
                within(user("a"), user("b"), thrown("intermediateThrowEvent", "x", "escalation", "X"), path="s1>a>x>b>e1"),
            ),
            thrown("boundaryEvent", "up", "escalation", "X", attachedToRef="sub", cancelActivity="false"),
            user("boss"),
        ),
        moves=(("start", "a"), ("a", "b boss"), ("b", "boss"), ("boss", "")),
    ),
    "intermediateCatchEvent:timer": Sample(
        parts=(start_end("start>wait>a>end"), timer("intermediateCatchEvent", "wait", "P2D"), user("a")),
        moves=(("start", ""), ("+1d", ""), ("+1d", "a"), ("a", "")),
    ),
    "intermediateCatchEvent:message": Sample(
        parts=(start_end("start>wait>a>end"), message("intermediateCatchEvent", "wait", "m"), user("a")),
        moves=(("start", ""), ("!m", "a"), ("a", "")),
    ),
    "intermediateCatchEvent:signal": Sample(
        parts=(
            start_end("start>p>a>say>end", "p>wait>b>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            signal("intermediateThrowEvent", "say", "s"),
            signal("intermediateCatchEvent", "wait", "s"),
        ),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
    ),
    "boundaryEvent:timer": Sample(
        parts=(
            start_end("start>a>end", "late>b>end"),
            user("a"),
            user("b"),
            timer("boundaryEvent", "late", "P2D", attachedToRef="a"),
        ),
        moves=(("start", "a"), ("+1d", "a"), ("+1d", "b"), ("b", "")),
    ),
    "boundaryEvent:message": Sample(
        parts=(
            start_end("start>a>end", "told>b>end"),
            user("a"),
            user("b"),
            message("boundaryEvent", "told", "m", attachedToRef="a", cancelActivity="false"),
        ),
        moves=(("start", "a"), ("!m", "a b"), ("!m", "a b b"), ("a", "b b"), ("b", "b"), ("b", "")),
    ),
    "boundaryEvent:signal": Sample(
        parts=(
            start_end("start>p>a>end", "told>c>end", "p>b>say>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            user("c"),
            signal("intermediateThrowEvent", "say", "s"),
            signal("boundaryEvent", "told", "s", attachedToRef="a"),
        ),
        moves=(("start", "a b"), ("b", "c"), ("c", "")),
    ),
    "boundaryEvent:error": Sample(
        parts=(
            start_end("start>call>end", "caught>mend>end"),
            element("callActivity", "call", calledElement="other"),
            thrown("boundaryEvent", "caught", "error", "E", attachedToRef="call"),
            user("mend"),
        ),
        more=(process(element("startEvent", "s2"), user("a"), thrown("endEvent", "bad", "error", "E"), flows("s2>a>bad"), id_="other"),),
        moves=(("start", "a"), ("a", "mend"), ("mend", "")),
    ),
    "boundaryEvent:escalation": Sample(
        parts=(
            start_end("start>sub>end", "up>boss>end"),
            element(
                "subProcess",
                "sub",
                within(user("a"), user("b"), thrown("intermediateThrowEvent", "x", "escalation", "X"), path="s1>a>x>b>e1"),
            ),
            thrown("boundaryEvent", "up", "escalation", "X", attachedToRef="sub"),
            user("boss"),
        ),
        moves=(("start", "a"), ("a", "boss"), ("boss", "")),
    ),
    "userTask": Sample(
        parts=(start_end("start>a>b>end"), user("a", onedoor_form="F"), user("b")), moves=(("start", "a"), ("a", "b"), ("b", ""))
    ),
    "manualTask": Sample(parts=(start_end("start>a>end"), element("manualTask", "a")), moves=(("start", "a"), ("a", ""))),
    "scriptTask": Sample(
        parts=(start_end("start>a>sum>b>end"), user("a"), script("sum", "n + 1", "m"), user("b")),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
        document={"n": 1},
        written={"m": 2},
    ),
    "businessRuleTask": Sample(
        parts=(start_end("start>a>rule>b>end"), user("a"), element("businessRuleTask", "rule", onedoor_decision="D"), user("b")),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
        document={"n": 1},
        written={"level": 2},
    ),
    "serviceTask": Sample(
        parts=(
            start_end("start>a>work>b>end"),
            user("a"),
            element("serviceTask", "work", onedoor_operation="o", onedoor_result="r"),
            user("b"),
        ),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
        written={"r": {"done": True}},
    ),
    "sendTask": Sample(
        parts=(
            start_end("start>p>a>tell>end", "p>wait>b>end"),
            gateway("parallel", "p"),
            user("a"),
            user("b"),
            element("sendTask", "tell", messageRef="message-m"),
            message("intermediateCatchEvent", "wait", "m"),
        ),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
    ),
    "receiveTask": Sample(
        parts=(start_end("start>wait>a>end"), element("receiveTask", "wait", messageRef="message-m"), user("a")),
        moves=(("start", ""), ("!m", "a"), ("a", "")),
    ),
    "callActivity": Sample(
        parts=(start_end("start>call>b>end"), element("callActivity", "call", calledElement="other"), user("b")),
        more=(process(element("startEvent", "s2"), element("endEvent", "e2"), user("a"), flows("s2>a>e2"), id_="other"),),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
    ),
    "subProcess": Sample(parts=(start_end("start>sub>b>end"), _SUB, user("b")), moves=(("start", "a"), ("a", "b"), ("b", ""))),
    "exclusiveGateway": Sample(
        parts=(
            start_end("start>a>g", "g>b:n > 1", "g>c", "b>end", "c>end"),
            gateway("exclusive", "g", default="c"),
            user("a"),
            user("b"),
            user("c"),
        ),
        moves=(("start", "a"), ("a", "b"), ("b", "")),
        document={"n": 2},
    ),
    "parallelGateway": Sample(
        parts=(
            start_end("start>p>a>j>c>end", "p>b>j"),
            gateway("parallel", "p"),
            gateway("parallel", "j"),
            user("a"),
            user("b"),
            user("c"),
        ),
        moves=(("start", "a b"), ("b", "a"), ("a", "c"), ("c", "")),
    ),
    "inclusiveGateway": Sample(
        parts=(
            start_end("start>x>g", "g>a:n > 1", "g>b:n > 2", "g>c", "a>j", "b>j", "c>j", "j>d>end"),
            gateway("inclusive", "g", default="c"),
            gateway("inclusive", "j"),
            *map(user, "xabcd"),
        ),
        moves=(("start", "x"), ("x", "a b"), ("b", "a"), ("a", "d"), ("d", "")),
        document={"n": 3},
    ),
    "eventBasedGateway": Sample(
        parts=(
            start_end("start>r>late>a>end", "r>told>b>end"),
            gateway("eventBased", "r"),
            timer("intermediateCatchEvent", "late", "P2D"),
            message("intermediateCatchEvent", "told", "m"),
            user("a"),
            user("b"),
        ),
        moves=(("start", ""), ("+1d", ""), ("!m", "b"), ("+2d", "b"), ("b", "")),
    ),
    "multiInstanceLoopCharacteristics": Sample(
        parts=(
            start_end("start>a>b>end"),
            user("a", several("[1, 2]", "i")),
            user("b", several("[1, 2]", "i", is_sequential=True)),
        ),
        moves=(("start", "a a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "")),
    ),
    "standardLoopCharacteristics": Sample(
        parts=(
            start_end("start>a>b>skipped>c>end"),
            user("a", repeated("loopCounter < n")),
            user("b", repeated(loopMaximum="2")),
            user("skipped", repeated("n > 9", testBefore="true")),
            element("subProcess", "c", repeated("loopCounter < 2", testBefore="true") + within(user("inner"), path="s1>inner>e1")),
        ),
        moves=(("start", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "inner"), ("inner", "inner"), ("inner", "")),
        document={"n": 2},
    ),
}
