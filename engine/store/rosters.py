"""Rosters, the tree of jurisdictions and working calendars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from engine import errors
from engine.domain.access import Actor
from engine.domain.calendar import WorkingCalendar
from engine.domain.calendar_year import CalendarYear, changed_days
from engine.domain.roster import Roster
from engine.errors import Text
from engine.store import calendar_years, roster_rows, tables
from engine.store.prepared import Prepared
from engine.store.transaction import Transaction
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class Jurisdiction:
    """A node of the tree from province to village."""

    id: str
    #: province, city, county, town or village.
    level: str
    title: Text
    parent: str | None = None
    #: The pack with which it starts, if it has one of its own.
    pack: str | None = None


_ROSTER = sa.text("""
    WITH above AS (
        SELECT a.id, a.depth FROM onedoor.jurisdiction j CROSS JOIN unnest(j.path) WITH ORDINALITY AS a (id, depth)
        WHERE j.id = :jurisdiction
    )
    SELECT
        (SELECT jsonb_agg(to_jsonb(u) ORDER BY depth DESC, seq) FROM onedoor.unit u JOIN above ON above.id = u.jurisdiction) AS units,
        (SELECT jsonb_agg(to_jsonb(p) ORDER BY depth DESC, seq) FROM onedoor.person p JOIN above ON above.id = p.jurisdiction) AS people,
        (SELECT jsonb_agg(to_jsonb(t) ORDER BY depth DESC, seq) FROM (
            SELECT t.*, above.depth, (SELECT array_agg(m.person ORDER BY m.seq) FROM onedoor.team_member m
                                      WHERE m.jurisdiction = t.jurisdiction AND m.team = t.code) AS members
            FROM onedoor.team t JOIN above ON above.id = t.jurisdiction) t) AS teams,
        (SELECT jsonb_agg(to_jsonb(o) ORDER BY depth DESC, seq) FROM onedoor.post o JOIN above ON above.id = o.jurisdiction) AS posts,
        (SELECT jsonb_agg(to_jsonb(r) ORDER BY depth DESC, seq) FROM onedoor.turn r JOIN above s ON s.id = r.jurisdiction) AS turns,
        (SELECT jsonb_agg(to_jsonb(a) ORDER BY depth DESC, seq) FROM onedoor.absence a JOIN above s ON s.id = a.jurisdiction) AS absences,
        (SELECT jsonb_agg(to_jsonb(d) ORDER BY depth DESC, seq) FROM onedoor.distance d JOIN above s ON s.id = d.jurisdiction) AS distances
""")

_ABOVE = sa.text("""
    SELECT a.id, a.level, a.title_zh, a.title_en FROM onedoor.jurisdiction j JOIN onedoor.jurisdiction a ON a.id = ANY (j.path)
    WHERE j.id = :jurisdiction ORDER BY cardinality(a.path) DESC
