"""Claims about signing in and the frame of all pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from engine.domain.roster import Post, Roster
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD, ROSTER
from tests.postgres import Begin

WRONG = "用户名或密码不正确。连续输错五次后，账号会锁定十五分钟。"


def change_roster(begin: Begin, roster: Roster) -> None:
    with begin({"longxi"}) as uow:
        uow.rosters.put_roster("longxi", roster)
        uow.commit()


def test_the_page_greets_by_the_name_on_the_roster(client: FlaskClient) -> None:
    """Who signs in is shown with the family name first, and with the post in words."""
    page = sign_in(client, "wang", PASSWORD)

    assert page.status_code == 200
    assert "<h1>王某，您好</h1>" in page.text
    assert '<p class="od-faint">引导受理/综合受理窗口</p>' in page.text


def test_a_visitor_is_sent_to_sign_in(client: FlaskClient) -> None:
    """No page of the workspace shows itself to strangers."""
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.location.startswith("/login/?next=")


def test_an_account_without_person_is_told_what_to_do(client: FlaskClient) -> None:
    """Signing in alone gives no access; the sentence names the cure."""
    page = sign_in(client, "stranger", PASSWORD)

    assert page.status_code == 403
    assert "您的账号没有对应名册上的在岗人员，因此不能办理案件。请联系管理员，在名册中登记您的用户名。" in page.text


def test_what_the_roster_says_counts_from_the_next_request(client: FlaskClient, begin: Begin) -> None:
    """Who is given another post sees other pages at once, and who has left the roster sees none, without signing in again."""
    sign_in(client, "wang", PASSWORD)
    assert client.get("/office/rosters/").status_code == 403

    change_roster(begin, replace(ROSTER, posts=(Post(person="wang", role="R.DIRECTOR", jurisdiction="longxi"),)))
    assert client.get("/office/rosters/").location == "/office/rosters/longxi/people"

    change_roster(begin, Roster())
    assert client.get("/office/rosters/").status_code == 403


@pytest.mark.parametrize("login", ["wang", "nobody"])
def test_a_wrong_password_says_the_same_for_every_name(client: FlaskClient, login: str) -> None:
    """The page does not give away which accounts exist."""
    assert WRONG in sign_in(client, login, "wrong").text


def test_five_wrong_passwords_lock_the_account(client: FlaskClient) -> None:
    """After five failures even the right password is refused."""
    for _attempt in range(5):
        sign_in(client, "wang", "wrong")

    assert WRONG in sign_in(client, "wang", PASSWORD).text


def test_four_wrong_passwords_do_not_lock(client: FlaskClient) -> None:
    """A clerk may err."""
    for _attempt in range(4):
        sign_in(client, "wang", "wrong")

    assert "王某，您好" in sign_in(client, "wang", PASSWORD).text


def test_a_form_without_token_is_refused(client: FlaskClient) -> None:
    """A foreign page cannot post in a visitor's name."""
    answer = client.post("/login/", data={"username": "wang", "password": PASSWORD})

    assert answer.status_code == 400
    assert "这个页面放得太久，安全校验已失效。请返回上一页重新载入后再提交。" in answer.text


def test_no_page_allows_inline_scripts(client: FlaskClient) -> None:
    """The content-security policy holds for every page, errors included."""
    for path in ("/login/", "/no-such-page"):
        answer = client.get(path)
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_missing_page_shows_a_way_on(client: FlaskClient) -> None:
    """A refusal is a page with a sentence, not a trace."""
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    assert "没有找到这个页面，它可能已被移走。" in answer.text
    assert "回到首页" in answer.text


def test_pages_speak_english_after_the_switch(client: FlaskClient) -> None:
    """The switch changes every word and the language of the page."""
    client.get("/lang/en")

    page = client.get("/login/").text

    assert '<html lang="en">' in page
    assert "<h1>Sign in</h1>" in page


def test_health_needs_no_database(client: FlaskClient) -> None:
    """The supervisor asks often; an outage of the database must not restart the web server."""
    assert client.get("/health").text == "ok"
