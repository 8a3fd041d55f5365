"""Answers to the forms of the benchmark's pack: twenty fields each, filled as a clerk would."""

from __future__ import annotations

from typing import Any

from engine.domain.case import Json

_WORDS = "双方就此事各执一词，已当面询问并记录在案，待进一步核实。"
_VALUES: dict[str, Any] = {"text": _WORDS, "number": 3, "day": "2026-03-02", "yes": True, "kind": "b"}
_FIELDS = [f"{part}_{kind}" for part in ("claim", "place", "loss", "talk") for kind in _VALUES]


def opening(applicant: str = "赵某", respondent: str = "钱某") -> Json:
    """Answer the form B1, with which a case is opened."""
    return {"applicant": applicant, "respondent": respondent, "people": 4, **_common(17)}


def session(*, is_agreed: bool = False) -> Json:
    """Answer the form B2, of a session or a round."""
    return {"agreed": is_agreed, **_common(19)}


def agreement(amount: int = 48_000) -> Json:
    """Answer the form B3."""
    return {"amount": amount, **_common(19)}


def of_form(form: str | None) -> Json:
    """Answer a form by its code; a step without a form asks nothing."""
    return {"B2": session(), "B3": agreement()}[form] if form else {}


def _common(number: int) -> Json:
    return {name: _VALUES[name.partition("_")[2]] for name in _FIELDS[:number]}
