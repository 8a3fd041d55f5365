"""What people began and never sent goes after a month."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from engine.documents.workbooks import Workbooks
from engine.domain.case import Draft
from engine.solving import Highs
from engine.usecases import ports
from engine.usecases.context import Context
from engine.usecases.tidy_up import KEPT, TidyUp, tidy_up
from tests.fakes import FakeClock, FakePrinter
from tests.postgres import Begin
from tests.store.builders import NOW, a_release, an_opening, save

OLD, FRESH = NOW - KEPT - timedelta(minutes=1), NOW - KEPT + timedelta(minutes=1)


def a_file(begin: Begin, at: object = OLD, case: UUID | None = None) -> UUID:
    file = ports.Attachment(
        id=uuid4(), jurisdiction="longxi", case=case, name="a.txt", media_type="text/plain", content=b"a", uploaded_by="wang", at=at
    )
    with begin({"longxi"}) as uow:
        uow.attachments.put(file)
        uow.commit()
    return file.id


def a_draft(begin: Begin, at: object, file: UUID, case: UUID | None = None, item: UUID | None = None) -> UUID:
    draft = Draft(item=item or uuid4(), actor="wang", answers={"proof": [str(file)]}, revision=1, saved_at=at, door="main")
    with begin({"longxi"}) as uow:
        uow.cases.put_draft(draft, case, "longxi", 0)
        uow.commit()
    return draft.item


def test_old_drafts_and_files_go_and_everything_in_use_stays(begin: Begin) -> None:
    """A file stays while a case has it, a draft names it, or it is fresh; the draft of a work item lives as long as that."""
    a_release(begin)
    step = save(begin, an_opening())
    forgotten, fresh, of_case = a_file(begin), a_file(begin, FRESH), a_file(begin, case=step.case.id)
    of_old_draft, of_fresh_draft, of_item_draft = a_file(begin), a_file(begin), a_file(begin)
    old = a_draft(begin, OLD, of_old_draft)
    kept = [a_draft(begin, FRESH, of_fresh_draft), a_draft(begin, OLD, of_item_draft, step.case.id, step.items[0].id)]

    tidy_up(
        TidyUp(reach={"longxi"}),
        Context(begin=begin, releases=None, clock=FakeClock(NOW), printer=FakePrinter(), optimiser=Highs(), workbooks=Workbooks()),
    )  # type: ignore[arg-type]

    with begin({"longxi"}) as uow:
        left = set(uow.attachments.names([forgotten, fresh, of_case, of_old_draft, of_fresh_draft, of_item_draft]))
        assert left == {fresh, of_case, of_fresh_draft, of_item_draft}
        assert uow.cases.draft(old, "wang") is None
        assert all(uow.cases.draft(item, "wang") for item in kept)
