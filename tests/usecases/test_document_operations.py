"""A form brings a document of others into the register of the case."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from engine import errors
from engine.domain.case import Entry
from engine.usecases import operations, ports
from tests.fakes import House, a_house
from tests.usecases.operating import NOW, a_context

SCAN = UUID(int=9)
ADMONITION = {"title": "家庭暴力告诫书", "issuer": " 县公安局  城关派出所 ", "number": "3号", "dated_on": "2025-06-02", "file": str(SCAN)}


def register(**inputs: Any) -> tuple[dict[str, Any], House, list[Entry]]:
    house, entries = a_house(), list[Entry]()
    scan = ports.Attachment(
        id=SCAN,
        jurisdiction="longxi",
        case=None,
        name="告诫书.pdf",
        media_type="application/pdf",
        content=b"%PDF",
        uploaded_by="wang",
        at=NOW,
    )
    house.uow.attachments = SimpleNamespace(get={SCAN: scan}.__getitem__)
    context = a_context(house, entries=entries)
    return operations.operate("register_document", inputs, context), house, entries


def test_a_document_of_others_is_entered_with_its_issuer() -> None:
    """It is kept as it was scanned, and the history says whose it is."""
    found, house, entries = register(**ADMONITION)

    ((document, content),) = house.uow.documents.came.values()
    assert found == {"id": str(document.id)}
    assert (document.title, document.issuer, document.number, document.privacy) == ("家庭暴力告诫书", "县公安局 城关派出所", "3号", "P1")
    assert (document.name, document.media_type, content) == ("告诫书.pdf", "application/pdf", b"%PDF")
    assert [(entry.kind, entry.detail["issuer"]) for entry in entries] == [("received", "县公安局 城关派出所")]


def test_a_sensitive_one_keeps_its_words_out_of_the_history() -> None:
    """What somebody typed about it stays with it."""
    _, house, entries = register(**ADMONITION, is_sensitive=True)

    assert next(iter(house.uow.documents.came.values()))[0].privacy == "P2"
    assert "issuer" not in entries[0].detail


def test_without_a_scan_the_answer_is_all_that_is_kept() -> None:
    """A document that nobody has scanned is no document of the register."""
    found, house, _ = register(**{**ADMONITION, "file": None})

    assert (found, house.uow.documents.came) == ({"id": None}, {})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"issuer": ""}, "外来文书缺少出具单位。"),
        ({"title": None}, "外来文书缺少文书名称。"),
        ({"dated_on": "2025-06-04"}, "文书日期不能晚于今天。"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said(changed: dict[str, Any], said: str) -> None:
    """Without an issuer it would pass for one of ours."""
    with pytest.raises(errors.ProcessError) as caught:
        register(**{**ADMONITION, **changed})

    assert caught.value.text.zh == said
