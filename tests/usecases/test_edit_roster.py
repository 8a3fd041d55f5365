"""Editing a roster: composition, lost updates, and who may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine import errors
from engine.domain import roster_change
from engine.domain.access import CONFIGURER, Actor
from engine.domain.composition import Composition
from engine.domain.roster import Person, Post, Roster, Team, Unit
from engine.domain.roster_change import Row
from engine.errors import Text
from engine.usecases.edit_roster import EndRow, SaveRow, broken_teams, end_row, save_row
from tests.domain.compositions import RULE
from tests.fakes import House, a_house, an_actor

KEEPER = an_actor("sun", CONFIGURER)
CENTRE = Unit(code="centre", title=Text("中心", "Centre"), kind="centre", jurisdiction="longxi")
COURT = Unit(code="court", title=Text("法庭", "Tribunal"), kind="tribunal", jurisdiction="longxi", parent="centre")
PEOPLE = tuple(
    Person(
        code=f"m{n}", name=f"马{n}某", jurisdiction="longxi", full_time=n < 3, qualifications=frozenset({"legal", "road"} if n < 3 else ())
    )
    for n in range(1, 4)
)
ROAD = Team(
    code="road", title=Text("交通", "Road"), jurisdiction="longxi", industry="road", lead="m1", members=("m1", "m2", "m3"), published=True
)
TODAY = date(2025, 6, 3)


def a_house_with(roster: Roster | None = None, *rules: Composition) -> House:
    house = a_house()
    held = Roster(units=(CENTRE, COURT), people=PEOPLE, teams=(ROAD,)) if roster is None else roster
    house.uow.rosters.held = held
    release = house.context.releases.get("r1")
    release.compositions = {rule.code: rule for rule in rules or (RULE,)}  # type: ignore[misc]
    return house


def save(house: House, row: Row, *, actor: Actor = KEEPER, seen: str | None = None, **more: Any) -> Row:
    stored = roster_change.find(house.uow.rosters.held, row)
    mark = seen or (roster_change.mark(stored) if stored else None)
    return save_row(SaveRow(row=row, actor=actor, seen=mark, **more), house.context)


def refused(house: House, row: Row, **more: Any) -> Sequence[tuple[str, str]]:
    with pytest.raises(errors.AnswersRefusedError) as caught:
        save(house, row, **more)
    assert house.uow.commits == 0
    return [(problem.path, problem.message.zh) for problem in caught.value.problems]


def test_a_new_person_gets_a_code_and_stands_at_the_end() -> None:
    """Nobody has to invent a code; the rest of the roster stays."""
    house = a_house_with()

    first = save(house, replace(PEOPLE[0], code="", name="周某"))
    second = save(house, replace(PEOPLE[0], code="", name="吴某"))

    assert (first.code, second.code) == ("longxi-p1", "longxi-p2")  # type: ignore[union-attr]
    assert [person.name for person in house.uow.rosters.held.people] == ["马1某", "马2某", "马3某", "周某", "吴某"]
    assert house.uow.commits == 2


def test_what_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    """The page must have shown the row as it is stored."""
    house = a_house_with()
    mark = roster_change.mark(PEOPLE[0])
    save(house, replace(PEOPLE[0], name="王某"))

    with pytest.raises(errors.RosterChangedError):
        save(house, replace(PEOPLE[0], name="李某"), seen=mark)

    assert house.uow.rosters.held.people[0].name == "王某"


def test_a_row_that_is_gone_is_not_added_again() -> None:
    """A stale page of a row that no longer exists is refused as well."""
    house = a_house_with(Roster())

    with pytest.raises(errors.RosterChangedError):
        save_row(SaveRow(row=PEOPLE[0], actor=KEEPER, seen="0" * 20), house.context)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (("m1", "m2"), "“交通”在岗2人，少于规定的3人（本地规定）。请在名册中补充成员。"),
        (("m1", "m2", "m3", "m4", "m5", "m6", "m7"), "“交通”在岗7人，多于规定的6人（本地规定）。请在名册中调整成员。"),
        (("m1", "m3", "m4"), "“交通”有符合条件的专职调解员1名，少于规定的2名（本地规定）。请在名册中补充资格信息或成员。"),
    ],
)
def test_a_published_team_must_keep_the_composition_rule(members: tuple[str, ...], expected: str) -> None:
    """Each way to break LX-16 is refused with its sentence at the members."""
    more = tuple(Person(code=f"m{n}", name=f"马{n}某", jurisdiction="longxi") for n in range(4, 8))
    house = a_house_with(Roster(people=(*PEOPLE, *more), teams=(ROAD,)))

    assert refused(house, replace(ROAD, members=members)) == [("/members", expected)]


def test_a_team_that_is_not_published_may_still_be_incomplete() -> None:
    """A team is built up in several steps; the menu shows it when it is whole."""
    house = a_house_with()

    save(house, replace(ROAD, members=("m1",), published=False))

    assert house.uow.rosters.held.by_team["road"].members == ("m1",)


def test_without_a_rule_in_the_pack_teams_are_free() -> None:
    """The figures are the pack's; a pack without them sets no rule."""
    house = a_house_with(None, replace(RULE, roster=frozenset()))

    save(house, replace(ROAD, members=("m1",)))

    assert broken_teams("longxi", house.uow, house.context) == {}  # type: ignore[arg-type]


