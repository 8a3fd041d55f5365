"""The accounts of a jurisdiction: who may sign in, with which posts; opening, resetting, locking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _

from admin import account_book, visitor
from admin.account_book import Kind, Line, LoginTakenError
from admin.office import keeping
from admin.office.keeping import Keeping
from admin.office.showing import Showing
from admin.security import is_locked
from engine import errors
from engine.domain import access, roster_change
from engine.domain.roster import Person, Post
from engine.errors import FieldProblem, Text
from engine.usecases.edit_roster import SaveRow, save_row


class OtherKeeperError(errors.NotAllowedError):
    """这个账号还用于您管不到的岗位，或者是您自己的账号，不能在这里变更。请联系上级辖区的管理员；自己的密码请用“修改密码”。

    This account serves posts beyond your reach, or it is your own, so you cannot change it here. Ask the administrator above;
    change your own password under "Password".
    """


@dataclass(frozen=True, kw_only=True)
class Holder:
    """A person with the account, as their keeper sees them."""

    person: Person
    posts: Sequence[Post]
    user: User | None

    @property
    def state(self) -> str:
        """Return `none`, `missing`, `off`, `waiting` or `on`."""
        if self.person.login is None:
            return "none"
        if self.user is None:
            return "missing"
        if not self.user.is_active:
            return "off"
        return "waiting" if is_locked(self.user) else "on"


@dataclass(frozen=True, kw_only=True)
class Page:
    """The page of one account, with what was just done."""

    holder: Holder
    lines: Sequence[Line]
    #: Shown once and never again.
    password: str = ""
    typed: str = ""
    problems: Sequence[FieldProblem] = ()


class AccountPages(BaseView):
    """Who may sign in."""

    route_base = "/office/accounts"

    @expose("/")
    @visitor.signed_in
    def index(self) -> Any:
        """Begin with the topmost jurisdiction that the visitor keeps."""
        wanted = request.args.get("jurisdiction") or keeping.first(visitor.actor())
        return redirect(url_for("AccountPages.table", jurisdiction=wanted))

    @expose("/<jurisdiction>")
    @visitor.signed_in
    def table(self, jurisdiction: str) -> str:
        """List the people of a jurisdiction with their posts and accounts."""
        kept = keeping.of(jurisdiction, visitor.actor())
        showing = Showing(keeping=kept, wanted=request.args.get("q", "").strip(), with_ended="ended" in request.args)
        people = showing.people()
        users = account_book.of_logins(person.login for person in people if person.login)
        holders = [_holder(person, kept, users.get(person.login or "")) for person in people]
        return str(self.render_template("office/accounts/list.html", keeping=kept, showing=showing, holders=holders))

    @expose("/<jurisdiction>/<code>", methods=["GET"])
    @visitor.signed_in
    def page(self, jurisdiction: str, code: str) -> str:
        """Show an account."""
        kept = keeping.of(jurisdiction, visitor.actor())
        return self._shown(kept, _found(kept, code))

    @expose("/<jurisdiction>/<code>/open", methods=["POST"])
    @visitor.signed_in
    def open(self, jurisdiction: str, code: str) -> Any:
        """Let a person sign in: enter the user name on the roster, add the account, show its password once."""
        kept = keeping.of(jurisdiction, visitor.actor())
        holder = _changeable(kept, code)
        login = holder.person.login or request.form.get("login", "").strip()
        try:
            _enter(holder.person, login)
            password = account_book.open_account(login, holder.person.name, visitor.actor().person)
        except errors.AnswersRefusedError as error:
            return self._shown(kept, holder, typed=login, problems=error.problems), 422
        except (LoginTakenError, errors.SettingError):
            # The roster refuses user names of other jurisdictions too; whose they are is nobody's business here.
            problem = FieldProblem(path="/login", message=LoginTakenError.default_text())
            return self._shown(kept, holder, typed=login, problems=(problem,)), 422
        fresh = keeping.of(jurisdiction, visitor.actor())
        return self._shown(fresh, _found(fresh, code), password=password)

    @expose("/<jurisdiction>/<code>/reset", methods=["POST"])
    @visitor.signed_in
    def reset(self, jurisdiction: str, code: str) -> str:
        """Give an account a new password and show it once."""
        kept = keeping.of(jurisdiction, visitor.actor())
        holder = _changeable(kept, code)
        password = account_book.reset(_user(holder), visitor.actor().person)
        return self._shown(kept, holder, password=password)

    @expose("/<jurisdiction>/<code>/lock", methods=["POST"])
    @visitor.signed_in
    def lock(self, jurisdiction: str, code: str) -> Any:
        """Let nobody sign in with an account."""
        holder = _changeable(keeping.of(jurisdiction, visitor.actor()), code)
        account_book.lock(_user(holder), visitor.actor().person)
        flash(_("账号已停用，正在使用的登录也已失效。"), "success")
        return redirect(url_for("AccountPages.page", jurisdiction=jurisdiction, code=code))

    @expose("/<jurisdiction>/<code>/unlock", methods=["POST"])
    @visitor.signed_in
    def unlock(self, jurisdiction: str, code: str) -> Any:
        """Let an account be used again."""
        holder = _changeable(keeping.of(jurisdiction, visitor.actor()), code)
        account_book.unlock(_user(holder), visitor.actor().person)
        flash(_("账号可以登录了。"), "success")
        return redirect(url_for("AccountPages.page", jurisdiction=jurisdiction, code=code))

    def _shown(self, kept: Keeping, holder: Holder, **more: Any) -> str:
        page = Page(holder=holder, lines=account_book.lines(holder.user) if holder.user else (), **more)
        names = {
            Kind.OPENED: _("开通"),
            Kind.RESET: _("重设密码"),
            Kind.LOCKED: _("停用"),
            Kind.UNLOCKED: _("启用"),
            Kind.CHANGED: _("本人修改密码"),
        }
        may_change = _is_changeable(holder)
        showing = Showing(keeping=kept)
        return str(
            self.render_template("office/accounts/page.html", keeping=kept, showing=showing, page=page, names=names, may_change=may_change)
        )


def _found(kept: Keeping, code: str) -> Holder:
    person = kept.own.by_person.get(code) or abort(404)
    return _holder(person, kept, account_book.of_logins([person.login or ""]).get(person.login or ""))


def _holder(person: Person, kept: Keeping, user: User | None) -> Holder:
    return Holder(person=person, posts=tuple(kept.serving.posts_of(person.code)), user=user)


def _changeable(kept: Keeping, code: str) -> Holder:
    holder = _found(kept, code)
    if not _is_changeable(holder):
        raise OtherKeeperError
    return holder


def _is_changeable(holder: Holder) -> bool:
    """Tell whether the visitor keeps every jurisdiction in which the person holds a post: a password opens all of them."""
    actor, context = visitor.actor(), visitor.product().context
    if holder.person.code == actor.person:
        return False
    with context.begin(actor.reach) as uow:
        posts = uow.rosters.actor(holder.person.code).posts
    return all(access.KEEPERS & actor.roles_in(post.jurisdiction) for post in posts)


def _user(holder: Holder) -> User:
    return holder.user or abort(404)


def _enter(person: Person, login: str) -> None:
    """Write the user name on the roster. Raises LoginTakenError if it has an account: nobody inherits that of another."""
    if account_book.of_logins([login]):
        raise LoginTakenError
    if not login:
        raise errors.AnswersRefusedError([FieldProblem(path="/login", message=Text("请填写此项。", "Fill this in."))])
    if person.login is None:
        command = SaveRow(row=replace(person, login=login), actor=visitor.actor(), seen=roster_change.mark(person))
        save_row(command, visitor.product().context)
