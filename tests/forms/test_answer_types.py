"""The types of answers are known before anybody answers."""

from __future__ import annotations

from form_builders import a_form, a_text, titled

from engine.forms import AnswerType


def test_fields_have_the_types_of_feel() -> None:
    """Claim: kinds, choices, lists and what is always there are read from the schema."""
    form = a_form(
        {
            "type": a_text(oneOf=[titled("甲", "A", const="a"), titled("乙", "B", const="b")]),
            "on": a_text(format="date"),
            "at": a_text(format="date-time"),
            "amount": titled("金额", "Amount", type="number"),
            "ok": titled("是否", "OK", type="boolean"),
            "names": titled("姓名", "Names", type="array", items=a_text()),
        },
        required=["type"],
    )

    found = form.answer_type

    assert {name: each.kind for name, each in found.fields.items()} == {
        "type": "string",
        "on": "date",
        "at": "date and time",
        "amount": "number",
        "ok": "boolean",
        "names": "list",
    }
    assert found.fields["type"].choices == ("a", "b")
    assert found.fields["names"].items == AnswerType(kind="string")
    assert found.required == {"type"}


def test_conditional_fields_are_known_but_not_always_there() -> None:
    """Claim: what `then` adds is a field; what it requires is not required in general, what allOf requires is."""
    form = a_form(
        {"kind": a_text()},
        **{"if": {"required": ["kind"]}},
        then={"properties": {"more": a_text()}, "required": ["more"]},
        allOf=[{"properties": {"base": a_text()}, "required": ["base"]}],
    )

    assert set(form.answer_type.fields) == {"kind", "more", "base"}
    assert form.answer_type.required == {"base"}


def test_a_type_that_contains_itself_comes_to_an_end() -> None:
    """Claim: recursion in a schema does not hang the reader."""
    person = titled("人", "Person", type="object", properties={"name": a_text(), "agent": {"$ref": "#/$defs/person"}})
    form = a_form({"party": {"$ref": "#/$defs/person"}}, **{"$defs": {"person": person}})

    assert form.answer_type.fields["party"].fields["agent"].kind in {"any", "context"}
