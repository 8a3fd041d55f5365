"""Reads FEEL text into a tree, by recursive descent without a separate lexer.

A lexer cannot know where a name ends: names may hold spaces and signs, so reading needs the names in scope.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from engine.feel import nodes
from engine.feel.errors import FeelLimitError, FeelSyntaxError
from engine.feel.limits import Limits
from engine.feel.nodes import Node
from engine.feel.operand_reading import OperandReader
from engine.feel.vocabulary import Vocabulary

_OPERATOR = re.compile(r"\*\*|<=|>=|!=|[<>=+\-*/]|(?:or|and|between|in|instance)(?!\w)")
#: How tightly operators bind.
_COMPARISON, _SUM = 3, 4
_LEVELS = {"or": 1, "and": 2, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}


def read_expression(text: str, vocabulary: Vocabulary, limits: Limits) -> Node:
    """Read an expression. Raises FeelSyntaxError and FeelLimitError."""
    return _whole(text, vocabulary, limits, Reader.expression)


def read_tests(text: str, vocabulary: Vocabulary, limits: Limits) -> nodes.UnaryTests:
    """Read the tests of a decision table cell. Raises FeelSyntaxError and FeelLimitError."""
    found = _whole(text, vocabulary, limits, Reader.tests)
    assert isinstance(found, nodes.UnaryTests)  # noqa: S101 - Reader.tests returns nothing else
    return found


def _whole(text: str, vocabulary: Vocabulary, limits: Limits, read: Callable[[Reader], Node]) -> Node:
    reader = Reader(text, vocabulary, limits)
    try:
        node = read(reader)
    except RecursionError:
        raise FeelLimitError(
            "表达式嵌套过深。请分成几步。", "The expression is nested too deeply. Split it into steps.", text=text
        ) from None
    if not reader.is_at_end():
        raise _left_over(reader)
    return node


def _left_over(reader: Reader) -> FeelSyntaxError:
    word = reader.peek_word()
    if not word:
        return reader.expected("运算符或表达式结尾", "an operator or the end of the expression")
    return reader.wrong(
        f"“{word}”前缺少运算符。如果名称中有空格，请核对名称是否存在。",
        f"An operator is missing before “{word}”. If it belongs to a name with blanks, check that the name exists.",
        reader.at,
    )


class Reader(OperandReader):
    """One reading of one source."""

    def expression(self) -> Node:
        """Read an expression."""
        return self._inner(closes_interval=False)

    def end_of_interval(self) -> Node:
        """Read the end of a range, behind which `[` closes the range."""
        return self._inner(closes_interval=True)

    def _inner(self, *, closes_interval: bool) -> Node:
        self.deeper()
        outside, self.closes_interval = self.closes_interval, closes_interval
        node = self._binary(1)
        self.closes_interval = outside
        self.shallower()
        return node

    def endpoint(self) -> Node:
        """Read an end point: an expression that binds tighter than a comparison."""
        return self._binary(_SUM)

    def _binary(self, lowest: int) -> Node:
        return self._climb(self.operand(), lowest)

    def _climb(self, left: Node, lowest: int) -> Node:
        """Read the operators that follow an operand and bind at least as tightly as `lowest`."""
        count = 0
        while found := _OPERATOR.match(self.text, self.at):
            at, operator = self.at, found[0]
            level = _LEVELS.get(operator, _COMPARISON)
            if level < lowest:
                break
            self.at = found.end()
            self.skip()
            special = _SPECIAL.get(operator)
            left = special(self, at, left) if special else nodes.Binary(at, operator, left, self._binary(level + 1))
            count += 1
            self.chained(count)
        return left

    def between(self, at: int, value: Node) -> Node:
        """Read what follows `between`."""
        low = self._binary(_SUM)
        self.expect_word("and")
        return nodes.Between(at, value, low, self._binary(_SUM))

    def instance_of(self, at: int, value: Node) -> Node:
        """Read what follows `instance`."""
        self.expect_word("of")
        return nodes.InstanceOf(at, value, self.type())

    def membership(self, at: int, value: Node) -> Node:
        """Read what follows `in`: one test, or several in parentheses."""
        comparison = self.endpoint_test()
        if comparison:
            return nodes.In(at, value, (comparison,))
        place = self.at
        if not self.peek("("):
            return nodes.In(at, value, (nodes.Test(place, self._binary(_SUM)),))
        self.take("(")
        self.deeper()
        tests = self._list_of_tests()
        self.shallower()
        if len(tests) == 1 and isinstance(tests[0], nodes.Test):
            return nodes.In(at, value, (nodes.Test(place, self._rest_of_parenthesis(place, tests[0].expression)),))
        self.expect(")")
        return nodes.In(at, value, tests)

    def _rest_of_parenthesis(self, at: int, inner: Node) -> Node:
        """Read on after `(expression`: it may be a range, or the beginning of a longer expression."""
        if self.peek(".."):
            node = self._interval(at, inner, included=False)
        else:
            self.expect(")")
            node = inner
        return self._climb(self.followed(node), _SUM)

    # --- expressions that begin with a keyword

    def keyword_expression(self) -> Node | None:
        """Read an expression that begins with a keyword, if one stands here."""
        at, word = self.at, self.peek_word()
        read = _BY_KEYWORD.get(word or "")
        if not read or not word:
            return None
        self.take_word(word)
        return read(self, at)

    def conditional(self, at: int) -> Node:
        """Read what follows `if`; a row of `else if` is no nesting."""
        branches: list[tuple[int, Node, Node]] = []
        while True:
            condition = self.expression()
            self.expect_word("then")
            branches.append((at, condition, self.expression()))
            self.expect_word("else")
            at = self.at
            self.chained(len(branches))
            if self.peek_word() != "if":
                break
            self.take_word("if")
        node = self.expression()
        for place, condition, then in reversed(branches):
            node = nodes.If(place, condition, then, node)
        return node

    def loop(self, at: int) -> Node:
        """Read what follows `for`."""
        sources = self._sources("return")
        return nodes.For(at, sources, self.expression())

    def some(self, at: int) -> Node:
        """Read what follows `some`."""
        sources = self._sources("satisfies")
        return nodes.Quantified(at, False, sources, self.expression())

    def every(self, at: int) -> Node:
        """Read what follows `every`."""
        sources = self._sources("satisfies")
        return nodes.Quantified(at, True, sources, self.expression())

    def definition(self, at: int) -> Node:
        """Read what follows `function`."""
        self.expect("(")
        parameters: list[str] = []
        types: list[nodes.TypeName | None] = []
        while not self.peek(")"):
            parameters.append(self.new_name())
            types.append(self.type() if self.take(":") else None)
            if not self.take(","):
                break
        self.expect(")")
        if self.peek_word() == "external":
            raise self.wrong("不支持外部函数，请用 FEEL 书写。", "External functions are not run. Write the function in FEEL.", self.at)
        return nodes.Definition(at, tuple(parameters), tuple(types), self.expression())

    def _sources(self, end: str) -> tuple[nodes.Source, ...]:
        sources = [self._source()]
        while self.take(","):
            sources.append(self._source())
        self.expect_word(end)
        return tuple(sources)

    def _source(self) -> nodes.Source:
        at = self.at
        name = self.new_name()
        self.expect_word("in")
        start = self.expression()
        return nodes.Source(at, name, start, self.expression() if self.take("..") else None)

    # --- unary tests

    def tests(self) -> nodes.UnaryTests:
        """Read the tests of a decision table cell."""
        at = self.at
        if self.text.strip() in {"-", ""}:
            self.at = len(self.text)
            return nodes.UnaryTests(at, (), is_negated=False)
        negated = self._negated(at) if self.peek_word() == "not" else None
        return negated or nodes.UnaryTests(at, self._list_of_tests(), is_negated=False)

    def _negated(self, at: int) -> nodes.UnaryTests | None:
        """Read `not(tests)` if it is all there is; `not(a) or b` is an expression."""
        self.take_word("not")
        if self.take("("):
            tests = self._list_of_tests()
            if self.take(")") and self.is_at_end():
                return nodes.UnaryTests(at, tests, is_negated=True)
        self.rewind(at)
        self.closes_interval = False
        return None

    def _list_of_tests(self) -> tuple[Node, ...]:
        tests = [self._test()]
        while self.take(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self) -> Node:
        at = self.at
        return self.endpoint_test() or nodes.Test(at, self.expression())


_SPECIAL: Mapping[str, Callable[[Reader, int, Node], Node]] = {
    "between": Reader.between,
    "in": Reader.membership,
    "instance": Reader.instance_of,
}
_BY_KEYWORD: Mapping[str, Callable[[Reader, int], Node]] = {
    "if": Reader.conditional,
    "for": Reader.loop,
    "some": Reader.some,
    "every": Reader.every,
    "function": Reader.definition,
}
