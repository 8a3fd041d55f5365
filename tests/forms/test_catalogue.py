"""The forms of a release are read from the files of a pack and its parents; what is wrong is said, with its place."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from form_builders import a_catalogue, a_roster, a_schema, a_text, titled

from engine.errors import NotFoundError
from engine.forms import FormCatalogue


def _messages(catalogue: FormCatalogue) -> list[str]:
    return [problem.message.zh for problem in catalogue.problems]


def _of_file(content: bytes) -> FormCatalogue:
    return FormCatalogue.read({"forms/longxi/F01.schema.json": content}, ["longxi"])


def test_a_shared_definition_is_bundled_into_the_form() -> None:
    """Claim: a form that refers to another file becomes one schema whose references lead into itself."""
    person = titled("当事人", "Party", type="object", properties={"name": a_text("姓名", "Name"), "agent": {"$ref": "#/$defs/person"}})

    catalogue = a_catalogue(
        F01=a_schema({"party": {"$ref": "common.schema.json#/$defs/person"}}), common={"$defs": {"person": person, "unused": {}}}
    )

    schema = catalogue.get("F01").schema
    assert catalogue.problems == ()
    assert schema["properties"]["party"] == {"$ref": "#/$defs/common.person"}
    assert list(schema["$defs"]) == ["common.person"]
    assert schema["$defs"]["common.person"]["properties"]["agent"] == {"$ref": "#/$defs/common.person"}
    assert catalogue.get("F01").check({"party": {"agent": {"agent": {"name": "赵某"}}}}, a_roster()) == []


def test_own_files_come_before_those_of_the_parent() -> None:
    """Claim: a county's form and its shared definitions stand in for those of the pack it extends, also in the parent's forms."""
    files = {
        "forms/base/F01.schema.json": a_schema({"x": {"$ref": "common.schema.json#/$defs/x"}}),
        "forms/base/F02.schema.json": a_schema({"x": a_text()}, **{"x-onedoor": {"writes": "signal"}}),
        "forms/base/common.schema.json": {"$defs": {"x": a_text("省", "Province")}},
        "forms/longxi/common.schema.json": {"$defs": {"x": a_text("县", "County")}},
        "forms/longxi/F02.schema.json": a_schema({"x": a_text()}, **{"x-onedoor": {"writes": "signals[]"}}),
        "forms/other/F03.schema.json": a_schema(),
    }

    catalogue = FormCatalogue.read({path: json.dumps(schema).encode() for path, schema in files.items()}, ["longxi", "base"])

    assert sorted(catalogue.forms) == ["F01", "F02"]
    assert catalogue.get("F01").schema["$defs"]["common.x"]["title"] == "县"
    assert (catalogue.get("F02").place, catalogue.get("F02").appends) == ("signals", True)


def test_an_unknown_form_is_named() -> None:
    """Claim: asking for a form that a release lacks says which one."""
    with pytest.raises(NotFoundError) as caught:
        a_catalogue().get("F99")

    assert caught.value.text == ("没有表单“F99”。", "There is no form “F99”.")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{\n "title": oops}', "第 2 行第 11 列不是正确的 JSON。"),
        (b'{"a": 1, "a": 2}', "“a”在同一个对象里出现了两次。"),
        (b"[]", "文件的内容应是一个 JSON 对象。"),
        (b"\xff", "文件不是 UTF-8 编码。"),
        (b'{"a": "\\ud800"}', "文件不是 UTF-8 编码。"),
        (b'{"a": NaN}', "文件里有无效的数字。"),
        (b'{"a": ' + b"9" * 5000 + b"}", "文件里有无效的数字。"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "嵌套太深：最多 40 层。"),
        (b'{"a": [' + b"1," * 6_000 + b"1]}", "表单太大：最多 5000 个节点。"),
        (b" " * 300_000, "文件太大：最多 256 KB。"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(content: bytes, sentence: str) -> None:
    """Claim: whatever is in a file, reading ends in a sentence and never in an exception."""
    catalogue = _of_file(content)

    assert _messages(catalogue) == [sentence]
    assert catalogue.forms == {}


@pytest.mark.parametrize(
    ("schema", "place", "sentence"),
    [
        (
            a_schema({"x": {"$ref": "nowhere.schema.json#/$defs/x"}}),
            "/properties/x",
            "引用“nowhere.schema.json#/$defs/x”指向的内容不存在。",
        ),
        (a_schema({"x": {"$ref": "http://example.cn/x"}}), "/properties/x", "引用“http://example.cn/x”指向的内容不存在。"),
        (a_schema({"x": {"$ref": "../../config/app.yaml"}}), "/properties/x", "引用“../../config/app.yaml”指向的内容不存在。"),
        (a_schema({"x": a_text(**{"$id": "x"})}), "/properties/x", "不支持关键字“$id”。"),
        (a_schema({"x": titled("列", "List", type="array", prefixItems=[{}])}), "/properties/x", "不支持关键字“prefixItems”。"),
        (a_schema({"x": {"$ref": "#/$defs/a"}}, **{"$defs": {"a": {"$ref": "#/$defs/a"}}}), None, "引用“a”绕回自身，没有尽头。"),
        (a_schema(**{"x-onedoor": {}}), "/x-onedoor", "缺少 x-onedoor.writes：答案写到哪里。"),
        (a_schema(**{"x-onedoor": {"writes": "a.b"}}), "/x-onedoor/writes", "x-onedoor.writes“a.b”应是一个名称，可带“[]”。"),
        (a_schema(type="array"), None, "表单的根必须是 type: object。"),
    ],
)
def test_a_form_that_cannot_be_used_is_left_out(schema: dict[str, Any], place: str | None, sentence: str) -> None:
    """Claim: a form with a fault that no answer could survive is reported and not offered."""
    catalogue = a_catalogue(F01=schema)

    assert [(problem.place, problem.message.zh) for problem in catalogue.problems] == [(place, sentence)]
    assert catalogue.forms == {}


@pytest.mark.parametrize(
    ("field", "place", "sentence", "severity"),
    [
        ({"type": "string", "x-en": {"title": "Facts"}}, "/x", "缺少中文标题（title）。", "error"),
        ({"type": "string", "title": "事实"}, "/x", "缺少英文标题（x-en.title）。", "warning"),
        (a_text(**{"x-privacy": "P9"}), "/x", "隐私级别“P9”不存在，应是 P0 至 P3。", "error"),
    ],
)
def test_a_field_needs_its_words_and_its_privacy_class(field: dict[str, Any], place: str, sentence: str, severity: str) -> None:
    """Claim: missing words and classes are found at the field, while the form can still be tried out."""
    catalogue = a_catalogue(F01=a_schema({"x": field}))

    assert [(each.place, each.message.zh, each.severity) for each in catalogue.problems] == [(place, sentence, severity)]
    assert "F01" in catalogue.forms


def test_every_leaf_without_a_privacy_class_is_found() -> None:
    """Claim: a class counts for everything below it, and leaves that have none are named, in lists too."""
    group = titled("组", "Group", type="object", properties={"a": a_text(), "b": a_text(**{"x-privacy": "P1"})})
    listed = titled("列", "List", type="array", items=a_text())
    schema = a_schema({"g": group, "l": listed, "p": {**group, "x-privacy": "P2"}})
    del schema["x-privacy"]

    catalogue = a_catalogue(F01=schema)

    assert [(each.place, each.message.zh) for each in catalogue.problems] == [
        ("/g/a", "缺少隐私级别（x-privacy）。"),
        ("/l/*", "缺少隐私级别（x-privacy）。"),
    ]


@pytest.mark.parametrize(
    ("field", "place", "sentence"),
    [
        (
            titled("类", "Kind", oneOf=[titled("甲", "A", const="a")]),
            "/properties/x",
            "选项（oneOf 与 const）旁边缺少 type，表单画不出来。",
        ),
        (
            a_text(pattern="(a+)+$"),
            "/properties/x",
            "格式规则“(a+)+$”太复杂或浏览器不支持，可能使系统停顿；请写得更简单。",
        ),
        (a_text(minLength="two"), "/properties/x/minLength", "不符合 JSON Schema 2020-12:'two' is not of type 'integer'"),
    ],
)
def test_a_schema_that_is_not_sound_is_refused(field: dict[str, Any], place: str, sentence: str) -> None:
    """Claim: what the browser cannot draw or the server cannot check is found at its place."""
    catalogue = a_catalogue(F01=a_schema({"x": field}))

    assert [(each.place, each.message.zh) for each in catalogue.problems] == [(place, sentence)]
    assert catalogue.forms == {}


def test_a_layout_must_name_every_field_that_it_orders() -> None:
    """Claim: an order that leaves a field out is found, because the form library would draw nothing."""
    files = {"F01.schema.json": a_schema({"a": a_text(), "b": a_text()}), "F01.ui.json": {"ui:order": ["a"]}, "F02.ui.json": {}}

    catalogue = FormCatalogue.read({f"forms/longxi/{name}": json.dumps(each).encode() for name, each in files.items()}, ["longxi"])

    assert [(each.file, each.message.zh) for each in catalogue.problems] == [
        ("forms/longxi/F02.ui.json", "这个文件不属于任何表单。"),
        ("forms/longxi/F01.ui.json", "排列顺序里缺少：b。"),
    ]


def test_a_control_for_choices_needs_choices() -> None:
    """Claim: radio buttons over a plain number, which nobody could answer, are found; a choice and yes/no are sound."""
    fields = {
        "score": {"type": "integer", "title": "评分", "x-en": {"title": "Score"}, "x-privacy": "P0"},
        "agreed": {"type": "boolean", "title": "同意", "x-en": {"title": "Agreed"}, "x-privacy": "P0"},
    }
    layout = {name: {"ui:widget": "radio"} for name in fields}
    files = {"F01.schema.json": a_schema(fields), "F01.ui.json": layout}

    catalogue = FormCatalogue.read({f"forms/longxi/{name}": json.dumps(each).encode() for name, each in files.items()}, ["longxi"])

    assert [(each.place, each.message.zh) for each in catalogue.problems] == [
        ("/score/ui:widget", "字段“score”用了“radio”，但没有选项；评分请用“rating”。")
    ]


def test_references_that_copy_each_other_are_bounded() -> None:
    """Claim: a few references to overlapping parts cannot grow into a giant schema."""
    deep: dict[str, Any] = {}
    for _ in range(12):
        deep = {"properties": {"a": deep}}
    pointers = ["/$defs/deep" + "/properties/a" * depth for depth in range(12)]
    many = {f"r{number}": {"$ref": f"#{pointer}"} for number, pointer in enumerate(pointers)}
    wide = {"properties": {f"p{number}": {"$ref": "#/properties/p" + str((number + 1) % 900)} for number in range(900)}}

    before = time.process_time()
    a_catalogue(F01=a_schema(many, **{"$defs": {"deep": deep}}), F02={**a_schema(), **wide})

    assert time.process_time() - before < 5
