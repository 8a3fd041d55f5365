"""What must hold after every step of every scenario, whatever the scenario itself expects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from engine.domain import disclosure
from engine.domain.case import Entry, TimerKind
from engine.errors import Text
from engine.packs.product import Standing
from engine.packs.scenariofile import local

SESSION, CONSENT = "MED.SESSION", "CONSENT.ASK"
#: Both parties must have agreed (人民调解法 art. 17).
CONSENTS_NEEDED = 2
_FIRINGS = ("fired", "warned")


@dataclass(kw_only=True)
class Watch:
    """Remembers what was seen of each case, because some rules speak of the way between two steps."""

    _seen: dict[UUID, tuple[Entry, ...]] = field(default_factory=dict)

    def breaches(self, standing: Standing) -> Iterator[Text]:
        """Yield a sentence for every rule that a case breaks now."""
        yield from _without_owner(standing)
        yield from _without_due(standing)
        yield from _session_without_consent(standing)
        yield from _session_without_declaration(standing)
        yield from self._rewritten_history(standing)
        yield from _unplanned_firings(standing.history)
        yield from _changed_by_reload(standing)

    def _rewritten_history(self, standing: Standing) -> Iterator[Text]:
        case = standing.locked.case
        before = self._seen.get(case.id, ())
        self._seen[case.id] = standing.history
        if standing.history[: len(before)] != before:
            yield Text(f"案件{case.number}已有的办理记录被改动了。", f"Earlier history lines of case {case.number} were changed.")


def _without_owner(standing: Standing) -> Iterator[Text]:
    case, items = standing.locked.case, standing.locked.items
    for item in items:
        if not (item.role or item.assigned or item.holder):
            yield Text(
                f"待办{item.code}没有责任人或岗位。", f"Nobody answers for the work item {item.code}: it has neither role nor person."
            )
    if not (case.is_closed or items or standing.locked.timers or standing.reread.awaited):
        yield Text(
            f"案件{case.number}未结，却没有待办也没有在等待什么。",
            f"Case {case.number} is open, yet nobody has work and nothing is awaited.",
        )


def _without_due(standing: Standing) -> Iterator[Text]:
    locked = standing.locked
    has_due = any(item.due or item.pause for item in locked.items) or bool(locked.timers)
    if not (locked.case.is_closed or has_due or standing.reread.awaited or _reason(standing.history)):
        codes = "、".join(item.code for item in locked.items), ", ".join(item.code for item in locked.items)
        yield Text(
            f"案件{locked.case.number}没有下一个期限，也没有记录原因（待办：{codes[0] or '无'}）。",
            f"Case {locked.case.number} has no next due date and no recorded reason (open work: {codes[1] or 'none'}).",
        )


def _reason(history: tuple[Entry, ...]) -> bool:
    """Tell whether somebody wrote down why the case waits, since it last moved."""
    last = next((entry for entry in reversed(history) if entry.kind in ("noted", "submitted", "fired", "message")), None)
    return last is not None and last.kind == "noted"


def _session_without_consent(standing: Standing) -> Iterator[Text]:
    first = next((entry for entry in standing.history if (entry.kind, entry.code) == ("created", SESSION)), None)
    if first is None:
        return
    asked = sum((entry.kind, entry.code) == ("submitted", CONSENT) for entry in standing.history[: standing.history.index(first)])
    agreed = sum(_agrees(entry) for entry in standing.locked.case.document.get("consents") or ())
    if min(asked, agreed) < CONSENTS_NEEDED:
        count = min(asked, agreed)
        yield Text(
            f"在双方同意调解之前就产生了调解会议（MED.SESSION）：此前记录的同意为{count}份。",
            f"A session (MED.SESSION) was opened before both parties had agreed: {count} consents were recorded before it.",
        )


def _session_without_declaration(standing: Standing) -> Iterator[Text]:
    """Whoever mediates by name has said before whether an interest ties them to the case."""
    declared = {entry.actor for entry in standing.history if (entry.kind, entry.code) == ("submitted", disclosure.DECLARATION)}
    for item in standing.locked.items:
        people = {address.removeprefix("person:") for address in item.assigned if address.startswith("person:")}
        for person in sorted(people - declared) if item.code == SESSION else ():
            yield Text(
                f"{person}没有申报利害关系，却已被派去主持调解。",
                f"{person} was given the session without having declared whether there is an interest.",
            )


def _agrees(entry: Any) -> bool:
    return isinstance(entry, Mapping) and any(entry.get(name) in (True, "yes") for name in ("agreed", "agrees", "consents", "answer"))


def _unplanned_firings(history: tuple[Entry, ...]) -> Iterator[Text]:
    for entry in history:
        # What was thrown comes from a step of the process, not from the clock.
        if entry.kind in _FIRINGS and not (entry.detail.get("planned") or entry.detail.get("thrown")):
            yield Text(
                f"{local(entry.at)}的到期记录（{entry.code or entry.element}）没有写明原定时刻。",
                f"The firing of {local(entry.at)} ({entry.code or entry.element}) is logged without its planned instant.",
            )


def _changed_by_reload(standing: Standing) -> Iterator[Text]:
    locked, reread = standing.locked, standing.reread
    tasks = {task.task for task in reread.tasks} == {item.task for item in locked.items}
    stored = {(t.ref, t.due) for t in locked.timers if t.kind is TimerKind.PROCESS}
    timers = {(timer.task, timer.due) for timer in reread.timers} == stored
    if not (tasks and timers and reread.is_ended == locked.case.is_closed):
        yield Text(
            f"案件{locked.case.number}重新载入后与保存前不同（待办、定时或结束状态不一致）。",
            f"Case {locked.case.number} differs after reloading: its open work, timers or end are not what was saved.",
        )
