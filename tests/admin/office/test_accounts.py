"""Claims about accounts: who may sign in, passwords shown once, and what ends with them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.roster import Person, Post, Roster
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD
from tests.postgres import Begin

BASE = "/office/accounts/longxi"
OWN = "Wo-zi-ji-de-7"


def act(client: FlaskClient, person: str, verb: str, **answers: str) -> TestResponse:
    return client.post(f"{BASE}/{person}/{verb}", data={"csrf_token": token(client, f"{BASE}/{person}"), **answers})


def token(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    # A page that offers nothing to send has no token; the one of the roster is as good.
    return found[1] if found else token(client, "/office/rosters/longxi/people/new")


def shown_password(page: TestResponse) -> str:
    found = re.search(r'od-once__word">([^<]+)<', page.text)
    assert found, page.text
    return found[1]


def change(client: FlaskClient, old: str, new: str, again: str | None = None) -> TestResponse:
    answers = {"csrf_token": token(client, "/account/password"), "old": old, "new": new, "again": new if again is None else again}
    return client.post("/account/password", data=answers)


def test_the_list_says_who_may_sign_in_with_which_posts(keeper: FlaskClient) -> None:
    """In words, for everybody in office."""
    page = keeper.get(BASE).text

    assert re.search(r"王某</a></th>\s*<td[^>]*>受理</td>\s*<td[^>]*>wang</td>\s*<td[^>]*>可以登录</td>", page)
    assert re.search(r"马某</a></th>\s*<td[^>]*>调解员</td>\s*<td[^>]*>—</td>\s*<td[^>]*>不能登录</td>", page)


def test_an_account_is_opened_and_its_password_shown_once(keeper: FlaskClient, county: Flask) -> None:
    """The person signs in with it, must choose a password of their own, and then works."""
    password = shown_password(act(keeper, "ma", "open", login="mamou"))
    assert password not in keeper.get(f"{BASE}/ma").text

    client = county.test_client()
    assert "您现在用的是一次性密码。" in sign_in(client, "mamou", password).text
    assert client.get("/", follow_redirects=False).location == "/account/password"
    assert client.get("/api/v1/me").status_code == 403
    assert change(client, password, OWN).location == "/"

    assert client.get("/").status_code == 200
    assert client.get("/api/v1/me").json["person"] == "ma"


def test_a_one_time_password_gives_no_token(keeper: FlaskClient, county: Flask) -> None:
    """A program cannot keep what was meant for one sign-in."""
    password = shown_password(act(keeper, "ma", "open", login="mamou"))

    answer = county.test_client().post("/api/v1/security/login", json={"username": "mamou", "password": password})

    assert (answer.status_code, answer.json) == (403, {"message": "这是一次性密码。请先在网页上登录，设置自己的密码。"})


def test_a_user_name_that_is_taken_or_malformed_is_refused(keeper: FlaskClient, begin: Begin) -> None:
    """Nobody inherits the account of somebody else; what was typed stays on the page."""
    with begin({"suzhou"}) as uow:
        uow.rosters.put_roster("suzhou", Roster(people=(Person(code="far", name="远某", jurisdiction="suzhou", login="faraway"),)))
        uow.commit()

    for login, sentence in (
        ("stranger", "这个用户名已被使用，请换一个。"),
        ("faraway", "这个用户名已被使用，请换一个。"),
        ("马某", "用户名应为 2 到 40 个小写字母、数字、“.”、“-”或“_”，以字母开头。"),
        ("", "请填写此项。"),
    ):
        page = act(keeper, "ma", "open", login=login)
        assert (page.status_code, sentence in page.text, f'value="{login}"' in page.text) == (422, True, True)


def test_resetting_ends_what_was_open_with_the_old_password(keeper: FlaskClient, county: Flask) -> None:
    """Sessions and tokens both; the new password must be changed at once."""
    client = county.test_client()
    sign_in(client, "he", PASSWORD)
    bearer = county.test_client().post("/api/v1/security/login", json={"username": "he", "password": PASSWORD}).json
    assert bearer
    headers = {"Authorization": f"Bearer {bearer['access_token']}"}
    assert county.test_client().get("/api/v1/me", headers=headers).status_code == 200

    password = shown_password(act(keeper, "he", "reset"))

    assert client.get("/").location.startswith("/login/")
    assert county.test_client().get("/api/v1/me", headers=headers).status_code == 401
    assert "用户名或密码不正确。" in sign_in(county.test_client(), "he", PASSWORD).text
    assert "您现在用的是一次性密码。" in sign_in(county.test_client(), "he", password).text


def test_a_locked_account_is_out_at_once_and_may_be_let_in_again(keeper: FlaskClient, county: Flask) -> None:
    """The book says who did it."""
    client = county.test_client()
    sign_in(client, "he", PASSWORD)

    act(keeper, "he", "lock")

    assert client.get("/").location.startswith("/login/")
    assert "用户名或密码不正确。" in sign_in(county.test_client(), "he", PASSWORD).text
    act(keeper, "he", "unlock")
    assert "用户名或密码不正确。" not in sign_in(county.test_client(), "he", PASSWORD).text
    page = keeper.get(f"{BASE}/he").text
    assert re.findall(r"<td>(停用|启用)</td><td>孙某</td>", page) == ["启用", "停用"]


def test_too_many_wrong_passwords_can_be_forgiven(keeper: FlaskClient, county: Flask) -> None:
    """Nobody has to wait for a quarter of an hour when the keeper is near."""
    for _attempt in range(5):
        sign_in(county.test_client(), "he", "wrong")
    assert "密码连续输错，暂时锁定" in keeper.get(f"{BASE}/he").text

    act(keeper, "he", "unlock")

    assert "用户名或密码不正确。" not in sign_in(county.test_client(), "he", PASSWORD).text


def test_everybody_changes_their_own_password(county: Flask) -> None:
    """Other sessions end, one's own goes on."""
    here, there = county.test_client(), county.test_client()
    for client in (here, there):
        sign_in(client, "he", PASSWORD)

    answer = change(here, PASSWORD, OWN)

    assert (answer.status_code, answer.location) == (302, "/")
    assert here.get("/").status_code != 302
    assert there.get("/").location.startswith("/login/")


