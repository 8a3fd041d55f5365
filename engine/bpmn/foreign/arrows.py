"""Draws what arrows mean without saying it: splits, ways out by default, links, starts and ends."""

from __future__ import annotations

from lxml import etree

from engine.bpmn import attributes
from engine.bpmn.foreign import layout
from engine.bpmn.foreign.draft import Draft, definition, flows, grouped, kind, nodes, tag
from engine.bpmn.xmlfile import Element, child, children

_PARALLEL, _INCLUSIVE = "parallelGateway", "inclusiveGateway"
#: What an event keeps when it no longer is a link.
_KEPT = ("documentation", "extensionElements", "incoming", "outgoing")


def draw(draft: Draft) -> None:
    """Draw links, starts, ends, splits and defaults in every scope."""
    for scope in draft.scopes():
        _join_links(draft, scope)
        _begin_and_end(draft, scope)
        leaving = grouped(scope, "sourceRef")
        for node in list(nodes(scope)):
            arrows = leaving.get(node.get("id", ""), [])
            if kind(node).endswith("Gateway"):
                _name_default(draft, node, arrows)
            else:
                _split(draft, node, arrows)


def _join_links(draft: Draft, scope: Element) -> None:
    """Let an arrow lead from each link thrown to the one that catches it; both become plain events."""
    links = [node for node in nodes(scope) if definition(node, "link") is not None]
    catching: dict[str, list[Element]] = {}
    for caught in links:
        if kind(caught) == "intermediateCatchEvent":
            catching.setdefault(_link_name(caught), []).append(caught)
    for thrown in [node for node in links if kind(node) == "intermediateThrowEvent"]:
        fitting = catching.get(_link_name(thrown), [])
        if len(fitting) == 1:
            draft.note(thrown, "链接“{}”已改成一条顺序流。", "The link “{}” became an arrow.")
            layout.connect(draft, draft.add_flow(thrown, fitting[0]))
            _make_plain(thrown)
    reached = {flow.get("targetRef") for flow in flows(scope)}
    for caught in links:
        if kind(caught) == "intermediateCatchEvent" and caught.get("id") in reached:
            caught.tag = tag("intermediateThrowEvent")
            _make_plain(caught)


def _link_name(event: Element) -> str:
    link = definition(event, "link")
    return ((link.get("name") if link is not None else "") or event.get("name") or "").strip()


def _make_plain(event: Element) -> None:
    for each in list(children(event)):
        if kind(each) not in _KEPT:
            event.remove(each)


def _begin_and_end(draft: Draft, scope: Element) -> None:
    """Add the start and end that BPMN lets one leave out (BPMN 2.0, 10.5.2 and 10.5.3)."""
    steps = [node for node in nodes(scope) if _is_step(node)]
    entered, left = ({flow.get(end) for flow in flows(scope)} for end in ("targetRef", "sourceRef"))
    first = [node for node in steps if node.get("id") not in entered and kind(node) != "boundaryEvent"]
    last = [node for node in steps if node.get("id") not in left and kind(node) != "endEvent"]
    if first and not any(kind(node) == "startEvent" for node in nodes(scope)):
        _add_start(draft, first)
    if last:
        _add_end(draft, last)


def _is_step(node: Element) -> bool:
    aside = node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true"
    return not aside and definition(node, "link") is None and definition(node, "compensate") is None


def _add_start(draft: Draft, first: list[Element]) -> None:
    draft.note(first[0], "已在“{}”前面补上开始事件。", "A start event was added before “{}”.")
    start = draft.add_node(first[0], "startEvent")
    layout.place_before(draft, start, first[0])
    for node in first:
        layout.connect(draft, draft.add_flow(start, node))


def _add_end(draft: Draft, last: list[Element]) -> None:
    draft.note(last[-1], "已在“{}”后面补上结束事件。", "An end event was added after “{}”.")
    end = draft.add_node(last[-1], "endEvent")
    layout.place_after(draft, end, last[-1])
    for node in last:
        layout.connect(draft, draft.add_flow(node, end))


def _split(draft: Draft, node: Element, leaving: list[Element]) -> None:
    """Put gateways behind an element that several arrows leave: all are taken, those with conditions if they hold."""
    if len(leaving) < 2:  # noqa: PLR2004 - one arrow is no split
        return
    choice = [flow for flow in leaving if _condition(flow) or flow.get("id") == node.get("default")]
    always = [flow for flow in leaving if flow not in choice]
    if choice and always:
        draft.note(node, "“{}”后面已加并行网关和包容网关。", "A parallel and an inclusive gateway were added after “{}”.")
        first = _gateway(draft, node, _PARALLEL, always)
        _otherwise_nothing(draft, _choose(draft, node, first, choice))
    elif choice:
        draft.note(node, "“{}”后面有条件，已加包容网关。", "Conditions follow “{}”; an inclusive gateway was added.")
        _choose(draft, node, node, choice)
    else:
        draft.note(node, "“{}”后面的路径同时进行，已加并行网关。", "All ways after “{}” are taken; a parallel gateway was added.")
        _gateway(draft, node, _PARALLEL, always)


def _choose(draft: Draft, node: Element, before: Element, choice: list[Element]) -> Element:
    gateway = _gateway(draft, before, _INCLUSIVE, choice)
    called = node.get("name") or node.get("id")
    gateway.set("name", f"{called}之后")
    gateway.set(f"{{{attributes.ONEDOOR}}}en", f"after {called}")
    if default := node.get("default"):
        gateway.set("default", default)
        del node.attrib["default"]
    return gateway


def _otherwise_nothing(draft: Draft, gateway: Element) -> None:
    """Let the way by default end at once: beside arrows that are always taken, none of the conditions need hold."""
    if not gateway.get("default"):
        end = draft.add_node(gateway, "endEvent")
        layout.place_after(draft, end, gateway)
        flow = draft.add_flow(gateway, end)
        layout.connect(draft, flow)
        gateway.set("default", flow.get("id", ""))


def _gateway(draft: Draft, before: Element, name: str, leaving: list[Element]) -> Element:
    """Add a gateway behind an element and let arrows begin there."""
    gateway = draft.add_node(before, name)
    layout.place_after(draft, gateway, before)
    layout.connect(draft, draft.add_flow(before, gateway))
    for flow in leaving:
        flow.set("sourceRef", gateway.get("id", ""))
        layout.begin_at(draft, flow, gateway)
    return gateway


def _name_default(draft: Draft, node: Element, leaving: list[Element]) -> None:
    """Make the only arrow without a condition the default of an exclusive gateway."""
    free = [flow for flow in leaving if not _condition(flow)]
    if kind(node) == "exclusiveGateway" and not node.get("default") and len(leaving) > 1 == len(free):
        node.set("default", free[0].get("id", ""))
        draft.note(node, "“{}”后面唯一没有条件的路径已设为默认。", "The only arrow after “{}” without a condition became the default.")


def _condition(flow: Element) -> bool:
    found = child(flow, "conditionExpression")
    return found is not None and bool(etree.tostring(found, method="text", encoding="unicode", with_tail=False).strip())
