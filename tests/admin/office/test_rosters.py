"""Claims about the pages of a roster, over the real store."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.roster import Interest, Roster, TeamKind
from tests.admin.office.county import PEOPLE
from tests.postgres import Begin

BASE = "/office/rosters/longxi"


def post(client: FlaskClient, path: str, answers: dict[str, Any], **more: Any) -> TestResponse:
    """Open the page of a form, fill it in over what it holds hidden, and send it."""
    page = client.get(path).text
    hidden = dict(re.findall(r'<input type="hidden" name="(csrf_token|mark)" value="([^"]*)"', page))
    return client.post(path, data={**hidden, **answers}, **more)


def stored(begin: Begin) -> Roster:
    with begin({"longxi"}) as uow:
        return uow.rosters.roster("longxi")


def test_the_tables_are_shown_in_business_words(keeper: FlaskClient) -> None:
    """No code of a row, role or kind reaches the page."""
    people, teams, posts, units = (keeper.get(f"{BASE}/{table}").text for table in ("people", "teams", "posts", "units"))

    assert "法律知识、交通事故损害赔偿" in people
    assert "马某（团队长）、牛某、杨某" in teams
    assert "“物业”在岗1人，少于规定的3人（本地规定）。请在名册中补充成员。" in teams
    assert "<h2>调解员</h2>" in posts
    assert "常驻" in units
    for page in (people, teams, posts, units):
        assert not {"R.MEDIATOR", "tribunal", "estate"} & set(re.findall(r">\s*([\w.]+)\s*<", page))


def test_a_person_is_added(keeper: FlaskClient, begin: Begin) -> None:
    """What was entered stands on the roster, and the list says so."""
    answers = {"name": "冯某", "unit": "court", "full_time": "1", "qualifications": ["legal"], "years": "3", "languages": "普通话、藏语"}

    page = post(keeper, f"{BASE}/people/new", answers, follow_redirects=True)

    person = stored(begin).people[-1]
    assert (person.name, person.unit, person.full_time, person.profile.years) == ("冯某", "court", True, 3)
    assert person.profile.languages == ("普通话", "藏语")
    assert "已保存。" in page.text


def test_changing_a_person_keeps_the_user_name(keeper: FlaskClient, begin: Begin) -> None:
    """Signing in is another page's matter; a corrected name does not lock anybody out."""
    answer = post(keeper, f"{BASE}/people/he", {"name": "何某某", "full_time": "1", "qualifications": ["legal", "estate"]})

    assert answer.status_code == 302
    assert (stored(begin).by_person["he"].name, stored(begin).by_person["he"].login) == ("何某某", "he")


def test_what_was_typed_is_not_lost_when_it_is_refused(keeper: FlaskClient, begin: Begin) -> None:
    """All problems are listed with links, beside the fields, and the page still holds every word."""
    answers = {"name": "", "active_from": "2025-05-01", "active_until": "2025-04-01", "expertise": "婚姻家庭<b>"}

    page = post(keeper, f"{BASE}/people/new", answers)

    assert page.status_code == 422
    assert '<a href="#name">姓名：请填写此项。</a>' in page.text
    assert '<p class="od-problem" id="active_until-problem">离岗日期不能早于到岗日期。</p>' in page.text
    assert "婚姻家庭&lt;b&gt;</textarea>" in page.text
    assert len(stored(begin).people) == 6


def test_a_date_that_is_none_is_refused_in_words(keeper: FlaskClient) -> None:
    """A browser without a date picker sends text."""
    page = post(keeper, f"{BASE}/people/new", {"name": "冯某", "active_from": "去年"})

    assert (page.status_code, "请填写日期，例如 2025-06-03。" in page.text) == (422, True)