def test_a_bad_new_password_is_refused_with_the_reason(clerk: FlaskClient) -> None:
    """All reasons at once; the old password keeps working."""
    for old, new, again, sentence in (
        ("wrong", OWN, OWN, "现在的密码不正确。"),
        (PASSWORD, "short", "short", "密码至少 10 个字符。"),
        (PASSWORD, "1212121212", "1212121212", "这个密码太容易猜到：不能重复少数几个字符，也不能包含用户名。"),
        (PASSWORD, "Wang-is-in-2025", "Wang-is-in-2025", "这个密码太容易猜到：不能重复少数几个字符，也不能包含用户名。"),
        (PASSWORD, PASSWORD, PASSWORD, "新密码不能与现在的相同。"),
        (PASSWORD, OWN, "Wo-zi-ji-de-8", "两次输入的新密码不一致。"),
    ):
        page = change(clerk, old, new, again)
        assert (page.status_code, sentence in page.text) == (422, True), sentence


def test_an_account_that_opens_more_than_the_keeper_keeps_is_out_of_reach(keeper: FlaskClient, begin: Begin) -> None:
    """Whoever resets a password could act as its owner: so not for posts elsewhere, and not for oneself."""
    with begin({"dingxi"}) as uow:
        uow.rosters.put_roster("dingxi", Roster(posts=(Post(person="he", role="R.CITY", jurisdiction="dingxi"),)))
        uow.commit()

    for person in ("he", "sun"):
        for verb in ("reset", "lock", "unlock"):
            assert act(keeper, person, verb).status_code == 403
    assert "您不能在这里变更这个账号" in keeper.get(f"{BASE}/he").text


def test_somebody_who_has_left_is_out(keeper: FlaskClient, county: Flask, begin: Begin) -> None:
    """The last day in office is the last day of signing in, whatever becomes of the account."""
    with begin({"longxi"}) as uow:
        roster = uow.rosters.roster("longxi").of("longxi")
        people = tuple(replace(p, active_until=date(2025, 6, 2)) if p.code == "he" else p for p in roster.people)
        uow.rosters.put_roster("longxi", replace(roster, people=people))
        uow.commit()

    assert "您的账号没有对应名册上的在岗人员" in sign_in(county.test_client(), "he", PASSWORD).text
    assert "已离岗，不能登录" in keeper.get(f"{BASE}?ended=1").text


def test_only_keepers_see_accounts(clerk: FlaskClient, keeper: FlaskClient) -> None:
    """Neither a clerk nor the keeper of another county, and unknown people are not found."""
    assert clerk.get(BASE).status_code == 403
    assert clerk.get("/office/accounts/").status_code == 403
    assert keeper.get("/office/accounts/suzhou").status_code == 403
    assert keeper.get(f"{BASE}/nobody").status_code == 404
