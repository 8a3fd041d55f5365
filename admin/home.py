"""The first page: where a person's day begins."""

from __future__ import annotations

from flask_appbuilder import IndexView, expose

from admin import visitor


class Home(IndexView):
    """Greets by name and names the posts held."""

    @expose("/")
    @visitor.signed_in
    def index(self) -> str:
        """Show whom the system takes the visitor for, and what that person may do."""
        return str(self.render_template("workspace/home.html", actor=visitor.actor()))
