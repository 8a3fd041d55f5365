"""The history of a case in plain words: one sentence for every kind of entry, nothing of class P2 or P3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask_babel import gettext as _

from admin import visitor, words
from admin.workspace import people
from admin.workspace.naming import Names
from engine.domain.calendar import local_date
from engine.domain.case import Entry, Submission, WorkItem
from engine.errors import Text
from engine.usecases import operations

#: Step code of the rating, which must not show who gave which score (domain analysis, scenario S08).
RATING = "FB.RATE"
#: A deadline that passes more often than this looks after something day by day: few want to read each time.
OFTEN = 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the timeline."""

    at: datetime
    who: str
    sentence: str
    #: Whether a person did it; what the system did by itself is shown quietly.
    is_by_person: bool
    #: Whether it is a step of the machinery that few want to read; shown on request.
    is_automatic: bool
    #: What stands behind it, folded away.
    more: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Teller:
    """Tells the history of one case."""

    names: Names
    #: Titles of the steps by the element that asks for them.
    titles: dict[str, Text]
    #: For whom a repeated step is, by the kind, element and instant of an entry, in turn.
    whom: Mapping[tuple[str, str | None, datetime], Iterator[str]]

    @classmethod
    def of(cls, names: Names, items: Sequence[WorkItem], submissions: Iterable[Submission] = ()) -> Teller:
        """Return the teller for a case with its items and what was submitted; whoever rated stays unnamed."""
        named = {item.id: item for item in items if item.code != RATING and words.for_whom(item.entry)}
        found: dict[tuple[str, str | None, datetime], list[str]] = {}
        for item in named.values():
            found.setdefault(("created", item.element, item.created_at), []).append(words.for_whom(item.entry))
        for submission in submissions:
            if of := named.get(submission.item) if submission.item else None:
                found.setdefault(("submitted", of.element, submission.at), []).append(words.for_whom(of.entry))
        return cls(names=names, titles={item.element: item.title for item in items}, whom={key: iter(each) for key, each in found.items()})

    def days(self, history: Iterable[Entry]) -> list[tuple[date, list[Line]]]:
        """Return the lines by day, the newest first."""
        told = list(history)
        fired = Counter(entry.element for entry in told if entry.kind == "fired")
        lines = [self._line(entry, is_routine=fired[entry.element] > OFTEN) for entry in reversed(told)]
        return [(day, list(group)) for day, group in groupby(lines, key=lambda line: local_date(line.at))]

    def _line(self, entry: Entry, *, is_routine: bool) -> Line:
        tell = _TOLD.get(entry.kind)
        is_by_person = entry.actor != "system" and entry.kind in _BY_PERSONS
        sentence = tell(self, entry) if tell else entry.kind
        return Line(
            at=entry.at,
            who=self.names.person(entry.actor),
            sentence=sentence,
            is_by_person=is_by_person,
            is_automatic=_is_automatic(entry) or (entry.kind == "fired" and is_routine),
            more=people.reasons(entry) if entry.kind == "proposed" else (),
        )


def _is_automatic(entry: Entry) -> bool:
    """Tell whether few want to read it; what an event of the diagram says of a message, the person's own line has said."""
    return entry.kind in _AUTOMATIC or (entry.kind == "message" and entry.element is not None)


def _step(teller: Teller, entry: Entry) -> str:
    """Return what the step is called: by the diagram, else by its code; with for whom it is, if it is repeated."""
    title = entry.detail.get("title")
    if title and title[0]:
        return visitor.say(Text(*title))
    found = teller.titles.get(entry.element or "")
    step = visitor.say(found) if found else teller.names.label("codes", entry.code) or entry.element or ""
    whom = next(teller.whom.get((entry.kind, entry.element, entry.at), iter(())), "")
    return f"{step} · {whom}" if whom else step


def _form(teller: Teller, entry: Entry) -> str:
    code = entry.detail.get("form")
    return visitor.say(teller.names.release.form(code).title()) if code else ""


def _opened(_teller: Teller, entry: Entry) -> str:
    if entry.detail.get("rhythm"):
        return _("按“%(title)s”的安排自动开始", title=visitor.say(Text(*entry.detail["title"])))
    if entry.detail.get("opener"):
        return _("由案件%(number)s打开", number=entry.detail["opener"])
    return _("登记了这个案件")


def _submitted(teller: Teller, entry: Entry) -> str:
    form, step = _form(teller, entry), _step(teller, entry)
    if not form:
        return _("办结了“%(step)s”", step=step)
    return _("办理“%(step)s”，提交了《%(form)s》", step=step, form=form) if entry.element else _("提交了《%(form)s》", form=form)


def _claimed(teller: Teller, entry: Entry) -> str:
    return _("领取了“%(step)s”", step=_step(teller, entry))


def _released(teller: Teller, entry: Entry) -> str:
    return _("退回了“%(step)s”，等待同事领取", step=_step(teller, entry))


def _reassigned(teller: Teller, entry: Entry) -> str:
    return _("把“%(step)s”移交给%(to)s", step=_step(teller, entry), to=teller.names.person(str(entry.detail.get("to"))))


def _created(teller: Teller, entry: Entry) -> str:
    due = entry.detail.get("due")
    if not due:
        return _("“%(step)s”开始等待办理", step=_step(teller, entry))
    return _("“%(step)s”开始等待办理，期限%(due)s", step=_step(teller, entry), due=words.moment(datetime.fromisoformat(due)))


