"""Scenario files are played step by step, and every failure reads like a sentence."""

# ruff: noqa: E501 - sentences that people read are asserted whole
from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.errors import NotFoundError
from engine.packs import scenario
from engine.packs.scenario import Result, ScenarioRunner
from engine.packs.scenariofile import Scenario
from tests.packs.fake_product import FakeProduct

HEAD = "scenario: 高某工伤\njurisdiction: longxi\nclock: 2025-06-03T09:00\nsteps:\n"
OPEN = "  - open: {by: ma, channel: walk-in, answers: {amount: 70000}}\n"


def played(steps: str, product: FakeProduct | None = None) -> Result:
    """Play steps after the usual head in a fake product."""
    product = product or FakeProduct()

    @contextmanager
    def product_for(_: Scenario) -> Iterator[FakeProduct]:
        yield product

    return ScenarioRunner(product_for=product_for).run("s.yaml", (HEAD + steps).encode())


def said(result: Result) -> list[tuple[int | None, str, str]]:
    """Return line and both sentences of each failure."""
    return [(problem.line, problem.message.zh, problem.message.en) for problem in result.failures]


def test_a_scenario_that_holds_passes() -> None:
    """Opening, expecting, completing, refusing, claiming and the figures all work together."""
    result = played(
        OPEN
        + """\
  - expect: {state: accepted, title: 工伤, items: [{code: FACT.FIND, due: 2025-06-04, role: R.INTAKE, count: 1}], no_items: [MED.SESSION]}
  - expect: {document: {"=intake.amount": 70000}, next_due: 2025-06-04T09:00, end: null}
  - refuse: {code: FACT.FIND, by: ma, answers: {seal: false}, because: committee seal}
  - refuse: {message: {name: withdraw, by: ma}, because: 没有在等待}
  - claim: {code: FACT.FIND, by: ma, for: {party: {name: 高某}}}
  - expect: {items: [{code: FACT.FIND, holder: ma}]}
  - complete: {code: FACT.FIND, by: ma, at: 2025-06-03T15:00}
  - refuse: {code: FACT.FIND, by: ma, because: 已经办结}
  - expect: {end: E.SETTLED_PERFORMED, state: closed, no_open_items: [FACT.FIND], statistics: {settled_amount: 70000}}
  - expect: {history: [{kind: opened, by: ma}, {kind: created, code: FACT.FIND}, {kind: submitted, at: 2025-06-03T15:00}]}
"""
    )

    assert said(result) == []


@pytest.mark.parametrize(
    ("steps", "line", "chinese", "english"),
    [
        ("  - expect: {state: triaged}", 6, "案件状态应为triaged，实际为accepted。", "The case's state should be triaged but is accepted."),
        ("  - expect: {items: [{code: FACT.FIND, due: 2025-06-05}]}", 6, "待办FACT.FIND的期限应为2025-06-05，实际为2025-06-04T09:00。",
         "The due date of FACT.FIND should be 2025-06-05 but is 2025-06-04T09:00."),
        ("  - expect:\n      items:\n        - code: JC.APPLY", 8, "应有待办JC.APPLY，此刻打开的待办是：FACT.FIND。",
         "A work item JC.APPLY should be open; open now: FACT.FIND."),
        ("  - expect: {items: [{code: FACT.FIND, count: 3}]}", 6, "待办FACT.FIND的数量应为3，实际为1。",
         "The number of items FACT.FIND should be 3 but is 1."),
        ("  - expect: {no_items: [FACT.FIND]}", 6, "不应产生待办FACT.FIND，但它在2025-06-03T09:00产生了。",
         "No work item FACT.FIND should ever exist, but one was created at 2025-06-03T09:00."),
        ("  - expect: {no_open_items: [FACT.FIND]}", 6, "此刻不应有打开的待办FACT.FIND。", "No work item FACT.FIND should be open now."),
        ("  - expect: {history: [{kind: opened}, {kind: message}]}", 6,
         '办理记录中在opened 之后应有{"kind": "message"}，其后实际是：created FACT.FIND。',
         'The history should hold {"kind": "message"} after opened ; what stands there: created FACT.FIND.'),
        ('  - expect: {document: {"=intake.amount": 5}}', 6, "“=intake.amount”的值应为5，实际为70000。",
         "The value of =intake.amount should be 5 but is 70000."),
        ("  - expect: {awaits: [withdraw]}", 6, "应在等待消息withdraw，此刻等待的是：无。",
         "The message withdraw should be awaited; awaited now: none."),
        ("  - expect: {statistics: {batches: 11}}", 6, "统计数batches应为11，实际为1。", "The figure batches should be 11 but is 1."),
        ("  - complete: {code: AGR.SIGN, by: ma}", 6, "没有打开的待办AGR.SIGN；此刻打开的是：FACT.FIND。",
         "No work item AGR.SIGN is open; open now: FACT.FIND."),
        ("  - complete: {code: FACT.FIND, by: ma, answers: {seal: false}}", 6,
         "步骤“complete”未被接受：有几处填写需要修改，请看各项旁边的说明。 /seal：须加盖委员会印章。",
         "The step complete was not accepted: Some answers need changing; see the note beside each of them. /seal: The committee seal is needed."),
        ("  - refuse: {code: FACT.FIND, by: ma, because: seal}", 6, "这一步应被拒绝（“seal”），却被接受了。",
         'This should have been refused ("seal") but was accepted.'),
        ("  - refuse: {code: FACT.FIND, by: ma, answers: {seal: false}, because: consent}", 6,
         "拒绝的说明应含“consent”，实际为：有几处填写需要修改，请看各项旁边的说明。 /seal：须加盖委员会印章。",
         'The refusal should say "consent"; it says: Some answers need changing; see the note beside each of them. /seal: The committee seal is needed.'),
        ("  - advance: 2025-06-01T09:00", 6, "时间不能倒退：现在是2025-06-03T09:00，这一步写的是2025-06-01T09:00。",
         "Time cannot run backwards: it is 2025-06-03T09:00, this step says 2025-06-01T09:00."),
        ("  - expect: {case: second, state: accepted}", 6, "还没有登记案件“second”。", 'No case "second" has been opened yet.'),
    ],
)  # fmt: skip
def test_a_failure_says_what_was_expected_what_stood_there_and_where(steps: str, line: int, chinese: str, english: str) -> None:
    """Each kind of expectation fails with a whole sentence in both languages and the line of the file."""
    assert said(played(OPEN + steps)) == [(line, chinese, english)]


