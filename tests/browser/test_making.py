"""A county makes a process of its own in the studio, in a real browser: a form, a table, a diagram and a door, without a program."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Site, Visit
from tests.browser.filling import fill

expect.set_options(timeout=20_000)


def look(page: Page, name: str, found: list[str]) -> None:
    """Note what is wrong with a page."""
    found += [f"{name}: {finding}" for finding in looking.findings(page)]
    if looking.excess(page) > 0:
        found.append(f"{name}: wider than the window by {looking.excess(page)}")


def make_form(author: Page, found: list[str]) -> None:
    """Write a form of three questions, look at it as staff will, and keep it."""
    author.get_by_role("link", name="新建表单").click()
    author.get_by_label("表单名称").fill("走访登记")
    author.get_by_label("英文名称").first.fill("Visit")
    author.get_by_role("button", name="保存到草稿").last.click()
    expect(author.locator("#fields-0-title-zh-problem")).to_have_text("请填写中文名称。")
    for number, (name, english, kind) in enumerate(
        [("走访事由", "Reason", "text"), ("类型", "Kind", "choice"), ("人数", "People", "integer")]
    ):
        if number:
            author.get_by_role("button", name="添加一项").click()
        author.locator(f"#fields-{number}-title-zh").fill(name)
        author.locator(f"#fields-{number}-title-en").fill(english)
        author.locator(f"#fields-{number}-kind").select_option(kind)
    author.locator("#fields-1-choices").fill("欠薪 | Unpaid wages\n邻里 | Neighbours")
    first = author.locator("#fields-0")
    first.get_by_label("必填", exact=True).check()
    first.get_by_text("更多", exact=True).click()
    first.get_by_label("在案件列表中作为").select_option("title")
    author.locator("#fields-2").get_by_role("button", name="上移").click()
    expect(author.locator("#fields-1 legend")).to_have_text("人数")
    look(author, "form-table", found)
    author.get_by_role("button", name="保存并预览").click()
    author.get_by_label("走访事由").wait_for()
    look(author, "form-preview", found)
    author.get_by_role("button", name="试填检查").click()
    expect(author.locator(".od-form")).to_contain_text("走访事由")
    fill(author, {"走访事由": "工资没有发"})
    author.get_by_role("button", name="试填检查").click()
    expect(author.locator(".od-flash--success")).to_contain_text("填写符合要求。这里是预览，什么也没有保存。")


def make_process(author: Page, found: list[str]) -> None:
    """Begin a process whose door is the new form; its diagram opens."""
    author.get_by_role("link", name="新建流程").click()
    author.get_by_label("流程名称").fill("走访登记")
    author.get_by_label("英文名称").first.fill("Visits")
    choose(author, "#intake", "走访登记（")
    author.get_by_label("这一步叫什么").fill("走访处理")
    author.get_by_label("谁来办").select_option(label="引导受理窗口")
    choose(author, "#form", "（F17）")
    author.get_by_label("步骤类别").select_option(label="回访")
    author.get_by_label("怎样办结").select_option(label="服务办结")
    look(author, "new-process", found)
    author.get_by_role("button", name="新建并打开流程图").click()
    author.wait_for_selector(".djs-palette .entry")
    expect(author.locator(".od-outline")).to_contain_text("走访处理")


def make_table(author: Page, found: list[str]) -> None:
    """Begin a table over the new form and give it a rule."""
    author.get_by_role("link", name="新建决策表").click()
    author.get_by_label("决策表名称").fill("走访分级")
    author.get_by_label("英文名称").first.fill("Grade of a visit")
    author.get_by_label("第1项", exact=True).select_option("走访登记.人数")
    author.get_by_label("结果叫什么").fill("级别")
    look(author, "new-decision", found)
    author.get_by_role("button", name="新建并写规则").click()
    author.wait_for_selector(".od-decision table")
    expect(author.locator(".od-decision")).to_contain_text("走访登记：人数")


def choose(page: Page, field: str, words: str) -> None:
    """Choose from a list what has these words in it."""
    offered = page.locator(f"{field} option").all_inner_texts()
    page.locator(field).select_option(label=next(each for each in offered if words in each))


@pytest.mark.parametrize("width", [1280, 375])
def test_a_process_of_ones_own(site: Site, visit: Visit, width: int) -> None:
    """Made by one, released by another, it stands under new case, and a case goes through it."""
    author, found = visit("wei", width=width), list[str]()
    author.goto(f"{site.url}/studio/")
    author.get_by_role("button", name="新建草稿").click()
    draft = author.url
    make_form(author, found)
    author.goto(draft)
    make_process(author, found)
    author.goto(draft)
    make_table(author, found)
    author.goto(draft)
    look(author, "draft", found)
    expect(author.locator("main")).to_contain_text("检查过了，没有发现问题。")
    for name in ("new/doors", "entries/words/codes", "entries/rhythms", "entries/compositions/team"):
        author.goto(f"{draft}/{name}")
        look(author, name.replace("/", "-"), found)
    assert found == []
    author.goto(draft)
    if width < 1280:
        author.get_by_role("button", name="作废").click()
        return

    author.get_by_label("改了什么，为什么改").fill("增加走访登记")
    author.get_by_role("button", name="提交复核").click()
    second = visit("jiang")
    second.goto(draft)
    second.get_by_role("button", name="发布", exact=True).click()
    expect(second.locator(".od-flash--success")).to_contain_text("已发布")

    clerk = visit("wang")
    clerk.goto(f"{site.url}/new/")
    clerk.get_by_role("link", name="走访登记").click()
    fill(clerk, {"走访事由": "三个月工资没有发", "类型": "欠薪", "人数": 4})
    clerk.locator("#onedoor-form button[type=submit]").click()
    clerk.wait_for_url("**/cases/*")
    expect(clerk.locator("h1")).to_contain_text("三个月工资没有发")
    expect(clerk.locator("section[aria-labelledby=open-work]")).to_contain_text("走访处理")


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 375), ("en-GB", 1280)])
def test_anybody_sends_a_request(site: Site, visit: Visit, locale: str, width: int) -> None:
    """From the list of services to the number of the request, without an account, in both languages."""
    page, found = visit(locale=locale, width=width), list[str]()
    page.goto(f"{site.url}/services/longxi")
    look(page, f"services-{locale}", found)
    page.get_by_role("link", name="网上提交" if locale.startswith("zh") else "Send online").click()
    answers = {"case_no": "1", "requester": "石某", "phone": "19900000101", "kind": "correction", "what": "电话号码登记错误。"}
    fill(page, answers)
    look(page, f"service-form-{locale}", found)
    page.locator("#onedoor-form button[type=submit]").click()
    page.wait_for_url("**/sent")
    look(page, f"service-sent-{locale}", found)

    assert found == []
