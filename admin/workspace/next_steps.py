"""Say in one sentence what happens next with a case."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from admin import visitor, words
from admin.workspace.naming import Names
from engine.domain.access import Actor
from engine.domain.case import Case, ItemState, WorkItem
from engine.domain.roster import Roster

#: Steps named in the sentence; a case with more says how many.
MOST = 3


def sentence(case: Case, actor: Actor) -> str:
    """Return who has what until when, or how the case ended."""
    with visitor.begin(actor) as uow:
        items = [item for item in uow.cases.items(case.id) if item.state is ItemState.OPEN]
    return after_step(case, items, actor)


def after_step(case: Case, items: Sequence[WorkItem], actor: Actor) -> str:
    """Return the same of a step that is just done, without asking the database what it knows."""

    def roster() -> Roster:
        with visitor.begin(actor) as uow:
            return uow.rosters.roster(case.jurisdiction)

    names = Names(release=visitor.product().context.releases.get(case.release), read_roster=roster)
    if case.is_closed:
        return _("案件已办结：%(end)s。", end=names.label("ends", case.end) or _("流程结束"))
    if not items:
        return _("案件在等待期限或消息，到时会自动继续。")
    said = _("；").join(_step(item, names) for item in items[:MOST])
    return _("接下来：%(steps)s。", steps=said) if len(items) <= MOST else _("接下来：%(steps)s等%(num)d项。", steps=said, num=len(items))


def _step(item: WorkItem, names: Names) -> str:
    whom, who = words.for_whom(item.entry), names.who(item)
    title = visitor.say(item.title) + (f" · {whom}" if whom else "")
    if item.due is None:
        return _("“%(title)s”，由%(who)s办理", title=title, who=who)
    return _("“%(title)s”，由%(who)s在%(due)s前办理", title=title, who=who, due=words.moment(item.due))
