"""Claims about steps that nobody could do."""

from __future__ import annotations

from engine.packs import checking
from tests.packs.small_pack import FILES, PROCESS

ORDER = "processes/longxi/lx_order.bpmn"


def said(process: str) -> list[tuple[str | None, str]]:
    return [(problem.place, problem.message.zh) for problem in checking.check({**FILES, ORDER: process.encode()})]


def test_a_step_says_who_does_it() -> None:
    """A role or an assignment will do; without either the item would wait for nobody."""
    assert said(PROCESS.replace('onedoor:role="R.MEDIATOR" ', "")) == [("n3", "“调解”没有说由谁来办。")]
    assert said(PROCESS.replace('onedoor:role="R.MEDIATOR"', "onedoor:assign='=\"person:zhao\"'")) == []