def test_two_people_on_one_entry_do_not_overwrite_each_other(keeper: FlaskClient, begin: Begin) -> None:
    """The second sees the newest state beside what they typed, and may then decide."""
    page = keeper.get(f"{BASE}/people/yang").text
    hidden = dict(re.findall(r'<input type="hidden" name="(csrf_token|mark)" value="([^"]*)"', page))
    post(keeper, f"{BASE}/people/yang", {"name": "杨某", "expertise": "物业"})

    late = keeper.post(f"{BASE}/people/yang", data={**hidden, "name": "杨某某"})

    assert late.status_code == 409
    assert 'value="杨某某"' in late.text
    assert "<dd>物业</dd>" in late.text
    again = dict(re.findall(r'<input type="hidden" name="(csrf_token|mark)" value="([^"]*)"', late.text))
    assert keeper.post(f"{BASE}/people/yang", data={**again, "name": "杨某某", "expertise": "物业"}).status_code == 302
    assert stored(begin).by_person["yang"].name == "杨某某"


def test_a_team_that_breaks_the_rule_is_not_published(keeper: FlaskClient, begin: Begin) -> None:
    """The rule is named, and the choice of members is still on the page."""
    answers = {"title": "物业", "industry": "estate", "member0": "he", "member1": "niu", "lead": "0", "published": "1"}

    page = post(keeper, f"{BASE}/teams/estate", answers)

    assert page.status_code == 422
    assert "“物业”在岗2人，少于规定的3人（本地规定）。请在名册中补充成员。" in page.text
    assert '<option value="niu" selected>' in page.text
    assert not stored(begin).by_team["estate"].published


def test_a_team_is_built_and_published(keeper: FlaskClient, begin: Begin) -> None:
    """Members keep the order of their places; an empty place between them does not matter."""
    answers = {"title": "道路二队", "industry": "road", "member1": "niu", "member3": "ma", "member4": "yang", "lead": "3", "published": "1"}

    answer = post(keeper, f"{BASE}/teams/new", answers)

    team = stored(begin).teams[-1]
    assert answer.status_code == 302
    assert (team.members, team.lead, team.published, team.title.en) == (("niu", "ma", "yang"), "ma", True, "道路二队")


def test_whoever_leaves_takes_the_broken_team_off_the_menu(keeper: FlaskClient, begin: Begin) -> None:
    """First the rule is named; with the box ticked the person leaves and the team is withdrawn."""
    leaving = {"name": "杨某", "active_until": "2025-06-03"}

    refused = post(keeper, f"{BASE}/people/yang", leaving)
    accepted = post(keeper, f"{BASE}/people/yang", {**leaving, "withdraw": "1"})

    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert "“交通事故损害赔偿”在岗2人，少于规定的3人（本地规定）。请在名册中补充成员。" in refused.text
    assert not stored(begin).by_team["road"].published


def test_posts_are_given_and_taken(keeper: FlaskClient, begin: Begin) -> None:
    """In words, with a question before one is taken."""
    post(keeper, f"{BASE}/posts/new", {"person": "niu", "role": "R.MEDIATOR", "unit": "centre"})
    assert [p.person for p in stored(begin).posts] == ["wang", "sun", "ma", "niu"]

    page = keeper.get(f"{BASE}/posts").text
    assert "撤去后，牛某不能再办理这个岗位的待办。" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    keeper.post(
        f"{BASE}/posts/end", data={"csrf_token": token[1] if token else "", "person": "niu", "role": "R.MEDIATOR", "unit": "centre"}
    )

    assert [p.person for p in stored(begin).posts] == ["wang", "sun", "ma"]


def test_a_unit_is_renamed(keeper: FlaskClient, begin: Begin) -> None:
    """The English name is optional: without it the Chinese one stands in both languages."""
    post(
        keeper, f"{BASE}/units/court", {"title": "速裁法庭", "title_en": "", "kind": "tribunal", "presence": "rotating", "parent": "centre"}
    )

    assert stored(begin).units[1].title == ("速裁法庭", "速裁法庭")


def test_a_town_is_kept_by_its_county(keeper: FlaskClient, begin: Begin) -> None:
    """The post covers everything below; the town's own list begins empty and may use the county's people."""
    assert "县综治中心" not in keeper.get("/office/rosters/longxi.wenfeng/units").text

    answer = post(keeper, "/office/rosters/longxi.wenfeng/posts/new", {"person": "niu", "role": "R.MEDIATOR"})

    assert answer.status_code == 302
    with begin({"longxi.wenfeng"}) as uow:
        assert uow.rosters.roster("longxi.wenfeng").of("longxi.wenfeng").posts[0].person == "niu"


