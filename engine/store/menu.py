"""Figures of the published mediator menu: how many cases somebody has brought to an end, and how they were rated."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, Self

import sqlalchemy as sa

from engine.domain.case import Json
from engine.store import case_sql, packing, tables
from engine.store.transaction import Transaction

#: From so many ratings on an average is published; fewer would tell who rated. No pack may lower it.
FEWEST_RATINGS = 5


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where a pack's parameters say that the figures come from."""

    #: Codes of the steps whose doers count as mediators of a case.
    steps: tuple[str, ...] = ()
    #: Forms on which parties rate, and the fields of them that hold a score.
    forms: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    fewest: int = FEWEST_RATINGS

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """Read `menu_steps`, `menu_rating_forms`, `menu_rating_fields` and `rating_published_from`."""
        return cls(
            steps=tuple(map(str, parameters.get("menu_steps", ()))),
            forms=tuple(map(str, parameters.get("menu_rating_forms", ()))),
            fields=tuple(map(str, parameters.get("menu_rating_fields", ()))),
            fewest=max(FEWEST_RATINGS, int(parameters.get("rating_published_from", FEWEST_RATINGS))),
        )


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the menu says of somebody's work."""

    #: Closed cases in which they mediated.
    cases: int = 0
    #: Average score and number of ratings; both None below the number from which they are published.
    rating: Decimal | None = None
    ratings: int | None = None


_FIGURES = sa.text(f"""
    WITH mediated AS MATERIALIZED (
        SELECT DISTINCT s.actor, s.case_id
        FROM ({case_sql.SUBMITTED}) s JOIN onedoor.case_file c ON c.id = s.case_id AND c.closed_at IS NOT NULL
        WHERE s.code = ANY (CAST(:steps AS text[])) AND s.actor = ANY (CAST(:people AS text[]))
    ),
    rated AS MATERIALIZED (
        SELECT s.case_id, jsonb_agg(jsonb_build_object('answers', s.answers, 'packed', s.packed)) AS ratings
        FROM onedoor.submission s WHERE s.form = ANY (CAST(:forms AS text[])) GROUP BY s.case_id
    )
    SELECT m.actor, count(*) AS cases, jsonb_agg(r.ratings) FILTER (WHERE r.ratings IS NOT NULL) AS ratings
    FROM mediated m LEFT JOIN rated r USING (case_id)
    GROUP BY m.actor
""")  # noqa: S608 - constants


def publishers(transaction: Transaction) -> frozenset[str]:
    """Return the jurisdictions with a published team."""
    return frozenset(
        row.jurisdiction for row in transaction.rows(sa.select(tables.team.c.jurisdiction).where(tables.team.c.published).distinct())
    )


def figures(transaction: Transaction, people: Iterable[str], sources: Sources) -> Mapping[str, Figures]:
    """Return the figures of people over the cases within reach; who has none is left out."""
    rows = transaction.rows(_FIGURES, {"people": list(people), "steps": list(sources.steps), "forms": list(sources.forms)})
    return {row.actor: _figures(row.cases, _scores(row.ratings or (), sources.fields), sources.fewest) for row in rows}


def _scores(ratings: Iterable[Iterable[Json]], fields: Collection[str]) -> list[Decimal]:
    """Return the score of each rating that gives one: the average of its fields."""
    answers = [packing.unpacked(**each) for of_case in ratings for each in of_case]
    given = [[Decimal(str(each[name])) for name in fields if _is_number(each.get(name))] for each in answers]
    return [sum(score, Decimal()) / len(score) for score in given if score]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figures(cases: int, scores: Sequence[Decimal], fewest: int) -> Figures:
    if not scores or len(scores) < fewest:
        return Figures(cases=cases)
    # Cut and not rounded: 4.96 is not full marks.
    average = (sum(scores, Decimal()) / len(scores)).quantize(Decimal("0.1"), ROUND_DOWN)
    return Figures(cases=cases, rating=average, ratings=len(scores))
