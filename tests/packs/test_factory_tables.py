"""The factory's decision tables answer as the domain analysis says (section 2.3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.decisions import DecisionCatalogue
from engine.packs import disk
from engine.settings import HOUSE

FILES = disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "longxi")
TABLES = DecisionCatalogue.read(FILES, ("longxi", "base"))
NOW = datetime(2025, 6, 11, 8, tzinfo=UTC)
CALM = {"violence": False, "minor": False, "domestic_violence": False, "self_harm": False, "crime": False}
AGREED = {
    "effective_on": "2025-06-11",
    "touches_status": False,
    "touches_rights": False,
    "lawful": True,
    "wants_confirmation": "both",
    "performance": "single",
    "terms": [{"due_on": "2025-07-15"}],
}
PARAMETERS = {"confirmable_body": True, "visit_after_payment": 30, "visit_after_performance": 15, "safety_visit_weeks": 13}
LAST_DAY = {"day": "2025-07-11", "is_over": False}


def answer(table: str, **context: Any) -> Any:
    return TABLES.get(table).evaluate({"parameters": PARAMETERS, **context}, NOW).checked().json


@pytest.mark.parametrize(
    ("urgent", "people", "gate"),
    [
        ({"violence": True, "minor": True}, 1, ("POLICE_NOW", "barred", False)),
        ({"minor": True, "domestic_violence": True}, 1, ("MINOR_REPORT", "barred", False)),
        ({"domestic_violence": True, "self_harm": True}, 12, ("DV_PATH", "request-only", True)),
        ({"self_harm": True}, 1, ("PSYCH_NOW", "suspended", False)),
        ({"crime": True}, 1, ("POLICE_REFER", "barred", False)),
        ({}, 10, ("COLLECTIVE", "allowed", True)),
        ({}, 9, ("PROCEED", "allowed", False)),
    ],
)
def test_safety_comes_first(urgent: dict[str, bool], people: int, gate: tuple[str, str, bool]) -> None:
    """D01: the gravest fact decides; ten people or more are a flag beside any gate."""
    found = answer("D01", register={"urgent": {**CALM, **urgent}, "people": people})

    assert (found["gate"], found["mediation"], found["collective"]) == gate


@pytest.mark.parametrize(
    ("steps", "dispute", "result"),
    [
        ([], "13", ("ADMIT", "civil")),
        ([{"kind": "court", "state": "pending"}], "13", ("NOT_ADMIT", "in_litigation")),
        ([{"kind": "court", "state": "pending"}, {"kind": "court-invited", "state": "pending"}], "13", ("ADMIT", "court_invited")),
        ([{"kind": "arbitration", "state": "pending"}], "10", ("NOT_ADMIT", "in_arbitration")),
        ([{"kind": "court", "state": "decided"}], "13", ("NOT_ADMIT", "decided")),
        ([{"kind": "petition-final", "state": "decided"}], "19", ("NOT_ADMIT", "petition_final")),
        ([{"kind": "petition", "state": "decided"}], "19", ("ADMIT", "civil")),
        ([], "21", ("ROUTE", "administrative")),
    ],
)
def test_what_other_bodies_decide_is_not_mediated(steps: list[dict[str, str]], dispute: str, result: tuple[str, str]) -> None:
    """D02: one matter has one body, unless the court itself invites mediation."""
    found = answer("D02", triage={"prior_steps": steps, "dispute_type": dispute})

    assert (found["result"], found["reason"]) == result


@pytest.mark.parametrize(
    ("changed", "body", "over", "result"),
    [
        ({}, True, False, ("Y", "eligible")),
        ({"touches_status": True, "touches_rights": True}, True, False, ("N", "identity")),
        ({"touches_rights": True}, True, False, ("N", "property_right")),
        ({}, False, False, ("N", "body")),
        ({"lawful": False}, True, False, ("N", "fix_first")),
        ({"wants_confirmation": "one"}, True, False, ("N", "not_joint")),
        ({"wants_confirmation": "none"}, True, True, ("N", "not_joint")),
        ({}, True, True, ("N", "late")),
        ({"performance": "on-the-spot"}, True, False, ("OPTIONAL", "not_needed")),
    ],
)
def test_who_may_ask_the_court_for_confirmation(changed: dict[str, Any], body: bool, over: bool, result: tuple[str, str]) -> None:
    """D11: 民事诉讼法 art. 205 and 民诉法解释 art. 355, 358."""
    found = answer(
        "D11",
        agreement={**AGREED, **changed},
        jc_deadline={**LAST_DAY, "is_over": over},
        parameters={**PARAMETERS, "confirmable_body": body},
    )

    assert (found["result"], found["reason"]) == result


def test_without_an_agreement_nothing_is_confirmed() -> None:
    """D11, first row."""
    assert answer("D11", agreement=None, jc_deadline=LAST_DAY)["reason"] == "no_agreement"


@pytest.mark.parametrize(
    ("performance", "visits"),
    [
        ("on-the-spot", ["2025-07-11"]),
        ("single", ["2025-08-15"]),
        ("instalments", ["2025-07-01", "2025-08-01", "2025-08-30"]),
    ],
)
def test_visits_follow_performance(performance: str, visits: list[str]) -> None:
    """D12: after payment, after the last date, or after each instalment and once more."""
    terms = [{"due_on": "2025-06-30"}, {"due_on": "2025-07-31"}]

    agreement = {**AGREED, "performance": performance, "terms": terms}

    assert answer("D12", agreement=agreement, gate={"gate": "PROCEED"})["visits"] == visits


def test_after_domestic_violence_somebody_visits_every_week() -> None:
    """D12: thirteen weeks, on natural days, whatever was agreed about performance."""
    found = answer("D12", agreement={**AGREED, "performance": "on-the-spot"}, gate={"gate": "DV_PATH"})

    assert (found["kind"], found["visits"][0], found["visits"][1], len(found["visits"])) == ("safety", "2025-06-18", "2025-06-25", 13)


@pytest.mark.parametrize(
    ("facts", "over", "path"),
    [
        ({"nature": "civil"}, False, "诉讼"),
        ({"nature": "civil", "mediable": True}, False, "调解"),
        ({"nature": "labour"}, False, "仲裁"),
        ({"nature": "labour", "mediable": True}, False, "调解"),
        ({"nature": "land-contract"}, False, "仲裁"),
        ({"nature": "medical"}, False, "诉讼"),
        ({"nature": "ownership", "mediable": True}, False, "行政裁决"),
        ({"nature": "administrative"}, False, "行政复议"),
        ({"nature": "administrative"}, True, "诉讼（行政）"),
        ({"nature": "administrative", "reconsideration_first": True}, True, "会商"),
        ({"nature": "administrative", "reconsidered": True}, True, "诉讼（行政）"),
        ({"nature": "complaint"}, False, "信访行政三级办理"),
        ({"nature": "in_court", "mediable": True}, False, "诉讼"),
        ({"nature": "in_arbitration"}, False, "仲裁"),
        ({"nature": "decided"}, False, "法律监督或执行"),
        ({"nature": "judgment"}, False, "法律监督"),
        ({"nature": "petition_final"}, False, "信访"),
        ({"nature": "safety", "mediable": True}, False, "安全保护"),
        ({"nature": "unclear"}, False, "会商"),
        ({}, False, "会商"),
    ],
)
def test_every_end_names_one_way_on(facts: dict[str, Any], over: bool, path: str) -> None:
    """D03: 人民调解法 art. 26, 信访工作条例 art. 31; whatever the matter, there is one path and one body."""
    found = answer("D03", route_facts=facts, recon_day={"is_over": over})

    assert found["path"] == path
    assert found["body"]
    assert found["clock"]


SUBSIDIES = {"subsidy_oral": 50, "subsidy_simple": 100, "subsidy_general": 200, "subsidy_complex": 300, "subsidy_failed": 50}


@pytest.mark.parametrize(
    ("claim", "before", "complete", "found"),
    [
        ({"kind": "general"}, 0, True, ("payable", "general", 200)),
        ({"kind": "oral"}, 0, True, ("payable", "oral", 50)),
        ({"kind": "simple"}, 0, True, ("payable", "simple", 100)),
        ({"kind": "complex"}, 0, True, ("payable", "complex", 300)),
        ({"kind": "failed"}, 0, True, ("payable", "failed", 50)),
        ({"kind": "general"}, 1, True, ("rejected", "already_paid", 0)),
        ({"kind": "general", "on_payroll": True}, 0, False, ("rejected", "not_eligible", 0)),
        ({"kind": "general"}, 0, False, ("returned", "dossier", 0)),
        ({}, 0, True, ("returned", "kind", 0)),
    ],
)
def test_a_dispute_is_paid_for_once(claim: dict[str, Any], before: int, complete: bool, found: tuple[str, str, int]) -> None:
    """D13: one subsidy a dispute, none for people on the payroll, none without the dossier."""
    given = {"subsidy_claim": {"on_payroll": False, **claim}, "subsidy_check": {"complete": complete}, "subsidy_before": {"count": before}}

    answered = answer("D13", parameters=SUBSIDIES, **given)

    assert (answered["result"], answered["reason"], answered["amount"]) == found


FACTS = {"sudden": False, "people": 2, "amount": 800, "prior_failed": 0, "departments": 1, "same_matter": 1}
LIMITS = {
    "major_people": 10,
    "major_amount": 500_000,
    "major_failed": 2,
    "major_departments": 3,
    "complex_people": 5,
    "complex_amount": 100_000,
    "complex_failed": 1,
    "complex_departments": 2,
    "high_repeats": 3,
    "medium_repeats": 2,
    "medium_departments": 2,
    "medium_people": 5,
}


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, ("general", "C0")),
        ({"amount": None, "departments": None}, ("general", "C0")),
        ({"sudden": True, "people": 50}, ("sudden", "C1")),
        ({"people": 10}, ("major", "C2")),
        ({"people": 9}, ("complex", "C7")),
        ({"people": 4}, ("general", "C0")),
        ({"amount": 500_000}, ("major", "C3")),
        ({"amount": 499_999}, ("complex", "C8")),
        ({"prior_failed": 2}, ("major", "C4")),
        ({"prior_failed": 1}, ("complex", "C9")),
        ({"departments": 3}, ("major", "C5")),
        ({"departments": 2}, ("complex", "C6")),
    ],
)
def test_how_difficult_a_dispute_is(facts: dict[str, Any], level: tuple[str, str]) -> None:
    """D04: every threshold from both sides."""
    found = answer("D04", facts={**FACTS, **facts}, parameters=LIMITS)

    assert (found["level"], found["rule"]) == level


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, ("low", "R0")),
        ({"threat": True, "crowd": True}, ("high", "R1")),
        ({"crowd": True}, ("high", "R2")),
        ({"self_harm": True}, ("high", "R3")),
        ({"same_matter": 3, "prior_failed": 1}, ("high", "R4")),
        ({"same_matter": 3}, ("medium", "R5")),
        ({"same_matter": 2}, ("medium", "R5")),
        ({"prior_failed": 1}, ("medium", "R6")),
        ({"departments": 2}, ("medium", "R7")),
        ({"people": 5}, ("medium", "R8")),
    ],
)
def test_how_much_risk_there_is(facts: dict[str, Any], level: tuple[str, str]) -> None:
    """D05: the first rule that holds gives level and reason."""
    found = answer("D05", facts={**FACTS, **facts}, parameters=LIMITS)

    assert (found["level"], found["rule"]) == level


@pytest.mark.parametrize(
    ("facts", "colour"),
    [
        ({}, "none"),
        ({"injury": True, "early_sign": True}, "red"),
        ({"means": True}, "orange"),
        ({"violence_times": 2}, "orange"),
        ({"violence_times": 1}, "yellow"),
        ({"hostility": True}, "yellow"),
        ({"early_sign": True}, "blue"),
    ],
)
def test_which_colour_a_warning_has(facts: dict[str, Any], colour: str) -> None:
    """D06: the gravest fact decides."""
    assert answer("D06", facts={**FACTS, **facts})["level"] == colour


def test_teams_are_recommended_that_the_roster_has() -> None:
    """D07: every type of dispute leads to a team of the county."""
    roster = (HOUSE / "config/rosters/longxi.yaml").read_text("utf-8")
    recommended = {answer("D07", case={"dispute_type": f"{number:02}"})["team"] for number in range(1, 22)}

    assert len(recommended) == 16
    assert all(f"{{code: {team}, title:" in roster for team in recommended)
