"""Draws the invented values of demonstration cases: the same seed gives the same values, on every machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from engine import feel

#: People of the demonstration are called 姓+某, so that nobody is meant.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
#: A range of telephone numbers that is not given out.
PHONE = "199-0000-{:04d}"
_OTHERWISE = "*"

#: Returns the value of an expression over names.
Evaluate = Callable[[str, Mapping[str, Any]], Any]


def seeded(*about: object) -> Random:
    """Return a generator whose numbers follow from what they are about."""
    return Random("/".join(map(str, about)))  # noqa: S311 - invented data, no secret


def draw(rows: Mapping[str, Any], names: Mapping[str, Any], random: Random, evaluate: Evaluate) -> dict[str, Any]:
    """Return the values by name, in the order in which they are written; later ones see earlier ones."""
    drawn: dict[str, Any] = {}
    for name, row in rows.items():
        drawn[name] = _drawn(row, {**names, **drawn}, random, evaluate)
    return drawn


def _drawn(row: Any, names: Mapping[str, Any], random: Random, evaluate: Evaluate) -> Any:
    if isinstance(row, str):
        return evaluate(row, names)
    if "pick" in row:
        return _picked(row, names, random, evaluate)
    if "from" in row:
        return _number(row, random)
    if "people" in row:
        return [a_person(random) for _ in range(random.randint(*row["people"]))]
    return a_person(random) if "person" in row else random.random() < row["chance"]


def _picked(row: Mapping[str, Any], names: Mapping[str, Any], random: Random, evaluate: Evaluate) -> Any:
    """Pick one of a list, one of a table by its weights, or one of the list that stands under a value."""
    choices = row["pick"]
    if "by" in row:
        choices = choices.get(str(evaluate(row["by"], names)), choices.get(_OTHERWISE))
    return _one_of(choices, random)


def _one_of(choices: Sequence[Any] | Mapping[str, float] | Any, random: Random) -> Any:
    if isinstance(choices, Mapping):
        return random.choices(list(choices), [float(weight) for weight in choices.values()])[0]
    return random.choice(choices) if isinstance(choices, list) else choices


def _number(row: Mapping[str, Any], random: Random) -> int | float:
    first, last, step = (Decimal(str(row.get(key, 1))) for key in ("from", "to", "step"))
    value = first + step * random.randint(0, int((last - first) / step))
    return int(value) if value == value.to_integral_value() else float(value)


def a_person(random: Random) -> dict[str, Any]:
    """Return an invented person with a telephone number that rings nowhere."""
    return {"name": f"{random.choice(SURNAMES)}某", "phone": PHONE.format(random.randint(0, 9999))}


def filled(value: Any, names: Mapping[str, Any], evaluate: Evaluate) -> Any:
    """Return answers with every text that begins with `=` replaced by its value; what is null is left out."""
    if isinstance(value, str) and value.startswith("="):
        return evaluate(value, names)
    if isinstance(value, Mapping):
        found = {key: filled(each, names, evaluate) for key, each in value.items()}
        return {key: each for key, each in found.items() if each is not None}
    return [filled(each, names, evaluate) for each in value] if isinstance(value, list) else value


def expressions(value: Any) -> list[str]:
    """Return the expressions in answers or draws, for checking them."""
    if isinstance(value, str):
        return [value] if value.startswith("=") else []
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in expressions(each)]
    return [text for each in value for text in expressions(each)] if isinstance(value, list) else []


@cache
def compiled(text: str, functions: tuple[str, ...]) -> feel.Expression:
    """Return an expression of a demonstration; `now` and `today` are values in it and no functions. Raises FeelError."""
    return feel.compile(text, (*functions, "now", "today"))


def evaluator(functions: Mapping[str, feel.Function]) -> Evaluate:
    """Return what evaluates expressions, each compiled once."""
    known = tuple(functions)

    def evaluate(text: str, names: Mapping[str, Any]) -> Any:
        return feel.to_json(compiled(text, known).evaluate({**functions, **names}))

    return evaluate
