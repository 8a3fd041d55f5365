"""Claims about the pages of figures, over the county as it ships."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from engine.domain.access import system
from engine.domain.case import Case
from engine.usecases.recount_figures import RecountFigures, recount_figures
from tests.admin.county import County, county, county_template, releases, token
from tests.postgres import server

__all__ = ["county", "county_template", "releases", "server"]

JUNE = "period=2025-06"
#: Type of dispute and a mediator of each team.
TEAMS = {"traffic": ("13", "zhao"), "family": ("01", "pan"), "neighbour": ("02", "weic")}


def ordered(county: County, team: str, number: int) -> list[Case]:
    """Let so many people order from a team, one after the other."""
    kind, mediator = TEAMS[team]
    found = []
    for _ in range(number):
        county.clock.advance(minutes=1)
        found.append(county.opened(team=team, dispute_type=kind, mediator=mediator))
    return found


@pytest.fixture
def june(county: County) -> County:
    """Have nine orders in June, and look at them in July."""
    for team, number in (("traffic", 6), ("family", 2), ("neighbour", 1)):
        ordered(county, team, number)
    county.clock.instant = datetime(2025, 7, 2, 1, tzinfo=UTC)
    return county


def said(page: str) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_overview_shows_every_figure_beside_the_period_before(june: County) -> None:
    """Nine in June, none in May; the chart's table lists the days of the span."""
    page = june.screen("wu").get(f"/figures/longxi?{JUNE}&figure=cases&by=dispute_type").text

    words = said(page)
    assert "接待受理件数 9 件 ▲ +9 2025年5月为0" in words
    assert re.search(r"婚姻家庭 2 邻里 1|邻里 1 婚姻家庭 2", words)
    assert "道路交通事故 6" in words
    assert page.count('class="od-bar') == 3


def test_every_number_leads_to_its_cases(june: County) -> None:
    """The link of a group lists the cases of that group, and nothing else."""
    page = june.screen("wu").get(f"/figures/longxi?{JUNE}&figure=cases&by=dispute_type").text
    address = re.search(r'href="(/figures/longxi/cases/cases\?[^"]*group=01[^"]*)"', page)
    assert address

    listed = june.screen("wu").get(address[1].replace("&amp;", "&")).text

    assert len(re.findall(r'<th scope="row" class="od-number">', listed)) == 2
    assert "由下列2件案件计入。" in listed
    assert "接待受理件数：婚姻家庭" in listed


def test_a_rate_shows_numerator_denominator_and_the_rest(county: County) -> None:
    """Of one dispatch one was accepted: 100.0 %, and both lists hold the case."""
    case = county.played(9)

    page = county.screen("wu").get("/figures/longxi/cases/acceptance_rate?period=2025&piece=of").text

    assert "100.0%" in said(page)
    assert case.number in page
    rest = county.screen("wu").get("/figures/longxi/cases/acceptance_rate?period=2025&piece=rest").text
    assert "没有计入的案件。" in rest


def test_a_report_of_the_pack_has_a_table_for_every_chart(june: County) -> None:
    """Parts in their order, figures with their units, nothing drawn that is not written."""
    page = june.screen("wu").get(f"/figures/longxi/reports/annual?{JUNE}").text

    titles = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert titles[:3] == ["主要数据", "各月受理和调解成功", "纠纷类型"]
    assert page.count("<table") == len(titles) - 1
    assert page.count("<figure") <= page.count("<table")
    assert "style=" not in page


def test_a_report_comes_as_a_workbook_with_its_definitions(june: County) -> None:
    """Numbers are numbers, text is text even if it looks like a formula, and each definition stands on the second sheet."""
    answer = june.screen("wu").get(f"/figures/longxi/reports/annual.xlsx?{JUNE}")

    book = openpyxl.load_workbook(BytesIO(answer.data))
    figures, definitions = book.worksheets
    assert (figures["A1"].value, figures["A7"].value, figures["B7"].value) == ("陇西县 综治中心年度报表", "接待受理件数", 9)
    assert definitions["C2"].value == "=true"
    assert definitions["C2"].data_type == "s"
    assert 'filename="longxi-annual-2025-06.xlsx"' in answer.headers["Content-Disposition"]


def published(county: County, period: str = "2025-06") -> Any:
    """Let the director publish the annual report."""
    screen = county.screen("wu")
    address = f"/figures/longxi/reports/annual?period={period}"
    return screen.post(address, data={"period": period, "csrf_token": token(screen, address)}, follow_redirects=True)


