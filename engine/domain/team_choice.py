"""Team choice: the composition rule, and who is appointed and why (and why not)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from engine.domain.roster import Person, Roster, Team
from engine.errors import Text


@dataclass(frozen=True, kw_only=True)
class CompositionRule:
    """How a team must be made up (D08); the numbers come from the pack's parameters."""

    smallest: int
    largest: int
    #: How many members must be qualified.
    qualified: int
    #: What a qualified member must be: any of `full_time`, `legal`, `industry`.
    qualities: frozenset[str] = frozenset({"full_time", "legal", "industry"})

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self | None:
        """Read the rule from a pack's parameters; None if the pack sets none."""
        if "team_smallest" not in parameters:
            return None
        return cls(
            smallest=int(parameters["team_smallest"]),
            largest=int(parameters["team_largest"]),
            qualified=int(parameters["team_qualified"]),
            qualities=frozenset(parameters.get("team_qualities", ("full_time", "legal", "industry"))),
        )

    def is_qualified(self, person: Person, team: Team) -> bool:
        """Tell whether a person counts as qualified in a team."""
        has = {
            "full_time": person.full_time,
            "legal": "legal" in person.qualifications,
            "industry": not team.industry or team.industry in person.qualifications,
        }
        return all(has[quality] for quality in self.qualities)


@dataclass(frozen=True, kw_only=True)
class Breach:
    """One way in which a team breaks the composition rule."""

    #: `too_few`, `too_many` or `qualified`.
    code: str
    message: Text


def breaches(team: Team, roster: Roster, rule: CompositionRule, on: date) -> tuple[Breach, ...]:
    """List how a team's members in office on a day break the rule; empty means that it is met."""
    members = roster.members(team, on)
    qualified = sum(rule.is_qualified(person, team) for person in members)
    return tuple(_breaches(team, len(members), qualified, rule))


def _breaches(team: Team, size: int, qualified: int, rule: CompositionRule) -> Iterable[Breach]:
    if size < rule.smallest:
        yield Breach(
            code="too_few",
            message=Text(
                f"“{team.title.zh}”在岗{size}人，少于规定的{rule.smallest}人。请在名册中补充成员。",
                f"{team.title.en} has {size} members in office; the rule asks for at least {rule.smallest}. Add members in the roster.",
            ),
        )
    if size > rule.largest:
        yield Breach(
            code="too_many",
            message=Text(
                f"“{team.title.zh}”在岗{size}人，多于规定的{rule.largest}人。请在名册中调整成员。",
                f"{team.title.en} has {size} members in office; the rule allows at most {rule.largest}. Adjust the roster.",
            ),
        )
    if qualified < rule.qualified:
        yield Breach(
            code="qualified",
            message=Text(
                f"“{team.title.zh}”符合条件的专职调解员{qualified}名，少于规定的{rule.qualified}名。请在名册中补充资格信息或成员。",
                f"{team.title.en} has {qualified} qualified full-time mediators; the rule asks for {rule.qualified}. "
                "Complete the qualifications or add members.",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """Somebody who was not chosen, with the reason."""

    person: str
    reason: Text


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """The person appointed, with the reason; nobody if all were excluded."""

    person: str | None
    reasons: tuple[Text, ...]
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, kw_only=True)
class Candidacy:
    """What speaks for and against the members of a team in one case."""

    #: The person whom the parties chose from the menu.
    chosen: str | None = None
    #: People whom a party struck.
    struck: frozenset[str] = frozenset()
    #: People with a declared interest that the parties did not waive in writing.
    conflicts: frozenset[str] = frozenset()
    #: People who declined or let the acceptance deadline pass.
    declined: frozenset[str] = frozenset()
    #: Open cases by person.
    load: Mapping[str, int]


def appoint(team: Team, roster: Roster, candidacy: Candidacy, on: date) -> Appointment:
    """Choose one member: the parties' choice if free of objection, else the lowest open load.

    Ties fall to the order of the team's list. Source: 人民调解法 art. 19, 23; 特邀调解规定 art. 12-16.
    """
    people = [roster.by_person[code] for code in team.members if code in roster.by_person]
    against = {p.code: reason for p in people if (reason := _reason_against(p, candidacy, on))}
    free = [p for p in people if p.code not in against]
    excluded = [Excluded(person=code, reason=reason) for code, reason in against.items()]
    if not free:
        return Appointment(person=None, reasons=(_nobody(team),), excluded=tuple(excluded))
    best = min(free, key=lambda p: (p.code != candidacy.chosen, candidacy.load.get(p.code, 0), team.members.index(p.code)))
    excluded += [Excluded(person=p.code, reason=_more_load(p, best, candidacy)) for p in free if p is not best]
    return Appointment(person=best.code, reasons=(_reason_for(best, candidacy),), excluded=tuple(excluded))


def _reason_against(person: Person, candidacy: Candidacy, on: date) -> Text | None:
    if not person.is_active(on):
        return Text(f"{person.name}当日不在岗。", f"{person.name} is not in office on that day.")
    if person.code in candidacy.conflicts:
        return Text(
            f"{person.name}已申报利害关系，双方未书面同意继续。",
            f"{person.name} declared an interest that the parties did not waive in writing.",
        )
    if person.code in candidacy.struck:
        return Text(f"当事人不同意由{person.name}调解。", f"A party struck {person.name}.")
    if person.code in candidacy.declined:
        return Text(f"{person.name}未接单。", f"{person.name} did not accept the dispatch.")
    return None


def _reason_for(person: Person, candidacy: Candidacy) -> Text:
    if person.code == candidacy.chosen:
        return Text(
            f"{person.name}由当事人点选，且无回避事由。", f"{person.name} was chosen by the parties, and nothing speaks against it."
        )
    load = candidacy.load.get(person.code, 0)
    return Text(f"{person.name}在办{load}件，为可选人员中最少。", f"{person.name} has {load} open cases, the fewest of those available.")


def _more_load(person: Person, best: Person, candidacy: Candidacy) -> Text:
    if best.code == candidacy.chosen:
        return Text(f"当事人点选了{best.name}。", f"The parties chose {best.name}.")
    load, least = candidacy.load.get(person.code, 0), candidacy.load.get(best.code, 0)
    if load == least:
        return Text(
            f"{person.name}在办{load}件，与{best.name}相同，名册次序在后。",
            f"{person.name} has {load} open cases like {best.name}, who stands earlier in the team's list.",
        )
    return Text(
        f"{person.name}在办{load}件，多于{best.name}的{least}件。",
        f"{person.name} has {load} open cases, more than the {least} of {best.name}.",
    )


def _nobody(team: Team) -> Text:
    return Text(f"“{team.title.zh}”没有可指派的成员。", f"Nobody in {team.title.en} can be appointed.")
