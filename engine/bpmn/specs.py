"""What happens at each kind of node: tasks, conditional gateways, the frame around an activity, start and end of a scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.mixins import ExclusiveGatewayMixin
from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.bpmn import model
from engine.bpmn.formulas import Formula, Name, Since, names, role_of
from engine.bpmn.tree import CaseTask, failure
from engine.domain import document
from engine.errors import Text

#: Names of the nodes that every scope has beside the drawn ones; `<` cannot occur in an id, so that none can clash.
START, DONE = "<start>", "<done>"


class LeanSpec(BpmnTaskSpec):
    """A node: it makes the next tasks when its own is done, and predicts nothing."""

    #: Whether it must look again whenever another token of its scope has moved.
    looks_again = False
    #: Whether only one of its tasks may win: the first one that does withdraws the others.
    looks_for_one = False

    def __init__(self, wf_spec: BpmnProcessSpec, name: str, node: model.Node | None = None, **kwargs: Any) -> None:
        """Keep the drawn element; what we add around it has an empty one."""
        super().__init__(wf_spec, name, **kwargs)
        self.node = node or model.Node(id=name, kind="", title=Text("", ""), line=0)

    def _predict(self, my_task: CaseTask, *args: Any, **kwargs: Any) -> None:
        """Do nothing: a task is made when its token comes."""

    def _update(self, my_task: CaseTask) -> None:
        if self._update_hook(my_task):
            my_task._ready()

    def _update_hook(self, my_task: CaseTask) -> bool:
        """Tell whether the task may go on now."""
        self.entered(my_task)
        return True

    def entered(self, my_task: CaseTask) -> None:
        """Take over the case state of the element."""
        my_task.workflow.top_workflow.set_state(self.node)

    def _on_ready(self, my_task: CaseTask) -> None:
        self._on_ready_hook(my_task)

    def _on_ready_hook(self, my_task: CaseTask) -> None:
        """Do nothing; events do more."""

    def _run(self, my_task: CaseTask) -> bool:
        return bool(self._run_hook(my_task))

    def _run_hook(self, my_task: CaseTask) -> bool:
        """Carry out what the node does by itself."""
        return True

    def _on_complete(self, my_task: CaseTask) -> None:
        """Send the token on."""
        end_rivals(my_task)
        # Gateways have chosen already; instances of a multi-instance are no way on.
        if all(child.triggered for child in my_task.children):
            my_task._sync_children(self.outputs, TaskState.FUTURE)
        for child in my_task.children:
            if child.state == TaskState.FUTURE:
                child.task_spec._update(child)
        if my_task.triggered:
            my_task.parent.task_spec.instance_done(my_task.parent, my_task)
        my_task.workflow._task_completed_notify(my_task)

    def _on_cancel(self, my_task: CaseTask) -> None:
        """Do nothing; activities with an inside do more."""


class Frame(LeanSpec):
    """Stands around an activity with boundary events: its tasks are the activity's and the waiting events'."""

    looks_for_one = True


def end_rivals(task: CaseTask) -> None:
    """Withdraw what waits beside a task that has won: the boundary events of an activity, or the other events of a gateway."""
    parent = task.parent
    if parent is not None and parent.task_spec.looks_for_one:
        for rival in parent.children:
            if rival is not task and not rival.triggered:
                rival.cancel()


class Start(LeanSpec):
    """Where a scope begins."""


class Done(LeanSpec):
    """Where a scope ends: when no other token is left in it."""

    looks_again = True

    def _update_hook(self, my_task: CaseTask) -> bool:
        others = [task for task in my_task.workflow.open_tasks() if task is not my_task]
        for earlier in [task for task in others if task.task_spec is self]:
            earlier.cancel()
        is_last = all(task.task_spec is self for task in others)
        if not is_last:
            my_task._set_state(TaskState.WAITING)
        return is_last

    def _on_complete(self, my_task: CaseTask) -> None:
        my_task.workflow.finish()


class PersonTask(LeanSpec):
    """A user or manual task: waits for a person."""

    def __init__(
        self, wf_spec: BpmnProcessSpec, name: str, assign: Formula | None = None, since: Since | None = None, **kwargs: Any
    ) -> None:
        """Keep who may do it, and from when its deadline runs."""
        super().__init__(wf_spec, name, manual=True, **kwargs)
        self.assign = assign
        self.since = since
        said = self.node.attributes
        self.computed = {"role": Name.compile(self.node, said.role), "deadline": Name.compile(self.node, said.due)}

    def _on_ready_hook(self, my_task: CaseTask) -> None:
        """Find out who may do it and until when, once: the answers must not change while the task is open."""
        my_task.internal_data.update({key: name.of(my_task) for key, name in self.computed.items() if name})
        if self.assign and (found := self._people(my_task, self.assign.value(my_task))):
            my_task.internal_data["assigned"] = found
        if self.since and (start := self.since.instant(my_task)):
            my_task.internal_data["since"] = start.isoformat()

    def _people(self, my_task: CaseTask, found: Any) -> list[str]:
        people = [found] if isinstance(found, str) else list(found or ()) if isinstance(found, list | None) else [found]
        wrong = [each for each in people if not (isinstance(each, str) and each.startswith(("person:", "team:", "unit:", "post:")))]
        if wrong or not (people or role_of(my_task)):
            said = Text(
                "办理人的表达式没有得出“person：…”“team：…”“unit：…”或“post：岗位：单位”。",
                "the expression for who may do it gives no “person:…”, “team:…”, “unit:…” or “post:role:unit”.",
            )
            raise failure(self.node, said)
        return people


class Computing(LeanSpec):
    """A script task: writes the value of one expression into the document."""

    def __init__(self, wf_spec: BpmnProcessSpec, name: str, formula: Formula, **kwargs: Any) -> None:
        """Keep the expression."""
        super().__init__(wf_spec, name, **kwargs)
        self.formula = formula

    def _run_hook(self, my_task: CaseTask) -> bool:
        place = self.node.attributes.result
        write(my_task, self.node, place, self.formula.value(my_task))
        my_task.workflow.top_workflow.note("computed", self.node, place=place)
        return True


class Deciding(LeanSpec):
    """A business rule task: writes the answer of a decision to the place that the decision declares."""

    def _run_hook(self, my_task: CaseTask) -> bool:
        top = my_task.workflow.top_workflow
        decision = top.decisions.get(self.node.attributes.decision)
        result = decision.evaluate(names(my_task), top.run.now).checked()
        place = decision.writes or self.node.attributes.result
        write(my_task, self.node, place, result.json)
        rules = [rule.id or str(rule.number) for rule in result.rules]
        top.note("decided", self.node, decision=decision.id, place=place, rules=rules)
        return True


class Operating(LeanSpec):
    """A service task: carries out a named operation."""

    def __init__(self, wf_spec: BpmnProcessSpec, name: str, inputs: Mapping[str, Formula | str], **kwargs: Any) -> None:
        """Keep the inputs."""
        super().__init__(wf_spec, name, **kwargs)
        self.operation_inputs = inputs

    def _run_hook(self, my_task: CaseTask) -> bool:
        top, said = my_task.workflow.top_workflow, self.node.attributes
        given = {name: value.value(my_task) if isinstance(value, Formula) else value for name, value in self.operation_inputs.items()}
        result = top.run.operate(str(said.operation), given)
        if said.result:
            write(my_task, self.node, said.result, feel.to_json(result))
        top.note("operated", self.node, operation=said.operation, place=said.result)
        return True


class Condition:
    """The condition on an arrow out of a gateway."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula

    def _matches(self, task: CaseTask) -> bool:
        return self.formula.holds(task)


