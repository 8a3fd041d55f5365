"""Document templates of a pack, read and compiled: data only, with FEEL where a value belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine import feel
from engine.domain.case import Json
from engine.errors import CheckFailedError, Problem, Text
from engine.packs import schemas
from engine.packs.pieces import PieceError, Words
from engine.packs.yamlfile import Place, YamlFile

#: What a letter may call besides the built-in functions of FEEL, with its parameters.
FUNCTIONS = {"person": ("code",), "team": ("code",), "unit": ("code",), "label": ("kind", "code"), "capital": ("amount",)}
#: Names in scope of every letter beside the places of the case document.
NAMES = frozenset({"case", "parties", "mediator", "parameters", "now", "today", "words", "issuer", "position"})
#: Names in scope of its number only.
NUMBER_NAMES = frozenset({"year", "serial"})


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of a template, compiled."""

    #: heading, paragraph, terms, table, facts, fields, signatures, seal, date, note or break.
    kind: str
    #: As in the file.
    content: Json
    place: Place
    when: feel.Expression | None = None
    each: feel.Expression | None = None
    item: str | None = None
    #: The block's text; those of the terms of a list, the columns of a table, the facts.
    words: tuple[Words, ...] = ()
    #: Titles of the columns of a table, or of facts.
    titles: tuple[Text, ...] = ()
    #: The value of a date, or the name beside a signature.
    value: feel.Expression | None = None

    def expressions(self) -> Iterator[tuple[feel.Expression, frozenset[str]]]:
        """Yield every expression with the names that its list brings into scope."""
        for alone in (self.when, self.each):
            if alone:
                yield alone, frozenset()
        items = frozenset({self.item}) if self.item else frozenset[str]()
        for each in (*(e for words in self.words for e in words.expressions()), *([self.value] if self.value else [])):
            yield each, items


@dataclass(frozen=True, kw_only=True)
class Template:
    """A document template."""

    code: str
    title: Text
    #: Documents of one series are numbered together; None for a document without a number.
    series: str | None
    number: Words | None
    privacy: str
    layout: str
    blocks: tuple[Block, ...]
    document: YamlFile = field(repr=False)

    def problem(self, place: Place, message: Text, cure: Text | None = None) -> Problem:
        """Return a problem that points at a place of the file."""
        return self.document.problem(place, message, cure)


@lru_cache(maxsize=256)
def read_template(file: str, content: bytes) -> Template:
    """Read a document template, once for the same bytes. Raises CheckFailedError with every problem of the file."""
    document = schemas.read_checked(file, content, "document")
    value, reading = document.value, _Reading(document)
    number = reading.words(value["number"], ("number",)) if "number" in value else None
    template = Template(
        code=value["document"],
        title=Text(**value["title"]),
        series=value.get("series", value["document"]) if number else None,
        number=number,
        privacy=value["privacy"],
        layout=value.get("layout", "letter"),
        blocks=tuple(reading.block(block, ("blocks", index)) for index, block in enumerate(value["blocks"])),
        document=document,
    )
    if reading.problems:
        raise CheckFailedError(reading.problems)
    return template


#: Kinds of blocks by what they hold: a text or a list of texts, a list of titles with texts, or something else.
_TEXTS = ("heading", "paragraph", "terms", "signatures", "seal", "note")
_TITLED = ("table", "facts")
_KINDS = (*_TEXTS, *_TITLED, "fields", "date", "break")


def _texts(kind: str, content: Any, place: Place) -> Iterator[tuple[Json | str, Place]]:
    """Yield the texts of a block with their places."""
    if kind in _TITLED:
        yield from ((each["text"], (*place, index, "text")) for index, each in enumerate(content))
    elif kind in _TEXTS and isinstance(content, list):
        yield from ((text, (*place, index)) for index, text in enumerate(content))
    elif kind in _TEXTS:
        yield content, place


class _Reading:
    """One reading of a file; collects the expressions that cannot be read."""

    def __init__(self, document: YamlFile) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def block(self, content: Json, place: Place) -> Block:
        kind = next(kind for kind in _KINDS if kind in content)
        titled = content[kind] if kind in _TITLED else ()
        value = {"date": "date", "signatures": "name"}.get(kind, "")
        return Block(
            kind=kind,
            content=content,
            place=place,
            when=self._expression(content, "when", place),
            each=self._expression(content, "each", place),
            item=content.get("item"),
            words=tuple(words for text, where in _texts(kind, content[kind], (*place, kind)) if (words := self.words(text, where))),
            titles=tuple(Text(**each["title"]) for each in titled),
            value=self._expression(content, value, place),
        )

    def words(self, text: Json | str, place: Place) -> Words | None:
        """Compile a text; None, with a problem, where it cannot be read."""
        try:
            return Words.read(text, FUNCTIONS)
        except feel.FeelError as error:
            self._unreadable(place, Text(error.zh, error.en))
        except PieceError as error:
            self._unreadable(place, error.text)
        return None

    def _expression(self, content: Json, key: str, place: Place) -> feel.Expression | None:
        if key not in content:
            return None
        try:
            return feel.compile(content[key], FUNCTIONS)
        except feel.FeelError as error:
            self._unreadable((*place, key), Text(error.zh, error.en))
        return None

    def _unreadable(self, place: Place, reason: Text) -> None:
        message = Text(f"这里的表达式无法读懂。{reason.zh}", f"An expression here cannot be read. {reason.en}")
        self.problems.append(self.document.problem(place, message, Text("请按 FEEL 的写法改正。", "Correct it by the rules of FEEL.")))
