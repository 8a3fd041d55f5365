"""Fakes that satisfy the ports of the use cases, for tests of the use cases alone."""

from tests.fakes.house import FakeClock, FakePrinter, House, a_house, a_house_over, an_actor
from tests.fakes.releases import FakeForm, FakeMeasures, FakeRelease, FakeReleases, FakeTemplate, StepByStep, a_task
from tests.fakes.store import FakeCases, FakeDocuments, FakeLinks, FakePacks, FakeRhythms, FakeRosters, FakeUnitOfWork

__all__ = [
    "FakeCases",
    "FakeClock",
    "FakeDocuments",
    "FakeForm",
    "FakeLinks",
    "FakeMeasures",
    "FakePacks",
    "FakePrinter",
    "FakeRelease",
    "FakeReleases",
    "FakeRhythms",
    "FakeRosters",
    "FakeTemplate",
    "FakeUnitOfWork",
    "House",
    "StepByStep",
    "a_house",
    "a_house_over",
    "a_task",
    "an_actor",
]