class Choosing(LeanSpec, ExclusiveGatewayMixin):
    """An exclusive gateway: the first condition that is true, else the default arrow."""

    def _run_hook(self, my_task: CaseTask) -> bool:
        self.refuse_dead_end(my_task)
        return bool(ExclusiveGatewayMixin._run_hook(self, my_task))

    def refuse_dead_end(self, my_task: CaseTask) -> None:
        """Say it in words where the library would fail in its own."""
        if self.default_task_spec is None and not any(condition._matches(my_task) for condition, _ in self.cond_task_specs):
            raise failure(self.node, Text("没有一个条件成立，也没有默认路径。", "no condition holds and there is no default arrow."))


class ScopeSpec(BpmnProcessSpec):
    """A process or sub-process made ready to run; shared by all instances and threads, never changed after building."""

    def __init__(self, name: str, file: str) -> None:
        """Make the start and the end, under names that no element can have."""
        WorkflowSpec.__init__(self, name=name, filename=file)
        self.start = Start(self, START)
        self.end = Done(self, DONE)
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.io_specification = None
        self.bpmn_start_events: list[Any] = []

    def _add_notify(self, task_spec: BpmnTaskSpec) -> None:
        WorkflowSpec._add_notify(self, task_spec)


def write(task: CaseTask, node: model.Node, place: str | None, value: Any) -> None:
    """Write a result at its place in the document. Raises ProcessError."""
    if not place:
        raise failure(node, Text("没有说明结果写到哪里。", "it does not say where its result is written."))
    try:
        document.write(task.workflow.top_workflow.run.document, place, value)
    except document.PlaceError as error:
        raise failure(node, error.text) from error
