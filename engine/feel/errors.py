"""What can be wrong with an expression, in both languages, pointing at the character."""

from __future__ import annotations


class FeelError(Exception):
    """An expression cannot be read or evaluated."""

    def __init__(self, zh: str, en: str, *, position: int | None = None, text: str = "") -> None:
        #: A whole sentence in Chinese.
        self.zh = zh
        #: The same sentence in English.
        self.en = en
        #: Character of the source at which the trouble shows, from 0.
        self.position = position
        #: The source of the expression.
        self.text = text
        super().__init__(f"{en} (character {position + 1})" if position is not None else en)

    def excerpt(self) -> str:
        """Return the line of the source with a caret under the character."""
        if self.position is None or not self.text:
            return self.text[:120]
        start = self.text.rfind("\n", 0, self.position) + 1
        end = self.text.find("\n", self.position)
        line = self.text[start : len(self.text) if end < 0 else end]
        column = self.position - start
        first = max(0, column - 60)
        return f"{line[first : first + 120]}\n{' ' * (column - first)}^"


class FeelSyntaxError(FeelError):
    """The text is not a FEEL expression."""


class FeelLimitError(FeelError):
    """The expression would take more time or memory than any honest one."""


class FeelEvaluationError(FeelError):
    """The value cannot be used where it is needed."""
