"""Working calendars: each year with its source, a grid of months, and editing by spans as the notice words them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.office import calendar_entries, calendar_showing, configuring
from admin.office.calendar_entries import Typed
from engine import calendars, errors
from engine.domain.access import CONFIGURER, Actor
from engine.domain.calendar import local_date
from engine.domain.calendar_year import FIRST_YEAR, LAST_YEAR, CalendarYear, Source
from engine.errors import FieldProblem, Text
from engine.usecases.change_calendar import (
    CalendarChangedError,
    ChangeCalendar,
    Movement,
    WithdrawYear,
    change_calendar,
    mark,
    preview,
)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The calendar of a jurisdiction as its administrator sees it."""

    jurisdiction: str
    #: Codes and titles of all jurisdictions whose calendar the visitor keeps, parents first.
    configured: Sequence[tuple[str, Text]]
    #: Titles of all jurisdictions, and names of people, for saying who entered a year.
    places: dict[str, Text]
    people: dict[str, str]
    years: Sequence[CalendarYear]
    today: date

    @property
    def title(self) -> Text:
        """Return the name of the jurisdiction."""
        return self.places[self.jurisdiction]

    def year(self, number: int) -> CalendarYear | None:
        """Return a year, if there is one."""
        return next((year for year in self.years if year.year == number), None)

    def beginnable(self) -> list[int]:
        """Return the year after the last one, if it can be entered."""
        following = max((year.year for year in self.years), default=self.today.year - 1) + 1
        return [following] if following <= LAST_YEAR else []

    def source(self, year: CalendarYear) -> str:
        """Return where a year comes from, in a sentence."""
        place = visitor.say(self.places.get(year.jurisdiction or "", self.title))
        return calendar_showing.source(year, place, self.people.get(year.by or "", year.by or ""))

    def is_own(self, year: CalendarYear) -> bool:
        """Tell whether a year was entered for this very jurisdiction, so that it can be taken back."""
        return year.source is Source.ENTERED and year.jurisdiction == self.jurisdiction


@dataclass(frozen=True, kw_only=True)
class Editing:
    """A year while somebody edits it."""

    number: int
    typed: Typed
    seen: str
    problems: Sequence[FieldProblem] = ()
    #: What the change would do, and the year as it would be, once it was looked at.
    movement: Movement | None = None
    planned: CalendarYear | None = None
    is_stale: bool = False

    @property
    def said(self) -> dict[str, list[Text]]:
        """Return the sentences by field."""
        return calendar_entries.messages(self.problems)


class Calendars(BaseView):
    """Which days are worked."""

    route_base = "/office/calendars"

    @expose("/")
    @visitor.signed_in
    def index(self) -> Any:
        """Begin with the present year of the topmost jurisdiction that the visitor configures."""
        today = local_date(visitor.product().context.clock.now())
        return redirect(url_for("Calendars.year", jurisdiction=configuring.wanted(visitor.actor()), number=today.year))

    @expose("/<jurisdiction>/<int:number>")
    @visitor.signed_in
    def year(self, jurisdiction: str, number: int) -> str:
        """Show a year by months."""
        kept = _kept(jurisdiction, visitor.actor())
        found = kept.year(number)
        if found is None and number not in kept.beginnable():
            abort(404)
        return self._shown("office/calendars/year.html", kept=kept, number=number, year=found)

    @expose("/<jurisdiction>/<int:number>/edit", methods=["GET", "POST"])
    @visitor.signed_in
    def edit(self, jurisdiction: str, number: int) -> Any:
        """Show the fields; look at what a change would do; store it."""
        kept = _kept(jurisdiction, visitor.actor())
        found = kept.year(number)
        if not FIRST_YEAR <= number <= LAST_YEAR:
            abort(404)
        if request.method == "GET":
            fields = calendar_entries.show(found or calendars.estimated(number))
            return self._editing(kept, Editing(number=number, typed=fields, seen=mark(found)))
        editing = Editing(number=number, typed=calendar_entries.typed(), seen=request.form.get("seen", ""))
        return self._posted(kept, editing)

    @expose("/<jurisdiction>/<int:number>/withdraw", methods=["POST"])
    @visitor.signed_in
    def withdraw(self, jurisdiction: str, number: int) -> Any:
        """Take back what was entered here."""
        command = WithdrawYear(jurisdiction=jurisdiction, year=number, actor=visitor.actor(), seen=request.form.get("seen", ""))
        _tell(change_calendar(command, visitor.product().context), _("已恢复。"))
        return redirect(url_for("Calendars.year", jurisdiction=jurisdiction, number=number))

    def _posted(self, kept: Kept, editing: Editing) -> Any:
        holidays, days, unreadable = calendar_entries.read(editing.typed)
        if unreadable:
            return self._editing(kept, _with(editing, problems=unreadable)), 422
        command = ChangeCalendar(
            jurisdiction=kept.jurisdiction,
            year=editing.number,
            holidays=holidays,
            make_up_days=days,
            actor=visitor.actor(),
            seen=editing.seen,
        )
        try:
            if "save" in request.form:
                _tell(change_calendar(command, visitor.product().context), _("已保存。"))
                return redirect(url_for("Calendars.year", jurisdiction=kept.jurisdiction, number=editing.number))
            movement = preview(command, visitor.product().context)
        except errors.AnswersRefusedError as error:
            return self._editing(kept, _with(editing, problems=error.problems)), 422
        except CalendarChangedError:
            fresh = _kept(kept.jurisdiction, visitor.actor())
            return self._editing(fresh, _with(editing, seen=mark(fresh.year(editing.number)), is_stale=True)), 409
        planned = CalendarYear(year=editing.number, holidays=holidays, make_up_days=days, source=Source.ENTERED)
        return self._editing(kept, _with(editing, movement=movement, planned=planned))

    def _editing(self, kept: Kept, editing: Editing) -> str:
        return self._shown("office/calendars/edit.html", kept=kept, number=editing.number, year=kept.year(editing.number), editing=editing)

    def _shown(self, template: str, **more: Any) -> str:
        return str(self.render_template(template, showing=calendar_showing, **more))


def _with(editing: Editing, **more: Any) -> Editing:
    return Editing(**{**vars(editing), **more})


def _tell(found: Movement, done: str) -> None:
    later = _("后台正在重新计算，每一项变动都会记入案件记录。") if found.cases else ""
    between = " " if visitor.locale() == "en" else ""
    flash(between.join(filter(None, [done, *calendar_showing.movement(found), later])), "success")


def _kept(jurisdiction: str, actor: Actor) -> Kept:
    if CONFIGURER not in actor.roles_in(jurisdiction):
        raise errors.NotAllowedError
    context = visitor.product().context
    with context.begin(actor.reach) as uow:
        tree: Any = uow.rosters
        return Kept(
            jurisdiction=jurisdiction,
            configured=configuring.configured(actor),
            places={found.id: found.title for found in tree.jurisdictions()},
            people={person.code: person.name for person in uow.rosters.roster(jurisdiction).people},
            years=uow.rosters.calendar_years(jurisdiction),
            today=local_date(context.clock.now()),
        )
