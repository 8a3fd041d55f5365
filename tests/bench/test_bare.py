"""The floor of the benchmark: it must do what a submission does to the tables, no more and no less."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from engine.bench import answers, bare
from engine.bench import stage as stages
from engine.settings import Settings
from engine.store import engines
from engine.usecases.submit_form import SubmitForm, submit_form

_TABLES = ("case_file", "process_instance", "party", "work_item", "timer", "submission", "history", "notice")
_OPEN = "SELECT id FROM onedoor.work_item WHERE case_id = %s AND state = 'open'"


def rows(owner: psycopg.Connection[tuple[Any, ...]], case: UUID) -> dict[str, int]:
    key = {"case_file": "id"}
    counts = (f"(SELECT count(*) FROM onedoor.{table} WHERE {key.get(table, 'case_id')} = %(case)s)" for table in _TABLES)  # noqa: S608
    found = owner.execute(f"SELECT {', '.join(counts)}", {"case": case}).fetchone()
    assert found
    return dict(zip(_TABLES, found, strict=True))


def test_the_floor_writes_the_same_rows(tmp_path: Path) -> None:
    """Claim: of one table after the other, the bare transactions leave as many rows as opening a case and submitting a form do."""
    with stages.stage(Settings.read({"ONEDOOR_VAR": str(tmp_path)})) as on, on.owner() as owner:
        ours = on.open_case("bench_rounds").id
        with owner.transaction():
            theirs = bare.open_case(owner, ours, answers.opening())
        assert rows(owner, theirs) == rows(owner, ours)

        for case in (ours, theirs):
            item = owner.execute(_OPEN, [case]).fetchone()
            assert item
            if case == ours:
                with engines.counting(on.product.engine) as count:
                    submit_form(SubmitForm(item=item[0], answers=answers.session(), actor=on.actor), on.product.context)
                assert count.number == 3, "lock, read and write; the working calendar comes with the case"
            else:
                with owner.transaction():
                    bare.submit(owner, item[0], answers.session())

        assert rows(owner, theirs) == rows(owner, ours)
