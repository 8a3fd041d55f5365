"""Forms and answers are shown in the reader's language, with the roster's choices."""

from __future__ import annotations

from dataclasses import replace

from form_builders import a_form, a_roster, a_text, titled

from engine.domain.roster import Person, Roster, Team
from engine.errors import Text
from engine.forms import Form
from engine.usecases import ports


def _agreement() -> Form:
    amount = titled("金额", "Amount", type="number", **{"x-format": "money", "x-privacy": "P2"})
    amount["description"] = "人民币"
    amount["x-en"]["description"] = "In yuan"
    kinds = [titled("道路交通事故", "Road traffic accident", const="13"), titled("土地", "Land", const="07")]
    term = titled("条款", "Term", type="object", properties={"debtor": a_text("付款人", "Debtor"), "amount": amount})
    return a_form(
        {
            "type": titled("纠纷类型", "Dispute type", type="string", oneOf=kinds),
            "signed_on": a_text("签订日期", "Signed on", format="date"),
            "met_at": a_text("调解时间", "Met at", format="date-time"),
            "oral": titled("口头协议", "Oral", type="boolean"),
            "sessions": titled("次数", "Sessions", type="integer"),
            "rate": titled("比例", "Rate", type="number"),
            "types": titled("涉及类型", "Types", type="array", items=titled("类型", "Type", type="string", oneOf=kinds)),
            "mediator": a_text("调解员", "Mediator", format="onedoor-person"),
            "team": a_text("队伍", "Team", format="onedoor-team"),
            "terms": titled("条款", "Terms", type="array", items=term),
        }
    )


def test_the_browser_gets_one_language_and_the_rosters_choices() -> None:
    """Claim: the English schema has English words, choices from the roster and none of our notes."""
    schema = _agreement().localized("en", a_roster())

    fields = schema["properties"]
    assert (schema["title"], "x-onedoor" in schema, "x-privacy" in schema, "x-en" in schema) == ("Intake form", False, False, False)
    assert fields["type"] == {
        "title": "Dispute type",
        "type": "string",
        "oneOf": [{"title": "Road traffic accident", "const": "13"}, {"title": "Land", "const": "07"}],
    }
    assert fields["terms"]["items"]["properties"]["amount"] == {
        "title": "Amount",
        "type": "number",
        "x-format": "money",
        "description": "In yuan",
    }
    assert fields["mediator"]["oneOf"] == [{"const": "zhao", "title": "赵某"}]
    assert fields["team"]["oneOf"] == [{"const": "traffic", "title": "Traffic team"}]


def test_chinese_is_the_language_of_every_other_locale() -> None:
    """Claim: a reader of Chinese gets the Chinese words."""
    fields = _agreement().localized("zh-Hans", a_roster())["properties"]

    assert (fields["type"]["title"], fields["team"]["oneOf"]) == ("纠纷类型", [{"const": "traffic", "title": "交通调解队"}])


def test_an_empty_roster_leaves_an_empty_choice() -> None:
    """Claim: with nobody to choose the field offers nothing, instead of a free text."""
    assert _agreement().localized("en", Roster())["properties"]["mediator"]["enum"] == []


def test_people_of_one_name_are_told_apart_by_their_units() -> None:
    """Claim: where two people are called alike, the choice and the answer say of which unit each is."""
    one, other = (Person(code=code, name="马某", jurisdiction="longxi", unit=unit) for code, unit in (("ma", "centre"), ("ma-2", None)))
    roster = replace(a_roster(), people=(*a_roster().people, one, other))

    choices = _agreement().localized("en", roster)["properties"]["mediator"]["oneOf"]
    assert [choice["title"] for choice in choices] == ["赵某", "马某 (Centre)", "马某"]
    assert _agreement().describe({"mediator": "ma"}, "zh-Hans", roster)[0][1] == "马某（综治中心）"


