"""The director's pages: figures of a span beside those before, reports, and the very cases behind every number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext as _

from admin import visitor
from admin.figures import asking, showing, workbook
from admin.figures.asking import Asked
from admin.workspace.naming import Namer
from engine import errors
from engine.domain.figure import FigureDefinition, Piece
from engine.domain.report import BY_PLACE, Chart, ReportPart
from engine.domain.span import Span, SpanKind
from engine.errors import Text
from engine.usecases import measure, ports, publish_report
from engine.usecases.measure import Drill
from engine.usecases.publish_report import PublishReport

_NO_RELEASE = Text("本辖区还没有发布任何流程，没有统计数。", "This jurisdiction has no released process yet, so it has no figures.")
#: Parts of time that are offered for charts.
_TIMES = (SpanKind.DAY, SpanKind.WEEK, SpanKind.MONTH, SpanKind.QUARTER, SpanKind.YEAR)


class Figures(BaseView):
    """Figures within the visitor's reach."""

    route_base = "/figures"

    @expose("/")
    @visitor.signed_in
    def index(self) -> Any:
        """Begin with the topmost jurisdiction that has figures."""
        wanted = request.args.get("jurisdiction") or next((code for code, _title in asking.within(visitor.actor())), None)
        if wanted is None:
            raise errors.NotFoundError(_NO_RELEASE)
        return redirect(url_for("Figures.overview", jurisdiction=wanted, period=request.args.get("period") or None))

    @expose("/<jurisdiction>")
    @visitor.signed_in
    def overview(self, jurisdiction: str) -> str:
        """Show all figures of a span beside the span before, and one of them parted."""
        asked = Asked.read(jurisdiction)
        context, release = visitor.product().context, _release(asked)
        now = measure.measure(asked.measure(), context)
        before = measure.measure(asked.measure(span=asked.span.before()), context)
        cells = [(showing.cell(a), showing.comparison(a, b)) for a, b in zip(now.figures, before.figures, strict=True)]
        return self._shown(
            "figures/overview.html",
            asked,
            cells=cells,
            parted=_parted(asked, release),
            groupings=_groupings(release),
            reports=list(release.measures.reports.values()),
            published=_published(asked),
            counting=_counting(asked),
        )

    @expose("/<jurisdiction>/reports/<name>", methods=["GET"])
    @visitor.signed_in
    def report(self, jurisdiction: str, name: str) -> str:
        """Show a report of the pack."""
        asked, report, parts = _report(jurisdiction, name)
        tables = [showing.table(part, sheet) for part, sheet in parts]
        return self._shown(
            "figures/report.html",
            asked,
            report=report,
            tables=tables,
            counting=_counting(asked),
            may_publish=publish_report.may_publish(jurisdiction, asked.actor) and asked.span.is_over(visitor.product().context.clock.now()),
        )

    @expose("/<jurisdiction>/reports/<name>.xlsx")
    @visitor.signed_in
    def download(self, jurisdiction: str, name: str) -> Response:
        """Give a report as a workbook."""
        asked, report, parts = _report(jurisdiction, name)
        content = workbook.write(report, parts, place=asked.title, span=asked.span, at=visitor.product().context.clock.now())
        return workbook.response(content, f"{jurisdiction}-{name}-{asked.span.code}")

    @expose("/<jurisdiction>/reports/<name>", methods=["POST"])
    @visitor.signed_in
    def publish(self, jurisdiction: str, name: str) -> Any:
        """Keep a report as it is now."""
        command = PublishReport(
            jurisdiction=jurisdiction, actor=visitor.actor(), report=name, span=Span.parse(request.form.get("period", ""))
        )
        made = publish_report.publish_report(command, visitor.product().context)
        flash(_("已发布。以后数据变动，这份报表也不会变。"), "success")
        return redirect(url_for("Published.page", report=made), 303)

    @expose("/<jurisdiction>/cases/<figure>")
    @visitor.signed_in
    def cases(self, jurisdiction: str, figure: str) -> str:
        """Show the cases behind a figure."""
        asked, context = Asked.read(jurisdiction), visitor.product().context
        release = _release(asked)
        piece = Piece(request.args["piece"]) if request.args.get("piece") in set(Piece) else Piece.SUM
        by, page = request.args.get("by"), max(request.args.get("page", 1, type=int), 1)
        group = request.args.get("group") or None
        found = measure.drill(Drill(asked=asked.measure(by=by), figure=figure, piece=piece, group=group, page=page), context)
        with visitor.begin(asked.actor) as uow:
            namer = Namer(uow)
            rows = [(case, namer.of(case.jurisdiction, case.release)) for case in found.cases]
        total = measure.measure(asked.measure(figures=[figure], by=by), context)
        whole = total.part(figure, group) if by else total.figures[0]
        return self._shown(
            "figures/cases.html",
            asked,
            found=found,
            rows=rows,
            piece=piece,
            whole=showing.cell(whole),
            pieces=_pieces(asked, found.figure.is_rate, piece),
            pages=_pages(asked, page, found.total),
            page=page,
            others=_others(found.figure, release),
        )

    @expose("/<jurisdiction>/definitions")
    @visitor.signed_in
    def definitions(self, jurisdiction: str) -> str:
        """Show what each figure counts."""
        asked = Asked.read(jurisdiction)
        release = _release(asked)
        return self._shown("figures/definitions.html", asked, release=release, measures=release.measures)

    def _shown(self, template: str, asked: Asked, **more: Any) -> str:
        return str(self.render_template(template, asked=asked, showing=showing, **more))


