"""The literal expressions of the DMN compatibility kit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from engine import feel

_KIT = Path(os.environ.get("DMN_TCK", "../shared/tck"))
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_READERS = {"date": "date(t)", "time": "time(t)", "dateTime": "date and time(t)", "duration": "duration(t)"}
#: Each folder tests one part of FEEL by literal expressions that need no other decision.
_FOLDERS = {
    "0050-feel-abs-function": 14,
    "0068-feel-equality": 97,
    "0074-feel-properties": 43,
    "0093-feel-at-literals": 19,
    "1100-feel-decimal-function": 10,
    "1103-feel-substring-function": 11,
    "1109-feel-replace-function": 28,
    "1115-feel-date-function": 50,
    "1120-feel-duration-function": 49,
}


@pytest.mark.skipif(
    not (_KIT / "level-3-sample").is_dir(), reason="the compatibility kit is not on this machine (set DMN_TCK to its folder)"
)
@pytest.mark.parametrize("folder", _FOLDERS)
def test_literal_expressions_give_what_the_kit_expects(folder: str) -> None:
    """Claim: every literal expression of the folder has the expected value."""
    cases = list(_cases(_KIT / "level-3-sample" / folder))

    wrong = [(name, text, wanted, actual) for name, text, wanted in cases if not _same(wanted, actual := _value(text))]

    assert wrong == []
    assert len(cases) == _FOLDERS[folder]


def _cases(folder: Path) -> Iterator[tuple[str, str, Any]]:
    texts = dict(_texts(next(folder.glob("*.dmn"))))
    for path in sorted(folder.glob("*.xml")):
        for node in _named(ElementTree.parse(path).getroot(), "resultNode"):
            text = texts.get(node.get("name", ""))
            if text is not None:
                yield node.get("name", ""), text, _wanted(next(_named(node, "expected")))


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    for decision in _named(ElementTree.parse(path).getroot(), "decision"):
        literal = [each for each in decision if _tag(each) == "literalExpression"]
        requirements = [each for each in decision if _tag(each) == "informationRequirement"]
        if literal and not requirements:
            yield decision.get("name", ""), next(_named(literal[0], "text")).text or ""


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in element.iter() if _tag(each) == name)


def _wanted(element: ElementTree.Element) -> Any:
    parts = {_tag(each): each for each in element}
    if "list" in parts:
        return [_wanted(each) for each in parts["list"]]
    if "component" in parts:
        return {each.get("name"): _wanted(each) for each in element}
    return _plain(parts["value"])


def _plain(element: ElementTree.Element) -> Any:
    text, kind = element.text or "", element.get(_TYPE, "").rpartition(":")[2]
    if element.get(_NIL) == "true":
        return None
    if kind in _READERS:
        return feel.compile(_READERS[kind]).evaluate({"t": text})
    return {"boolean": lambda: text == "true", "string": lambda: text}.get(kind, lambda: Decimal(text))()


def _value(text: str) -> Any:
    try:
        return feel.evaluate(text)
    except feel.FeelSyntaxError:
        return None


def _same(wanted: Any, actual: Any) -> bool:
    if isinstance(wanted, Decimal) and isinstance(actual, Decimal):
        return abs(wanted - actual) <= Decimal("1e-8")
    return feel.compile("a = b").evaluate({"a": wanted, "b": actual}) is True
