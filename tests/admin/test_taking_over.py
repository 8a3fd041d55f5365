"""Claims about a county that changed its pack and receives a newer version of the template."""

from __future__ import annotations

import io
import re

from flask.testing import FlaskClient

from engine.packs import archive, installing
from tests.admin.conftest import NOW
from tests.admin.drafting import ORDER, REVIEW, Visit, post, save, start, sun, token, visit
from tests.packs.small_pack import BASE_FILES, FILES, PROCESS
from tests.postgres import Begin

__all__ = ["sun", "visit"]

PACK, VISIT = "processes/longxi/pack.yaml", "processes/base/ca_visit.bpmn"
NEWER = {
    **FILES,
    PACK: FILES[PACK].replace(b"version: 1.0.0", b"version: 2.0.0"),
    ORDER: PROCESS.replace('name="登记"', 'name="来访登记"').encode(),
    VISIT: BASE_FILES[VISIT].replace('name="结束"'.encode(), 'name="回访结束"'.encode()),
}


def ship(begin: Begin, files: dict[str, bytes]) -> None:
    """Let a version come with the program, as a start does for a county that has changed its pack."""
    with begin({"longxi"}) as uow:
        installing.install(files, jurisdiction="longxi", at=NOW, by="factory", uow=uow)
        uow.commit()


def released(author: FlaskClient, second: FlaskClient, draft: str, revision: int) -> None:
    post(author, f"{draft}/submit", revision=revision, note="本地的改动")
    post(second, f"{draft}/release", revision=revision + 1)


def change(author: FlaskClient, second: FlaskClient) -> None:
    """Call a step otherwise, take a copy of an inherited process and change it, and release both."""
    draft = start(author)
    save(author, draft, REVIEW)
    copy = BASE_FILES[VISIT].decode().replace('name="开始"', 'name="开始回访"')
    save(author, draft, copy, 2, VISIT)
    released(author, second, draft, 3)


def own_files(begin: Begin) -> dict[str, str]:
    with begin({"longxi"}) as uow:
        current = uow.packs.current("longxi")
        assert current is not None
        return {path: content.decode() for path, content in uow.packs.own_files(current).items()}


def test_a_county_receives_what_is_new_and_keeps_its_own(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """What has shipped is said in words, taken into a draft, released by a second person, and then it is no news any more."""
    zhou = visit("zhou")
    change(sun, zhou)
    assert "模板有了新版本。" not in sun.get("/studio/").text
    ship(begin, NEWER)

    assert "模板有了新版本。" in sun.get("/studio/").text
    page = sun.get("/studio/newer/longxi/").text
    assert "的名称由“登记”改为“来访登记”。" in page
    assert "本地的改动与新版本互不冲突，可以直接并入。" in page
    taken = post(sun, "/studio/newer/longxi/")
    assert "已并入草稿。请看一遍改动和检查结果，再提交复核。" in taken.text
    released(sun, zhou, taken.request.path, 1)

    files = own_files(begin)
    assert files[ORDER] == REVIEW.replace('name="登记"', 'name="来访登记"')
    assert all(name in files["processes/longxi/ca_visit.bpmn"] for name in ("开始回访", "回访结束"))
    assert "version: 2.0.0" in files[PACK]
    assert "模板有了新版本。" not in sun.get("/studio/").text
    with begin({"longxi"}) as uow:
        current = uow.packs.current("longxi") or ""
        assert uow.packs.release_files(current)[VISIT] == NEWER[VISIT]


def test_the_next_version_is_compared_with_the_one_that_was_taken_in(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """A second version asks nothing about what the first one brought; what both changed since is asked, until it is chosen."""
    zhou = visit("zhou")
    change(sun, zhou)
    ship(begin, NEWER)
    released(sun, zhou, post(sun, "/studio/newer/longxi/").request.path, 1)
    third = {**NEWER, ORDER: NEWER[ORDER].replace('name="调解"'.encode(), 'name="调解会议"'.encode())}
    ship(begin, third)

    page = sun.get("/studio/newer/longxi/").text
    assert ("来访登记" in re.sub(r"(?s).*新版本改了什么", "", page).split("本地自己的改动")[0]) is False
    refused = post(sun, "/studio/newer/longxi/")
    assert (refused.status_code, "请选择保留哪一边。" in refused.text) == (422, True)
    taken = post(sun, "/studio/newer/longxi/", **{"clash-0": "theirs"})
    released(sun, zhou, taken.request.path, 1)

    assert 'name="调解会议"' in own_files(begin)[ORDER]


def test_what_another_county_sent_comes_together_with_ones_own(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """An archive of a newer version is examined, brought together, and what was sent stays as it was sent."""
    zhou = visit("zhou")
    change(sun, zhou)
    sent = {"archive": (io.BytesIO(archive.export_pack(NEWER)), "longxi.zip"), "csrf_token": token(sun)}
    examined = sun.post("/office/packs/longxi", data=sent, follow_redirects=True)
    assert "并入本地的改动" in examined.text

    address = re.search(r'href="(/studio/newer/longxi/[^"]+)"', examined.text)
    assert address is not None
    taken = post(sun, address[1])
    released(sun, zhou, taken.request.path, 1)

    assert own_files(begin)[ORDER] == REVIEW.replace('name="登记"', 'name="来访登记"')
    with begin({"longxi"}) as uow:
        follows = uow.packs.follows(uow.packs.current("longxi") or "") or ""
        assert dict(uow.packs.release_files(follows)) == NEWER
        assert uow.packs.drafts("longxi") == []


def test_a_county_that_changed_nothing_has_nothing_to_take_over(visit: Visit, sun: FlaskClient, begin: Begin) -> None:
    """It follows by itself; whoever types the address is told so."""
    ship(begin, NEWER)

    refused = sun.get("/studio/newer/longxi/")

    assert refused.status_code == 403
    assert "没有可以并入的新版本" in refused.text
    assert visit("wang").get("/studio/newer/longxi/").status_code == 403
