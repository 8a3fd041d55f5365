# ruff: noqa: E501 - elements stand as tools write them
"""A county that changed what ships and the template's next version come together, are sound, and run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from engine import bootstrap
from engine.packs import disk, yamledit
from engine.packs.merging import packs
from engine.packs.merging.packs import MergedPack
from engine.packs.scenario import ScenarioRunner
from engine.rehearsal import Stage
from engine.settings import HOUSE, Settings
from engine.store import guard
from tests.postgres import make_template
from tests.shipped import server

__all__ = ["server"]

DOCKING, TABLE = "processes/longxi/lx_docking.bpmn", "processes/longxi/D07.dmn"
PACK, CHECKLIST, SCENARIO = (
    "processes/longxi/pack.yaml",
    "forms/longxi/LX-F7.schema.json",
    "processes/longxi/scenarios/docked-from-petition.yaml",
)
REVIEW_FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "来函复核",
    "x-en": {"title": "Review of the letter"},
    "type": "object",
    "additionalProperties": False,
    "x-onedoor": {"code": "LX-R1", "writes": "letter_review"},
    "required": ["complete"],
    "properties": {"complete": {"title": "材料齐全", "x-en": {"title": "Complete"}, "type": "boolean", "x-privacy": "P0"}},
}
ARROW = '<bpmn:sequenceFlow id="dock_register__dock_invited" sourceRef="dock_register" targetRef="dock_invited"/>'
REVIEW = """<bpmn:userTask id="lx_review" name="来函复核" onedoor:en="Review of the letter" onedoor:code="LX.REVIEW" onedoor:form="LX-R1"\
 onedoor:role="R.INTAKE" onedoor:due="reply">
      <bpmn:incoming>dock_register__dock_invited</bpmn:incoming>
      <bpmn:outgoing>lx_review_on</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="dock_register__dock_invited" sourceRef="dock_register" targetRef="lx_review"/>
    <bpmn:sequenceFlow id="lx_review_on" sourceRef="lx_review" targetRef="dock_invited"/>"""
SHAPES = """  <bpmndi:BPMNShape id="lx_review_di" bpmnElement="lx_review"><dc:Bounds x="460" y="223" width="110" height="80"/></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="lx_review_on_di" bpmnElement="lx_review_on"><di:waypoint x="570" y="263"/><di:waypoint x="595" y="183"/></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>"""
RULE = """<rule id="{name}">
        <inputEntry id="{name}_i"><text>"{kind}"</text></inputEntry>
        <outputEntry id="{name}_o1"><text>"{team}"</text></outputEntry>
        <outputEntry id="{name}_o2"><text>"{why}"</text></outputEntry>
      </rule>
      <rule id="D07_r1">"""
STEP = "  - expect:\n      items: [{code: ROUTE.DECIDE}]\n      history: [{kind: issued, code: RECEIPT}]\n"
REVIEWED = "  - complete: {code: LX.REVIEW, by: wang, at: 2025-06-03T09:15, answers: {complete: true}}\n"


def changed(files: Mapping[str, bytes], path: str, *pairs: tuple[str, str]) -> bytes:
    text = files[path].decode()
    for old, new in pairs:
        assert text.count(old) >= 1, f"{path} does not hold {old}"
        text = text.replace(old, new, 1)
    return text.encode()


def the_county(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Put a review with its own form and code behind the registration, give objections a day more, send one kind to another team."""
    pack = yamledit.put(PACK, files[PACK], ("codes", "LX.REVIEW"), {"zh": "来函复核", "en": "Review of the letter"})
    pack = yamledit.put(PACK, pack, ("deadlines", "objection", "period"), "3 wd")
    arrow = (ARROW, REVIEW), ("<bpmn:incoming>dock_register__dock_invited</bpmn:incoming>", "<bpmn:incoming>lx_review_on</bpmn:incoming>")
    return {
        **files,
        PACK: pack,
        "forms/longxi/LX-R1.schema.json": json.dumps(REVIEW_FORM, ensure_ascii=False).encode(),
        DOCKING: changed(files, DOCKING, arrow[1], arrow[0], ("</bpmndi:BPMNPlane>", SHAPES)),
        TABLE: changed(files, TABLE, ('<rule id="D07_r1">', RULE.format(name="lx_own", kind="97", team="petition", why="本县征迁"))),
        SCENARIO: changed(files, SCENARIO, (STEP, REVIEWED + STEP)),
    }


