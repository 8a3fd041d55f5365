"""Claims about files: what is taken, who may read it, how it leaves."""

from __future__ import annotations

from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.usecases.submit_form import SubmitForm, submit_form
from tests.admin.county import CONSENT, County, county, county_template, releases, token

__all__ = ["county", "county_template", "releases"]

PDF = b"%PDF-1.7\n" + b"x" * 100


def test_a_file_is_stored_and_handed_out_as_a_download(county: County) -> None:
    """Under its own name, never shown by the browser, and by the kind that its content shows."""
    screen = county.screen("wang")

    stored = _upload(screen, "意愿书.pdf", PDF)
    answer = screen.get(stored.json["url"])

    assert (stored.status_code, stored.json["name"], stored.json["size"]) == (201, "意愿书.pdf", len(PDF))
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E6%84%8F%E6%84%BF%E4%B9%A6.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_file_that_lies_about_its_kind_gets_a_sentence(county: County) -> None:
    """What the browser says of it is not asked."""
    answer = _upload(county.screen("wang"), "借条.pdf", b"\x89PNG\r\n\x1a\n")

    assert answer.status_code == 422
    assert answer.json["message"] == "“借条.pdf”的名称像是“PDF 文件”，内容却是“PNG 图片”。请改正名称或换一个文件。"


def test_a_file_that_is_too_large_gets_a_sentence(county: County) -> None:
    """Just over the limit the engine refuses it, far over it the server does not even read it."""
    for size, status in ((20 * 1024 * 1024, 422), (22 * 1024 * 1024, 413)):
        answer = _upload(county.screen("wang"), "录像.pdf", PDF + b"x" * size)
        assert (answer.status_code, answer.json["message"]) == (status, "文件太大。单个文件不能超过 20 MB。")


def test_an_upload_without_file_or_place_is_refused(county: County) -> None:
    """Nothing is stored for nobody."""
    screen = county.screen("wang")

    assert _upload(screen, "a.pdf", PDF, query="?jurisdiction=suzhou").status_code == 403
    assert _upload(screen, "a.pdf", PDF, query="").status_code == 403
    assert screen.post("/files/?jurisdiction=longxi", headers=_headers(screen)).status_code == 400


def test_a_file_not_yet_sent_is_its_uploaders_alone(county: County) -> None:
    """Knowing its address does not help."""
    stored = _upload(county.screen("wang"), "a.pdf", PDF)

    assert county.screen("wu").get(stored.json["url"]).status_code == 403
    assert county.screen("wang").get(f"/files/{uuid4()}").status_code == 404


def test_the_draft_of_a_work_item_shows_its_files(county: County) -> None:
    """Name, size and address are on the page when it is opened again."""
    case = county.played(6)
    item = county.items(case)[0].id
    screen = county.screen("wang")
    stored = _upload(screen, "a.pdf", PDF, query=f"?item={item}").json

    screen.put(f"/items/{item}/draft", json={"answers": {"paper": stored["id"]}, "draftRevision": 0}, headers=_headers(screen))

    assert f'"{stored["id"]}": {{"name": "a.pdf", "size": {len(PDF)}, "url": "{stored["url"]}"}}' in screen.get(f"/items/{item}").text


def test_a_submitted_file_belongs_to_the_case(county: County) -> None:
    """Whoever sees the case may read it, and the page lists it among the attachments and beside its field."""
    case = county.played(6)
    item = county.items(case)[0].id
    stored = _upload(county.screen("wang"), "意愿书.pdf", PDF, query=f"?item={item}").json

    submit_form(SubmitForm(item=item, answers={**CONSENT, "paper": stored["id"]}, actor=county.actor("wang")), county.context)

    page = county.screen("zhao").get(f"/cases/{case.id}").text
    assert page.count(f'<a href="{stored["url"]}">意愿书.pdf</a>') == 2
    assert county.screen("zhao").get(stored["url"]).data == PDF


def test_an_item_of_another_post_takes_no_files(county: County) -> None:
    """Only those who may do the step may add to it."""
    case = county.played(8)

    item = county.items(case)[0]

    assert _upload(county.screen("wang"), "a.pdf", PDF, query=f"?item={item.id}").status_code == 403
    assert _upload(county.screen("zhao"), "a.pdf", PDF, query=f"?item={item.id}").status_code == 201


def _upload(screen: FlaskClient, name: str, content: bytes, query: str = "?jurisdiction=longxi") -> TestResponse:
    # Written by hand: the test client would leave a temporary file open.
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n'
    body = head.encode() + content + b"\r\n--edge--\r\n"
    return screen.post(f"/files/{query}", data=body, content_type="multipart/form-data; boundary=edge", headers=_headers(screen))


def _headers(screen: FlaskClient) -> dict[str, str]:
    return {"X-CSRFToken": token(screen, screen.get("/new/longxi/lx_order/").location), "X-Requested-With": "XMLHttpRequest"}
