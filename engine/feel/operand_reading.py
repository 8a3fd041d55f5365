"""Reads operands: literals, names, brackets of every kind, and what follows them (path, filter, call)."""

from __future__ import annotations

import re

from engine.feel import nodes, numbers, temporal
from engine.feel.nodes import Node
from engine.feel.strings import unescape
from engine.feel.type_reading import TypeReader

_NUMBER = re.compile(r"(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?!\w)", re.ASCII)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_CONSTANTS = {"true": True, "false": False, "null": None}
COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")
#: Ends of a context key that is not in quotation marks.
_KEY = re.compile(r'[^{}\[\](),":]+')


class OperandReader(TypeReader):
    """Reads operands; expressions inside brackets are read by a derived class."""

    #: Whether `[` here closes a range, as in `]1..10[`, and begins no filter.
    closes_interval = False

    def expression(self) -> Node:
        """Read an expression."""
        raise NotImplementedError

    def end_of_interval(self) -> Node:
        """Read the end of a range, behind which `[` closes the range."""
        raise NotImplementedError

    def endpoint(self) -> Node:
        """Read an end point: an expression that binds tighter than a comparison."""
        raise NotImplementedError

    def keyword_expression(self) -> Node | None:
        """Read an expression that begins with a keyword, if one stands here."""
        raise NotImplementedError

    def operand(self) -> Node:
        """Read an operand with what follows it, and the minus signs before it."""
        at, signs = self.at, 0
        while self.take("-"):
            signs += 1
            self.chained(signs)
        node = self.followed(self._primary())
        return nodes.Negation(at, node) if signs % 2 else self._positive(at, node, signs)

    def _positive(self, at: int, node: Node, signs: int) -> Node:
        return nodes.Negation(at, nodes.Negation(at, node)) if signs else node

    def followed(self, node: Node) -> Node:
        """Read the paths, filters and calls that follow an operand."""
        count = 0
        while True:
            at = self.at
            if self.peek(".") and not self.peek(".."):
                node = self._path(at, node)
            elif not self.closes_interval and self.take("["):
                node = nodes.Filter(at, node, self.expression())
                self.expect("]")
            elif self.peek("("):
                node = self._call(at, node)
            else:
                return node
            count += 1
            self.chained(count)

    def _path(self, at: int, node: Node) -> Node:
        self.expect(".")
        name = self.name()
        if name is None:
            raise self.expected("“.”后面的名称", "a name after “.”")
        return nodes.Path(at, node, name)

    def _call(self, at: int, function: Node) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        names: list[str] = []
        while not self.peek(")"):
            name = self._argument_name()
            names += [name] if name else []
            arguments.append(self.expression())
            if not self.take(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            raise self.wrong("参数要么全部写名称，要么都不写。", "Give names to all arguments or to none.", at)
        return nodes.Call(at, function, tuple(arguments), tuple(names))

    def _argument_name(self) -> str | None:
        """Read `name:` if it stands here, else stay."""
        at = self.at
        if self.name() is not None and self.take(":"):
            return " ".join(self.text[at : self.text.rindex(":", at, self.at)].split())
        self.at = at
        while word := self.peek_word():
            self.at += len(word)
            self.skip()
        name = " ".join(self.text[at : self.at].split())
        if name and self.take(":"):
            return name
        self.at = at
        return None

    def _primary(self) -> Node:
        at, sign = self.at, self.text[self.at : self.at + 1]
        if sign == "(":
            return self._parenthesis(at)
        if sign == "[":
            return self._list_or_interval(at)
        if sign == "]":
            self.take("]")
            return self._interval(at, self.expression(), included=False)
        if sign == "{":
            return self._context(at)
        if sign == '"':
            return nodes.Literal(at, self._string())
        return self._temporal(at) if sign == "@" else self._number(at) or self._word(at)

    def _word(self, at: int) -> Node:
        known = self.vocabulary.match(self.text, at)
        word = self.peek_word()
        if word in _CONSTANTS and not known:
            self.take_word(word)
            return nodes.Literal(at, _CONSTANTS[word])
        found = self.keyword_expression() if not known else None
        if found:
            return found
        name = self.name()
        if name is None:
            raise self.expected("一个值、名称或括号", "a value, a name or a bracket")
        return nodes.Name(at, name)

    def _number(self, at: int) -> Node | None:
        found = _NUMBER.match(self.text, at)
        if not found:
            return None
        value = numbers.read_number(found[0])
        if value is None:
            raise self.wrong("数字超出范围。", "The number is out of range.", at)
        self.at = found.end()
        self.skip()
        return nodes.Literal(at, value)

    def _string(self) -> str:
        found = _STRING.match(self.text, self.at)
        if not found:
            raise self.wrong("文字缺少结束的双引号。", "The text has no closing quotation mark.", self.at)
        self.at = found.end()
        self.skip()
        return unescape(found[1]) if "\\" in found[1] else found[1]

    def _temporal(self, at: int) -> Node:
        self.expect("@")
        if not self.peek('"'):
            raise self.expected("“@”后面带双引号的日期、时间或时长", "a date, time or duration in quotation marks after “@”")
        text = self._string()
        value = temporal.read_any(text)
        if value is None:
            raise self.wrong(f"“{text}”不是日期、时间或时长。", f"“{text}” is no date, time or duration.", at)
        return nodes.Literal(at, value)

    def _parenthesis(self, at: int) -> Node:
        self.expect("(")
        test = self.endpoint_test()
        node = test or self.expression()
        if not test and self.peek(".."):
            return self._interval(at, node, included=False)
        self.expect(")")
        return _as_interval(test) if test else node

    def endpoint_test(self) -> nodes.Comparison | None:
        """Read a comparison without its left side, if one stands here."""
        at = self.at
        for operator in COMPARISONS:
            if self.take(operator):
                self.deeper()
                endpoint = self.endpoint()
                self.shallower()
                return nodes.Comparison(at, operator, endpoint)
        return None

    def _list_or_interval(self, at: int) -> Node:
        self.expect("[")
        entries: list[Node] = []
        while not self.peek("]"):
            entries.append(self.expression())
            if len(entries) == 1 and self.peek(".."):
                return self._interval(at, entries[0], included=True)
            if not self.take(","):
                break
        self.expect("]")
        return nodes.ListNode(at, tuple(entries))

    def _interval(self, at: int, start: Node, *, included: bool) -> Node:
        self.expect("..")
        end = self.end_of_interval()
        for sign in ("]", ")", "["):
            if self.take(sign):
                return nodes.Interval(at, start, end, included, sign == "]")
        raise self.expected("区间末尾的“]”或“)”", "“]” or “)” at the end of the range")

    def _context(self, at: int) -> Node:
        self.expect("{")
        keys: list[str] = []
        entries: list[Node] = []
        while not self.peek("}"):
            place = self.at
            keys.append(self._key())
            if keys.count(keys[-1]) > 1:
                raise self.wrong(f"名称“{keys[-1]}”重复。", f"The name “{keys[-1]}” stands twice.", place)
            self.expect(":")
            entries.append(self.expression())
            if not self.take(","):
                break
        self.expect("}")
        return nodes.ContextNode(at, tuple(keys), tuple(entries))

    def _key(self) -> str:
        if self.peek('"'):
            name = self._string()
        else:
            found = _KEY.match(self.text, self.at)
            name = " ".join(found[0].split()) if found else ""
            if not found or not name or not self.text.startswith(":", found.end()):
                raise self.expected("“名称:”", "“name:”")
            self.at = found.end()
        self.vocabulary.add(name)
        return name


def _as_interval(test: nodes.Comparison) -> Node:
    """Return the range that `(> 5)` stands for (DMN 1.5, 10.3.2.7)."""
    operator, end = test.operator, test.endpoint
    start = None if operator in {"<", "<="} else end
    return nodes.Interval(
        test.at,
        start=start,
        end=None if operator in {">", ">="} else end,
        start_included=operator in {">=", "="},
        end_included=operator in {"<=", "="},
        operator=operator,
    )
