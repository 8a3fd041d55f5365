"""The ledger of what parties owe each other under an agreement or decision, and of what was done.

Rows are plain JSON, because the ledger stands in the case document; amounts are computed in decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.domain.case import Json
from engine.errors import FieldProblem, Text

#: A row: number, what, debtor, creditor, amount (null for a duty that is not money), due_on, paid, done_on.
Row = Json


def opened(terms: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return the rows of a new ledger, numbered from one, soonest due first as they are written."""
    return [
        {
            "number": number,
            **{key: term.get(key) for key in ("what", "debtor", "creditor", "amount", "due_on")},
            "paid": 0 if term.get("amount") is not None else None,
            "done_on": None,
        }
        for number, term in enumerate(terms, 1)
    ]


def posted(rows: Iterable[Row], entries: Iterable[Mapping[str, Any]], today: date) -> tuple[list[Row], list[FieldProblem]]:
    """Return the rows with what was done entered, and everything that cannot be entered; nothing counts if there is any."""
    book = {row["number"]: dict(row) for row in rows}
    problems: list[FieldProblem] = []
    for index, entry in enumerate(entries):
        problem = _post(book.get(entry.get("number")), entry, today)
        if problem:
            problems.append(FieldProblem(path=f"/done/{index}", message=problem))
    return list(book.values()), problems


def _post(row: Row | None, entry: Mapping[str, Any], today: date) -> Text | None:
    if row is None:
        return Text(f"台账里没有第{entry.get('number')}项。", f"The ledger has no row {entry.get('number')}.")
    if date.fromisoformat(str(entry["done_on"])) > today:
        return Text("履行日期不能晚于今天。", "The day of performance cannot lie ahead.")
    if row["done_on"]:
        return Text(f"第{row['number']}项已经履行完毕。", f"Row {row['number']} was performed already.")
    if row["amount"] is None:
        row["done_on"] = entry["done_on"]
        return None
    return _pay(row, entry)


def _pay(row: Row, entry: Mapping[str, Any]) -> Text | None:
    owed, before, now = money(row["amount"]), money(row["paid"]), money(entry.get("amount"))
    if now <= 0:
        return Text(f"请填写第{row['number']}项的金额。", f"Enter the amount paid for row {row['number']}.")
    if before + now > owed:
        return Text(
            f"第{row['number']}项应付{owed}元，已付{before}元，再付{now}元就超过了。",
            f"Row {row['number']} is {owed} yuan, {before} are paid; another {now} would be too much.",
        )
    row["paid"] = plain(before + now)
    if before + now == owed:
        row["done_on"] = entry["done_on"]
    return None


def summary(rows: Iterable[Row], today: date) -> Json:
    """Return what conditions and pages look at."""
    listed = list(rows)
    waiting = [row for row in listed if not row["done_on"]]
    days = sorted(str(row["due_on"]) for row in waiting if row["due_on"])
    return {
        "rows": listed,
        "total": plain(sum((money(row["amount"]) for row in listed), Decimal(0))),
        "paid": plain(sum((money(row["paid"]) for row in listed), Decimal(0))),
        "open": len(waiting),
        "next_due": days[0] if days else None,
        "overdue": [row["number"] for row in waiting if row["due_on"] and str(row["due_on"]) < today.isoformat()],
        "is_complete": not waiting,
    }


def plain(amount: Decimal) -> int | float:
    """Return an amount as JSON holds it."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def money(value: Any) -> Decimal:
    """Return an amount of the document for computing; nothing is zero."""
    return Decimal(str(value or 0))
