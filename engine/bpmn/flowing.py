"""Checks the arrows of a process: that they lead somewhere, and that tokens split and meet only where it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from engine.bpmn.findings import at, at_flow, of_process
from engine.bpmn.model import Flow, Node, Process, Scope
from engine.errors import Problem, Text

_GATEWAYS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
_DECIDING = ("exclusiveGateway", "inclusiveGateway")


def check(process: Process, scope: Scope) -> Iterator[Problem]:
    """Yield what is wrong with the arrows of a scope."""
    dangling = list(_dangling(process, scope))
    yield from dangling
    yield from _starts(process, scope)
    for node in scope.nodes:
        for rule in _RULES:
            yield from rule(process, scope, node)
    if not dangling:
        yield from _unreachable(process, scope)


def _dangling(process: Process, scope: Scope) -> Iterator[Problem]:
    for flow in scope.flows:
        lost = [end for end in (flow.source, flow.target) if end not in scope.by_id]
        if lost:
            message = Text(
                f"顺序流“{flow.id}”连接的“{lost[0]}”不在同一层。",
                f"The arrow “{flow.id}” leads from or to “{lost[0]}”, which is not on the same level.",
            )
            yield at_flow(
                process,
                flow,
                message,
                Text("请重新连接，不要跨越子流程的边框。", "Draw it again, without crossing the border of a sub-process."),
            )


def _starts(process: Process, scope: Scope) -> Iterator[Problem]:
    starts = [node for node in scope.nodes if node.kind == "startEvent"]
    if scope.nodes and len(starts) != 1:
        where = starts[1] if starts else scope.nodes[0]
        message = Text(
            f"这一层有 {len(starts)} 个开始事件，应当恰好一个。", f"This level has {len(starts)} start events; it should have exactly one."
        )
        yield at(process, where, message, Text("请补上或删去开始事件。", "Add the start event, or delete the others."))
    elif starts and starts[0].event.kind in ("message", "signal") and _is_embedded(process, scope):
        called = starts[0].called
        message = Text(
            f"“{called.zh}”在子流程里，令牌一到就开始，不会等待触发。",
            f"“{called.en}” is inside a sub-process, which begins when its token comes; nothing would be waited for.",
        )
        yield at(
            process, starts[0], message, Text("请改成普通开始事件，后面接等待事件。", "Make it plain, and let a catch event follow it.")
        )
    elif not scope.nodes:
        if scope is process.scope:
            yield of_process(process, Text("流程是空的。", "The process is empty."), Text("请画出流程。", "Draw the process."))
        return
    if not any(node.kind == "endEvent" for node in scope.nodes):
        message = Text("这一层没有结束事件。", "This level has no end event.")
        yield at(process, scope.nodes[-1], message, Text("请在最后一步后面补上结束事件。", "Add an end event after the last step."))


def _is_embedded(process: Process, scope: Scope) -> bool:
    """Tell whether a scope is the inside of a sub-process that a token enters."""
    owner = next((node for node in process.scope.all_nodes() if node.body is scope), None)
    return owner is not None and _is_in_flow(owner)


def _ends(process: Process, scope: Scope, node: Node) -> Iterator[Problem]:
    leaving, coming = scope.outgoing.get(node.id, ()), scope.incoming.get(node.id, ())
    if node.kind == "endEvent" and leaving:
        message = Text(f"结束事件“{node.called.zh}”后面还有顺序流。", f"An arrow leaves the end event “{node.called.en}”.")
        yield at(process, node, message, Text("请删去它，或改用中间事件。", "Delete it, or use an intermediate event."))
    if node.kind in ("startEvent", "boundaryEvent") and coming:
        message = Text(f"“{node.called.zh}”前面不能有顺序流。", f"No arrow may lead to “{node.called.en}”.")
        yield at(process, node, message, Text("请把它连到后面的步骤。", "Let it lead to the step after it."))
    if node.kind != "endEvent" and not leaving and _is_in_flow(node):
        message = Text(
            f"“{node.called.zh}”后面没有顺序流，流程会在这里停住。", f"No arrow leaves “{node.called.en}”; the process would stop here."
        )
        yield at(process, node, message, Text("请连到下一步或结束事件。", "Connect it to the next step or an end event."))


def _splits(process: Process, scope: Scope, node: Node) -> Iterator[Problem]:
    leaving = scope.outgoing.get(node.id, ())
    if node.kind in _GATEWAYS:
        return
    if len(leaving) > 1:
        message = Text(
            f"“{node.called.zh}”后面有 {len(leaving)} 条顺序流，看不出是并行还是选择。",
            f"{len(leaving)} arrows leave “{node.called.en}”; it does not show whether all or one of them are taken.",
        )
        yield at(process, node, message, Text("请在后面加一个网关。", "Add a gateway after it."))
    for flow in leaving:
        if flow.condition:
            yield _idle_condition(process, node, flow)


def _idle_condition(process: Process, node: Node, flow: Flow) -> Problem:
    message = Text(
        f"“{node.called.zh}”后面的条件不会起作用。", f"The condition on the arrow after “{node.called.en}” would have no effect."
    )
    return at_flow(
        process, flow, message, Text("条件只能写在排他或包容网关之后。", "Conditions belong after an exclusive or inclusive gateway.")
    )


def _choices(process: Process, scope: Scope, node: Node) -> Iterator[Problem]:
    leaving = scope.outgoing.get(node.id, ())
    if node.kind == "parallelGateway":
        yield from (_idle_condition(process, node, flow) for flow in leaving if flow.condition)
    if node.kind not in _DECIDING or len(leaving) < 2:  # noqa: PLR2004 - one arrow is no choice
        return
    if node.default not in {flow.id for flow in leaving}:
        message = Text(f"网关“{node.called.zh}”没有默认路径。", f"The gateway “{node.called.en}” has no default arrow.")
        yield at(process, node, message, Text("请指定条件都不成立时走哪一条。", "Say which arrow to take if no condition holds."))
    for flow in leaving:
        if not flow.condition and flow.id != node.default:
            target = scope.by_id[flow.target].called if flow.target in scope.by_id else Text(flow.target, flow.target)
            message = Text(
                f"从网关“{node.called.zh}”到“{target.zh}”的顺序流没有条件。",
                f"The arrow from the gateway “{node.called.en}” to “{target.en}” has no condition.",
            )
            yield at_flow(process, flow, message, Text("请写上条件，或设为默认路径。", "Give it a condition or make it the default."))


def _race(process: Process, scope: Scope, node: Node) -> Iterator[Problem]:
    if node.kind != "eventBasedGateway":
        return
    targets = [scope.by_id[flow.target] for flow in scope.outgoing.get(node.id, ()) if flow.target in scope.by_id]
    if len(targets) < 2:  # noqa: PLR2004 - one event is no race
        message = Text(
            f"事件网关“{node.called.zh}”后面至少要有两个事件。",
            f"At least two events must follow the event-based gateway “{node.called.en}”.",
        )
        yield at(process, node, message, Text("请补上事件，或去掉网关。", "Add events, or take the gateway away."))
    for target in targets:
        if target.kind not in ("intermediateCatchEvent", "receiveTask") or scope.boundary(target.id) or len(scope.incoming[target.id]) > 1:
            message = Text(f"“{target.called.zh}”不能接在事件网关后面。", f"“{target.called.en}” cannot follow an event-based gateway.")
            cure = Text("请只接等待事件，且只有这一条进线。", "Let only catch events follow it, with no other arrow in.")
            yield at(process, target, message, cure)


def _inclusive_in_loop(process: Process, scope: Scope, node: Node) -> Iterator[Problem]:
    if node.kind == "inclusiveGateway" and len(scope.incoming.get(node.id, ())) > 1 and node.id in _reached(scope, _next(scope, node.id)):
        message = Text(
            f"包容网关“{node.called.zh}”在循环里汇合，无法判断还要等哪些令牌。",
            f"The inclusive gateway “{node.called.en}” joins inside a loop, so that it cannot know which tokens are still to come.",
        )
        yield at(process, node, message, Text("请改用并行网关，或把循环放到外面。", "Use a parallel gateway, or draw the loop around it."))


def _unreachable(process: Process, scope: Scope) -> Iterator[Problem]:
    found = _reached(scope, [node.id for node in scope.nodes if node.kind == "startEvent"])
    for node in scope.nodes:
        if node.id not in found and _is_in_flow(node) and found:
            message = Text(f"流程走不到“{node.called.zh}”。", f"The process never comes to “{node.called.en}”.")
            yield at(process, node, message, Text("请把它连进流程，或删去它。", "Connect it, or delete it."))


def _is_in_flow(node: Node) -> bool:
    return not {"isForCompensation", "eventSubProcess"} & set(node.marks)


def _reached(scope: Scope, first: list[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(first)
    while waiting:
        at_node = waiting.pop()
        if at_node not in found:
            found.add(at_node)
            waiting.extend(_next(scope, at_node))
    return found


def _next(scope: Scope, node: str) -> list[str]:
    return [flow.target for flow in scope.outgoing.get(node, ())] + [each.id for each in scope.boundary(node)]


_RULES: tuple[Callable[[Process, Scope, Node], Iterator[Problem]], ...] = (_ends, _splits, _choices, _race, _inclusive_in_loop)
