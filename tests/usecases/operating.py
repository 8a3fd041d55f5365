"""What an operation is called with: a case of a small house, otherwise as each claim needs it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from engine.documents.workbooks import Workbooks
from engine.domain.case import Case
from engine.solving import Highs
from engine.usecases.operation import Context
from tests.fakes import FakePrinter, FakeRelease, House, StepByStep

NOW = datetime(2025, 6, 3, 1, tzinfo=UTC)


def a_context(house: House, number: str = "1", **changed: Any) -> Context:
    """Return the context of an accepted case with an empty document."""
    case = Case(
        id=uuid4(),
        jurisdiction="longxi",
        release="r1",
        number=number,
        revision=1,
        state="accepted",
        document={},
        opened_at=NOW,
        opened_by="wang",
    )
    usual: dict[str, Any] = {
        "uow": house.uow,
        "release": FakeRelease(processes=StepByStep(())),
        "printer": FakePrinter(),
        "workbooks": Workbooks(),
        "optimiser": Highs(),
        "now": NOW,
        "actor": "wang",
        "case": case,
        "document": {},
        "notices": [],
        "entries": [],
    }
    return Context(**{**usual, **changed})
