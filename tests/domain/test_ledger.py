"""The ledger: what is entered adds up, and nothing that cannot be is entered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import ledger

TODAY = date(2025, 6, 20)
TERMS: list[dict[str, Any]] = [
    {"what": "付清货款", "debtor": "车某", "creditor": "石某", "amount": 3000.1, "due_on": "2025-06-30"},
    {"what": "返还设备", "debtor": "石某", "creditor": "车某", "due_on": "2025-06-10"},
]


def test_a_new_ledger_numbers_what_is_owed() -> None:
    """Duties that are not money have no amount; the soonest day is the next."""
    found = ledger.summary(ledger.opened(TERMS), TODAY)

    assert [(row["number"], row["amount"], row["paid"]) for row in found["rows"]] == [(1, 3000.1, 0), (2, None, None)]
    assert (found["total"], found["open"], found["next_due"], found["overdue"]) == (3000.1, 2, "2025-06-10", [2])
    assert not found["is_complete"]


def test_nothing_owed_is_complete() -> None:
    """A ledger without rows keeps no case waiting."""
    assert ledger.summary(ledger.opened([]), TODAY)["is_complete"]


def test_payments_in_parts_make_the_whole() -> None:
    """Exactly: three tenths are 0.3."""
    rows = ledger.opened([{"what": "款", "debtor": "甲", "amount": 0.3, "due_on": "2025-06-30"}])
    for _ in range(3):
        rows, problems = ledger.posted(rows, [{"number": 1, "amount": 0.1, "done_on": "2025-06-20"}], TODAY)
        assert problems == []

    assert rows[0]["paid"] == 0.3
    assert rows[0]["done_on"] == "2025-06-20"


@pytest.mark.parametrize(
    ("entry", "english"),
    [
        ({"number": 9, "done_on": "2025-06-20"}, "The ledger has no row 9."),
        ({"number": 2, "done_on": "2025-06-21"}, "The day of performance cannot lie ahead."),
        ({"number": 1, "done_on": "2025-06-20"}, "Enter the amount paid for row 1."),
        ({"number": 1, "amount": 3000.11, "done_on": "2025-06-20"}, "Row 1 is 3000.1 yuan, 0 are paid; another 3000.11 would be too much."),
    ],
)
def test_what_cannot_be_entered_is_said(entry: dict[str, Any], english: str) -> None:
    """Beside the line that is wrong; the ledger stays as it was."""
    rows = ledger.opened(TERMS)

    _, problems = ledger.posted(rows, [{"number": 2, "done_on": "2025-06-19"}, entry], TODAY)

    assert [(problem.path, problem.message.en) for problem in problems if problem.path == "/done/1"] == [("/done/1", english)]
    assert rows == ledger.opened(TERMS)


def test_what_is_done_is_done_once() -> None:
    """A second entry for the same row is refused."""
    _, problems = ledger.posted(ledger.opened(TERMS), [{"number": 2, "done_on": "2025-06-19"}] * 2, TODAY)

    assert [problem.message.en for problem in problems] == ["Row 2 was performed already."]


@given(st.lists(st.decimals(min_value="0.01", max_value="500", places=2), max_size=12))
def test_no_more_is_ever_paid_than_owed(amounts: list[Any]) -> None:
    """Whatever is entered in whatever order, paid never exceeds the total, and complete means equal."""
    rows = ledger.opened([{"what": "款", "debtor": "甲", "amount": 1000, "due_on": None}])
    for amount in amounts:
        changed, problems = ledger.posted(rows, [{"number": 1, "amount": float(amount), "done_on": "2025-06-20"}], TODAY)
        rows = rows if problems else changed
    found = ledger.summary(rows, TODAY)

    assert found["paid"] <= found["total"]
    assert found["is_complete"] == (found["paid"] == found["total"])
