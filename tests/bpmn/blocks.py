"""Random block-structured processes: how they are drawn, and what they must do.

`Model` says by itself, without any engine, which tasks are open: it is the law that the engine is held to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from bpmn_builders import bpmn, element, flows, gateway, process, repeated, several, timer, user
from hypothesis import strategies as st


@dataclass(frozen=True)
class Block:
    """Kind: task, timed, dashed, repeat, seq, xor, and, or, loop, parallel-mi, sequential-mi, sub."""

    kind: str
    parts: tuple[Block, ...] = ()
    count: int = 0


def blocks(*, and_in_loop: bool, kinds: tuple[str, ...]) -> st.SearchStrategy[Block]:
    """Return processes of up to about a dozen blocks."""
    leaves = st.sampled_from([kind for kind in ("task", "timed", "dashed") if kind in kinds]).map(Block)
    several_ = st.builds(
        Block, st.sampled_from([k for k in ("parallel-mi", "sequential-mi") if k in kinds]), st.just(()), st.integers(0, 3)
    )

    def wider(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        pair = st.lists(inner, min_size=2, max_size=3).map(tuple)
        many = st.builds(Block, st.sampled_from([k for k in ("seq", "xor", "and", "or") if k in kinds]), pair)
        one = st.builds(Block, st.sampled_from([k for k in ("loop", "sub") if k in kinds]), inner.map(lambda each: (each,)))
        return many | one

    repeated_ = [st.builds(Block, st.just("repeat"), st.just(()), st.integers(1, 3))] if "repeat" in kinds else []
    found = st.recursive(st.one_of(leaves, several_, *repeated_), wider, max_leaves=7)
    return found if and_in_loop else found.filter(lambda block: not _has_and_in_loop(block, inside=False))


def _has_and_in_loop(block: Block, *, inside: bool) -> bool:
    inside = inside or block.kind == "loop"
    return (inside and block.kind in ("and", "or")) or any(_has_and_in_loop(part, inside=inside) for part in block.parts)


@dataclass
class Dialect:
    """How an engine wants conditions, timers and multi-instances written."""

    is_equal: Callable[[str, int], str] = lambda name, value: f"{name} = {value}"
    is_true: Callable[[str], str] = lambda name: f"{name} = true"
    wait: Callable[[int], str] = lambda hours: f"PT{hours}H"
    several: Callable[[int, bool], str] = lambda count, is_sequential: several(
        f"for i in 1..{count} return i" if count else "[]", "i", is_sequential=is_sequential
    )


@dataclass
class Drawing:
    """Draws a block into a scope; ids are counted, so that two drawings of a block agree."""

    dialect: Dialect
    numbers: list[int] = field(default_factory=lambda: [0])
    nodes: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def new(self, prefix: str) -> str:
        self.numbers[0] += 1
        return f"{prefix}{self.numbers[0]}"

    def draw(self, block: Block) -> tuple[str, str]:
        """Draw a block and return where it begins and ends."""
        return getattr(self, "_" + block.kind.replace("-", "_"))(block)

    def _task(self, block: Block) -> tuple[str, str]:
        name = self.new("t")
        self.nodes.append(user(name))
        return name, name

    def _timed(self, block: Block) -> tuple[str, str]:
        """Draw a task whose interrupting timer leads to another task, both going on together."""
        name, edge, side, merge = self.new("t"), self.new("x"), self.new("side"), self.new("m")
        hours = self.numbers[0]
        self.nodes += [
            user(name),
            timer("boundaryEvent", edge, self.dialect.wait(hours), attachedToRef=name),
            user(side),
            gateway("exclusive", merge),
        ]
        self.paths += [f"{name}>{merge}", f"{edge}>{side}>{merge}"]
        return name, merge

    def _dashed(self, block: Block) -> tuple[str, str]:
        """Draw a task whose dashed timer leads to a side task with an end of its own."""
        name, edge, side, end = self.new("t"), self.new("x"), self.new("side"), self.new("e")
        hours = self.numbers[0]
        self.nodes += [
            user(name),
            timer("boundaryEvent", edge, self.dialect.wait(hours), attachedToRef=name, cancelActivity="false"),
            user(side),
            element("endEvent", end),
        ]
        self.paths.append(f"{edge}>{side}>{end}")
        return name, name

    def _seq(self, block: Block) -> tuple[str, str]:
        ends = [self.draw(part) for part in block.parts]
        self.paths += [f"{before[1]}>{after[0]}" for before, after in pairwise(ends)]
        return ends[0][0], ends[-1][1]

    def _xor(self, block: Block) -> tuple[str, str]:
        return self._chosen(block, "exclusive", self.dialect.is_equal)

    def _or(self, block: Block) -> tuple[str, str]:
        return self._chosen(block, "inclusive", lambda name, index: self.dialect.is_true(f"{name}_{index}"))

    def _chosen(self, block: Block, kind: str, condition: Callable[[str, int], str]) -> tuple[str, str]:
        ask, split, join = self.new("t"), self.new("g"), self.new("g")
        branches = [self.draw(part) for part in block.parts]
        self.nodes += [user(ask), gateway(kind, split, default=branches[0][0]), gateway(kind, join)]
        self.paths += [f"{ask}>{split}", f"{split}>{branches[0][0]}"]
        self.paths += [f"{split}>{entry}:{condition(ask, index)}" for index, (entry, _) in enumerate(branches) if index]
        self.paths += [f"{leave}>{join}" for _, leave in branches]
        return ask, join

    def _and(self, block: Block) -> tuple[str, str]:
        split, join = self.new("g"), self.new("g")
        self.nodes += [gateway("parallel", split), gateway("parallel", join)]
        for entry, leave in [self.draw(part) for part in block.parts]:
            self.paths.append(f"{split}>{entry}")
            self.paths.append(f"{leave}>{join}")
        return split, join

    def _loop(self, block: Block) -> tuple[str, str]:
        merge, ask, gate, out = self.new("g"), self.new("t"), self.new("g"), self.new("g")
        entry, leave = self.draw(block.parts[0])
        self.nodes += [gateway("exclusive", merge), user(ask), gateway("exclusive", gate, default=out), gateway("exclusive", out)]
        self.paths += [f"{merge}>{entry}", f"{leave}>{ask}>{gate}", f"{gate}>{merge}:{self.dialect.is_equal(ask, 1)}", f"{gate}>{out}"]
        return merge, out

    def _parallel_mi(self, block: Block) -> tuple[str, str]:
        name = self.new("t")
        self.nodes.append(user(name, self.dialect.several(block.count, block.kind == "sequential-mi")))
        return name, name

    _sequential_mi = _parallel_mi

    def _repeat(self, block: Block) -> tuple[str, str]:
        name = self.new("t")
        self.nodes.append(user(name, repeated(loopMaximum=str(block.count))))
        return name, name

    def _sub(self, block: Block) -> tuple[str, str]:
        name = self.new("sub")
        inside = Drawing(self.dialect, self.numbers)
        self.nodes.append(element("subProcess", name, inside.scope(block.parts[0])))
        return name, name

    def scope(self, block: Block) -> str:
        """Draw a whole scope with its start and end."""
        start, end = self.new("start"), self.new("end")
        entry, leave = self.draw(block)
        self.nodes += [element("startEvent", start), element("endEvent", end)]
        self.paths += [f"{start}>{entry}", f"{leave}>{end}"]
        return "".join(self.nodes) + flows(*self.paths)


def drawn(block: Block, dialect: Dialect | None = None) -> bytes:
    """Draw a process."""
    return bpmn(process(Drawing(dialect or Dialect()).scope(block)))


# --- what a process must do, as terms that are rewritten; None is a term that is done

Term = tuple[Any, ...] | None


class Model:
    """The open tasks of a process by the meaning of its blocks."""

    def __init__(self, block: Block) -> None:
        self.numbers = 0
        self.data: dict[str, Any] = {}
        start = self._number("start"), self._number("end")
        assert start
        self.term: Term = ("scope", self._begin(self._named(block)))

    def _number(self, prefix: str) -> str:
        self.numbers += 1
        return f"{prefix}{self.numbers}"

    def _named(self, block: Block) -> tuple[Any, ...]:
        """Give a block the ids that its drawing has."""
        kind = block.kind
        if kind in ("task", "parallel-mi", "sequential-mi", "repeat"):
            return kind, self._number("t"), block.count
        if kind in ("timed", "dashed"):
            name, edge, side, _ = self._number("t"), self._number("x"), self._number("side"), self._number("m")
            return kind, name, edge, side
        if kind in ("xor", "or"):
            ask, _, _ = self._number("t"), self._number("g"), self._number("g")
            return kind, ask, [self._named(part) for part in block.parts]
        if kind == "loop":
            _, ask, _, _ = self._number("g"), self._number("t"), self._number("g"), self._number("g")
            return kind, ask, self._named(block.parts[0])
        if kind == "and":
            self._number("g"), self._number("g")
        if kind == "sub":
            self._number("sub"), self._number("start"), self._number("end")
        return kind, [self._named(part) for part in block.parts]

    def _begin(self, block: tuple[Any, ...]) -> Term:  # noqa: C901, PLR0911 - one line a kind
        match block:
            case ("task", name, _):
                return "task", name
            case ("parallel-mi", name, count):
                return self._par([("task", name)] * count)
            case ("sequential-mi" | "repeat", name, count):
                return self._seq([("task", name, 0)] * count)
            case ("timed" | "dashed", *_):
                return block
            case ("seq", parts):
                return self._seq(parts)
            case ("and", parts):
                return self._par([self._begin(part) for part in parts])
            case ("xor" | "or", ask, _):
                return "then", ("task", ask), block
            case ("loop", ask, body):
                return self._followed(self._begin(body), ("again", ask, body))
            case ("sub", [body]):
                return self._scope(self._begin(body))
            case ("again", ask, body):
                return "then", ("task", ask), ("maybe", ask, body)
            case ("maybe", ask, body):
                return self._begin(("loop", ask, body)) if self.data.get(ask) == 1 else None
        raise AssertionError(block)

    def _after(self, block: tuple[Any, ...]) -> Term:
        """Begin what follows the question of a gateway."""
        match block:
            case ("xor", ask, parts):
                chosen = self.data.get(ask, 0)
                return self._begin(parts[chosen if 0 < chosen < len(parts) else 0])
            case ("or", ask, parts):
                chosen = [part for index, part in enumerate(parts) if index and self.data.get(f"{ask}_{index}")]
                return self._par([self._begin(part) for part in chosen or parts[:1]])
        return self._begin(block)

    def _seq(self, parts: list[tuple[Any, ...]]) -> Term:
        for index, part in enumerate(parts):
            term = self._begin(part)
            if term is not None:
                return self._followed(term, ("seq", parts[index + 1 :]))
        return None

    def _followed(self, term: Term, rest: tuple[Any, ...]) -> Term:
        return self._after(rest) if term is None else ("then", term, rest)

    @staticmethod
    def _par(terms: list[Term]) -> Term:
        left = [term for term in terms if term is not None]
        return ("par", left) if left else None

    @staticmethod
    def _scope(*terms: Term) -> Term:
        left = [term for term in terms if term is not None]
        return ("scope", *left) if left else None

    def open(self, term: Term | str = "all") -> list[str]:
        """Return the open tasks."""
        match self.term if term == "all" else term:
            case None:
                return []
            case ("task" | "timed" | "dashed" | "fired", name, *_):
                return [name]
            case ("then", inner, _):
                return self.open(inner)
            case ("par", inners):
                return [name for inner in inners for name in self.open(inner)]
            case ("scope", *inners):
                return [name for inner in inners for name in self.open(inner)]
        raise AssertionError(term)

    def complete(self, name: str, data: Mapping[str, Any]) -> None:
        self.data.update(data)
        self.term = self._move(self.term, name, [], fires=False)[0]

    def fire(self, edge: str) -> None:
        self.term = self._move(self.term, edge, [], fires=True)[0]

    def _move(self, term: Term, name: str, sides: list[Term], *, fires: bool) -> tuple[Term, bool]:  # noqa: PLR0911
        """Complete a task or fire a timer once; `sides` gathers what a dashed timer begins in the scope around it."""
        match term:
            case ("task" | "fired", own) if not fires and own == name:
                return None, True
            case ("timed" | "dashed", own, _, _) if not fires and own == name:
                return None, True
            case ("timed", _, edge, side) if fires and edge == name:
                return ("task", side), True
            case ("dashed", own, edge, side) if fires and edge == name:
                sides.append(("task", side))
                return ("fired", own), True
            case ("then", inner, rest):
                moved, is_found = self._move(inner, name, sides, fires=fires)
                return (self._followed(moved, rest) if is_found else term), is_found
            case ("par", inners):
                moved_all, is_found = self._move_one(inners, name, sides, fires=fires)
                return self._par(moved_all), is_found
            case ("scope", *inners):
                own_sides: list[Term] = []
                moved_all, is_found = self._move_one(inners, name, own_sides, fires=fires)
                return self._scope(*moved_all, *own_sides), is_found
        return term, False

    def _move_one(self, terms: list[Term], name: str, sides: list[Term], *, fires: bool) -> tuple[list[Term], bool]:
        for index, term in enumerate(terms):
            moved, is_found = self._move(term, name, sides, fires=fires)
            if is_found:
                return [*terms[:index], moved, *terms[index + 1 :]], True
        return list(terms), False
