"""Templates of letters are data: checked before they are used, filled in with nothing that they may not show."""

from __future__ import annotations

from typing import Any

import pytest

from engine import errors
from engine.packs import checking, outlining, release, writing
from tests.packs.documents import NOW, PATH, ROSTER, a_case, a_text, files, fill, printed, problems
from tests.packs.small_pack import FILES

F05 = """{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "意愿", "x-en": {"title": "Consent"}, "type": "object", "additionalProperties": false,
  "x-onedoor": {"code": "F05", "writes": "consents[]"}, "x-privacy": "P1",
  "properties": {
    "way": {"title": "方式", "x-en": {"title": "Way"}, "type": "string", "oneOf": [
      {"const": "phone", "title": "电话", "x-en": {"title": "Telephone"}}]},
    "on": {"title": "日期", "x-en": {"title": "Day"}, "type": "string", "format": "date"},
    "paid": {"title": "金额", "x-en": {"title": "Paid"}, "type": "number", "x-format": "money"},
    "id_no": {"title": "证件", "x-en": {"title": "ID"}, "type": "string", "x-privacy": "P2"}
  }
}""".encode()
WITH_F05 = {"forms/longxi/F05.schema.json": F05}


def test_text_holds_values_and_stays_text() -> None:
    """What stands in `{=…}` is evaluated once; what it gives is never looked at again."""
    document = {"intake": {"facts": '{=parameters} {{ 7*7 }} #read("/etc/passwd")', "amount": 1}}

    letter = fill({"paragraph": a_text("事由：{=intake.facts}", "Facts: {=intake.facts}")}, document=document, locale="en")

    assert printed(letter) == ['Facts: {=parameters} {{ 7*7 }} #read("/etc/passwd")']


def test_braces_and_quotation_marks_inside_an_expression_belong_to_it() -> None:
    """A context and a text with a brace in it do not end the expression."""
    assert printed(fill({"paragraph": a_text('{={a: "}"}.a}{="{=" + intake.facts + "\\"}"}')})) == ['}{=楼上漏水"}']


def test_what_is_missing_is_left_blank() -> None:
    """Null is a line to write on, also where a list is empty; empty text is nothing."""
    blocks: list[dict[str, Any]] = [
        {"paragraph": a_text('{=intake.nothing}{=""}。')},
        {"terms": a_text("{=each.what}。"), "each": "=intake.none", "item": "each", "blank": 2},
        {"date": "=null"},
        {"table": [{"title": a_text("项"), "text": "{=each}"}], "each": "=[1]", "item": "each", "blank": 3},
    ]
    made = fill(*blocks, document={"intake": {}}, pack={"forms/base/F01.schema.json": FREE_FORM})

    assert printed(made)[:4] == ["___。", "1.___。", "2.___。", "___年___月___日"]
    assert made.blocks[-1]["rows"] == [[["1"]], [[None]], [[None]]]


FREE_FORM = b"""{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "x", "x-en": {"title": "x"}, "type": "object",
"x-onedoor": {"code": "F01", "writes": "intake"}, "x-privacy": "P1", "properties": {
"facts": {"title": "f", "x-en": {"title": "f"}, "type": "string"}, "amount": {"title": "a", "x-en": {"title": "a"}, "type": "number"},
"nothing": {"title": "n", "x-en": {"title": "n"}, "type": "string"},
"none": {"title": "l", "x-en": {"title": "l"}, "type": "array", "items": {"type": "string"}}}}"""


def test_values_are_written_as_people_write_them() -> None:
    """Days, amounts, choices and yes or no, in both languages; `words` follows the form, functions follow the roster."""
    text = (
        "{=words.consents[1].way}|{=words.consents[1].paid}|{=consents[1].on}|"
        '{=capital(intake.amount)}|{=1 = 1}|{=person("zhao")}|{=intake.amount}'
    )
    document = {"intake": {"facts": "f", "amount": 70000}, "consents": [{"way": "phone", "on": "2025-06-03", "paid": 5000}]}

    assert printed(fill({"paragraph": a_text(text, text)}, document=document, pack=WITH_F05)) == [
        "电话|¥5,000.00|2025年6月3日|柒万元整|是|赵某|70000"
    ]
    assert printed(fill({"paragraph": a_text(text, text)}, document=document, pack=WITH_F05, locale="en")) == [
        "Telephone|¥5,000.00|3 Jun 2025|柒万元整|yes|赵某|70000"
    ]


