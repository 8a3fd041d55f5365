"""Composition: how a team, panel or committee must be made up (D08), and how one that stands breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from engine.domain.roster import Person, Presence, Roster, Team, TeamKind
from engine.errors import Text


class Words(Protocol):
    """Gives the words for a code; kind is qualifications, categories, roles or units."""

    def __call__(self, kind: str, code: str, /) -> Text:
        """Return the words; the code itself where there are none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What decides whether somebody is of a kind, beside the person's own row."""

    roster: Roster
    words: Words
    #: The field in which the team works; empty where it works in none in particular.
    industry: str = ""

    def presence(self, person: Person) -> Presence | None:
        """Return how the person's unit is present at the centre."""
        unit = self.roster.by_unit.get(person.unit or "")
        return unit.presence if unit else None


@dataclass(frozen=True, kw_only=True)
class Who:
    """A kind of person; everything that it says must hold, and what it leaves open is open."""

    full_time: bool = False
    #: All of these.
    qualifications: frozenset[str] = frozenset()
    #: Knows the field of the team.
    industry: bool = False
    #: One of these, and so for units, kinds of units, presence and roles.
    categories: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    unit_kinds: frozenset[str] = frozenset()
    presence: frozenset[Presence] = frozenset()
    roles: frozenset[str] = frozenset()
    #: All of `woman`, `minority`.
    represents: frozenset[str] = frozenset()

    def lacks(self, person: Person, around: Surroundings) -> tuple[Text, ...]:
        """Return in words what a person lacks to be of this kind; empty means nothing."""
        return tuple(_lacks(self, person, around))

    def is_met(self, person: Person, around: Surroundings) -> bool:
        """Tell whether a person is of this kind."""
        return next(_lacks(self, person, around), None) is None


def _lacks(who: Who, person: Person, around: Surroundings) -> Iterator[Text]:
    if who.full_time and not person.full_time:
        yield Text("不是专职", "is not full-time")
    wanted = who.qualifications | ({around.industry} if who.industry and around.industry else set())
    for code in sorted(wanted - person.qualifications):
        words = around.words("qualifications", code)
        yield Text(f"缺“{words.zh}”", f"lacks “{words.en}”")
    for kind, codes, held in _choices(who, person, around):
        if codes and not codes & held:
            named = [around.words(kind, code) for code in sorted(codes)]
            listed = Text("、".join(word.zh for word in named), ", ".join(word.en for word in named))
            yield Text(f"不属于“{listed.zh}”", f"is none of “{listed.en}”")
    for code in sorted(who.represents - person.represents):
        words = around.words("represents", code)
        yield Text(f"不是{words.zh}", f"is no {words.en}")


def _choices(who: Who, person: Person, around: Surroundings) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
    unit, presence = around.roster.by_unit.get(person.unit or ""), around.presence(person)
    yield "categories", who.categories, person.categories
    yield "units", who.units, frozenset({person.unit} if person.unit else ())
    yield "unit_kinds", who.unit_kinds, frozenset({unit.kind} if unit else ())
    yield "presence", frozenset(who.presence), frozenset({presence} if presence else ())
    yield "roles", who.roles, around.roster.roles.get(person.code, frozenset())


@dataclass(frozen=True, kw_only=True)
class Rule:
    """So many members of a kind."""

    code: str
    #: What the kind is called, for example 专职调解员.
    title: Text
    who: Who
    least: int = 0
    most: int | None = None
    #: `guess`, `county` or `law:…`.
    source: str


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place in a panel that exactly one person takes; a substitute may, with the reason said."""

    code: str
    title: Text
    who: Who
    substitute: Who | None = None


@dataclass(frozen=True, kw_only=True)
class Composition:
    """One entry of the pack's table D08."""

    code: str
    title: Text
    source: str
    least: int = 1
    most: int
    #: Who may be a member at all, where no team of the roster is named.
    members: Who | None = None
    rules: tuple[Rule, ...] = ()
    seats: tuple[Seat, ...] = ()
    #: What the lead must be.
    lead: Who | None = None
    #: With so many open cases nobody takes another; None means no limit.
    most_open: int | None = None
    #: Whether somebody must speak each language of the parties; otherwise it is only preferred.
    speaks: bool = False
    #: Kinds of the roster's teams that must satisfy it.
    roster: frozenset[TeamKind] = frozenset()
    #: Years of a term of office.
    term_years: int | None = None

    @property
    def demands(self) -> tuple[Rule, ...]:
        """Return the rules, and that there be a lead."""
        if self.lead is None:
            return self.rules
        title = Text("能任负责人的成员", "member who may lead")
        return (*self.rules, Rule(code="lead", title=title, who=self.lead, least=1, source=self.source))


@dataclass(frozen=True, kw_only=True)
class Breach:
    """One way in which a team that stands breaks its composition."""

    #: `too_few`, `too_many`, or the code of a rule or seat.
    code: str
    message: Text


