"""Edit a roster: add, change or end one row of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine import errors
from engine.domain import access, composition, roster_change
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.composition import Breach, Surroundings
from engine.domain.roster import Person, Post, Roster, Team, TeamKind
from engine.domain.roster_change import Plain, Row
from engine.errors import FieldProblem, Text
from engine.usecases import ports
from engine.usecases.context import Context
from engine.usecases.team_words import TeamWords


@dataclass(frozen=True, kw_only=True)
class SaveRow:
    """Somebody who keeps a roster adds or changes one of its rows; an empty code adds."""

    row: Row
    actor: Actor
    #: Mark of the row that the page showed (`roster_change.mark`); None for a new one.
    seen: str | None
    #: Whether teams that the change would make break the composition rule leave the menu instead.
    withdraw: bool = False


@dataclass(frozen=True, kw_only=True)
class EndRow:
    """Somebody who keeps a roster takes a post, a row of the rota, an absence or a distance away."""

    row: Plain
    actor: Actor


def save_row(command: SaveRow, context: Context) -> Row:
    """Store the row and return it as stored.

    Raises NotAllowedError, RosterChangedError, and AnswersRefusedError with all problems at once.
    """
    row = command.row
    refuse_unless_keeper(command.actor, row.jurisdiction)
    with context.begin(command.actor.reach) as uow:
        uow.rosters.lock_roster(row.jurisdiction)
        serving = uow.rosters.roster(row.jurisdiction)
        before = serving.of(row.jurisdiction)
        _refuse_unless_seen(command, before)
        row = row if isinstance(row, Plain) or row.code else replace(row, code=roster_change.new_code(before, row))
        found = [*roster_change.problems(row, serving), *_own_post(row, command.actor)]
        if found:
            raise errors.AnswersRefusedError(found)
        after = _kept(replace(command, row=row), roster_change.put(serving, row), serving, _composition(row.jurisdiction, uow, context))
        uow.rosters.put_roster(row.jurisdiction, after.of(row.jurisdiction))
        uow.commit()
    return row


def end_row(command: EndRow, context: Context) -> None:
    """Take a row away; taking it away twice changes nothing. Raises NotAllowedError, AnswersRefusedError."""
    jurisdiction = command.row.jurisdiction
    refuse_unless_keeper(command.actor, jurisdiction)
    found = list(_own_post(command.row, command.actor))
    if found:
        raise errors.AnswersRefusedError(found)
    with context.begin(command.actor.reach) as uow:
        uow.rosters.lock_roster(jurisdiction)
        before = uow.rosters.roster(jurisdiction).of(jurisdiction)
        uow.rosters.put_roster(jurisdiction, roster_change.without(before, command.row))
        uow.commit()


def broken_teams(jurisdiction: str, uow: ports.UnitOfWork, context: Context) -> Mapping[str, Sequence[Breach]]:
    """Return how teams of a jurisdiction break the composition rule, by team code; for showing."""
    composition, roster = _composition(jurisdiction, uow, context), uow.rosters.roster(jurisdiction)
    found = {team.code: composition.breaches(team, roster) for team in roster.of(jurisdiction).teams}
    return {code: breaches for code, breaches in found.items() if breaches}


def committee_notes(jurisdiction: str, uow: ports.UnitOfWork, context: Context) -> Mapping[str, Sequence[Text]]:
    """Return what is to be seen to in committees, by team code: a term that is over, a seal that is not there."""
    release = uow.packs.current(jurisdiction)
    rules = context.releases.get(release).compositions if release else {}
    today, teams = local_date(context.clock.now()), uow.rosters.roster(jurisdiction).of(jurisdiction).teams
    found = {
        team.code: [note for rule in composition.of_team(team, rules) for note in composition.notes(team, rule, today)] for team in teams
    }
    return {code: notes for code, notes in found.items() if notes}


def refuse_unless_keeper(actor: Actor, jurisdiction: str) -> None:
    """Raise NotAllowedError unless the actor keeps the roster of this jurisdiction."""
    if not access.KEEPERS & actor.roles_in(jurisdiction):
        raise errors.NotAllowedError


def _refuse_unless_seen(command: SaveRow, before: Roster) -> None:
    if isinstance(command.row, Plain):
        # It is nothing but its own key: adding it twice is adding it once.
        return
    stored = roster_change.find(before, command.row)
    if command.seen != (stored and roster_change.mark(stored)):
        raise errors.RosterChangedError


def _own_post(row: Row, actor: Actor) -> Iterable[FieldProblem]:
    """Separate duties: nobody decides about a post of their own, nor locks themselves out."""
    if isinstance(row, Post) and row.person == actor.person:
        message = Text("不能变更自己的岗位，请由另一位管理员办理。", "You cannot change posts of your own; ask another administrator.")
        yield FieldProblem(path="/person", message=message)


@dataclass(frozen=True, kw_only=True)
class _Composition:
    """The compositions of a jurisdiction on the days that count now."""

    release: ports.Release | None
    days: Sequence[date]

    def breaches(self, team: Team, roster: Roster) -> Sequence[Breach]:
        """Return each way in which a team breaks the compositions of its kind, once."""
        if self.release is None:
            return ()
        around = Surroundings(roster=roster, words=TeamWords(release=self.release, roster=roster), industry=team.industry)
        rules = composition.of_team(team, self.release.compositions)
        found = {(rule.code, b.code): b for day in self.days for rule in rules for b in composition.breaches(team, rule, around, day)}
        return tuple(found.values())


def _composition(jurisdiction: str, uow: ports.UnitOfWork, context: Context) -> _Composition:
    """Look at today and tomorrow: somebody whose last day is today is missed from tomorrow on."""
    release = uow.packs.current(jurisdiction)
    today = local_date(context.clock.now())
    return _Composition(release=context.releases.get(release) if release else None, days=(today, today + timedelta(days=1)))


def _kept(command: SaveRow, after: Roster, before: Roster, composition: _Composition) -> Roster:
    """Return the roster with every published team within the rule. Raises AnswersRefusedError."""
    broken = {team: found for team in _concerned(command.row, after) if (found := _new_breaches(team, after, before, composition))}
    if broken and not (command.withdraw and isinstance(command.row, Person)):
        path = "/members" if isinstance(command.row, Team) else "/teams"
        raise errors.AnswersRefusedError(
            FieldProblem(path=path, message=breach.message) for breaches in broken.values() for breach in breaches
        )
    for team in broken:
        after = roster_change.put(after, replace(team, published=False))
    return after


def _concerned(row: Row, after: Roster) -> Iterable[Team]:
    """Yield the teams that the change touches and that must keep their compositions: published ones, and committees by law always."""
    for team in after.of(row.jurisdiction).teams:
        if (team.published or team.kind is TeamKind.COMMITTEE) and (team == row or (isinstance(row, Person) and row.code in team.members)):
            yield team


def _new_breaches(team: Team, after: Roster, before: Roster, composition: _Composition) -> Sequence[Breach]:
    """Return the breaches that the change brings about; a team that is itself changed answers for all of them."""
    is_changed = before.by_team.get(team.code) != team
    old = set() if is_changed else {breach.code for breach in composition.breaches(team, before)}
    return [breach for breach in composition.breaches(team, after) if breach.code not in old]