def test_nothing_above_the_declared_class_is_printed() -> None:
    """Whatever way a template takes to a P2 value: by the place, in words, by a form, or copied by a script under the same name."""
    document = {
        "intake": {"facts": "f", "amount": 1},
        "consents": [{"way": "phone", "id_no": "622424", "party": {"name": "高某", "id_no": "622424"}}],
        "grade": {"level": "x", "id_no": "622424"},
    }
    text = "{=consents[1].id_no}{=string(words.consents)}{=consents[1].party.id_no}{=consents[1].party.name}{=grade.id_no}{=grade.level}"
    blocks: list[dict[str, Any]] = [{"paragraph": a_text(text, text)}, {"fields": "F05"}]
    allowed = release.make_ready("r", {**files(*blocks, privacy="P2"), **WITH_F05}).document("F18")
    forbidden = writing.PackDocument(**{**vars(allowed), "template": _with_privacy(allowed.template, "P1")})

    open_letter, closed_letter = (_filled(each, document) for each in (allowed, forbidden))

    assert any("622424" in text for text in open_letter.texts())
    assert not any("622424" in text for text in closed_letter.texts())
    assert "高某" in printed(closed_letter)[0]
    assert "x" in printed(closed_letter)[0]


def _with_privacy(template: Any, privacy: str) -> Any:
    return type(template)(**{**vars(template), "privacy": privacy})


def _filled(document: writing.PackDocument, content: dict[str, Any]) -> Any:
    case = a_case(content)
    return document.fill(writing.ports.LetterFacts(case=case, document=content, roster=ROSTER, now=NOW, locale="zh", year=2025, serial=1))


def test_days_are_those_of_beijing() -> None:
    """Half past one at night in Beijing is already the next day, though not in UTC."""
    letter = fill({"date": "=today"}, {"paragraph": a_text("{=case.opened_on}")})

    assert printed(letter) == ["二〇二五年六月四日", "2025年6月4日"]


def test_numbers_headings_and_terms_follow_the_language() -> None:
    """一、（一）1. in Chinese, 1. (a) in English; a heading of the first level begins the second anew."""
    blocks: list[dict[str, Any]] = [
        {"heading": a_text("甲", "A")},
        {"heading": a_text("乙", "B"), "level": 2},
        {"heading": a_text("丙", "C")},
        {"heading": a_text("丁", "D"), "level": 2},
        {"terms": [a_text("戊", "E"), a_text("己", "F")], "numbering": "（一）"},
    ]

    assert printed(fill(*blocks)) == ["一、甲", "\uff08一\uff09乙", "二、丙", "\uff08一\uff09丁", "\uff08一\uff09戊", "\uff08二\uff09己"]
    assert printed(fill(*blocks, locale="en")) == ["1. A", "(a) B", "2. C", "(a) D", "(a)E", "(b)F"]


def test_punctuation_between_chinese_characters_is_full_width() -> None:
    """Figures, times and brackets around letters keep their own."""
    letter = fill({"paragraph": a_text("申请人：高某（男），16:30到场，付70,000元（a,b）；完？{=null}，住")})

    wide = "申请人：高某（男），16:30到场，付70,000元（a,b）；完？___，住"
    expected = wide.translate(str.maketrans({":": "\uff1a", "(": "\uff08", ")": "\uff09", ",": "\uff0c", ";": "\uff1b", "?": "\uff1f"}))
    expected = expected.replace("16\uff1a30", "16:30").replace("70\uff0c000", "70,000").replace("a\uff0cb", "a,b")
    assert printed(letter) == [expected]


def test_line_breaks_part_paragraphs_and_control_characters_vanish() -> None:
    """What was pasted from elsewhere does not spoil the page."""
    letter = fill({"paragraph": a_text("{=intake.facts}")}, document={"intake": {"facts": "第一段\n\n第二\x07段\u202e"}})

    assert printed(letter) == ["第一段", "第二段"]


def test_a_condition_that_is_not_true_leaves_the_block_out() -> None:
    """Null is not true."""
    blocks = [{"note": a_text(name), "when": when} for name, when in (("a", "=1 = 1"), ("b", "=1 = 2"), ("c", "=null"))]

    assert printed(fill(*blocks)) == ["a"]


def test_the_number_is_made_of_year_and_serial_and_a_preview_has_none() -> None:
    """A preview is marked."""
    number = {"number": "调〔{=year}〕{=serial}号"}

    assert fill(**number).number == "调〔2025〕7号"
    assert not fill(**number).is_preview
    assert fill(**number, serial=None).number is None
    assert fill(**number, serial=None).is_preview


def test_the_committee_is_the_mediators_and_blank_if_nobody_knows() -> None:
    """Of several committees none is guessed."""
    block = {"seal": a_text("{=issuer.committee}·{=issuer.centre}·{=mediator}")}
    manifest = FILES["processes/longxi/pack.yaml"].replace(b"  title: =intake.facts", b'  title: =intake.facts\n  mediator: ="zhao"')

    assert printed(fill(block)) == ["___·陇西县综治中心·___"]
    assert printed(fill(block, pack={"processes/longxi/pack.yaml": manifest})) == ["交通调委会·陇西县综治中心·赵某"]


def test_a_huge_list_is_refused() -> None:
    """An agreement is never cut short in silence."""
    block = {"terms": a_text("{=n}"), "each": "=for n in 1..501 return n", "item": "n"}

    with pytest.raises(writing.LetterTooLongError) as refused:
        fill(block)

    assert "501" in refused.value.text.zh
    assert "500" in refused.value.text.en


