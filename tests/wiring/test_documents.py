"""Letters in the whole product: those that ship, and one that a process issues by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import docx as python_docx
import pypdf
import pytest

from engine import bootstrap, demo
from engine.documents.fonts import ChineseFontMissingError
from engine.documents.printer import Printer
from engine.domain.case import Case
from engine.domain.letter import Letter
from engine.domain.roster import Roster
from engine.packs import disk, lineage, release, rows, schemas
from engine.packs.paths import Kind
from engine.packs.yamledit import write
from engine.settings import Settings
from engine.store import queries
from engine.usecases import ports
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.read_document import ListPapers, ReadDocument, list_papers, read_document
from tests.bpmn.bpmn_builders import HEAD, element, flows, user
from tests.postgres import Database
from tests.wiring.houses import a_house

HOUSE = Path(__file__).parents[2]
NOW = datetime(2025, 6, 12, 7, 0, tzinfo=UTC)
#: What the places of the case document hold when everything has been answered.
DOCUMENT: dict[str, Any] = {
    "intake": {"applicants": [{"name": "石某", "phone": "199-0000-0101"}], "respondents": [{"name": "车某"}]},
    "order": {
        "persons": [{"name": "石某", "phone": "199-0000-0101", "id_no": "622424000000000001", "address": "巩昌镇某村"}],
        "respondent": {"name": "车某", "phone": "199-0000-0103"},
        "team": "traffic",
    },
    "dispatch": {
        "content": "修车费",
        "session_at": "2025-06-11T14:30:00+08:00",
        "place": "调解室",
        "members": ["zhao"],
        "due_on": "2025-06-20",
    },
    "agreement": {
        "facts": "两车相撞。",
        "responsibilities": "车某负主要责任。",
        "terms": [{"what": "车某赔偿修车费。", "debtor": "车某", "creditor": "石某", "amount": 6020, "due_on": "2025-06-20"}],
        "total_amount": 6020,
        "performance": "single",
        "effective_on": "2025-06-11",
    },
    "confirmation": {"filed": True, "court": "某县人民法院"},
    "guidance": {"reason": "failed", "remedies": ["litigation"], "given_on": "2025-06-12"},
    "rights_notices": [{"version": "1", "read_on": "2025-06-03", "understood": True}],
    "archive": {"volume": "1", "contents": ["cover", "index"], "pages": 3, "retention": "30", "filed_on": "2025-07-01"},
    "mediator": "zhao",
}


def packs() -> Iterator[str]:
    """Yield the packs that ship."""
    yield from disk.packs_in(HOUSE / "processes")


def templates() -> list[tuple[str, str]]:
    """Return every template of every pack that ships, inherited ones included, by what is on disk: collecting reads no pack."""
    return [(pack, code) for pack in packs() for code in lineage.trace(files(pack)).chosen(Kind.DOCUMENT)]


def files(pack: str) -> Mapping[str, bytes]:
    return disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", pack)


@cache
def ready(pack: str) -> release.PackRelease:
    return release.make_ready(pack, files(pack))


def facts(document: Mapping[str, Any], locale: str) -> ports.LetterFacts:
    case = Case(
        id=UUID(int=1),
        jurisdiction="longxi",
        release="r",
        number="陇综调〔2025〕0001号",
        revision=1,
        state="agreed",
        document=dict(document),
        opened_at=NOW,
        opened_by="wang",
        query_code="3F9A0C27B1D4",
        title="两车相撞" if document else "",
        dispute_type="13" if document else None,
    )
    return ports.LetterFacts(case=case, document=case.document, roster=roster(), now=NOW, locale=locale, year=2025, serial=7)


@cache
def roster() -> Roster:
    file = HOUSE / "config" / "rosters" / "longxi.yaml"
    return rows.roster(schemas.read_checked(file.name, file.read_bytes(), "roster").value, "longxi")


PAPERS: dict[str, tuple[str, list[str]]] = {}


def on_paper(letter: Letter) -> tuple[str, list[str]]:
    """Return the text of the PDF and the paragraphs of the DOCX; many packs send the same letter, which is printed once."""
    key = repr(letter)
    if key not in PAPERS:
        pages = pypdf.PdfReader(io.BytesIO(Printer().pdf(letter, NOW))).pages
        paragraphs = python_docx.Document(io.BytesIO(Printer().docx(letter, NOW))).paragraphs
        PAPERS[key] = "".join(page.extract_text() for page in pages), [paragraph.text for paragraph in paragraphs]
    return PAPERS[key]


@pytest.mark.parametrize(("pack", "code"), templates())
@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("document", [{}, DOCUMENT], ids=["nothing-known", "all-known"])
def test_every_letter_that_ships_is_printed(pack: str, code: str, locale: str, document: dict[str, Any]) -> None:
    """In both languages, in both forms, with everything known and with nothing; no piece of a template shows through."""
    letter = ready(pack).document(code).fill(facts(document, locale))

    printed, written = on_paper(letter)

    assert letter.title.split()[0] in printed
    assert letter.title in written
    for text in letter.texts():
        assert not {"{=", "null", "None"} & {text}
        assert "{=" not in text
        assert not (locale == "zh" and any(f"{sign}\u8f66" in text for sign in ",:("))


def test_the_agreement_says_what_the_law_asks_for() -> None:
    """Parties with what identifies them, facts, responsibility, terms with amounts that cannot be altered, time limits (article 29)."""
    letter = ready("longxi").document("F13").fill(facts(DOCUMENT, "zh"))
    text = "\n".join(letter.texts())

    for part in (
        "622424000000000001",
        "巩昌镇某村",
        "两车相撞。",
        "车某负主要责任。",
        "陆仟零贰拾元整",
        "2025年6月20日",
        "交通事故损害赔偿纠纷调委会",
    ):
        assert part in text
    assert letter.number == "陇综调协〔2025〕7号"


def test_the_notice_of_the_end_names_every_way_that_was_explained() -> None:
    """Article 26: arbitration, administrative and judicial ways; the words are those of the form."""
    way = {**DOCUMENT, "guidance": {**DOCUMENT["guidance"], "remedies": ["arbitration", "administrative", "litigation", "legal-aid"]}}

    letter = ready("longxi").document("F18").fill(facts(way, "en"))

    assert len([block for block in letter.blocks if block["kind"] == "term"]) == 4
    assert "litigation" not in "".join(letter.texts())


@pytest.fixture
def house(tmp_path: Path, database: Database) -> Settings:
    """Write a house whose process gives a receipt by itself before anybody has work."""
    settings = replace(a_house(tmp_path), database_url=database.owner_url)
    inputs = '<extensionElements><onedoor:input name="document" value="RECEIPT"/></extensionElements>'
    receipt = element("serviceTask", "receipt", inputs, onedoor_operation="issue_letter", onedoor_result="receipt")
    step = user("find", onedoor_code="FACT.FIND", onedoor_role="R.INTAKE", onedoor_form="F1", onedoor_due="find", onedoor_state="accepted")
    arrows = flows("begin>receipt>find>done")
    inside = f'<startEvent id="begin"/>{receipt}{step}<endEvent id="done" onedoor:end="E.SERVICE_DONE"/>{arrows}'
    diagram = f'{HEAD}<process id="main" isExecutable="true">{inside}</process></definitions>'
    (tmp_path / "processes/small/main.bpmn").write_text(diagram)
    template = {
        "document": "RECEIPT",
        "title": {"zh": "受理通知书", "en": "Receipt"},
        "number": "山受〔{=year}〕{=serial}号",
        "privacy": "P0",
        "blocks": [{"paragraph": {"zh": "案号{=case.number}，查询码{=case.query_code},{=case.title}", "en": "Code {=case.query_code}"}}],
    }
    (tmp_path / "processes/small/documents").mkdir()
    (tmp_path / "processes/small/documents/RECEIPT.yaml").write_bytes(write(template))
    return settings


def test_a_process_gives_a_receipt_by_itself(house: Settings) -> None:
    """With number, query code and a line in the history, in the step that opens the case; its place tells the process of it."""
    with bootstrap.database(house) as urls:
        bootstrap.initialise(house, urls)
    with bootstrap.connected(house) as product:
        with product.begin(()) as uow:
            actor = uow.rosters.actor("wang")

        case = open_case(OpenCase(jurisdiction="hill", actor=actor, answers={}), product.context)

        papers = list_papers(ListPapers(case=case.id, actor=actor), product.context)
        row, content = read_document(ReadDocument(document=papers.issued[0].id, actor=actor), product.context)
        with product.begin(actor.reach) as uow:
            lines = [line.kind for line in uow.cases.history(case.id)]
    text = "".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    assert case.query_code in text
    assert case.number in text
    assert "第一件" in text
    assert case.document["receipt"] == {"id": str(row.id), "document": "RECEIPT", "number": row.number, "at": row.at.isoformat()}
    assert lines.count("issued") == 1


@dataclass(frozen=True)
class WithoutTypeface(Printer):
    """The printer of a machine that has no Chinese typeface."""

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        """Say so."""
        raise ChineseFontMissingError


def test_a_missing_typeface_keeps_no_case_from_moving_on(house: Settings) -> None:
    """The letter has its number, and says what is missing when it is read; once the typeface is there, it is set."""
    with bootstrap.database(house) as urls:
        bootstrap.initialise(house, urls)
    with bootstrap.connected(house) as product:
        with product.begin(()) as uow:
            actor = uow.rosters.actor("wang")
        poor = replace(product.context, printer=WithoutTypeface())

        case = open_case(OpenCase(jurisdiction="hill", actor=actor, answers={}), poor)

        (row,) = list_papers(ListPapers(case=case.id, actor=actor), product.context).issued
        with pytest.raises(ChineseFontMissingError):
            read_document(ReadDocument(document=row.id, actor=actor), poor)
        _, content = read_document(ReadDocument(document=row.id, actor=actor), product.context)
    assert row.number == case.document["receipt"]["number"]
    assert content.startswith(b"%PDF")


def test_letters_of_a_demonstration_are_typeset_when_they_are_read(house: Settings) -> None:
    """Thousands are issued that hardly anybody opens; each has its number and its words from the start."""
    path = {"path": "left", "count": 1, "open": {"by": "R.INTAKE"}, "answers": {"FACT.FIND": {"wait": True}}}
    (house.house / "processes/small/demo.yaml").write_bytes(write({"demo": 2025, "few": 1, "paths": [path]}))
    with bootstrap.database(house) as urls:
        bootstrap.initialise(house, urls)

    demo.play(house, ["hill"], is_year=True, tell=lambda _progress: None)

    with bootstrap.connected(house) as product:
        with product.begin(frozenset({"hill"})) as uow:
            actor = uow.rosters.actor("wang")
            (case,) = queries.cases(uow.transaction, actor).rows
            (row,) = uow.documents.of_case(case.id)
            kept = uow.documents.get(row.id)
        _, content = read_document(ReadDocument(document=row.id, actor=actor), product.context)
    assert (row.number, kept.pdf) == ("山受〔2025〕1号", b"")
    assert content.startswith(b"%PDF")
