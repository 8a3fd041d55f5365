"""Claims about documents on pages: looked at first, issued once, downloaded by those who may."""

from __future__ import annotations

import io
import re

import docx as python_docx
import pypdf
import sqlalchemy as sa
from flask.testing import FlaskClient

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
