"""The statutory clocks are rows of the base pack, and give the dates of worked examples."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine import calendars
from engine.domain.calendar import ZONE, WorkingCalendar
from engine.domain.deadline import DeadlineRule, Period, Roll, Stop
from engine.errors import Text
from engine.packs import deadlines, disk, lineage
from engine.packs.definition import define
from engine.settings import HOUSE

FILES = disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "base")
RULES = deadlines.rules(define(lineage.trace(FILES).manifests))
CALENDAR = WorkingCalendar.union(year.working() for year in calendars.announced(HOUSE))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("name", "period", "rolls", "law"),
    [
        ("lab_med", "15 d", True, "劳动争议调解仲裁法第十四条"),
        ("med_med", "30 wd", False, "医疗纠纷预防和处理条例第三十八条"),
        ("court_ref_med", "30 d", True, "特邀调解的规定第二十七条"),
        ("court_ref_med_ordinary", "15 d", True, "特邀调解的规定第二十七条"),
        ("court_ref_med_simple", "7 d", True, "特邀调解的规定第二十七条"),
        ("people_med", "30 d", True, "guess"),
        ("jc_apply", "30 d", True, "民事诉讼法第二百零五条"),
        ("pet_notify", "15 d", True, "信访工作条例第二十二条"),
        ("pet_object", "5 wd", False, "信访工作条例第二十三条"),
        ("pet_handle", "60 d", True, "信访工作条例第三十四条"),
        ("pet_handle_more", "30 d", True, "信访工作条例第三十四条"),
        ("pet_review_ask", "30 d", True, "信访工作条例第三十五条"),
        ("pet_review_do", "30 d", True, "信访工作条例第三十五条"),
        ("pet_recheck_ask", "30 d", True, "信访工作条例第三十六条"),
        ("pet_recheck_do", "30 d", True, "信访工作条例第三十六条"),
        ("aid_decide", "7 d", True, "法律援助法第四十三条"),
        ("aid_appoint", "3 d", True, "法律援助法第四十三条"),
        ("adm_recon", "60 d", True, "行政复议法第二十条"),
        ("pay_accept", "5 d", True, "民事诉讼法第二百二十六条"),
        ("pay_issue", "15 d", True, "民事诉讼法第二百二十七条"),
        ("pay_object", "15 d", True, "民事诉讼法第二百二十七条"),
        ("prot_order", "72 h", False, "反家庭暴力法第二十八条"),
        ("prot_order_urgent", "24 h", False, "反家庭暴力法第二十八条"),
        ("dv_visit", "7 d", False, "county"),
    ],
)
def test_each_clock_has_its_length_its_roll_and_its_law(name: str, period: str, rolls: bool, law: str) -> None:
    """One law may count in days and in working days, so the unit stands with each."""
    rule = RULES[name]

    assert (str(rule.period), rule.roll is Roll.NEXT_WORKING_DAY) == (period, rolls)
    assert law in rule.source


@pytest.mark.parametrize(
    ("name", "start", "due"),
    [
        # Work injury registered on 25 August 2021.
        ("lab_med", "2021-08-25T10:00", "2021-09-09T23:59:59"),
        # Legal aid applied for on 10 May 2021, granted on 14 May.
        ("aid_decide", "2021-05-10T09:00", "2021-05-17T23:59:59"),
        ("aid_appoint", "2021-05-14T09:00", "2021-05-17T23:59:59"),
        # Agreement effective on 11 June 2025; one whose last day is a holiday.
        ("jc_apply", "2025-06-11T15:00", "2025-07-11T23:59:59"),
        ("jc_apply", "2025-09-05T15:00", "2025-10-09T23:59:59"),
        # A fine learned of on 9 January 2025.
        ("adm_recon", "2025-01-09T09:00", "2025-03-10T23:59:59"),
        # Visits every week, on a holiday too.
        ("dv_visit", "2021-04-26T10:00", "2021-05-03T23:59:59"),
        ("dv_visit", "2021-05-10T10:00", "2021-05-17T23:59:59"),
        # Hours run through night and holiday.
        ("prot_order", "2025-05-01T09:30", "2025-05-04T09:30:00"),
        ("prot_order_urgent", "2025-05-01T09:30", "2025-05-02T09:30:00"),
        # Five working days over the Labour Day holiday and the Sunday worked for it.
        ("pet_object", "2025-04-25T09:00", "2025-05-06T23:59:59"),
    ],
)
def test_the_clocks_give_the_dates_of_the_worked_examples(name: str, start: str, due: str) -> None:
    """The first day is not counted, and only where the law rolls does the last day roll."""
    assert RULES[name].due(at(start), CALENDAR) == at(due)


@pytest.mark.parametrize(
    ("period", "start", "day"),
    [
        ("3 wd", "2021-08-25T10:00", "2021-08-30"),
        ("30 d", "2021-08-27T11:00", "2021-09-26"),
        ("7 wd", "2024-10-23T09:00", "2024-11-01"),
        ("15 d", "2024-11-08T09:00", "2024-11-23"),
        ("30 d", "2024-11-08T09:00", "2024-12-08"),
        ("1 wd", "2025-05-12T10:00", "2025-05-13"),
        ("1 wd", "2025-06-03T16:00", "2025-06-04"),
        ("5 wd", "2025-06-09T10:00", "2025-06-16"),
        ("15 d", "2025-06-16T10:20", "2025-07-01"),
        ("15 wd", "2025-07-14T09:00", "2025-08-04"),
        ("3 wd", "2025-07-14T09:00", "2025-07-17"),
    ],
)
def test_local_periods_give_the_dates_of_the_worked_examples(period: str, start: str, day: str) -> None:
    """Visits and tasks that no law limits: they never roll."""
    rule = DeadlineRule(name="any", title=Text("任务", "Task"), period=Period.parse(period))

    assert rule.due(at(start), CALENDAR) == at(f"{day}T23:59:59")


def test_the_time_of_an_expert_appraisal_does_not_count() -> None:
    """Thirty working days of a medical dispute, ten of them used when the appraisal begins, twenty left when it is there."""
    start, since, until = at("2025-06-03T09:00"), at("2025-06-17T15:00"), at("2025-07-14T10:00")

    due = RULES["med_med"].due(start, CALENDAR, [Stop(since=since, until=until)])

    assert CALENDAR.working_days_between(start.date(), since.date()) == 10
    assert CALENDAR.working_days_between(until.date(), due.date()) == 20
    assert due == at("2025-08-11T23:59:59")
    assert due - RULES["med_med"].due(start, CALENDAR) == timedelta(days=27)