def _withdrawn(teller: Teller, entry: Entry) -> str:
    return _("“%(step)s”不再需要办理", step=_step(teller, entry))


def _fired(teller: Teller, entry: Entry) -> str:
    if entry.detail.get("thrown"):
        return _("“%(step)s”，案件转入下一步", step=_step(teller, entry))
    title = _deadline(teller, entry)
    return _("期限“%(title)s”已到，案件转入下一步", title=title) if title else _("期限已到，案件转入下一步")


def _warned(teller: Teller, entry: Entry) -> str:
    step, share = teller.titles.get(entry.element or ""), entry.detail.get("at")
    return _("“%(step)s”的期限已用%(share)s%%，已提醒", step=visitor.say(step) if step else _step(teller, entry), share=share)


def _paused(teller: Teller, entry: Entry) -> str:
    awaited = visitor.say(Text(*entry.detail["awaited"]))
    return _("“%(title)s”的期限暂停计算，等待“%(awaited)s”", title=_deadline(teller, entry), awaited=awaited)


def _resumed(teller: Teller, entry: Entry) -> str:
    due = words.moment(datetime.fromisoformat(entry.detail["due"]))
    return _("“%(title)s”的期限恢复计算，到%(due)s", title=_deadline(teller, entry), due=due)


def _recounted(teller: Teller, entry: Entry) -> str:
    due = words.moment(datetime.fromisoformat(entry.detail["due"]))
    return _("“%(title)s”的期限按日历重新计算，到%(due)s", title=_deadline(teller, entry), due=due)


def _deadline(teller: Teller, entry: Entry) -> str:
    """Return what the deadline of an entry is called, else the step that has it."""
    rule = teller.names.release.deadlines.get(str(entry.detail.get("deadline")))
    return visitor.say(rule.title) if rule else _step(teller, entry)


def _decided(teller: Teller, entry: Entry) -> str:
    return _("按决策表作出判断：%(step)s", step=_step(teller, entry))


def _computed(teller: Teller, entry: Entry) -> str:
    return _("自动计算：%(step)s", step=_step(teller, entry))


def _operated(teller: Teller, entry: Entry) -> str:
    operation = operations.CATALOGUE.get(str(entry.detail.get("operation")))
    return _("自动完成：%(step)s", step=_step(teller, entry) or (visitor.say(operation.title) if operation else ""))


def _signal(_teller: Teller, entry: Entry) -> str:
    return _("流程发出信号“%(name)s”", name=str(entry.detail.get("signal") or ""))


def _message(teller: Teller, entry: Entry) -> str:
    name = str(entry.detail.get("message") or entry.code or "")
    return _("收到消息“%(name)s”", name=teller.names.label("codes", name))


def _issued(_teller: Teller, entry: Entry) -> str:
    title, number = visitor.say(Text(*entry.detail["title"])), entry.detail.get("number")
    return _("出具了《%(title)s》（%(number)s）", title=title, number=number) if number else _("出具了《%(title)s》", title=title)


def _received(_teller: Teller, entry: Entry) -> str:
    title, issuer = entry.detail.get("title"), entry.detail.get("issuer")
    return _("登记了%(issuer)s的来文《%(title)s》", issuer=issuer, title=title) if title else _("登记了来文（含敏感信息）")


def _alert(_teller: Teller, entry: Entry) -> str:
    before, after = (visitor.say(Text(*entry.detail[name])) if entry.detail.get(name) else None for name in ("before", "after"))
    cause = entry.detail.get("cause")
    if after is None:
        ended = {
            "quiet": _("平静期满，%(before)s预警自动解除", before=before),
            "lapsed": _("到期无人复核，%(before)s预警自动失效", before=before),
        }
        return ended.get(str(cause)) or _("解除了预警")
    told = {
        "opened": _("开启了%(after)s预警", after=after),
        "quiet": _("平静期满，预警由%(before)s自动降为%(after)s", before=before, after=after),
        "incident": _("出现新情况，预警为%(after)s，平静期重新计算", after=after),
        "reversed": _("撤销了自动降级，预警恢复为%(after)s", after=after),
        "confirmed": _("复核后保持%(after)s预警", after=after),
    }
    return told.get(str(cause)) or _("预警调整为%(after)s", after=after)


def _state(teller: Teller, entry: Entry) -> str:
    return _("案件进入“%(state)s”", state=teller.names.label("states", str(entry.detail.get("state"))))


def _ended(teller: Teller, entry: Entry) -> str:
    return _("案件办结：%(end)s", end=teller.names.label("ends", entry.code) or _("流程结束"))


def _proposed(_teller: Teller, entry: Entry) -> str:
    return people.sentence(entry)


_BY_PERSONS = frozenset({"opened", "submitted", "claimed", "released", "reassigned", "message", "issued", "received", "alert"})
_AUTOMATIC = frozenset({"decided", "computed", "operated"})
_TOLD: dict[str, Callable[[Teller, Entry], str]] = {
    "opened": _opened,
    "proposed": _proposed,
    "submitted": _submitted,
    "claimed": _claimed,
    "released": _released,
    "reassigned": _reassigned,
    "created": _created,
    "withdrawn": _withdrawn,
    "fired": _fired,
    "warned": _warned,
    "paused": _paused,
    "resumed": _resumed,
    "recounted": _recounted,
    "decided": _decided,
    "computed": _computed,
    "operated": _operated,
    "message": _message,
    "signal": _signal,
    "issued": _issued,
    "received": _received,
    "alert": _alert,
    "state": _state,
    "ended": _ended,
}
