"""The operations by which a process proposes, checks and appoints the people for a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine import errors
from engine.domain import choosing, composition
from engine.domain.calendar import local_date
from engine.domain.case import Entry, Json
from engine.domain.choosing import Party, Proposal, Question
from engine.domain.composition import Composition, Surroundings
from engine.domain.roster import Team
from engine.errors import Text
from engine.usecases.operation import Context, Operation
from engine.usecases.team_words import TeamWords

#: How people come to be on a team; `duty` asks only those on duty.
MODES = ("auto", "menu", "panel", "assign", "duty")


def _propose_team(inputs: Json, context: Context) -> Json:
    """Choose the people, write down why, and leave the proposal in the history."""
    mode, made_up = str(inputs.get("mode") or "auto"), _composition(inputs.get("composition"), context)
    if mode not in MODES:
        listed = "、".join(MODES)
        raise errors.ProcessError(
            Text(f"没有“{mode}”这种选人方式。可用：{listed}。", f"There is no mode {mode}. There are: {', '.join(MODES)}.")
        )
    team = context.team(inputs["team"]) if inputs.get("team") else None
    question = _question(inputs, made_up, team, context)
    found = choosing.propose(question, context.optimiser)
    context.entries.append(_entry(found, question, mode, context))
    return {
        "ok": found.is_formed,
        "mode": mode,
        "composition": made_up.code,
        "team": team.code if team else None,
        "members": [_member(member) for member in found.members],
        "people": [member.person for member in found.members],
        "lead": found.members[0].person if found.members else None,
        "others": [{"person": each.person, "name": each.name, "code": each.code, "reason": each.reason._asdict()} for each in found.others],
        "conflict": _conflict(found),
    }


def _question(inputs: Json, made_up: Composition, team: Team | None, context: Context) -> Question:
    roster = context.roster()
    shown = context.release.project(context.document)
    return Question(
        composition=made_up,
        roster=roster,
        words=TeamWords(release=context.release, roster=roster),
        on=context.day(inputs.get("on")),
        team=team,
        is_duty=inputs.get("mode") == "duty",
        area=str(inputs.get("area") or ""),
        languages=tuple(dict.fromkeys(_codes(inputs.get("languages")))),
        parties=tuple(Party(role=str(row.get("role")), name=str(row.get("name"))) for row in shown.parties),
        wanted=tuple(_codes(inputs.get("wanted"))),
        kept=tuple(_codes(inputs.get("kept"))),
        named=tuple(_codes(inputs.get("named"))) if inputs.get("mode") == "assign" else None,
        struck=frozenset(_codes(inputs.get("struck"))),
        conflicts=frozenset(_codes(inputs.get("conflicts"))),
        waived=frozenset(_codes(inputs.get("waived"))),
        declined=frozenset(_codes(inputs.get("declined"))),
        set_aside=frozenset(_codes(inputs.get("set_aside"))),
        load=context.uow.cases.open_load(person.code for person in roster.people),
    )


def _codes(value: Any) -> list[str]:
    """Return the codes of an input, which may be one, a list with gaps, or nothing."""
    return [str(code) for code in (value if isinstance(value, list) else [value]) if code is not None]


def _member(member: choosing.Member) -> Json:
    return {
        "person": member.person,
        "name": member.name,
        "seat": member.seat,
        "seat_title": member.seat_title._asdict() if member.seat_title else None,
        "is_substitute": member.is_substitute,
        "is_lead": member.is_lead,
        "why": [why._asdict() for why in member.why],
    }


def _conflict(found: Proposal) -> Json | None:
    if found.conflict is None:
        return None
    return {
        "sentence": found.conflict.sentence._asdict(),
        "rules": [{"key": clash.key, "rule": clash.rule._asdict()} for clash in found.conflict.rules],
        "nearest": [{"person": near.person, "name": near.name, "but": near.but._asdict()} for near in found.conflict.nearest],
    }


def _entry(found: Proposal, question: Question, mode: str, context: Context) -> Entry:
    """Return the line of the history: reasons in both languages, nothing of what an interest consists in."""
    detail: Json = {
        "mode": mode,
        "composition": list(question.composition.title),
        "team": list(question.team.title) if question.team else None,
        "members": [_member(member) for member in found.members],
        "others": [{"person": each.person, "name": each.name, "code": each.code, "reason": each.reason._asdict()} for each in found.others],
        "rest": dict(found.rest),
        "conflict": _conflict(found),
    }
    # The system proposes, whoever's step it was that led here.
    return Entry(at=context.now, actor="system", kind="proposed", detail=detail)


def _check_team(inputs: Json, context: Context) -> Json:
    """Hold a team of the roster against every composition that its kind must satisfy."""
    team, on, roster = context.team(inputs.get("team")), context.day(inputs.get("on")), context.roster()
    around = Surroundings(roster=roster, words=TeamWords(release=context.release, roster=roster), industry=team.industry)
    rules = composition.of_team(team, context.release.compositions)
    if not rules:
        raise errors.TeamRuleError(
            Text(
                f"模板包没有规定“{team.title.zh}”这类团队如何组成（pack.yaml 的 compositions）。",
                f"The pack does not say how teams like {team.title.en} are made up (compositions in pack.yaml).",
            )
        )
    found = [breach for rule in rules for breach in composition.breaches(team, rule, around, on)]
    demands = [demand for rule in rules for demand in rule.rules if demand.least]
    members = [
        {
            "person": person.code,
            "name": person.name,
            "qualified": all(demand.who.is_met(person, around) for demand in demands),
            "is_lead": person.code == team.lead,
        }
        for person in roster.members(team, on)
    ]
    problems = [{"code": breach.code, "message": breach.message._asdict()} for breach in found]
    return {"team": team.code, "title": team.title._asdict(), "members": members, "lead": team.lead, "ok": not found, "problems": problems}


#: One person of a team, whoever it is.
_ONE = Composition(code="one", title=Text("调解员", "Mediator"), source="county", least=1, most=1)


def _appoint_mediator(inputs: Json, context: Context) -> Json:
    """Choose one member: the parties' choice if free of objection, else the lowest open load (人民调解法 art. 19, 23)."""
    team, roster = context.team(inputs.get("team")), context.roster()
    question = Question(
        composition=_ONE,
        roster=roster,
        words=TeamWords(release=context.release, roster=roster),
        on=local_date(context.now),
        team=team,
        wanted=tuple(_codes(inputs.get("chosen"))),
        struck=frozenset(_codes(inputs.get("struck"))),
        conflicts=frozenset(_codes(inputs.get("conflicts"))),
        declined=frozenset(_codes(inputs.get("declined"))),
        load=context.uow.cases.open_load(team.members),
    )
    found = choosing.propose(question, context.optimiser)
    context.entries.append(_entry(found, question, "menu", context))
    excluded = [{"person": each.person, "reason": each.reason._asdict()} for each in found.others]
    if found.conflict:
        nobody = Text(f"“{team.title.zh}”没有可指派的成员。", f"Nobody in {team.title.en} can be appointed.")
        return {"person": None, "reasons": [nobody._asdict()], "excluded": excluded}
    return {"person": found.members[0].person, "reasons": [why._asdict() for why in found.members[0].why], "excluded": excluded}


