"""Opening a case, submitting forms and firing deadlines, by the use cases alone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from engine import errors
from engine.domain.case import Case, ItemState, WorkItem
from engine.domain.deadline import DeadlineRule, Period, Warning
from engine.errors import Text
from engine.usecases.claim import Claim, claim
from engine.usecases.fire_due import FireDue, fire_due
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.reassign import Reassign, reassign
from engine.usecases.release import Release, release
from engine.usecases.save_draft import SaveDraft, save_draft
from engine.usecases.submit_form import SubmitForm, submit_form
from tests.fakes import House, a_house, a_task, an_actor

FACTS = {"facts": "两车相撞"}


def opened(house: House) -> tuple[Case, WorkItem]:
    case = open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers=FACTS), house.context)
    return case, house.uow.cases.stored[case.id].items[0]


def submit(house: House, item: WorkItem, person: str = "wang", seen: int | None = None) -> Case:
    return submit_form(SubmitForm(item=item.id, answers=FACTS, actor=an_actor(person), seen_revision=seen), house.context)


def a_deadline(period: str = "10 h") -> DeadlineRule:
    steps = tuple(Warning(at=percent, tell=tell, code=code) for percent, tell, code in WARNINGS)
    return DeadlineRule(name="accept", title=Text("接单", "Accept"), period=Period.parse(period), warnings=steps)


WARNINGS = ((80, ("holder",), "SUP.REMIND"), (100, ("holder", "R.SUPERVISOR"), "SUP.URGE"), (120, ("R.DIRECTOR",), "SUP.URGE"))


def test_opening_a_case_records_the_answers_and_creates_the_first_work() -> None:
    """One transaction: number, document, submission, first item."""
    house = a_house(a_task("TEAM.MENU"))

    case, item = opened(house)

    assert (case.number, case.revision, case.document) == ("2025-1", 1, {"intake": FACTS})
    assert item.code == "TEAM.MENU"
    assert house.uow.cases.steps[0].submission is not None
    assert house.uow.commits == 1


def test_opening_with_bad_answers_leaves_nothing() -> None:
    """All problems come back and no case exists."""
    house = a_house(a_task("TEAM.MENU"))

    with pytest.raises(errors.AnswersRefusedError) as caught:
        open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers={}), house.context)

    assert [problem.path for problem in caught.value.problems] == ["/facts"]
    assert not house.uow.cases.stored


def test_a_computed_role_that_the_pack_lacks_is_refused() -> None:
    """Nobody could ever do the work, so the case is not opened."""
    house = a_house(a_task("TEAM.MENU", role="R.NOBODY"))

    with pytest.raises(errors.ProcessError) as caught:
        opened(house)

    assert caught.value.text.zh == "“TEAM.MENU”交给岗位“R.NOBODY”，模板包中没有这个岗位。"
    assert not house.uow.cases.stored


def test_a_computed_deadline_that_the_pack_lacks_is_refused() -> None:
    """The sentence names it."""
    house = a_house(a_task("TEAM.MENU", deadline="acept"))

    with pytest.raises(errors.ProcessError) as caught:
        opened(house)

    assert caught.value.text.en == "The pack has no deadline acept."


def test_one_draft_opens_one_case() -> None:
    """A second click, or a repeat because the first answer was lost, returns the case that stands."""
    house = a_house(a_task("TEAM.MENU"))
    command = OpenCase(jurisdiction="longxi", actor=an_actor(), answers=FACTS, draft=uuid4())

    first, second = open_case(command, house.context), open_case(command, house.context)

    assert first == second
    assert first.id == command.draft
    assert (len(house.uow.cases.steps), house.uow.commits) == (1, 1)


def test_nobody_opens_a_case_with_the_draft_of_another() -> None:
    """An id that somebody else used leads nowhere."""
    house = a_house(a_task("TEAM.MENU"))
    draft = uuid4()
    open_case(OpenCase(jurisdiction="longxi", actor=an_actor(), answers=FACTS, draft=draft), house.context)

    with pytest.raises(errors.NotAllowedError):
        open_case(OpenCase(jurisdiction="longxi", actor=an_actor("li"), answers=FACTS, draft=draft), house.context)


def test_nobody_opens_a_case_in_a_foreign_county() -> None:
    """The actor's reach is asked before anything else."""
    house = a_house(a_task("TEAM.MENU"))

    with pytest.raises(errors.NotAllowedError):
        open_case(OpenCase(jurisdiction="suzhou", actor=an_actor(), answers=FACTS), house.context)


