"""What a worker has done must leave nothing behind in it, however long it lives."""

from __future__ import annotations

import gc
from pathlib import Path

from engine.bench import answers
from engine.bench import stage as stages
from engine.settings import Settings
from engine.usecases.submit_form import SubmitForm, submit_form

WARM, MEASURED = 60, 120


def test_steps_leave_nothing_behind(tmp_path: Path) -> None:
    """Claim: after so many cases are opened and moved on, the process holds as many objects as before."""
    with stages.stage(Settings.read({"ONEDOOR_VAR": str(tmp_path)})) as on:

        def step(number: int) -> int:
            for item in on.open_items(number):
                submit_form(SubmitForm(item=item, answers=answers.session(), actor=on.actor), on.product.context)
            gc.collect()
            return len(gc.get_objects())

        warm = step(WARM)

        assert step(MEASURED) - warm < MEASURED
