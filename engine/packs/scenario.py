"""The scenario command: finds files, plays them and says how they went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from engine.domain.case import Json
from engine.errors import CheckFailedError, EngineError, NotFoundError, Problem, Text
from engine.packs import play
from engine.packs.play import Played
from engine.packs.product import Product
from engine.packs.scenariofile import Scenario, read_scenario


@dataclass(frozen=True, kw_only=True)
class Result:
    """How one scenario file went."""

    file: str
    title: str
    failures: tuple[Problem, ...]
    #: Steps taken, of all steps; both 0 for a file that cannot be read.
    steps: int = 0
    of: int = 0

    @property
    def is_passed(self) -> bool:
        """Tell whether everything was as expected."""
        return not self.failures


@dataclass(frozen=True, kw_only=True)
class ScenarioRunner:
    """Plays scenario files, each in a product of its own."""

    #: Makes ready a product in the scenario's jurisdiction, or in a scratch one that adopts its pack;
    #: leaving the block forgets everything that the scenario did. Raises NotFoundError, CheckFailedError.
    product_for: Callable[[Scenario], AbstractContextManager[Product]]

    def run(self, file: str, content: bytes) -> Result:
        """Play one file; whatever is wrong with it or with its pack is a failure of the result."""
        try:
            scenario = read_scenario(file, content)
        except CheckFailedError as error:
            return Result(file=file, title=file, failures=error.problems)
        try:
            with self.product_for(scenario) as product:
                return _result(play.play(scenario, product))
        except EngineError as error:
            return Result(file=file, title=scenario.title, failures=_not_ready(scenario, error), of=len(scenario.steps))


def scenario_files(given: Iterable[Path]) -> list[Path]:
    """Return the scenario files that are meant: a file itself, a folder's `scenarios/*.yaml` at any depth, else its own *.yaml.

    Raises NotFoundError for a path where there is none.
    """
    return [file for path in given for file in _files_at(path)]


def lines(results: Sequence[Result], locale: str) -> Iterator[str]:
    """Yield what the command prints; the last line is 'N passed, M failed'."""
    for result in results:
        yield f"{'ok  ' if result.is_passed else 'FAIL'} {result.title} ({result.file})"
        yield from (f"     {_line(problem, locale)}" for problem in result.failures)
    passed = sum(result.is_passed for result in results)
    yield f"{passed} passed, {len(results) - passed} failed"


def as_json(results: Sequence[Result]) -> Json:
    """Return what the command prints with --json."""
    passed = sum(result.is_passed for result in results)
    return {"passed": passed, "failed": len(results) - passed, "scenarios": [_result_json(result) for result in results]}


def _files_at(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = sorted(path.rglob("scenarios/*.yaml")) or sorted(path.glob("*.yaml"))
    if not found:
        raise NotFoundError(Text(f"“{path}”中没有场景文件。", f"There are no scenario files at {path}."))
    return found


def _result(played: Played) -> Result:
    scenario = played.scenario
    return Result(file=scenario.file, title=scenario.title, failures=played.failures, steps=played.steps, of=len(scenario.steps))


def _not_ready(scenario: Scenario, error: EngineError) -> tuple[Problem, ...]:
    if isinstance(error, CheckFailedError):
        return error.problems
    return (scenario.problem((), error.text),)


def _line(problem: Problem, locale: str) -> str:
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    cure = f" {problem.cure.in_language(locale)}" if problem.cure else ""
    return f"{place}: {problem.message.in_language(locale)}{cure}"


def _result_json(result: Result) -> Json:
    return {
        "file": result.file,
        "scenario": result.title,
        "ok": result.is_passed,
        "steps": result.steps,
        "of": result.of,
        "failures": [_problem_json(problem) for problem in result.failures],
    }


def _problem_json(problem: Problem) -> Json:
    return {
        "file": problem.file,
        "line": problem.line,
        "place": problem.place,
        "message": problem.message._asdict(),
        "cure": problem.cure._asdict() if problem.cure else None,
        "severity": problem.severity,
    }
