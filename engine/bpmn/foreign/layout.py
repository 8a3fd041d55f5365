"""Draws what was added beside what is drawn already; in a file without drawings nothing is."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.foreign.draft import Draft, kind
from engine.bpmn.xmlfile import Element

_BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DI = "http://www.omg.org/spec/DD/20100524/DI"
_GAP = 20.0
_SIZES = {"startEvent": 36.0, "endEvent": 36.0}
_GATEWAY = 50.0

#: x, y, width, height
_Box = tuple[float, float, float, float]


def place_after(draft: Draft, added: Element, beside: Element) -> None:
    """Draw an added element to the right of another."""
    _place(draft, added, beside, is_after=True)


def place_before(draft: Draft, added: Element, beside: Element) -> None:
    """Draw an added element to the left of another."""
    _place(draft, added, beside, is_after=False)


def _place(draft: Draft, added: Element, beside: Element, *, is_after: bool) -> None:
    shape, box = _drawn(draft, beside.get("id"))
    if shape is None or box is None:
        return
    size = _SIZES.get(kind(added), _GATEWAY)
    x = box[0] + box[2] + _GAP if is_after else box[0] - _GAP - size
    made = etree.Element(f"{{{_BPMNDI}}}BPMNShape", {"id": draft.new_id("shape"), "bpmnElement": added.get("id", "")})
    bounds = {"x": f"{x:g}", "y": f"{box[1] + (box[3] - size) / 2:g}", "width": f"{size:g}", "height": f"{size:g}"}
    etree.SubElement(made, f"{{{_DC}}}Bounds", bounds)
    shape.addnext(made)
    draft.drawn[added.get("id", "")] = made


def connect(draft: Draft, flow: Element) -> None:
    """Draw an added arrow from the right of its source to the left of its target."""
    shape, source = _drawn(draft, flow.get("sourceRef"))
    _, target = _drawn(draft, flow.get("targetRef"))
    if shape is None or source is None or target is None:
        return
    made = etree.Element(f"{{{_BPMNDI}}}BPMNEdge", {"id": draft.new_id("edge"), "bpmnElement": flow.get("id", "")})
    for x, y in ((source[0] + source[2], source[1] + source[3] / 2), (target[0], target[1] + target[3] / 2)):
        etree.SubElement(made, f"{{{_DI}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
    shape.addnext(made)
    draft.drawn[flow.get("id", "")] = made


def begin_at(draft: Draft, flow: Element, source: Element) -> None:
    """Let the drawn arrow begin at another element than before."""
    _, box = _drawn(draft, source.get("id"))
    edge = draft.drawn.get(flow.get("id", ""))
    first = edge.find(f"{{{_DI}}}waypoint") if edge is not None else None
    if first is not None and box is not None:
        first.set("x", f"{box[0] + box[2]:g}")
        first.set("y", f"{box[1] + box[3] / 2:g}")


def erase(draft: Draft, element: Element) -> None:
    """Take away the drawing of an element."""
    drawing = draft.drawn.pop(element.get("id", ""), None)
    plane = drawing.getparent() if drawing is not None else None
    if drawing is not None and plane is not None:
        plane.remove(drawing)


def _drawn(draft: Draft, element: str | None) -> tuple[Element | None, _Box | None]:
    shape = draft.drawn.get(element or "")
    bounds = shape.find(f"{{{_DC}}}Bounds") if shape is not None else None
    if bounds is None:
        return None, None
    x, y, width, height = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    return shape, (x, y, width, height)
