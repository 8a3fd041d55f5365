"""The main menu: what it offers, and to whom. A page that belongs in it adds one line here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from admin import visitor
from engine.domain.access import CONFIGURER, KEEPERS, Actor


@dataclass(frozen=True, kw_only=True)
class Link:
    """An entry of the menu."""

    title: LazyString
    #: Name of the view, for example `Home.index`; other pages of the same view class count as below it.
    endpoint: str
    #: Roles of which one is needed; empty means that every post will do.
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Section:
    """Entries under one heading; a heading without entries for the visitor is not shown."""

    title: LazyString
    links: tuple[Link, ...]


MENU = (
    Section(
        title=_("办案"),
        links=(
            Link(title=_("待办"), endpoint="Home.index"),
            Link(title=_("案件"), endpoint="Cases.index"),
            Link(title=_("登记新案件"), endpoint="Entering.index"),
            Link(title=_("通知"), endpoint="Notices.index"),
            Link(title=_("统计"), endpoint="Figures.index"),
            Link(title=_("调解员菜单"), endpoint="menu.index"),
        ),
    ),
    Section(
        title=_("管理"),
        links=(
            Link(title=_("名册"), endpoint="Rosters.index", roles=KEEPERS),
            Link(title=_("人员与账号"), endpoint="AccountPages.index", roles=KEEPERS),
            Link(title=_("日历"), endpoint="Calendars.index", roles=frozenset({CONFIGURER})),
            Link(title=_("流程与规则"), endpoint="Studio.overview", roles=frozenset({CONFIGURER})),
            Link(title=_("模板包共享"), endpoint="Packs.index", roles=frozenset({CONFIGURER})),
            Link(title=_("接口说明"), endpoint="api.page", roles=KEEPERS),
        ),
    ),
)


def menu() -> list[Section]:
    """Return what the visitor may open; nothing for strangers."""
    if not visitor.is_signed_in():
        return []
    actor = visitor.known_actor()
    shown = (Section(title=s.title, links=tuple(_open_to(s, actor))) for s in MENU)
    return [section for section in shown if section.links]


def _open_to(section: Section, actor: Actor | None) -> Iterator[Link]:
    roles = {post.role for post in actor.posts} if actor else set()
    return (link for link in section.links if actor and (not link.roles or link.roles & roles))
