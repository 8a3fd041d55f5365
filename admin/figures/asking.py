"""What a page of figures is asked for: the jurisdiction, the span, how it is parted; read from the address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from admin import visitor
from engine import errors
from engine.domain.access import Actor
from engine.domain.calendar import local_date
from engine.domain.span import Span, SpanKind
from engine.errors import Text
from engine.usecases.sheets import Measure

#: Kinds of spans that are offered by name.
KINDS = (SpanKind.MONTH, SpanKind.QUARTER, SpanKind.YEAR)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something to choose by a link."""

    title: str
    address: str
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One page of figures."""

    jurisdiction: str
    title: Text
    #: Codes and names of all jurisdictions whose figures the visitor may see, parents first.
    places: Sequence[tuple[str, Text]]
    actor: Actor
    span: Span
    today: date

    @classmethod
    def read(cls, jurisdiction: str, usual: SpanKind = SpanKind.YEAR) -> Asked:
        """Read the request. Raises NotAllowedError, SpanError."""
        actor = visitor.actor()
        places = within(actor)
        known = dict(places)
        if jurisdiction not in known:
            raise errors.NotAllowedError
        today = local_date(visitor.product().context.clock.now())
        return cls(jurisdiction=jurisdiction, title=known[jurisdiction], places=places, actor=actor, span=_span(today, usual), today=today)

    def measure(self, **more: Any) -> Measure:
        """Return what is asked of the use case."""
        return Measure(**{"jurisdiction": self.jurisdiction, "actor": self.actor, "span": self.span, **more})

    def address(self, **changed: Any) -> str:
        """Return the address of the same page with something changed."""
        kept = {name: value for name, value in request.args.items() if name in ("period", "figure", "by", "piece", "group")}
        return url_for(request.endpoint or "Figures.index", **{**(request.view_args or {}), **kept, "period": self.span.code, **changed})

    def kinds(self) -> Iterator[Choice]:
        """Yield the lengths that a span may have, each around the last day of the present one."""
        words = {SpanKind.MONTH: _("月度"), SpanKind.QUARTER: _("季度"), SpanKind.YEAR: _("年度")}
        around = min(self.span.last, self.today)
        for kind in KINDS:
            address = self.address(period=Span.around(kind, around).code)
            yield Choice(title=words[kind], address=address, is_current=self.span.kind is kind)

    def before(self) -> Choice:
        """Return the span before."""
        span = self.span.before()
        return Choice(title=visitor.say(span.in_words()), address=self.address(period=span.code))

    def after(self) -> Choice | None:
        """Return the span after, unless it has not begun."""
        span = self.span.after()
        if span.first > self.today:
            return None
        return Choice(title=visitor.say(span.in_words()), address=self.address(period=span.code))


def within(actor: Actor) -> list[tuple[str, Text]]:
    """Return the jurisdictions within an actor's reach that have figures: parents first."""
    context = visitor.product().context
    with context.begin(actor.reach) as uow:
        tops = [post.jurisdiction for post in actor.posts]
        names = {code: title for top in tops for code, title in uow.rosters.below(top).items() if code in actor.reach}
        return [(code, title) for code, title in names.items() if uow.packs.current(code) is not None]


def _span(today: date, usual: SpanKind) -> Span:
    """Read `period`, or `from` and `to`; without either it is the span in which yesterday lies."""
    first, last = request.args.get("from", ""), request.args.get("to", "")
    if first or last:
        return Span.parse(f"{first or last}..{last or first}")
    code = request.args.get("period", "")
    return Span.parse(code) if code else Span.around(usual, today - timedelta(days=1))
