"""Claims about the pages of working calendars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.calendar_year import CalendarYear, Holiday, Source
from engine.errors import Text
from engine.usecases.change_calendar import mark
from tests.postgres import Begin

HERE = "/office/calendars/longxi/2025"
NATIONAL = ("国庆节", "2025-10-01", "2025-10-08")


@pytest.fixture
def notice(begin: Begin) -> CalendarYear:
    """Supply 2025 with one holiday and 2027 as an estimate."""
    day = Holiday(title=Text("元旦", "New Year"), first=_day("2025-01-01"), last=_day("2025-01-01"))
    year = CalendarYear(year=2025, holidays=(day,), make_up_days=(_day("2025-01-26"),), source=Source.NOTICE)
    with begin(()) as uow:
        uow.rosters.supply_year(year)
        uow.rosters.supply_year(CalendarYear(year=2027, holidays=(), make_up_days=(), source=Source.ESTIMATE))
        uow.commit()
    return year


def _day(text: str) -> date:
    return date.fromisoformat(text)


def post(client: FlaskClient, rows: Sequence[tuple[str, str, str]], worked: Sequence[str] = (), **more: str) -> TestResponse:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(f"{HERE}/edit").text)
    assert token
    titles, firsts, lasts = zip(*rows, strict=True)
    lists = {"title": list(titles), "first": list(firsts), "last": list(lasts), "worked": list(worked)}
    fields = {"csrf_token": token[1], "seen": "notice", **lists, **more}
    return client.post(f"{HERE}/edit", data=fields)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def in_force(begin: Begin) -> CalendarYear:
    with begin(()) as uow:
        return next(year for year in uow.rosters.calendar_years("longxi") if year.year == 2025)


def test_the_menu_leads_to_this_year(keeper: FlaskClient, notice: CalendarYear) -> None:
    """By the clock of the product; the county is chosen by itself."""
    assert keeper.get("/office/calendars/").location == HERE
    assert "/office/calendars/" in keeper.get("/office/rosters/longxi/people").text


def test_a_year_says_its_source_its_spans_and_every_day(keeper: FlaskClient, notice: CalendarYear) -> None:
    """What is off and what is worked in exchange carries a character, not a colour alone."""
    page = keeper.get(HERE).text

    said = plain(page)
    assert "来源：国务院办公厅放假通知。" in said
    assert "元旦 1月1日周三放假1天；1月26日周日上班" in said
    assert 'title="元旦">1<span class="od-day__mark">休</span>' in page
    assert 'title="调休上班">26<span class="od-day__mark">班</span>' in page
    assert page.count('<table class="od-month">') == 12
    assert "一月 23个工作日" in said


def test_an_estimated_year_says_so(keeper: FlaskClient, notice: CalendarYear) -> None:
    """The clerk is asked to enter the notice once it is out."""
    assert "放假通知尚未公布，暂按法定节日推算；公布后请在此录入。" in keeper.get("/office/calendars/longxi/2027").text


def test_what_a_change_does_is_shown_before_it_is_saved(keeper: FlaskClient, notice: CalendarYear, begin: Begin) -> None:
    """Looking stores nothing; the page shows the months as they would be."""
    answer = post(keeper, [("元旦", "2025-01-01", ""), NATIONAL], ["2025-01-26", "2025-10-11"], preview="1")

    said = plain(answer.text)
    assert answer.status_code == 200
    assert "有7天的上班安排改变。" in said
    assert "没有未到期的期限受影响。" in said
    assert "10月1日周三、10月2日周四、10月3日周五" in said
    assert 'title="国庆节">1<span' in answer.text
    assert in_force(begin) == notice


def test_a_year_is_entered_and_taken_back(keeper: FlaskClient, notice: CalendarYear, begin: Begin) -> None:
    """Who entered it stands on the page; taking it back lets the notice count again."""
    answer = post(keeper, [("元旦", "2025-01-01", ""), NATIONAL, ("", "", "")], ["2025-10-11", ""], save="1")

    entered = in_force(begin)
    page = keeper.get(HERE)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    taken = keeper.post(f"{HERE}/withdraw", data={"csrf_token": token[1], "seen": mark(entered)})

    assert (answer.status_code, answer.location) == (302, HERE)
    assert [(h.title, h.first, h.last) for h in entered.holidays] == [
        (Text("元旦", "New Year"), _day("2025-01-01"), _day("2025-01-01")),
        (Text("国庆节", "National Day"), _day("2025-10-01"), _day("2025-10-08")),
    ]
    assert entered.make_up_days == (_day("2025-10-11"),)
    assert "来源：孙某于2025年6月3日为陇西县录入。" in plain(page.text)
    assert (taken.status_code, in_force(begin)) == (302, notice)


def test_every_slip_stands_at_its_field_and_what_was_typed_stays(keeper: FlaskClient, notice: CalendarYear, begin: Begin) -> None:
    """A working day as make-up day, and a holiday that ends before it begins."""
    answer = post(keeper, [("国庆节", "2025-10-08", "2025-10-01")], ["2025-10-09"], save="1")

    assert answer.status_code == 422
    assert 'id="holidays-0-last-problem"' in answer.text
    assert "“国庆节”的最后一天早于第一天。" in answer.text
    assert "2025-10-09 本来就是工作日。调休上班只填周六、周日。" in answer.text
    assert 'value="2025-10-08"' in answer.text
    assert in_force(begin) == notice


def test_a_text_that_is_no_date_is_refused(keeper: FlaskClient, notice: CalendarYear) -> None:
    """Browsers without a date field send what was typed."""
    answer = post(keeper, [("国庆节", "十月一日", "")], preview="1")

    assert answer.status_code == 422
    assert "请填写日期，例如 2026-10-01。" in answer.text


def test_nobody_overwrites_what_a_colleague_has_entered(keeper: FlaskClient, notice: CalendarYear, begin: Begin) -> None:
    """The second sees that, keeps what was typed, and may save over it knowingly."""
    post(keeper, [NATIONAL], save="1")

    answer = post(keeper, [("国庆节", "2025-10-01", "2025-10-07")], save="1")

    assert answer.status_code == 409
    assert "这一年的日历刚刚已由别人修改。" in answer.text
    assert 'value="2025-10-07"' in answer.text
    assert f'name="seen" value="{mark(in_force(begin))}"' in answer.text


def test_only_configurers_see_the_calendars(clerk: FlaskClient, keeper: FlaskClient, notice: CalendarYear) -> None:
    """A clerk is refused, and a neighbouring county is nobody's business."""
    assert clerk.get("/office/calendars/").status_code == 403
    assert clerk.get(HERE).status_code == 403
    assert keeper.get("/office/calendars/suzhou/2025").status_code == 403


@pytest.mark.parametrize("year", ["1999", "2050"])
def test_a_year_out_of_turn_is_not_found(keeper: FlaskClient, notice: CalendarYear, year: str) -> None:
    """Years follow each other."""
    assert keeper.get(f"/office/calendars/longxi/{year}").status_code == 404


def test_the_year_after_the_last_begins_with_the_statutory_festivals(keeper: FlaskClient, notice: CalendarYear) -> None:
    """Nobody types New Year and National Day again."""
    page = keeper.get("/office/calendars/longxi/2028/edit").text

    assert 'value="元旦"' in page
    assert 'value="2028-01-01"' in page
    assert "录入2028年" in keeper.get(HERE).text


def test_the_pages_speak_english(county: Flask, keeper: FlaskClient, notice: CalendarYear) -> None:
    """Names, weekdays and sentences."""
    keeper.get("/lang/en")

    said = plain(keeper.get(HERE).text)

    assert "Source: the State Council's holiday notice." in said.replace("&#39;", "'")
    assert "New Year Wed, Jan 1 off; Sun, Jan 26 worked in exchange" in said
    assert "January 23 working days" in said
