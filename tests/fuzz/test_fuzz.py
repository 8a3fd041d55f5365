"""Whatever is written, drawn or answered: no crash, nothing that takes over a second, no error without a sentence.

Each case is made from its number alone, so that a failure can be had again: `kind` and `number` stand in the message. A quick run
is part of the suite; `ONEDOOR_FUZZ=100000 python -m pytest tests/fuzz` makes 100,000 cases, and `ONEDOOR_FUZZ_FROM` begins at
another number than 0; `-s` shows what became of them.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from random_answers import answers
from random_diagrams import diagram
from random_expressions import CONTEXT, cell, expression
from random_tables import context, table_file

from engine import feel
from engine.bpmn import importing, lint, read_processes
from engine.bpmn.catalogue import ProcessCatalogue
from engine.bpmn.naming import Known
from engine.decisions import DecisionError
from engine.decisions.catalogue import read_file
from engine.domain.process import Outcome, Run
from engine.domain.roster import Roster
from engine.errors import EngineError, Problem, Text
from engine.forms import Form, FormCatalogue

_HOUSE = Path(__file__).parents[2]
_CASES = int(os.environ.get("ONEDOOR_FUZZ", "1200"))
_FIRST = int(os.environ.get("ONEDOOR_FUZZ_FROM", "0"))
_NOW = datetime(2025, 6, 3, 4, tzinfo=UTC)
_MOST_STEPS = 6
#: Processor seconds that no case may take.
_LONGEST = 1.0


def _type(value: Any) -> feel.Known:
    """Return what a form would know of a value."""
    fields = {name: _type(each) for name, each in value.items()} if isinstance(value, dict) else {}
    items = _type(value[0]) if isinstance(value, list) and value else None
    return feel.Type(kind=feel.kind(value) or "null", fields=fields, items=items)


_TYPES = {name: _type(value) for name, value in CONTEXT.items()}


@contextmanager
def _soon() -> Iterator[None]:
    """Hold one operation to a second of the processor's time; what other programs and the rubbish of earlier tests take does not count."""
    gc.disable()
    try:
        began = time.thread_time()
        yield
        taken = time.thread_time() - began
    finally:
        gc.enable()
    assert taken < _LONGEST, f"took {taken:.2f} s"


def _said(zh: str, en: str) -> None:
    assert zh.strip(), "an error without a Chinese sentence"
    assert en.strip(), "an error without an English sentence"


def _told(problems: list[Problem] | tuple[Problem, ...]) -> str:
    for problem in problems:
        _said(*problem.message)
    return "refused" if any(problem.severity == "error" for problem in problems) else "accepted"


def _expression(random: Random) -> str:
    text, test, value = expression(random), cell(random), random.choice(list(CONTEXT.values()))
    with _soon():
        one = _refusal(lambda: feel.to_json(feel.compile(text, CONTEXT).evaluate(CONTEXT, now=_NOW)))
    with _soon():
        other = _refusal(lambda: feel.compile_unary(test, CONTEXT).matches(value, CONTEXT, _NOW))
    with _soon():
        _refusal(lambda: feel.compile(text, CONTEXT).reads)
    with _soon():
        _refusal(lambda: [_said(each.zh, each.en) for each in feel.compile(text, CONTEXT).infer(_TYPES).clashes])
    for error in (one, other):
        if error:
            _said(error.zh, error.en)
            assert isinstance(error.excerpt(), str)
    return "refused" if one else "accepted"


def _refusal(action: Callable[[], object]) -> feel.FeelError | None:
    try:
        action()
    except feel.FeelError as error:
        return error
    return None


def _table(random: Random) -> str:
    content = table_file(random)
    with _soon():
        decisions, problems = read_file("processes/x/x.dmn", content)
    verdict = _told(problems)
    for decision in decisions.values():
        with _soon():
            result = decision.evaluate(context(random), _NOW)
        for finding in result.findings:
            _said(*finding.message)
        assert result.json is not Ellipsis
        for rule in result.rules:
            _said(*rule.describe())
        try:
            result.checked()
        except DecisionError as error:
            _said(*error.text)
    return verdict


class _Decision:
    """A decision that always says the same."""

    id = "D"
    writes = "level"

    def evaluate(self, context: Mapping[str, Any], now: datetime | None = None) -> Any:
        return self

    json = 1
    rules = ()

    def checked(self) -> _Decision:
        return self


