"""Checks how a process is drawn: what the profile refuses, and what would run otherwise than it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.bpmn import flowing, pausing, profile
from engine.bpmn.elements import Support
from engine.bpmn.findings import at, of_process
from engine.bpmn.model import Node, Process, Scope
from engine.errors import Problem, Text

MAX_NODES = 1000
_ACTIVITIES = (
    "userTask",
    "manualTask",
    "scriptTask",
    "businessRuleTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "callActivity",
    "subProcess",
)
_CAUGHT_INSIDE = ("error", "escalation")


def check(process: Process) -> Iterator[Problem]:
    """Yield what is wrong with the drawing of a process."""
    if sum(1 for _ in process.scope.all_nodes()) > MAX_NODES:
        cure = Text("请把它分成几个流程，用调用活动连接。", "Divide it into several processes and connect them by call activities.")
        yield of_process(
            process, Text(f"流程太大：最多 {MAX_NODES} 个节点。", f"The process is too large: at most {MAX_NODES} nodes."), cure
        )
        return
    for scope in process.scope.all_scopes():
        yield from _refused(process, scope)
        yield from flowing.check(process, scope)
        for node in scope.nodes:
            yield from _boundary(process, scope, node)
            for rule in _RULES:
                yield from rule(process, node)


def _refused(process: Process, scope: Scope) -> Iterator[Problem]:
    for node in scope.nodes:
        for key in (node.profile_key, *node.marks):
            if profile.row(key).support is Support.REFUSED:
                yield at(process, node, *_refusal(key, node.called))
    for name, identifier, line in scope.others:
        if profile.row(name).support is Support.REFUSED:
            message, cure = _refusal(name, Text(identifier or name, identifier or name))
            yield Problem(file=process.file, line=line, place=identifier or None, message=message, cure=cure)


def _refusal(key: str, called: Text) -> tuple[Text, Text]:
    row = profile.row(key)
    title = row.title if row.key else Text(f"元素 {key} ", f"an element {key}")
    message = Text(
        f"“{called.zh}”是{title.zh}，不能使用：{row.note.zh}", f"“{called.en}” is a kind that is refused ({title.en}): {row.note.en}"
    )
    return message, row.cure or Text("", "")


def _boundary(process: Process, scope: Scope, node: Node) -> Iterator[Problem]:
    if node.kind != "boundaryEvent":
        return
    host, called = scope.by_id.get(node.attached or ""), node.called
    if host is None or host.kind not in _ACTIVITIES:
        message = Text(f"边界事件“{called.zh}”没有放在活动上。", f"The boundary event “{called.en}” does not sit on an activity.")
        yield at(process, node, message, Text("请把它拖到任务或子流程的边上。", "Drag it onto the edge of a task or sub-process."))
    elif node.event.kind in _CAUGHT_INSIDE and host.kind not in ("subProcess", "callActivity"):
        message = Text(
            f"“{called.zh}”接不到任何东西：“{host.called.zh}”里面没有事件会抛出它。",
            f"“{called.en}” would never catch anything: nothing inside “{host.called.en}” can throw it.",
        )
        yield at(
            process, node, message, Text("错误和上报边界事件只能放在子流程或调用活动上。", "Put it on a sub-process or call activity.")
        )
    if node.event.kind == "error" and not node.is_interrupting:
        message = Text(f"错误边界事件“{called.zh}”必须中断活动。", f"The error boundary event “{called.en}” must interrupt its activity.")
        yield at(process, node, message, Text("请改成实线。", "Make it solid."))


def _event(process: Process, node: Node) -> Iterator[Problem]:
    event, called = node.event, node.called
    throws = node.kind in ("endEvent", "intermediateThrowEvent")
    is_named = event.kind in {"message", "signal"} and node.kind.endswith("Event") and node.kind != "startEvent"
    needs_name = node.kind == "receiveTask" or is_named
    if (needs_name or (throws and event.kind in _CAUGHT_INSIDE)) and not event.name:
        what = _NAMES[event.kind]
        message = Text(f"“{called.zh}”没有指明{what[0]}。", f"“{called.en}” names no {what[1]}.")
        yield at(process, node, message, Text(f"请选择或新建{what[0]}。", f"Choose or add the {what[1]}."))
    if event.kind == "timer" and not (event.clock or node.attributes.due):
        message = Text(f"定时事件“{called.zh}”没有说明时间。", f"The timer “{called.en}” says no time.")
        yield at(process, node, message, Text("请选择期限，或填写时间。", "Choose a deadline or enter a time."))


_NAMES = {
    "message": ("消息", "message"),
    "signal": ("信号", "signal"),
    "error": ("错误代码", "error code"),
    "escalation": ("上报代码", "escalation code"),
}


def _content(process: Process, node: Node) -> Iterator[Problem]:
    said = node.attributes
    missing = {
        "scriptTask": not (node.script and said.result),
        "businessRuleTask": not said.decision,
        "serviceTask": not said.operation,
        "sendTask": not (said.operation or node.event.name),
        "callActivity": not node.calls,
    }
    if missing.get(node.kind):
        what = _WANTED[node.kind]
        yield at(
            process,
            node,
            Text(
                f"{profile.row(node.kind).title.zh}“{node.called.zh}”没有填写{what.zh}。",
                f"The {profile.row(node.kind).title.en} “{node.called.en}” lacks {what.en}.",
            ),
            Text("请在属性栏中补上。", "Fill it in in the panel."),
        )
    if node.kind == "userTask" and not (node.title.zh or node.title.en):
        message = Text(f"人工任务“{node.id}”没有名称。", f"The user task “{node.id}” has no name.")
        yield at(process, node, message, Text("请写上工作人员看得懂的名称。", "Give it a name that the staff understand."), "warning")


_WANTED = {
    "scriptTask": Text("表达式或写入位置", "its expression or the place it writes"),
    "businessRuleTask": Text("决策", "its decision"),
    "serviceTask": Text("操作", "its operation"),
    "sendTask": Text("操作或消息", "an operation or message"),
    "callActivity": Text("被调用的流程", "the process it calls"),
}


def _loop(process: Process, node: Node) -> Iterator[Problem]:
    if node.loop and not (node.loop.collection and node.loop.item):
        message = Text(
            f"多实例“{node.called.zh}”没有填写列表或每一项的名称。",
            f"The multi-instance “{node.called.en}” lacks its list or the name of an entry.",
        )
        yield at(process, node, message, Text("请填写列表（FEEL）和每一项的名称。", "Enter the list (FEEL) and the name of an entry."))


def _repetition(process: Process, node: Node) -> Iterator[Problem]:
    again, called = node.repetition, node.called
    if again and not (again.condition or again.most):
        message = Text(f"循环任务“{called.zh}”没有说明重复到什么时候。", f"The loop “{called.en}” does not say how long it goes on.")
        yield at(process, node, message, Text("请填写循环条件（FEEL）或最多次数。", "Enter the loop condition (FEEL) or the most rounds."))


def _sub_process(process: Process, node: Node) -> Iterator[Problem]:
    if node.kind == "subProcess" and node.body and not node.body.nodes:
        message = Text(f"子流程“{node.called.zh}”是空的。", f"The sub-process “{node.called.en}” is empty.")
        yield at(process, node, message, Text("请画出里面的步骤，或删去它。", "Draw the steps inside, or delete it."))


_RULES: tuple[Callable[[Process, Node], Iterator[Problem]], ...] = (_event, _content, _loop, _repetition, _sub_process, pausing.check)
