"""What the operations about the matter of a case answer and refuse."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine import errors
from engine.domain.case import Json, WorkItem
from engine.domain.linking import Link, LinkKind
from engine.domain.same_matter import Earlier, Matter
from engine.errors import Text
from engine.usecases import operations, ports
from engine.usecases.operation import Context
from tests.fakes import FakeRelease, StepByStep, a_house, a_task
from tests.usecases.operating import NOW, a_context


@dataclass
class FakeLinks:
    """Earlier cases in memory, and what was linked."""

    cases: tuple[Earlier, ...] = ()
    made: list[Link] = field(default_factory=list)

    def resembling(self, wanted: ports.Resembling) -> list[Earlier]:
        return [each for each in self.cases if each.opened_at >= wanted.since]

    def find(self, case: UUID, jurisdiction: str) -> Earlier:
        found = next((each for each in self.cases if each.id == case), None)
        if found is None:
            raise errors.NotFoundError
        return found

    def put(self, link: Link) -> None:
        self.made.append(link)


class AtOnePlace(FakeRelease):
    """A release whose every case is about the same neighbours."""

    def project(self, document: Json) -> ports.Projection:
        return ports.Projection(title="漏水", dispute_type="02", parties=(), place="东镇3栋")


def an_earlier(**more: Any) -> Earlier:
    values: dict[str, Any] = {"id": uuid4(), "jurisdiction": "longxi", "number": "2025-1", "title": "漏水", "state": "accepted"}
    return Earlier(**{**values, "opened_at": NOW, "closed_at": None, "matter": Matter(dispute_type="02", place="东镇3栋"), **more})


def about(links: FakeLinks, *items: WorkItem) -> Context:
    house = a_house(a_task("A"))
    house.uow.links = links
    context = a_context(house, "2025-2")
    for earlier in links.cases:
        known = replace(context.case, id=earlier.id)
        house.uow.cases.stored[earlier.id] = ports.LockedCase(case=known, process="main", state=b"", items=items, timers=())
    return context


def an_item(case: UUID, **more: Any) -> WorkItem:
    values: dict[str, Any] = {"element": "a", "code": "A", "title": Text("甲", "A"), "form": None, "role": "R.INTAKE", "created_at": NOW}
    return WorkItem(id=uuid4(), task=uuid4(), case=case, jurisdiction="longxi", **{**values, **more})


def test_a_link_tells_those_who_work_on_the_other_case() -> None:
    """The holder, else whom the item is assigned to, else its role; each once."""
    other = an_earlier()
    links = FakeLinks((other,))
    items = (
        an_item(other.id, holder="zhao"),
        an_item(other.id, assigned=("team:traffic",)),
        an_item(other.id),
        an_item(other.id),
    )
    context = about(links, *items)

    found = operations.operate("link_case", {"case": str(other.id), "kind": "serves"}, context)

    assert found == {"case": str(other.id), "number": "2025-1", "kind": "serves"}
    assert [(link.kind, link.other, link.by) for link in links.made] == [(LinkKind.SERVES, other.id, "wang")]
    assert [(notice.to, notice.case) for notice in context.notices] == [
        ("person:zhao", other.id),
        ("team:traffic", other.id),
        ("role:R.INTAKE", other.id),
    ]
    assert context.notices[0].text == Text("“2025-2”与“2025-1”有了关联：配套事项。", "2025-2 now belongs to 2025-1: served by.")


def test_what_has_ended_is_told_apart_from_what_is_open() -> None:
    """An open case may be merged into, one that has ended taken up again; a merged one is neither, the case that took it over is."""
    going_on, merged = an_earlier(), an_earlier(state="merged", closed_at=NOW)
    over = an_earlier(number="2025-0", closed_at=NOW, end="E.CONFIRMED")
    context = replace(about(FakeLinks((going_on, over, merged))), release=AtOnePlace(processes=StepByStep(())))

    found = operations.operate("find_same_matter", {"days": 30}, context)

    assert [each["case"] for each in found["cases"]] == [str(going_on.id)]
    assert [(each["case"], each["number"], each["end"]) for each in found["ended"]] == [(str(over.id), "2025-0", "E.CONFIRMED")]
    assert found["count"] == 3


@pytest.mark.parametrize(
    ("inputs", "english"),
    [
        ({"kind": "merged"}, "2025-1 has ended, so nothing can be merged into it. Go back and let this case go on by itself."),
        ({"kind": "cousin"}, "There is no link “cousin”; there are: merged, serves, reopens, concerns, agenda."),
        ({"kind": "concerns", "case": "nonsense"}, "“nonsense” is no case."),
        ({"kind": "concerns", "case": None}, "“None” is no case."),
    ],
)
def test_what_cannot_be_linked_is_said(inputs: dict[str, Any], english: str) -> None:
    """Nothing is stored; the sentence says what to do."""
    closed = an_earlier(closed_at=NOW)
    links = FakeLinks((closed,))

    with pytest.raises(errors.EngineError) as refused:
        operations.operate("link_case", {"case": str(closed.id), **inputs}, about(links))

    assert refused.value.text.en == english
    assert links.made == []


@pytest.mark.parametrize("days", [None, 0, -1, "30", True])
def test_the_search_needs_a_number_of_days(days: Any) -> None:
    """A search without an end would put together what does not belong together."""
    with pytest.raises(errors.ProcessError, match="whole number above zero"):
        operations.operate("find_same_matter", {"days": days}, about(FakeLinks()))
