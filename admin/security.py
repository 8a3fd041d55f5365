"""Sign in: Flask-AppBuilder's accounts, with a lock-out that holds across web processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import flash, g, redirect, request, session, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.sqla.models import User
from flask_appbuilder.security.views import AuthDBView
from flask_appbuilder.utils.base import get_safe_redirect
from flask_babel import gettext as _
from flask_login import UserMixin, login_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField

from admin import account_book, visitor
from engine.store import rosters

#: After so many failures in a row an account refuses everything for a while.
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


_ACCOUNT = rosters.beside("SELECT id, username, password, first_name, last_name, active FROM public.ab_user WHERE id = :account")


@dataclass(frozen=True, kw_only=True, eq=False)
class SignedIn(UserMixin):
    """Who has signed in. What they may do follows from the roster; Flask-AppBuilder's own user is read where an account is changed."""

    id: int
    username: str
    first_name: str
    last_name: str


class SignInForm(FlaskForm):
    """User name and password."""

    username = StringField()
    password = PasswordField()


class SignIn(AuthDBView):
    """The page for signing in."""

    @expose("/login/", methods=["GET", "POST"])
    def login(self) -> Response | str:
        """Show the page, or sign in and go where the person was heading."""
        target = get_safe_redirect(request.args["next"]) if request.args.get("next") else url_for("Home.index")
        if g.user.is_authenticated:
            return redirect(target)
        form = SignInForm()
        if form.validate_on_submit():
            user = self.appbuilder.sm.auth_user_db(form.username.data, form.password.data)
            if user:
                login_user(user, remember=False)
                session["seal"] = account_book.seal(user)
                session["must_change"] = account_book.must_change(user)
                return redirect(target)
            # One sentence for every reason, so that nobody learns which accounts exist.
            flash(_("用户名或密码不正确。连续输错五次后，账号会锁定十五分钟。"), "error")
        return self.render_template("account/sign_in.html", form=form)


class Accounts(SecurityManager):
    """Accounts that lock after repeated failures."""

    def load_user(self, pk: int) -> SignedIn | None:
        """Return who has signed in, unless the password was changed since or the account is locked."""
        return self._account(pk, session.get("seal"))

    def load_user_jwt(self, _header: dict[str, Any], claims: dict[str, Any]) -> SignedIn | None:
        """Return the owner of a token, unless the password was changed since or the account is locked."""
        user = self._account(claims["sub"], claims.get("seal"))
        if user:
            g.user = user
        return user

    def _account(self, pk: int, seal: str | None) -> SignedIn | None:
        """Return the owner of an account if it may be used and its password is that of the seal.

        Every request asks for it, and for the person whose it is: both are read with one statement.
        """
        row, person = visitor.with_actor(_ACCOUNT, int(pk))
        if row is None or not row.active or seal != account_book.seal(row):
            return None
        g.actor = person
        return SignedIn(id=row.id, username=row.username, first_name=row.first_name, last_name=row.last_name)

    def auth_user_db(self, username: str, password: str) -> User | None:
        """Return the account if the password is right and the account is not locked."""
        user = self.find_user(username=username) if username else None
        if user and is_locked(user):
            return None
        return super().auth_user_db(username, password)

    def update_user_auth_stat(self, user: User, success: bool = True) -> None:
        """Count in one statement, so that no failure is lost between web processes."""
        now = datetime.now()  # noqa: DTZ005 - Flask-AppBuilder's columns hold local time without zone
        values: dict[str, Any] = {"fail_login_count": 0, "last_login": now, "login_count": sa.func.coalesce(User.login_count, 0) + 1}
        if not success:
            values = {"fail_login_count": sa.func.coalesce(User.fail_login_count, 0) + 1, "changed_on": now}
        self.session.execute(sa.update(User).where(User.id == user.id).values(**values))
        self.session.commit()


def is_locked(user: User) -> bool:
    """Tell whether an account refuses everything because of too many failures."""
    if (user.fail_login_count or 0) < MOST_FAILURES:
        return False
    return bool(user.changed_on + LOCKED_FOR > datetime.now())  # noqa: DTZ005 - as above
