"""A small house on disk: one county with one pack, one form and three people."""

from __future__ import annotations

import json
from pathlib import Path

from engine.settings import Settings
from tests.bpmn.bpmn_builders import HEAD, flows, user
from tests.packs.builders import a_manifest

TREE = """\
jurisdictions:
  - {id: hill, level: county, title: {zh: 山县, en: Hill}, pack: small}
"""
ROSTER = """\
units: [{code: desk, title: {zh: 窗口, en: Desk}, kind: window}]
people: [{code: wang, name: 王某, unit: desk, login: wang}, {code: li, name: 李某}, {code: sun, name: 孙某}]
teams: []
posts: [{person: wang, role: R.INTAKE}, {person: li, role: R.CONFIG}, {person: sun, role: R.CONFIG}]
"""
SCENARIO = """\
scenario: 一步办结
jurisdiction: hill
clock: 2025-06-03T09:00
given: {counters: {amount: 30}}
steps:
  - open: {by: wang}
  - expect: {items: [{code: FACT.FIND, role: R.INTAKE, due: 2025-06-04}], statistics: {opened: 1, amount: 30, settled: 0}}
  - refuse: {code: FACT.FIND, by: wang, answers: {}, because: 请填写}
  - complete: {code: FACT.FIND, by: wang, answers: {amount: 70}}
  - expect: {end: E.SERVICE_DONE, statistics: {amount: 100, settled: 1}, document: {facts.amount: 70}}
"""
FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "x-onedoor": {"code": "F1", "writes": "facts"},
    "title": "事实",
    "x-en": {"title": "Facts"},
    "type": "object",
    "required": ["amount"],
    "properties": {"amount": {"type": "number", "title": "金额", "x-en": {"title": "Amount"}, "x-privacy": "P0"}},
}


def a_house(folder: Path, *, title: str = "小流程", scenario: str = SCENARIO) -> Settings:
    """Write the house and return settings whose house and `var` lie in the folder."""
    files = {
        "config/jurisdictions/hill.yaml": TREE,
        "config/rosters/hill.yaml": ROSTER,
        "forms/small/F1.schema.json": json.dumps(FORM, ensure_ascii=False),
        "processes/small/pack.yaml": manifest(title),
        "processes/small/main.bpmn": diagram(),
        "processes/small/scenarios/one.yaml": scenario,
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return Settings(database_url=None, var=folder / "var", host="127.0.0.1", port=8080, workers=1, demo=True, secret=None, house=folder)


def manifest(title: str = "小流程") -> str:
    """Return the pack.yaml of the small pack."""
    return a_manifest(
        "small",
        title={"zh": title, "en": "Small"},
        start="main",
        case={"number": "山〔{year}〕{serial}号", "title": '="第一件"'},
        roles={"R.INTAKE": {"zh": "窗口", "en": "Desk"}},
        codes={"FACT.FIND": {"zh": "查明", "en": "Find"}},
        states={"accepted": {"zh": "受理", "en": "Accepted"}},
        ends={"E.SERVICE_DONE": {"zh": "办结", "en": "Done"}},
        deadlines={"find": {"title": {"zh": "查明", "en": "Find"}, "period": "1 wd", "source": "county"}},
        figures={
            "opened": {"title": {"zh": "登记", "en": "Opened"}, "version": 1, "sum": "=1"},
            "amount": {"title": {"zh": "金额", "en": "Amount"}, "version": 1, "sum": "=facts.amount"},
            "settled": {"title": {"zh": "办结率", "en": "Settled"}, "version": 2, "sum": "=case.end != null", "of": "=true"},
        },
    ).decode()


def diagram() -> str:
    """Return the process: one step, then the end."""
    step = user("find", onedoor_code="FACT.FIND", onedoor_role="R.INTAKE", onedoor_form="F1", onedoor_due="find", onedoor_state="accepted")
    inside = f'<startEvent id="begin"/>{step}<endEvent id="done" onedoor:end="E.SERVICE_DONE"/>{flows("begin>find>done")}'
    return f'{HEAD}<process id="main" isExecutable="true">{inside}</process></definitions>'
