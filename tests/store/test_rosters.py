"""Rosters, jurisdictions, calendars and attachments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from engine import errors
from engine.domain.calendar import WorkingCalendar
from engine.domain.roster import Person, Post, Presence, Profile, Roster, Team, Unit
from engine.errors import Text
from engine.store.rosters import Jurisdiction
from engine.usecases import ports
from tests.postgres import Begin
from tests.store.builders import NOW, a_release, a_submission, an_opening, read, save

WANG = Person(
    code="wang",
    name="王某",
    jurisdiction="longxi",
    unit="centre",
    full_time=True,
    qualifications=frozenset({"legal", "traffic"}),
    active_from=date(2024, 1, 1),
    profile=Profile(years=3, expertise="交通", languages=("zh",)),
    login="wang",
)
LI = Person(code="li", name="李某", jurisdiction="longxi")
ROSTER = Roster(
    units=(
        Unit(code="centre", title=Text("中心", "Centre"), kind="centre", jurisdiction="longxi", presence=Presence.RESIDENT),
        Unit(code="court", title=Text("法庭", "Tribunal"), kind="tribunal", jurisdiction="longxi", parent="centre"),
    ),
    people=(WANG, LI),
    teams=(
        Team(
            code="road",
            title=Text("交通", "Road"),
            jurisdiction="longxi",
            dispute_types=("13",),
            lead="wang",
            members=("li", "wang"),
            published=True,
        ),
    ),
    posts=(Post(person="wang", role="R.INTAKE", jurisdiction="longxi", unit="centre"),),
)


def put(begin: Begin, jurisdiction: str, roster: Roster, reach: set[str] | None = None) -> None:
    with begin(reach or {jurisdiction}) as uow:
        uow.rosters.put_roster(jurisdiction, roster)
        uow.commit()


def test_roster_is_read_back_as_it_was_put(begin: Begin) -> None:
    """Order, qualifications, profile and members survive; putting it again replaces it."""
    put(begin, "longxi", ROSTER)
    put(begin, "longxi", ROSTER)

    with begin({"longxi"}) as uow:
        assert uow.rosters.roster("longxi") == ROSTER


def test_jurisdiction_is_served_by_its_ancestors_too(begin: Begin) -> None:
    """A town reads its own people first, then the county's; the county does not read the town's."""
    town = Roster(people=(Person(code="zhou", name="周某", jurisdiction="longxi.wenfeng"),))
    put(begin, "longxi", ROSTER)
    put(begin, "longxi.wenfeng", town)

    with begin({"longxi.wenfeng"}) as uow:
        assert uow.rosters.roster("longxi.wenfeng").people == (*town.people, WANG, LI)
        assert uow.rosters.roster("longxi").people == (WANG, LI)
        assert uow.rosters.roster("suzhou") == Roster()


def test_actor_reaches_everything_below_a_post(begin: Begin) -> None:
    """Posts, teams and reach are read in one go, without a reach of one's own."""
    put(begin, "longxi", ROSTER)

    with begin(()) as uow:
        wang, li = uow.rosters.actor("wang"), uow.rosters.actor("li")

    assert (wang.name, wang.posts, wang.teams) == ("王某", ROSTER.posts, frozenset({"road"}))
    assert wang.below == {"longxi": frozenset({"longxi", "longxi.wenfeng"})}
    assert li.reach == frozenset()


def test_unknown_person_is_not_found(begin: Begin) -> None:
    """A login without a person on the roster gets no actor."""
    with begin(()) as uow, pytest.raises(errors.NotFoundError):
        uow.rosters.actor("nobody")


def test_login_leads_to_the_person(begin: Begin) -> None:
    """Signing in finds the roster's person."""
    put(begin, "longxi", ROSTER)

    with begin(()) as uow:
        assert uow.rosters.person_of_login("wang", date(2024, 1, 1)) == "wang"
        assert uow.rosters.person_of_login("other", date(2024, 1, 1)) is None


def test_login_of_somebody_not_in_office_leads_nowhere(begin: Begin) -> None:
    """Neither before the first nor after the last day; both days themselves count."""
    put(begin, "longxi", replace(ROSTER, people=(replace(WANG, active_until=date(2025, 6, 30)), LI)))

    with begin(()) as uow:
        found = [uow.rosters.person_of_login("wang", date(2023, 12, 31)), uow.rosters.person_of_login("wang", date(2025, 6, 30))]
        assert [*found, uow.rosters.person_of_login("wang", date(2025, 7, 1))] == [None, "wang", None]


