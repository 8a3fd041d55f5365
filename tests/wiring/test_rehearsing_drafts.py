"""A draft is tried out on cases that have happened, over a real store, and nothing of it stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine import bootstrap, errors
from engine.domain.access import Actor
from engine.usecases import rehearse_draft
from engine.usecases.clock import MovableClock
from engine.usecases.context import Context
from engine.usecases.edit_pack import SaveFiles, StartDraft, SubmitDraft, save_files, start_draft, submit_draft
from engine.usecases.open_case import OpenCase, open_case
from engine.usecases.publish_release import PublishRelease, publish_release
from engine.usecases.rehearse_draft import Rehearsal, RehearseDraft
from engine.usecases.submit_form import SubmitForm, submit_form
from tests.bpmn.bpmn_builders import HEAD, flows, user
from tests.postgres import Database
from tests.wiring.houses import FORM, a_house, manifest

FIND = user("find", onedoor_code="FACT.FIND", onedoor_role="R.INTAKE", onedoor_form="F1", onedoor_due="find", onedoor_state="accepted")
END = '<endEvent id="done" onedoor:end="E.SERVICE_DONE"/>'


def diagram(steps: str, path: str) -> bytes:
    return (
        f'{HEAD}<process id="main" isExecutable="true"><startEvent id="begin"/>{steps}{END}{flows(path)}</process></definitions>'.encode()
    )


@pytest.fixture
def product(tmp_path: Path, database: Database) -> Iterator[bootstrap.Product]:
    """Return the product of the small house."""
    settings = replace(a_house(tmp_path), database_url=database.owner_url)
    with bootstrap.database(settings) as urls:
        bootstrap.initialise(settings, urls)
    with bootstrap.connected(settings) as made:
        yield made


@pytest.fixture
def context(product: bootstrap.Product) -> Context:
    """Return its ports with a clock that stands on a Tuesday morning."""
    clock = MovableClock()
    clock.instant = product.context.clock.now().replace(year=2025, month=6, day=3, hour=1, minute=0)
    return replace(product.context, clock=clock)


def person(code: str, context: Context) -> Actor:
    with context.begin(()) as uow:
        return uow.rosters.actor(code)


def handled(context: Context, *, answers: dict[str, Any] | None = None) -> str:
    """Open a case a minute later, and end it if there are answers; return its number."""
    assert isinstance(context.clock, MovableClock)
    context.clock.instant += timedelta(minutes=1)
    wang = person("wang", context)
    case = open_case(OpenCase(jurisdiction="hill", actor=wang, answers={}), context)
    if answers:
        with context.begin(wang.reach) as uow:
            item = uow.cases.lock(case.id).items[0]
        submit_form(SubmitForm(item=item.id, answers=answers, actor=wang), context)
    return case.number


def rehearsed(context: Context, path: str, content: bytes, **more: Any) -> Rehearsal:
    li = person("li", context)
    draft = start_draft(StartDraft(jurisdiction="hill", actor=li), context)
    save_files(SaveFiles(draft=draft.id, actor=li, files={path: content}, seen=1), context)
    return rehearse_draft.rehearse_draft(RehearseDraft(draft=draft.id, actor=li, **more), context)


def told(found: Rehearsal) -> dict[str, list[str]]:
    return {case.number: [each.text.zh for each in case.differences] for case in found.cases}


MANIFEST = "processes/small/pack.yaml"
LOOK = {'"codes":\n': '"codes":\n  "LOOK": {"zh": "看", "en": "Look"}\n'}
LONGER = manifest().replace("1 wd", "3 wd").encode()


def test_another_deadline_shows_in_every_case(context: Context) -> None:
    """Open and closed cases are told with their days, and counted together."""
    first, second = handled(context, answers={"amount": 70}), handled(context)

    found = rehearsed(context, MANIFEST, LONGER)

    assert told(found) == {first: ["“find”的期限延后"], second: ["“find”的期限延后"]}
    assert [(text.zh, [case.number for case in cases]) for text, cases in found.alike()] == [("“find”的期限延后", [second, first])]
    details = [each.detail.zh for case in found.cases for each in case.differences if each.detail]
    assert details == ["由2025-06-04变为2025-06-06"] * 2


def test_a_draft_that_changes_no_case_says_so(context: Context) -> None:
    """Both replays make the case again as it was."""
    number = handled(context, answers={"amount": 70})

    found = rehearsed(context, MANIFEST, manifest("小流程改名").encode())

    assert told(found) == {number: []}
    assert (found.differing, found.left, found.cases[0].apart) == ([], 0, None)


def test_a_new_step_that_asks_for_nothing_is_passed(context: Context) -> None:
    """What follows is rehearsed too."""
    number = handled(context, answers={"amount": 70})
    look = user("look", name="看一眼", onedoor_code="LOOK", onedoor_role="R.INTAKE")

    found = rehearsed_with(context, diagram(look + FIND, "begin>look>find>done"), LOOK)

    assert told(found) == {number: ["多一步“看一眼”，由窗口办理"]}


def test_a_new_step_that_asks_for_something_stops_the_replay(context: Context) -> None:
    """Nobody guesses what would have been answered; what was not reached counts as no difference."""
    number = handled(context, answers={"amount": 70})
    ask = user("ask", name="再问", onedoor_code="LOOK", onedoor_role="R.INTAKE", onedoor_form="F1")

    found = rehearsed_with(context, diagram(ask + FIND, "begin>ask>find>done"), LOOK)

    assert told(found) == {number: ["多一步“再问”，由窗口办理", "停在“再问”：当时没有这一步，以后的步骤没有演练"]}


def test_answers_that_a_form_does_not_take_any_more_are_told(context: Context) -> None:
    """The field is named, and the case goes on all the same."""
    number = handled(context, answers={"amount": 70})
    form = json.loads(json.dumps(FORM))
    form["properties"]["day"] = {"type": "string", "format": "date", "title": "日期", "x-en": {"title": "Day"}, "x-privacy": "P0"}
    form["required"] = ["amount", "day"]

    found = rehearsed(context, "forms/small/F1.schema.json", json.dumps(form, ensure_ascii=False).encode())

    assert told(found) == {number: ["“find”不再接受当时的填写。日期：请填写此项。"]}


def test_a_case_that_went_otherwise_is_marked(context: Context) -> None:
    """A case that began by an earlier release is compared as far as the present one makes it again, and that is said."""
    number = handled(context)
    look = user("look", name="看一眼", onedoor_code="LOOK", onedoor_role="R.INTAKE")
    released(context, diagram(look + FIND, "begin>look>find>done"), LOOK)

    old, new = next(iter(LOOK.items()))

    found = rehearsed(context, MANIFEST, LONGER.decode().replace(old, new).encode())

    assert [(case.number, case.apart and case.apart.zh) for case in found.cases] == [(number, "按现行版本重演，经过与当时不完全相同")]


def test_nothing_of_a_rehearsal_stays(context: Context, product: bootstrap.Product) -> None:
    """Not a row of any table, nor the number that the next case gets, has changed."""
    handled(context, answers={"amount": 70})
    li = person("li", context)
    draft = start_draft(StartDraft(jurisdiction="hill", actor=li), context)
    save_files(SaveFiles(draft=draft.id, actor=li, files={MANIFEST: LONGER}, seen=1), context)
    before = rows(product)

    rehearse_draft.rehearse_draft(RehearseDraft(draft=draft.id, actor=li), context)

    assert rows(product) == before
    assert handled(context).endswith("2号")


def test_time_that_runs_out_leaves_cases(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is counted; open and closed cases come in turn."""
    handled(context, answers={"amount": 70})
    handled(context)
    monkeypatch.setattr(rehearse_draft, "PATIENCE", timedelta(seconds=-1))

    found = rehearsed(context, MANIFEST, LONGER)

    assert (found.cases, found.left) == ([], 2)


