"""The processes of a release, ready to run: satisfies `engine.usecases.ports.Processes`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Self
from uuid import UUID, uuid4

from engine.bpmn import building, checking, codec, pausing, stepping
from engine.bpmn.model import Node, Process
from engine.bpmn.specs import ScopeSpec
from engine.bpmn.tree import Instance
from engine.domain.case import Json
from engine.domain.process import Outcome, Run
from engine.errors import NotFoundError, Problem, Text, WorkItemClosedError

_LOWER_HALF = (1 << 64) - 1


class Decision(Protocol):
    """One decision, as `engine.decisions.Decision` is one."""

    @property
    def id(self) -> str:
        """Return the id."""
        ...

    @property
    def writes(self) -> str | None:
        """Return the place in the case document that receives the result."""
        ...

    def evaluate(self, context: Mapping[str, Any], now: datetime | None = None) -> Any:
        """Return a result with `checked()`, `json` and `rules`."""
        ...


class DecisionRunner(Protocol):
    """Finds decisions, as `engine.decisions.DecisionCatalogue` does."""

    def get(self, decision: str) -> Decision:
        """Return a decision by its id. Raises UnknownDecisionError."""
        ...


@dataclass(frozen=True, kw_only=True)
class ProcessCatalogue:
    """The processes of a release by id, and everything that is wrong with them; shared by threads.

    A process in a pack replaces one of the same id in the packs it extends, and a file one of the same name.
    """

    processes: Mapping[str, Process]
    problems: tuple[Problem, ...]
    decisions: DecisionRunner
    _specs: Mapping[str, ScopeSpec] = field(repr=False)

    @classmethod
    def read(cls, files: Mapping[str, bytes], chain: Sequence[str], decisions: DecisionRunner) -> Self:
        """Read `processes/<pack>/*.bpmn` for the packs of the chain, own pack first. Never raises: what is wrong is a problem."""
        return cls.of(checking.chosen(files, chain), decisions)

    @classmethod
    def of(cls, diagrams: Mapping[str, bytes], decisions: DecisionRunner) -> Self:
        """Read diagrams by path; those in front replace processes of the same id in other folders."""
        processes, problems = checking.read_and_check(diagrams)
        specs = building.build(checking.sound(processes, problems))
        return cls(processes=processes, problems=tuple(problems), decisions=decisions, _specs=specs)

    @property
    def files(self) -> Mapping[str, str]:
        """Return the file of each process."""
        return {process.id: process.file for process in self.processes.values()}

    def start(self, process: str, run: Run) -> Outcome:
        """Begin a process and advance it until it waits."""
        spec = self._specs.get(process)
        if spec is None:
            raise NotFoundError(Text(f"没有可以运行的流程“{process}”。", f"There is no process “{process}” that can be run."))
        instance = Instance(spec, self._specs, run, seed=uuid4().int & _LOWER_HALF)
        instance.decisions = self.decisions
        instance.begin()
        return self._advanced(instance)

    def complete(self, process: str, state: bytes, task: UUID, run: Run) -> Outcome:
        """Finish an open user task and advance; what is due is fired first."""
        instance = self._restored(state, run)
        if task.int >> 64 != instance.seed:
            raise WorkItemClosedError
        stepping.fire_due(instance)
        stepping.complete(instance, task.int & _LOWER_HALF)
        return self._advanced(instance)

    def fire(self, process: str, state: bytes, run: Run) -> Outcome:
        """Fire every timer due at `run.now`, earliest first, and advance."""
        return self._advanced(self._restored(state, run))

    def send(self, process: str, state: bytes, message: str, payload: Json, run: Run) -> Outcome:
        """Deliver a message; what is due is fired first."""
        instance = self._restored(state, run)
        stepping.fire_due(instance)
        stepping.send(instance, message, payload)
        return self._advanced(instance)

    def recount(self, process: str, state: bytes, run: Run) -> Outcome:
        """Compute the running deadlines of timer events anew, without moving the instance."""
        instance = self._restored(state, run)
        pausing.recount(instance)
        return stepping.outcome(instance)

    def inspect(self, process: str, state: bytes, run: Run) -> Outcome:
        """Read where an instance stands without moving it."""
        return stepping.outcome(self._restored(state, run))

    def calls(self, process: str) -> Mapping[str, frozenset[str]]:
        """Return the elements inside each call activity, those of processes called there in turn included."""
        return {node.id: frozenset(self._inside(node.calls, set())) for node in self._nodes(process) if node.calls}

    def _inside(self, process: str, seen: set[str]) -> Iterator[str]:
        if process in seen:
            return
        seen.add(process)
        for node in self._nodes(process):
            yield node.id
            if node.calls:
                yield from self._inside(node.calls, seen)

    def _nodes(self, process: str) -> Iterable[Node]:
        found = self.processes.get(process)
        return found.scope.all_nodes() if found else ()

    def _restored(self, state: bytes, run: Run) -> Instance:
        instance = codec.decode(state, self._specs, run)
        instance.decisions = self.decisions
        return instance

    def _advanced(self, instance: Instance) -> Outcome:
        stepping.settle(instance)
        stepping.fire_due(instance)
        return stepping.outcome(instance)
