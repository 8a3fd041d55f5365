"""The running instance: SpiffWorkflow's tasks and workflows, without what grows with the history.

The library predicts the coming tasks, copies all data into every task, scans the whole tree after every
completed task and walks it by recursion or to a depth of 1,000, beyond which it stalls in silence. Here a
task is only made when a token reaches it, the data are the one document of the case, ready tasks stand in a
queue, and nothing recurses along the history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.bpmn import model
from engine.domain.process import Run, StepEvent
from engine.errors import ProcessError, Text

#: Kept of a task beside its state: the entry of a multi-instance, arrived tokens, a timer's instant.
Kept = dict[str, Any]


class CaseTask(Task):
    """A token at a node."""

    def __init__(
        self,
        workflow: Advancing,
        task_spec: BpmnTaskSpec,
        parent: CaseTask | None = None,
        state: int = TaskState.MAYBE,
        id: int | None = None,  # noqa: A002 - the library gives it by this name
    ) -> None:
        """Take a number instead of a random id; carry no data."""
        self.id: int = id or workflow.top_workflow.next_number()
        self.workflow = workflow
        self.task_spec = task_spec
        self.triggered = False
        self.thread_id = 0
        self.data: Kept = {}
        self.internal_data: Kept = {}
        self.last_state_change = 0
        self._state = state
        self._children: list[int] = []
        self._parent = parent.id if parent is not None else None
        workflow.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)

    def _set_state(self, value: int) -> None:
        self._state = value
        ready = self.workflow.top_workflow.ready
        if value == TaskState.READY and not self.task_spec.manual:
            ready[self.id] = self
        else:
            ready.pop(self.id, None)

    def _add_child(self, task_spec: BpmnTaskSpec, state: int = TaskState.FUTURE) -> CaseTask:
        return CaseTask(self.workflow, task_spec, self, state)

    def _inherit_data(self) -> None:
        """Do nothing: there is one document, and the tasks carry no copy of it."""

    def _drop_children(self, force: bool = False) -> None:
        """Do nothing: children of a finished task have tokens of their own."""

    @property
    def is_open(self) -> bool:
        """Tell whether the token is still here."""
        return bool(self._state & TaskState.NOT_FINISHED_MASK)

    def cancel(self) -> None:
        """Withdraw an open task with its instances; what it has already sent on stays."""
        waiting = [self]
        while waiting:
            task = waiting.pop()
            if task.is_open:
                task._set_state(TaskState.CANCELLED)
                waiting.extend(child for child in task.children if child.triggered)
                task.task_spec._on_cancel(task)


class Advancing:
    """What the whole instance and each sub-process of it have in common."""

    tasks: dict[int, CaseTask]
    spec: BpmnProcessSpec
    completed: bool
    top_workflow: Instance
    #: The activity that runs this scope; None for the process itself.
    parent_task_id: int | None

    def begin(self) -> None:
        """Put the first token on the start."""
        CaseTask(self, self.spec.start, state=TaskState.FUTURE, id=self.root_number())._ready()

    def root_number(self) -> int:
        """Return the number of the first task, which is never stored."""
        return -1 - (self.parent_task_id or 0)

    def open_tasks(self) -> Iterator[CaseTask]:
        """Yield the tasks that hold a token, oldest first."""
        return (task for task in self.tasks.values() if task.is_open)

    def withdraw(self) -> None:
        """Cancel every open task."""
        for task in list(self.open_tasks()):
            task.cancel()

    def finish(self) -> None:
        """End the scope: no token is left, or it was terminated."""
        raise NotImplementedError

    def _task_completed_notify(self, task: CaseTask) -> None:
        """Look again at the gateways that wait for tokens which may never come."""
        for waiting in [each for each in self.open_tasks() if each.task_spec.looks_again]:
            if waiting.state == TaskState.WAITING:
                waiting.task_spec._update(waiting)


class SubInstance(Advancing, BpmnSubWorkflow):
    """A sub-process or called process under way."""

    def _calculate_depth(self) -> int:
        """Return nothing of use: the ready queue needs no depth, and computing it walks up through all callers."""
        return 0

    def finish(self) -> None:
        """Let the calling activity go on."""
        self.completed = True
        del self.top_workflow.subprocesses[self.parent_task_id]
        self.top_workflow.find(self.parent_task_id)._ready()

    def discard(self) -> None:
        """Withdraw everything inside, because the calling activity is withdrawn."""
        self.completed = True
        del self.top_workflow.subprocesses[self.parent_task_id]
        self.withdraw()


class Instance(Advancing, BpmnWorkflow):
    """One process instance while a step of it is carried out."""

    def __init__(self, spec: BpmnProcessSpec, specs: Mapping[str, BpmnProcessSpec], run: Run, seed: int, serial: int = 0) -> None:
        """Make an empty instance; `begin` or the codec fill it."""
        self.run = run
        #: Upper half of the ids that the outside sees; makes them unique among cases.
        self.seed = seed
        #: Number of the newest task.
        self.serial = serial
        #: Tasks that the engine may carry out, in the order in which they became ready.
        self.ready: dict[int, CaseTask] = {}
        self.events: list[StepEvent] = []
        self.case_state: str | None = None
        self.end: str | None = None
        self.decisions: Any = None
        super().__init__(spec, specs, script_engine=NoPython(), deserializing=True)

    def next_number(self) -> int:
        """Return a number for a new task, unique in the instance."""
        self.serial += 1
        return self.serial

    def outside_id(self, task: CaseTask) -> UUID:
        """Return the id under which the outside knows a task."""
        return UUID(int=self.seed << 64 | task.id)

    def find(self, number: int | None) -> CaseTask:
        """Return a task by number. Raises KeyError."""
        for workflow in self.workflows():
            if number is not None and number in workflow.tasks:
                return workflow.tasks[number]
        raise KeyError(number)

    def workflows(self) -> Iterator[Advancing]:
        """Yield the process itself and every sub-process under way."""
        yield self
        yield from list(self.subprocesses.values())

    def all_open(self) -> list[CaseTask]:
        """Return all tasks that hold a token, oldest first."""
        return sorted((task for workflow in self.workflows() for task in workflow.open_tasks()), key=lambda task: task.id)

    def enter(self, task: CaseTask, name: str) -> SubInstance:
        """Begin a sub-process for an activity."""
        inside = SubInstance(self.subprocess_specs[name], task.id, self, deserializing=True)
        self.subprocesses[task.id] = inside
        inside.begin()
        return inside

    def finish(self) -> None:
        """End the instance."""
        self.completed = True

    def note(self, kind: str, node: model.Node, **detail: Any) -> None:
        """Report something for the history."""
        self.events.append(StepEvent(kind=kind, element=node.id, title=node.called, code=node.attributes.code, detail=detail))

    def set_state(self, node: model.Node) -> None:
        """Take over the case state that an element sets on entering."""
        if node.attributes.state and node.attributes.state != self.case_state:
            self.case_state = node.attributes.state
            self.note("state", node, state=self.case_state)


class NoPython(PythonScriptEngine):
    """Refuses everything: no text of a diagram ever reaches Python's eval or exec."""

    def evaluate(self, task: CaseTask, expression: str, external_context: object = None) -> Any:
        """Refuse."""
        raise failure(None, Text("流程中不允许 Python。", "Python is not allowed in a process."))

    def execute(self, task: CaseTask, script: str, external_context: object = None) -> Any:
        """Refuse."""
        return self.evaluate(task, script)

    def call_service(self, task: CaseTask, **kwargs: Any) -> Any:
        """Refuse."""
        return self.evaluate(task, "")


def failure(node: model.Node | None, said: Text) -> ProcessError:
    """Return the error for a step that cannot be carried out, with the element's name."""
    if node is None:
        return ProcessError(said)
    called = node.called
    return ProcessError(
        Text(f"流程停在“{called.zh}”：{said.zh}案件保持原样。", f"The process stopped at “{called.en}”: {said.en} The case is unchanged.")
    )
