"""Checks the expressions and times of a process: that they are FEEL and ISO 8601, and say so where they are not."""

from __future__ import annotations

from collections.abc import Iterator

from engine import feel
from engine.bpmn import timers
from engine.bpmn.findings import at, at_flow
from engine.bpmn.model import Attributes, Node, Process, is_computed
from engine.domain import document
from engine.errors import Problem, Text

_CURE = Text("请按 FEEL 的写法改正。", "Correct it by the rules of FEEL.")


def check(process: Process) -> Iterator[Problem]:
    """Yield every expression that cannot be read, every time that is none, and every place that is misspelt."""
    for scope in process.scope.all_scopes():
        for flow in scope.flows:
            message = unreadable(flow.condition) if flow.condition else None
            if message and flow.source in scope.by_id:
                called = scope.by_id[flow.source].called
                yield at_flow(
                    process, flow, Text(f"“{called.zh}”后面的条件：{message.zh}", f"The condition after “{called.en}”: {message.en}"), _CURE
                )
        for node in scope.nodes:
            yield from _node(process, node)


def texts(node: Node) -> Iterator[tuple[Text, str]]:
    """Yield the expressions of a node, each with what it is for."""
    yield from _attributes(node.attributes)
    if node.kind == "scriptTask" and node.script:
        yield Text("脚本", "the script"), node.script
    if node.loop:
        yield Text("列表", "the list"), node.loop.collection
        yield Text("完成条件", "the completion condition"), node.loop.until or ""
    if node.repetition:
        yield Text("循环条件", "the loop condition"), node.repetition.condition or ""
    for name, text in node.attributes.inputs.items():
        if text.startswith("="):
            yield Text(f"输入“{name}”", f"the input “{name}”"), text
    if node.event.kind == "timer" and node.event.clock and not node.attributes.due and not timers.LITERAL.fullmatch(node.event.clock[1]):
        yield Text("时间", "the time"), node.event.clock[1]


def _attributes(said: Attributes) -> Iterator[tuple[Text, str]]:
    """Yield the attributes that are expressions, always or behind `=`."""
    if said.assign:
        yield Text("办理人", "who may do it"), said.assign
    if said.since:
        yield Text("期限起算日", "the day from which the deadline runs"), said.since
    for what, text in ((Text("岗位", "the role"), said.role), (Text("期限", "the deadline"), said.due)):
        if text and is_computed(text):
            yield what, text


def _node(process: Process, node: Node) -> Iterator[Problem]:
    for what, text in texts(node):
        message = unreadable(text) if text else None
        if message:
            called = node.called
            yield at(process, node, Text(f"“{called.zh}”的{what.zh}：{message.zh}", f"“{called.en}”, {what.en}: {message.en}"), _CURE)
    yield from _time(process, node)
    place = node.attributes.result
    if place and not document.PLACE.fullmatch(place):
        wrong = document.PlaceError().text
        yield at(
            process,
            node,
            Text(f"“{node.called.zh}”：{wrong.zh}", f"“{node.called.en}”: {wrong.en}"),
            Text("请改正写入位置。", "Correct the place."),
        )


def _time(process: Process, node: Node) -> Iterator[Problem]:
    if node.event.kind != "timer" or not node.event.clock or node.attributes.due:
        return
    kind, text = node.event.clock
    try:
        if timers.LITERAL.fullmatch(text):
            timers.check(kind, text)
    except timers.TimerTextError as error:
        yield at(
            process,
            node,
            Text(f"“{node.called.zh}”：{error.text.zh}", f"“{node.called.en}”: {error.text.en}"),
            Text(f"请改正“{text}”。", f"Correct “{text}”."),
        )
    if kind == "timeCycle" and text.startswith("R/") and node.kind == "intermediateCatchEvent":
        message = Text(
            f"“{node.called.zh}”会无休止地重复，流程永远不会结束。",
            f"“{node.called.en}” repeats without end, so the process would never end.",
        )
        yield at(process, node, message, Text("请写上次数，例如“R3/P1D”。", "Say how often, for example “R3/P1D”."))


def unreadable(text: str) -> Text | None:
    """Say why a text is not FEEL; None if it is."""
    plain = text.strip().removeprefix("=").strip()
    try:
        feel.compile(plain)
    except feel.FeelError as error:
        return Text(f"“{plain}”无法读懂。{error.zh}", f"“{plain}” cannot be read. {error.en}")
    return None
