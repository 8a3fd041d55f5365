"""Claims about the history in plain words."""

from __future__ import annotations

import inspect
import re
from uuid import uuid4

import pytest
from flask import Flask

from admin.workspace import people
from admin.workspace.naming import Names
from admin.workspace.timeline import Teller
from engine.domain import case as domain
from engine.domain.case import Entry
from engine.domain.deadline import DeadlineRule, Period
from engine.domain.roster import Person, Roster
from engine.errors import Text
from tests.admin import proposals
from tests.fakes import FakeRelease, StepByStep
from tests.store.builders import NOW, an_item, an_opening

RULE = DeadlineRule(name="accept", title=Text("接单", "Acceptance"), period=Period.parse("1 wd"))
DUE = "2025-06-04T15:59:59+00:00"
#: A detail of every kind that needs one.
DETAILS = {
    "proposed": proposals.FORMED,
    "submitted": {"form": "F01"},
    "issued": {"title": ["告知书", "Notice"], "number": "1"},
    "reassigned": {"to": "li"},
    "created": {"due": DUE},
    "fired": {"deadline": "accept"},
    "warned": {"at": 80},
    "paused": {"deadline": "accept", "awaited": ["补充材料", "Further papers"], "due": DUE},
    "resumed": {"deadline": "accept", "due": DUE},
    "recounted": {"deadline": "accept", "due": DUE},
    "decided": {"title": ["受理判断", "Admit?"]},
    "computed": {"title": ["整理", "Arrange"]},
    "operated": {"operation": "check_team", "title": ["核对", "Check"]},
    "message": {"message": "withdrawal"},
    "alert": {"cause": "opened", "before": None, "after": ["红色", "red"]},
    "state": {"state": "accepted"},
}


NEWS = "Something new happened: the alert is 红色 and the quiet days begin anew"


def kinds() -> list[str]:
    """Return the kinds of entries that the domain names."""
    found = re.search(r"#: (opened,.*?)\n\s+kind: str", inspect.getsource(domain), re.DOTALL)
    assert found
    return re.findall(r"[a-z]+", found[1].replace(" or ", " "))


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_every_kind_of_entry_has_its_sentence(app: Flask, kind: str, locale: str) -> None:
    """None is shown by its bare name, in neither language."""
    sentence = told(
        app, Entry(at=NOW, actor="wang", kind=kind, code="E.CONFIRMED", element="register", detail=DETAILS.get(kind, {})), locale
    )

    assert sentence != kind
    assert bool(re.search("[\u4e00-\u9fff]", sentence)) == (locale == "zh_Hans")


def test_a_reminder_says_how_much_time_is_gone(app: Flask) -> None:
    """The per cent sign survives the translation."""
    entry = Entry(at=NOW, actor="system", kind="warned", element="register", detail={"at": 80})

    assert told(app, entry, "zh_Hans") == "“登记”的期限已用80%，已提醒"
    assert told(app, entry, "en") == "“Register” has used 80% of its time; a reminder was sent"


@pytest.mark.parametrize(
    ("cause", "after", "zh", "en"),
    [
        ("quiet", "橙色", "平静期满，预警由红色自动降为橙色", "After the quiet days the alert stepped down by itself from red to 橙色"),
        ("quiet", None, "平静期满，红色预警自动解除", "After the quiet days the red alert was cleared by itself"),
        ("lapsed", None, "到期无人复核，红色预警自动失效", "Nobody answered for the red alert in time, so it lapsed"),
        ("incident", "红色", "出现新情况，预警为红色，平静期重新计算", NEWS),
        ("reversed", "红色", "撤销了自动降级，预警恢复为红色", "Undid the automatic step: the alert is 红色 again"),
        ("confirmed", "红色", "复核后保持红色预警", "Looked again and left the alert at 红色"),
        ("decided", "蓝色", "预警调整为蓝色", "Set the alert to 蓝色"),
        ("decided", None, "解除了预警", "Cleared the alert"),
    ],
)
def test_an_alert_says_how_its_colour_came_about(app: Flask, cause: str, after: str | None, zh: str, en: str) -> None:
    """What stepped down by itself is told apart from what a person did."""
    detail = {"cause": cause, "before": ["红色", "red"], "after": [after, after] if after else None}
    entry = Entry(at=NOW, actor="system", kind="alert", detail=detail)

    assert told(app, entry, "zh_Hans") == zh
    assert told(app, entry, "en") == en


