"""The people proposed for a case, in words: who and why, who not and why not, or what clashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from admin import visitor
from engine.domain.case import Entry, Json, WorkItem
from engine.errors import Text

#: Steps at which somebody decides about the people proposed, or tells the parties of them.
STEPS = frozenset({"TEAM.DISPATCH", "TEAM.RESOLVE", "TEAM.OBJECT", "CONFLICT.WAIVE"})
#: Of these, the one at which a party listens: why others were not chosen is for staff.
_BEFORE_PARTIES = "TEAM.OBJECT"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Somebody who is proposed."""

    name: str
    #: The seat, and whether the person leads or stands in.
    place: str
    why: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class People:
    """One proposal, as a page shows it."""

    at: datetime
    #: By which composition, and from which team.
    by: str
    members: Sequence[Chosen]
    #: Why others were not chosen; a reason that several share names them all.
    others: Sequence[str]
    #: How many more there are, by what keeps them out.
    rest: Sequence[tuple[str, int]]
    #: What clashes, empty where people were found: the sentence, and the rules behind it.
    sentence: str
    rules: Sequence[str]


def latest(history: Iterable[Entry]) -> People | None:
    """Return the newest proposal of a case."""
    found = next((entry for entry in reversed(list(history)) if entry.kind == "proposed"), None)
    return _people(found) if found else None


def for_step(item: WorkItem, history: Iterable[Entry]) -> People | None:
    """Return what whoever does a step must see of the people proposed."""
    found = latest(history) if item.code in STEPS else None
    if found is None or item.code != _BEFORE_PARTIES:
        return found
    return People(at=found.at, by=found.by, members=found.members, others=(), rest=(), sentence="", rules=())


def sentence(entry: Entry) -> str:
    """Return the line of the history."""
    found = _people(entry)
    if found.sentence:
        return _("选不出人：%(why)s", why=found.sentence)
    names = _("、").join(
        _("%(name)s（%(place)s）", name=each.name, place=each.place) if each.place else each.name for each in found.members
    )
    return _("提出人选：%(names)s", names=names)


def reasons(entry: Entry) -> list[str]:
    """Return why each was chosen and why others were not, for the history."""
    found = _people(entry)
    return [*(why for each in found.members for why in each.why), *found.rules, *found.others]


def _people(entry: Entry) -> People:
    detail = entry.detail
    conflict = detail.get("conflict") or {}
    return People(
        at=entry.at,
        by=_("，").join(visitor.say(Text(*each)) for each in (detail["composition"], detail["team"]) if each),
        members=[_chosen(member) for member in detail["members"]],
        others=list(_others(detail["others"])),
        rest=[(_kept_out().get(code, code), count) for code, count in detail["rest"].items()],
        sentence=_said(conflict["sentence"]) if conflict else "",
        rules=[_said(clash["rule"]) for clash in conflict.get("rules", ())],
    )


def _chosen(member: Json) -> Chosen:
    seat = _said(member["seat_title"]) if member["seat_title"] else ""
    places = [seat, _("替补") if member["is_substitute"] else "", _("负责人") if member["is_lead"] else ""]
    return Chosen(name=member["name"], place=_("，").join(filter(None, places)), why=[_said(why) for why in member["why"]])


def _others(found: Sequence[Json]) -> Iterator[str]:
    """Yield the reasons in order, each once: what does not name its person begins with all those of whom it is true."""
    names: dict[str, list[str]] = {}
    for other in found:
        names.setdefault(_said(other["reason"]), []).append(other["name"])
    for why, people in names.items():
        yield why if people[0] in why else _("%(names)s：%(why)s", names=_("、").join(people), why=why)


def _said(text: Json) -> str:
    return visitor.say(Text(**text))


def _kept_out() -> dict[str, str]:
    return {
        "absent": _("不在岗"),
        "off_duty": _("不当值"),
        "interest": _("须回避"),
        "struck": _("当事人不同意"),
        "declined": _("未接单"),
        "set_aside": _("派单人员换下"),
        "full": _("在办件数到上限"),
        "wanted": _("当事人点选了别人"),
        "kept": _("原成员留任"),
        "substitutes": _("只能替补"),
        "field": _("不熟悉这类纠纷"),
        "language": _("不会说当事人的语言"),
        "town": _("不在当地"),
        "peak": _("在办较多"),
        "load": _("在办较多"),
        "distance": _("路途较远"),
        "presence": _("不常在中心"),
        "order": _("名册次序在后"),
        "rules": _("换上不合规则"),
    }
