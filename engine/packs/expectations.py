"""Compares what a scenario expects with what stands there; every difference is a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.domain.calendar import local_date
from engine.domain.case import Entry, Json, WorkItem
from engine.errors import Text
from engine.packs.product import Product, Standing
from engine.packs.scenariofile import instant, local
from engine.packs.yamlfile import Place

#: A difference, with the place inside the `expect` that it belongs to.
Difference = tuple[Place, Text]


def differences(expected: Json, standing: Standing | None, product: Product, counters: Mapping[str, float]) -> Iterator[Difference]:
    """Yield every way in which a case and the figures differ from what is expected."""
    if standing is not None:
        yield from _case_differences(expected, standing)
        for place, expression, wanted in _listed(expected, "document"):
            found = product.evaluate(standing.locked.case.id, expression)
            yield from _unequal(place, f"“{expression}”的值", f"The value of {expression}", wanted, found)
    if "statistics" in expected:
        yield from _figures(expected, product.statistics(), counters)


def _case_differences(expected: Json, standing: Standing) -> Iterator[Difference]:
    case = standing.locked.case
    for key, zh, found in (
        ("state", "案件状态", case.state),
        ("end", "结案代码", case.end),
        ("number", "案号", case.number),
        ("title", "案由", case.title),
    ):
        if key in expected:
            yield from _unequal((key,), zh, f"The case's {key}", expected[key], found)
    for index, wanted in enumerate(expected.get("items", ())):
        yield from _item_differences(("items", index), wanted, standing.locked.items)
    yield from _unwanted_items(expected, standing)
    yield from _history_differences(expected.get("history", ()), standing.history)
    yield from _awaited(expected.get("awaits", ()), standing.reread.awaited)
    if "next_due" in expected:
        yield from _next_due(expected["next_due"], standing)


def _item_differences(place: Place, wanted: Json, items: Sequence[WorkItem]) -> Iterator[Difference]:
    same_code = [item for item in items if item.code == wanted["code"] and contains(item.entry or {}, wanted.get("for", {}))]
    fitting = [item for item in same_code if not list(_item_traits(item, wanted))]
    count = wanted.get("count")
    if not same_code:
        open_now = _codes(items)
        yield (
            place,
            Text(
                f"应有待办{wanted['code']}，此刻打开的待办是：{open_now.zh}。",
                f"A work item {wanted['code']} should be open; open now: {open_now.en}.",
            ),
        )
    elif not fitting:
        for key, found in _item_traits(same_code[0], wanted):
            yield from _unequal(
                (*place, key), f"待办{wanted['code']}的{_TRAITS[key].zh}", f"The {_TRAITS[key].en} of {wanted['code']}", wanted[key], found
            )
    elif count is not None and count != len(fitting):
        yield from _unequal((*place, "count"), f"待办{wanted['code']}的数量", f"The number of items {wanted['code']}", count, len(fitting))


def _item_traits(item: WorkItem, wanted: Json) -> Iterator[tuple[str, Any]]:
    """Yield the traits of an item that are not as wanted, with what they are."""
    if "due" in wanted and not is_moment(item.due, wanted["due"]):
        yield "due", local(item.due) if item.due else None
    for key in ("role", "holder", "form"):
        if key in wanted and getattr(item, key) != wanted[key]:
            yield key, getattr(item, key)
    if "assigned" in wanted and sorted(item.assigned) != sorted(wanted["assigned"]):
        yield "assigned", list(item.assigned)


_TRAITS = {
    "due": Text("期限", "due date"),
    "role": Text("岗位", "role"),
    "holder": Text("领取人", "holder"),
    "form": Text("表单", "form"),
    "assigned": Text("指派对象", "assignment"),
}


def _unwanted_items(expected: Json, standing: Standing) -> Iterator[Difference]:
    created = {entry.code: entry for entry in reversed(standing.history) if entry.kind == "created"}
    for index, code in enumerate(expected.get("no_items", ())):
        if code in created:
            at = local(created[code].at)
            yield (
                ("no_items", index),
                Text(f"不应产生待办{code}，但它在{at}产生了。", f"No work item {code} should ever exist, but one was created at {at}."),
            )
    for index, code in enumerate(expected.get("no_open_items", ())):
        if any(item.code == code for item in standing.locked.items):
            yield ("no_open_items", index), Text(f"此刻不应有打开的待办{code}。", f"No work item {code} should be open now.")


def _history_differences(wanted: Sequence[Json], history: Sequence[Entry]) -> Iterator[Difference]:
    start = 0
    for index, line in enumerate(wanted):
        found = next((at for at in range(start, len(history)) if _is_line(history[at], line)), None)
        if found is None:
            since = history[start - 1] if start else None
            yield ("history", index), _no_such_line(line, since, history[start:])
            return
        start = found + 1


def _is_line(entry: Entry, line: Json) -> bool:
    same = all(getattr(entry, name) == line[key] for key, name in (("kind", "kind"), ("code", "code"), ("by", "actor")) if key in line)
    at = "at" not in line or is_moment(entry.at, line["at"])
    return same and at and contains(dict(entry.detail), line.get("detail", {}))


def _no_such_line(line: Json, since: Entry | None, rest: Sequence[Entry]) -> Text:
    listed = ", ".join(f"{entry.kind} {entry.code or entry.element or ''}".strip() for entry in rest[:12]) or "-"
    after = (f"在{since.kind} {since.code or ''}之后", f" after {since.kind} {since.code or ''}") if since else ("", "")
    return Text(
        f"办理记录中{after[0]}应有{_shown(line)}，其后实际是：{listed}。",
        f"The history should hold {_shown(line)}{after[1]}; what stands there: {listed}.",
    )


def _awaited(wanted: Sequence[str], awaited: Sequence[str]) -> Iterator[Difference]:
    for index, name in enumerate(wanted):
        if name not in awaited:
            listed = "、".join(awaited) or "无", ", ".join(awaited) or "none"
            yield (
                ("awaits", index),
                Text(
                    f"应在等待消息{name}，此刻等待的是：{listed[0]}。", f"The message {name} should be awaited; awaited now: {listed[1]}."
                ),
            )


def _next_due(wanted: str, standing: Standing) -> Iterator[Difference]:
    dues = [item.due for item in standing.locked.items if item.due] + [timer.due for timer in standing.locked.timers]
    first = min(dues, default=None)
    if not is_moment(first, wanted):
        yield from _unequal(("next_due",), "最近的期限", "The next due date", wanted, local(first) if first else None)


def _figures(expected: Json, statistics: Mapping[str, Any], counters: Mapping[str, float]) -> Iterator[Difference]:
    for place, name, wanted in _listed(expected, "statistics"):
        found = statistics.get(name)
        if name in counters:
            found = (found or 0) + counters[name]
        yield from _unequal(place, f"统计数{name}", f"The figure {name}", wanted, found)


def _listed(expected: Json, key: str) -> Iterator[tuple[Place, str, Any]]:
    for name, wanted in expected.get(key, {}).items():
        yield (key, name), name, wanted


def _unequal(place: Place, zh: str, en: str, wanted: Any, found: Any) -> Iterator[Difference]:
    if not _same(wanted, found):
        yield place, Text(f"{zh}应为{_shown(wanted)}，实际为{_shown(found)}。", f"{en} should be {_shown(wanted)} but is {_shown(found)}.")


def _same(wanted: Any, found: Any) -> bool:
    # In Python true equals 1; to somebody who wrote 1 it does not.
    return bool(wanted == found) and isinstance(wanted, bool) == isinstance(found, bool)


def contains(whole: Any, part: Any) -> bool:
    """Tell whether every value of `part` stands in `whole`, at any depth of mappings."""
    if isinstance(part, Mapping):
        return isinstance(whole, Mapping) and all(key in whole and contains(whole[key], value) for key, value in part.items())
    return _same(part, whole)


def is_moment(found: datetime | None, wanted: str | None) -> bool:
    """Tell whether an instant is the wanted one, or falls on the wanted day by Beijing time."""
    if found is None or wanted is None:
        return found is None and wanted is None
    if len(wanted) == len("2025-06-03"):
        return local_date(found).isoformat() == wanted
    return local(found) == local(instant(wanted))


def _codes(items: Sequence[WorkItem]) -> Text:
    codes = [item.code for item in items]
    return Text("、".join(codes) or "无", ", ".join(codes) or "none")


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
