"""The state of an instance as bytes: its tokens and nothing else.

No spec, no document, no history. A task is stored while it holds a token, or while it decides between
tasks that do (a frame, an event-based gateway). Everything else is finished: its tasks are cut out, and
what hung on them hangs on the start. So the size follows the number of tokens, not that of past steps.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs import ScopeSpec
from engine.bpmn.tree import Advancing, CaseTask, Instance, SubInstance
from engine.domain.process import Run
from engine.errors import ProcessError

#: First byte of a state: the version of this encoding, plain or compressed.
PLAIN, COMPRESSED = b"\x01", b"\x02"
#: States beyond this size are compressed; below, it saves nothing worth its time.
_WORTH_COMPRESSING = 2048


class StateError(ProcessError):
    """无法读取这个案件的流程状态：它由更新的版本写成，或者它所在的流程已不存在。请联系系统管理员。

    The process state of this case cannot be read: a newer version wrote it, or its process is gone. Ask your system administrator.
    """


def encode(instance: Instance) -> bytes:
    """Write an instance down."""
    scopes = [_scope(workflow) for workflow in instance.workflows()]
    packed = orjson.dumps([instance.seed, instance.serial, instance.end, instance.completed, scopes])
    return PLAIN + packed if len(packed) < _WORTH_COMPRESSING else COMPRESSED + zlib.compress(packed, 1)


def decode(state: bytes, specs: Mapping[str, ScopeSpec], run: Run) -> Instance:
    """Read an instance. Raises StateError."""
    try:
        packed = zlib.decompress(state[1:]) if state[:1] == COMPRESSED else state[1:]
        if state[:1] not in (PLAIN, COMPRESSED):
            raise StateError
        seed, serial, end, is_ended, scopes = orjson.loads(packed)
        instance = Instance(specs[scopes[0][0]], specs, run, seed, serial)
        instance.end, instance.completed = end, is_ended
        for name, caller, tasks in scopes:
            _restore(_workflow(instance, specs[name], caller), tasks)
    except (zlib.error, ValueError, KeyError, IndexError, TypeError) as error:
        raise StateError from error
    return instance


def _scope(workflow: Advancing) -> list[Any]:
    kept = {task.id for task in _kept(workflow)}
    tasks = [_task(workflow.tasks[number], kept) for number in sorted(kept)]
    return [workflow.spec.name, workflow.parent_task_id, tasks]


def _kept(workflow: Advancing) -> Iterator[CaseTask]:
    """Yield the tasks that something still depends on; the start is made anew on reading."""
    for task in workflow.tasks.values():
        if task.is_open:
            yield task
            parent = task.parent
            if parent is not None and parent.task_spec.looks_for_one and not parent.is_open:
                yield parent


def _task(task: CaseTask, kept: set[int]) -> list[Any]:
    parent = task._parent if task._parent in kept else 0
    packed = [task.id, parent, task.task_spec.name, task.state, int(task.triggered)]
    return [*packed, task.internal_data] if task.internal_data else packed


def _workflow(instance: Instance, spec: ScopeSpec, caller: int | None) -> Advancing:
    workflow = SubInstance(spec, caller, instance, deserializing=True) if caller is not None else instance
    if caller is not None:
        instance.subprocesses[caller] = workflow
    CaseTask(workflow, spec.start, state=TaskState.COMPLETED, id=workflow.root_number())
    return workflow


def _restore(workflow: Advancing, tasks: list[list[Any]]) -> None:
    root = workflow.tasks[workflow.root_number()]
    for number, parent, name, state, triggered, *data in tasks:
        task = CaseTask(workflow, workflow.spec.task_specs[name], workflow.tasks[parent] if parent else root, state, number)
        task.triggered = bool(triggered)
        if data:
            task.internal_data = data[0]
