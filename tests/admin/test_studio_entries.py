"""Claims about rhythms and compositions in the studio, over the real check and a small pack that has some."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.packs import yamlfile
from tests.admin.drafting import post, start, stored, sun, visit
from tests.packs.small_pack import MANIFEST
from tests.postgres import Begin

__all__ = ["sun", "visit"]

PACK = "processes/longxi/pack.yaml"
MORE = """
# 每队几人
compositions:
  team:
    title: {zh: 团队, en: Team}
    source: guess
    size: {least: 1, most: 3}
    rules:
      - {code: skilled, title: {zh: 持证的, en: certified}, least: 1, who: {qualities: [certified], presence: [resident]}}
    roster: [team]
qualifications:
  certified: {zh: 调解员资格, en: certificate}
rhythms:
  weekly: {title: {zh: 周研判, en: Weekly meeting}, process: lx_order, every: monday, at: "09:00"}
agendas:
  weekly:
    title: {zh: 周研判, en: Weekly meeting}
    rules:
      - {code: overdue, title: {zh: 有事项超期, en: Something is overdue}, when: "=case.overdue > 0"}
# 接待多少件
figures:
  cases: {title: {zh: 接待件数, en: Cases}, version: 2, sum: "=true", cut_off: {on: =case.closed_on, within: 10 d}}
  closed: {title: {zh: 办结件数, en: Closed}, version: 1, sum: "=case.closed_on != null"}
reports:
  annual: {title: {zh: 年报, en: Annual report}, period: year, public: true, parts: [{figures: [cases]}]}
"""
NO_FORM = "process: lx_order, title: {zh: 点单, en: Order}"


@pytest.fixture
def draft(sun: FlaskClient, begin: Begin) -> str:
    """Begin a draft whose pack has a composition and a rhythm."""
    address = start(sun)
    with begin({"longxi"}) as uow:
        found = uow.packs.drafts("longxi")[0]
        manifest = MANIFEST.replace(f"{NO_FORM}, form: F01", NO_FORM).replace("  title: =intake.facts\n", "") + MORE
        uow.packs.put_draft(replace(found, files={**found.files, PACK: manifest.encode()}, revision=2), 1)
        uow.commit()
    return address


def put(client: FlaskClient, address: str, **answers: Any) -> Any:
    found = re.search(r'name="revision" value="(\d+)"', client.get(address).text)
    assert found
    return post(client, address, revision=found[1], do="save", **answers)


def content(begin: Begin) -> dict[str, Any]:
    return dict(yamlfile.read(PACK, stored(begin).files[PACK]).value)


def test_a_composition_is_changed_and_keeps_what_the_page_does_not_show(sun: FlaskClient, draft: str, begin: Begin) -> None:
    """Presence and what it is for stay; the county stands behind it; the comment above is still there."""
    address = f"{draft}/entries/compositions/team"
    rule = {"rules-0-code": "skilled", "rules-0-title-zh": "持证的", "rules-0-title-en": "certified", "rules-0-least": "2"}
    seat = {"seats-0-title-zh": "妇女代表", "seats-0-title-en": "A woman", "seats-0-represents": "woman"}
    assert 'value="certified" checked' in sun.get(address).text

    team = {"title-zh": "团队", "title-en": "Team", "least": "3", "most": "6"}
    put(sun, address, **team, **rule, **seat, **{"rules-0-qualities": "certified"})

    assert content(begin)["compositions"]["team"] == {
        "title": {"zh": "团队", "en": "Team"},
        "source": "county",
        "size": {"least": 3, "most": 6},
        "rules": [
            {
                "code": "skilled",
                "title": {"zh": "持证的", "en": "certified"},
                "who": {"presence": ["resident"], "qualities": ["certified"]},
                "least": 2,
            }
        ],
        "roster": ["team"],
        "seats": [{"code": "seat_1", "title": {"zh": "妇女代表", "en": "A woman"}, "who": {"represents": ["woman"]}}],
    }
    assert "# 每队几人" in stored(begin).files[PACK].decode()


def test_a_composition_that_nobody_could_keep_is_refused(sun: FlaskClient, draft: str, begin: Begin) -> None:
    """The check's sentence stands on the page, what was typed is still there, nothing is saved."""
    address = f"{draft}/entries/compositions/team"

    page = put(sun, address, **{"title-zh": "团队", "title-en": "Team", "least": "5", "most": "3"})
    unreadable = put(sun, address, **{"title-zh": "", "title-en": "Team", "least": "x", "most": "3"})

    assert (page.status_code, 'value="5"' in page.text, 'role="alert"' in page.text) == (422, True, True)
    assert 'id="least-problem">请写整数，或选一个参数。' in unreadable.text
    assert stored(begin).revision == 2


