"""A roster in business words: what lists, choices and summaries say of its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from flask_babel import gettext as _

from admin import visitor
from admin.office.keeping import Keeping
from engine.domain.roster import Absence, Distance, Person, Post, Team, Turn, Unit

LEGAL, CERTIFIED = "legal", "certified"


@dataclass(frozen=True, kw_only=True)
class Showing:
    """A jurisdiction's roster as one page shows it; `wanted` is what was searched for."""

    keeping: Keeping
    wanted: str = ""
    with_ended: bool = False

    def people(self) -> list[Person]:
        """Return the people found, in the roster's order; those who have left only if asked for."""
        found = (p for p in self.keeping.own.people if self.wanted.lower() in f"{p.name}\n{self.unit(p.unit)}\n{self.teams_of(p)}".lower())
        return [person for person in found if self.with_ended or not self.has_left(person)]

    def teams(self) -> list[Team]:
        """Return the teams found."""
        return [t for t in self.keeping.own.teams if self.wanted.lower() in f"{t.title.zh}\n{t.title.en}\n{self.members(t)}".lower()]

    def units(self) -> list[Unit]:
        """Return the units found."""
        return [unit for unit in self.keeping.own.units if self.wanted.lower() in f"{unit.title.zh}\n{unit.title.en}".lower()]

    def posts(self) -> list[Post]:
        """Return the posts found, those of one role together."""
        order = list(self.keeping.roles)
        found = (p for p in self.keeping.own.posts if self.wanted.lower() in f"{self.person(p.person)}\n{self.role(p.role)}".lower())
        return sorted(found, key=lambda post: order.index(post.role) if post.role in order else len(order))

    def has_left(self, person: Person) -> bool:
        """Tell whether somebody's last day is over."""
        return person.active_until is not None and person.active_until < self.keeping.today

    def person(self, code: str) -> str:
        """Return a person's name."""
        found = self.keeping.serving.by_person.get(code)
        return found.name if found else code

    def unit(self, code: str | None) -> str:
        """Return a unit's name."""
        return self._units.get(code, code) if code else ""

    def role(self, code: str) -> str:
        """Return the words for a role."""
        return self.keeping.roles.get(code, code)

    def members(self, team: Team) -> str:
        """Return the names of a team's members, the lead named as such."""
        names = (_("%(name)s（团队长）", name=self.person(m)) if m == team.lead else self.person(m) for m in team.members)
        return "、".join(names)

    def teams_of(self, person: Person) -> str:
        """Return the names of the teams to which somebody belongs."""
        return "、".join(visitor.say(team.title) for team in self.keeping.serving.teams if person.code in team.members)

    def published_teams_of(self, person: Person) -> list[str]:
        """Return the names of the published teams to which somebody belongs."""
        return [visitor.say(team.title) for team in self.keeping.own.teams if team.published and person.code in team.members]

    def qualifications(self, person: Person) -> str:
        """Return in words what somebody is qualified for."""
        return "、".join(self.qualification(code) for code in sorted(person.qualifications, key=lambda code: (code != LEGAL, code)))

    def qualification(self, code: str) -> str:
        """Return the words for legal knowledge, or for the industry of a team."""
        general = self.general_qualifications()
        return general.get(code) or self.industries().get(code, code)

    def general_qualifications(self) -> dict[str, str]:
        """Return the qualifications that belong to no field of work, as the pack calls them."""
        return {LEGAL: _("法律知识"), CERTIFIED: _("调解员资格"), **self.keeping.qualifications}

    def industries(self) -> dict[str, str]:
        """Return the industries in which people can be qualified, named by the teams that need them."""
        teams = [team for team in self.keeping.serving.teams if team.industry]
        found = {team.industry: visitor.say(team.title).removesuffix("团队") for team in reversed(teams)}
        held = {code for person in self.keeping.serving.people for code in person.qualifications} - set(self.general_qualifications())
        return {code: found.get(code, code) for code in dict.fromkeys([*(team.industry for team in teams), *sorted(held)])}

    def breaches(self, team: Team) -> list[str]:
        """Return how a team breaks the composition rule."""
        return [visitor.say(breach.message) for breach in self.keeping.broken.get(team.code, ())]

    def notes(self, team: Team) -> list[str]:
        """Return what is to be seen to in a committee."""
        return [visitor.say(note) for note in self.keeping.notes.get(team.code, ())]

    def categories(self, person: Person) -> str:
        """Return in words what sort of mediator somebody is."""
        return "、".join(self.keeping.categories.get(code, code) for code in sorted(person.categories))

    def towns(self) -> list[str]:
        """Return the towns that the roster names, to be chosen from while typing."""
        serving = self.keeping.serving
        named = [*(person.town for person in serving.people), *(town for team in serving.teams for town in team.towns)]
        return sorted({town for town in [*named, *(town for each in serving.distances for town in each.towns)] if town})

    def turns(self) -> list[Turn]:
        """Return the rows of the rota found."""
        return [turn for turn in self.keeping.own.turns if self.wanted.lower() in self.whose(turn).lower()]

    def whose(self, turn: Turn) -> str:
        """Return of whom a row of the rota speaks."""
        return self.person(turn.person) if turn.person else self.unit(turn.unit)

    def absences(self) -> list[Absence]:
        """Return the absences found, those that are over only if asked for."""
        found = (each for each in self.keeping.own.absences if self.wanted.lower() in self.person(each.person).lower())
        return [each for each in found if self.with_ended or each.last >= self.keeping.today]

    def distances(self) -> list[Distance]:
        """Return the distances found."""
        return [each for each in self.keeping.own.distances if self.wanted in "\n".join(sorted(each.towns))]

    def candidates(self) -> list[tuple[str, str]]:
        """Return codes and descriptions of the people who may join a team."""
        people = (person for person in self.keeping.serving.people if not self.has_left(person))
        return [(person.code, self._described(person)) for person in people]

    def unit_choices(self) -> Iterator[tuple[str, str]]:
        """Yield codes and names of all units."""
        yield from self._units.items()

    def role_choices(self) -> list[tuple[str, str]]:
        """Return the roles that staff may hold."""
        return [(code, said) for code, said in self.keeping.roles.items() if code != "R.PARTY"]

    def posts_by_role(self) -> Iterable[tuple[str, list[Post]]]:
        """Yield roles in words with their posts."""
        for role, posts in groupby(self.posts(), key=lambda post: post.role):
            yield self.role(role), list(posts)

    @cached_property
    def _units(self) -> dict[str, str]:
        return {unit.code: visitor.say(unit.title) for unit in self.keeping.serving.units}

    def _described(self, person: Person) -> str:
        has = [*([_("专职")] if person.full_time else []), *([said] if (said := self.qualifications(person)) else [])]
        return _("%(name)s（%(has)s）", name=person.name, has=_("、").join(has)) if has else person.name


