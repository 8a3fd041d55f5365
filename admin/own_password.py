"""The page on which everybody changes their own password."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, g, redirect, request, session, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import account_book, visitor
from engine.errors import FieldProblem, Text


class OwnPassword(BaseView):
    """A password is known to its owner alone."""

    route_base = "/account"

    @expose("/password", methods=["GET", "POST"])
    @visitor.signed_in_with_any_password
    def page(self) -> Any:
        """Show the page, or take the new password; other sessions and tokens of the account end."""
        problems = list(_problems()) if request.method == "POST" else []
        if request.method == "GET" or problems:
            return self.render_template(
                "account/password.html", problems=problems, is_handed_out=session.get("must_change")
            ), 422 if problems else 200
        account = account_book.of_visitor()
        account_book.change(account, request.form["new"], account.username)
        session["seal"], session["must_change"] = account_book.seal(account), False
        flash(_("密码已修改。"), "success")
        return redirect(url_for("Home.index"))


def _problems() -> Any:
    """Yield what speaks against the new password; the old one is asked for, because a screen may be left alone."""
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if current_app.appbuilder.sm.auth_user_db(g.user.username, old) is None:  # type: ignore[attr-defined]
        yield FieldProblem(path="/old", message=Text("现在的密码不正确。", "The present password is wrong."))
    weakness = account_book.weakness(new, g.user.username)
    if weakness:
        yield FieldProblem(path="/new", message=weakness)
    if new and new == old:
        yield FieldProblem(path="/new", message=Text("新密码不能与现在的相同。", "The new password must differ from the present one."))
    if new != request.form.get("again", ""):
        yield FieldProblem(path="/again", message=Text("两次输入的新密码不一致。", "The two new passwords differ."))
