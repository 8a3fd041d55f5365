"""FEEL by chance: expressions as people write them, expressions that attack, and texts that are neither."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from engine.feel.functions import FUNCTIONS

#: What expressions may read, as a case document holds it.
CONTEXT = {
    "amount": 120000.5,
    "金额": 3,
    "n": 7,
    "text": "调解成功",
    "on": "2025-06-03",
    "ok": True,
    "none": None,
    "list": [1, 2.5, None, "x", [3]],
    "people": [{"name": "高某", "age": 41, "phones": ["100-0000-0001"]}, {"name": "李某", "age": 17}],
    "case": {"state": "new", "opened": "2025-06-01T10:00:00+08:00", "parties": []},
    "long name": 5,
}
_NAMES = (*CONTEXT, "missing", "people.name", "people[1].age", "case.state", "case.opened", "item", "partial", "?", "a", "b")
_LITERALS = (
    "0", "1", "-1", "0.1", "1e9", "9999999999999999999999999999999999", '"x"', '""', '"\\u4e00"', "true", "false", "null",
    '@"2025-02-28"', '@"P1M"', '@"-P3DT4H"', '@"10:00:00@Asia/Shanghai"', '@"2025-06-03T10:00:00Z"', 'date("2025-13-01")',
)  # fmt: skip
_OPERATORS = ("+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or")
_SCRAPS = (
    "(", ")", "[", "]", "{", "}", ":", ",", ".", "..", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies",
    "between", "instance of", "list<number>", "function(", "not(", "@", '"', "'", "\\", "//", "/*", "\uff0c", "。", "\x00", "\u202e", "🐉",
    "=", "?", " ",
)  # fmt: skip
_ATTACKS: tuple[Callable[[int], str], ...] = (
    lambda n: "(" * n + "1" + ")" * n,
    lambda n: "[" * n,
    lambda n: " + ".join(["1"] * n),
    lambda n: "9" * n,
    lambda n: "9 ** " * min(n, 60) + "9",
    lambda n: f"for i in 1..{n}0000, j in 1..{n}0000 return i * j",
    lambda n: f"count(for i in 1..{n} return for j in 1..{n} return for k in 1..{n} return i)",
    lambda n: f"{{f: function(x) f(x + {n}), r: f(1)}}.r",
    lambda n: f'{{f: function(s, k) if k = 0 then s else f(s + s, k - 1), r: f("ab", {n})}}.r',
    lambda n: f'matches("{"a" * min(n, 2000)}", "(a+)+$")',
    lambda n: f'replace("{"a" * min(n, 2000)}", "(a*)*b", "$1$1")',
    lambda n: f"concatenate({', '.join(['list'] * min(n, 400))})",
    lambda n: f'string join(for i in 1..{n} return "调解", "{"x" * min(n, 500)}")',
    lambda n: f"sort(for i in 1..{n} return -i, function(a, b) a < b)[1]",
    lambda n: f"some i in 1..{n}000000 satisfies i < 0",
    lambda n: f'date("2025-01-01") + duration("P{n}Y")',
    lambda n: f"decimal(1 / 3, {n})",
    lambda n: "not(" * min(n, 300) + "true" + ")" * min(n, 300),
    lambda n: "people" + "[item.age > 1]" * min(n, 600),
    lambda n: "case" + ".x" * min(n, 900),
    lambda n: f'range("[1..{n}]")' + ".start" * min(n, 50),
    lambda n: f"distinct values(for i in 1..{n} return i)",
    lambda n: f'split("{"a," * min(n, 3000)}", ",")',
    lambda n: f"product(for i in 1..{n} return 99999)",
    lambda n: f"factorial({n})",
    lambda n: f"exp({n}) ** {n}",
)
_SIZES = (1, 3, 20, 61, 100, 999, 5000)


def expression(random: Random) -> str:
    """Return an expression: mostly well-formed, else mangled or hostile."""
    roll = random.random()
    if roll < 0.1:
        return random.choice(_ATTACKS)(random.choice(_SIZES))
    if roll < 0.2:
        return " ".join(random.choice((*_SCRAPS, *_NAMES, *_LITERALS, *_OPERATORS)) for _ in range(random.randint(0, 25)))
    if roll < 0.25:
        return "".join(chr(random.choice((random.randint(0, 127), random.randint(0x4E00, 0x9FFF)))) for _ in range(random.randint(0, 40)))
    text = _written(random, 4)
    return mangled(random, text) if roll < 0.5 else text


def cell(random: Random) -> str:
    """Return a cell of a decision table."""
    value = random.choice(_LITERALS[:12])
    tests = (
        "-", value, f"{value}, {random.choice(_LITERALS[:12])}", f"< {value}", f">= {value}", f"[{value}..{random.choice(_LITERALS)}]",
        f"({random.randint(-3, 3)}..{random.randint(-3, 9)})", f"not({value})", "null", f"? {random.choice(_OPERATORS)} {value}",
        f"!= {value}", _written(random, 2),
    )  # fmt: skip
    found = random.choice(tests)
    return mangled(random, found) if random.random() < 0.1 else found


def mangled(random: Random, text: str) -> str:
    """Delete, double or replace a few characters."""
    for _ in range(random.randint(1, 3)):
        at = random.randint(0, len(text))
        cut = random.randint(0, 3)
        text = text[:at] + random.choice(("", text[at : at + cut] * 2, random.choice(_SCRAPS))) + text[at + cut :]
    return text


def _written(random: Random, depth: int) -> str:
    if depth <= 0 or random.random() < 0.2:
        return random.choice((*_NAMES, *_LITERALS))

    def inner() -> str:
        return _written(random, depth - 1)

    forms = (
        lambda: f"{inner()} {random.choice(_OPERATORS)} {inner()}",
        lambda: f"({inner()})",
        lambda: f"if {inner()} then {inner()} else {inner()}",
        lambda: f"[{', '.join(inner() for _ in range(random.randint(0, 4)))}]",
        lambda: f"{{a: {inner()}, b: {inner()}}}",
        lambda: f"{inner()}[{inner()}]",
        lambda: f"({inner()}).{random.choice(('a', 'name', 'year', 'start', 'x'))}",
        lambda: f"for a in {inner()} return {inner()}",
        lambda: f"{random.choice(('some', 'every'))} a in {inner()} satisfies {inner()}",
        lambda: f"{inner()} between {inner()} and {inner()}",
        lambda: f"{inner()} in ({inner()})",
        lambda: f"{inner()} in [{inner()}..{inner()}]",
        lambda: f"{inner()} instance of {random.choice(('number', 'string', 'list<Any>', 'context<a: number>', 'date', 'nothing'))}",
        lambda: f"-{inner()}",
        lambda: f"{random.choice(_CALLED)}({', '.join(inner() for _ in range(random.randint(0, 3)))})",
        lambda: f"(function(a, b) {inner()})({inner()}, {inner()})",
        lambda: f"{inner()} // said\n",
    )
    return random.choice(forms)()


_CALLED = tuple(sorted(FUNCTIONS))
