"""Says in words which figures of a pack changed, and who stands behind them now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engine.domain import ladder
from engine.domain.deadline import Period, PeriodError
from engine.errors import Text
from engine.packs.treediff import Change
from engine.usecases.ports import PackFigure, PackOutline

_KINDS = {"parameters": Text("参数", "Parameter"), "deadlines": Text("期限", "Deadline")}


def changes(before: PackOutline, after: PackOutline) -> Iterator[Change]:
    """Yield what became of the parameters and deadlines."""
    for table, kind in _KINDS.items():
        old, new = _by_name(getattr(before, table)), _by_name(getattr(after, table))
        for name in [*old, *(name for name in new if name not in old)]:
            yield from _figure(f"{table}.{name}", kind, old.get(name), new.get(name))


def is_told(place: str) -> bool:
    """Tell whether a change of pack.yaml at this place is told here."""
    return place.partition(".")[0] in _KINDS


def _figure(place: str, kind: Text, old: PackFigure | None, new: PackFigure | None) -> Iterator[Change]:
    if old is None and new is not None:
        value, source = _shown(new), _source(new.source)
        text = Text(
            f"新增{kind.zh}“{new.title.zh}”：{value.zh}（{source.zh}）。", f"{kind.en} “{new.title.en}” added: {value.en} ({source.en})."
        )
        yield Change(action="added", place=place, message=text)
    elif new is None and old is not None:
        text = Text(f"删除{kind.zh}“{old.title.zh}”。", f"{kind.en} “{old.title.en}” removed.")
        yield Change(action="removed", place=place, message=text)
    elif old is not None and new is not None and _differs(old, new):
        yield Change(action="changed", place=place, message=_changed(kind, old, new))


def _differs(old: PackFigure, new: PackFigure) -> bool:
    """Tell whether there is something to say; what goes by a parameter is told with the parameter."""
    if old.value == new.value and str(new.value).startswith("=parameters."):
        return old.title != new.title
    return (old.value, old.source, old.title) != (new.value, new.source, new.title)


def _changed(kind: Text, old: PackFigure, new: PackFigure) -> Text:
    parts = []
    if old.value != new.value:
        a, b = _shown(old), _shown(new)
        parts.append(Text(f"由{a.zh}改为{b.zh}", f"changed from {a.en} to {b.en}"))
    if old.source != new.source:
        a, b = _source(old.source), _source(new.source)
        parts.append(Text(f"来源由“{a.zh}”改为“{b.zh}”", f"its source from “{a.en}” to “{b.en}”"))
    if old.title != new.title:
        parts.append(Text(f"改称“{new.title.zh}”", f"is now called “{new.title.en}”"))
    return Text(f"{kind.zh}“{old.title.zh}”{_joined(parts).zh}。", f"{kind.en} “{old.title.en}”: {_joined(parts).en}.")


def _joined(parts: Sequence[Text]) -> Text:
    return Text("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _shown(figure: PackFigure) -> Text:
    value: Any = figure.value
    if figure.type == "period":
        try:
            return Period.parse(str(value)).in_words()
        except PeriodError:
            return Text(str(value), str(value))
    if figure.type == ladder.KIND:
        return ladder.in_words(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Text(text, text)


def _source(code: str) -> Text:
    if code.startswith("law:"):
        return Text(f"依据{code[4:]}", f"by law: {code[4:]}")
    return Text("本地已确认", "confirmed locally") if code == "county" else Text("默认值", "default")


def _by_name(figures: Iterable[PackFigure]) -> dict[str, PackFigure]:
    return {figure.name: figure for figure in figures}
