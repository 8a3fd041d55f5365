"""Claims about sharing packs: what leaves comes back the same, and what comes is examined before a second person takes it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from admin import accounts
from engine.domain.access import CONFIGURER
from engine.domain.roster import Person, Post
from engine.packs import archive
from tests.admin.browsing import sign_in
from tests.admin.conftest import PASSWORD, adopt, use_stored_releases
from tests.admin.office.county import ROSTER
from tests.packs.small_pack import BASE_FILES, FILES, MANIFEST, OWN_FILES
from tests.postgres import Begin

HERE = "/office/packs/longxi"
#: The same pack as another county has developed it.
LATER = {
    **FILES,
    "processes/longxi/pack.yaml": MANIFEST.replace("1.0.0", "2.3.0").encode()
    + b"requires:\n  roles: [R.MEDIATOR, R.DIRECTOR]\n  calendars: [cn]\n",
}


@pytest.fixture
def site(county: Flask, begin: Begin) -> Flask:
    """Return the application over a county that runs the small pack; sun and tan configure it."""
    tan = Person(code="tan", name="谭某", jurisdiction="longxi", login="tan")
    posts = (*ROSTER.posts, Post(person="tan", role=CONFIGURER, jurisdiction="longxi"))
    with begin({"longxi"}) as uow:
        uow.rosters.put_roster("longxi", replace(ROSTER, people=(*ROSTER.people, tan), posts=posts))
        uow.commit()
    adopt(begin, FILES)
    accounts.add_missing(county, [accounts.Account(login="tan", name="谭某")], PASSWORD)
    use_stored_releases(county, begin)
    return county


def a_browser(site: Flask, login: str) -> FlaskClient:
    client = site.test_client()
    sign_in(client, login, PASSWORD)
    return client


@pytest.fixture
def sun(site: Flask) -> FlaskClient:
    """Return the browser of the one who brings archives."""
    return a_browser(site, "sun")


def offer(client: FlaskClient, content: bytes, name: str = "pack.zip") -> TestResponse:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(HERE).text)
    assert token
    answers = {"csrf_token": token[1], "archive": (io.BytesIO(content), name)}
    return client.post(HERE, data=answers, content_type="multipart/form-data")


def press(client: FlaskClient, page: str, action: str, **answers: str) -> TestResponse:
    """Press the button of a studio page that sends a draft on its way."""
    found = client.get(page).text
    hidden = dict(re.findall(r'name="(csrf_token|revision)" value="([^"]*)"', found))
    return client.post(f"{page}/{action}", data={**hidden, **answers}, follow_redirects=True)


def current(begin: Begin) -> str | None:
    with begin({"longxi"}) as uow:
        return uow.packs.current("longxi")


def test_the_releases_are_listed_and_leave_as_the_same_archive(sun: FlaskClient, begin: Begin) -> None:
    """Twice the same bytes, and read again exactly what was released, parents included."""
    page = sun.get(HERE).text
    addresses = re.findall(r'href="(/office/packs/longxi/\w+\.zip)">longxi-1\.0\.0\.zip', page)
    assert "正在使用" in page

    first, second = (sun.get(addresses[0]) for _twice in range(2))

    assert first.data == second.data
    assert first.headers["Content-Disposition"] == 'attachment; filename="longxi-1.0.0.zip"'
    assert archive.read_archive(first.data).files == FILES
    assert addresses[0].split("/")[-1] == f"{current(begin)}.zip"


def test_an_archive_is_examined_and_changes_nothing(sun: FlaskClient, begin: Begin) -> None:
    """The page says what it is, what it needs and has, and how it differs from what runs."""
    before = current(begin)

    answer = offer(sun, archive.export_pack(LATER))
    page = sun.get(answer.location).text

    assert "<h1>陇西 2.3.0</h1>" in page
    assert "通用 base 1.0.0 · 上级模板包，随文件带来" in page
    assert "有1人担任" in page
    assert re.search(r"中心主任</td>\s*<td[^>]*><strong class=\"od-problem\">没有</strong>", page)
    assert "检查通过，还没有采用" in page
    assert current(begin) == before
    assert "导入 陇西 2.3.0" in sun.get(HERE).text


def test_a_second_person_adopts_what_was_offered(sun: FlaskClient, site: Flask, begin: Begin) -> None:
    """The one who brought it cannot; then new cases start with it, and it is the very release that was sent."""
    studio = offer(sun, archive.export_pack(LATER)).location.replace("/office/packs/offers", "/studio/drafts")
    press(sun, studio, "submit", note="采用新版")
    alone = press(sun, studio, "release")
    assert "发布须由另一人复核" in alone.text

    done = press(a_browser(site, "tan"), studio, "release")

    assert "已发布 2.3.0 版。" in done.text
    with begin({"longxi"}) as uow:
        release = uow.packs.current("longxi")
        assert release
        assert uow.packs.release_files(release) == LATER
        assert uow.packs.own_files(release) == {path: LATER[path] for path in OWN_FILES}
        assert uow.packs.release_files(str(uow.packs.parent(release))) == BASE_FILES


def test_parents_that_stay_at_home_are_found_here(sun: FlaskClient, site: Flask, begin: Begin) -> None:
    """An archive may leave out what the other county has already."""
    answer = offer(sun, archive.export_pack(LATER, with_parents=False))
    assert "通用 base 1.0.0 · 上级模板包，用本系统已有的" in sun.get(answer.location).text

    studio = answer.location.replace("/office/packs/offers", "/studio/drafts")
    press(sun, studio, "submit", note="采用新版")
    press(a_browser(site, "tan"), studio, "release")

    with begin({"longxi"}) as uow:
        release = uow.packs.current("longxi")
        assert release
        assert uow.packs.release_files(release) == LATER


def test_a_missing_parent_is_named(sun: FlaskClient) -> None:
    """The sentence says what to import first."""
    alien = {"processes/town/pack.yaml": b"pack: town\nversion: 1.0.0\ntitle: {zh: \xe9\x95\x87, en: Town}\nextends: faraway\n"}
    whole = {**alien, "processes/faraway/pack.yaml": b"pack: faraway\nversion: 1.0.0\ntitle: {zh: \xe8\xbf\x9c, en: Far}\n"}

    page = offer(sun, archive.export_pack(whole, with_parents=False))

    assert page.status_code == 422
    assert "这个模板包建立在“faraway”之上，但本系统没有。" in page.text


def test_what_is_in_use_is_not_imported_again(sun: FlaskClient) -> None:
    """A slip costs one sentence."""
    page = offer(sun, archive.export_pack(FILES))

    assert (page.status_code, "这个模板包与本辖区正在使用的版本完全相同，不需要导入。" in page.text) == (422, True)


def test_a_pack_with_errors_is_shown_and_cannot_be_adopted(sun: FlaskClient) -> None:
    """All problems are listed with their files; the studio refuses to submit it."""
    broken = {**LATER, "processes/longxi/lx_order.bpmn": b"<bpmn"}

    answer = offer(sun, archive.export_pack(broken))
    page = sun.get(answer.location).text

    assert "这个模板包有错误，不能采用。" in page
    assert "processes/longxi/lx_order.bpmn" in page
    studio = answer.location.replace("/office/packs/offers", "/studio/drafts")
    assert press(sun, studio, "submit", note="试试").status_code == 422


def _zip(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a zip", "这不是完整的 zip 压缩包。"),
        (_zip(**{"..__..__etc__passwd": b"x"}), "模板包里不能有文件“../../etc/passwd”。"),
        (_zip(**{"processes__base__pack.yaml": b"a" * 400_000}), "文件解开后膨胀异常，已拒绝读取。"),
        (_zip(**{"processes__base__pack.yaml": b"pack: base"}), "压缩包里没有可用的 manifest.json，不是由本系统导出的模板包。"),
        (archive.export_pack(FILES)[:-30], "这不是完整的 zip 压缩包。"),
    ],
)
def test_hostile_archives_are_refused_with_a_sentence(sun: FlaskClient, content: bytes, sentence: str, begin: Begin) -> None:
    """Nothing of them is kept."""
    page = offer(sun, content)

    assert page.status_code == 422
    assert sentence in page.text
    with begin({"longxi"}) as uow:
        assert uow.packs.drafts("longxi") == []


def test_without_a_file_the_page_asks_for_one(sun: FlaskClient) -> None:
    """A click too early."""
    page = offer(sun, b"", name="")

    assert (page.status_code, "请先选择模板包文件（.zip）。" in page.text) == (422, True)


def test_only_configurers_share_packs(site: Flask, clerk: FlaskClient, sun: FlaskClient) -> None:
    """Neither a clerk nor the configurer of another county, by list, download or offer."""
    release = re.findall(r'href="/office/packs/longxi/(\w+)\.zip"', sun.get(HERE).text)[0]

    for client, place in ((clerk, "longxi"), (sun, "suzhou")):
        assert client.get(f"/office/packs/{place}").status_code == 403
        assert client.get(f"/office/packs/{place}/{release}.zip").status_code == 403
    assert clerk.get("/office/packs/").status_code == 403
    assert sun.get(f"{HERE}/{'0' * 64}.zip").status_code == 404
