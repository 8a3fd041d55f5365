"""Answers are checked as the form says, all at once, in words that a clerk understands."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path

import pytest
from form_builders import FILE_ID, a_catalogue, a_form, a_roster, a_schema, a_text, refused, titled

from engine.forms.formats import is_phone

DISPUTE = titled(
    "纠纷类型",
    "Dispute type",
    type="string",
    oneOf=[titled("道路交通事故", "Road traffic accident", const="13"), titled("土地", "Land", const="07")],
)
PERSON = titled(
    "当事人",
    "Party",
    type="object",
    properties={"kind": a_text("类别", "Kind", enum=["person", "body"]), "name": a_text("姓名", "Name", minLength=2)},
    required=["name"],
    **{"if": {"properties": {"kind": {"const": "body"}}, "required": ["kind"]}},
    then={"properties": {"uscc": a_text("信用代码", "Credit code", pattern="^[0-9A-Z]{18}$")}, "required": ["uscc"]},
)


def test_accepted_answers_have_no_problems() -> None:
    """Claim: answers that satisfy the form are accepted."""
    form = a_form({"type": DISPUTE, "parties": titled("当事人", "Parties", type="array", items=PERSON)}, required=["type"])

    problems = refused(form, {"type": "13", "parties": [{"name": "赵某"}, {"kind": "body", "name": "某公司", "uscc": "9" * 18}]})

    assert problems == {}


def test_all_problems_are_told_at_once_at_their_places() -> None:
    """Claim: a clerk learns everything that is to be changed in one go."""
    form = a_form({"type": DISPUTE, "parties": titled("当事人", "Parties", type="array", items=PERSON)}, required=["type", "parties"])

    problems = refused(form, {"type": "99", "parties": [{"name": "赵"}, {"kind": "body"}, {"name": "钱某", "a/b~c": 1}]})

    assert problems == {
        "/type": "请从列出的选项中选择。",
        "/parties/0/name": "至少 2 个字。",
        "/parties/1/name": "请填写此项。",
        "/parties/1/uscc": "请填写此项。",
        "/parties/2/a~1b~0c": "这张表单没有这一项，请删除。",
    }


@pytest.mark.parametrize(
    ("schema", "value", "sentence"),
    [
        ({"type": "string", "maxLength": 3}, "四个汉字", "最多 3 个字。"),
        ({"type": "string"}, 5, "这里应填写文字。"),
        ({"type": "string"}, None, "请填写此项。"),
        ({"type": "integer"}, 1.5, "这里应填写整数。"),
        ({"type": "number", "minimum": 1.0}, 0, "不能小于 1。"),
        ({"type": "number", "exclusiveMaximum": 10}, 10, "必须小于 10。"),
        ({"type": "number", "multipleOf": 0.1}, 0.35, "必须是 0.1 的倍数。"),
        ({"type": "number", "x-format": "money"}, 1.234, "请填写金额，最多两位小数。"),
        ({"type": "boolean"}, "是", "请选择“是”或“否”。"),
        ({"type": "string", "format": "date"}, "2025-02-30", "请填写日期，例如 2025-06-03。"),
        ({"type": "string", "format": "date-time"}, "2025-06-03", "请填写日期和时间，例如 2025-06-03T16:00。"),
        ({"type": "string", "format": "time"}, "25:00", "请填写时间，例如 16:00。"),
        ({"type": "string", "format": "email"}, "赵某", "请填写电子邮箱，例如 name@example.cn。"),
        ({"type": "string", "format": "uri"}, "javascript:alert(1)", "请填写完整网址，例如 https://example.cn。"),
        ({"type": "string", "x-format": "phone"}, "1234567", "请填写手机号码，或带区号的固定电话。"),
        ({"type": "string", "format": "onedoor-file"}, "../../etc/passwd", "找不到这个文件，请重新上传。"),
        ({"type": "string", "format": "onedoor-person"}, "nobody", "名册中没有这个人，请重新选择。"),
        ({"type": "string", "format": "onedoor-team"}, "nobody", "名册中没有这支队伍，请重新选择。"),
        ({"type": "string", "format": "onedoor-unit"}, "nobody", "名册中没有这个单位，请重新选择。"),
        ({"type": "string", "pattern": "^[0-9]{6}$"}, "12345x", "格式不符合要求，请核对。"),
        ({"type": "string", "pattern": "^[0-9]{6}$"}, "123456\n", "格式不符合要求，请核对。"),
        ({"type": "string", "const": "同意"}, "不同意", "这里只能是“同意”。"),
        ({"type": "boolean", "const": True, "title": "已加盖印章"}, False, "须先确认：已加盖印章。"),
        ({"type": "array", "items": {"type": "string"}, "minItems": 2}, ["甲"], "至少填写 2 项。"),
        ({"type": "array", "items": {"type": "string"}, "uniqueItems": True}, ["甲", "甲"], "各项不能重复。"),
        ({"type": "object", "properties": {"a": a_text()}}, ["甲"], "这里应是一组填写项。"),
        ({"type": "string", "not": {"const": "无"}}, "无", "这里不能这样填写。"),
    ],
)
def test_each_rule_has_its_sentence(schema: dict[str, object], value: object, sentence: str) -> None:
    """Claim: every kind of rule is refused in its own words, at the field."""
    form = a_form({"field": titled("某项", "Field", **schema)})

    assert refused(form, {"field": value}) == {"/field": sentence}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "format": "date"}, "2024-02-29"),
        ({"type": "string", "format": "date-time"}, "2025-06-03T16:00"),
        ({"type": "string", "format": "date-time"}, "2025-06-03T16:00:30+08:00"),
        ({"type": "string", "format": "email"}, "zhao@example.cn"),
        ({"type": "string", "x-format": "phone"}, "199 0000 1234"),
        ({"type": "string", "x-format": "phone"}, "199-0000-1234"),
        ({"type": "string", "x-format": "phone"}, "\uff080932\uff096600000"),
        ({"type": "string", "x-format": "phone"}, "+8619900001234"),
        ({"type": "string", "x-format": "phone"}, "0932-6600000转12"),
        ({"type": "string", "x-format": "phone"}, "12348"),
        ({"type": "number", "x-format": "money"}, 70000.1),
        ({"type": "number", "multipleOf": 0.1}, 0.3),
        ({"type": "string", "format": "onedoor-person"}, "zhao"),
        ({"type": "string", "format": "onedoor-team"}, "traffic"),
        ({"type": "string", "format": "onedoor-unit"}, "centre"),
        ({"type": "string", "format": "onedoor-file"}, FILE_ID),
    ],
)
def test_what_people_write_is_accepted(schema: dict[str, object], value: object) -> None:
    """Claim: formats accept the ways in which dates, numbers and choices are written here."""
    form = a_form({"field": titled("某项", "Field", **schema)})

    assert refused(form, {"field": value}) == {}


def test_a_blank_text_does_not_satisfy_a_required_field() -> None:
    """Claim: blanks, wide ones too, are as good as nothing."""
    form = a_form(required=["facts"])

    assert refused(form, {"facts": " \u3000"}) == {"/facts": "请填写此项。"}


def test_a_dependent_field_names_its_cause() -> None:
    """Claim: the clerk is told because of which answer another one is needed."""
    form = a_form(
        {"amount": titled("金额", "Amount", type="number"), "payer": a_text("付款人", "Payer")}, dependentRequired={"amount": ["payer"]}
    )

    (problem,) = form.check({"amount": 5}, a_roster())

    assert problem.path == "/payer"
    assert problem.message == ("填写了“金额”，就需要填写此项。", "Because “Amount” is filled in, this is needed too.")


def test_a_choice_between_shapes_complains_about_the_shape_meant() -> None:
    """Claim: of several shapes only the one that the answers chose is spoken of."""
    ways = [
        {
            "properties": {"how": a_text("方式", "How", const="cash"), "amount": titled("金额", "Amount", type="number")},
            "required": ["how", "amount"],
        },
        {
            "properties": {"how": a_text("方式", "How", const="work"), "days": titled("天数", "Days", type="integer")},
            "required": ["how", "days"],
        },
    ]
    form = a_form({"term": titled("履行", "Performance", type="object", oneOf=ways)})

    assert refused(form, {"term": {"how": "work"}}) == {"/term/days": "请填写此项。"}


def test_fields_of_a_branch_that_does_not_hold_are_refused() -> None:
    """Claim: a form is closed; a field of `then` is unknown where `if` does not hold."""
    form = a_form({"party": PERSON})

    assert refused(form, {"party": {"kind": "person", "name": "赵某", "uscc": "9" * 18}}) == {"/party/uscc": "这张表单没有这一项，请删除。"}


def test_a_condition_may_add_fields_to_an_inner_group() -> None:
    """Claim: closing counts what conditions elsewhere in the form say about the same group."""
    group = titled("当事人", "Party", type="object", properties={"name": a_text("姓名", "Name")})
    form = a_form(
        {"minor": titled("未成年", "Minor", type="boolean"), "party": group},
        **{"if": {"properties": {"minor": {"const": True}}, "required": ["minor"]}},
        then={"properties": {"party": {"properties": {"guardian": a_text("监护人", "Guardian")}}}},
    )

    assert refused(form, {"minor": True, "party": {"name": "赵某", "guardian": "钱某"}}) == {}
    assert refused(form, {"minor": False, "party": {"guardian": "钱某"}}) == {"/party/guardian": "这张表单没有这一项，请删除。"}


def test_answers_stay_plain_data() -> None:
    """Claim: what looks like the name of a type is an unknown field and nothing else."""
    form = a_form()

    assert refused(form, {"typename": "subprocess.Popen", "__class__": {"py/object": "os.system"}}) == {
        "/typename": "这张表单没有这一项，请删除。",
        "/__class__": "这张表单没有这一项，请删除。",
    }


def _nested(depth: int) -> dict[str, object]:
    value: dict[str, object] = {}
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("answers", "path", "sentence"),
    [
        ({"facts": "字" * 20_001}, "/facts", "最多 20000 个字。"),
        ({"facts": "a\x00b"}, "/facts", "含有看不见的控制字符，请删除后重新填写。"),
        ({"facts": "\ud800"}, "/facts", "含有看不见的控制字符，请删除后重新填写。"),
        ({"a\x07": 1}, "", "含有看不见的控制字符，请删除后重新填写。"),
        ({"facts": math.nan}, "/facts", "这个数字太大或不是有效的数字。"),
        ({"facts": math.inf}, "/facts", "这个数字太大或不是有效的数字。"),
        ({"facts": 10**400}, "/facts", "这个数字太大或不是有效的数字。"),
        ({"facts": {1, 2}}, "/facts", "这里的内容不是表单可以接受的类型。"),
        ({"facts": [0] * 501}, "/facts", "最多填写 500 项。"),
        (_nested(21), "/a" * 20, "填写的内容层次太多，最多 20 层。"),
        ({str(n): "字" * 10_000 for n in range(20)}, "", "填写的内容太多，最多 256 KB，请精简或作为附件上传。"),
    ],
)
def test_answers_have_limits(answers: dict[str, object], path: str, sentence: str) -> None:
    """Claim: answers beyond what any form may hold are refused before they are compared with one."""
    assert refused(a_form(), answers) == {path: sentence}


def test_line_breaks_are_no_control_characters() -> None:
    """Claim: a text may have several lines."""
    assert refused(a_form(), {"facts": "第一行\r\n\t第二行"}) == {}


def test_references_that_multiply_are_bounded() -> None:
    """Claim: a form whose references double with every level cannot stall the server."""
    twice = {"properties": {"x": {"$ref": "#/$defs/twice"}}, "allOf": [{"properties": {"x": {"$ref": "#/$defs/twice"}}}] * 3}
    form = a_catalogue(F01=a_schema({"x": {"$ref": "#/$defs/twice"}}, **{"$defs": {"twice": {"type": "object", **twice}}})).get("F01")
    answers: dict[str, object] = {}
    for _ in range(18):
        answers = {"x": answers}

    before = time.process_time()
    problems = refused(form, answers)

    assert problems == {"": "填写的内容过于复杂，无法核对，请减少条目。"}
    assert time.process_time() - before < 10


def test_telephone_numbers_are_those_that_the_browser_knows() -> None:
    """Both sides are held to one list of examples."""
    examples = json.loads((Path(__file__).parent / "phones.json").read_text())

    assert [text for text in examples["accepted"] if not is_phone(text)] == []
    assert [text for text in examples["refused"] if is_phone(text)] == []
