"""Diagrams by chance: any element beside any other, joined by any arrow."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from xml.sax.saxutils import escape, quoteattr

from random_expressions import expression, mangled

_KINDS = (
    "task", "userTask", "userTask", "userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask", "sendTask", "receiveTask",
    "callActivity", "exclusiveGateway", "exclusiveGateway", "parallelGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
    "complexGateway", "intermediateThrowEvent", "intermediateCatchEvent", "endEvent", "subProcess", "transaction", "adHocSubProcess",
)  # fmt: skip
_RUNNING = ("userTask", "userTask", "userTask", "scriptTask", "exclusiveGateway", "parallelGateway", "intermediateThrowEvent", "subProcess")
_TRIGGERS = ("timer", "message", "signal", "error", "escalation", "terminate", "link", "compensate", "conditional", "cancel", "")
_CLOCKS = ("PT1H", "P1D", "R3/PT1H", "R/PT0S", "2025-06-04", "-P1D", "soon", '= duration("PT1H")', "${x}", "P1M", "R2/2025-01-31/P1M")
_CONDITIONS = ("ok", "n > 3", "false", "true", "${n == 1}", "not(ok)", "missing", "1 +")
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:onedoor="urn:onedoor:bpmn:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="urn:x">'
    '<message id="m" name="m"/><signal id="s" name="s"/><error id="e" name="E" errorCode="E"/>'
    '<escalation id="x" name="X" escalationCode="X"/>'
)


def diagram(random: Random) -> bytes:
    """Return a file of one process; half of them are drawn with care, so that many run."""
    careful = random.random() < 0.6
    text = f'{_HEAD}<process id="main" name="流程">{_scope(random, "n", 0, careful=careful)}</process></definitions>'
    return (mangled(random, text) if random.random() < 0.1 else text).encode("utf-8", "replace")


def _scope(random: Random, prefix: str, depth: int, *, careful: bool) -> str:
    names = [f"{prefix}{number}" for number in range(random.randint(1, 7))]
    kinds = {name: _kind(random, careful=careful) for name in names}
    parts = [_node(random, name, kinds[name], depth, careful=careful) for name in names]
    parts += [_edge(random, f"{name}b", name) for name in names if kinds[name].endswith("Task") and random.random() < 0.15]
    if careful or random.random() < 0.8:
        parts += [f'<startEvent id="{prefix}s"/>', f'<endEvent id="{prefix}e"/>']
        names = [f"{prefix}s", *names, f"{prefix}e"]
    pairs = list(pairwise(names))
    pairs += [(random.choice(names), random.choice(names)) for _ in range(random.choice((0, 0, 0, 0, 1) if careful else (0, 1, 2, 4)))]
    choosing = {name for name, kind in kinds.items() if kind in {"exclusiveGateway", "inclusiveGateway"}}
    arrows = (_flow(random, f"{prefix}f{number}", *pair, chance=0.5 if pair[0] in choosing else 0.04) for number, pair in enumerate(pairs))
    return "".join([*parts, *arrows])


def _kind(random: Random, *, careful: bool) -> str:
    found = random.choice(_KINDS)
    return random.choice(_RUNNING) if careful and random.random() < 0.9 else found


def _node(random: Random, name: str, kind: str, depth: int, *, careful: bool) -> str:
    given = {"id": name, "name": random.choice((name, "审查", ""))}
    inside = random.choice(("", "", "", "", "", "", "", _marker(random)))
    if kind == "scriptTask":
        given["onedoor:result"] = random.choice(("n", "x.y", "list[]", "n", "n", "a..b", "case"))
        inside += f"<script>{_escaped(random.choice(('1', 'n + 1', 'count(people)', expression(random))))}</script>"
    elif kind == "userTask" and random.random() < 0.4:
        given["onedoor:form"] = "F01"
        given["onedoor:assign"] = random.choice(('="person:a"', "=text", '="team:" + text', "=1", "=", "${who}"))
    elif kind in {"serviceTask", "sendTask"}:
        given["onedoor:operation"] = "act"
    elif kind == "businessRuleTask":
        given["onedoor:decision"] = "D"
    elif kind == "callActivity":
        given["calledElement"] = random.choice(("main", "other", ""))
    elif kind.endswith("Event"):
        inside = _trigger(random)
    elif kind in {"subProcess", "transaction", "adHocSubProcess"}:
        inside += _scope(random, name + "x", depth + 1, careful=careful) if depth < 2 else ""
    elif kind == "receiveTask":
        given["messageRef"] = "m"
    elif kind.endswith("Gateway"):
        inside = ""
    return f"<{kind} {_written(given)}>{inside}</{kind}>"


def _marker(random: Random) -> str:
    collection = quoteattr(random.choice(("=[1, 2]", "=list", "=people", "=none", "=1", "= for i in 1..999 return i", "")))
    several = f'<multiInstanceLoopCharacteristics isSequential="{random.choice(("true", "false"))}" onedoor:collection={collection}'
    return random.choice(
        (
            several + ' onedoor:item="each"/>',
            several + ' onedoor:item="each"><completionCondition>numberOfCompletedInstances > 0</completionCondition>'
            "</multiInstanceLoopCharacteristics>",
            "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
            '<standardLoopCharacteristics loopMaximum="2"/>',
            "<standardLoopCharacteristics><loopCondition>ok</loopCondition></standardLoopCharacteristics>",
        )
    )


def _trigger(random: Random) -> str:
    kind = random.choice(_TRIGGERS)
    if kind == "timer":
        clock = random.choice(("timeDate", "timeDuration", "timeCycle"))
        return f"<timerEventDefinition><{clock}>{_escaped(random.choice(_CLOCKS))}</{clock}></timerEventDefinition>"
    if kind == "link":
        return f'<linkEventDefinition name="{random.choice("LM")}"/>'
    if kind == "conditional":
        return "<conditionalEventDefinition><condition>ok</condition></conditionalEventDefinition>"
    refers = {"message": "m", "signal": "s", "error": "e", "escalation": "x"}.get(kind)
    named = f' {kind}Ref="{refers}"' if refers and random.random() < 0.8 else ""
    return f"<{kind}EventDefinition{named}/>" if kind else ""


def _edge(random: Random, name: str, host: str) -> str:
    dashed = random.choice(("true", "false"))
    return f'<boundaryEvent id="{name}" attachedToRef="{host}" cancelActivity="{dashed}">{_trigger(random)}</boundaryEvent>'


def _flow(random: Random, name: str, source: str, target: str, chance: float) -> str:
    said = _escaped(random.choice(_CONDITIONS)) if random.random() < chance else ""
    condition = f"<conditionExpression>{said}</conditionExpression>" if said else ""
    return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'


def _written(given: dict[str, str]) -> str:
    return " ".join(f"{key}={quoteattr(_printable(value))}" for key, value in given.items())


def _escaped(text: str) -> str:
    return escape(_printable(text))


def _printable(text: str) -> str:
    return "".join(each for each in text if each.isprintable())