def test_somebody_who_leaves_cannot_silently_break_a_published_team() -> None:
    """The last day in office counts; tomorrow the team would be too small."""
    house = a_house_with()
    leaving = replace(PEOPLE[2], active_until=TODAY)

    assert refused(house, leaving) == [("/teams", "“交通”在岗2人，少于规定的3人（本地规定）。请在名册中补充成员。")]


def test_teams_can_leave_the_menu_together_with_the_person() -> None:
    """Whoever has really left is ended, and what would break the rule is taken off the menu in the same step."""
    house = a_house_with()

    save(house, replace(PEOPLE[2], active_until=TODAY), withdraw=True)

    assert house.uow.rosters.held.by_person["m3"].active_until == TODAY
    assert not house.uow.rosters.held.by_team["road"].published
    assert house.uow.commits == 1


def test_a_team_that_was_broken_before_does_not_block_its_people() -> None:
    """An old defect is shown, but a telephone clerk can still correct a name."""
    house = a_house_with(Roster(people=PEOPLE[:2], teams=(ROAD,)))

    save(house, replace(PEOPLE[0], name="马某"))

    assert [breach.code for breach in broken_teams("longxi", house.uow, house.context)["road"]] == ["too_few"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (replace(PEOPLE[0], name=" "), [("/name", "请填写此项。")]),
        (replace(PEOPLE[0], unit="moon"), [("/unit", "请从名册中选择单位。")]),
        (replace(PEOPLE[0], login="Wang Wu"), [("/login", LOGIN := "用户名应为 2 到 40 个小写字母、数字、“.”、“-”或“_”，以字母开头。")]),
        (replace(PEOPLE[0], active_from=TODAY, active_until=date(2025, 1, 1)), [("/active_until", "离岗日期不能早于到岗日期。")]),
        (replace(CENTRE, parent="court"), [("/parent", "上级单位不能是本单位或其下级。")]),
        (replace(CENTRE, title=Text("长" * 201, "Long")), [("/title", "最多 200 个字。")]),
        (replace(ROAD, lead="m9"), [("/lead", "团队长必须是成员之一。")]),
        (replace(ROAD, members=("m1", "m1"), lead="m1"), [("/members", "成员中有重复的人，或有名册中没有的人。请重新选择。")]),
        (Post(person="m9", role="", jurisdiction="longxi"), [("/person", "请从名册中选择人员。"), ("/role", "请选择岗位。")]),
        (
            Post(person="sun", role="R.INTAKE", jurisdiction="longxi"),
            [("/person", "请从名册中选择人员。"), ("/person", OWN := "不能变更自己的岗位，请由另一位管理员办理。")],
        ),
    ],
)
def test_rows_that_cannot_be_kept_are_named_with_their_places(row: Row, expected: list[tuple[str, str]]) -> None:
    """Every problem comes back at once, and nothing is stored."""
    assert refused(a_house_with(), row) == expected


def test_posts_are_added_and_taken_away() -> None:
    """Twice the same post is one post."""
    house = a_house_with()
    post = Post(person="m1", role="R.MEDIATOR", jurisdiction="longxi", unit="court")
    for _twice in range(2):
        save_row(SaveRow(row=post, actor=KEEPER, seen=None), house.context)
    assert house.uow.rosters.held.posts == (post,)

    end_row(EndRow(row=post, actor=KEEPER), house.context)

    assert house.uow.rosters.held.posts == ()


def test_nobody_takes_away_a_post_of_their_own() -> None:
    """A centre cannot lose its last administrator by a slip."""
    house = a_house_with()

    with pytest.raises(errors.AnswersRefusedError) as caught:
        end_row(EndRow(row=Post(person="sun", role=CONFIGURER, jurisdiction="longxi"), actor=KEEPER), house.context)

    assert [problem.message.zh for problem in caught.value.problems] == [OWN]


@pytest.mark.parametrize("role", ["R.MEDIATOR", "R.DISPATCH", "R.INTAKE"])
def test_only_directors_and_configurers_keep_a_roster(role: str) -> None:
    """Other posts may look, but change nothing."""
    house = a_house_with()

    with pytest.raises(errors.NotAllowedError):
        save(house, replace(PEOPLE[0], name="王某"), actor=an_actor("li", role))
    with pytest.raises(errors.NotAllowedError):
        end_row(EndRow(row=Post(person="m1", role="R.INTAKE", jurisdiction="longxi"), actor=an_actor("li", role)), house.context)


def test_a_keeper_does_not_keep_a_foreign_roster() -> None:
    """The post counts for its own jurisdiction and what lies below."""
    house = a_house_with()

    with pytest.raises(errors.NotAllowedError):
        save(house, replace(PEOPLE[0], jurisdiction="suzhou"))
