"""The question: for which case people are chosen, from whom, and what speaks for and against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.domain.composition import Composition, Surroundings, Words
from engine.domain.roster import Person, Roster, Team


@dataclass(frozen=True, kw_only=True)
class Party:
    """A party, as far as it may tie somebody to the case."""

    #: applicant, respondent or third.
    role: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """Everything that the choice depends on; the same question has the same answer."""

    composition: Composition
    roster: Roster
    words: Words
    #: The day on which the people must be there.
    on: date
    #: Candidates are its members; None means whoever on the roster may be a member.
    team: Team | None = None
    #: Whether only those on duty that day are asked.
    is_duty: bool = False
    #: Town of the matter, as it is written in the case.
    area: str = ""
    #: Languages that the parties speak, beside the common one.
    languages: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    #: Whom the parties chose.
    wanted: tuple[str, ...] = ()
    #: Who is on the team already, the lead first.
    kept: tuple[str, ...] = ()
    #: Whom a dispatcher named: they and nobody else.
    named: tuple[str, ...] | None = None
    #: People whom a party struck.
    struck: frozenset[str] = frozenset()
    #: People with an interest declared in this case that the parties did not waive in writing.
    conflicts: frozenset[str] = frozenset()
    #: People whose interest the parties waived in writing.
    waived: frozenset[str] = frozenset()
    #: People who declined or let the acceptance deadline pass.
    declined: frozenset[str] = frozenset()
    #: People whom the dispatcher replaced.
    set_aside: frozenset[str] = frozenset()
    #: Open cases by person.
    load: Mapping[str, int] = field(default_factory=dict)

    @property
    def around(self) -> Surroundings:
        """Return what kinds of people are judged by."""
        return Surroundings(roster=self.roster, words=self.words, industry=self.team.industry if self.team else "")

    def load_of(self, person: Person) -> int:
        """Return how many cases a person has open."""
        return self.load.get(person.code, 0)
