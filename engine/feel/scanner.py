"""Characters of the source: white space, signs, words and names, and errors that point at them."""

from __future__ import annotations

import re

from engine.feel.errors import FeelLimitError, FeelSyntaxError
from engine.feel.limits import Limits
from engine.feel.vocabulary import WORD, Vocabulary

_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
KEYWORDS = frozenset(
    re.findall(r"\w+", "if then else for in return some every satisfies and or between function external instance true false null")
)
#: Words that end a name which is being declared.
_STOPS = frozenset(["in", "return", "satisfies", "then", "else"])
#: Signs that people write instead of FEEL's, and FEEL's. Full-width signs are put to their half-width ones by rule.
_MEANT = {
    "'": '"', "\u201c": '"', "\u201d": '"', "\u2018": '"', "\u2019": '"', "\u3010": "[", "\u3011": "]", "\u3001": ",", "\u3002": ".",
    ";": ",", "\u2265": ">=", "\u2264": "<=", "\u2260": "!=", "\u00d7": "*", "\u00f7": "/", "&": "and", "|": "or", "!": "not( )",
}  # fmt: skip
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_HALF_WIDTH = 0xFEE0


class Scanner:
    """A place in the source that moves forward."""

    def __init__(self, text: str, vocabulary: Vocabulary, limits: Limits) -> None:
        if len(text) > limits.source:
            raise FeelLimitError(
                f"表达式过长（{len(text)}字），最多{limits.source}字。请分成几步。",
                f"The expression is too long ({len(text)} characters; at most {limits.source}). Split it into steps.",
            )
        self.text = text
        self.at = 0
        self.vocabulary = vocabulary
        self.limits = limits
        self._nesting = 0
        self.skip()

    def skip(self) -> None:
        """Move past white space and comments."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def is_at_end(self) -> bool:
        """Tell whether nothing is left."""
        return self.at >= len(self.text)

    def peek(self, sign: str) -> bool:
        """Tell whether a sign stands here."""
        return self.text.startswith(sign, self.at)

    def take(self, sign: str) -> bool:
        """Move past a sign if it stands here."""
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        self.skip()
        return True

    def expect(self, sign: str) -> None:
        """Move past a sign. Raises FeelSyntaxError if it is not here."""
        if not self.take(sign):
            raise self.expected(f"“{sign}”")

    def peek_word(self) -> str | None:
        """Return the word that stands here, keyword or name."""
        found = WORD.match(self.text, self.at)
        return found[0] if found else None

    def take_word(self, word: str) -> bool:
        """Move past a keyword if it stands here as a whole word."""
        if self.peek_word() != word:
            return False
        self.at += len(word)
        self.skip()
        return True

    def expect_word(self, word: str) -> None:
        """Move past a keyword. Raises FeelSyntaxError if it is not here."""
        if not self.take_word(word):
            raise self.expected(f"“{word}”")

    def name(self) -> str | None:
        """Read a name: the longest known one, else one word that is no keyword."""
        known = self.vocabulary.match(self.text, self.at)
        word = self.peek_word()
        if known and known[1] > self.at + len(word or ""):
            name, self.at = known
        elif word is None or word in KEYWORDS:
            return None
        else:
            name = word
            self.at += len(word)
        self.skip()
        return name

    def new_name(self) -> str:
        """Read a name that is being declared: words up to a sign or a word that ends it."""
        start, words = self.at, 0
        while (word := self.peek_word()) and word not in _STOPS:
            self.at += len(word)
            words += 1
            self.skip()
            while (found := self.text[self.at : self.at + 1]) and (found.isdigit() or found in "'+*-" or self._is_inner_sign(found)):
                self.at += 1
                self.skip()
        name = " ".join(self.text[start : self.at].split())
        if not words:
            raise self.expected("一个名称", "a name")
        self.vocabulary.add(name)
        return name

    def _is_inner_sign(self, sign: str) -> bool:
        return sign in "./" and self.text[self.at + 1 : self.at + 2] not in {".", "/", "*"}

    def deeper(self) -> None:
        """Count one level of nesting. Raises FeelLimitError beyond the limit."""
        self._nesting += 1
        if self._nesting > self.limits.nesting:
            raise FeelLimitError(
                f"表达式嵌套超过{self.limits.nesting}层。请分成几步。",
                f"The expression is nested more than {self.limits.nesting} levels deep. Split it into steps.",
                position=self.at,
                text=self.text,
            )

    def shallower(self) -> None:
        """Leave one level of nesting."""
        self._nesting -= 1

    def chained(self, count: int) -> None:
        """Check the length of a chain of operators. Raises FeelLimitError beyond the limit."""
        if count > self.limits.chain:
            raise FeelLimitError(
                f"一串运算超过{self.limits.chain}项。请分成几步或使用列表函数。",
                f"More than {self.limits.chain} operations stand in one row. Split them into steps, or use a list function.",
                position=self.at,
                text=self.text,
            )

    def rewind(self, at: int, nesting: int = 0) -> None:
        """Go back to a place."""
        self.at, self._nesting = at, nesting

    def expected(self, zh: str, en: str = "", at: int | None = None) -> FeelSyntaxError:
        """Return an error that says what should stand at a place, the present one if none is given."""
        place = self.at if at is None else at
        found = self.text[place : place + 1]
        meant = _meant(found)
        hint_zh = f"请把“{found}”改成半角的 {meant} 。" if meant and meant not in zh else ""
        hint_en = f" Write {meant} instead of “{found}”." if meant and meant not in zh else ""
        found_zh = f"这里是“{found}”" if found else "表达式到这里就结束了"
        found_en = f"but “{found}” stands there" if found else "but the expression ends there"
        return FeelSyntaxError(
            f"第{place + 1}个字处应当是{zh}，{found_zh}。{hint_zh}",
            f"At character {place + 1}, {en or zh} is expected, {found_en}.{hint_en}",
            position=place,
            text=self.text,
        )

    def wrong(self, zh: str, en: str, at: int) -> FeelSyntaxError:
        """Return an error that says in a sentence what is wrong at a place."""
        return FeelSyntaxError(f"第{at + 1}个字处：{zh}", f"At character {at + 1}: {en}", position=at, text=self.text)


def _meant(found: str) -> str:
    if found and ord(found) in _FULL_WIDTH:
        found = chr(ord(found) - _TO_HALF_WIDTH)
        return _MEANT.get(found, found)
    return _MEANT.get(found, "")
