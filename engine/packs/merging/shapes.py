"""Reads and writes single shapes and arrows of a drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.packs.merging.routes import Box, Point, route
from engine.packs.merging.source import Node, restarted

#: Elements that stand for a step, and not for an arrow.
KINDS = ("BPMNShape", "DMNShape")
_FURTHEST = 1e6
_TWO = 2


def element(node: Node) -> str:
    """Return the id of what a shape stands for."""
    return node.get("bpmnElement") or node.get("dmnElementRef") or ""


def is_arrow(node: Node) -> bool:
    """Tell whether this is an arrow."""
    return node.local not in KINDS


def box(node: Node) -> Box | None:
    """Return where a shape stands; None for an arrow, and where no figures say it."""
    bounds = next((child for child in node.children if child.local == "Bounds"), None)
    if is_arrow(node) or bounds is None:
        return None
    found = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = (each if each is not None else 0.0 for each in found)
    return None if None in found else Box(x=x, y=y, width=width, height=height)


def said(node: Node) -> object:
    """Return what a shape says, whatever its own id and way of writing figures."""
    return tuple(
        (each.tag, frozenset((name, _plain(value)) for name, value in each.attributes.items() if name != "id")) for each in node.iter()
    )


def moved(node: Node, right: float, down: float) -> bytes:
    """Return a shape or an arrow with its label somewhere else."""
    if not right and not down:
        return node.raw()
    return _changed(node, lambda each: _shifted(each, right, down))


def stretched(node: Node, begin: Point, end: Point, source: Box, target: Box) -> bytes:
    """Return an arrow whose ends have moved: with right angles where it had them."""
    if begin == end:
        return moved(node, *begin)
    points = _points(node)
    if len(points) < _TWO:
        return node.raw()
    now = [points[0], *points[1:]]
    if len(points) == _TWO:
        now = [_plus(points[0], begin), _plus(points[1], end)]
        if now[0][1] != now[1][1] and now[0][0] != now[1][0]:
            now = list(route(source, target))
        return _through(node, now, begin)
    now[1] = _bent(points[0], points[1], begin)
    now[-2] = _bent(points[-1], now[-2] if len(points) == _TWO + 1 else points[-2], end)
    now[0], now[-1] = _plus(points[0], begin), _plus(points[-1], end)
    return _through(node, now, begin)


def routed(node: Node, source: Box, target: Box) -> bytes:
    """Return an arrow that is drawn anew."""
    return _through(node, route(source, target), None)


def _bent(end: Point, corner: Point, by: Point) -> Point:
    """Return the corner next to an end that has moved, so that the line between them stays upright or level."""
    if abs(end[0] - corner[0]) < abs(end[1] - corner[1]):
        return corner[0] + by[0], corner[1]
    return corner[0], corner[1] + by[1]


def _through(node: Node, points: Sequence[Point], label: Point | None) -> bytes:
    """Return an arrow through other points; its label moves too, or goes if nobody knows where to."""
    first = next((child for child in node.children if child.local == "waypoint"), None)
    if first is None:
        return node.raw()
    gaps = dict(zip(node.children, node.gaps, strict=False))
    inner = b"".join(gaps[first] + _placed(first, *point) for point in points)
    for child in node.children:
        if child.local != "waypoint" and (label is not None or child.local != "BPMNLabel"):
            inner += gaps[child] + (moved(child, *label) if label else child.raw())
    return node.start + inner + (node.gaps[-1] if len(node.gaps) > len(node.children) else b"") + node.end


def _points(node: Node) -> list[Point]:
    found = [(_number(child.get("x")), _number(child.get("y"))) for child in node.children if child.local == "waypoint"]
    return [(x, y) for x, y in found if x is not None and y is not None]


def _changed(node: Node, change: Callable[[Node], bytes]) -> bytes:
    inner = b"".join(gap + _changed(child, change) for child, gap in zip(node.children, node.gaps, strict=False))
    return change(node) + inner + (node.gaps[-1] if len(node.gaps) > len(node.children) else b"") + node.end


def _shifted(node: Node, right: float, down: float) -> bytes:
    x, y = _number(node.get("x")), _number(node.get("y"))
    return node.start if x is None or y is None else restarted(node.start, {b"x": _figure(x + right), b"y": _figure(y + down)})


def _placed(node: Node, x: float, y: float) -> bytes:
    return restarted(node.start, {b"x": _figure(x), b"y": _figure(y)}) + node.inner() + node.end


def _plus(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) < _FURTHEST else None


def _plain(value: str) -> str | float:
    number = _number(value)
    return value if number is None else number


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}".rstrip("0")
