"""Changing a pack: draft, check, and a second person who releases."""

import pytest

from engine import errors
from engine.domain.access import CONFIGURER
from engine.usecases import ports
from engine.usecases.edit_pack import DiscardDraft, SaveFiles, StartDraft, discard_draft, save_files, start_draft
from engine.usecases.publish_release import PublishRelease, publish_release
from tests.fakes import House, a_house, a_task, an_actor

AUTHOR, SECOND = an_actor("sun", CONFIGURER), an_actor("zhou", CONFIGURER)
PATH = "processes/small/pack.yaml"


def a_draft(house: House) -> ports.PackDraft:
    return start_draft(StartDraft(jurisdiction="longxi", actor=AUTHOR), house.context)


def saved(house: House, draft: ports.PackDraft, content: bytes, seen: int = 1) -> ports.PackDraft:
    command = SaveFiles(draft=draft.id, actor=AUTHOR, files={PATH: content}, seen=seen)
    return save_files(command, house.context)[0]


def test_a_second_person_releases_and_new_cases_take_it() -> None:
    """The release is adopted, and its version is raised if the author forgot to."""
    house = a_house(a_task("TEAM.MENU"))
    draft = saved(house, a_draft(house), b"pack: small\nversion: 1.0.0\ntitle: changed\n")

    row = publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=2), house.context)

    assert (row.version, row.author, row.released_by) == ("1.0.1", "sun", "zhou")
    assert house.uow.packs.adopted == row.id
    assert house.uow.packs.drafts_by_id[draft.id].state == "released"


def test_the_author_cannot_release_alone() -> None:
    """Four eyes: the sentence says that a second person must."""
    house = a_house(a_task("TEAM.MENU"))
    draft = a_draft(house)

    with pytest.raises(errors.ReleaseRefusedError) as caught:
        publish_release(PublishRelease(draft=draft.id, actor=AUTHOR, seen=1), house.context)

    assert caught.value.text.zh == "发布须由另一人复核:起草人不能发布自己的草稿。"


def test_a_draft_with_problems_is_not_released() -> None:
    """The check is the same as the command line's, and nothing is adopted."""
    house = a_house(a_task("TEAM.MENU"))
    draft = saved(house, a_draft(house), b"bad")

    with pytest.raises(errors.CheckFailedError) as caught:
        publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=2), house.context)

    assert [problem.file for problem in caught.value.problems] == [PATH]
    assert house.uow.packs.adopted == "r1"


def test_what_the_second_person_did_not_read_is_not_released() -> None:
    """A draft changed after it was opened for review must be read again."""
    house = a_house(a_task("TEAM.MENU"))
    draft = saved(house, a_draft(house), b"pack: small\n")

    with pytest.raises(errors.DraftChangedError):
        publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=1), house.context)


def test_two_people_editing_one_draft_do_not_overwrite_each_other() -> None:
    """Saving on an old revision is refused."""
    house = a_house(a_task("TEAM.MENU"))
    draft = a_draft(house)
    saved(house, draft, b"one")

    with pytest.raises(errors.DraftChangedError):
        saved(house, draft, b"two", seen=1)


def test_a_discarded_draft_cannot_be_saved_or_released() -> None:
    """Giving up is final."""
    house = a_house(a_task("TEAM.MENU"))
    draft = a_draft(house)
    discard_draft(DiscardDraft(draft=draft.id, actor=AUTHOR, seen=1), house.context)

    with pytest.raises(errors.DraftChangedError):
        saved(house, draft, b"late", seen=2)


def test_only_a_configurer_changes_packs() -> None:
    """A mediator's post does not allow it."""
    house = a_house(a_task("TEAM.MENU"))

    with pytest.raises(errors.NotAllowedError):
        start_draft(StartDraft(jurisdiction="longxi", actor=an_actor("li", "R.MEDIATOR")), house.context)
