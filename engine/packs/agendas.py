"""The pack's agendas: rules that say which open cases a meeting looks at, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import feel
from engine.errors import Problem, ProcessError, Text
from engine.packs import names
from engine.packs.definition import Definition

#: Names in scope beside the places of the document.
_ALWAYS = frozenset({"case", "parameters", "now"})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One reason for which a case is put on the agenda."""

    code: str
    title: Text
    condition: feel.Expression


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """Satisfies `engine.usecases.ports.Agenda`."""

    title: Text
    rules: tuple[Rule, ...]

    def reasons(self, names: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, Text]]:
        """Evaluate the rules in their order. Raises ProcessError with the rule's name."""
        for rule in self.rules:
            try:
                is_met = rule.condition.evaluate(names, now) is True
            except feel.FeelError as error:
                said = Text(
                    f"议程规则“{rule.title.zh}”算不出结果：{error.zh}", f"The rule {rule.title.en} could not be evaluated: {error.en}"
                )
                raise ProcessError(said) from error
            if is_met:
                yield rule.code, rule.title


def agendas(definition: Definition) -> Mapping[str, Agenda]:
    """Return the agendas by name; the check has made sure that they can be read."""
    return {
        name: Agenda(
            title=Text(**row["title"]),
            rules=tuple(
                Rule(code=rule["code"], title=Text(**rule["title"]), condition=feel.compile(rule["when"])) for rule in row["rules"]
            ),
        )
        for name, row in definition.content["agendas"].items()
    }


def check(definition: Definition, places: Iterable[str]) -> Iterator[Problem]:
    """Yield rules that cannot be read, and those that look at what no form, decision or operation writes."""
    known = {*places, *_ALWAYS}
    for name, row in definition.content["agendas"].items():
        for index, rule in enumerate(row["rules"]):
            for message, cure in _rule_problems(rule["when"], known):
                file, place = definition.stated_in(("agendas", name, "rules", index, "when"))
                yield file.problem(place, message, cure)


def _rule_problems(text: str, known: Iterable[str]) -> Iterator[tuple[Text, Text]]:
    try:
        feel.compile(text)
    except feel.FeelError as error:
        yield (
            Text(f"议程规则“{text}”无法读懂。{error.zh}", f"The rule “{text}” of an agenda cannot be read. {error.en}"),
            Text("请按 FEEL 的写法改正。", "Correct it by the rules of FEEL."),
        )
    for path in names.read_by(text, known):
        if path[0] not in known:
            yield (
                Text(
                    f"议程规则要看“{path[0]}”，但没有任何表单、决策或操作写入它。",
                    f"A rule of an agenda tests “{path[0]}” but nothing writes it.",
                ),
                Text("请改正名称。", "Correct the name."),
            )