@pytest.mark.parametrize(
    ("spoilt", "steps", "english"),
    [
        ({"twice": True}, "  - complete: {code: FACT.FIND, by: ma}",
         "The work item FACT.FIND was done a second time after it had been done."),
        ({"forgetful": True}, "", "Case 陇综调〔2025〕0001号 differs after reloading: its open work, timers or end are not what was saved."),
        ({"rewriting": True}, "  - advance: 1 d", "Earlier history lines of case 陇综调〔2025〕0001号 were changed."),
        ({"ownerless": True}, "", "Nobody answers for the work item FACT.FIND: it has neither role nor person."),
        ({"hasty_session": True}, "",
         "A session (MED.SESSION) was opened before both parties had agreed: 0 consents were recorded before it."),
        ({"undeclared": True}, "", "ma was given the session without having declared whether there is an interest."),
        ({"silent_timer": True}, "  - advance: 1 d", "The firing of 2025-06-04T09:00 (SUP.URGE) is logged without its planned instant."),
        ({"restless": True}, "  - advance: 1 d",
         "5000 timers fired before 2025-06-04T09:00; one of them probably repeats without rest."),
    ],
)  # fmt: skip
def test_every_invariant_is_checked_after_every_step(spoilt: dict[str, bool], steps: str, english: str) -> None:
    """A product that breaks one rule is found out although the scenario expects nothing."""
    result = played(OPEN + steps, FakeProduct(**spoilt))

    assert [problem.message.en for problem in result.failures] == [english]


def test_time_stops_at_every_due_instant_on_its_way() -> None:
    """Three days pass: what falls due fires at its own instant, in order, and not at the end."""
    product = FakeProduct()

    played(OPEN + "  - advance: 2025-06-06T10:00\n", product)

    assert product.fired_at == [datetime(2025, 6, day, 1, tzinfo=UTC) for day in (4, 5, 6)]
    assert product.now() == datetime(2025, 6, 6, 2, tzinfo=UTC)


def test_counters_are_added_to_the_figures() -> None:
    """Ten batches before and one now are eleven."""
    product = FakeProduct()

    result = played("  - given: {counters: {batches: 10}}\n" + OPEN + "  - expect: {statistics: {batches: 11}}\n", product)

    assert result.is_passed
    assert product.given_so_far[-1].counters == {"batches": 10}


def test_a_file_that_is_no_scenario_fails_with_its_line() -> None:
    """A slip in the file is a failure with line and cure, not a crash."""
    result = played("  - opne: {by: ma}\n")

    assert [(p.line, p.message.en, p.cure.en if p.cure else "") for p in result.failures] == [
        (5, 'Unknown key "opne".', 'Did you mean "open"?')
    ]


def test_the_last_line_counts_passed_and_failed() -> None:
    """The command's lines name file and line of each failure and end with the count; JSON holds the same."""
    results = [played(OPEN), played(OPEN + "  - expect: {state: triaged}")]

    assert list(scenario.lines(results, "en")) == [
        "ok   高某工伤 (s.yaml)",
        "FAIL 高某工伤 (s.yaml)",
        "     s.yaml:6: The case's state should be triaged but is accepted.",
        "1 passed, 1 failed",
    ]
    assert json.loads(json.dumps(scenario.as_json(results)))["scenarios"][1]["failures"][0]["line"] == 6


def test_scenario_files_are_found_in_packs_and_plain_folders(tmp_path: Path) -> None:
    """A pack folder means its scenarios; a path without any is refused."""
    (tmp_path / "longxi" / "scenarios").mkdir(parents=True)
    (tmp_path / "longxi" / "pack.yaml").touch()
    (tmp_path / "longxi" / "scenarios" / "s08.yaml").touch()

    assert scenario.scenario_files([tmp_path]) == [tmp_path / "longxi" / "scenarios" / "s08.yaml"]
    with pytest.raises(NotFoundError, match="no scenario files"):
        scenario.scenario_files([tmp_path / "elsewhere"])
