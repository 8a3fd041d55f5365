"""Claim, release and hand over work items: one, or many at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_appbuilder.utils.base import get_safe_redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from admin import visitor
from engine import errors
from engine.domain import handing
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.case import Case, WorkItem
from engine.domain.roster import Person
from engine.store.queries import PAGE
from engine.usecases.claim import Claim, claim
from engine.usecases.reassign import Reassign, reassign
from engine.usecases.release import Release, release


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """An item to be handed over, with its case."""

    item: WorkItem
    case: Case


class Handling(BaseView):
    """What is done with items without opening them."""

    route_base = "/items"

    @expose("/claim", methods=["POST"])
    @visitor.signed_in
    def claim(self) -> Response:
        """Take the chosen items."""
        context, actor = visitor.product().context, visitor.actor()
        done = _each(lambda item: claim(Claim(item=item, actor=actor), context))
        if done:
            flash(ngettext("已领取%(num)d项。", "已领取%(num)d项。", done), "success")
        return _back()

    @expose("/release", methods=["POST"])
    @visitor.signed_in
    def release(self) -> Response:
        """Give the chosen items back to all who may do them."""
        context, actor = visitor.product().context, visitor.actor()
        done = _each(lambda item: release(Release(item=item, actor=actor), context))
        if done:
            flash(ngettext("已退回%(num)d项，同事可以领取。", "已退回%(num)d项，同事可以领取。", done), "success")
        return _back()

    @expose("/choose", methods=["POST"])
    @visitor.signed_in
    def choose(self) -> Response:
        """Go on to the page that asks to whom, so that reloading it sends nothing again."""
        items = _chosen()
        return redirect(url_for("Handling.ask", item=items, back=_target()), 303) if items else _nothing_chosen()

    @expose("/hand-over", methods=["GET"])
    @visitor.signed_in
    def ask(self) -> Any:
        """Ask to whom the items go, of those who may do all of them."""
        items = _chosen()
        if not items:
            return _nothing_chosen()
        chosen, people = _receivers(items, visitor.actor())
        return self.render_template("workspace/hand_over.html", chosen=chosen, people=people, back=_target())

    @expose("/hand-over", methods=["POST"])
    @visitor.signed_in
    def hand_over(self) -> Response:
        """Hand the items to the person named."""
        context, actor, to = visitor.product().context, visitor.actor(), request.form.get("to", "")
        if not to:
            flash(_("请选择要移交给谁。"), "error")
            return redirect(url_for("Handling.ask", item=_chosen(), back=_target()), 303)
        done = _each(lambda item: reassign(Reassign(item=item, actor=actor, to=to), context))
        if done:
            flash(ngettext("已移交%(num)d项。", "已移交%(num)d项。", done), "success")
        return _back()


def _each(act: Callable[[UUID], object]) -> int:
    """Do the same with each chosen item; says of those that were refused why, and returns how many were done."""
    items, refused = _chosen(), Counter[str]()
    if not items:
        flash(_("请先勾选要办理的事项。"), "error")
    for item in items:
        try:
            act(item)
        except errors.StoreUnavailableError:
            raise
        except errors.EngineError as error:
            refused[visitor.say(error.text)] += 1
    for reason, count in refused.items():
        flash(ngettext("有%(num)d项没有办成：%(reason)s", "有%(num)d项没有办成：%(reason)s", count, reason=reason), "error")
    return len(items) - refused.total()


def _chosen() -> list[UUID]:
    """Return the item whose own button was pressed, else those that are ticked."""
    names = [request.form["only"]] if request.form.get("only") else request.values.getlist("item")
    try:
        return [UUID(name) for name in dict.fromkeys(names)][:PAGE]
    except ValueError as error:
        raise BadRequest from error


def _receivers(items: list[UUID], actor: Actor) -> tuple[list[Chosen], list[Person]]:
    today = local_date(visitor.product().context.clock.now())
    with visitor.begin(actor) as uow:
        found = [uow.cases.lock_item(item) for item in items]
        rosters = {item.jurisdiction: uow.rosters.roster(item.jurisdiction) for _locked, item in found}
    able = [{person.code: person for person in handing.candidates(item, rosters[item.jurisdiction], today)} for _locked, item in found]
    people = [person for code, person in able[0].items() if all(code in each for each in able)]
    is_held_by_all = {code for code in able[0] if all(item.holder == code for _locked, item in found)}
    chosen = [Chosen(item=item, case=locked.case) for locked, item in found]
    return chosen, [person for person in people if person.code not in is_held_by_all]


def _target() -> str:
    return str(get_safe_redirect(request.values.get("back") or url_for("Home.index")))


def _back() -> Response:
    return redirect(_target(), 303)


def _nothing_chosen() -> Response:
    flash(_("请先勾选要办理的事项。"), "error")
    return _back()
