"""What choosing people costs: two hundred people on the roster, six seats, every preference at work."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from engine.bench.rows import Row, row
from engine.bench.stage import Stage
from engine.bench.timing import fastest
from engine.domain.choosing import Question, board, candidates, propose
from engine.domain.choosing.shortlist import shortlist
from engine.domain.composition import Composition, Seat, Who
from engine.domain.roster import Distance, Person, Roster
from engine.errors import Text

PEOPLE, SEATS, TOWNS = 200, 6, 8
#: Times that each thing is done; the fastest counts.
TIMES = 5
#: Aim, in milliseconds: somebody waits for the page.
MOST = 500.0


def choice(on: Stage) -> Iterator[Row]:
    """Propose a panel; the floor is the library alone, on the same model with the same costs."""
    question, optimiser = _question(), on.product.context.optimiser
    laid = board.lay(question, shortlist(question, candidates.candidates(question)))
    costs = [*(cost for _, cost in laid.costs), *laid.order()]
    optimiser.best(laid.model(), ())
    floor = fastest(lambda: optimiser.best(laid.model(), costs), TIMES)
    took = fastest(lambda: propose(question, optimiser), TIMES)
    yield row(f"{SEATS} seats from {PEOPLE} people", took, "ms", floor=floor, most=MOST)


def _question() -> Question:
    dice = random.Random(1)  # noqa: S311 - the same people each time
    towns = [f"镇{n}" for n in range(TOWNS)]
    people = tuple(
        Person(
            code=f"p{n}",
            name=f"{n}某",
            jurisdiction="bench",
            categories=frozenset(f"seat{seat}" for seat in range(SEATS) if dice.random() < 1 / 3),
            qualifications=frozenset({"certified"} if dice.random() < 1 / 2 else ()),
            town=dice.choice(towns),
        )
        for n in range(PEOPLE)
    )
    ways = tuple(
        Distance(jurisdiction="bench", towns=frozenset({a, b}), kilometres=dice.randrange(5, 60))
        for n, a in enumerate(towns)
        for b in towns[:n]
    )
    seats = tuple(
        Seat(code=f"seat{n}", title=Text(f"席位{n}", f"Seat {n}"), who=Who(categories=frozenset({f"seat{n}"}))) for n in range(SEATS)
    )
    return Question(
        composition=Composition(
            code="panel",
            title=Text("小组", "Panel"),
            source="county",
            least=SEATS,
            most=SEATS,
            seats=seats,
            lead=Who(qualifications=frozenset({"certified"})),
        ),
        roster=Roster(people=people, distances=ways),
        words=lambda _kind, code: Text(code, code),
        on=date(2025, 6, 3),
        area=towns[0],
        struck=frozenset({"p3", "p50"}),
        load={person.code: dice.randrange(10) for person in people},
    )
