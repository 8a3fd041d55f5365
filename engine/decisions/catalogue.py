"""Reads the decisions of a release: its pack's own over those of the packs it extends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from engine.decisions import checking, model, reading
from engine.decisions.decision import Decision
from engine.decisions.graph import Graph
from engine.errors import NotFoundError, Problem, Text


class UnknownDecisionError(NotFoundError):
    """没有这个决策。

    There is no such decision.
    """


@dataclass(frozen=True, kw_only=True)
class DecisionCatalogue:
    """The decisions of a release by id, and everything that is wrong with them.

    A file replaces one of the same name in a pack further up the chain; so does a decision one of the same id.
    """

    decisions: Mapping[str, Decision]
    problems: tuple[Problem, ...]

    @classmethod
    def read(cls, files: Mapping[str, bytes], chain: Sequence[str]) -> Self:
        """Read `processes/<pack>/*.dmn` for the packs of the chain, own pack first. Never raises: what is wrong is a problem."""
        decisions: dict[str, Decision] = {}
        problems: list[Problem] = []
        replaced: set[str] = set()
        for pack in chain:
            own = {path.rpartition("/")[2]: path for path in sorted(files) if _is_of(path, pack)}
            sources = [path for name, path in own.items() if name not in replaced]
            replaced.update(own)
            found = [decision for path in sources for decision in _read_into(path, files[path], problems)]
            problems.extend(_repeated(found))
            for decision in found:
                decisions.setdefault(decision.id, decision)
        return cls(decisions=decisions, problems=tuple(problems))

    def get(self, decision: str) -> Decision:
        """Return a decision by its id, else by its name. Raises UnknownDecisionError."""
        found = self.decisions.get(decision) or next((each for each in self.decisions.values() if each.node.name == decision), None)
        if found is None:
            raise UnknownDecisionError(Text(f"没有决策“{decision}”。", f"There is no decision “{decision}”."))
        return found


@lru_cache(maxsize=256)
def read_file(file: str, content: bytes) -> tuple[Mapping[str, Decision], tuple[Problem, ...]]:
    """Read one file by itself: its decisions by id, and its problems; once for the same bytes, which many releases share."""
    source, problems = reading.read(file, content)
    if source is None:
        return {}, problems
    graph = Graph(source)
    decisions = {node.id: Decision(file=file, node=node, graph=graph) for node in source.nodes if isinstance(node, model.DecisionNode)}
    return decisions, (*problems, *checking.check(source, graph))


def _is_of(path: str, pack: str) -> bool:
    folder = f"processes/{pack}/"
    return path.startswith(folder) and "/" not in path.removeprefix(folder) and path.endswith(".dmn")


def _read_into(path: str, content: bytes, problems: list[Problem]) -> Iterable[Decision]:
    decisions, found = read_file(path, content)
    problems.extend(found)
    return decisions.values()


def _repeated(found: Sequence[Decision]) -> Iterator[Problem]:
    first: dict[str, Decision] = {}
    for decision in found:
        earlier = first.setdefault(decision.id, decision)
        if earlier is not decision:
            message = Text(
                f"决策“{decision.id}”在“{earlier.file}”里已经有了。", f"The decision “{decision.id}” is already in “{earlier.file}”."
            )
            cure = Text("请给其中一个换一个 id。", "Give one of them another id.")
            yield Problem(file=decision.file, message=message, cure=cure, line=decision.node.place.line, place=decision.id)
