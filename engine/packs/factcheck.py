"""Keeps the levels of cases to facts of the dispute, and to people who confirm them.

A pack states in `facts` a closed catalogue: the place of the facts, their names, and the places in which tables propose a level.
What proposes a level reads nothing but these facts, and no process goes on by a proposal that nobody has confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine import feel
from engine.decisions import Decision, model, walking
from engine.domain import document
from engine.domain.case import Json
from engine.errors import Problem, Text
from engine.packs import names, places
from engine.packs.diagram import Element
from engine.packs.places import Parts

#: What a table may read beside the facts: thresholds that the county sets.
_THRESHOLDS = "parameters"
#: Only a step for a person may look at a proposal.
_FOR_PEOPLE = frozenset({"userTask"})
_FLOOR = Text("分级只看本次纠纷的事实", "levels rest on facts of the dispute alone")


def check(parts: Parts) -> Iterator[Problem]:
    """Yield everything by which a level could rest on something else than the facts of the dispute."""
    yield from _restated(parts)
    stated = parts.definition.content.get("facts")
    if stated:
        yield from _Catalogue(parts=parts, stated=stated).problems()


def _restated(parts: Parts) -> Iterator[Problem]:
    """Only the pack highest up may state the catalogue: one that could be added to would not be closed."""
    manifests = [manifest for manifest in parts.definition.manifests if "facts" in manifest.value]
    for manifest in manifests[:-1]:
        message = Text(
            f"“{_FLOOR.zh}”是底线，下级模板包不能另写 facts。", f"That {_FLOOR.en} is a floor; a pack further down may not state `facts`."
        )
        yield manifest.problem(("facts",), message, Text("请删去这里的 facts。", "Delete `facts` here."))


@dataclass(frozen=True, kw_only=True)
class _Catalogue:
    parts: Parts
    stated: Json

    @property
    def place(self) -> str:
        return str(self.stated["place"])

    @property
    def listed(self) -> Mapping[str, Json]:
        catalogue: Mapping[str, Json] = self.stated["catalogue"]
        return catalogue

    @cached_property
    def proposals(self) -> frozenset[str]:
        return frozenset(self.stated["proposals"])

    @property
    def source(self) -> str:
        """The articles of law behind the catalogue, as a sentence names them."""
        return str(self.stated["source"]).removeprefix("law:")

    def problems(self) -> Iterator[Problem]:
        for decision in self.parts.decisions.values():
            if decision.writes and document.root_of(decision.writes) in self.proposals:
                yield from self._proposing(decision)
            else:
                yield from self._relying(decision)
        yield from self._other_writers()
        yield from self._unlisted_answers()
        for element in self.parts.elements:
            yield from self._unconfirmed(element)

    def _proposing(self, decision: Decision) -> Iterator[Problem]:
        """Yield what a table that proposes a level reads beside the facts."""
        for literal, path in _reads(decision):
            if path[0] == self.place and len(path) > 1 and path[1] in self.listed:
                continue
            if path[0] != _THRESHOLDS:
                yield self._unlisted(decision, literal, ".".join(path))

    def _unlisted(self, decision: Decision, literal: model.Literal, read: str) -> Problem:
        title = decision.title()
        message = Text(
            f"“{title.zh}”用到“{read}”，不在案件事实目录中。分级只能依据本次纠纷的事实（{self.source}）。",
            f"“{title.en}” reads {read}, which is not in the catalogue of facts. Levels rest on facts of the dispute ({self.source}).",
        )
        listed = "、".join(words["zh"] for words in self.listed.values()), ", ".join(self.listed)
        cure = Text(f"请改用目录中的事实：{listed[0]}。", f"Use facts of the catalogue: {listed[1]}.")
        return Problem(file=decision.file, line=literal.place.line, place=literal.place.element, message=message, cure=cure)

    def _relying(self, decision: Decision) -> Iterator[Problem]:
        """Yield tables that go on from a proposal as if somebody had confirmed it."""
        for literal, path in _reads(decision):
            if path[0] in self.proposals:
                title = decision.title()
                yield Problem(
                    file=decision.file,
                    line=literal.place.line,
                    place=literal.place.element,
                    message=self._needs_confirmation(title, ".".join(path)),
                    cure=_CONFIRM,
                )

    def _other_writers(self) -> Iterator[Problem]:
        """Yield whatever but a table writes a proposal."""
        for writer in places.writers(self.parts):
            element = writer.element
            sound = document.PLACE.fullmatch(writer.place)
            if element and sound and writer.root in self.proposals and writer.kind != "decision":
                message = Text(
                    f"“{element.called.zh}”写入“{writer.place}”，但分级建议只能由决策表按案件事实得出（{self.source}）。",
                    f"“{element.called.en}” writes {writer.place}, but only a table over the facts may propose a level ({self.source}).",
                )
                yield Problem(file=element.file, line=element.line, place=element.id, message=message, cure=_OTHER_PLACE)

    def _unlisted_answers(self) -> Iterator[Problem]:
        """Yield the fields of a form for the facts that the catalogue does not list."""
        for form in self.parts.forms.values():
            if document.PLACE.fullmatch(form.writes) and document.root_of(form.writes) == self.place:
                for name in sorted(set(form.answer_type.fields) - set(self.listed)):
                    message = Text(
                        f"表单“{form.code}”的“{name}”不在案件事实目录中（{self.source}）。",
                        f"“{name}” of the form {form.code} is not in the catalogue of facts ({self.source}).",
                    )
                    file, place = self.parts.definition.stated_in(("facts", "catalogue"))
                    yield file.problem(place, message, _OTHER_PLACE)

    def _unconfirmed(self, element: Element) -> Iterator[Problem]:
        if element.kind in _FOR_PEOPLE:
            return
        for text in element.expressions:
            for path in names.read_by(text, ()):
                if path[0] in self.proposals:
                    message = self._needs_confirmation(element.called, ".".join(path))
                    yield Problem(file=element.file, line=element.line, place=element.id, message=message, cure=_CONFIRM)

    def _needs_confirmation(self, called: Text, read: str) -> Text:
        return Text(
            f"“{called.zh}”直接依据系统建议“{read}”，未经人确认。分级由人决定（{self.source}）。",
            f"“{called.en}” goes on by the proposal {read}, which nobody has confirmed. A person decides on levels ({self.source}).",
        )


_CONFIRM = Text("请改用经人确认的结果。", "Use what a person has confirmed.")
_OTHER_PLACE = Text("请写入别的位置，或改用目录中的事实。", "Write to another place, or use a fact of the catalogue.")


def _reads(decision: Decision) -> Iterator[tuple[model.Literal, names.Path]]:
    """Yield what a decision reads from outside, with those that it requires, beside the text that reads it."""
    inner = {node.variable.name for node in _required(decision) if not isinstance(node, model.InputData)}
    known = {name for node in _required(decision) for name in decision.graph.names(node)}
    for node in _required(decision):
        for literal in walking.literals(node):
            for path in _paths(literal.text, known):
                if path[0] not in inner:
                    yield literal, path


def _required(decision: Decision) -> Iterator[model.Node]:
    waiting, seen = [decision.id], set[str]()
    while waiting:
        node = decision.graph.node(waiting.pop())
        if node is not None and node.id not in seen:
            seen.add(node.id)
            waiting.extend(node.requires)
            yield node


def _paths(text: str, known: set[str]) -> Iterator[names.Path]:
    """Yield what a cell or an expression reads; what cannot be read is reported where it is compiled."""
    for compile_text in (feel.compile, feel.compile_unary):
        try:
            paths = compile_text(text, known).paths
        except feel.FeelError:
            continue
        yield from (tuple(path.split(".")) for path in sorted(paths))
        return
