"""The compatibility kit's cases give the results that it expects."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.decisions import tck

_OWN = Path(__file__).parent / "tck"
_KIT = Path(os.environ.get("DMN_TCK", "../shared/tck"))


def test_our_own_cases_pass() -> None:
    """Claim: routing with Chinese names, knowledge models, recursion and defaults work as the kit writes them."""
    report = tck.run_tck(_OWN)

    assert report.as_text() == "6 passed, 0 failed"
    assert report.is_passed


@pytest.mark.skipif(not (_KIT / "level-2").is_dir(), reason="the compatibility kit is not on this machine (set DMN_TCK to its folder)")
def test_level_2_passes_whole() -> None:
    """Claim: all 126 results of the kit's level 2 are as expected."""
    report = tck.run_tck(_KIT / "level-2")

    assert report.as_text() == "126 passed, 0 failed"


@pytest.mark.skipif(
    not (_KIT / "level-3-sample").is_dir(), reason="the compatibility kit is not on this machine (set DMN_TCK to its folder)"
)
def test_level_3_passes_all_but_what_is_known() -> None:
    """Claim: of the sampled level 3 no more differs than is written here."""
    report = tck.run_tck(_KIT / "level-3-sample")

    assert sorted({outcome.folder for outcome in report.failed}) == []


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