def test_a_field_named_like_a_note_stays() -> None:
    """Claim: only our keywords are taken out, never a field that is called like one."""
    form = a_form({"x-en": a_text(), "const": a_text(), "$ref": a_text()})

    assert list(form.localized("en", a_roster())["properties"]) == ["x-en", "const", "$ref"]


_ANSWERS = {
    "type": "13",
    "signed_on": "2025-06-03",
    "met_at": "2025-06-03T08:00:00Z",
    "oral": False,
    "sessions": 100,
    "rate": 0.5,
    "types": ["13", "07"],
    "mediator": "zhao",
    "team": "gone",
    "terms": [{"debtor": "钱某", "amount": 70000}, {"amount": 0.1}],
}


def test_answers_are_written_down_for_reading() -> None:
    """Claim: titles stand for codes, amounts and dates are written as people write them, in the order of the form."""
    assert _agreement().describe(_ANSWERS, "zh-Hans", a_roster()) == [
        ("纠纷类型", "道路交通事故"),
        ("签订日期", "2025年6月3日"),
        ("调解时间", "2025年6月3日 16:00"),
        ("口头协议", "否"),
        ("次数", "100"),
        ("比例", "0.5"),
        ("涉及类型", "道路交通事故、土地"),
        ("调解员", "赵某"),
        ("队伍", "gone"),
        ("条款", [("第 1 项", [("付款人", "钱某"), ("金额", "¥70,000.00")]), ("第 2 项", [("金额", "¥0.10")])]),
    ]


def test_answers_are_written_down_in_english() -> None:
    """Claim: the same in English."""
    shown = dict(_agreement().describe({**_ANSWERS, "met_at": "2025-06-03T16:00"}, "en", a_roster()))

    assert shown["Dispute type"] == "Road traffic accident"
    assert shown["Met at"] == "3 Jun 2025 16:00"
    assert shown["Oral"] == "No"
    assert shown["Types"] == "Road traffic accident, Land"
    assert shown["Terms"][1] == ("No. 2", [("Amount", "¥0.10")])


def test_what_was_not_answered_is_left_out() -> None:
    """Claim: empty fields do not clutter the page; a false or a zero is an answer."""
    assert _agreement().describe({"sessions": 0, "types": [], "team": ""}, "zh-Hans", a_roster()) == [("次数", "0")]


def test_a_form_is_what_the_use_cases_ask_for() -> None:
    """Claim: the form satisfies the port."""
    form: ports.Form = _agreement()

    assert (form.code, form.writes, form.title(), form.layout()) == ("F01", "intake", ("受理登记表", "Intake form"), {})


def test_a_person_is_offered_and_accepted_by_the_team_chosen_beside() -> None:
    """Claim: the choices follow the team, without one they are the published teams' members, and the server holds to it."""
    fields = {
        "team": a_text("团队", "Team", format="onedoor-team"),
        "mediator": a_text("调解员", "Mediator", format="onedoor-person", **{"x-member-of": "team"}),
    }
    people = tuple(Person(code=code, name=f"{code}某", jurisdiction="longxi") for code in ("zhao", "qian", "sun"))
    a, b = (
        Team(code=code, title=Text(code, code), jurisdiction="longxi", lead=who, members=(who,), published=code == "a")
        for code, who in (("a", "zhao"), ("b", "qian"))
    )
    form, roster = a_form(fields), Roster(people=people, teams=(a, b))

    schema = form.localized("zh-Hans", roster)

    offered = [[each["const"] for each in rule["then"]["properties"]["mediator"]["oneOf"]] for rule in schema["allOf"]]
    assert offered == [["zhao"], ["zhao"], ["qian"]]
    assert "oneOf" not in schema["properties"]["mediator"]
    assert form.check({"team": "b", "mediator": "qian"}, roster) == []
    assert [(p.path, p.message.zh) for p in form.check({"team": "b", "mediator": "zhao"}, roster)] == [
        ("/mediator", "请从所选团队的成员中选择。")
    ]