def test_rhythms_are_a_list(sun: FlaskClient, draft: str, begin: Begin) -> None:
    """One is changed and one added; a time that is none is refused with the check's cure."""
    address = f"{draft}/entries/rhythms"
    weekly = {"rhythms-0-name": "weekly", "rhythms-0-title-zh": "周研判", "rhythms-0-title-en": "Weekly meeting"}
    first = {**weekly, "rhythms-0-process": "lx_order", "rhythms-0-every": "friday"}
    second = {"rhythms-1-title-zh": "日动态", "rhythms-1-process": "lx_order", "rhythms-1-every": "day", "rhythms-1-at": "17:30"}

    refused = put(sun, address, **first, **second, **{"rhythms-0-at": "early"})
    put(sun, address, **first, **second, **{"rhythms-0-at": "16:00"})

    assert (refused.status_code, "请写成“09:00”，或引用一个时刻参数。" in refused.text) == (422, True)
    assert content(begin)["rhythms"] == {
        "weekly": {"title": {"zh": "周研判", "en": "Weekly meeting"}, "process": "lx_order", "every": "friday", "at": "16:00"},
        "日动态": {"title": {"zh": "日动态", "en": "日动态"}, "process": "lx_order", "every": "day", "at": "17:30"},
    }


def test_what_there_is_not_is_not_found(sun: FlaskClient, draft: str) -> None:
    """No page for a composition that the pack does not have."""
    assert sun.get(f"{draft}/entries/compositions/panel").status_code == 404


def test_an_agenda_has_its_rules_changed(sun: FlaskClient, draft: str, begin: Begin) -> None:
    """A rule keeps its code, a new one gets one; a condition that cannot be read is refused with what was typed still there."""
    address = f"{draft}/entries/tables/agendas/weekly"
    assert ">case.overdue &gt; 0</textarea>" in sun.get(address).text
    title = {"title-zh": "周研判", "title-en": "Weekly meeting"}
    kept = {"rules-0-code": "overdue", "rules-0-title-zh": "超期", "rules-0-title-en": "Overdue", "rules-0-when": "case.overdue > 1"}
    more = {"rules-1-title-zh": "未办结", "rules-1-when": "case.closed_on = ("}

    refused = put(sun, address, **title, **kept, **more)
    assert (refused.status_code, "case.closed_on = (" in refused.text) == (422, True)
    put(sun, address, **title, **kept, **{**more, "rules-1-when": "=case.closed_on = null"})

    assert content(begin)["agendas"]["weekly"]["rules"] == [
        {"code": "overdue", "title": {"zh": "超期", "en": "Overdue"}, "when": "=case.overdue > 1"},
        {"code": "rule_2", "title": {"zh": "未办结", "en": "未办结"}, "when": "=case.closed_on = null"},
    ]


def test_a_figure_that_counts_otherwise_has_a_new_version(sun: FlaskClient, draft: str, begin: Begin) -> None:
    """Its words alone leave the version as it is; what the page does not show stays."""
    address = f"{draft}/entries/tables/figures/cases"
    cut_off = {"on": "=case.closed_on", "within": "10 d"}

    put(sun, address, **{"title-zh": "接待", "title-en": "Cases", "sum": "true"})
    renamed = content(begin)["figures"]["cases"]
    put(sun, address, **{"title-zh": "接待", "title-en": "Cases", "sum": "case.closed_on != null", "of": "true", "places": "1"})

    title = {"zh": "接待", "en": "Cases"}
    assert renamed == {"title": title, "version": 2, "cut_off": cut_off, "sum": "=true"}
    assert content(begin)["figures"]["cases"] == {
        "title": title,
        "version": 3,
        "cut_off": cut_off,
        "places": 1,
        "sum": "=case.closed_on != null",
        "of": "=true",
    }
    assert "# 接待多少件" in stored(begin).files[PACK].decode()


def test_a_report_is_put_together_from_figures(sun: FlaskClient, draft: str, begin: Begin) -> None:
    """A new one is called by its name; one without figures, or of a name that is taken, is refused at its field."""
    address = f"{draft}/entries/tables/reports/new"
    report = {"title-zh": "月报", "title-en": "Monthly", "period": "month", "parts-0-title-zh": "概况"}

    refused = put(sun, address, **report)
    assert (refused.status_code, "请至少选一个统计数。" in refused.text) == (422, True)
    put(sun, address, **report, **{"parts-0-figures": ["cases", "closed"], "parts-0-by": "month", "parts-0-chart": "columns"})
    taken = put(sun, address, **report, **{"parts-0-figures": "cases"})

    assert (taken.status_code, "已经有这个名称的，请换一个。" in taken.text) == (422, True)
    assert content(begin)["reports"]["月报"] == {
        "title": {"zh": "月报", "en": "Monthly"},
        "period": "month",
        "parts": [{"title": {"zh": "概况", "en": "概况"}, "figures": ["cases", "closed"], "by": "month", "chart": "columns"}],
    }


def test_only_the_tables_of_the_pack_have_pages(sun: FlaskClient, draft: str) -> None:
    """Neither a kind nor an entry that is not there; the draft leads to those that are."""
    assert sun.get(f"{draft}/entries/tables/secrets/new").status_code == 404
    assert sun.get(f"{draft}/entries/tables/reports/nothing").status_code == 404
    assert f"{draft}/entries/tables/figures/closed" in sun.get(draft).text
