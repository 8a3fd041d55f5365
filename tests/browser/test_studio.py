"""The studio, in a real browser: a county changes its process without a program, and nobody's case is disturbed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Site, Visit
from tests.browser.filling import fill

# A check reads the whole pack; on a busy machine that takes a few seconds.
expect.set_options(timeout=20_000)

ORDER: dict[str, Any] = {
    "channel": "phone",
    "persons": [{"name": "石某", "phone": "19900000101"}],
    "respondent": {"name": "车某", "phone": "19900000103"},
    "matter": "两车相撞，修车费未赔",
    "dispute_type": "13",
    "team": "traffic",
    "mediator": "zhao",
    "people_count": 1,
    "urgent": {"violence": False, "minor": False, "domestic_violence": False, "self_harm": False, "crime": False},
    "privacy_notice_ack": True,
}
TRIAGE = {
    "dispute_type": "13",
    "facts": "五月二十八日两车在县城相撞，修车费至今未赔。",
    "claims": ["赔偿修车费"],
    "amount": 18600,
    "can_serve": True,
}
REVIEW = "登记复核"


@pytest.fixture
def drafts(site: Site, visit: Visit) -> Iterator[list[Page]]:
    """Discard the drafts of a test when it is over, so that the next one begins with none."""
    opened: list[Page] = []
    yield opened
    for page in opened:
        page.goto(page.url.split("/files/")[0])
        if page.get_by_role("button", name="作废").count():
            page.get_by_role("button", name="作废").click()


def open_case(clerk: Page, site: Site, batch: str) -> str:
    """Register an order and return the address of its case."""
    clerk.goto(f"{site.url}/new/longxi/lx_order/")
    fill(clerk, {"batch_id": batch, **ORDER})
    return submit(clerk)


def triage(clerk: Page, case: str) -> None:
    """Do the first step of a case."""
    clerk.goto(case)
    clerk.get_by_role("link", name="办理“登记归类”").click()
    fill(clerk, TRIAGE)
    assert submit(clerk) == case


def submit(clerk: Page) -> str:
    """Send the form and return the address of the case to which it leads."""
    clerk.locator("#onedoor-form button[type=submit]").click()
    clerk.wait_for_url("**/cases/*")
    return clerk.url


def start(author: Page, site: Site, process: str) -> None:
    """Begin a draft and open one of its processes or tables."""
    author.goto(f"{site.url}/studio/")
    author.get_by_role("button", name="新建草稿").click()
    author.get_by_role("link", name=process, exact=True).click()


def add_review(author: Page) -> None:
    """Put a step behind the registration, with nothing but words."""
    author.locator(".od-outline").get_by_role("button", name="登记归类").click()
    author.locator(".od-follow").get_by_role("button", name="办理步骤").click()
    author.get_by_label("名称", exact=True).fill(REVIEW)
    author.get_by_label("英文名称").fill("Review of the registration")
    author.get_by_label("谁来办").select_option(label="综治中心主任")


def save(author: Page) -> None:
    """Save the draft and wait until it is stored."""
    author.get_by_role("button", name="保存草稿").click()
    expect(author.locator(".od-studio-state")).to_have_text("已保存。")


def release(author: Page, second: Page, note: str) -> None:
    """Submit the draft whose file is open, and let the second person read and release it."""
    author.get_by_role("link", name="看改动、提交复核").click()
    author.get_by_label("改了什么，为什么改").fill(note)
    author.get_by_role("button", name="提交复核").click()
    expect(author.locator(".od-decide")).to_contain_text("须由另一位配置管理员登录后发布")

    second.goto(author.url)
    expect(second.locator("main")).to_contain_text(REVIEW)
    second.get_by_role("button", name="发布", exact=True).click()
    expect(second.locator(".od-flash--success")).to_contain_text("新登记的案件按新版办理，正在办的案件不变。")


@pytest.fixture
def restored(site: Site, visit: Visit) -> Iterator[None]:
    """Take the review step out again, by the same way: other tests know the process as it ships."""
    yield
    author, second = visit("jiang"), visit("wei")
    start(author, site, "点单调解")
    author.locator(".od-outline").get_by_role("button", name=REVIEW).click()
    author.locator(".od-follow").get_by_role("button", name="删除").click()
    save(author)
    expect(author.locator(".od-problems")).to_contain_text("检查过了，没有发现问题。")
    release(author, second, "不再复核")


@pytest.mark.usefixtures("restored")
def test_a_review_step_reaches_new_cases_only(site: Site, visit: Visit) -> None:
    """An administrator adds the step, a second one releases it; a new case stops there while an older one does not."""
    clerk, author, second = visit("wang"), visit("wei"), visit("jiang")
    older = open_case(clerk, site, "2025-21")

    start(author, site, "点单调解")
    add_review(author)
    save(author)
    expect(author.locator(".od-problems")).to_contain_text("检查过了，没有发现问题。")
    release(author, second, "登记以后由主任复核")

    newer = open_case(clerk, site, "2025-22")
    triage(clerk, older)
    expect(clerk.locator("section[aria-labelledby=open-work]")).not_to_contain_text(REVIEW)
    triage(clerk, newer)
    expect(clerk.locator("section[aria-labelledby=open-work]")).to_contain_text(REVIEW)


def test_problems_stand_at_their_element(site: Site, visit: Visit, drafts: list[Page]) -> None:
    """A step without an owner is marked on the canvas and named in the list, which leads to it."""
    author = visit("wei")
    start(author, site, "点单调解")
    drafts.append(author)
    add_review(author)
    author.get_by_label("谁来办").select_option(label="（不设）")
    author.get_by_role("button", name="检查", exact=True).click()

    expect(author.locator(".od-problems")).to_contain_text("“登记复核”没有说由谁来办。")
    expect(author.locator(".od-problem-badge--error")).to_have_count(1)
    author.locator(".od-settings").get_by_role("button", name="返回流程").click()
    author.locator(".od-problems").get_by_role("button", name=REVIEW).click()
    expect(author.locator(".od-settings h2")).to_have_text(REVIEW)
    expect(author.locator(".od-here")).to_contain_text("请选择“谁来办”。")
    save(author)


def test_a_step_is_dropped_onto_an_arrow(site: Site, visit: Visit, drafts: list[Page]) -> None:
    """Dragging a block from the palette onto an arrow puts it between the two, and undo takes it away again."""
    author = visit("wei")
    start(author, site, "点单调解")
    drafts.append(author)
    author.wait_for_selector(".djs-palette")
    steps = author.locator(".od-outline li")
    before = steps.count()
    arrow = author.locator("[data-element-id=register__safety] .djs-hit").first
    box = arrow.bounding_box()
    assert box
    author.locator(".djs-palette .entry", has_text="办理步骤").click()
    author.mouse.move(box["x"] + box["width"] / 2 - 3, box["y"] + box["height"] / 2)
    author.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    author.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    author.keyboard.type("来电核对")
    author.keyboard.press("Enter")

    author.locator(".od-settings").get_by_role("button", name="返回流程").click()
    expect(steps).to_have_count(before + 1)
    expect(author.locator(".od-outline")).to_contain_text("来电核对")
    for _ in range(3):
        author.get_by_role("button", name="撤销").click()
    expect(steps).to_have_count(before)


def test_a_table_is_changed_cell_by_cell(site: Site, visit: Visit, drafts: list[Page]) -> None:
    """What is typed into a cell is saved, and a cell that cannot be read is marked."""
    author = visit("wei")
    start(author, site, "推荐团队")
    drafts.append(author)
    cell = author.locator(".od-decision td.input-cell").nth(1)
    cell.click()
    author.keyboard.press("ControlOrMeta+A")
    author.keyboard.type('"02" )')
    author.get_by_role("button", name="检查", exact=True).click()
    expect(author.locator(".od-problems")).to_contain_text("第 2 条规则")

    cell.click()
    author.keyboard.press("ControlOrMeta+A")
    author.keyboard.type('"02", "14"')
    save(author)
    author.goto(author.url.split("/files/")[0])
    expect(author.locator("main")).to_contain_text('"02", "14"')


def test_leaving_with_unsaved_changes_asks_first(site: Site, visit: Visit, drafts: list[Page]) -> None:
    """Nothing is lost by a wrong click."""
    author = visit("wei")
    start(author, site, "点单调解")
    drafts.append(author)
    add_review(author)
    asked: list[str] = []
    author.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with pytest.raises(Exception, match="ERR_ABORTED"):
        author.goto(f"{site.url}/studio/", wait_until="commit")
    assert asked == ["beforeunload"]
    save(author)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_are_accessible_and_fit_a_phone(site: Site, visit: Visit, drafts: list[Page], width: int) -> None:
    """Axe finds nothing grave, and nothing hangs over the edge."""
    page = visit("wei", width=width)
    page.goto(f"{site.url}/studio/")
    found = looking.findings(page)
    excess = [looking.excess(page)]
    page.get_by_role("button", name="新建草稿").click()
    drafts.append(page)
    for name, ready in (("接单期限", "#value"), ("点单调解", ".djs-palette .entry"), ("推荐团队", ".od-decision table")):
        draft = re.sub(r"/(files|parameters)/.*", "", page.url)
        page.goto(draft)
        found += looking.findings(page)
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_selector(ready)
        found += looking.findings(page)
        excess.append(looking.excess(page))

    assert found == []
    assert max(excess) <= 0
