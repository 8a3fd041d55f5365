"""Answers are parted by privacy class; what is said in mediation never enters the document."""

from __future__ import annotations

import json
from typing import Any

from form_builders import a_catalogue, a_form, a_schema, a_text, titled
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import Form


def _session() -> Form:
    party = titled(
        "当事人",
        "Party",
        type="object",
        properties={
            "name": a_text("姓名", "Name"),
            "id_no": a_text("证件号", "ID", **{"x-privacy": "P2"}),
            "stance": a_text(**{"x-privacy": "P3"}),
        },
    )
    fields = {
        "outcome": a_text("结果", "Outcome", **{"x-privacy": "P0"}),
        "parties": titled("当事人", "Parties", type="array", items=party),
        "cautions": titled("注意", "Cautions", type="array", items=a_text(), **{"x-privacy": "P3"}),
    }
    return a_form(fields)


def test_what_is_confidential_is_sealed_and_the_rest_stays() -> None:
    """Claim: P3 values leave the document, from lists too, and are kept by their place."""
    answers = {"outcome": "达成", "parties": [{"name": "赵某", "stance": "可让步"}, {"name": "钱某"}], "cautions": ["情绪激动"]}

    document, sealed = _session().split(answers)

    assert document == {"outcome": "达成", "parties": [{"name": "赵某"}, {"name": "钱某"}], "cautions": []}
    assert sealed == {"/parties/0/stance": "可让步", "/cautions/0": "情绪激动"}


def test_answers_without_confidential_values_have_no_sealed_part() -> None:
    """Claim: a compartment is opened only where there is something to keep in it."""
    assert _session().split({"outcome": "达成"}) == ({"outcome": "达成"}, None)


def test_values_of_other_classes_are_taken_out() -> None:
    """Claim: who may see P0 and P1 only, sees neither numbers of papers nor confidences."""
    answers = {"outcome": "达成", "parties": [{"name": "赵某", "id_no": "62", "stance": "可让步"}]}

    assert _session().redact(answers, {"P0", "P1"}) == {"outcome": "达成", "parties": [{"name": "赵某"}]}
    assert _session().redact(answers, {"P0"}) == {"outcome": "达成", "parties": [{}]}


def test_the_strictest_branch_decides_whatever_the_answers_are() -> None:
    """Claim: nobody can choose answers so that a confidential field counts as public."""
    form = a_form(
        {"kind": a_text(), "note": a_text(**{"x-privacy": "P0"})},
        **{"if": {"properties": {"kind": {"const": "caucus"}}}},
        then={"properties": {"note": {"x-privacy": "P3"}}},
    )

    assert form.split({"kind": "public", "note": "秘密"}) == ({"kind": "public"}, {"/note": "秘密"})


def test_a_field_that_nobody_classified_is_sealed() -> None:
    """Claim: forgetting the class must not publish."""
    schema = a_schema()
    del schema["x-privacy"]

    assert a_catalogue(F01=schema).get("F01").split({"facts": "甲", "unknown": "乙"}) == ({}, {"/facts": "甲", "/unknown": "乙"})


_TEXT = st.text(max_size=3)
_PARTY = st.fixed_dictionaries({}, optional={"name": _TEXT, "id_no": _TEXT, "stance": _TEXT})
_ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "outcome": _TEXT,
        "parties": st.lists(_PARTY, max_size=12),
        "cautions": st.lists(_TEXT, max_size=12),
    },
)


@given(_ANSWERS)
def test_joining_is_the_inverse_of_splitting(answers: dict[str, Any]) -> None:
    """Law: no value is lost or doubled, even after a store that sorts keys."""
    form = _session()

    document, sealed = form.split(answers)
    stored = json.loads(json.dumps(sealed or {}, sort_keys=True))

    assert form.join(document, stored) == answers


@given(_ANSWERS)
def test_the_document_part_holds_no_confidence(answers: dict[str, Any]) -> None:
    """Law: taking P3 out of the document part again changes nothing."""
    form = _session()

    document, _ = form.split(answers)

    assert form.redact(document, {"P0", "P1", "P2"}) == document