def _next_member(inputs: Json, context: Context) -> Json:
    """Go through the members who were not yet asked, then the lead (table 1.5.2, step 6)."""
    team, tried = context.team(inputs.get("team")), set(inputs.get("tried") or ())
    roster = context.roster()
    barred = tried | set(inputs.get("barred") or ())
    active = [p.code for p in roster.members(team, local_date(context.now)) if p.code not in barred]
    waiting = [code for code in active if code != team.lead] or active
    person = waiting[0] if waiting else None
    return {"person": person, "is_lead": person == team.lead, "exhausted": person is None, "tried": sorted(tried)}


def _composition(code: Any, context: Context) -> Composition:
    found = context.release.compositions.get(str(code or ""))
    if found is None:
        listed: Iterable[str] = context.release.compositions
        raise errors.TeamRuleError(
            Text(
                f"模板包没有组成规则“{code}”。可用：{'、'.join(listed)}。",
                f"The pack has no composition {code}. There are: {', '.join(listed)}.",
            )
        )
    return found


_TEAM = Text("团队", "Team")
_STRUCK = Text("当事人不同意的人", "Struck by a party")
_CONFLICTS = Text("有利害关系的人", "With a conflict of interest")
_DECLINED = Text("未接单的人", "Did not accept")

OPERATIONS = (
    Operation(
        name="propose_team",
        title=Text("提出人选", "Propose the people"),
        inputs={
            "mode": Text("选人方式", "Mode"),
            "composition": Text("组成规则", "Composition"),
            "team": _TEAM,
            "area": Text("发生地（乡镇、街道）", "Town of the matter"),
            "languages": Text("当事人的语言", "Languages of the parties"),
            "wanted": Text("当事人点选的人", "Chosen by the parties"),
            "kept": Text("留任的人，负责人在前", "On the team already, the lead first"),
            "named": Text("指定的人", "Named by the dispatcher"),
            "struck": _STRUCK,
            "conflicts": _CONFLICTS,
            "waived": Text("双方书面同意不回避的人", "Whose interest the parties waived"),
            "declined": _DECLINED,
            "set_aside": Text("派单人员换下的人", "Replaced by the dispatcher"),
            "on": Text("日期", "Day"),
        },
        outputs=("ok", "mode", "composition", "team", "members", "people", "lead", "others", "conflict"),
        call=_propose_team,
    ),
    Operation(
        name="check_team",
        title=Text("核对团队组成", "Check the team's composition"),
        inputs={"team": _TEAM, "on": Text("日期", "Day")},
        outputs=("team", "title", "members", "lead", "ok", "problems"),
        call=_check_team,
    ),
    Operation(
        name="appoint_mediator",
        title=Text("确定调解员", "Appoint the mediator"),
        inputs={
            "team": _TEAM,
            "chosen": Text("当事人点选", "Chosen by the parties"),
            "struck": _STRUCK,
            "conflicts": _CONFLICTS,
            "declined": _DECLINED,
        },
        outputs=("person", "reasons", "excluded"),
        call=_appoint_mediator,
    ),
    Operation(
        name="next_member",
        title=Text("改派下一位成员", "Turn to the next member"),
        inputs={"team": _TEAM, "tried": Text("已派过的人", "Already asked"), "barred": Text("不得指派的人", "Not to be asked")},
        outputs=("person", "is_lead", "exhausted", "tried"),
        call=_next_member,
    ),
)
