"""The commands that stay stable print what people and scripts read, and exit with 0, 1 or 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine import cli
from tests.bpmn.bpmn_builders import HEAD
from tests.packs.builders import a_manifest
from tests.wiring.houses import a_house

DMN = """\
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
  <inputData id="amount" name="amount"><variable name="amount" typeRef="number"/></inputData>
  <decision id="size" name="size"><variable name="size" typeRef="string"/>
    <informationRequirement id="r"><requiredInput href="#amount"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="i"><inputExpression id="e" typeRef="number"><text>amount</text></inputExpression></input>
      <output id="o" name="size" typeRef="string"/>
      <rule id="small"><inputEntry id="a"><text>&lt; 100</text></inputEntry><outputEntry id="b"><text>"small"</text></outputEntry></rule>
      <rule id="large"><inputEntry id="c"><text>&gt;= 100</text></inputEntry><outputEntry id="f"><text>"large"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


def test_feel_prints_the_value_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Names of the context may be Chinese."""
    code = cli.main(["feel", "金额 * 0.1 + count(人)", "--context", '{"金额": 70, "人": ["高某", "马某"]}'])

    assert (code, json.loads(capsys.readouterr().out)) == (0, 9)


def test_a_wrong_expression_points_at_the_character(capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence comes in both languages, and the command fails."""
    code = cli.main(["feel", "1 + "])

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert "^" in said.err


def test_decide_says_which_rule_fired(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Outputs and fired rules come as JSON."""
    file = tmp_path / "size.dmn"
    file.write_text(DMN)

    code = cli.main(["decide", str(file), "size", "--input", '{"amount": 250}'])

    found = json.loads(capsys.readouterr().out)
    assert (code, found["value"], [rule["id"] for rule in found["rules"]]) == (0, "large", ["large"])


def test_check_lists_problems_and_exits_with_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder is checked like a name; --json gives places."""
    a_house(tmp_path)
    (tmp_path / "processes/small/pack.yaml").write_bytes(a_manifest("small", start="nowhere"))

    code = cli.main(["check", str(tmp_path / "processes/small"), "--json"])

    problems = json.loads(capsys.readouterr().out)
    assert code == 1
    assert ["processes/small/pack.yaml", 'The process "nowhere" of a door does not exist.'] in [
        [p["file"], p["message"][1]] for p in problems
    ]


def test_check_is_silent_about_a_sound_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings are printed; the exit code is 0 without errors."""
    a_house(tmp_path)

    assert cli.main(["check", str(tmp_path / "processes/small")]) == 0
    assert "元素没有画出来" in capsys.readouterr().out


def test_import_bpmn_names_what_stands_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A diagram that cannot run exits with 1."""
    file = tmp_path / "foreign.bpmn"
    file.write_text(
        f'{HEAD}<process id="p" isExecutable="true"><startEvent id="s"/><complexGateway id="g" name="网关"/></process></definitions>'
    )

    assert cli.main(["import-bpmn", str(file)]) == 1
    assert "foreign.bpmn" in capsys.readouterr().out


def test_compare_says_in_words_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two folders are compared by their parts; equal ones exit with 0."""
    a_house(tmp_path / "a")
    a_house(tmp_path / "b", title="别的流程")
    one, other = (str(tmp_path / name / "processes/small") for name in "ab")

    assert cli.main(["compare", one, one]) == 0
    capsys.readouterr()
    assert cli.main(["compare", one, other]) == 1
    assert "别的流程" in capsys.readouterr().out


def a_county(folder: Path, *changes: tuple[str, str]) -> str:
    """Write a small pack with changes to its diagram; return its folder."""
    a_house(folder)
    diagram = next((folder / "processes/small").glob("*.bpmn"))
    for old, new in changes:
        assert old in diagram.read_text()
        diagram.write_text(diagram.read_text().replace(old, new, 1))
    return str(folder / "processes/small")


def test_merge_writes_what_both_sides_made_of_a_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --into it only tells; a folder or an archive is written, an input never."""
    named, coded = ('name="find"', 'name="查明"'), ('id="done"', 'id="done" name="办结"')
    base, ours, theirs = a_county(tmp_path / "b"), a_county(tmp_path / "o", named), a_county(tmp_path / "t", coded)

    assert cli.main(["merge", base, ours, theirs]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 conflicts. Nothing was written; add --into."
    assert cli.main(["merge", base, ours, theirs, "--into", str(tmp_path / "new")]) == 0
    diagram = next((tmp_path / "new/processes/small").glob("*.bpmn")).read_text()
    assert (named[1] in diagram, coded[1] in diagram) == (True, True)
    assert cli.main(["merge", base, ours, theirs, "--into", str(tmp_path / "all.zip")]) == 0
    assert cli.main(["check", str(tmp_path / "all.zip")]) == 0
    capsys.readouterr()
    for taken in ("o", "all.zip"):
        assert cli.main(["merge", base, ours, theirs, "--into", str(tmp_path / taken)]) == 2
        assert "为免覆盖没有写入" in capsys.readouterr().err


def test_merge_lists_conflicts_with_both_sides_and_keeps_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words for people, as data for programs; the exit code says that somebody must choose."""
    sides = [('id="done"', f'id="done" name="{name}"') for name in ("甲", "乙")]
    command = ["merge", a_county(tmp_path / "b"), *(a_county(tmp_path / side[1][-2], side) for side in sides)]

    assert cli.main(command) == 1
    said = capsys.readouterr().out
    assert "  我方：" in said
    assert "  Theirs: " in said
    assert "1 处冲突。冲突之处暂按我方。没有写入文件；要写入，请加 --into。" in said
    assert cli.main([*command, "--json", "--into", str(tmp_path / "new")]) == 1
    (conflict,) = json.loads(capsys.readouterr().out)["conflicts"]
    assert (conflict["place"], conflict["choices"]) == ("done.name", ["ours", "theirs"])
    assert 'name="甲"' in next((tmp_path / "new/processes/small").glob("*.bpmn")).read_text()


def test_a_file_that_is_not_there_has_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt path is no traceback."""
    assert cli.main(["import-bpmn", "/nowhere/x.bpmn"]) == 2
    assert capsys.readouterr().err == "无法读取文件“/nowhere/x.bpmn”。\nCannot read /nowhere/x.bpmn: No such file or directory.\n"


def test_a_context_that_is_no_json_has_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """What the shell ate is shown."""
    assert cli.main(["feel", "1", "--context", "{a: 1}"]) == 2
    assert capsys.readouterr().err.startswith("这不是 JSON：第1行第2个字处")


def test_a_reader_who_has_seen_enough_ends_the_command_quietly(tmp_path: Path) -> None:
    file = tmp_path / "P.bpmn"
    file.write_bytes(b"<definitions/>")
    command = [sys.executable, "-m", "engine", "import-bpmn", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as engine:
        assert engine.stdout is not None
        assert engine.stderr is not None
        engine.stdout.close()
        assert engine.stderr.read() == b""
        assert engine.wait() == 1
