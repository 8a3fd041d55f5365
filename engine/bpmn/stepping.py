"""Advances an instance until it waits: engine tasks in their order, due timers one by one."""

from __future__ import annotations

from datetime import datetime

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import events, pausing
from engine.bpmn.codec import encode
from engine.bpmn.formulas import deadline_of, entries, role_of
from engine.bpmn.tree import CaseTask, Instance
from engine.domain.case import Json
from engine.domain.process import ArmedTimer, OpenTask, Outcome
from engine.errors import MessageNotAwaitedError, StepBudgetError, WorkItemClosedError

#: Most engine tasks between two waits.
BUDGET = 1000
#: Most timers fired in one step; after a long outage the next sweep goes on with the rest.
MOST_FIRED = 100


def settle(instance: Instance) -> None:
    """Carry out everything that needs nobody, and let deadlines stand still or run on. Raises StepBudgetError, ProcessError."""
    done = 0
    while instance.ready and not instance.completed:
        done += 1
        if done > BUDGET:
            raise StepBudgetError
        next(iter(instance.ready.values())).run()
    pausing.keep(instance)


def fire_due(instance: Instance) -> None:
    """Fire what is due, earliest first, settling after each. Raises StepBudgetError if timers re-arm themselves for now."""
    newest = instance.serial
    for _ in range(MOST_FIRED):
        timer = _next_due(instance)
        if timer is None:
            return
        _fire(instance, timer)
        settle(instance)
    timer = _next_due(instance)
    # A timer that was armed in this very step and is due again will be so for ever.
    if timer is not None and timer.id > newest:
        raise StepBudgetError


def complete(instance: Instance, number: int) -> None:
    """Finish an open user task. Raises WorkItemClosedError."""
    try:
        task = instance.find(number)
    except KeyError as error:
        raise WorkItemClosedError from error
    # The library would run a task in whatever state, twice or before its turn.
    if not is_open_task(task):
        raise WorkItemClosedError
    task.run()
    settle(instance)


def send(instance: Instance, message: str, payload: Json) -> None:
    """Deliver a message. Raises MessageNotAwaitedError."""
    if not events.deliver(instance, message, payload):
        raise MessageNotAwaitedError
    settle(instance)


def _next_due(instance: Instance) -> CaseTask | None:
    timers = [task for task in instance.all_open() if events.is_timer(task) and events.due(task) <= instance.run.now]
    return min(timers, key=lambda task: (events.due(task), task.id), default=None)


def _fire(instance: Instance, timer: CaseTask) -> None:
    node = timer.task_spec.node
    planned, actual = events.due(timer), instance.run.actual or instance.run.now
    instance.note("fired", node, planned=planned.isoformat(), actual=actual.isoformat(), deadline=deadline_of(timer))
    timer.task_spec.fire(timer)


def is_open_task(task: CaseTask) -> bool:
    """Tell whether a task waits for a person."""
    return bool(task.state == TaskState.READY and task.task_spec.manual)


def outcome(instance: Instance) -> Outcome:
    """Say where the instance stands."""
    found = instance.all_open()
    waiting = pausing.stopping(found)
    return Outcome(
        state=encode(instance),
        tasks=tuple(_open_task(instance, task, waiting) for task in found if is_open_task(task)),
        timers=tuple(_armed(instance, task) for task in found if events.is_timer(task)),
        events=tuple(instance.events),
        awaited=_awaited(found),
        case_state=instance.case_state,
        end=instance.end if instance.completed else None,
        is_ended=instance.completed,
    )


def _open_task(instance: Instance, task: CaseTask, waiting: list[CaseTask]) -> OpenTask:
    node = task.task_spec.node
    said = node.attributes
    return OpenTask(
        task=instance.outside_id(task),
        element=node.id,
        title=node.called,
        code=said.code or node.id,
        form=said.form,
        role=role_of(task),
        assigned=tuple(task.internal_data.get("assigned", ())),
        deadline=deadline_of(task),
        since=datetime.fromisoformat(task.internal_data["since"]) if "since" in task.internal_data else None,
        entry=entries(task) or None,
        awaited=pausing.awaited(task, deadline_of(task), waiting),
        within=_within(instance, task),
    )


def _within(instance: Instance, task: CaseTask) -> tuple[str, ...]:
    found: list[str] = []
    number = task.workflow.parent_task_id
    while number is not None:
        activity = instance.find(number)
        if activity.task_spec.node.calls:
            found.insert(0, activity.task_spec.node.id)
        number = activity.workflow.parent_task_id
    return tuple(found)


def _armed(instance: Instance, task: CaseTask) -> ArmedTimer:
    node = task.task_spec.node
    return ArmedTimer(
        task=instance.outside_id(task),
        element=node.id,
        due=events.due(task),
        deadline=deadline_of(task),
        code=node.attributes.code,
        since=pausing.since(task) if deadline_of(task) else None,
        stops=pausing.stops(task),
    )


def _awaited(found: list[CaseTask]) -> tuple[str, ...]:
    messages = (getattr(task.task_spec, "message", None) for task in found if task.state == TaskState.WAITING)
    return tuple(dict.fromkeys(message for message in messages if message))
