"""Compiles `for`, `some` and `every`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from engine.feel import calendar, comparing, nodes
from engine.feel.calendar import Day
from engine.feel.compiling import Compile, Evaluate
from engine.feel.nodes import Node
from engine.feel.numbers import whole
from engine.feel.running import Frame
from engine.feel.values import Range, kind, shallow


@dataclass(frozen=True)
class _Source:
    name: str
    start: Evaluate
    end: Evaluate | None

    def entries(self, frame: Frame) -> Iterator[Any] | None:
        """Return what the loop goes through; null if there is no such thing."""
        start = self.start(frame)
        if self.end is not None:
            return _between(start, self.end(frame))
        if isinstance(start, Range):
            return _range_entries(start)
        if start is None:
            return None
        return iter(start if isinstance(start, list) else [start])


def compile_for(node: nodes.For, compile_part: Compile) -> Evaluate:
    """Compile `for`; `partial` holds the results so far."""
    sources = _sources(node.sources, compile_part)
    result = compile_part(node.result)
    keeps_partial = _keeps_partial(node.result)

    def loop(frame: Frame) -> list[Any] | None:
        found: list[Any] = []
        names = {"partial": found}
        meter = frame.run.meter
        for inner in _frames(sources, Frame(names, frame, frame.run)):
            if inner is None:
                return None
            if keeps_partial:
                meter.sized(len(found))
                names["partial"] = list(found)
            found.append(result(inner))
            meter.made += 1
            if len(found) > meter.limits.size:
                meter.sized(len(found))
        return found

    return loop


def compile_quantified(node: nodes.Quantified, compile_part: Compile) -> Evaluate:
    """Compile `some` and `every`, which are a row of `or` and of `and`."""
    sources = _sources(node.sources, compile_part)
    condition = compile_part(node.condition)
    neutral = node.is_every

    def quantified(frame: Frame) -> bool | None:
        found: bool | None = neutral
        for inner in _frames(sources, frame):
            value = condition(inner) if inner is not None else None
            if value is neutral:
                continue
            if isinstance(value, bool):
                return value
            found = None
        return found

    return quantified


def _keeps_partial(result: Node) -> bool:
    """Tell whether a result may hold on to `partial`, which then must not grow any more; a filter does not."""
    queue: list[Node] = [result]
    while queue:
        node = queue.pop()
        if isinstance(node, nodes.Name) and node.name == "partial":
            return True
        if isinstance(node, nodes.Filter) and isinstance(node.source, nodes.Name):
            queue.append(node.condition)
        else:
            queue.extend(node.parts())
    return False


def _sources(sources: Sequence[nodes.Source], compile_part: Compile) -> list[_Source]:
    return [_Source(each.name, compile_part(each.list), compile_part(each.end) if each.end else None) for each in sources]


def _frames(sources: Sequence[_Source], frame: Frame) -> Iterator[Frame | None]:
    """Yield a frame for every combination of entries, the last source turning fastest; None where a source is null."""
    source, rest = sources[0], sources[1:]
    entries = source.entries(frame)
    if entries is None:
        yield None
        return
    step = frame.run.meter.step
    for entry in entries:
        step()
        inner = Frame({source.name: shallow(entry)}, frame, frame.run)
        if rest:
            yield from _frames(rest, inner)
        else:
            yield inner


def _range_entries(found: Range) -> Iterator[Any] | None:
    entries = _between(found.start, found.end)
    if entries is None or (comparing.order(found.start, found.end) or 0) > 0:
        return None
    skipped = [end for end, included in ((found.start, found.start_included), (found.end, found.end_included)) if not included]
    return (entry for entry in entries if entry not in skipped)


def _between(start: Any, end: Any) -> Iterator[Any] | None:
    """Return whole numbers or days from one end to the other, down if need be."""
    low, high = whole(start), whole(end)
    if low is not None and high is not None:
        way = 1 if low <= high else -1
        return (Decimal(each) for each in range(low, high + way, way))
    if kind(start) == kind(end) == "date":
        return _days(start, end)
    return None


def _days(start: Day, end: Day) -> Iterator[Day]:
    way = timedelta(days=1 if calendar.order_days(start, end) <= 0 else -1)
    day: Day | None = start
    while day is not None:
        yield day
        if calendar.order_days(day, end) == 0:
            return
        day = calendar.add_length(day, way)
