"""The pages of those who administer and the public menu, in a real browser on the product as it starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.packs import archive
from tests.browser import looking
from tests.browser.conftest import Site, Visit

pytestmark = pytest.mark.timeout(300)

KEEPER = "wei"
#: Milliseconds for a page whose pack is checked for the first time, on a busy machine.
CHECK = 60_000
PAGES = (
    "/office/rosters/longxi/people",
    "/office/rosters/longxi/people/zhao",
    "/office/rosters/longxi/people/new",
    "/office/rosters/longxi/teams",
    "/office/rosters/longxi/teams/traffic",
    "/office/rosters/longxi/posts",
    "/office/rosters/longxi/posts/new",
    "/office/rosters/longxi/units",
    "/office/rosters/longxi/units/lx-centre",
    "/office/rosters/longxi/turns",
    "/office/rosters/longxi/turns/new",
    "/office/rosters/longxi/absences",
    "/office/rosters/longxi/absences/new",
    "/office/rosters/longxi/distances",
    "/office/rosters/longxi/distances/new",
    "/office/rosters/longxi.wenfeng/people",
    "/office/calendars/longxi/2026",
    "/office/calendars/longxi/2026/edit",
    "/studio/?jurisdiction=longxi",
    "/office/accounts/longxi",
    "/office/accounts/longxi/zhao",
    "/office/packs/longxi",
    "/account/password",
    "/api/",
    "/menu/longxi",
)


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 1280), ("zh-CN", 375), ("en-GB", 375)])
def test_every_page_is_accessible_and_fits_a_phone(site: Site, visit: Visit, locale: str, width: int) -> None:
    """Axe finds nothing grave on any page, and none scrolls sideways."""
    page = visit(KEEPER, locale=locale, width=width)

    assert looking.faults(page, site.url, PAGES) == []


def test_the_pages_of_a_draft_are_accessible_and_fit_a_phone(site: Site, visit: Visit) -> None:
    """The draft itself, and the ladder of levels, which is a parameter with a page of its own."""
    page = visit(KEEPER)
    page.set_default_timeout(CHECK)
    page.goto(f"{site.url}/studio/?jurisdiction=longxi")
    page.get_by_role("button", name="新建草稿").click()
    draft = page.url
    page.set_viewport_size({"width": 375, "height": 760})
    found: list[str] = []
    for address in (draft, f"{draft}/parameters/ladder"):
        answer = page.goto(address)
        assert answer
        assert answer.ok, address
        found += looking.findings(page)
        found += [f"{address} is {looking.excess(page)} pixels too wide"] if looking.excess(page) > 0 else []
    page.goto(draft)
    page.get_by_role("button", name="作废").click()

    assert found == []


def test_a_person_is_added_by_keyboard_after_a_slip(site: Site, visit: Visit) -> None:
    """The problem is announced with the focus on it; its link leads to the field; what was typed is still there."""
    page = visit(KEEPER)
    page.goto(f"{site.url}/office/rosters/longxi/people/new")
    page.locator("#expertise").focus()
    page.keyboard.type("邻里纠纷")
    _tab_to(page, "保存")
    page.keyboard.press("Enter")

    expect(page.locator(".od-flash--error")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type("测某")
    _tab_to(page, "保存")
    page.keyboard.press("Enter")

    expect(page.locator(".od-flash--success")).to_have_text("已保存。")
    page.get_by_role("link", name="测某").click()
    expect(page.locator("#expertise")).to_have_value("邻里纠纷")


def test_a_team_that_breaks_the_rule_keeps_its_members_on_the_page(site: Site, visit: Visit) -> None:
    """The sentence names the rule; nothing is stored."""
    page = visit(KEEPER)
    page.goto(f"{site.url}/office/rosters/longxi/teams/traffic")
    members = [page.locator(f"#member{seat}").input_value() for seat in range(4)]
    for seat in (1, 2, 3):
        page.select_option(f"#member{seat}", "")
    page.click("text=保存")

    expect(page.locator(".od-flash--error")).to_contain_text("“交通事故损害赔偿团队”在岗1人，少于规定的3人（本地规定）。")
    assert [page.locator(f"#member{seat}").input_value() for seat in range(4)] == [members[0], "", "", ""]
    page.goto(f"{site.url}/office/rosters/longxi/teams/traffic")
    assert [page.locator(f"#member{seat}").input_value() for seat in range(4)] == members


def test_a_new_account_signs_in_with_its_slip_and_chooses_a_password(site: Site, visit: Visit) -> None:
    """From the keeper's screen to the person's own first page."""
    keeper = visit(KEEPER)
    keeper.goto(f"{site.url}/office/accounts/longxi")
    keeper.get_by_role("row").filter(has_text="不能登录").first.get_by_role("link").click()
    name = keeper.inner_text("h1")
    keeper.fill("#login", "first-day")
    keeper.click("text=开通账号")
    password = keeper.inner_text(".od-once__word")
    assert looking.findings(keeper) == []

    page = visit()
    page.goto(f"{site.url}/login/")
    page.fill("#username", "first-day")
    page.fill("#password", password)
    page.press("#password", "Enter")
    expect(page.locator(".od-lead")).to_contain_text("您现在用的是一次性密码。")
    for field, text in (("old", password), ("new", "san-ge-ci-jiu-gou"), ("again", "san-ge-ci-jiu-gou")):
        page.fill(f"#{field}", text)
    page.press("#again", "Enter")

    expect(page.locator(".od-visitor__name")).to_contain_text(name)


def test_a_pack_leaves_and_comes_back_changed(site: Site, visit: Visit, tmp_path: Path) -> None:
    """What was downloaded is an archive; a changed one is examined in words and thrown away again."""
    page = visit(KEEPER)
    page.goto(f"{site.url}/office/packs/longxi")
    with page.expect_download() as download:
        page.get_by_role("link", name="longxi-1.0.0.zip").first.click()
    files = dict(archive.read_archive(download.value.path().read_bytes()).files)
    manifest = "processes/longxi/pack.yaml"
    files[manifest] = files[manifest].replace(b"version: 1.0.0", b"version: 9.1.0")
    (tmp_path / "pack.zip").write_bytes(archive.export_pack(files))

    page.set_input_files("#archive", tmp_path / "pack.zip")
    page.click("text=上传并检查")

    expect(page.locator("h1")).to_contain_text("9.1.0")
    expect(page.locator(".od-lead")).to_contain_text("检查通过，还没有采用")
    assert looking.findings(page) == []
    page.click("text=去提交、复核或作废")
    page.click("text=作废")
    page.goto(f"{site.url}/office/packs/longxi")
    expect(page.locator("main")).not_to_contain_text("9.1.0")


def test_anybody_prints_the_menu(site: Site, visit: Visit) -> None:
    """Without an account; on paper the way through the teams is left out and everybody stays in one piece."""
    page = visit()
    page.goto(f"{site.url}/menu/longxi")
    expect(page.locator("h1")).to_have_text("陇西县调解员菜单")
    assert page.locator(".od-menu-team").count() == 16

    page.emulate_media(media="print")

    expect(page.locator(".od-menu-contents")).to_be_hidden()
    expect(page.locator(".od-menu-person").first).to_be_visible()


def _tab_to(page: Page, words: str) -> None:
    """Press Tab until the element with these words has the focus."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent.trim()") == words:
            return
    pytest.fail(f"Tab does not reach {words}.")
