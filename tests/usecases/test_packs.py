"""Changing a pack: draft, check, and a second person who releases."""

from dataclasses import replace

import pytest

from engine import errors
from engine.domain.access import CONFIGURER
from engine.usecases import ports
from engine.usecases.edit_pack import (
    DiscardDraft,
    ReturnDraft,
    SaveFiles,
    StartDraft,
    SubmitDraft,
    discard_draft,
    return_draft,
    save_files,
    start_draft,
    submit_draft,
)
from engine.usecases.publish_release import PublishRelease, publish_release
from tests.fakes import House, a_house, a_task, an_actor

AUTHOR, SECOND = an_actor("sun", CONFIGURER), an_actor("zhou", CONFIGURER)
PATH = "processes/small/pack.yaml"


def a_draft(house: House) -> ports.PackDraft:
    return start_draft(StartDraft(jurisdiction="longxi", actor=AUTHOR), house.context)


def saved(house: House, draft: ports.PackDraft, content: bytes, seen: int = 1) -> ports.PackDraft:
    command = SaveFiles(draft=draft.id, actor=AUTHOR, files={PATH: content}, seen=seen)
    return save_files(command, house.context)[0]


def submitted(house: House, content: bytes = b"pack: small\n") -> ports.PackDraft:
    draft = saved(house, a_draft(house), content)
    return submit_draft(SubmitDraft(draft=draft.id, actor=AUTHOR, note="加一步复核", seen=2), house.context)


def test_a_second_person_releases_and_new_cases_take_it() -> None:
    """The release is adopted, and its version is raised if the author forgot to."""
    house = a_house(a_task("TEAM.MENU"))
    draft = submitted(house, b"pack: small\nversion: 1.0.0\ntitle: changed\n")

    row = publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=3), house.context)

    assert (row.version, row.author, row.released_by, row.note) == ("1.0.1", "sun", "zhou", "加一步复核")
    assert house.uow.packs.adopted == row.id
    assert [(job, after) for job, after, _ in house.uow.jobs] == [("recount_figures", 0), ("recount_figures", 120)]
    assert house.uow.packs.drafts_by_id[draft.id].state == "released"


def test_the_author_cannot_release_alone() -> None:
    """Four eyes: the sentence says that a second person must."""
    house = a_house(a_task("TEAM.MENU"))
    draft = submitted(house)

    with pytest.raises(errors.ReleaseRefusedError) as caught:
        publish_release(PublishRelease(draft=draft.id, actor=AUTHOR, seen=3), house.context)

    assert caught.value.text.zh == "发布须由另一人复核：起草人不能发布自己的草稿。"


def test_a_draft_with_problems_is_not_submitted() -> None:
    """The check is the same as the command line's, and the draft stays open."""
    house = a_house(a_task("TEAM.MENU"))
    draft = saved(house, a_draft(house), b"bad")

    with pytest.raises(errors.CheckFailedError) as caught:
        submit_draft(SubmitDraft(draft=draft.id, actor=AUTHOR, note="改一处", seen=2), house.context)

    assert [problem.file for problem in caught.value.problems] == [PATH]
    assert house.uow.packs.drafts_by_id[draft.id].state == "open"


def test_a_draft_that_has_become_wrong_is_not_released() -> None:
    """What was sound when it was submitted is checked once more, and nothing is adopted."""
    house = a_house(a_task("TEAM.MENU"))
    draft = submitted(house)
    house.uow.packs.drafts_by_id[draft.id] = replace(draft, files={PATH: b"bad"})

    with pytest.raises(errors.CheckFailedError):
        publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=3), house.context)

    assert house.uow.packs.adopted == "r1"


@pytest.mark.parametrize(("counts", "is_refused"), [(b"=false 1", True), (b"=false 2", False), (b"=true 1", False), (b"=true 0", True)])
def test_a_figure_that_counts_otherwise_needs_a_new_version(counts: bytes, is_refused: bool) -> None:
    """Else figures of before and after would be compared as if they were the same."""
    house = a_house(a_task("TEAM.MENU"))
    content = b"pack: small\nversion: 1.0.0\ncounts: " + counts

    if not is_refused:
        assert submitted(house, content).state == "submitted"
        return
    with pytest.raises(errors.CheckFailedError) as caught:
        submitted(house, content)
    (problem,) = caught.value.problems
    assert (problem.file, problem.place) == (PATH, "figures.cases.version")
    assert problem.message.zh == f"统计数“案件”的算法变了，版本号却没有增大（原为 1，现为 {counts[-1:].decode()}）。"


