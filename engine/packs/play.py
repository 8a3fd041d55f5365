"""Plays a scenario step by step through the real use cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import errors
from engine.domain.case import Json, WorkItem
from engine.errors import EngineError, Problem, Text
from engine.packs import expectations, scenariofile
from engine.packs.invariants import Watch
from engine.packs.product import Product
from engine.packs.scenariofile import Scenario, Step, local

#: More firings on the way to one instant mean a timer that never comes to rest.
MAX_FIRINGS = 5_000
_DEFAULT = "case"
_ACTIONS = ("open", "claim", "message")


class ScenarioStepError(EngineError):
    """场景的这一步无法进行。

    This step of the scenario cannot be taken.
    """


@dataclass(frozen=True, kw_only=True)
class Played:
    """How a scenario went."""

    scenario: Scenario
    failures: tuple[Problem, ...]
    #: Steps that were taken before the end or the first failure.
    steps: int

    @property
    def is_passed(self) -> bool:
        """Tell whether everything was as expected."""
        return not self.failures


def play(scenario: Scenario, product: Product) -> Played:
    """Take the steps until the first one that fails; all failures of that step are listed."""
    playing = _Playing(scenario=scenario, product=product)
    product.move(scenario.clock)
    product.given(scenario.given)
    for count, step in enumerate(scenario.steps):
        failures = list(playing.take(step))
        if failures:
            return Played(scenario=scenario, failures=tuple(failures), steps=count)
    return Played(scenario=scenario, failures=(), steps=len(scenario.steps))


@dataclass(kw_only=True)
class _Playing:
    """One scenario under way: the cases opened so far, by the names the scenario gives them."""

    scenario: Scenario
    product: Product
    cases: dict[str, UUID] = field(default_factory=dict)
    counters: dict[str, float] = field(default_factory=dict)
    #: Every item seen so far, the newest of a code last: a page that somebody left open still shows it.
    seen: dict[UUID, WorkItem] = field(default_factory=dict)
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self.counters.update(self.scenario.given.counters)

    def take(self, step: Step) -> Iterator[Problem]:
        """Take one step and yield what went otherwise than it should."""
        try:
            yield from (self.scenario.problem((*step.place, *place), text) for place, text in self._dispatch(step))
        except EngineError as error:
            yield self.scenario.problem(step.place, _unexpected(step, error))
        self.cases.update(self.product.begun())
        yield from (self.scenario.problem(step.place, text) for text in self._breaches())

    def _dispatch(self, step: Step) -> Iterator[expectations.Difference]:
        match step.kind:
            case "expect":
                yield from self._expect(step.content)
            case "refuse":
                yield from self._refuse(step.content)
            case "complete":
                yield from self._complete(step.content)
                self._move_to(self.product.now())
            case "advance":
                self._move_to(scenariofile.moment_after(self.product.now(), step.content))
            case "given":
                self._given(step.content)
            case kind:
                self._act(kind, step.content)

    def _act(self, kind: str, content: Json, *, stale: bool = False) -> None:
        self._come_to(content)
        actor = self.product.actor(content["by"])
        if kind == "open":
            case = self.product.open_case(actor, content.get("process"), content.get("channel"), content.get("answers", {}))
            self.cases[content.get("case", _DEFAULT)] = case
        elif kind == "claim":
            self.product.claim(self._item(content, stale=stale).id, actor)
        elif kind == "message":
            self.product.send(self._case(content), content["name"], content.get("payload", {}), actor)
        else:
            self.product.submit(self._item(content, stale=stale).id, content.get("answers", {}), actor)

    def _complete(self, content: Json) -> Iterator[expectations.Difference]:
        self._come_to(content)
        item, actor, answers = self._item(content), self.product.actor(content["by"]), content.get("answers", {})
        self.product.submit(item.id, answers, actor)
        try:
            self.product.submit(item.id, answers, actor)
        except errors.WorkItemClosedError:
            return
        yield (
            (),
            Text(f"已办结的待办{item.code}又被办理了一次。", f"The work item {item.code} was done a second time after it had been done."),
        )

    def _refuse(self, content: Json) -> Iterator[expectations.Difference]:
        kind = next((kind for kind in _ACTIONS if kind in content), "complete")
        action = content.get(kind, content)
        self._come_to(action)
        if kind in ("complete", "claim"):
            self._item(action, stale=True)  # a code that was never there is a slip of the scenario, not the refusal meant
        try:
            self._act(kind, action, stale=True)
        except EngineError as error:
            yield from _other_reason(content["because"], error)
            return
        yield (
            (),
            Text(
                f"这一步应被拒绝（“{content['because']}”），却被接受了。",
                f'This should have been refused ("{content["because"]}") but was accepted.',
            ),
        )

    def _expect(self, content: Json) -> Iterator[expectations.Difference]:
        needs_case = bool(set(content) - {"statistics"})
        standing = self.product.standing(self._case(content)) if needs_case else None
        yield from expectations.differences(content, standing, self.product, self.counters)

    def _given(self, content: Json) -> None:
        given = scenariofile.read_given(content)
        self.counters.update(given.counters)
        self.product.given(given)

    def _come_to(self, content: Json) -> None:
        if "at" in content:
            self._move_to(scenariofile.instant(content["at"]))

    def _move_to(self, target: datetime) -> None:
        """Move the clock, stopping at every armed instant on the way, in order."""
        if target < self.product.now():
            raise ScenarioStepError(_backwards(target, self.product.now()))
        for _ in range(MAX_FIRINGS):
            due = self.product.next_due()
            if due is None or due > target:
                self.product.move(target)
                return
            self.product.move(max(due, self.product.now()))
            self.product.fire_due()
            self.cases.update(self.product.begun())
        raise ScenarioStepError(_restless(target))

    def _case(self, content: Json) -> UUID:
        name = content.get("case", _DEFAULT)
        if name not in self.cases:
            raise ScenarioStepError(Text(f"还没有登记案件“{name}”。", f'No case "{name}" has been opened yet.'))
        return self.cases[name]

    def _item(self, content: Json, *, stale: bool = False) -> WorkItem:
        """Return the open item that a step means, of several one that the actor may do; `stale`: else the last that was open."""
        case = self._case(content)
        items = self.product.standing(case).locked.items
        gone = [item for item in reversed(self.seen.values()) if stale and item.case == case]
        found = [item for item in items if _is_meant(item, content)] or [item for item in gone if _is_meant(item, content)][:1]
        if not found:
            raise ScenarioStepError(_not_open(content["code"], items))
        actor = self.product.actor(content["by"])
        return next((item for item in found if item.is_for(actor)), found[0])

    def _breaches(self) -> Iterator[Text]:
        for case in self.cases.values():
            standing = self.product.standing(case)
            self.seen |= {item.id: item for item in standing.locked.items}
            yield from self.watch.breaches(standing)


def _is_meant(item: WorkItem, content: Json) -> bool:
    return item.code == content["code"] and expectations.contains(item.entry or {}, content.get("for", {}))


def _other_reason(because: str, error: EngineError) -> Iterator[expectations.Difference]:
    said = sentences(error)
    if not any(because.casefold() in sentence.casefold() for text in said for sentence in text):
        zh, en = " ".join(text.zh for text in said), " ".join(text.en for text in said)
        yield ("because",), Text(f"拒绝的说明应含“{because}”，实际为：{zh}", f'The refusal should say "{because}"; it says: {en}')


def sentences(error: EngineError) -> list[Text]:
    """Return all that an error says, the notes beside single answers included."""
    listed: list[Any] = list(getattr(error, "problems", ()))
    return [error.text, *(_beside(problem) for problem in listed)]


def _beside(problem: Any) -> Text:
    where = getattr(problem, "path", None) or getattr(problem, "place", None) or ""
    return Text(f"{where}：{problem.message.zh}", f"{where}: {problem.message.en}")


def _unexpected(step: Step, error: EngineError) -> Text:
    said = sentences(error)
    if isinstance(error, ScenarioStepError):
        return error.text
    zh, en = " ".join(text.zh for text in said), " ".join(text.en for text in said)
    return Text(f"步骤“{step.kind}”未被接受：{zh}", f"The step {step.kind} was not accepted: {en}")


def _backwards(target: datetime, now: datetime) -> Text:
    return Text(
        f"时间不能倒退：现在是{local(now)}，这一步写的是{local(target)}。",
        f"Time cannot run backwards: it is {local(now)}, this step says {local(target)}.",
    )


def _restless(target: datetime) -> Text:
    return Text(
        f"到{local(target)}之前触发了{MAX_FIRINGS}次定时，可能有定时不断重复。",
        f"{MAX_FIRINGS} timers fired before {local(target)}; one of them probably repeats without rest.",
    )


def _not_open(code: str, items: tuple[WorkItem, ...]) -> Text:
    codes = [item.code for item in items]
    return Text(
        f"没有打开的待办{code}；此刻打开的是：{'、'.join(codes) or '无'}。",
        f"No work item {code} is open; open now: {', '.join(codes) or 'none'}.",
    )