def test_code_of_another_countys_person_is_refused(begin: Begin) -> None:
    """Work names people by code alone, so one code cannot be two people."""
    put(begin, "longxi", ROSTER)

    with pytest.raises(errors.SettingError) as refused:
        put(begin, "suzhou", Roster(people=(replace(LI, jurisdiction="suzhou"),)))

    assert refused.value.text.zh == ("名册无法保存:人员编码或登录名已被其他辖区使用:li (longxi)。请换一个编码或登录名。")


def test_code_that_occurs_twice_is_said_in_a_sentence(begin: Begin) -> None:
    """A slip inside one roster names the rule that it breaks."""
    with pytest.raises(errors.SettingError) as refused:
        put(begin, "longxi", Roster(people=(LI, replace(LI, name="李某某"))))

    assert refused.value.text.zh == "名册无法保存:编码重复,或所写的辖区不存在(规则 person_pk)。请检查后重新导入。"


def test_post_in_a_foreign_jurisdiction_is_refused(begin: Begin) -> None:
    """A county cannot give its people a post next door."""
    with pytest.raises(errors.NotAllowedError):
        put(begin, "longxi", Roster(people=(LI,), posts=(Post(person="li", role="R.DIRECTOR", jurisdiction="suzhou"),)))


def test_tree_is_stored_whatever_the_order_of_the_list(begin: Begin) -> None:
    """Children may stand before their parents; a second time changes titles only."""
    village = Jurisdiction(id="v", level="village", title=Text("村", "Village"), parent="t")
    town = Jurisdiction(id="t", level="town", title=Text("镇", "Town"), parent="suzhou", pack="base")
    with begin(()) as uow:
        uow.rosters.put_jurisdictions([village, town])
        uow.rosters.put_jurisdictions([replace(town, title=Text("乡", "Township"))])

        found = {jurisdiction.id: jurisdiction for jurisdiction in uow.rosters.jurisdictions()}

    assert found["v"] == village
    assert found["t"] == replace(town, title=Text("乡", "Township"))


def test_unknown_parent_is_said_in_a_sentence(begin: Begin) -> None:
    """A slip in a parent's code names both codes."""
    with begin(()) as uow, pytest.raises(errors.SettingError) as refused:
        uow.rosters.put_jurisdictions([Jurisdiction(id="x", level="town", title=Text("镇", "Town"), parent="nowhere")])

    assert refused.value.text.zh == "辖区“x”的上级“nowhere”不存在或形成循环。请检查 config/jurisdictions。"


def test_calendar_joins_its_years(begin: Begin) -> None:
    """Each year is replaced on its own."""
    year = WorkingCalendar(years=frozenset({2024}), holidays=frozenset({date(2024, 1, 1)}), make_up_days=frozenset({date(2024, 2, 4)}))
    with begin(()) as uow:
        uow.rosters.put_calendar(year)
        found = uow.rosters.calendar("longxi")

    assert found == WorkingCalendar(years=frozenset({2024, 2025, 2026}), holidays=year.holidays, make_up_days=year.make_up_days)


def test_file_belongs_to_the_case_whose_answer_names_it(begin: Begin) -> None:
    """Uploaded before the case was opened, found with it afterwards."""
    a_release(begin)
    photo = ports.Attachment(
        id=uuid4(),
        jurisdiction="longxi",
        case=None,
        name="照片.jpg",
        media_type="image/jpeg",
        content=b"\x00\xff",
        uploaded_by="wang",
        at=NOW,
    )
    opening = an_opening()
    with begin({"longxi"}) as uow:
        uow.attachments.put(photo)
        uow.commit()

    save(begin, replace(opening, submission=a_submission(opening.case, item=None, answers={"photos": [{"file": str(photo.id)}]})))

    with begin({"longxi"}) as uow:
        assert uow.attachments.get(photo.id) == replace(photo, case=opening.case.id)
        assert uow.attachments.names([photo.id, uuid4()]) == {photo.id: ("照片.jpg", 2)}
        with pytest.raises(errors.NotFoundError):
            uow.attachments.get(uuid4())
    assert read(begin, opening.case).case == opening.case
