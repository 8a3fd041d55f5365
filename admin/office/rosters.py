"""The roster of a jurisdiction: its people, teams, posts and units, each listed, added, changed and ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.office import entries, keeping, showing
from admin.office.entries import Table, Typed, UnreadableError
from admin.office.keeping import Keeping
from admin.office.showing import Showing
from engine import errors
from engine.domain import roster_change
from engine.domain.roster import Person
from engine.domain.roster_change import Plain, Row
from engine.errors import FieldProblem
from engine.usecases.edit_roster import EndRow, SaveRow, end_row, save_row


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of a roster on its page."""

    table: Table
    #: None while it is being added.
    stored: Row | None
    typed: Typed
    problems: tuple[FieldProblem, ...] = ()
    #: Whether somebody else changed the row while this page was open.
    is_stale: bool = False

    @property
    def mark(self) -> str:
        """Return the state of the row that the page shows."""
        return roster_change.mark(self.stored) if self.stored else ""

    def problem(self, name: str) -> list[str]:
        """Return the sentences for a field."""
        return [visitor.say(problem.message) for problem in self.problems if problem.path == f"/{name}"]


class Rosters(BaseView):
    """Who works here, in which unit, team and post."""

    route_base = "/office/rosters"

    @expose("/")
    @visitor.signed_in
    def index(self) -> Any:
        """Begin with the people of the topmost jurisdiction that the visitor keeps."""
        wanted = request.args.get("jurisdiction") or keeping.first(visitor.actor())
        return redirect(url_for("Rosters.table", jurisdiction=wanted, table=request.args.get("table", "people")))

    @expose("/<jurisdiction>/<table>")
    @visitor.signed_in
    def table(self, jurisdiction: str, table: str) -> str:
        """List one table."""
        kept, asked = keeping.of(jurisdiction, visitor.actor()), _table(table)
        shown = Showing(keeping=kept, wanted=request.args.get("q", "").strip(), with_ended="ended" in request.args)
        return self._shown("office/rosters/list.html", keeping=kept, showing=shown, table=asked, tables=entries.TABLES)

    @expose("/<jurisdiction>/<table>/new", methods=["GET", "POST"])
    @visitor.signed_in
    def add(self, jurisdiction: str, table: str) -> Any:
        """Show an empty entry, or add what was entered."""
        kept, asked = keeping.of(jurisdiction, visitor.actor()), _table(table)
        entry = Entry(table=asked, stored=None, typed=entries.typed(asked) if request.method == "POST" else dict(request.args))
        return self._saved(entry, kept, "") if request.method == "POST" else self._page(entry, kept)

    @expose("/<jurisdiction>/<table>/<code>", methods=["GET", "POST"])
    @visitor.signed_in
    def change(self, jurisdiction: str, table: str, code: str) -> Any:
        """Show an entry, or store what was changed."""
        kept, asked = keeping.of(jurisdiction, visitor.actor()), _table(table)
        stored = _stored(kept, asked, code)
        entry = Entry(table=asked, stored=stored, typed=asked.show(stored))
        if request.method == "GET":
            return self._page(entry, kept)
        return self._saved(replace(entry, typed=entries.typed(asked)), kept, code)

    @expose("/<jurisdiction>/<table>/end", methods=["POST"])
    @visitor.signed_in
    def end(self, jurisdiction: str, table: str) -> Any:
        """Take a post, a row of the rota, an absence or a distance away."""
        asked = _table(table)
        if not issubclass(asked.kind, Plain):
            abort(404)
        try:
            row = entries.read(asked, entries.typed(asked), jurisdiction, "")
            end_row(EndRow(row=row, actor=visitor.actor()), visitor.product().context)
            flash(_("已撤去。"), "success")
        except errors.AnswersRefusedError as error:
            for problem in error.problems:
                flash(visitor.say(problem.message), "error")
        return redirect(url_for("Rosters.table", jurisdiction=jurisdiction, table=asked.name))

    def _saved(self, entry: Entry, kept: Keeping, code: str) -> Any:
        """Store the row and go back to the list, or show what was entered again with all problems."""
        try:
            row = entries.read(entry.table, entry.typed, kept.jurisdiction, code)
            if isinstance(row, Person) and isinstance(entry.stored, Person):
                row = replace(row, login=entry.stored.login)
            seen = request.form.get("mark") or None
            command = SaveRow(row=row, actor=visitor.actor(), seen=seen, withdraw="withdraw" in request.form)
            save_row(command, visitor.product().context)
        except UnreadableError as error:
            return self._page(replace(entry, problems=(error.problem,)), kept), 422
        except errors.AnswersRefusedError as error:
            return self._page(replace(entry, problems=error.problems), kept), 422
        except errors.RosterChangedError:
            fresh = keeping.of(kept.jurisdiction, visitor.actor())
            return self._page(replace(entry, stored=_stored(fresh, entry.table, code), is_stale=True), fresh), 409
        flash(_("已保存。"), "success")
        return redirect(url_for("Rosters.table", jurisdiction=kept.jurisdiction, table=entry.table.name))

    def _page(self, entry: Entry, kept: Keeping) -> str:
        return self._shown(f"office/rosters/{entry.table.name}.html", keeping=kept, showing=Showing(keeping=kept), entry=entry)

    def _shown(self, template: str, **more: Any) -> str:
        words = {name: said() for name, said in showing.WORDS.items()}
        return str(self.render_template(template, **words, **more))


def _table(name: str) -> Table:
    return entries.TABLES.get(name) or abort(404)


def _stored(kept: Keeping, table: Table, code: str) -> Row:
    rows = getattr(kept.own, table.name)
    return next((row for row in rows if not isinstance(row, Plain) and row.code == code), None) or abort(404)
