"""Small BPMN texts, decisions and runs for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from xml.sax.saxutils import quoteattr

from engine.bpmn import ProcessCatalogue, read_processes
from engine.domain.deadline import Stop
from engine.domain.process import OpenTask, Outcome, Run
from engine.errors import Problem

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:onedoor="urn:onedoor:bpmn:1" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'targetNamespace="urn:test">'
)
NOON = datetime(2025, 6, 3, 4, tzinfo=UTC)


def element(tag: str, id_: str, body: str = "", **attributes: str) -> str:
    """Write one element; `onedoor_form="F01"` becomes `onedoor:form="F01"`, and it is named after its id unless a name is given."""
    given = {"id": id_, "name": id_, **{key.replace("_", ":", 1): value for key, value in attributes.items()}}
    written = " ".join(f"{key}={quoteattr(value)}" for key, value in given.items())
    return f"<{tag} {written}>{body}</{tag}>"


def user(id_: str, body: str = "", **attributes: str) -> str:
    return element("userTask", id_, body, **attributes)


def script(id_: str, text: str, result: str) -> str:
    return element("scriptTask", id_, f"<script>{text}</script>", scriptFormat="feel", onedoor_result=result)


def flows(*paths: str) -> str:
    """Write arrows: `a>b>c`; `a>b:x > 1` has a condition; `gateway` names its default."""
    parts = []
    for written in paths:
        path, _, condition = written.partition(":")
        for source, target in pairwise(path.split(">")):
            inside = f"<conditionExpression xsi:type='tFormalExpression'>{_escaped(condition)}</conditionExpression>" if condition else ""
            parts.append(f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>')
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def gateway(kind: str, id_: str, default: str | None = None) -> str:
    """Write a gateway: kind is exclusive, parallel, inclusive or eventBased; the default is named by its target."""
    return element(f"{kind}Gateway", id_, **({"default": f"{id_}-{default}"} if default else {}))


def timer(tag: str, id_: str, text: str = "", kind: str = "timeDuration", due: str | None = None, **attributes: str) -> str:
    own = f' onedoor:due="{due}"' if due else ""
    inside = f"<{kind} xsi:type='tFormalExpression'>{_escaped(text)}</{kind}>" if text else ""
    return element(tag, id_, f"<timerEventDefinition{own}>{inside}</timerEventDefinition>", **attributes)


def message(tag: str, id_: str, name: str, **attributes: str) -> str:
    return element(tag, id_, f'<messageEventDefinition messageRef="message-{name}"/>', **attributes)


def signal(tag: str, id_: str, name: str, **attributes: str) -> str:
    return element(tag, id_, f'<signalEventDefinition signalRef="signal-{name}"/>', **attributes)


def repeated(condition: str = "", **attributes: str) -> str:
    """Write a loop marker: `loopMaximum` and `testBefore` are its attributes."""
    inside = f"<loopCondition>{_escaped(condition)}</loopCondition>" if condition else ""
    given = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<standardLoopCharacteristics {given}>{inside}</standardLoopCharacteristics>"


def thrown(tag: str, id_: str, kind: str, code: str, **attributes: str) -> str:
    return element(tag, id_, f'<{kind}EventDefinition {kind}Ref="{kind}-{code}"/>', **attributes)


def several(collection: str, item: str, *, is_sequential: bool = False, until: str | None = None) -> str:
    """Write a multi-instance marker."""
    condition = f"<completionCondition>{_escaped(until)}</completionCondition>" if until else ""
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{str(is_sequential).lower()}" '
        f"onedoor:collection={quoteattr(collection)} onedoor:item={quoteattr(item)}>{condition}</multiInstanceLoopCharacteristics>"
    )


def start_end(*paths: str) -> str:
    return element("startEvent", "start") + element("endEvent", "end") + flows(*paths)


def process(*parts: str, id_: str = "main") -> str:
    return f'<process id="{id_}" name="流程" onedoor:en="Process" isExecutable="true">{"".join(parts)}</process>'


def bpmn(
    *processes: str,
    messages: Sequence[str] = (),
    signals: Sequence[str] = (),
    errors: Sequence[str] = (),
    escalations: Sequence[str] = (),
) -> bytes:
    """Write a file."""
    named = [f'<message id="message-{name}" name="{name}"/>' for name in messages]
    named += [f'<signal id="signal-{name}" name="{name}"/>' for name in signals]
    named += [f'<error id="error-{code}" name="{code}" errorCode="{code}"/>' for code in errors]
    named += [f'<escalation id="escalation-{code}" name="{code}" escalationCode="{code}"/>' for code in escalations]
    return "".join([HEAD, *named, *processes, "</definitions>"]).encode()


@dataclass
class FakeResult:
    """The answer of a decision that always fires its first rule."""

    json: Any
    rules: tuple[Any, ...] = ()

    def checked(self) -> FakeResult:
        return self


@dataclass
class FakeDecision:
    """A decision that a function answers."""

    id: str
    writes: str | None
    answer: Callable[[Mapping[str, Any]], Any]

    def evaluate(self, context: Mapping[str, Any], now: datetime | None = None) -> FakeResult:
        return FakeResult(self.answer(context))


@dataclass
class FakeDecisions:
    """Decisions by id."""

    found: Mapping[str, FakeDecision] = field(default_factory=dict)

    def get(self, decision: str) -> FakeDecision:
        return self.found[decision]


def a_catalogue(content: bytes, decisions: FakeDecisions | None = None) -> ProcessCatalogue:
    """Read one file that must be free of errors."""
    catalogue, problems = read_processes({"processes/x/main.bpmn": content}, decisions=decisions or FakeDecisions())
    errors = [problem for problem in problems if problem.severity == "error"]
    assert catalogue is not None, errors
    return catalogue


def problems_of(content: bytes) -> list[Problem]:
    """Return the errors of one file."""
    _, problems = read_processes({"processes/x/main.bpmn": content}, decisions=FakeDecisions())
    return [problem for problem in problems if problem.severity == "error"]


def texts(problems: Sequence[Problem]) -> list[str]:
    return [problem.message.en for problem in problems]


def due_of(name: str, start: datetime, stops: Sequence[Stop] = ()) -> datetime:
    """Return the end of a deadline of one or three days of 24 hours, stops left out."""
    return start + timedelta(days={"accept": 1, "answer": 3}[name]) + sum((stop.until - stop.since for stop in stops), timedelta())


@dataclass
class Play:
    """A process played in a test; every step saves its state and reads it again, which must change nothing."""

    catalogue: ProcessCatalogue
    document: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOON
    operated: list[tuple[str, Any]] = field(default_factory=list)
    operations: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    name: str = "main"
    outcome: Outcome = None  # type: ignore[assignment]

    def run(self) -> Run:
        return Run(
            document=self.document,
            now=self.now,
            names={"case": {"state": "new", "number": "1"}, "parameters": self.parameters},
            due_of=due_of,
            operate=self._operate,
        )

    def _operate(self, name: str, inputs: Any) -> Any:
        self.operated.append((name, inputs))
        return self.operations[name](inputs) if name in self.operations else {"done": True}

    def start(self) -> Play:
        return self._at(self.catalogue.start(self.name, self.run()))

    def complete(self, element_id: str, **answers: Any) -> Play:
        task = next(task for task in self.outcome.tasks if task.element == element_id)
        return self.complete_task(task, **answers)

    def complete_task(self, task: OpenTask, **answers: Any) -> Play:
        self.document.update(answers)
        return self._at(self.catalogue.complete(self.name, self.outcome.state, task.task, self.run()))

    def complete_id(self, task: UUID) -> Play:
        return self._at(self.catalogue.complete(self.name, self.outcome.state, task, self.run()))

    def send(self, name: str, **payload: Any) -> Play:
        return self._at(self.catalogue.send(self.name, self.outcome.state, name, payload, self.run()))

    def later(self, **length: float) -> Play:
        self.now += timedelta(**length)
        return self._at(self.catalogue.fire(self.name, self.outcome.state, self.run()))

    def _at(self, outcome: Outcome) -> Play:
        again = self.catalogue.inspect(self.name, outcome.state, self.run())
        shown = (outcome.tasks, outcome.timers, outcome.awaited, outcome.is_ended, outcome.end, outcome.state)
        assert shown == (again.tasks, again.timers, again.awaited, again.is_ended, again.end, again.state)
        self.outcome = outcome
        return self

    @property
    def open(self) -> list[str]:
        """Return the ids of the elements that wait for people, in order."""
        return [task.element for task in self.outcome.tasks]

    @property
    def armed(self) -> list[tuple[str, datetime]]:
        return [(timer_.element, timer_.due) for timer_ in self.outcome.timers]

    @property
    def kinds(self) -> list[str]:
        return [f"{event.kind} {event.element}" for event in self.outcome.events]


def play(content: bytes, **more: Any) -> Play:
    """Begin the process `main` of a file."""
    decisions = more.pop("decisions", None)
    return Play(a_catalogue(content, decisions), **more).start()