def test_a_published_report_does_not_change(june: County) -> None:
    """Later cases of the same period are not in it."""
    answer = published(june)
    assert "吴某于2025-07-02 09:00发布" in answer.text
    june.clock.instant = datetime(2025, 6, 30, 1, tzinfo=UTC)
    ordered(june, "traffic", 1)

    again = june.screen("wu").get(answer.request.path).text

    assert "接待受理件数 9 件" in said(again)
    assert "接待受理件数 10 件" in said(june.screen("wu").get(f"/figures/longxi/reports/annual?{JUNE}").text)


def test_the_public_sees_no_small_number_and_nothing_that_gives_one_away(june: County) -> None:
    """Nine in all, six and two and one by type: two and one together are three, so six is withheld too."""
    path = published(june).request.path.rsplit("/", 1)[1]

    listed = june.app.test_client().get("/reports/longxi").text
    page = said(june.app.test_client().get(f"/reports/longxi/{path}").text)

    assert path in listed
    assert "接待受理件数 9 件" in page
    for kind in ("道路交通事故", "婚姻家庭", "邻里"):
        assert f"{kind} 不公布" in page
    assert "少于5件的数字，以及能推算出它们的数字，不公布。" in page
    assert "分子" not in page


def test_a_report_is_published_by_the_director_when_its_period_is_over(june: County) -> None:
    """Nobody else sees the button, and a clerk's request is refused; July is not over yet."""
    clerk = june.screen("wang")
    assert "发布这份报表" not in clerk.get(f"/figures/longxi/reports/annual?{JUNE}").text
    refused = clerk.post("/figures/longxi/reports/annual", data={"period": "2025-06", "csrf_token": token(clerk, "/account/password")})
    assert refused.status_code == 403

    early = june.screen("wu").post(
        "/figures/longxi/reports/annual", data={"period": "2025-07", "csrf_token": token(june.screen("wu"), "/account/password")}
    )
    assert (early.status_code, "还没有结束" in early.text) == (422, True)


def test_a_report_that_is_not_public_is_not_shown_to_the_public(june: County) -> None:
    """Nor is one of another jurisdiction under this one's address."""
    screen = june.screen("wu")
    made = screen.post("/figures/longxi/reports/monthly", data={"period": "2025-06", "csrf_token": token(screen, "/account/password")})
    report = made.headers["Location"].rsplit("/", 1)[1]

    stranger = june.app.test_client()
    assert stranger.get(f"/reports/longxi/{report}").status_code == 404
    assert stranger.get(f"/reports/suzhou/{report}").status_code == 404
    assert stranger.get(f"/figures/published/{report}").status_code == 302


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/figures/gansu", 403, "您的岗位不能办理"),
        ("/figures/longxi?period=2025-13", 422, "统计期间的写法不对"),
        ("/figures/longxi/reports/none", 404, "没有报表“none”"),
        ("/figures/longxi/cases/none", 404, "没有统计数“none”"),
        ("/figures/longxi/cases/cases?by=colour", 404, "没有分组“colour”"),
    ],
)
def test_what_cannot_be_shown_is_said(county: County, address: str, status: int, words: str) -> None:
    """A sentence, whatever somebody types into the address."""
    answer = county.screen("wu").get(address)

    assert answer.status_code == status
    assert words in answer.text


def test_days_from_and_to_are_a_period(june: County) -> None:
    """Picked in the form of dates."""
    page = june.screen("wu").get("/figures/longxi?from=2025-06-03&to=2025-06-03").text

    assert "2025年6月3日至2025年6月3日" in page
    assert "接待受理件数 9 件" in said(page)


def test_figures_that_are_being_recounted_say_so(june: County) -> None:
    """Until the worker has gone through all cases."""
    with june.context.begin({"longxi"}) as uow:
        standing = uow.figures.recounting("longxi")
    assert standing is None
    recount_figures(RecountFigures(reach=system({"longxi"}).reach, jurisdiction="longxi"), june.context)
    assert "正在重新计算" not in june.screen("wu").get(f"/figures/longxi?{JUNE}").text


def test_definitions_are_explained(county: County) -> None:
    """Title, version, expressions and what a published figure may have meant."""
    page = said(county.screen("wang").get("/figures/longxi/definitions").text)

    assert "按期办结率 第3版" in page
    assert "督办期限内调解结束、窗口办结的，除以已到期的" in page


def test_the_pages_speak_english(june: County) -> None:
    """All words of the pack and of the page."""
    screen = june.screen("wu")
    screen.get("/lang/en")

    page = said(screen.get(f"/figures/longxi/reports/annual?{JUNE}").text)

    assert "Longxi County Annual report of the centre June 2025" in page
    assert not re.search(r"[\u4e00-\u9fff]", page.replace("中文", "").replace("吴某", ""))