def test_what_the_choice_of_people_needs_is_entered_and_kept(keeper: FlaskClient, begin: Begin) -> None:
    """Town, limit and interests of a person come back on the page, and none of it is public."""
    answers = {
        "name": "牛某",
        "town": "文峰镇",
        "most_open": "4",
        "represents": ["woman"],
        "full_time": "1",
        "qualifications": ["legal", "road", "certified"],
        "interest0": "某建材公司",
        "relation0": "earlier-role",
        "interest1": "",
        "relation1": "kin",
    }

    post(keeper, f"{BASE}/people/niu", answers)

    niu = stored(begin).by_person["niu"]
    assert (niu.town, niu.most_open, niu.represents) == ("文峰镇", 4, {"woman"})
    assert niu.interests == (Interest(party="某建材公司", relation="earlier-role"),)
    page = keeper.get(f"{BASE}/people/niu").text
    assert 'value="某建材公司"' in page
    assert '<option value="文峰镇">' in page
    assert "某建材公司" not in keeper.get("/menu/longxi/").text


def test_an_interest_without_its_relation_is_refused(keeper: FlaskClient) -> None:
    """The line that was typed is still there."""
    page = post(keeper, f"{BASE}/people/niu", {"name": "牛某", "interest0": "某建材公司", "relation0": "", "most_open": "很多"})
    assert (page.status_code, "请填写整数，例如 5。" in page.text) == (422, True)

    page = post(keeper, f"{BASE}/people/niu", {"name": "牛某", "interest0": "某建材公司", "relation0": ""})
    assert (page.status_code, "请选择是什么关系。" in page.text) == (422, True)
    assert 'value="某建材公司"' in page.text


def test_a_committee_that_breaks_the_law_is_refused_even_unpublished(keeper: FlaskClient, begin: Begin) -> None:
    """人民调解法 art. 8: with the rule and its source; with a woman it is kept, and what is left to see to is said."""
    answers = {"title": "交通调委会", "kind": "committee", "member0": "ma", "member1": "niu", "member2": "he", "lead": "0"}
    expected = "“交通调委会”有女性委员0名，少于规定的1名（依据：人民调解法第八条）。请在名册中补充资格信息或成员。"

    refused = post(keeper, f"{BASE}/teams/new", answers)
    post(keeper, f"{BASE}/people/he", {"name": "何某", "represents": ["woman"]})
    accepted = post(keeper, f"{BASE}/teams/new", {**answers, "term_from": "2021-03-01", "towns": "文峰镇、巩昌镇"})

    assert (refused.status_code, expected in refused.text, accepted.status_code) == (422, True, 302)
    team = stored(begin).teams[-1]
    assert (team.kind, team.towns, team.has_seal) == (TeamKind.COMMITTEE, ("文峰镇", "巩昌镇"), False)
    page = keeper.get(f"{BASE}/teams").text
    assert "“交通调委会”自2021-03-01起的任期3年已满（依据：人民调解法第八条），请换届。" in page
    assert "“交通调委会”没有登记印章" in page


def test_rota_absences_and_distances_are_entered_and_taken_away(keeper: FlaskClient, begin: Begin) -> None:
    """Each as a row of its own, in words on its list."""
    post(keeper, f"{BASE}/turns/new", {"unit": "court", "weekdays": ["1", "3"], "days": "2025-06-03、2025-06-10", "is_duty": "1"})
    post(keeper, f"{BASE}/absences/new", {"person": "niu", "first": "2025-06-09", "last": ""})
    post(keeper, f"{BASE}/distances/new", {"from": "文峰镇", "to": "巩昌镇", "kilometres": "12"})

    found = stored(begin)
    assert found.turns[0].covers(date(2025, 6, 4))
    assert found.turns[0].covers(date(2025, 6, 10))
    assert not found.turns[0].covers(date(2025, 6, 6))
    assert (found.absences[0].first, found.absences[0].last) == (date(2025, 6, 9), date(2025, 6, 9))
    assert (found.distances[0].towns, found.distances[0].kilometres) == ({"文峰镇", "巩昌镇"}, 12)
    assert "星期一 星期三" in keeper.get(f"{BASE}/turns").text
    for table in ("turns", "absences", "distances"):
        keeper.post(f"{BASE}/{table}/end", data=_ending(keeper.get(f"{BASE}/{table}").text))
        assert getattr(stored(begin), table) == ()