def test_what_changes_nothing_is_not_submitted() -> None:
    """A second person is not asked to read nothing."""
    house = a_house(a_task("TEAM.MENU"))
    draft = a_draft(house)

    with pytest.raises(errors.ReleaseRefusedError) as caught:
        submit_draft(SubmitDraft(draft=draft.id, actor=AUTHOR, note="改一处", seen=1), house.context)

    assert caught.value.text.zh == "这份草稿与正在使用的版本相同，没有可以发布的改动。"


@pytest.mark.parametrize(("note", "said"), [(" ", "请写明改了什么，为什么改。"), ("长" * 301, "说明太长：最多 300 个字。")])
def test_a_submission_says_what_changes_and_why(note: str, said: str) -> None:
    """The note stands in the list of releases for ever."""
    house = a_house(a_task("TEAM.MENU"))
    draft = saved(house, a_draft(house), b"pack: small\n")

    with pytest.raises(errors.AnswersRefusedError) as caught:
        submit_draft(SubmitDraft(draft=draft.id, actor=AUTHOR, note=note, seen=2), house.context)

    assert [problem.message.zh for problem in caught.value.problems] == [said]


def test_a_file_that_no_check_would_pass_is_not_kept() -> None:
    """The limit is that of the check."""
    house = a_house(a_task("TEAM.MENU"))

    with pytest.raises(errors.FileRefusedError) as caught:
        saved(house, a_draft(house), b" " * (2 * 1024 * 1024 + 1))

    assert caught.value.text.zh == "文件太大：最多 2048 KB。"


def test_what_the_second_person_did_not_read_is_not_released() -> None:
    """A draft changed after it was opened for review must be read again, and one that was not submitted is not released."""
    house = a_house(a_task("TEAM.MENU"))
    draft = submitted(house)

    with pytest.raises(errors.DraftChangedError):
        publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=2), house.context)

    return_draft(ReturnDraft(draft=draft.id, actor=SECOND, seen=3), house.context)
    with pytest.raises(errors.DraftChangedError):
        publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=4), house.context)


def test_a_draft_of_an_older_release_does_not_undo_the_newer_one() -> None:
    """Of two drafts made at the same time the second must take the first into account."""
    house = a_house(a_task("TEAM.MENU"))
    draft = submitted(house)
    house.uow.packs.adopted = "r2"

    with pytest.raises(errors.ReleaseRefusedError) as caught:
        publish_release(PublishRelease(draft=draft.id, actor=SECOND, seen=3), house.context)

    assert caught.value.text.zh.startswith("起草期间已经发布了另一个版本")


def test_a_submitted_draft_is_not_changed_until_it_is_taken_back() -> None:
    """What the second person reads stands still."""
    house = a_house(a_task("TEAM.MENU"))
    draft = submitted(house)

    with pytest.raises(errors.DraftChangedError) as caught:
        saved(house, draft, b"more", seen=3)
    returned = return_draft(ReturnDraft(draft=draft.id, actor=AUTHOR, seen=3), house.context)

    assert caught.value.text.zh == "这份草稿已提交复核。要继续修改，请先把它退回。"
    assert saved(house, returned, b"more", seen=4).files[PATH] == b"more"


def test_an_inherited_file_becomes_the_packs_own() -> None:
    """Whoever saves a process of the parent pack gets a copy under the same name."""
    house = a_house(a_task("TEAM.MENU"))
    draft = a_draft(house)
    command = SaveFiles(draft=draft.id, actor=AUTHOR, files={"processes/parent/main.bpmn": b"<x/>"}, seen=1)

    assert save_files(command, house.context)[0].files["processes/small/main.bpmn"] == b"<x/>"


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
