"""Claims about setting a parameter in a pack.yaml."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.packs import parameters, yamlfile

PATH = "processes/longxi/pack.yaml"
WRITTEN = """\
# 陇西县的模板包
pack: longxi
version: 1.0.0
title: {zh: 陇西, en: Longxi}

parameters:
  # 团队人数
  team_smallest: {title: {zh: 最少人数, en: Fewest}, value: 3, type: integer, source: law:1}   # 三人
  team_largest: {title: {zh: 最多人数, en: Most}, value: 6}
  accept:
    title: {zh: 接单时限, en: Time to accept}
    value: 1 wd   # 一个工作日

# 期限
deadlines: {}
"""


def restated(values: dict[str, Any], text: str = WRITTEN) -> str:
    return parameters.restate(PATH, text.encode(), values).decode()


def test_only_the_words_of_the_parameter_change() -> None:
    """Comments, order and everything else stay as they were written."""
    assert restated({"team_smallest": 4}) == WRITTEN.replace(
        "value: 3, type: integer, source: law:1", "value: 4, type: integer, source: county"
    )


def test_a_source_is_added_where_none_was() -> None:
    """A figure that the county set is no guess any more, in braces and in lines alike."""
    assert "team_largest: {title: {zh: 最多人数, en: Most}, value: 7, source: county}" in restated({"team_largest": 7})
    assert '    value: "2 wd"   # 一个工作日\n    source: county\n\n# 期限' in restated({"accept": "2 wd"})


def test_an_inherited_parameter_is_stated_at_the_end_of_the_table() -> None:
    """The county's pack then holds the value and its source, the parent's the title."""
    assert '    value: 1 wd   # 一个工作日\n  prep: {value: "3 wd", source: county}\n\n# 期限' in restated({"prep": "3 wd"})


def test_a_pack_without_parameters_gets_the_table() -> None:
    """The first figure of a county makes the table."""
    text = "pack: longxi\nversion: 1.0.0\n"
    assert restated({"prep": "3 wd"}, text) == text + '\nparameters:\n  prep: {value: "3 wd", source: county}\n'


@pytest.mark.parametrize(
    "table",
    [
        "parameters: {a: {value: 1,}}\n",
        "parameters:\n  a:\n    value: |\n      eins\nversion: 1.0.0\n",
        "parameters: {}\n",
        "parameters:\n",
    ],
)
def test_a_layout_that_cannot_be_edited_is_written_anew(table: str) -> None:
    """Whatever the file looks like, it reads as wanted afterwards."""
    read = yamlfile.read(PATH, restated({"a": 2, "b": "x"}, f"pack: longxi\n{table}").encode()).value

    assert read["parameters"] == {"a": {"value": 2, "source": "county"}, "b": {"value": "x", "source": "county"}}


@given(
    st.dictionaries(
        st.sampled_from(["team_smallest", "accept", "neu"]), st.one_of(st.text(), st.booleans(), st.integers(-9, 10**9)), min_size=1
    )
)
def test_what_was_set_is_read_back(values: dict[str, Any]) -> None:
    """Any text is a value, whatever YAML would make of it, and nothing else changes."""
    before = yamlfile.read(PATH, WRITTEN.encode()).value

    after = yamlfile.read(PATH, restated(values).encode()).value

    assert {name: after["parameters"][name]["value"] for name in values} == values
    assert {**after, "parameters": {}} == {**before, "parameters": {}}
