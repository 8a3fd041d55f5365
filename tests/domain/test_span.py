"""Spans of days: read, named, moved, and cut into parts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.report import BY_TIME
from engine.domain.span import Span, SpanError, SpanKind
from engine.errors import Text

KINDS = st.sampled_from(list(BY_TIME.values()))
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2024", "2024-01-01", "2024-12-31", Text("2024年", "2024")),
        ("2024-Q1", "2024-01-01", "2024-03-31", Text("2024年第一季度", "quarter 1 of 2024")),
        ("2024-02", "2024-02-01", "2024-02-29", Text("2024年2月", "February 2024")),
        ("2024-02-05", "2024-02-05", "2024-02-05", Text("2024年2月5日", "2024-02-05")),
        ("2024-02-05..2024-03-01", "2024-02-05", "2024-03-01", Text("2024年2月5日至2024年3月1日", "2024-02-05 to 2024-03-01")),
    ],
)
def test_a_span_is_read_as_it_is_written(text: str, first: str, last: str, words: Text) -> None:
    """First and last day belong to it; it is said in both languages and written back as it was."""
    span = Span.parse(text)

    assert (span.first.isoformat(), span.last.isoformat(), span.in_words(), span.code) == (first, last, words, text)


@pytest.mark.parametrize("text", ["", "24", "2024-Q5", "2024-13", "2024-02-30", "2024-03-01..2024-02-01", "0000", "2024-1"])
def test_what_is_no_span_is_refused_with_the_ways_to_write_one(text: str) -> None:
    """The sentence lists what may be written."""
    with pytest.raises(SpanError) as refused:
        Span.parse(text)

    assert "2025-Q1" in refused.value.text.zh
    assert "2025-Q1" in refused.value.text.en


@given(KINDS, DAYS)
def test_spans_of_a_kind_follow_each_other_without_a_gap(kind: SpanKind, day: date) -> None:
    """Law: every day lies in exactly one span, and before and after are each other's reverse."""
    span = Span.around(kind, day)

    assert span.first <= day <= span.last
    assert span.after().first - span.last == span.first - span.before().last == timedelta(days=1)
    assert (span.after().before(), Span.around(kind, span.first), Span.around(kind, span.last)) == (span, span, span)


@given(KINDS, DAYS, st.integers(0, 800))
def test_parts_cover_a_span_whole(kind: SpanKind, first: date, length: int) -> None:
    """Law: the parts begin before the span does, end after it, and each follows the one before."""
    whole = Span(kind=SpanKind.DAYS, first=first, last=first + timedelta(days=length))

    parts = list(whole.parts(kind))

    assert parts[0].first <= whole.first
    assert parts[-1].last >= whole.last
    assert all(one.after() == other for one, other in pairwise(parts))


def test_the_span_before_one_from_day_to_day_is_as_long() -> None:
    """Ten days are compared with the ten days before."""
    assert Span.parse("2025-03-11..2025-03-20").before() == Span.parse("2025-03-01..2025-03-10")
