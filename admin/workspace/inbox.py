"""The inbox: the open work of a person, of a unit and of all, the most urgent first; and what people were told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from flask_appbuilder import BaseView, IndexView, expose
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin import visitor
from admin.workspace.lists import Asked
from admin.workspace.naming import Namer, Names
from engine.domain.access import Actor
from engine.domain.case import WorkItem
from engine.store import queries
from engine.store.queries import Count, InboxRow, NoticeRow, Scope
from engine.usecases import read_notices


@dataclass(frozen=True, kw_only=True)
class May:
    """What a visitor may do with an open item."""

    do: bool
    claim: bool
    release: bool
    hand_over: bool

    @classmethod
    def of(cls, item: WorkItem, actor: Actor) -> May:
        """Ask the same rules as the use cases."""
        is_free, is_for = item.holder is None, item.is_for(actor)
        return cls(
            do=is_for and item.holder in (None, actor.person),
            claim=is_free and is_for,
            release=not is_free and item.may_hand_over(actor),
            hand_over=item.may_hand_over(actor) or (is_free and is_for),
        )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A row of the inbox with its words."""

    row: InboxRow
    names: Names
    #: Who has it, or who may take it.
    who: str
    may: May

    @classmethod
    def of(cls, row: InboxRow, names: Names, actor: Actor) -> Shown:
        """Say the words of a row while the transaction lasts: naming somebody may read the roster."""
        return cls(row=row, names=names, who=row.holder or names.who(row.item), may=May.of(row.item, actor))


class Home(IndexView):
    """The first page: where a person's day begins."""

    @expose("/")
    @visitor.signed_in
    def index(self) -> str:
        """Show the open work of a scope; without one asked for, what is mine, or what I could take if that is nothing."""
        actor, asked, now = visitor.actor(), Asked.read(), visitor.product().context.clock.now()
        with visitor.begin(actor) as uow:
            counts = queries.inbox_counts(uow.transaction, actor, now)
            scope = _scope(counts)
            found = queries.inbox(uow.transaction, actor, scope=scope, search=asked.search, page=asked.page)
            namer = Namer(uow)
            rows = [Shown.of(row, namer.of(row.item.jurisdiction, row.release), actor) for row in found.rows]
        shown = {"rows": rows, "total": found.total, "pages": asked.pages(has_more=asked.has_more(found.total))}
        return str(
            self.render_template(
                "workspace/inbox.html", actor=actor, asked=asked, now=now, scope=scope, scopes=_scopes(counts, asked), **shown
            )
        )


class Notices(BaseView):
    """What somebody was told."""

    route_base = "/notices"

    @expose("/")
    @visitor.signed_in
    def index(self) -> str:
        """Show the newest notices."""
        actor = visitor.actor()
        with visitor.begin(actor) as uow:
            found = queries.notices(uow.transaction, actor)
            names = _addressees(found, actor)
        return str(self.render_template("workspace/notices.html", notices=found, names=names))

    @expose("/read", methods=["POST"])
    @visitor.signed_in
    def read(self) -> Response:
        """Mark one notice as read, or all of them."""
        notice = request.form.get("notice", type=int)
        read_notices.read_notices(read_notices.ReadNotices(actor=visitor.actor(), notice=notice), visitor.product().context)
        return redirect(url_for("Notices.index"), 303)


def _scope(counts: dict[Scope, Count]) -> Scope:
    wanted = request.args.get("scope", "")
    if wanted in set(Scope):
        return Scope(wanted)
    return Scope.UNIT if counts[Scope.UNIT].total and not counts[Scope.MINE].total else Scope.MINE


def _scopes(counts: dict[Scope, Count], asked: Asked) -> list[dict[str, Any]]:
    titles = {Scope.MINE: _("我的"), Scope.UNIT: _("本单位"), Scope.ALL: _("全部可见")}
    return [
        {"scope": scope, "title": title, "count": counts[scope], "address": asked.address(scope=scope.value)}
        for scope, title in titles.items()
    ]


def _addressees(found: tuple[NoticeRow, ...], actor: Actor) -> dict[str, str]:
    """Say for each address whether it is the person alone, or a role, team or unit that the person belongs to."""
    kinds = {"person": _("发给您本人"), "team": _("发给您的团队"), "unit": _("发给您的单位")}
    kinds |= dict.fromkeys(("post", "role"), _("发给您的岗位"))
    return {notice.to: kinds.get(notice.to.partition(":")[0], actor.name) for notice in found}