class _Decisions:
    def get(self, decision: str) -> _Decision:
        return _Decision()


def _diagram(random: Random) -> str:
    file = "processes/x/x.bpmn"
    with _soon():
        found = importing.read(diagram(random), file)
    _told(found.notes)
    verdict = _told(found.problems)
    with _soon():
        _told(lint({file: found.content}, known=Known(forms=["F01"])))
    with _soon():
        catalogue, problems = read_processes({file: found.content}, decisions=_Decisions())
    _told(problems)
    assert (catalogue is not None) == found.would_run
    return _played(random, catalogue) if catalogue else verdict


def _played(random: Random, catalogue: ProcessCatalogue) -> str:
    """Play a process with whatever comes: people, time, messages; a step that fails leaves it as it was."""
    run = Run(
        document={**CONTEXT},
        now=_NOW,
        names={"case": {"state": "new"}},
        due_of=lambda _, start: start,
        operate=lambda name, given: {"done": True},
    )
    try:
        outcome = catalogue.start("main", run)
        for _ in range(_MOST_STEPS):
            if outcome.is_ended:
                return "ended"
            with _soon():
                outcome = _step(random, catalogue, outcome, run)
            assert catalogue.inspect("main", outcome.state, run).state == outcome.state
    except EngineError as error:
        _said(*error.text)
        return "stopped"
    return "played"


def _step(random: Random, catalogue: ProcessCatalogue, outcome: Outcome, run: Run) -> Outcome:
    run.document.update(n=random.randint(0, 5), ok=random.choice((True, False, None)))
    roll = random.random()
    if outcome.awaited and roll < 0.3:
        return catalogue.send("main", outcome.state, random.choice(outcome.awaited), {"x": 1}, run)
    if outcome.tasks and roll < 0.8:
        return catalogue.complete("main", outcome.state, random.choice(outcome.tasks).task, run)
    later = replace(run, now=run.now + timedelta(days=random.randint(0, 40)))
    run.now = later.now
    return catalogue.fire("main", outcome.state, run)


@cache
def _forms() -> list[Form]:
    files = {str(path.relative_to(_HOUSE)): path.read_bytes() for path in sorted((_HOUSE / "forms").rglob("*.json"))}
    packs = sorted({path.split("/")[1] for path in files}, key=lambda pack: pack == "base")
    return [form for pack in packs for form in FormCatalogue.read(files, [pack, "base"]).forms.values()]


def _answers(random: Random) -> str:
    form = random.choice(_forms())
    given = answers(random, form.answer_type)
    with _soon():
        problems = form.check(given, Roster())
    for problem in problems:
        _said(*problem.message)
    if isinstance(given, dict) and not problems:
        with _soon():
            document, sealed = form.split(given)
            assert form.join(document, sealed or {}) == given
            form.redact(given, {"P0"})
            form.describe(given, "zh", Roster())
    return "refused" if problems else "accepted"


_KINDS: Mapping[str, Callable[[Random], str]] = {
    "expression": _expression,
    "table": _table,
    "diagram": _diagram,
    "answers": _answers,
}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.timeout(7200)
def test_whatever_comes_ends_soon_and_in_words(kind: str) -> None:
    """Claim: for a quarter of the cases each: expressions, decision files, diagrams that are played, answers to the forms."""
    verdicts, failures = Counter[str](), list[str]()
    for number in range(_FIRST, _FIRST + _CASES // len(_KINDS)):
        try:
            verdicts[_KINDS[kind](Random(f"{kind} {number}"))] += 1  # noqa: S311 - chance that can be had again
        except Exception as error:  # noqa: BLE001 - what comes is what is looked for
            failures.append(f"{kind} {number}: {error!r}"[:300])

    sys.stdout.write(f"{kind}: {dict(verdicts)}\n")
    assert failures == [], f"{len(failures)} of {verdicts.total() + len(failures)}"
    assert len(verdicts) > 1, "a fuzz that meets only one fate proves little"


def test_the_words_of_errors_are_looked_at() -> None:
    """Claim: an error without a sentence would be noticed."""
    with pytest.raises(AssertionError, match="without an English sentence"):
        _told([Problem(file="x", message=Text("说明", " "))])