def the_template(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Call two steps otherwise, ask for one thing more on the checklist, and add a rule, a scenario's words and a parameter."""
    form = json.loads(files[CHECKLIST])
    form["properties"]["witness"] = {"title": "核对人", "x-en": {"title": "Checked by"}, "type": "string", "x-privacy": "P1"}
    pack = yamledit.put(PACK, files[PACK], ("version",), "9.0.0")
    return {
        **files,
        PACK: yamledit.put(PACK, pack, ("parameters", "check_period", "value"), "3 wd"),
        DOCKING: changed(
            files, DOCKING, ('name="登记案件"', 'name="登记来函案件"'), ('onedoor:en="One door for everything"', 'onedoor:en="One door"')
        ),
        TABLE: changed(files, TABLE, ('<rule id="D07_r1">', RULE.format(name="D07_r0", kind="98", team="family", why="新增类别"))),
        CHECKLIST: json.dumps(form, ensure_ascii=False, indent=2).encode(),
        SCENARIO: changed(files, SCENARIO, ("信访部门转来，调解后先反馈、再评单", "信访部门来函转来，调解后先反馈、再评单")),
    }


@pytest.fixture(scope="module")
def merged() -> MergedPack:
    files = disk.read_pack_dir(HOUSE / "processes", HOUSE / "forms", "longxi")
    return packs.merge_packs(files, the_county(files), the_template(files))


def test_both_sides_improvements_are_in_without_a_question(merged: MergedPack) -> None:
    """The check has nothing to say of the result, not even a warning."""
    docking, table = merged.files[DOCKING].decode(), merged.files[TABLE].decode()

    assert (merged.conflicts, merged.problems) == ([], [])
    assert 'name="来函复核"' in docking
    assert 'name="登记来函案件"' in docking
    assert table.index("本县征迁") < table.index("新增类别") < table.index('"婚姻家庭"')
    assert "核对人" in merged.files[CHECKLIST].decode()
    assert "3 wd" in merged.files[PACK].decode()
    assert b"LX.REVIEW" in merged.files[PACK]
    assert merged.files[PACK].decode().startswith(disk.read_own_files(HOUSE / "processes", HOUSE / "forms", "longxi")[PACK].decode()[:40])


def test_what_neither_changed_stands_byte_for_byte(merged: MergedPack) -> None:
    """Of the diagram, every line that both sides left alone is there as it was, in the same order."""
    before = disk.read_own_files(HOUSE / "processes", HOUSE / "forms", "longxi")
    lines = merged.files[DOCKING].decode().splitlines()

    lost = [line for line in before[DOCKING].decode().splitlines() if line not in lines]

    assert len(lost) == 3
    assert {path for path, content in before.items() if merged.files[path] != content} == {PACK, DOCKING, TABLE, CHECKLIST, SCENARIO}


def test_a_case_runs_through_both_sides_changes(merged: MergedPack, server: str, tmp_path: Path) -> None:
    """The county's scenario of the petition bureau's letter is played over the merged pack, with the new step in it."""
    shutil.copytree(HOUSE / "config", tmp_path / "config")
    for top in ("processes", "forms"):
        shutil.copytree(HOUSE / top, tmp_path / top, ignore=shutil.ignore_patterns("scenarios"))
    disk.write_files(tmp_path, merged.files)
    settings = Settings.read({"ONEDOOR_HOUSE": str(tmp_path)})
    make_template(
        server,
        "template_merged",
        lambda url: bootstrap.initialise(settings, bootstrap.Urls(owner=url, app=guard.app_url(url))),
        template="template0",
    )
    stage = Stage(settings=settings, server=server, template="template_merged")

    result = ScenarioRunner(product_for=stage.product_for).run(SCENARIO, merged.files[SCENARIO])

    assert [problem.message.en for problem in result.failures] == []
    assert b"LX.REVIEW" in merged.files[SCENARIO]
    assert result.steps == result.of
