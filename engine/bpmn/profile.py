"""The profile: which elements of BPMN run here, which are only drawn, and which are refused and why.

One table drives the check and `docs/bpmn-profile.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.bpmn import elements, refusals
from engine.bpmn.elements import Row, Support
from engine.errors import Text

_ROWS = (*elements.ROWS, *refusals.ROWS)

PROFILE: Mapping[str, Row] = {row.key: row for row in _ROWS}

_UNKNOWN = Row(
    key="",
    title=Text("这种元素", "an element of this kind"),
    support=Support.REFUSED,
    note=Text("这里不能运行它。", "It cannot be run here."),
    cure=Text("请换用流程设计器里的元素。", "Use the elements that the process studio offers."),
)


def row(key: str) -> Row:
    """Return the row for an element; one that is not in the table is refused."""
    return PROFILE.get(key, _UNKNOWN)


def document() -> str:
    """Write the profile down as `docs/bpmn-profile.md`."""
    parts = [
        "# What of BPMN runs\n",
        "Made by `engine.bpmn.profile.document()` from the tables of `elements.py` and `refusals.py`; a test keeps both the same.\n",
        "Conditions, scripts, timers and multi-instance lists are FEEL; Python is never run. A case has one document.\n",
        "## Runs\n\n" + _table(Support.RUNS, "what it does"),
        "## Shown only\n\n" + _table(Support.DRAWN, "note"),
        "## Refused by the check\n\n" + _refused_table(),
    ]
    return "\n".join(parts)


def _table(support: Support, head: str) -> str:
    lines = [f"| `{each.key}` | {each.title.zh} | {each.title.en} | {each.note.en} |" for each in _with(support)]
    return "\n".join([f"| element | 中文 | English | {head} |", "|---|---|---|---|", *lines]) + "\n"


def _refused_table() -> str:
    lines = [
        f"| `{each.key}` | {each.title.zh} | {each.title.en} | {each.note.en} | {each.cure.en if each.cure else ''} |"
        for each in _with(Support.REFUSED)
    ]
    return "\n".join(["| element | 中文 | English | why | instead |", "|---|---|---|---|---|", *lines]) + "\n"


def _with(support: Support) -> Iterable[Row]:
    return (each for each in _ROWS if each.support is support)
