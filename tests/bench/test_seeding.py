"""A database is filled with copies of a real case that can be read and moved on like it."""

from __future__ import annotations

from pathlib import Path

from engine.bench import answers, seeding
from engine.bench import stage as stages
from engine.settings import Settings
from engine.usecases.submit_form import SubmitForm, submit_form

_OPEN = "SELECT w.id, w.case_id FROM onedoor.work_item w JOIN onedoor.case_file c ON c.id = w.case_id WHERE c.number = 'SEED-7'"

# The process of a copy knows the task of the case that was copied.
_TASK = """
    UPDATE onedoor.work_item SET task = (
        SELECT w.task FROM onedoor.work_item w JOIN onedoor.case_file c ON c.id = w.case_id WHERE c.number NOT LIKE 'SEED-%%')
    WHERE id = %s
"""


def test_a_copy_is_a_case_like_any_other(tmp_path: Path) -> None:
    """As many copies as were asked for; a form of one can be submitted, and its history goes on where the copy ended."""
    with stages.stage(Settings.read({"ONEDOOR_VAR": str(tmp_path)})) as on, on.owner() as owner:
        seeding.seed(on, 20)
        copies = owner.execute("SELECT count(*) FROM onedoor.case_file WHERE number LIKE 'SEED-%'").fetchone()
        found = owner.execute(_OPEN).fetchone()
        assert found
        item, case = found
        owner.execute(_TASK, [item])

        submit_form(SubmitForm(item=item, answers=answers.session(), actor=on.actor), on.product.context)

        with on.product.begin(frozenset({stages.JURISDICTION})) as uow:
            kinds = [entry.kind for entry in uow.cases.history(case)]
    assert copies == (20,)
    assert kinds[0] == "opened"
    assert kinds[-2:] == ["submitted", "created"]
