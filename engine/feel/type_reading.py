"""Reads the names of types (DMN 1.5, 10.3.1.2, rules 49 to 54)."""

from __future__ import annotations

from engine.feel import nodes
from engine.feel.scanner import Scanner

#: Types whose names consist of several words.
LONG_NAMES = ("date and time", "days and time duration", "years and months duration", "day time duration", "year month duration")


class TypeReader(Scanner):
    """Reads types."""

    def type(self) -> nodes.TypeName:
        """Read a type, for example `list<number>`."""
        self.deeper()
        at = self.at
        name = next((known for known in LONG_NAMES if self._take_words(known)), None)
        found = self._with_parameters(at, name or self._short_name())
        self.shallower()
        return found

    def _take_words(self, known: str) -> bool:
        at = self.at
        if all(self.take_word(word) for word in known.split()):
            return True
        self.at = at
        return False

    def _short_name(self) -> str:
        for keyword, name in (("function", "function"), ("null", "Null")):
            if self.take_word(keyword):
                return name
        found = self.name()
        if found is None:
            raise self.expected("类型名称", "the name of a type")
        while self.take("."):
            found += "." + (self.name() or "")
        return found

    def _with_parameters(self, at: int, name: str) -> nodes.TypeName:
        parameters: list[nodes.TypeName] = []
        keys: list[str] = []
        if self.take("<"):
            while not self.peek(">"):
                if name == "context":
                    keys.append(self.new_name())
                    self.expect(":")
                parameters.append(self.type())
                if not self.take(","):
                    break
            self.expect(">")
        if name == "function" and self.take("->"):
            parameters.append(self.type())
        return nodes.TypeName(at, name, tuple(parameters), tuple(keys))