def test_a_proposal_tells_who_and_folds_the_reasons(app: Flask) -> None:
    """Why each, and why not the others; where nobody could be chosen, what clashes."""
    formed, clashed = (Entry(at=NOW, actor="wang", kind="proposed", detail=detail) for detail in (proposals.FORMED, proposals.CLASHED))

    assert told(app, formed, "zh_Hans") == "提出人选：Li（乡贤，替补，负责人）"
    assert told(app, formed, "en") == "proposed: Li (Elder, substitute, lead)"
    assert told(app, clashed, "zh_Hans") == "选不出人：缺一名医疗调解员；最接近的是Wu：已有5件在办（上限5件）。"
    with app.test_request_context():
        assert people.reasons(formed) == ["替补“乡贤”：名册中没有这一类人员。", "Wu与被申请人同单位。", "He、Bo：当事人点选了Li。"]
        assert people.reasons(clashed) == ["在办件数到上限的人不再派（Wu）", "医疗调解员至少2名（本地规定）"]


def test_a_repeated_step_says_for_whom_it_is(app: Flask) -> None:
    """Three departments are called: three lines that can be told apart, in the reader's language; whoever rates stays unnamed."""
    units = [Text("区水务局", "Water"), Text("区教育局", "Education")]
    called = [an_item(uuid4(), entry={"call": {"name": each.zh, "title": each._asdict()}}) for each in units]
    rating = an_item(uuid4(), code="FB.RATE", element="rate", title=Text("评价", "Rate"), entry={"party": {"name": "高某"}})
    entries = [Entry(at=NOW, actor="system", kind="created", element=item.element) for item in (*called, rating)]
    names = Names(release=FakeRelease(processes=StepByStep(())), read_roster=Roster)

    with app.test_request_context("/?_l_=en"):
        lines = Teller.of(names, [*called, rating]).days(entries)[0][1]

    said = {line.sentence.partition("”")[0] for line in lines}
    assert said == {"“Register · Water", "“Register · Education", "“Rate"}


def test_what_is_looked_after_daily_is_folded_away(app: Flask) -> None:
    """A deadline that passes day by day is shown on request; one that passed once is news."""
    daily, once = ([Entry(at=NOW, actor="system", kind="fired", element=name)] * times for name, times in (("daily", 3), ("late", 1)))
    names = Names(release=FakeRelease(processes=StepByStep(())), read_roster=Roster)

    with app.test_request_context():
        lines = Teller.of(names, []).days([*daily, *once])[0][1]

    assert [line.is_automatic for line in lines] == [False, True, True, True]


def test_somebody_who_has_left_is_shown_by_code(app: Flask) -> None:
    """The history outlives the roster."""
    entry = Entry(at=NOW, actor="wang", kind="reassigned", element="register", detail={"to": "gone"})

    assert told(app, entry, "zh_Hans") == "把“登记”移交给gone"


def told(app: Flask, entry: Entry, locale: str) -> str:
    person = Person(code="li", name="Li", jurisdiction="longxi")
    release = FakeRelease(processes=StepByStep(()), deadlines={"accept": RULE})
    names = Names(release=release, read_roster=lambda: Roster(people=(person,)))
    item = an_item(an_opening().case.id)
    with app.test_request_context(f"/?_l_={locale}"):
        return Teller.of(names, [item]).days([entry])[0][1][0].sentence