""")

#: The tables of a roster, in the order in which they may be emptied.
_ROWS = (
    tables.team_member,
    tables.team,
    tables.post,
    tables.unit,
    tables.person,
    tables.turn,
    tables.absence,
    tables.distance,
)

_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")

_ACTOR = """
    SELECT p.code, p.name,
           (SELECT jsonb_agg(to_jsonb(o) ORDER BY o.seq, o.id) FROM onedoor.post o WHERE o.person = p.code) AS posts,
           (SELECT array_agg(DISTINCT m.team) FROM onedoor.team_member m WHERE m.person = p.code) AS teams,
           (SELECT jsonb_object_agg(b.top, b.ids) FROM (
                SELECT o.jurisdiction AS top, array_agg(DISTINCT j.id) AS ids
                FROM onedoor.post o JOIN onedoor.jurisdiction j ON o.jurisdiction = ANY (j.path)
                WHERE o.person = p.code GROUP BY o.jurisdiction) b) AS below
    FROM onedoor.person p WHERE """
_ACTOR_BY_CODE = Prepared(f"{_ACTOR} p.code = :person")
_IN_OFFICE = f"{_ACTOR} coalesce(p.active_from <= :on, true) AND coalesce(p.active_until >= :on, true)"
_ACTOR_BY_LOGIN = Prepared(f"{_IN_OFFICE} AND p.login = :login")


def beside(account: str) -> Prepared:
    """Return the statement that reads an account by a query of its own, and beside it the person in office on a day who signs in with it.

    The account has a `username`; whose row it is, `actor_beside` tells.
    """
    person = f"{_IN_OFFICE} AND p.login = account.username"
    return Prepared(f"SELECT * FROM ({account}) account LEFT JOIN LATERAL ({person}) person ON true")  # noqa: S608 - constants


def actor_beside(row: Any) -> Actor | None:
    """Return the person beside an account, if there is one."""
    return _actor(row) if row.code else None


class SqlRosters:
    """Satisfies the port Rosters; also keeps the tree and the calendars."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def roster(self, jurisdiction: str) -> Roster:
        """Read own rows first, then the ancestors'."""
        row = self._transaction.row(_ROSTER, {"jurisdiction": jurisdiction})
        assert row  # noqa: S101 - the statement always returns one
        return Roster(
            units=tuple(map(roster_rows.unit, row.units or ())),
            people=tuple(map(roster_rows.person, row.people or ())),
            teams=tuple(map(roster_rows.team, row.teams or ())),
            posts=tuple(map(roster_rows.post, row.posts or ())),
            turns=tuple(map(roster_rows.turn, row.turns or ())),
            absences=tuple(map(roster_rows.absence, row.absences or ())),
            distances=tuple(map(roster_rows.distance, row.distances or ())),
        )

    def calendar(self, jurisdiction: str) -> WorkingCalendar:
        """Join the years that count for the jurisdiction."""
        return calendar_years.working(self._transaction, jurisdiction)

    def calendar_years(self, jurisdiction: str) -> Sequence[CalendarYear]:
        """Read with one statement."""
        return calendar_years.in_force(self._transaction, jurisdiction)

    def enter_year(self, year: CalendarYear) -> None:
        """Add an entry; earlier ones are kept."""
        calendar_years.enter(self._transaction, year)

    def withdraw_year(self, jurisdiction: str, year: int, at: datetime, by: str) -> None:
        """Add an entry that takes the earlier ones back."""
        calendar_years.withdraw(self._transaction, jurisdiction, year, at, by)

    def supply_year(self, year: CalendarYear) -> Sequence[date]:
        """Add or renew a year from the factory, and return the days that are worked otherwise than before."""
        before = calendar_years.supplied(self._transaction, year.year)
        calendar_years.supply(self._transaction, year)
        after = calendar_years.supplied(self._transaction, year.year)
        return changed_days(before, after) if after else ()

    def actor(self, person: str) -> Actor:
        """Read the person with what the posts reach."""
        row = self._transaction.row(_ACTOR_BY_CODE, {"person": person})
        if row is None:
            raise errors.NotFoundError
        return _actor(row)

    def actor_of_login(self, login: str, on: date) -> Actor | None:
        """Return the person in office on a day who signs in under a name."""
        row = self._transaction.row(_ACTOR_BY_LOGIN, {"login": login, "on": on})
        return _actor(row) if row else None

    def lock_roster(self, jurisdiction: str) -> None:
        """Wait for a lock that the end of the transaction gives back."""
        self._transaction.rows(_LOCK, {"name": f"roster {jurisdiction}"})

    def put_roster(self, jurisdiction: str, roster: Roster) -> None:
        """Replace the rows of the jurisdiction, and of those below it that the roster names."""
        named = {jurisdiction, *(row.jurisdiction for each in fields(roster) for row in getattr(roster, each.name))}
        for table in _ROWS:
            self._transaction.run(table.delete().where(table.c.jurisdiction.in_(named)))
        self._refuse_taken_codes(roster)
        try:
            for table, rows in roster_rows.rows(roster):
                if rows:
                    self._transaction.run(table.insert(), rows)
        except sa.exc.IntegrityError as error:
            raise errors.SettingError(_clash(error)) from error

    def _refuse_taken_codes(self, roster: Roster) -> None:
        """Work names people by code alone, so nobody elsewhere may bear the same."""
        person, codes = tables.person, [p.code for p in roster.people]
        is_taken = person.c.code.in_(codes) | person.c.login.in_([p.login for p in roster.people if p.login])
        taken = self._transaction.rows(sa.select(person.c.code, person.c.jurisdiction).where(is_taken).order_by(person.c.code))
        if taken:
            raise errors.SettingError(_taken(", ".join(f"{row.code} ({row.jurisdiction})" for row in taken)))

    def put_jurisdictions(self, jurisdictions: Iterable[Jurisdiction]) -> None:
        """Add jurisdictions or bring them up to date; parents may stand anywhere in the list."""
        known = {row.id: row.parent for row in self._transaction.rows(sa.select(tables.jurisdiction))}
        given = {jurisdiction.id: jurisdiction for jurisdiction in jurisdictions}
        parents = {**known, **{code: j.parent for code, j in given.items()}}
        paths = {code: _path(code, parents) for code in given}
        for code in sorted(given, key=lambda c: len(paths[c])):
            self._put_jurisdiction(given[code], paths[code])

    def _put_jurisdiction(self, jurisdiction: Jurisdiction, path: list[str]) -> None:
        values = {
            "parent": jurisdiction.parent,
            "level": jurisdiction.level,
            "title_zh": jurisdiction.title.zh,
            "title_en": jurisdiction.title.en,
            "pack": jurisdiction.pack,
            "path": path,
        }
        insert = pg.insert(tables.jurisdiction).values(id=jurisdiction.id, **values)
        self._transaction.run(insert.on_conflict_do_update(index_elements=["id"], set_=values))

    def above(self, jurisdiction: str) -> Sequence[ports.Place]:
        """Read a jurisdiction with its ancestors."""
        rows = self._transaction.rows(_ABOVE, {"jurisdiction": jurisdiction})
        return [ports.Place(id=row.id, level=row.level, title=Text(row.title_zh, row.title_en)) for row in rows]

    def below(self, jurisdiction: str) -> Mapping[str, Text]:
        """Read the tree from a jurisdiction on downwards."""
        table = tables.jurisdiction
        wanted = (
            sa.select(table)
            .where(sa.literal(jurisdiction) == sa.any_(table.c.path))
            .order_by(sa.func.cardinality(table.c.path), table.c.id)
        )
        return {row.id: Text(row.title_zh, row.title_en) for row in self._transaction.rows(wanted)}

    def jurisdictions(self) -> Sequence[Jurisdiction]:
        """Return the whole tree, parents before children."""
        table = tables.jurisdiction
        rows = self._transaction.rows(sa.select(table).order_by(sa.func.cardinality(table.c.path), table.c.id))
        return [
            Jurisdiction(id=row.id, level=row.level, title=Text(row.title_zh, row.title_en), parent=row.parent, pack=row.pack)
            for row in rows
        ]


