"""Claims about documents on pages: looked at first, issued once, downloaded by those who may."""

from __future__ import annotations

import io
import re
from typing import Any

import docx as python_docx
import pypdf
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.case import Case
from tests.admin.county import County, county, county_template, releases, token

__all__ = ["county", "county_template", "releases"]
READINGS = sa.text("SELECT actor, compartment FROM onedoor.reading_log")


def issue(screen: FlaskClient, case: Case, code: str, language: str = "zh") -> str:
    """Issue a document and return the page of the case's documents."""
    address = f"/cases/{case.id}/documents"
    answer = screen.post(f"{address}/{code}", data={"csrf_token": token(screen, f"{address}/{code}"), "language": language})
    assert answer.status_code == 303
    return screen.get(address).text


def links(page: str) -> list[str]:
    """Return the addresses of issued documents on a page."""
    return re.findall(r'href="(/documents/[0-9a-f-]+\.(?:pdf|docx))"', page)


def test_a_receipt_is_previewed_issued_and_downloaded(county: County) -> None:
    """PDF and DOCX leave as downloads under their title and number; the case page lists them and tells of it."""
    case, screen = county.opened(), county.screen("wang")

    preview = screen.get(f"/cases/{case.id}/documents/RECEIPT?language=zh").text
    page = issue(screen, case, "RECEIPT")
    pdf, docx = (screen.get(address) for address in links(page))

    assert "data:image/png;base64," in preview
    assert "已出具《受理通知书》" in page
    assert pdf.mimetype == "application/pdf"
    assert pdf.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%8F%97%E7%90%86%E9%80%9A%E7%9F%A5%E4%B9%A6%20")
    assert pdf.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert case.query_code in pypdf.PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text()
    assert "受理通知书" in [paragraph.text for paragraph in python_docx.Document(io.BytesIO(docx.data)).paragraphs]
    shown = screen.get(f"/cases/{case.id}").text
    assert links(shown) == links(page)
    assert "出具了《受理通知书》" in shown


def test_an_english_visitor_gets_english(county: County) -> None:
    """The document can be issued in either language, whatever language the pages are in."""
    case, screen = county.opened(), county.screen("wang")

    page = issue(screen, case, "RECEIPT", "en")
    text = pypdf.PdfReader(io.BytesIO(screen.get(links(page)[0]).data)).pages[0].extract_text()

    assert "Notice of Acceptance" in text


def test_a_preview_can_be_taken_away_and_says_what_it_is(county: County) -> None:
    """Both forms; an unknown form is not found."""
    case, screen = county.opened(), county.screen("wang")
    address = f"/cases/{case.id}/documents/RECEIPT/preview"

    pdf = screen.get(f"{address}.pdf?language=zh")

    assert "预览" in "".join(pypdf.PdfReader(io.BytesIO(pdf.data)).pages[0].extract_text().split())
    assert screen.get(f"{address}.docx").status_code == 200
    assert screen.get(f"{address}.exe").status_code == 404
    assert links(screen.get(f"/cases/{case.id}/documents").text) == []


def test_a_document_with_sensitive_data_is_not_for_everybody(county: County) -> None:
    """Who has no part in the case sees that it is there, and is refused with a sentence."""
    case = county.opened()
    page = issue(county.screen("wang"), case, "F13")
    stranger = county.screen("feng")

    shown = stranger.get(f"/cases/{case.id}/documents").text

    assert "含敏感信息" in shown
    assert links(shown) == []
    assert stranger.get(links(page)[0]).status_code == 403
    assert stranger.get(f"/cases/{case.id}/documents/F13").status_code == 403
    with county.context.begin({"longxi"}) as uow:
        log = uow.transaction.rows(READINGS)  # type: ignore[attr-defined]
    assert {(row.actor, row.compartment) for row in log} == {("wang", "P2")}


def test_nothing_is_issued_without_the_form_token_or_a_template(county: County) -> None:
    """A link elsewhere cannot number documents; an unknown code is not found."""
    case, screen = county.opened(), county.screen("wang")
    address = f"/cases/{case.id}/documents"

    assert screen.post(f"{address}/RECEIPT").status_code == 400
    assert screen.get(f"{address}/F99").status_code == 404
    assert screen.get(address).status_code == 200


def receive(screen: FlaskClient, case: Case, **more: Any) -> TestResponse:
    """Enter a ruling of the court."""
    address = f"/cases/{case.id}/documents"
    typed = {"csrf_token": token(screen, address), "title": "民事裁定书", "issuer": "某县人民法院", "dated_on": "2025-06-03", **more}
    return screen.post(f"{address}/received", data={"file": (io.BytesIO(b"%PDF-1.7 x"), "裁定书.pdf"), **typed})


def test_a_reply_from_elsewhere_is_entered_and_stands_beside_the_letter(county: County) -> None:
    """With its issuer; the scan leaves under its own name, the history tells of it."""
    case, screen = county.opened(), county.screen("wang")
    ours = links(issue(screen, case, "RECEIPT"))[0].split("/")[-1].removesuffix(".pdf")

    answer = receive(screen, case, answers=ours)
    page = screen.get(f"/cases/{case.id}/documents").text
    found = re.search(r'href="(/documents/received/[0-9a-f-]+)"', page)
    assert found
    scan = screen.get(found[1])

    assert answer.status_code == 303
    assert "已收到回复：某县人民法院，2025-06-03" in page
    assert (scan.data, scan.mimetype) == (b"%PDF-1.7 x", "application/pdf")
    assert scan.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E8%A3%81%E5%AE%9A%E4%B9%A6.pdf"
    assert "登记了某县人民法院的来文《民事裁定书》" in screen.get(f"/cases/{case.id}").text


def test_what_was_typed_about_a_received_document_survives_a_refusal(county: County) -> None:
    """Every problem stands at its field."""
    case, screen = county.opened(), county.screen("wang")

    refused = receive(screen, case, issuer="", dated_on="yesterday")
    lying = receive(screen, case, file=(io.BytesIO(b"MZ"), "裁定书.pdf"))

    assert (refused.status_code, lying.status_code) == (422, 422)
    for said in ("请填写出具单位。", "请填写文书上的日期。", 'value="民事裁定书"'):
        assert said in refused.text
    assert 'id="p-file"' in lying.text


def test_a_sensitive_document_from_elsewhere_is_not_for_everybody(county: County) -> None:
    """Neither its title nor its scan."""
    case = county.opened()
    receive(county.screen("wang"), case, title="伤残鉴定意见", is_sensitive="on")
    found = re.search(r'href="(/documents/received/[0-9a-f-]+)"', county.screen("wang").get(f"/cases/{case.id}/documents").text)
    assert found
    stranger = county.screen("feng")

    assert "伤残鉴定意见" not in stranger.get(f"/cases/{case.id}/documents").text
    assert stranger.get(found[1]).status_code == 403
