"""Rosters, jurisdictions, calendars and attachments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine import errors
from engine.domain.calendar import WorkingCalendar
from engine.domain.calendar_year import CalendarYear, Holiday, Source
from engine.domain.roster import Person, Post, Presence, Profile, Roster, Team, Unit
from engine.errors import Text
from engine.store import remembering
from engine.store.rosters import Jurisdiction
from engine.usecases import ports
from tests.postgres import Begin, Database
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


def a_year(
    year: int, *spans: tuple[str, str], worked: tuple[str, ...] = (), source: Source = Source.NOTICE, jurisdiction: str | None = None
) -> CalendarYear:
    title = Text("节日", "Holiday")
    holidays = tuple(Holiday(title=title, first=date.fromisoformat(first), last=date.fromisoformat(last)) for first, last in spans)
    made = CalendarYear(year=year, holidays=holidays, make_up_days=tuple(map(date.fromisoformat, worked)), source=source)
    return replace(made, source=Source.ENTERED, jurisdiction=jurisdiction, by="li", at=NOW) if jurisdiction else made


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


def test_what_lies_above_a_jurisdiction_comes_lowest_first(begin: Begin) -> None:
    """Whoever climbs starts at the place of the case; a place that does not exist has nothing above it."""
    with begin(()) as uow:
        above = [(place.id, place.level) for place in uow.rosters.above("longxi.wenfeng")]

        assert above == [("longxi.wenfeng", "town"), ("longxi", "county"), ("dingxi", "city"), ("gansu", "province")]
        assert uow.rosters.above("nowhere") == []


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
        assert uow.rosters.actor_of_login("wang", date(2024, 1, 1)) == uow.rosters.actor("wang")
        assert uow.rosters.actor_of_login("other", date(2024, 1, 1)) is None


def test_login_of_somebody_not_in_office_leads_nowhere(begin: Begin) -> None:
    """Neither before the first nor after the last day; both days themselves count."""
    put(begin, "longxi", replace(ROSTER, people=(replace(WANG, active_until=date(2025, 6, 30)), LI)))

    with begin(()) as uow:
        days = (date(2023, 12, 31), date(2025, 6, 30), date(2025, 7, 1))
        found = [uow.rosters.actor_of_login("wang", day) for day in days]

    assert [actor and actor.person for actor in found] == [None, "wang", None]


def test_code_of_another_countys_person_is_refused(begin: Begin) -> None:
    """Work names people by code alone, so one code cannot be two people."""
    put(begin, "longxi", ROSTER)

    with pytest.raises(errors.SettingError) as refused:
        put(begin, "suzhou", Roster(people=(replace(LI, jurisdiction="suzhou"),)))

    assert refused.value.text.zh == ("名册无法保存：人员编码或登录名已被其他辖区使用：li (longxi)。请换一个编码或登录名。")


def test_code_that_occurs_twice_is_said_in_a_sentence(begin: Begin) -> None:
    """A slip inside one roster names the rule that it breaks."""
    with pytest.raises(errors.SettingError) as refused:
        put(begin, "longxi", Roster(people=(LI, replace(LI, name="李某某"))))

    assert refused.value.text.zh == "名册无法保存：编码重复，或所写的辖区不存在（规则 person_pk）。请检查后重新导入。"


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
    year = a_year(2024, ("2024-01-01", "2024-01-01"), worked=("2024-02-04",))
    with begin(()) as uow:
        uow.rosters.supply_year(year)
        found = uow.rosters.calendar("longxi")

    holidays, worked = frozenset({date(2024, 1, 1)}), frozenset({date(2024, 2, 4)})
    assert found == WorkingCalendar(years=frozenset({2024, 2025, 2026}), holidays=holidays, make_up_days=worked)


def test_the_year_entered_nearest_counts(begin: Begin) -> None:
    """A county's own holidays go before the city's, the city's before the notice; next door the notice stays."""
    city, county = (a_year(2025, (day, day), jurisdiction=place) for day, place in (("2025-03-31", "dingxi"), ("2025-04-01", "longxi")))
    with begin({"dingxi", "longxi", "longxi.wenfeng"}) as uow:
        uow.rosters.enter_year(county)
        uow.rosters.enter_year(city)

        found = {place: uow.rosters.calendar_years(place)[0] for place in ("longxi.wenfeng", "longxi", "dingxi", "suzhou")}

    assert (found["longxi.wenfeng"], found["longxi"], found["dingxi"]) == (county, county, city)
    assert (found["suzhou"].source, found["suzhou"].jurisdiction) == (Source.NOTICE, None)


def test_the_newest_entry_counts_until_it_is_withdrawn(begin: Begin) -> None:
    """What was entered before stays as the record; taking it back lets the notice count again."""
    first, second = (a_year(2025, (day, day), jurisdiction="longxi") for day in ("2025-03-31", "2025-04-01"))
    with begin({"longxi"}) as uow:
        uow.rosters.enter_year(first)
        uow.rosters.enter_year(second)
        entered = uow.rosters.calendar_years("longxi")[0]
        uow.rosters.withdraw_year("longxi", 2025, NOW, "li")
        withdrawn = uow.rosters.calendar_years("longxi")[0]
        kept = uow.transaction.rows(sa.text("SELECT count(*) AS n FROM onedoor.calendar_entry"))

    assert (entered, withdrawn.source) == (second, Source.NOTICE)
    assert kept[0].n == 3


def test_a_calendar_is_entered_within_reach_only(begin: Begin) -> None:
    """A county cannot change the province's working days."""
    with begin({"longxi"}) as uow, pytest.raises(errors.NotAllowedError):
        uow.rosters.enter_year(a_year(2025, ("2025-03-31", "2025-03-31"), jurisdiction="gansu"))


def test_an_estimate_gives_way_to_a_notice_and_never_replaces_it(begin: Begin) -> None:
    """Supplying says which days are worked otherwise than before, so that deadlines can follow."""
    guess = a_year(2027, ("2027-01-01", "2027-01-01"), source=Source.ESTIMATE)
    notice = a_year(2027, ("2027-01-01", "2027-01-04"))
    with begin(()) as uow:
        changed = [uow.rosters.supply_year(year) for year in (guess, notice, guess, notice)]
        found = next(year for year in uow.rosters.calendar_years("longxi") if year.year == 2027)

    assert changed == [[], [date(2027, 1, 4)], [], []]
    assert found == notice


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


def test_whoever_plays_many_cases_reads_rosters_and_calendars_once(begin: Begin, database: Database) -> None:
    """As they stood at first; everybody else sees what they are now."""
    put(begin, "longxi", ROSTER)
    remembered = remembering.beginner(database.engine)
    with remembered({"longxi"}) as uow:
        first, calendar = uow.rosters.roster("longxi"), uow.rosters.calendar("longxi")

    put(begin, "longxi", replace(ROSTER, people=(WANG,), teams=()))
    with begin({"longxi"}) as uow:
        uow.rosters.enter_year(a_year(2031, ("2031-01-01", "2031-01-03"), jurisdiction="longxi"))
        uow.commit()

    with remembered({"longxi"}) as uow:
        assert uow.rosters.roster("longxi") is first
        assert uow.rosters.calendar("longxi") is calendar
    with begin({"longxi"}) as uow:
        assert uow.rosters.roster("longxi").people == (WANG,)
        assert 2031 in uow.rosters.calendar("longxi").years
