"""Claims about what the studio is told of a pack."""

from __future__ import annotations

import pytest

from engine.errors import CheckFailedError, NotFoundError
from engine.packs import checking, compare, outlining, paths
from engine.usecases.ports import PackFigure, PackOutline
from tests.packs.small_pack import FILES, OWN_FILES, a_decision

ORDER = "processes/longxi/lx_order.bpmn"


def listed(outline: PackOutline) -> list[tuple[str, str, str, bool, bool]]:
    return [(item.kind, item.code, item.title.zh, item.is_own, item.is_floor) for item in outline.items]


def test_an_outline_lists_what_is_inherited_too() -> None:
    """The safety gate is a floor; everything else may be replaced."""
    assert checking.check(FILES) == []
    assert listed(outlining.outline(FILES)) == [
        ("process", "lx_order", "点单调解", True, False),
        ("process", "ca_visit", "回访", False, False),
        ("decision", "D01", "安全筛查", False, True),
        ("decision", "D03", "分流", False, False),
        ("decision", "D02", "定级", True, False),
        ("form", "F01", "登记表", False, False),
        ("form", "F13", "协议审核表", False, False),
    ]


def test_figures_say_who_stands_behind_them() -> None:
    """A deadline by a parameter is as sure as the parameter."""
    outline = outlining.outline(FILES)

    assert [(each.name, each.value, each.source) for each in outline.parameters] == [("accept_within", "1 wd", "guess")]
    assert [(each.name, each.source) for each in outline.deadlines] == [("accept", "guess"), ("session", "law:人民调解法")]
    assert isinstance(outline.parameters[0], PackFigure)


def test_a_file_that_cannot_be_read_is_listed_all_the_same() -> None:
    """Somebody has to be able to mend or remove it."""
    outline = outlining.outline({**FILES, ORDER: b"<broken", "processes/longxi/D02.dmn": b""})

    assert ("process", "lx_order", "lx_order", True, False) in listed(outline)
    assert ("decision", "D02", "D02", True, False) in listed(outline)
    assert {problem.file for problem in outline.problems} >= {ORDER, "processes/longxi/D02.dmn"}


def test_a_broken_pack_yaml_leaves_the_rest_to_see() -> None:
    """Its tables are empty, and the problem is there."""
    outline = outlining.outline({**FILES, "processes/longxi/pack.yaml": b"pack: longxi\nextends: base\n"})

    assert ("process", "lx_order", "点单调解", True, False) in listed(outline)
    assert outline.parameters == ()
    with pytest.raises(CheckFailedError):
        outlining.outline({"processes/longxi/pack.yaml": b"pack: [\n"})


def test_a_copy_of_an_inherited_file_is_compared_with_it() -> None:
    """Whoever reads the changes sees the cell, not a new file."""
    copy = a_decision("D03", "分流", "route").replace("10000", "5000").encode()
    changes = compare.changes(FILES, {**FILES, "processes/longxi/D03.dmn": copy})

    assert [each.file for each in changes] == ["processes/longxi/D03.dmn"]
    assert "5000" in changes[0].message.zh
    assert compare.changes(FILES, {**FILES, **OWN_FILES}) == []


def test_a_pack_keeps_its_copy_under_the_same_name() -> None:
    """Nothing but files of a pack gets a place."""
    assert paths.home("processes/base/scenarios/a.yaml", "longxi") == "processes/longxi/scenarios/a.yaml"
    with pytest.raises(NotFoundError):
        paths.home("processes/base/../../etc/passwd", "longxi")