def test_the_last_form_ends_the_case() -> None:
    """The end code of the process is the case's."""
    house = a_house(a_task("ARCH.FILE"))
    _, item = opened(house)

    case = submit(house, item)

    assert (case.end, case.is_closed, case.revision) == ("E.CONFIRMED", True, 2)


def test_a_double_click_is_told_that_the_item_is_done() -> None:
    """The second of two equal submissions changes nothing."""
    house = a_house(a_task("TEAM.MENU"), a_task("ARCH.FILE"))
    _, item = opened(house)
    submit(house, item)

    with pytest.raises(errors.WorkItemClosedError) as caught:
        submit(house, item)

    assert caught.value.text.zh == "这一项待办已经办结或撤销，不能再次提交。"
    assert len(house.uow.cases.steps) == 2


def test_a_stale_page_is_refused() -> None:
    """Whoever saw an earlier revision is asked to look again."""
    house = a_house(a_task("TEAM.MENU"))
    _, item = opened(house)

    with pytest.raises(errors.CaseChangedError):
        submit(house, item, seen=0)


def test_an_item_of_another_role_is_refused() -> None:
    """A post that does not cover the role cannot do the item."""
    house = a_house(a_task("JC.RESULT", role="R.COURT"))
    _, item = opened(house)

    with pytest.raises(errors.NotAllowedError):
        submit(house, item)


def test_an_item_assigned_to_a_person_is_only_theirs() -> None:
    """The assignment goes before the role."""
    house = a_house(a_task("TEAM.ACCEPT", assigned=("person:zhao",)))
    _, item = opened(house)

    with pytest.raises(errors.NotAllowedError):
        submit(house, item)

    assert submit(house, item, person="zhao").revision == 2


def test_an_item_that_a_colleague_has_claimed_is_taken() -> None:
    """Two people on one item: the second is told who was first."""
    house = a_house(a_task("TEAM.MENU"))
    _, item = opened(house)
    claim(Claim(item=item.id, actor=an_actor("li")), house.context)

    with pytest.raises(errors.WorkItemTakenError):
        submit(house, item)
    with pytest.raises(errors.WorkItemTakenError):
        claim(Claim(item=item.id, actor=an_actor("wang")), house.context)


def test_claiming_twice_is_claiming_once() -> None:
    """A second press of the button adds no line to the history."""
    house = a_house(a_task("TEAM.MENU"))
    _, item = opened(house)

    claim(Claim(item=item.id, actor=an_actor()), house.context)
    claim(Claim(item=item.id, actor=an_actor()), house.context)

    assert [entry.kind for entry in house.uow.cases.entries].count("claimed") == 1


def test_only_the_holder_or_an_overseer_releases() -> None:
    """A colleague cannot take an item away; the director can."""
    house = a_house(a_task("TEAM.MENU"))
    _, item = opened(house)
    claim(Claim(item=item.id, actor=an_actor("li")), house.context)

    with pytest.raises(errors.NotAllowedError):
        release(Release(item=item.id, actor=an_actor("wang")), house.context)

    assert release(Release(item=item.id, actor=an_actor("chen", "R.DIRECTOR")), house.context).holder is None


def test_an_item_goes_only_to_somebody_who_may_do_it() -> None:
    """Handing over asks for the receiver's post."""
    house = a_house(a_task("TEAM.MENU"))
    house.uow.rosters.actors = {"li": an_actor("li"), "judge": an_actor("judge", "R.COURT")}
    _, item = opened(house)

    with pytest.raises(errors.NotAllowedError) as caught:
        reassign(Reassign(item=item.id, actor=an_actor(), to="judge"), house.context)

    assert caught.value.text.zh == "王某的岗位不能办理这一项，请选择其他同事。"
    assert reassign(Reassign(item=item.id, actor=an_actor(), to="li"), house.context).holder == "li"


def test_a_deadline_that_passed_is_fired_before_the_late_answer() -> None:
    """The firing is committed, the answer is not taken, and the sentence says why."""
    house = a_house(a_task("TEAM.ACCEPT"), a_task("TEAM.DISPATCH"), limited="TEAM.ACCEPT")
    case, item = opened(house)
    house.clock.advance(hours=1, seconds=1)

    with pytest.raises(errors.DeadlinePassedError):
        submit(house, item)

    stored = house.uow.cases.stored[case.id]
    assert [open_item.code for open_item in stored.items] == ["TEAM.DISPATCH"]
    assert house.uow.cases.closed[item.id].state is ItemState.WITHDRAWN
    assert house.uow.cases.steps[-1].submission is None
    assert [(entry.kind, entry.code) for entry in house.uow.cases.steps[-1].entries if entry.kind == "withdrawn"] == [
        ("withdrawn", "TEAM.ACCEPT")
    ]