def test_as_many_cases_as_were_asked_for(context: Context) -> None:
    """The newest count."""
    handled(context, answers={"amount": 70})
    number = handled(context, answers={"amount": 71})

    assert list(told(rehearsed(context, MANIFEST, LONGER, most=1))) == [number]


def test_only_who_configures_may_rehearse(context: Context) -> None:
    """Whoever works at the window learns nothing of drafts."""
    li, wang = person("li", context), person("wang", context)
    draft = start_draft(StartDraft(jurisdiction="hill", actor=li), context)

    with pytest.raises(errors.NotAllowedError):
        rehearse_draft.rehearse_draft(RehearseDraft(draft=draft.id, actor=wang), context)


def test_a_draft_with_errors_is_not_rehearsed(context: Context) -> None:
    """The check comes first."""
    with pytest.raises(errors.CheckFailedError):
        rehearsed(context, "processes/small/main.bpmn", diagram(FIND, "begin>find"))


def rehearsed_with(context: Context, process: bytes, words: dict[str, str]) -> Rehearsal:
    """Rehearse a draft with another process and other words in its pack.yaml."""
    draft, li = drafted(context, process, words), person("li", context)
    return rehearse_draft.rehearse_draft(RehearseDraft(draft=draft, actor=li), context)


def released(context: Context, process: bytes, words: dict[str, str]) -> None:
    draft, li = drafted(context, process, words), person("li", context)
    submit_draft(SubmitDraft(draft=draft, actor=li, note="加一步", seen=2), context)
    publish_release(PublishRelease(draft=draft, actor=person("sun", context), seen=3), context)


def drafted(context: Context, process: bytes, words: dict[str, str]) -> UUID:
    li = person("li", context)
    draft = start_draft(StartDraft(jurisdiction="hill", actor=li), context)
    stated = draft.files[MANIFEST].decode()
    for old, new in words.items():
        assert old in stated, stated
        stated = stated.replace(old, new)
    files = {"processes/small/main.bpmn": process, MANIFEST: stated.encode()}
    save_files(SaveFiles(draft=draft.id, actor=li, files=files, seen=1), context)
    return draft.id


def rows(product: bootstrap.Product) -> dict[str, str]:
    """Return a digest of every table."""
    with product.engine.connect() as connection:
        connection.execute(sa.text("SELECT set_config('onedoor.reach', 'hill', true)"))
        tables = connection.scalars(sa.text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'onedoor'")).all()
        digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM onedoor.{} t"
        return {table: str(connection.scalar(sa.text(digest.format(table)))) for table in tables if table != "alembic_version"}
