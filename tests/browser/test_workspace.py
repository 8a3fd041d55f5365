"""The staff workspace with a real browser: by keyboard, on a phone, without JavaScript, with files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import looking
from tests.browser.conftest import Site, Visit
from tests.browser.filling import fill
from tests.browser.playing import SUBMIT, Play, a_scenario

pytestmark = pytest.mark.timeout(600)

ORDER = "processes/longxi/scenarios/S08-order-by-telephone.yaml"
#: The first step after the call.
TRIAGE = next(step.content for step in a_scenario(ORDER).steps if step.kind == "complete")


def opened(site: Site, visit: Visit) -> Play:
    """Return a case that has just come by telephone, and whoever took the call."""
    play = Play(site=site, visit=visit, scenario=a_scenario(ORDER), process="lx_order")
    play.open(play.scenario.steps[0].content)
    return play


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_every_page_is_accessible_and_fits_a_phone(site: Site, visit: Visit, locale: str, width: int) -> None:
    """Axe finds nothing grave on any page, and none scrolls sideways."""
    case = opened(site, visit).case
    page = visit("wang", locale=locale, width=width)
    page.goto(case)
    item = page.locator('.od-work__acts a[href^="/items/"]').get_attribute("href")
    assert item
    # Whatever is folded is looked at too.
    page.evaluate("() => document.querySelectorAll('details').forEach(each => each.open = true)")
    assert looking.findings(page) == []
    assert looking.excess(page) == 0

    hand_over = f"/items/hand-over?item={item.rsplit('/', 1)[-1]}"
    for path in ("/", "/?scope=all", "/cases/", "/new/", "/new/longxi/lx_order/", "/notices/", item, hand_over, "/cases/nothing"):
        page.goto(f"{site.url}{path}")
        page.wait_for_load_state("networkidle")
        assert looking.findings(page) == []
        assert looking.excess(page) == 0, path


def test_work_is_claimed_and_released_by_keyboard(site: Site, visit: Visit) -> None:
    """Tick, go on to the button, press it; the page says what was done."""
    number = number_of(opened(site, visit).page("wang"))
    page = visit("wang")
    page.goto(f"{site.url}/?scope=unit&q={number}")

    page.get_by_label("全选").focus()
    page.keyboard.press("Space")
    expect(page.locator(".od-bulk__count")).to_have_text("已勾选 1 项")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".od-flash--success")).to_contain_text("已领取1项。")
    page.get_by_role("button", name=f"退回“登记归类”，{number}").press("Enter")
    expect(page.locator(".od-flash--success")).to_contain_text("已退回1项，同事可以领取。")


def test_the_inbox_works_without_javascript(site: Site, visit: Visit, chromium: Browser) -> None:
    """Old browsers and strict ones can search, claim and hand over."""
    number = number_of(opened(site, visit).page("wang"))
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site.url}/login/")
    page.fill("#username", "wang")
    page.fill("#password", site.password)
    page.click('button[type="submit"]')

    page.goto(f"{site.url}/?scope=unit")
    page.fill("#q", number)
    page.press("#q", "Enter")
    page.check('input[name="item"]')
    page.get_by_role("group", name="办理勾选的事项").get_by_role("button", name="移交").click()

    expect(page.locator("h1")).to_have_text("移交1项待办")
    context.close()


def test_a_file_is_uploaded_checked_and_handed_out(site: Site, visit: Visit, tmp_path: Path) -> None:
    """A file that lies gets a sentence beside its field; a good one is there again after a reload."""
    play = opened(site, visit)
    for step in [each.content for each in a_scenario(ORDER).steps if each.kind == "complete"][:3]:
        play.complete(step)
    page = play.page("wang")
    page.goto(play.case)
    page.locator('.od-work__acts a[href^="/items/"]').first.click()
    liar, good = tmp_path / "假.pdf", tmp_path / "签名页.pdf"
    liar.write_bytes(b"\x89PNG\r\n\x1a\n")
    good.write_bytes(b"%PDF-1.7\n")
    field = page.locator(".od-files").first

    field.locator("input").set_input_files(liar)
    expect(field).to_contain_text("“假.pdf”的名称像是“PDF 文件”，内容却是“PNG 图片”。")
    field.locator("input").set_input_files(good)
    expect(field.get_by_role("link", name="签名页.pdf")).to_be_visible()
    expect(page.locator(".od-draft--saved")).to_be_visible()
    page.reload()
    with page.expect_download() as download:
        field.get_by_role("link", name="签名页.pdf").click()

    assert download.value.suggested_filename == "签名页.pdf"


def number_of(page: Page) -> str:
    """Return the number of the case on the page."""
    return page.locator(".od-case-top .od-number").inner_text()


def test_a_form_is_sent_once_however_often_the_button_is_pressed(site: Site, visit: Visit) -> None:
    """Two clicks make one submission; going back leads to the case, and a reload sends nothing again."""
    play = opened(site, visit)
    page = play.begin(TRIAGE)
    fill(page, TRIAGE["answers"])

    page.dblclick(SUBMIT)
    page.wait_for_url("**/cases/*")
    sent = page.locator(".od-form-sent")
    expect(sent).to_have_count(2)

    page.go_back()
    expect(page).to_have_url(play.case)
    expect(page.locator(".od-flashes")).to_contain_text("“登记归类”已经办结或撤销。")
    page.reload()
    expect(sent).to_have_count(2)


def test_a_whole_form_is_done_by_keyboard(site: Site, visit: Visit) -> None:
    """From the first field to the button, a list to which an entry is added included, nothing needs a mouse."""
    page = opened(site, visit).begin(TRIAGE)
    answers = TRIAGE["answers"]

    _tab_to(page, "#answers-facts")
    page.keyboard.type(answers["facts"])
    _tab_to(page, "#answers-claims .od-add")
    page.keyboard.press("Enter")
    _tab_to(page, "#answers-claims-0", back=True)
    page.keyboard.type(answers["claims"][0])
    _tab_to(page, "#answers-amount")
    page.keyboard.type(str(answers["amount"]))
    _tab_to(page, "#answers-can_serve-0")
    page.keyboard.press("Space")
    _tab_to(page, "#answers-dispute_type")
    while page.evaluate("document.activeElement.selectedOptions[0].text") != "道路交通事故":
        page.keyboard.press("ArrowDown")
    _tab_to(page, SUBMIT)
    page.keyboard.press("Enter")

    expect(page.locator(".od-flash--success")).to_contain_text("已提交。")


def _tab_to(page: Page, place: str, *, back: bool = False) -> None:
    """Press Tab until the focus is on an element; after the last one it begins with the first."""
    for _step in range(120):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate("place => document.activeElement.matches(place)", place):
            return
    pytest.fail(f"Tab does not reach {place}.")