def test_a_late_answer_is_told_the_rule_and_its_source() -> None:
    """Whether the deadline fired a moment ago or long before: what it was, until when, and who says so."""
    rule = DeadlineRule(name="accept", title=Text("接单", "Accepting"), period=Period.parse("1 h"), source="law:某法第一条")
    house = a_house(a_task("TEAM.ACCEPT", deadline="accept"), a_task("TEAM.DISPATCH"), limited="TEAM.ACCEPT", deadlines={"accept": rule})
    _, item = opened(house)
    house.clock.advance(hours=1, seconds=1)
    said = []

    for _ in range(2):
        with pytest.raises(errors.DeadlinePassedError) as caught:
            submit(house, item)
        said.append(caught.value.text.zh)

    assert set(said) == {
        "“接单”到2025-06-03为止（依据：某法第一条），期限已过，流程已转入下一步，本次提交未生效；您填写的内容已保存为草稿。"
    }


def test_an_answer_in_time_is_taken() -> None:
    """One second before the instant counts."""
    house = a_house(a_task("TEAM.ACCEPT"), a_task("TEAM.DISPATCH"), limited="TEAM.ACCEPT")
    _, item = opened(house)
    house.clock.advance(minutes=59, seconds=59)

    submit(house, item)

    assert house.uow.cases.closed[item.id].state is ItemState.DONE


def test_warnings_come_at_their_per_cent_each_once() -> None:
    """80 reminds the holder, 100 urges, 120 goes to the director; the case's revision stays."""
    house = a_house(a_task("TEAM.ACCEPT", deadline="accept"), deadlines={"accept": a_deadline()})
    case, item = opened(house)
    told = []

    for hours in (7, 2, 1, 3):
        house.clock.advance(hours=hours)
        after = fire_due(FireDue(case=case.id, jurisdiction="longxi"), house.context)
        told.append([notice.to for notice in house.uow.cases.steps[-1].notices])

    assert told == [[], ["role:R.INTAKE"], ["role:R.INTAKE", "role:R.SUPERVISOR"], ["role:R.DIRECTOR"]]
    assert after.revision == case.revision
    assert house.uow.cases.stored[case.id].timers == ()
    assert item.due is not None
    assert item.due - item.created_at == timedelta(hours=10)


def test_after_an_outage_warnings_are_caught_up_with_planned_and_actual_time() -> None:
    """A worker that was down for a day gives each missed warning once and logs both instants."""
    house = a_house(a_task("TEAM.ACCEPT", deadline="accept"), deadlines={"accept": a_deadline()})
    case, item = opened(house)
    house.clock.advance(days=1)

    fire_due(FireDue(case=case.id, jurisdiction="longxi"), house.context)

    warned = [entry.detail for entry in house.uow.cases.entries if entry.kind == "warned"]
    assert [detail["at"] for detail in warned] == [80, 100, 120]
    assert {detail["actual"] for detail in warned} == {house.clock.now().isoformat()}
    assert warned[1]["planned"] == item.due.isoformat() if item.due else False


def test_a_draft_is_kept_and_a_second_device_is_told() -> None:
    """The newer draft wins only by choice."""
    house = a_house(a_task("TEAM.MENU"))
    _, item = opened(house)
    command = SaveDraft(item=item.id, actor=an_actor(), answers={"facts": "半"}, seen=0)

    draft = save_draft(command, house.context)

    assert draft.revision == 1
    with pytest.raises(errors.DraftChangedError):
        save_draft(command, house.context)


def test_sealed_answers_never_enter_the_document() -> None:
    """What was said in mediation is stored apart (class P3)."""
    house = a_house(a_task("MED.SESSION"))
    _case, item = opened(house)
    answers = {**FACTS, "said": "底价"}

    submit_form(SubmitForm(item=item.id, answers=answers, actor=an_actor()), house.context)

    step = house.uow.cases.steps[-1]
    assert step.submission is not None
    assert step.submission.sealed == {"/said": "底价"}
    assert "底价" not in str(step.case.document)
    assert "底价" not in str(step.entries)
