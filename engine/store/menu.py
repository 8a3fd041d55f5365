"""Figures of the published mediator menu: how many cases somebody has brought to an end, and how they were rated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, Self

import sqlalchemy as sa

from engine.store import tables
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


_FIGURES = sa.text("""
    WITH mediated AS MATERIALIZED (
        SELECT DISTINCT s.actor, s.case_id
        FROM onedoor.submission s JOIN onedoor.case_file c ON c.id = s.case_id AND c.closed_at IS NOT NULL
        WHERE s.code = ANY (CAST(:steps AS text[])) AND s.actor = ANY (CAST(:people AS text[]))
    ),
    scored AS MATERIALIZED (
        SELECT s.case_id, (SELECT avg(CAST(s.answers ->> f.name AS numeric)) FROM unnest(CAST(:fields AS text[])) AS f (name)
                           WHERE jsonb_typeof(s.answers -> f.name) = 'number') AS score
        FROM onedoor.submission s WHERE s.form = ANY (CAST(:forms AS text[]))
    ),
    rated AS MATERIALIZED (SELECT case_id, count(score) AS ratings, sum(score) AS score FROM scored GROUP BY case_id)
    SELECT m.actor, count(*) AS cases, sum(r.ratings) AS ratings, sum(r.score) AS score
    FROM mediated m LEFT JOIN rated r USING (case_id)
    GROUP BY m.actor
""")


def publishers(transaction: Transaction) -> frozenset[str]:
    """Return the jurisdictions with a published team."""
    return frozenset(
        row.jurisdiction for row in transaction.rows(sa.select(tables.team.c.jurisdiction).where(tables.team.c.published).distinct())
    )


def figures(transaction: Transaction, people: Iterable[str], sources: Sources) -> Mapping[str, Figures]:
    """Return the figures of people over the cases within reach; who has none is left out."""
    asked = {"people": list(people), "steps": list(sources.steps), "forms": list(sources.forms), "fields": list(sources.fields)}
    return {row.actor: _figures(row, sources.fewest) for row in transaction.rows(_FIGURES, asked)}


def _figures(row: sa.Row[Any], fewest: int) -> Figures:
    if not row.ratings or row.ratings < fewest:
        return Figures(cases=row.cases)
    # Cut and not rounded: 4.96 is not full marks.
    average = (Decimal(row.score) / Decimal(row.ratings)).quantize(Decimal("0.1"), ROUND_DOWN)
    return Figures(cases=row.cases, rating=average, ratings=int(row.ratings))
