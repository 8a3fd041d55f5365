"""Count a case for the figures of its jurisdiction and of all above it, in the transaction of the step that moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.case import Case
from engine.domain.figure import Counted
from engine.usecases import ports
from engine.usecases.context import Context
from engine.usecases.ports import Measures


def counted(step: ports.CaseStep, measured_by: Sequence[str], context: Context) -> ports.CaseStep:
    """Return the step with what the case gives to the figures whose result it may have changed."""
    before = step.before.case if step.before else None
    return replace(step, counted=count(before, step.case, measures(measured_by, context)))


def measures(releases: Sequence[str], context: Context) -> list[Measures]:
    """Return the figures of the releases by which the cases of a jurisdiction are measured."""
    return [context.releases.get(release).measures for release in releases]


def count(before: Case | None, after: Case, measures: Sequence[Measures]) -> Counted:
    """Count a case by all definitions that a step may have changed; what several releases define alike is counted once."""
    found = Counted()
    for each in measures:
        more = each.count(after, each.affected(before, after) - found.definitions)
        found = Counted(
            definitions=found.definitions | more.definitions,
            counts=(*found.counts, *more.counts),
            groups={**found.groups, **more.groups},
        )
    return found
