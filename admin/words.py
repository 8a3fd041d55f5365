"""Instants, due times and roles in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from admin import visitor
from engine.domain.calendar import ZONE, local_date
from engine.errors import Text

#: Days before the due day from which an item counts as due soon.
SOON = 2


def moment(instant: datetime) -> str:
    """Return day and minute by Beijing time."""
    return instant.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


def due(instant: datetime | None, now: datetime) -> tuple[str, str]:
    """Return urgency (`overdue`, `soon`, `later` or `none`) and the words for it."""
    if instant is None:
        return "none", _("没有期限")
    days = (local_date(instant) - local_date(now)).days
    if instant < now:
        return "overdue", _overdue(-days)
    if days == 0:
        return "soon", _("今天到期")
    return ("soon" if days <= SOON else "later"), ngettext("还有%(num)d天", "还有%(num)d天", days)


def _overdue(days: int) -> str:
    return ngettext("已超期%(num)d天", "已超期%(num)d天", days) if days else _("今天已超期")


def role(code: str) -> str:
    """Return the common words for a role; packs may call it otherwise on their own pages."""
    return roles().get(code, code)


def roles() -> dict[str, str]:
    """Return the common words for all roles, from the parties to those who administer."""
    return {
        "R.PARTY": _("当事人/群众"),
        "R.GRID": _("网格员"),
        "R.VILLAGE": _("村（社区）综治中心/调委会"),
        "R.TOWN_JUST": _("司法所"),
        "R.TOWN": _("乡镇（街道）综治中心"),
        "R.INTAKE": _("引导受理/综合受理窗口"),
        "R.DISPATCH": _("分流转办/指挥调度"),
        "R.DEPT": _("部门联络员"),
        "R.MEDIATOR": _("调解员"),
        "R.TEAM_LEAD": _("团队长/调委会主任"),
        "R.EXPERT": _("专家库"),
        "R.COURT": _("法院（诉讼服务/司法确认）"),
        "R.PROC": _("检察院"),
        "R.POLICE": _("公安"),
        "R.JUST": _("司法局"),
        "R.AID": _("法律援助"),
        "R.PSYCH": _("心理咨询师"),
        "R.SUPERVISOR": _("督办员"),
        "R.DIRECTOR": _("综治中心主任"),
        "R.PLC": _("政法委"),
        "R.WSO": _("弱信号办专员"),
        "R.CITY": _("市综治中心"),
        "R.PROVINCE": _("省综治中心"),
        "R.LEADER": _("责任领导"),
        "R.TASKFORCE": _("工作专班"),
        "R.ARCHIVE": _("档案员"),
        "R.FINANCE": _("补助审核"),
        "R.DPO": _("个人信息保护/审计"),
        "R.CONFIG": _("配置管理员"),
    }


def party(code: str) -> str:
    """Return the words for what somebody is in a case."""
    return {
        "applicant": _("申请人"),
        "respondent": _("被申请人"),
        "third": _("第三人"),
        "agent": _("代理人"),
        "other": _("其他当事人"),
    }.get(code, code)


def for_whom(entry: Mapping[str, Any] | None) -> str:
    """Return the names in the entry of a repeated step, so that its items can be told apart."""
    named = [_named(value) if isinstance(value, Mapping) else _name(value) for value in (entry or {}).values()]
    return "、".join(name for name in named if name)


def _named(value: Mapping[str, Any]) -> str:
    """Return what an entry is called, in both languages if it says so."""
    title = value.get("title")
    return (_name(title) if isinstance(title, Mapping) else "") or _name(value.get("name"))


def _name(name: Any) -> str:
    """Return a name as it stands, or in the visitor's language if it is told in both."""
    if isinstance(name, Mapping) and isinstance(name.get("zh"), str) and isinstance(name.get("en"), str):
        return visitor.say(Text(name["zh"], name["en"]))
    return name if isinstance(name, str) else ""
