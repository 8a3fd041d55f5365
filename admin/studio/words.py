"""Periods, values and sources of a pack in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from admin import visitor
from admin.studio import ladders
from engine.domain import ladder
from engine.domain.deadline import Period, PeriodError
from engine.usecases.ports import PackFigure, PackOutline

_BY_PARAMETER = "=parameters."
_LAW = "law:"


def shown(figure: PackFigure, outline: PackOutline) -> str:
    """Return a figure's value for reading; a deadline that goes by a parameter shows the parameter's value."""
    value = figure.value
    if isinstance(value, str) and value.startswith(_BY_PARAMETER):
        value = _parameters(outline).get(value.removeprefix(_BY_PARAMETER), value)
    if figure.type == "period":
        return period(str(value))
    if figure.type == "boolean" and isinstance(value, bool):
        return _("是") if value else _("否")
    if figure.type == ladders.KIND:
        return visitor.say(ladder.in_words(value))
    if figure.type == "money":
        return _("%(amount)s元", amount=value)
    return _listed(value) if isinstance(value, list) else str(value)


def period(text: str) -> str:
    """Return `3 wd` as three working days; what cannot be read stays as written."""
    try:
        return visitor.say(Period.parse(text).in_words())
    except PeriodError:
        return text


def units() -> Mapping[str, str]:
    """Return the units of a period that can be picked."""
    return {"wd": _("工作日"), "d": _("天"), "h": _("小时"), "oh": _("办公小时"), "mo": _("月"), "end of day": _("当天")}


def source(code: str) -> tuple[str, str]:
    """Return how sure a figure is (`guess`, `county` or `law`) and the words for it."""
    if code.startswith(_LAW):
        return "law", _("依据：%(law)s", law=code.removeprefix(_LAW))
    return ("county", _("本地已确认")) if code == "county" else ("guess", _("默认值，未经本地确认"))


def person(code: str, names: Mapping[str, str]) -> str:
    """Return the name of whoever made or released something."""
    if code in ("factory", "operator"):
        return _("出厂设置") if code == "factory" else _("系统管理员")
    return names.get(code, code)


def state(code: str) -> str:
    """Return the words for the state of a draft."""
    return {"open": _("正在修改"), "submitted": _("等待复核"), "released": _("已发布"), "discarded": _("已作废")}[code]


def _parameters(outline: PackOutline) -> Mapping[str, Any]:
    return {parameter.name: parameter.value for parameter in outline.parameters}


def _listed(values: list[Any]) -> str:
    return _("、").join(str(value) for value in values)
