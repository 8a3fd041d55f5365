"""Checks that what a diagram names exists: forms, roles, codes, deadlines, decisions, operations, states, ends."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn import pausing
from engine.bpmn.findings import at
from engine.bpmn.model import Node, Process, is_computed
from engine.errors import Problem, Text


@dataclass(frozen=True, kw_only=True)
class Known:
    """The names that exist in a pack with its parents; None leaves a kind unchecked."""

    forms: Collection[str] | None = None
    roles: Collection[str] | None = None
    codes: Collection[str] | None = None
    deadlines: Collection[str] | None = None
    decisions: Collection[str] | None = None
    operations: Collection[str] | None = None
    states: Collection[str] | None = None
    ends: Collection[str] | None = None


#: Attribute, field of Known, the words for it.
_NAMED: Mapping[str, tuple[str, Text]] = {
    "form": ("forms", Text("表单", "form")),
    "role": ("roles", Text("岗位", "role")),
    "code": ("codes", Text("步骤代码", "step code")),
    "due": ("deadlines", Text("期限", "deadline")),
    "decision": ("decisions", Text("决策", "decision")),
    "operation": ("operations", Text("操作", "operation")),
    "state": ("states", Text("案件状态", "case state")),
    "end": ("ends", Text("结束代码", "end code")),
}


def check(process: Process, known: Known) -> Iterator[Problem]:
    """Yield every name that leads nowhere."""
    for node in process.scope.all_nodes():
        for attribute, (kind, what) in _NAMED.items():
            name, choices = getattr(node.attributes, attribute), getattr(known, kind)
            # `E.ROUTED:调解` is the code E.ROUTED with an addition.
            if name and not is_computed(name) and choices is not None and name not in choices and name.partition(":")[0] not in choices:
                yield _unknown(process, node, what, name, choices)
        for name in set(pausing.names(node.attributes.pauses)) - {pausing.ALL}:
            if known.deadlines is not None and name not in known.deadlines:
                yield _unknown(process, node, _NAMED["due"][1], name, known.deadlines)


def _unknown(process: Process, node: Node, what: Text, name: str, choices: Collection[str]) -> Problem:
    called = node.called
    message = Text(f"“{called.zh}”用到的{what.zh}“{name}”不存在。", f"“{called.en}” uses the {what.en} “{name}”, which does not exist.")
    close = difflib.get_close_matches(name, sorted(choices), n=1)
    cure = (
        Text(f"您是否想写“{close[0]}”？", f"Did you mean “{close[0]}”?") if close else Text("请从列表中选择。", "Choose one from the list.")
    )
    return at(process, node, message, cure)
