"""A small house: one place, its people, and everything that use cases are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.documents.workbooks import Workbooks
from engine.domain.access import Actor
from engine.domain.deadline import DeadlineRule
from engine.domain.letter import Letter
from engine.domain.process import OpenTask
from engine.domain.roster import Post
from engine.solving import Highs
from engine.usecases.context import Context
from tests.fakes.releases import FakeRelease, FakeReleases, StepByStep
from tests.fakes.store import FakeUnitOfWork


@dataclass
class FakeClock:
    """A clock that stands until it is moved."""

    instant: datetime = datetime(2025, 6, 3, 1, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def advance(self, **more: float) -> None:
        self.instant += timedelta(**more)


class FakePrinter:
    """Prints what stands on the paper, in plain text."""

    def pdf(self, letter: Letter, at: datetime) -> bytes:
        return "\n".join(["PDF", *letter.texts()]).encode()

    def docx(self, letter: Letter, at: datetime) -> bytes:
        return "\n".join(["DOCX", *letter.texts()]).encode()

    def pictures(self, letter: Letter, at: datetime) -> Sequence[bytes]:
        return [self.pdf(letter, at)]


@dataclass
class House:
    """Everything that a use case needs, in memory."""

    uow: FakeUnitOfWork
    clock: FakeClock
    context: Context


def a_house(*tasks: OpenTask, limited: str | None = None, deadlines: Mapping[str, DeadlineRule] | None = None) -> House:
    return a_house_over(FakeRelease(processes=StepByStep(tasks, limited), deadlines=deadlines or {}))


def a_house_over(release: FakeRelease) -> House:
    """Return an empty house in which a release is in use."""
    uow, clock = FakeUnitOfWork(), FakeClock()
    context = Context(
        begin=lambda _reach: uow,
        releases=FakeReleases(release),
        clock=clock,
        printer=FakePrinter(),
        optimiser=Highs(),
        workbooks=Workbooks(),
    )  # type: ignore[arg-type]
    return House(uow, clock, context)


def an_actor(person: str = "wang", role: str = "R.INTAKE") -> Actor:
    post = Post(person=person, role=role, jurisdiction="longxi")
    return Actor(person=person, name="王某", posts=(post,), below={"longxi": frozenset({"longxi"})})
