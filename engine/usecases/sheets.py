"""Add the counts of a span up to figures, parted or not, with the words for their groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine import errors
from engine.domain.access import Actor
from engine.domain.figure import Figure, FigureDefinition, Part
from engine.domain.report import BY_PLACE, BY_TIME
from engine.domain.span import Span, SpanKind
from engine.errors import Text
from engine.usecases import ports
from engine.usecases.ports import Asked, By, Measures

#: Before the first and behind the last day that a case can have.
EVER = Span(kind=SpanKind.DAYS, first=date.min, last=date.max)
_UNKNOWN = Text("未填写", "Not stated")
_TIMES = {
    SpanKind.DAY: Text("日", "Day"),
    SpanKind.WEEK: Text("周", "Week"),
    SpanKind.MONTH: Text("月份", "Month"),
    SpanKind.QUARTER: Text("季度", "Quarter"),
    SpanKind.YEAR: Text("年份", "Year"),
}
_PLACE = Text("辖区", "Jurisdiction")
#: More columns than this in a table of days or weeks nobody reads.
_MOST_SPANS = 400


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Somebody asks for the figures of a jurisdiction and everything below it."""

    jurisdiction: str
    actor: Actor
    #: None counts everything up to today.
    span: Span | None = None
    #: Names of figures; None means all.
    figures: Collection[str] | None = None
    #: Name of a grouping, or one of those that every pack has.
    by: str | None = None
    #: Whether the number of cases behind each figure is needed, because it will be published.
    counts_cases: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """One value by which figures are parted."""

    #: None where the case says nothing.
    code: str | None
    title: Text
    #: The groups of time: which days.
    span: Span | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Figures of a span; parted if that was asked for."""

    span: Span
    figures: tuple[Figure, ...]
    by: str | None = None
    by_title: Text | None = None
    groups: tuple[Group, ...] = ()
    #: By name of the figure and code of the group.
    parts: Mapping[tuple[str, str | None], Figure] | None = None

    def part(self, figure: str, group: str | None) -> Figure:
        """Return a figure of one group, which may have given nothing."""
        found = (self.parts or {}).get((figure, group))
        return found or Figure(definition=next(each.definition for each in self.figures if each.definition.name == figure))


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """One measurement in one transaction."""

    command: Measure
    release: ports.Release
    uow: ports.UnitOfWork
    today: date

    @property
    def measures(self) -> Measures:
        """Return the definitions."""
        return self.release.measures

    @property
    def span(self) -> Span:
        """Return the span that is measured."""
        return self.command.span or EVER

    @property
    def definitions(self) -> Sequence[FigureDefinition]:
        """Return what was asked for. Raises NotFoundError."""
        names = self.measures.figures if self.command.figures is None else self.command.figures
        unknown = [name for name in names if name not in self.measures.figures]
        if unknown:
            raise errors.NotFoundError(Text(f"没有统计数“{unknown[0]}”。", f"There is no figure {unknown[0]}."))
        return [self.measures.figures[name] for name in names]

    @property
    def asked(self) -> Asked:
        """Say which counts are meant: a day that has not come yet does not count."""
        known_until = {
            each.address: None if self.command.span is None or each.cut_off is None else self.span.last + each.cut_off
            for each in self.definitions
        }
        return Asked(
            jurisdiction=self.command.jurisdiction,
            first=self.span.first,
            last=min(self.span.last, self.today),
            definitions=known_until,
            counts_cases=self.command.counts_cases,
        )

    def sheet(self) -> Sheet:
        """Return the figures, parted if that was asked for."""
        totals = _by_group(self.uow.figures.totals(self.asked), self.definitions)
        figures = tuple(totals.get((each.name, None), Figure(definition=each)) for each in self.definitions)
        if self.command.by is None:
            return Sheet(span=self.span, figures=figures)
        by = self.command.by
        parts = _by_group(self.uow.figures.totals(self.asked, self.parting(by)), self.definitions)
        parts = {(name, _shown(code, by)): figure for (name, code), figure in parts.items()}
        groups = self._groups(by, {code for _, code in parts})
        return Sheet(span=self.span, figures=figures, by=by, by_title=self._title(by), groups=tuple(groups), parts=parts)

    def parting(self, by: str) -> By:
        """Return how the store parts by a grouping. Raises NotFoundError."""
        if by in BY_TIME:
            return By(time=BY_TIME[by])
        if by == BY_PLACE:
            return By(is_place=True)
        if by not in self.measures.groupings:
            raise errors.NotFoundError(Text(f"没有分组“{by}”。", f"There is no grouping {by}."))
        return By(grouping=self.measures.groupings[by].address)

    def group(self, by: str, code: str | None) -> Group:
        """Return a group with its words."""
        unknown = Group(code=code, title=Text(code or "", code or ""))
        return next((group for group in self._groups(by, {code}) if group.code == code), unknown)

    def _title(self, by: str) -> Text:
        if by in BY_TIME:
            return _TIMES[BY_TIME[by]]
        return _PLACE if by == BY_PLACE else self.measures.groupings[by].title

    def _groups(self, by: str, codes: Collection[str | None]) -> Iterable[Group]:
        if by in BY_TIME:
            return self._spans(BY_TIME[by], codes)
        words = self._words(by)
        known = [Group(code=code, title=words[code]) for code in words if code in codes]
        others = [Group(code=code, title=Text(code, code)) for code in sorted(filter(None, codes)) if code not in words]
        unknown = [Group(code=None, title=_UNKNOWN)] if None in codes else []
        return [*known, *others, *unknown]

    def _spans(self, kind: SpanKind, codes: Collection[str | None]) -> Iterable[Group]:
        """Return every span of time, those without any case too, from the first that there is to the last."""
        found = sorted(Span.parse(code).first for code in codes if code)
        if not found and self.command.span is None:
            return []
        first = self.span.first if self.command.span else found[0]
        last = min(self.span.last, self.today) if self.command.span else found[-1]
        if first > last:
            return []
        spans = list(Span(kind=SpanKind.DAYS, first=first, last=last).parts(kind))[:_MOST_SPANS]
        return [Group(code=span.code, title=span.in_words(), span=span) for span in spans]

    def _words(self, by: str) -> Mapping[str, Text]:
        if by == BY_PLACE:
            return self.uow.rosters.below(self.command.jurisdiction)
        source = self.measures.groupings[by].words
        if source is None:
            return {}
        form, _, field = source.partition(".")
        if field:
            return self.release.form(form).choices(field)
        return self._roster_words(source) if source in _ROSTER else self.release.labels(source)

    def _roster_words(self, source: str) -> Mapping[str, Text]:
        roster = self.uow.rosters.roster(self.command.jurisdiction)
        if source == "people":
            return {person.code: Text(person.name, person.name) for person in roster.people}
        return {each.code: each.title for each in (roster.teams if source == "teams" else roster.units)}


_ROSTER = frozenset({"units", "teams", "people"})


def _by_group(totals: Iterable[ports.Total], definitions: Sequence[FigureDefinition]) -> dict[tuple[str, str | None], Figure]:
    """Put numerators and denominators together."""
    known = {each.address: each for each in definitions}
    found: dict[tuple[str, str | None], Figure] = {}
    for total in totals:
        definition = known[total.definition]
        key = definition.name, total.group
        figure = found.get(key, Figure(definition=definition))
        figure = replace(figure, failed=figure.failed + total.failed)
        is_sum = total.part is Part.SUM
        found[key] = replace(figure, sum=total.sum, cases=total.cases) if is_sum else replace(figure, of=total.sum, of_cases=total.cases)
    return found


def _shown(code: str | None, by: str) -> str | None:
    """Return the code of a group: of a span of time, the span instead of its first day."""
    return Span.around(BY_TIME[by], date.fromisoformat(code)).code if code and by in BY_TIME else code


def stored(code: str | None, by: str | None) -> str | None:
    """Return what the store calls a group."""
    return Span.parse(code).first.isoformat() if code and by in BY_TIME else code