def of_team(team: Team, compositions: Mapping[str, Composition]) -> Sequence[Composition]:
    """Return the compositions that a team of the roster must satisfy."""
    return [composition for composition in compositions.values() if team.kind in composition.roster]


def breaches(team: Team, composition: Composition, around: Surroundings, on: date) -> tuple[Breach, ...]:
    """List how a team's members in office on a day break the composition; empty means that it is met."""
    return tuple(_breaches(team, around.roster.members(team, on), composition, around))


def notes(team: Team, composition: Composition, on: date) -> Iterator[Text]:
    """Yield what is to be seen to although the team may work: a term that is over, a committee without a seal."""
    if composition.term_years and team.term_from:
        # A term that began on 29 February ends with 28 February.
        last = date(team.term_from.year + composition.term_years, team.term_from.month, 1) + timedelta(days=team.term_from.day - 2)
        if last < on:
            by = said(composition.source)
            yield Text(
                f"“{team.title.zh}”自{team.term_from}起的任期{composition.term_years}年已满（{by.zh}），请换届。",
                f"The term of {team.title.en}, {composition.term_years} years from {team.term_from}, is over ({by.en}); hold the election.",
            )
    if team.kind is TeamKind.COMMITTEE and not team.has_seal:
        yield Text(
            f"“{team.title.zh}”没有登记印章：书面协议须加盖调解委员会的印章（人民调解法第二十九条）。",
            f"{team.title.en} has no seal on record: a written agreement bears the committee's seal (人民调解法 art. 29).",
        )


def _breaches(team: Team, members: Sequence[Person], composition: Composition, around: Surroundings) -> Iterator[Breach]:
    size, by = len(members), said(composition.source)
    if size < composition.least:
        yield Breach(
            code="too_few",
            message=Text(
                f"“{team.title.zh}”在岗{size}人，少于规定的{composition.least}人（{by.zh}）。请在名册中补充成员。",
                f"{team.title.en} has {size} members in office; the rule asks for at least {composition.least} ({by.en}). "
                "Add members in the roster.",
            ),
        )
    if size > composition.most:
        yield Breach(
            code="too_many",
            message=Text(
                f"“{team.title.zh}”在岗{size}人，多于规定的{composition.most}人（{by.zh}）。请在名册中调整成员。",
                f"{team.title.en} has {size} members in office; the rule allows at most {composition.most} ({by.en}). Adjust the roster.",
            ),
        )
    for rule in composition.demands:
        count = sum(rule.who.is_met(person, around) for person in members)
        if rule.code == "lead":
            yield from _lead(team, rule, around)
        elif count < rule.least or (rule.most is not None and count > rule.most):
            yield Breach(code=rule.code, message=_counted(team, rule, count))
    for seat in composition.seats:
        if not any(who and who.is_met(person, around) for person in members for who in (seat.who, seat.substitute)):
            message = Text(
                f"“{team.title.zh}”没有人能任“{seat.title.zh}”（{by.zh}）。请在名册中补充成员或其类别。",
                f"Nobody in {team.title.en} may take the seat “{seat.title.en}” ({by.en}). Add members or their categories.",
            )
            yield Breach(code=seat.code, message=message)


def _lead(team: Team, rule: Rule, around: Surroundings) -> Iterator[Breach]:
    """Yield what the lead lacks whom the roster names: it is that person who must be fit."""
    lead = around.roster.by_person.get(team.lead)
    lacks = rule.who.lacks(lead, around) if lead else ()
    if lead and lacks:
        by = said(rule.source)
        zh, en = "，".join(lack.zh for lack in lacks), ", ".join(lack.en for lack in lacks)
        message = Text(
            f"“{team.title.zh}”的负责人{lead.name}{zh}（{by.zh}）。请另定负责人，或补充其资格信息。",
            f"{lead.name}, who leads {team.title.en}, {en} ({by.en}). Name another lead, or complete the qualifications.",
        )
        yield Breach(code="lead", message=message)


def _counted(team: Team, rule: Rule, count: int) -> Text:
    by = said(rule.source)
    if count < rule.least:
        return Text(
            f"“{team.title.zh}”有{rule.title.zh}{count}名，少于规定的{rule.least}名（{by.zh}）。请在名册中补充资格信息或成员。",
            f"Of {team.title.en}, {count} count as {rule.title.en}; the rule asks for {rule.least} ({by.en}). "
            "Complete the qualifications or add members.",
        )
    return Text(
        f"“{team.title.zh}”有{rule.title.zh}{count}名，多于规定的{rule.most}名（{by.zh}）。请在名册中调整成员。",
        f"Of {team.title.en}, {count} count as {rule.title.en}; the rule allows {rule.most} ({by.en}). Adjust the roster.",
    )


def said(source: str) -> Text:
    """Return who stands behind a rule, in words."""
    if source.startswith("law:"):
        return Text(f"依据：{source[4:]}", f"by law: {source[4:]}")
    return Text("本地规定", "local rule") if source == "county" else Text("默认值，未经本地确认", "a default, not locally confirmed")