def test_a_huge_text_is_refused() -> None:
    """Two hundred thousand characters are a book."""
    with pytest.raises(writing.LetterTooLongError):
        fill({"paragraph": a_text("{=intake.facts}")}, document={"intake": {"facts": "字" * 200_001}})


def test_an_expression_that_never_ends_is_a_sentence() -> None:
    """The limits of FEEL hold in letters, too."""
    with pytest.raises(errors.ProcessError):
        fill({"paragraph": a_text("{=count(for a in 1..100000, b in 1..100000 return a)}")})


WRONG: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "unknown place": ([{"note": a_text("{=inteke.facts}")}], "inteke", "intake"),
    "unknown field": ([{"note": a_text("{=intake.factz}")}], "factz", "facts"),
    "unknown field in words": ([{"note": a_text("{=words.intake.factz}")}], "factz", "facts"),
    "unknown parameter": ([{"note": a_text("{=parameters.wort}")}], "parameters.wort", ""),
    "unknown fact of the case": ([{"note": a_text("{=case.titel}")}], "case.titel", "title"),
    "unknown place in the English text": ([{"note": a_text("完", "{=inteke}")}], "inteke", "intake"),
    "unreadable": ([{"note": a_text("{=intake.(}")}], "无法读懂", ""),
    "unclosed": ([{"note": a_text("{=intake.facts")}], "没有对应的", ""),
    "unknown form": ([{"fields": "F99"}], "F99", ""),
    "unknown field of a form": ([{"fields": "F01", "only": ["factz"]}], "factz", ""),
    "one language": ([{"note": {"zh": "完"}}], "缺少“en”", ""),
    "unknown block": ([{"jinja": a_text("{{ x }}")}], "未知的键“jinja”", ""),
    "each without item": ([{"paragraph": a_text("x"), "each": "=intake"}], "", ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_template_is_refused_with_place_and_cure(name: str) -> None:
    """The check names what is wrong, in both languages."""
    blocks, said, cure = WRONG[name]

    found = problems(*blocks)

    assert found
    assert said in found[0].message.zh
    assert found[0].message.en
    assert found[0].place is not None
    assert cure in (found[0].cure.zh if found[0].cure else "")


def test_a_number_without_serial_is_refused() -> None:
    """Two documents would bear the same number."""
    assert [problem.place for problem in problems(number="调〔{=year}〕号")] == ["number"]


def test_a_field_above_the_class_is_refused_by_the_check() -> None:
    """It would stay blank, so the author is told before."""
    pack = {**files({"note": a_text("{=consents[1].id_no}")}), **WITH_F05}

    found = [problem for problem in checking.check(pack) if problem.file == PATH]

    assert [problem.message.en for problem in found] == [
        "consents.id_no is of class P2, but this document shows P1 at most; it would stay blank."
    ]


def test_the_code_is_the_name_of_the_file() -> None:
    """A template that calls itself otherwise would be looked for in vain."""
    assert [problem.place for problem in problems(document="F19")] == ["document"]


def test_a_diagram_cannot_issue_what_there_is_not() -> None:
    """The service task is named."""
    grading = '<bpmn:businessRuleTask id="n2" name="定级" onedoor:en="Grade" onedoor:decision="D02" />'
    telling = (
        '<bpmn:serviceTask id="n2" name="告知" onedoor:en="Tell" onedoor:operation="issue_letter" onedoor:result="told">'
        '<bpmn:extensionElements><onedoor:input name="document" value="F18"/></bpmn:extensionElements></bpmn:serviceTask>'
    )
    process = FILES["processes/longxi/lx_order.bpmn"].replace(grading.encode(), telling.encode())
    assert process != FILES["processes/longxi/lx_order.bpmn"]

    def said(pack: dict[str, bytes]) -> list[str]:
        return [problem.message.en for problem in checking.check(pack) if "F18" in problem.message.en]

    assert said({**FILES, "processes/longxi/lx_order.bpmn": process}) == ['“Tell” issues the document "F18", which does not exist.']
    assert said({**files(), "processes/longxi/lx_order.bpmn": process}) == []


def test_a_county_replaces_a_template_of_its_parent() -> None:
    """The nearest file of the name counts."""
    parent = {"processes/base/documents/F18.yaml": files(title=a_text("上级", "Parent"))[PATH]}

    assert fill(pack=parent).title == "终止告知书"
    assert release.make_ready("r", {**FILES, **parent}).document("F18").title.en == "Parent"


def test_the_outline_lists_the_templates_broken_ones_included() -> None:
    """What the studio shows: own or inherited, by title, by code where it cannot be read."""
    parent = {"processes/base/documents/F13.yaml": b"document: [", **files()}

    found = [item for item in outlining.outline(parent).items if item.kind == "document"]

    assert [(item.code, item.title.en, item.is_own) for item in found] == [("F13", "F13", False), ("F18", "Notice of the end", True)]
