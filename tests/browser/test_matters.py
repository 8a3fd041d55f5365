"""What counties do beside mediation, in a real browser: lists of households, colours of a matter, requests from the public."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import looking
from tests.browser.conftest import Site, Visit
from tests.browser.filling import fill
from tests.browser.playing import SUBMIT, Play, a_scenario, submit

pytestmark = pytest.mark.timeout(300)

HOUSEHOLDS = "processes/gansu/scenarios/S05-86-households.yaml"
REQUEST = {
    "case_no": "陇综调〔2025〕0001号",
    "requester": "石某",
    "phone": "19900000101",
    "kind": "correction",
    "what": "门牌号登记错误。",
}
WARNING = "processes/gansu/scenarios/warning-held-by-missed-visit.yaml"


def test_households_are_uploaded_as_a_workbook(site: Site, visit: Visit, tmp_path: Path) -> None:
    """A bad cell is named with its line and column beside the file; the file that replaces it is read, and the case goes on."""
    play = Play(site=site, visit=visit, scenario=a_scenario(HOUSEHOLDS))
    play.open(play.scenario.steps[0].content)
    page = play.begin({"code": "INTAKE.COLLECTIVE", "by": "kt-huasuo-1"})
    fill(page, {"representatives": [{"name": "周某1"}]})
    field = page.locator(".od-files").first

    field.locator("input").set_input_files(a_workbook(tmp_path / "草稿.xlsx", "一千"))
    expect(field.get_by_role("link", name="草稿.xlsx")).to_be_visible()
    page.click(SUBMIT)
    expect(page.locator(".od-summary")).to_contain_text("第3行“金额”：“一千”不是数字。")
    assert looking.findings(page) == []
    field.get_by_role("button").first.click()
    field.locator("input").set_input_files(a_workbook(tmp_path / "各户.xlsx", 1010))
    expect(field.get_by_role("link", name="各户.xlsx")).to_be_visible()
    submit(page)

    expect(page.locator(".od-flash--success")).to_contain_text("指派人员查明事实")


def a_workbook(path: Path, claim: object) -> Path:
    """Save a list as an office keeps it: with a heading, and an empty sheet behind."""
    book = openpyxl.Workbook()
    for row in (["周柳村各户名单"], ["户号", "户主", "金额"], [1, "周某1", claim], [2, "周某2", 1020.5]):
        book.worksheets[0].append(row)
    book.create_sheet("Sheet2")
    book.save(path)
    return path


def test_the_colour_of_a_matter_stands_on_its_page(site: Site, visit: Visit) -> None:
    """With the day until which it must stay quiet."""
    play = Play(site=site, visit=visit, scenario=a_scenario(WARNING))

    page = play.play("WARN.OPEN")

    expect(page.locator(".od-tag--alert.od-tag--orange")).to_have_text("橙色预警")
    expect(page.locator(".od-case-top__facts")).to_contain_text("2021-03-16")
    assert looking.findings(page) == []


def test_anybody_sends_a_request_from_a_telephone(site: Site, visit: Visit) -> None:
    """From the sign-in page to the number of the request; whoever answers such requests finds it."""
    page = visit(width=375, height=760)
    page.goto(f"{site.url}/login/")
    page.get_by_role("link", name="办事服务").click()
    page.get_by_role("link", name="陇西县").click()
    assert looking.findings(page) == []
    page.get_by_role("link", name="网上提交 个人信息和办理异议").click()
    fill(page, REQUEST)
    assert looking.findings(page) == []
    assert looking.excess(page) <= 0
    page.click(SUBMIT)
    page.wait_for_url("**/sent")
    number = page.locator(".od-facts dd").first.inner_text()
    assert looking.excess(page) <= 0

    office = visit("yang")
    office.goto(f"{site.url}/?scope=all&q={number}")

    expect(office.locator(".od-work__row")).to_have_count(1)
