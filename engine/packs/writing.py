"""Fills in a document template: a letter in one language, out of what the case holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import errors, feel
from engine.domain.calendar import local_date
from engine.domain.case import Case, Json
from engine.domain.letter import Letter, Run
from engine.domain.roster import Roster
from engine.errors import Text
from engine.packs import disclosing, wording
from engine.packs.disclosing import Sight
from engine.packs.pieces import Pieces, Words
from engine.packs.template import FUNCTIONS, Block, Template
from engine.usecases import ports

#: A list longer than this belongs into an annex of its own.
MAX_ENTRIES = 500
MAX_BLOCKS = 2_000
MAX_CHARACTERS = 200_000


class LetterTooLongError(errors.EngineError):
    """这份文书太长，无法制作。

    This document is too long to be made.
    """


#: Words for a code of a kind, as the pack states them.
Label = Callable[[str, str], Text]


@dataclass(frozen=True, kw_only=True)
class PackDocument:
    """Satisfies `engine.usecases.ports.DocumentTemplate`."""

    template: Template
    sight: Sight
    parameters: Mapping[str, Any]
    #: The pack's `case.parties`.
    parties: feel.Expression | None
    #: The pack's `case.mediator`.
    mediator: feel.Expression | None
    label: Label

    @property
    def code(self) -> str:
        """Return the code."""
        return self.template.code

    @property
    def title(self) -> Text:
        """Return the title."""
        return self.template.title

    @property
    def privacy(self) -> str:
        """Return the class."""
        return self.template.privacy

    @property
    def series(self) -> str | None:
        """Return the series."""
        return self.template.series

    def fill(self, facts: ports.LetterFacts) -> Letter:
        """Evaluate the template over what the class allows."""
        filling = _Filling(self, facts)
        letter = Letter(
            code=self.code,
            locale=facts.locale,
            title=filling.title(),
            number=filling.number(),
            layout=self.template.layout,
            privacy=self.privacy,
            blocks=tuple(filling.blocks()),
            is_preview=facts.serial is None,
        )
        _refuse_too_long(letter)
        return letter


class _Filling:
    """One letter under way."""

    def __init__(self, owner: PackDocument, facts: ports.LetterFacts) -> None:
        self.template = owner.template
        self.owner = owner
        self.facts = facts
        self.locale = facts.locale
        seen = owner.sight.seen(facts.document, disclosing.up_to(owner.privacy))
        self.scope: dict[str, Any] = {
            **seen,
            "words": owner.sight.worded(seen, facts.locale, facts.roster),
            "case": _case(facts.case),
            "parameters": owner.parameters,
            "now": facts.now.isoformat(),
            "today": local_date(facts.now).isoformat(),
            **self._functions(),
        }
        mediator = self._value(owner.mediator, seen) if owner.mediator else None
        self.scope["parties"] = self._value(owner.parties, seen) if owner.parties else []
        self.scope["mediator"] = _name(mediator, facts.roster)
        self.scope["issuer"] = _issuer(facts.case, facts.roster, facts.locale, mediator)
        self.seen = seen
        self.headings = [0, 0]

    def title(self) -> str:
        """Return the title as it is set."""
        return "".join(run or "" for run in self._set([self.template.title.in_language(self.locale)]))

    def number(self) -> str | None:
        """Return the number; a preview has none."""
        if self.template.number is None or self.facts.serial is None:
            return None
        scope = {**self.scope, "year": self.facts.year, "serial": self.facts.serial}
        return "".join(run or "" for run in self._runs(self.template.number, scope))

    def blocks(self) -> Iterator[Json]:
        """Yield the blocks of the letter."""
        writers: Mapping[str, Callable[[Block], Iterator[Json]]] = {
            "heading": self._heading,
            "paragraph": self._paragraphs,
            "terms": self._terms,
            "table": self._table,
            "facts": self._facts,
            "fields": self._fields,
            "signatures": self._signatures,
            "seal": self._plain,
            "note": self._plain,
            "date": self._date,
            "break": self._break,
        }
        for block in self.template.blocks:
            if block.when is None or self._value(block.when, self.scope) is True:
                yield from writers[block.kind](block)

    # --- kinds of blocks ---------------------------------------------------------------------------------------------

    def _heading(self, block: Block) -> Iterator[Json]:
        level = block.content.get("level", 1)
        runs = self._runs(block.words[0], self.scope)
        if block.content.get("numbered", True):
            self.headings[level - 1 :] = [self.headings[level - 1] + 1, *([0] if level == 1 else [])]
            number = wording.numeral(self.headings[level - 1], ("一、", "（一）")[level - 1], self.locale)
            runs = [number + ("" if self._is_zh else " "), *runs]
        yield {"kind": "heading", "level": level, "runs": self._set(runs)}

    def _paragraphs(self, block: Block) -> Iterator[Json]:
        looks = {"align": block.content.get("align", "both"), "is_indented": block.content.get("indented", True)}
        for scope in self._scopes(block):
            for runs in _lines(self._runs(block.words[0], scope)):
                yield {"kind": "paragraph", "runs": self._set(runs), **looks}

    def _terms(self, block: Block) -> Iterator[Json]:
        style = block.content.get("numbering", "1.")
        texts = (self._runs(words, scope) for scope in self._scopes(block) for words in block.words)
        for number, runs in enumerate(texts, 1):
            label = "".join(run or "" for run in self._set([wording.numeral(number, style, self.locale)]))
            yield {"kind": "term", "label": label, "runs": self._set([_joined(run) for run in runs])}

    def _table(self, block: Block) -> Iterator[Json]:
        columns = [
            {"title": title.in_language(self.locale), "width": column.get("width", 1)}
            for title, column in zip(block.titles, block.content["table"], strict=True)
        ]
        rows = [[self._cell(words, scope) for words in block.words] for scope in self._scopes(block)]
        rows += [[[None] for _ in columns] for _ in range(block.content.get("blank", 0) - len(rows))]
        if rows:
            yield {"kind": "table", "columns": columns, "rows": rows}

    def _cell(self, words: Words, scope: Mapping[str, Any]) -> list[Run]:
        return self._set([_joined(run) for run in self._runs(words, scope)])

    def _facts(self, block: Block) -> Iterator[Json]:
        rows = []
        for title, words in zip(block.titles, block.words, strict=True):
            text = "".join(run or "" for run in self._runs(words, self.scope))
            rows.append(_shown_row((title.in_language(self.locale), text.split("\n") if text else [], 0), self._set))
        yield {"kind": "fields", "rows": rows}

    def _fields(self, block: Block) -> Iterator[Json]:
        form = self.owner.sight.forms[block.content["fields"]]
        found = self.seen.get(form.place)
        # Of a form that was answered several times the newest answer is meant.
        answers = (found[-1] if found else {}) if isinstance(found, list) else (found or {})
        only = block.content.get("only")
        if only:
            answers = {name: answers[name] for name in only if name in answers}
        described = form.describe(answers, self.locale, self.facts.roster)
        rows = [_shown_row(row, self._set) for row in _flat(described, 0)]
        if rows:
            yield {"kind": "fields", "rows": rows}

    def _signatures(self, block: Block) -> Iterator[Json]:
        day = ["年", "月", "日"] if self._is_zh else ["-", "-", ""]
        rows = []
        for scope in self._scopes(block):
            label = "".join(run or "" for run in self._set(self._runs(block.words[0], scope)))
            name = wording.written(self._value(block.value, scope), self.locale) if block.value else None
            rows.append({"label": label, "name": [name] if name else [], "day": day})
        if rows:
            yield {"kind": "signatures", "rows": rows}

    def _plain(self, block: Block) -> Iterator[Json]:
        yield {"kind": block.kind, "runs": self._set(self._runs(block.words[0], self.scope))}

    def _date(self, block: Block) -> Iterator[Json]:
        assert block.value  # noqa: S101 - the schema asks for it
        day = wording.formal_day(self._value(block.value, self.scope), self.locale)
        blank: list[Run] = [None, "年", None, "月", None, "日"] if self._is_zh else [None]
        yield {"kind": "date", "runs": [day] if day else blank}

    def _break(self, _block: Block) -> Iterator[Json]:
        yield {"kind": "break"}

    # --- values ------------------------------------------------------------------------------------------------------

    @property
    def _is_zh(self) -> bool:
        return not self.locale.lower().startswith("en")

    def _set(self, runs: list[Run]) -> list[Run]:
        """Set text by the rules of the language."""
        return wording.widened(runs) if self._is_zh else runs

    def _runs(self, words: Words, scope: Mapping[str, Any]) -> list[Run]:
        pieces: Pieces = words.of(self.locale)
        return [part if isinstance(part, str) else wording.written(self._value(part, scope), self.locale) for part in pieces.parts]

    def _scopes(self, block: Block) -> Iterator[Mapping[str, Any]]:
        """Yield the scope for each entry of the block's list; once the letter's own if it has none."""
        if block.each is None or block.item is None:
            yield self.scope
            return
        found = self._value(block.each, self.scope)
        entries = found if isinstance(found, list) else [] if found is None else [found]
        if len(entries) > MAX_ENTRIES:
            raise LetterTooLongError(_too_many(self.template, len(entries)))
        # Nothing known yet: room for what will be filled in by hand.
        for position, entry in enumerate(entries or [None] * block.content.get("blank", 0), 1):
            yield {**self.scope, block.item: entry, "position": position}

    def _value(self, expression: feel.Expression, scope: Mapping[str, Any]) -> Any:
        try:
            return expression.evaluate(scope, self.facts.now)
        except feel.FeelError as error:
            title = self.template.title
            message = Text(f"文书“{title.zh}”算不出结果：{error.zh}", f"{title.en} could not be filled in: {error.en}")
            raise errors.ProcessError(message) from error

    def _functions(self) -> Mapping[str, feel.Function]:
        roster, locale, label = self.facts.roster, self.locale, self.owner.label
        people = {person.code: person.name for person in roster.people}
        teams = {team.code: team.title.in_language(locale) for team in roster.teams}
        units = {unit.code: unit.title.in_language(locale) for unit in roster.units}
        calls: Mapping[str, Callable[..., Any]] = {
            "person": lambda code: people.get(str(code)),
            "team": lambda code: teams.get(str(code)),
            "unit": lambda code: units.get(str(code)),
            "label": lambda kind, code: label(str(kind), str(code)).in_language(locale) if kind and code else None,
            "capital": wording.capital,
        }
        return {name: feel.Function((names,), calls[name], name) for name, names in FUNCTIONS.items()}


def _case(case: Case) -> Json:
    """Return what a letter may read of the case itself."""
    return {
        **case.facts(),
        "title": case.title or None,
        "query_code": case.query_code,
        "end": case.end,
        "opened_on": local_date(case.opened_at).isoformat(),
        "closed_on": case.closed_at and local_date(case.closed_at).isoformat(),
    }


def _issuer(case: Case, roster: Roster, locale: str, mediator: Any) -> Json:
    """Return who issues: the centre, and the committee of the mediator, else the only one that there is."""
    near = [unit for unit in roster.units if unit.jurisdiction == case.jurisdiction] or list(roster.units)
    centres, committees = ([unit for unit in near if unit.kind == kind] for kind in ("centre", "committee"))
    person = roster.by_person.get(str(mediator))
    own = [unit for unit in committees if person and unit.code == person.unit] or committees
    return {
        "centre": centres[0].title.in_language(locale) if centres else None,
        # Of several none is right: the place stays blank, to be filled in by hand.
        "committee": own[0].title.in_language(locale) if len(own) == 1 else None,
    }


def _name(code: Any, roster: Roster) -> str | None:
    person = roster.by_person.get(str(code))
    return person.name if person else None


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    """Part runs where the text has line breaks; empty lines are left out."""
    line: list[Run] = []
    for run in runs:
        first, *more = [None] if run is None else run.split("\n")
        line.append(first)
        for part in more:
            yield from [line] if any(each is None or each.strip() for each in line) else []
            line = [part]
    yield from [line] if any(each is None or each.strip() for each in line) else []


def _joined(run: Run) -> Run:
    return None if run is None else " ".join(run.split("\n"))


def _flat(lines: Any, depth: int) -> Iterator[tuple[str, list[str], int]]:
    """Lay nested lines of a form out as rows with their depth."""
    for label, value in lines:
        if isinstance(value, str):
            yield label, value.split("\n"), depth
        else:
            yield label, [], depth
            yield from _flat(value, depth + 1)


def _shown_row(row: tuple[str, list[str], int], set_: Callable[[list[Run]], list[Run]]) -> Json:
    label, lines, depth = row
    shown = ["".join(run or "" for run in set_([wording.clean(text)])) for text in (label, *lines)]
    return {"label": shown[0], "value": shown[1:], "depth": depth}


def _refuse_too_long(letter: Letter) -> None:
    characters = sum(map(len, letter.texts()))
    if characters > MAX_CHARACTERS or len(letter.blocks) > MAX_BLOCKS:
        raise LetterTooLongError(
            Text(
                f"“{letter.title}”太长：有 {characters} 个字、{len(letter.blocks)} 段，最多 {MAX_CHARACTERS} 个字、{MAX_BLOCKS} 段。",
                f"{letter.title} is too long: {characters} characters in {len(letter.blocks)} blocks; "
                f"at most {MAX_CHARACTERS} in {MAX_BLOCKS}.",
            )
        )


def _too_many(template: Template, entries: int) -> Text:
    title = template.title
    return Text(
        f"“{title.zh}”中有一个列表有 {entries} 项，最多 {MAX_ENTRIES} 项；请把名单另作附件。",
        f"A list in {title.en} has {entries} entries, at most {MAX_ENTRIES}; attach the list as a file of its own.",
    )
