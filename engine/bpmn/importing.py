"""Says whether a diagram from another tool would run here, what was understood, and what people must still decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.bpmn import attributes, checking, foreign, reading, structure, xmlfile
from engine.bpmn.findings import at
from engine.bpmn.model import Node, Process
from engine.bpmn.xmlfile import Element
from engine.errors import Problem, Text


@dataclass(frozen=True, kw_only=True)
class Imported:
    """A diagram as it would be taken over."""

    #: The file with everything drawn that was meant; the file as it came if it cannot be read.
    content: bytes
    #: What was translated, as warnings.
    notes: tuple[Problem, ...]
    #: What keeps it from running (errors), and what people must still decide (warnings).
    problems: tuple[Problem, ...]

    @property
    def would_run(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not any(problem.severity == "error" for problem in self.problems)

    def verdict(self) -> Text:
        """Say in one sentence whether it would run."""
        errors = sum(problem.severity == "error" for problem in self.problems)
        if errors:
            return Text(f"不能运行：有 {errors} 处要改。", f"It would not run; places to change: {errors}.")
        left = len(self.problems)
        return Text(f"可以运行；还有 {left} 项要决定或核对。", f"It would run; points left to decide or check: {left}.")


def read(content: bytes, file: str) -> Imported:
    """Translate a diagram and check it; processes that it calls must be in the same file. Never raises."""
    root, problems = xmlfile.read(file, content)
    if root is None:
        return Imported(content=content, notes=(), problems=tuple(problems))
    is_small = sum(map(reading.is_node, _names(root))) <= structure.MAX_NODES
    # What is too large to run is said to be so, and is not worth translating.
    notes = foreign.translate(file, root) if is_small else []
    translated = etree.tostring(root, xml_declaration=True, encoding="UTF-8") if is_small else content
    processes, problems = checking.read_and_check({file: translated})
    by_id = {each.get("id"): each for each in root.iter() if isinstance(each.tag, str)}
    undecided = [problem for process in processes.values() for problem in _undecided(process, by_id, _lanes(root))]
    return Imported(content=translated, notes=tuple(notes), problems=(*problems, *undecided))


def problems(content: bytes, file: str) -> list[Problem]:
    """Return all that there is to say about one diagram: what stands in the way, what is to be decided, what was translated."""
    found = read(content, file)
    return [*found.problems, *found.notes]


def _names(root: Element) -> Iterator[str]:
    return (
        etree.QName(each).localname for process in xmlfile.children(root, "process") for each in process.iter() if xmlfile.is_bpmn(each)
    )


def _undecided(process: Process, by_id: Mapping[str | None, Element], lanes: Mapping[str, str]) -> Iterator[Problem]:
    """Yield, for each task of a person, the form and the role that are still to be chosen."""
    for node in process.scope.all_nodes():
        if node.kind in ("userTask", "manualTask"):
            wanted = [*_form(node, by_id), *_role(node, lanes)]
            if wanted:
                yield at(process, node, _still(node, wanted), Text("请在流程设计器中选择。", "Choose in the process studio."), "warning")


def _still(node: Node, wanted: list[Text]) -> Text:
    zh, en = "；".join(each.zh for each in wanted), "; ".join(each.en for each in wanted)
    return Text(f"“{node.called.zh}”还要决定：{zh}。", f"Still to decide for “{node.called.en}”: {en}.")


def _form(node: Node, by_id: Mapping[str | None, Element]) -> Iterator[Text]:
    if node.kind == "userTask" and not node.attributes.form:
        fields = attributes.form_fields(by_id[node.id]) if node.id in by_id else []
        listed = Text("、".join(fields), ", ".join(fields))
        yield Text(f"表单（原有字段：{listed.zh}）", f"its form (it had the fields {listed.en})") if fields else Text("表单", "its form")


def _role(node: Node, lanes: Mapping[str, str]) -> Iterator[Text]:
    if not (node.attributes.role or node.attributes.assign):
        lane = lanes.get(node.id)
        yield Text(f"岗位（在泳道“{lane}”中）", f"its role (it lies in the lane “{lane}”)") if lane else Text("岗位", "its role")


def _lanes(root: Element) -> Mapping[str, str]:
    """Return the innermost named lane of each element."""
    found: dict[str, str] = {}
    for lane in root.iter(f"{{{xmlfile.BPMN}}}lane"):
        if name := " ".join((lane.get("name") or "").split()):
            found.update({reference.text.strip(): name for reference in xmlfile.children(lane, "flowNodeRef") if reference.text})
    return found