def _actor(row: Any) -> Actor:
    below: Mapping[str, list[str]] = row.below or {}
    return Actor(
        person=row.code,
        name=row.name,
        posts=tuple(map(roster_rows.post, row.posts or ())),
        below={top: frozenset(ids) for top, ids in below.items()},
        teams=frozenset(row.teams or ()),
    )


def _path(code: str, parents: Mapping[str, str | None]) -> list[str]:
    path: list[str] = []
    step: str | None = code
    while step is not None:
        if step not in parents or step in path:
            raise errors.SettingError(
                Text(
                    f"辖区“{code}”的上级“{step}”不存在或形成循环。请检查 config/jurisdictions。",
                    f"The parent {step} of {code} does not exist or goes round in a circle. Check config/jurisdictions.",
                )
            )
        path.insert(0, step)
        step = parents[step]
    return path


def _taken(people: str) -> Text:
    return Text(
        f"名册无法保存：人员编码或登录名已被其他辖区使用：{people}。请换一个编码或登录名。",
        f"The roster cannot be stored: other jurisdictions already use a code or login of {people}. Choose another.",
    )


def _clash(error: sa.exc.IntegrityError) -> Text:
    rule = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return Text(
        f"名册无法保存：编码重复，或所写的辖区不存在（规则 {rule}）。请检查后重新导入。",
        f"The roster cannot be stored: a code occurs twice, or a jurisdiction does not exist (rule {rule}). Check it and load again.",
    )
