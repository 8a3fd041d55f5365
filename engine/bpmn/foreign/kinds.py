"""Settles elements whose kind or mark says less, or says it otherwise, than is needed here."""

from __future__ import annotations

from engine.bpmn import attributes
from engine.bpmn.foreign import layout
from engine.bpmn.foreign.draft import Draft, grouped, kind, nodes, tag
from engine.bpmn.xmlfile import Element, child, children, text

_ONEDOOR = f"{{{attributes.ONEDOOR}}}"
#: Tasks that stand outside all processes, and what they are inside.
_GLOBAL = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
#: Triggers of a start event that a registration takes the place of.
_UNASKED = ("timer", "conditional", "multiple")
_RESULTS = ("loopDataOutputRef", "outputDataItem")


def settle(draft: Draft) -> None:
    """Settle processes, tasks, transactions, starts and multi-instances."""
    for process in _to_run(draft):
        if process.get("isExecutable") != "true":
            process.set("isExecutable", "true")
            draft.note(process, "流程“{}”已设为可执行。", "The process “{}” was marked as executable.")
    for process in draft.processes():
        for element in list(process.iter(tag("transaction"))):
            _transaction(draft, element)
        for element in list(process.iter(tag("callActivity"))):
            _global_task(draft, element)
        for element in list(process.iter(tag("task"))):
            element.tag = tag("userTask")
            draft.note(element, "“{}”没有类型，已当作人工任务。", "“{}” has no type; it became a user task.")
        for element in [node for node in nodes(process) if kind(node) == "startEvent"]:
            _start(draft, element)
        _merge_starts(draft, process)
        for element in list(process.iter(tag("multiInstanceLoopCharacteristics"))):
            _several(draft, element)


def _to_run(draft: Draft) -> list[Element]:
    """Return the processes that are marked as executable, with all that they call; every one where none is marked."""
    every = {process.get("id"): process for process in children(draft.root, "process") if any(True for _ in nodes(process))}
    marked = [name for name, process in every.items() if process.get("isExecutable") == "true"]
    chosen = dict.fromkeys(marked or every)
    waiting = list(chosen)
    while waiting:
        for call in every[waiting.pop()].iter(tag("callActivity")):
            called = (call.get("calledElement") or "").rpartition(":")[2]
            if called in every and called not in chosen:
                chosen[called] = None
                waiting.append(called)
    return [every[name] for name in chosen]


def _global_task(draft: Draft, element: Element) -> None:
    """Make a call of a task that stands outside all processes that task."""
    called = (element.get("calledElement") or "").rpartition(":")[2]
    task = next((name for name in _GLOBAL if (name, called) in draft.globals), None)
    if task is not None:
        element.tag = tag(_GLOBAL[task])
        del element.attrib["calledElement"]
        draft.note(element, "“{}”调用的公共任务已放到原处。", "The task that “{}” calls was put in its place.")


def _merge_starts(draft: Draft, process: Element) -> None:
    """Leave one of several starts that lead to the same step: a case begins once, whichever way it came."""
    starts = [node for node in nodes(process) if kind(node) == "startEvent"]
    leaving = grouped(process, "sourceRef")
    targets = {flow.get("targetRef") for start in starts for flow in leaving.get(start.get("id", ""), ())}
    if len(starts) < 2 or len(targets) != 1:  # noqa: PLR2004 - one start is as it should be
        return
    draft.note(starts[0], "几个开始事件通向同一步，只留下“{}”。", "Several starts lead to the same step; “{}” was kept.")
    for start in starts[1:]:
        for each in (start, *leaving.get(start.get("id", ""), ())):
            process.remove(each)
            layout.erase(draft, each)


def _transaction(draft: Draft, element: Element) -> None:
    """Make a transaction without anything to undo a sub-process."""
    undoing = ("cancelEventDefinition", "compensateEventDefinition")
    edges = [each for each in element.itersiblings() if each.get("attachedToRef") == element.get("id")]
    edges += [each for each in element.itersiblings(preceding=True) if each.get("attachedToRef") == element.get("id")]
    parts = [part for each in (element, *edges) for name in undoing for part in each.iter(tag(name))]
    if not parts and not any(each.get("isForCompensation") == "true" for each in element.iter()):
        element.tag = tag("subProcess")
        element.attrib.pop("method", "")
        draft.note(element, "事务“{}”里没有撤销，已当作子流程。", "The transaction “{}” undoes nothing; it became a sub-process.")


def _start(draft: Draft, event: Element) -> None:
    """Make a start event plain whose trigger a registration takes the place of."""
    found = [each for each in children(event) if kind(each).endswith("EventDefinition")]
    triggers = ["multiple"] if len(found) > 1 else [kind(each).removesuffix("EventDefinition") for each in found]
    if triggers and triggers[0] in _UNASKED:
        for each in found:
            event.remove(each)
        draft.note(event, "案件由登记开始，“{}”已改成普通开始事件。", "A case begins by registration; “{}” became a plain start event.")


def _several(draft: Draft, marker: Element) -> None:
    """Count a multi-instance by its number, and let its results go."""
    activity = marker.getparent()
    if activity is None:
        return
    counted = text(child(marker, "loopCardinality"))
    seen = attributes.loop(activity)
    if seen and counted and not seen.collection:
        number = counted.removeprefix("=").strip()
        marker.set(f"{_ONEDOOR}collection", f"= for number in 1..({number}) return number")
        marker.set(f"{_ONEDOOR}item", "number")
        draft.note(activity, "“{}”按数目重复，已写成列表。", "“{}” is repeated by number; the number became a list.")
    elif seen and seen.collection and not seen.item:
        marker.set(f"{_ONEDOOR}item", "entry")
        draft.note(activity, "“{}”的每一项已取名 entry。", "An entry of “{}” was given the name entry.")
    for name in _RESULTS:
        for part in list(children(marker, name)):
            marker.remove(part)
            draft.note(activity, "“{}”的结果不按连线汇总，由表单写入。", "The results of “{}” are written by its form, not collected.")