def _ending(page: str) -> dict[str, list[str]]:
    """Return what the form holds that takes the first row away."""
    form = page[page.index('<details class="od-sure">') :]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize(
    ("table", "answers", "expected"),
    [
        ("turns", {"weekdays": ["1"]}, "请选择一个人，或者一个单位，二者选一。"),
        ("turns", {"person": "niu"}, "请选择星期几，或写明哪几天。"),
        ("turns", {"person": "niu", "days": "明天"}, "请逐日写明日期"),
        ("turns", {"person": "niu", "weekdays": ["1"], "first": "2025-06-09", "last": "2025-06-01"}, "最后一天不能早于第一天。"),
        ("absences", {"person": "niu", "first": ""}, "请填写日期，例如 2025-06-03。"),
        ("absences", {"person": "niu", "first": "2025-06-09", "last": "2025-06-01"}, "最后一天不能早于第一天。"),
        ("distances", {"from": "文峰镇", "to": "文峰镇", "kilometres": "3"}, "请写两个不同的乡镇（街道）。"),
        ("distances", {"from": "文峰镇", "to": "巩昌镇", "kilometres": "远"}, "请填写整数，例如 5。"),
        ("distances", {"from": "文峰镇", "to": "巩昌镇", "kilometres": "9999"}, "路程应在 0 到 5000 公里之间。"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(keeper: FlaskClient, begin: Begin, table: str, answers: dict[str, Any], expected: str) -> None:
    """The sentence says what is wrong, and nothing is stored."""
    page = post(keeper, f"{BASE}/{table}/new", answers)

    assert (page.status_code, expected in page.text) == (422, True)
    assert getattr(stored(begin), table) == ()


def test_between_two_towns_there_is_one_distance(keeper: FlaskClient, begin: Begin) -> None:
    """Entered again, the other way round too, it replaces the first."""
    post(keeper, f"{BASE}/distances/new", {"from": "文峰镇", "to": "巩昌镇", "kilometres": "12"})
    post(keeper, f"{BASE}/distances/new", {"from": "巩昌镇", "to": "文峰镇", "kilometres": "14"})

    assert [each.kilometres for each in stored(begin).distances] == [14]


def test_people_and_teams_are_not_ended_like_posts(keeper: FlaskClient) -> None:
    """They get a last day, or are changed."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', keeper.get(f"{BASE}/people/new").text)

    assert "确认撤去" not in keeper.get(f"{BASE}/people").text
    assert keeper.post(f"{BASE}/people/end", data={"csrf_token": token[1] if token else ""}).status_code == 404


def test_searching_finds_names_and_teams(keeper: FlaskClient) -> None:
    """One box for everything that the list shows."""
    assert "共1人" in keeper.get(f"{BASE}/people?q=物业").text
    assert "没有找到。" in keeper.get(f"{BASE}/people?q=无此人").text


def test_only_keepers_see_the_pages(clerk: FlaskClient, keeper: FlaskClient) -> None:
    """Neither a clerk of the county nor the keeper of another one."""
    assert clerk.get(f"{BASE}/people").status_code == 403
    assert clerk.get("/office/rosters/").status_code == 403
    assert keeper.get("/office/rosters/suzhou/people").status_code == 403
    assert '"/office/rosters/"' in keeper.get("/").text
    assert '"/office/rosters/"' not in clerk.get("/").text


def test_unknown_rows_and_tables_are_not_found(keeper: FlaskClient) -> None:
    """Addresses that lead nowhere say so."""
    for path in ("people/nobody", "planets", "posts/new2", f"people/{PEOPLE[0].code}x"):
        assert keeper.get(f"{BASE}/{path}").status_code == 404
