"""A decision file from outside cannot keep the server busy or overflow it."""

from __future__ import annotations

import time

from decision_builders import a_file, a_literal, sentences_of, the_decision


def _loop(body: str, depth: int) -> str:
    for number in range(depth):
        source = "<in><literalExpression><text>1..1000</text></literalExpression></in>"
        body = f'<for iteratorVariable="i{number}">{source}<return>{body}</return></for>'
    return body


def test_loops_within_loops_are_stopped() -> None:
    """Claim: boxed loops that would run for years end in a sentence within seconds."""
    inner = "<literalExpression><text>1</text></literalExpression>"
    decision = the_decision(a_file(f'<decision id="d" name="d">{_loop(inner, 5)}</decision>'))

    before = time.process_time()
    result = decision.evaluate({})

    assert time.process_time() - before < 15
    assert any(finding.severity == "error" for finding in result.findings)


def test_many_costly_cells_share_one_budget() -> None:
    """Claim: a hundred decisions that each use all the time an expression may have do not add up."""
    costly = "count(for a in 1..100000, b in 1..100000 return a)"
    names = [f"n{number}" for number in range(100)]
    decision = the_decision(a_file(*(a_literal(costly, decision=name) for name in names), a_literal("1", requires=" ".join(names))))

    before = time.process_time()
    result = decision.evaluate({})

    assert time.process_time() - before < 10
    assert len(result.findings) == 50


def test_a_long_chain_of_requirements_does_not_overflow() -> None:
    """Claim: thousands of decisions, each requiring the next, end in a sentence."""
    count = 3000
    chain = [a_literal("1", decision=f"n{number}", requires=f"n{number + 1}") for number in range(count)]
    content = a_file(*chain, a_literal("1", decision=f"n{count}"))

    result = the_decision(content, "n0").evaluate({})

    assert [finding.message for finding in result.findings] == [
        ("决策的运算量过大，已停止。", "The decision takes too much work and was stopped.")
    ]


def test_deeply_nested_boxes_are_refused() -> None:
    """Claim: a file nested beyond reason is not read."""
    assert sentences_of(a_file(f'<decision id="d" name="d">{_loop("", 60)}</decision>')) == ["文件的元素太多或嵌套太深。"]
