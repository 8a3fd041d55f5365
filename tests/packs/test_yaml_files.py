"""YAML files are read safely, with line and cure for whatever is wrong."""

# ruff: noqa: E501 - sentences that people read are asserted whole
from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CheckFailedError, Problem
from engine.packs import schemas, yamlfile

#: JSON writes characters beyond the first plane as two halves, which YAML does not know.
TEXT = st.text(st.characters(max_codepoint=0xD7FF), max_size=20)


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    """Read hostile text and return what is said about it."""
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(CheckFailedError) as caught:
        yamlfile.read("a.yaml", content)
    return caught.value.problems


def test_only_plain_numbers_and_truth_words_are_not_text() -> None:
    """Codes such as 01, words such as on and dates stay what was typed."""
    text = "a: 01\nb: on\nc: 2025-06-03\nd: 12:30\ne: 3\nf: 2.5\ng: true\nh:\ni: '7'\n13: x\n"

    read = yamlfile.read("a.yaml", text.encode())

    assert read.value == {
        "a": "01", "b": "on", "c": "2025-06-03", "d": "12:30", "e": 3, "f": 2.5, "g": True, "h": None, "i": "7", "13": "x",
    }  # fmt: skip


def test_every_node_keeps_its_line_and_column() -> None:
    """A problem can point at any place, or at the nearest place that exists."""
    read = yamlfile.read("a.yaml", b"steps:\n  - open: {by: ma}\n  - expect:\n      state: accepted\n")

    assert read.marks["steps", 0, "open", "by"] == (2, 12)
    assert read.line(("steps", 1, "expect", "state")) == 4
    assert read.line(("steps", 1, "expect", "missing", "deeper")) == 3


@pytest.mark.parametrize(
    ("text", "line", "chinese", "english"),
    [
        ("a: 1\nb: c: d", 2, "这里的冒号让人误会：一行里只能有一个“键: 值”。", "The colon here is misleading: a line holds one “key: value”."),
        ("a: 'x", 1, "引号没有成对。", "A quotation mark has no partner."),
        ("a: [1, 2", 1, "括号“[ ]”或“{ }”没有成对，或其中缺少逗号。", "A bracket [ ] or { } has no partner, or a comma is missing inside."),
        ("a: 1\na: 2", 2, "键“a”写了两次，第一次在第1行。", 'The key "a" is written twice; the first is on line 1.'),
        ("a: &x [1]\nb: [*x, *x]", 2, "不支持“*”引用。", "References with * are not supported."),
        ("a: !!python/object/apply:os.system [x]", 1, "不支持“!”标记。", "Tags with ! are not supported."),
        ("---\na: 1\n---\nb: 2", 3, "一个文件里只能有一份文档，这里用“---”又开始了一份。", 'A file holds one document; "---" begins a second one here.'),
        ("? [a]\n: b", 1, "这里的键不是一个词。", "The key here is not a word."),
        ("[" * 100, 1, "嵌套太深：最多 30 层。", "It is nested too deeply: at most 30 levels."),
        ("- x\n" * 100_001, 100_000, "内容太多：最多 100000 项。", "It holds too much: at most 100000 entries."),
        ("x" * (1024 * 1024 + 1), 1, "文件太大：最多 1024 KB。", "The file is too large: at most 1024 KB."),
        ("a: 1\nb: é".encode("latin-1"), 2, "文件不是 UTF-8 编码。", "The file is not encoded in UTF-8."),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(text: str | bytes, line: int, chinese: str, english: str) -> None:
    """Bombs, tags, repeated keys and broken syntax each get one sentence and a line."""
    found = problems_of(text)

    assert [(p.message.zh, p.message.en, p.line) for p in found] == [(chinese, english, line)]


@given(st.binary(max_size=200))
def test_no_bytes_whatever_escape_the_tree_of_errors(content: bytes) -> None:
    """Reading ends in a value or in problems, never in another exception."""
    with contextlib.suppress(CheckFailedError):
        json.dumps(yamlfile.read("a.yaml", content).value)


@given(st.recursive(st.none() | st.booleans() | st.integers(-(10**14), 10**14) | TEXT,
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)))  # fmt: skip
def test_json_reads_as_itself(value: object) -> None:
    """Whatever JSON writes, with its quotes, is read back unchanged."""
    text = json.dumps({"root": value})

    assert yamlfile.read("a.yaml", text.encode()).value == {"root": value}


def test_an_unknown_key_is_named_with_the_key_that_was_probably_meant() -> None:
    """The problem carries line, place and the question whether another key was meant."""
    document = yamlfile.read("p/pack.yaml", b"pack: longxi\nversion: 1.0.0\ntitle: {zh: X, en: X}\nstrat: lx\n")

    found = schemas.check(document, "pack")

    assert [(p.line, p.place) for p in found] == [(4, "strat")]
    assert found[0].message == ("未知的键“strat”。", 'Unknown key "strat".')
    assert found[0].cure == ("您是否想写“start”？", 'Did you mean "start"?')


def test_a_missing_key_a_wrong_choice_and_a_wrong_type_are_listed_together() -> None:
    """All problems come at once, in the order of the file."""
    text = "pack: longxi\nversion: 1.0\ntitle: {zh: X}\ndeadlines:\n  accept: {period: 3 days, roll: non}\n"
    document = yamlfile.read("pack.yaml", text.encode())

    found = [(p.line, p.message.en, p.cure.en if p.cure else None) for p in schemas.check(document, "pack")]

    assert found == [
        (2, 'Text belongs here, not "1.0".', "Put it in quotes: '1.0'."),
        (3, '"en" is missing.', 'Add "en: …".'),
        (5, '"3 days" is not written correctly.',
         'Write "3 wd" (working days), "30 d" (natural days), "2 h" (hours), "4 oh" (hours within office hours), "1 mo" (months), "end of day" or "=parameters.name".'),
        (5, '"non" is not one of the choices.', 'Did you mean "none"?'),
    ]  # fmt: skip
