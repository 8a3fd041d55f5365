"""Fields whose choices come from the work item itself, and lists of which something must be done."""

from __future__ import annotations

from typing import Any

from engine.domain.roster import Roster
from engine.forms import Form

FORM = Form(
    code="LIST",
    writes="checks[]",
    schema={
        "type": "object",
        "required": ["done"],
        "properties": {
            "matter": {"type": "string", "x-choices": "offer.matters"},
            "done": {"type": "array", "x-choices": "list.items", "items": {"type": "string"}, "uniqueItems": True},
        },
    },
    ui={},
)
ENTRY = {
    "offer": {
        "matters": [{"code": "advice", "title": "咨询", "title_en": "Advice"}, {"code": "other", "title": {"zh": "其他", "en": "Other"}}]
    },
    "list": {
        "items": [
            {"code": "copies", "title": "协议已交付", "title_en": "copies given", "mandatory": True},
            {"code": "told", "title": "已告知", "title_en": "told", "mandatory": True, "done": True},
            {"code": "thanks", "title": "已致谢", "mandatory": False},
        ]
    },
}


def said(answers: dict[str, Any], entry: dict[str, Any] | None = ENTRY) -> list[tuple[str, str]]:
    return [(problem.path, problem.message.en) for problem in FORM.of_entry(entry).check(answers, Roster())]


def test_the_browser_is_offered_what_the_entry_holds() -> None:
    """In the visitor's language; what is done already is ticked."""
    english = FORM.of_entry(ENTRY).localized("en", Roster())["properties"]

    assert [(way["const"], way["title"]) for way in english["matter"]["oneOf"]] == [("advice", "Advice"), ("other", "Other")]
    assert [way["title"] for way in english["done"]["items"]["oneOf"]] == ["copies given", "told", "已致谢"]
    assert english["done"]["default"] == ["told"]


def test_everything_mandatory_must_be_ticked() -> None:
    """One sentence names all that is open; what may be left out is not asked for."""
    assert said({"done": ["copies", "told"]}) == []
    assert said({"done": []}) == [("/done", "Still to be done, and mandatory: copies given, told.")]
    assert said({"done": ["told", "thanks"]}) == [("/done", "Still to be done, and mandatory: copies given.")]


def test_nothing_else_can_be_chosen() -> None:
    """Neither a matter nor a tick that the lists do not hold."""
    places = [path for path, _ in said({"matter": "moon", "done": ["copies", "told", "moon"]})]

    assert places == ["/matter", "/done/2"]


def test_without_an_entry_the_form_is_as_it_was() -> None:
    """A list that the entry lacks, or that holds no entries with a code, offers nothing."""
    assert FORM.of_entry(None) is FORM
    assert FORM.of_entry({"offer": {"matters": "all"}, "list": {"items": [{"title": "x"}]}}) is FORM
    assert said({"matter": "moon", "done": []}, None) == []


def test_answers_are_shown_by_their_titles() -> None:
    """As the entry calls them."""
    lines = dict(FORM.of_entry(ENTRY).describe({"matter": "advice", "done": ["copies"]}, "en", Roster()))

    assert lines["matter"] == "Advice"
    assert "copies given" in str(lines["done"])