def _release(asked: Asked) -> ports.Release:
    found = measure.release_of(asked.jurisdiction, asked.actor, visitor.product().context)
    if found is None:
        raise errors.NotFoundError(_NO_RELEASE)
    return found


def _report(jurisdiction: str, name: str) -> Any:
    """Return what is asked, the report, and its parts."""
    actor, context = visitor.actor(), visitor.product().context
    release = measure.release_of(jurisdiction, actor, context)
    known = release.measures.reports.get(name) if release else None
    asked = Asked.read(jurisdiction, known.period if known else SpanKind.YEAR)
    return (asked, *measure.report(name, asked.measure(), context))


def _parted(asked: Asked, release: ports.Release) -> showing.Table | None:
    """Return one figure, parted by what the visitor chose; by month to begin with."""
    figures = release.measures.figures
    if not figures:
        return None
    name = request.args.get("figure") if request.args.get("figure") in figures else next(iter(figures))
    by = request.args.get("by")
    by = by if by in {code for code, _title in _groupings(release)} else SpanKind.MONTH.value
    sheet = measure.measure(asked.measure(figures=[name], by=by), visitor.product().context)
    chart = Chart.COLUMNS if by in {kind.value for kind in _TIMES} else Chart.BARS
    return showing.table(ReportPart(figures=(str(name),), by=by, chart=chart), sheet)


def _groupings(release: ports.Release) -> list[tuple[str, str]]:
    words = {
        SpanKind.DAY: _("日"),
        SpanKind.WEEK: _("周"),
        SpanKind.MONTH: _("月份"),
        SpanKind.QUARTER: _("季度"),
        SpanKind.YEAR: _("年份"),
    }
    times = [(kind.value, words[kind]) for kind in _TIMES]
    return [*times, (BY_PLACE, _("辖区")), *((each.name, visitor.say(each.title)) for each in release.measures.groupings.values())]


def _published(asked: Asked) -> Sequence[ports.PublishedReport]:
    with visitor.begin(asked.actor) as uow:
        return uow.figures.published(asked.jurisdiction)


def _counting(asked: Asked) -> int | None:
    """Return how many per cent are counted by the definitions in force; None if all are."""
    with visitor.begin(asked.actor) as uow:
        found = [each for each in uow.figures.recountings(asked.jurisdiction) if not each.is_finished]
    total = sum(each.total for each in found)
    return min(sum(each.done for each in found) * 100 // total, 99) if total else None


def _others(figure: FigureDefinition, release: ports.Release) -> list[FigureDefinition]:
    """Return the figures that count the same in another way."""
    return [each for each in release.measures.figures.values() if figure.name == each.instead_of or each.name == figure.instead_of]


def _pieces(asked: Asked, is_rate: bool, current: Piece) -> list[asking.Choice]:
    words = {Piece.SUM: _("分子"), Piece.OF: _("分母"), Piece.REST: _("分母中未计入分子的")}
    if not is_rate:
        return []
    return [
        asking.Choice(title=title, address=asked.address(piece=piece.value), is_current=piece is current) for piece, title in words.items()
    ]


def _pages(asked: Asked, page: int, total: int) -> dict[str, str]:
    around = {"previous": page - 1 if page > 1 else None, "next": page + 1 if total > page * measure.PAGE else None}
    return {name: asked.address(page=number) for name, number in around.items() if number}
