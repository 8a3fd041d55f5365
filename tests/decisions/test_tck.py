"""The compatibility kit's cases give the results that it expects, and the page about them says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.decisions import tck

_OWN = Path(__file__).parent / "tck"
_KIT = Path(os.environ.get("DMN_TCK", "../shared/tck"))
_PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
_ABSENT = "the compatibility kit is not on this machine (set DMN_TCK to its folder)"

_needs_level_2 = pytest.mark.skipif(not (_KIT / "level-2").is_dir(), reason=_ABSENT)
_needs_level_3 = pytest.mark.skipif(not (_KIT / "level-3-sample").is_dir(), reason=_ABSENT)


def test_our_own_cases_pass() -> None:
    """Claim: routing with Chinese names, knowledge models, recursion, defaults, every hit policy and aggregation."""
    report = tck.run_tck(_OWN)

    assert report.as_text() == "64 passed, 0 failed"
    assert report.is_passed


@_needs_level_2
def test_level_2_passes_whole() -> None:
    """Claim: all 126 results of the kit's level 2 are as expected."""
    report = tck.run_tck(_KIT / "level-2")

    assert report.as_text() == "126 passed, 0 failed"


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        pytest.param("kit, level 2", _KIT / "level-2", marks=_needs_level_2),
        pytest.param("kit, level 3 (sample)", _KIT / "level-3-sample", marks=_needs_level_3),
        ("own, `tests/decisions/tck`", _OWN),
    ],
)
def test_the_page_holds_the_figures_and_every_failure(title: str, folder: Path) -> None:
    """Claim: `docs/conformance.md` says what passes and explains each result that does not."""
    report = tck.run_tck(folder)
    page = _PAGE.read_text(encoding="utf-8")

    assert _row(title, report) in page.splitlines()
    explained = _explained(page, title)
    assert explained == {(each.folder, each.node) for each in report.failed}


@_needs_level_3
def test_level_3_passes_at_least_98_percent() -> None:
    """Claim: the aim holds whatever the page says."""
    report = tck.run_tck(_KIT / "level-3-sample")

    assert len(report.failed) <= 0.02 * len(report.outcomes)


def _row(title: str, report: tck.Report) -> str:
    folders = len({each.folder for each in report.outcomes})
    told = sum(each.expected != "null" for each in report.outcomes)
    failed = len(report.failed)
    return f"| {title} | {folders} | {len(report.outcomes)} | {told} | {len(report.outcomes) - failed} | {failed} |"


def _explained(page: str, title: str) -> set[tuple[str, str]]:
    """Return the folder and result of each failure that the page gives a reason for."""
    lines = page.partition("## Remaining failures")[2].partition("## ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {(folder, result) for cases, folder, result, reason in rows[1:] if cases == title and reason}


def test_a_wrong_expectation_fails(tmp_path: Path) -> None:
    """Claim: the run compares values; it does not pass whatever comes."""
    source = _OWN / "9002-knowledge"
    for path in source.iterdir():
        text = path.read_text("utf-8").replace('"xsd:decimal">250<', '"xsd:decimal">251<')
        (tmp_path / path.name).write_text(text, "utf-8")

    report = tck.run_tck(tmp_path)

    assert report.as_text().splitlines()[1:] == ["2 passed, 1 failed"]
    assert [(each.node, each.expected, each.actual) for each in report.failed] == [("合计", "251", "250")]


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    """Claim: nothing run is nothing proved."""
    assert not tck.run_tck(tmp_path).is_passed