def labels() -> dict[str, str]:
    """Return the names of the fields, for the list of what needs changing."""
    return {
        "name": _("姓名"),
        "unit": _("单位"),
        "active_from": _("到岗日期"),
        "active_until": _("离岗日期"),
        "years": _("从业年限（年）"),
        "expertise": _("擅长领域"),
        "experience": _("工作经历和业绩"),
        "title": _("名称"),
        "kind": _("类别"),
        "presence": _("进驻方式"),
        "parent": _("上级单位"),
        "person": _("人员"),
        "role": _("岗位"),
        "town": _("工作所在乡镇（街道）"),
        "most_open": _("在办件数上限"),
        "interests": _("利害关系"),
        "towns": _("服务的乡镇（街道）"),
        "term_from": _("任期起始日"),
        "weekdays": _("星期"),
        "days": _("日期"),
        "first": _("第一天"),
        "last": _("最后一天"),
        "from": _("起点"),
        "to": _("终点"),
        "kilometres": _("路程（公里）"),
    }


def kinds() -> dict[str, str]:
    """Return the words for the kinds of units."""
    return {
        "centre": _("综治中心"),
        "window": _("窗口"),
        "department": _("职能部门"),
        "committee": _("调解委员会"),
        "tribunal": _("法庭"),
        "studio": _("调解工作室"),
        "pool": _("人才库"),
        "town": _("乡镇（街道）"),
    }


def presences() -> dict[str, str]:
    """Return the words for how a unit is present at the centre."""
    return {"resident": _("常驻"), "rotating": _("轮驻"), "on_call": _("随驻")}


def team_kinds() -> dict[str, str]:
    """Return the words for what people on a list are to each other."""
    return {"team": _("团队"), "committee": _("人民调解委员会"), "studio": _("调解工作室"), "pool": _("专家库")}


def relations() -> dict[str, str]:
    """Return the words for what ties somebody to a party."""
    return {
        "kin": _("近亲属"),
        "relative": _("其他亲属"),
        "friend": _("朋友、邻居"),
        "colleague": _("同事"),
        "business": _("经济往来"),
        "earlier-role": _("曾代理或处理其事务"),
        "other": _("其他"),
    }


def weekdays() -> dict[str, str]:
    """Return the words for the days of the week."""
    named = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))
    return {str(number): said for number, said in enumerate(named, 1)}


#: What the pages of a roster call its codes.
WORDS: Mapping[str, Callable[[], dict[str, str]]] = {
    "kinds": kinds,
    "presences": presences,
    "labels": labels,
    "team_kinds": team_kinds,
    "relations": relations,
    "weekdays": weekdays,
}
