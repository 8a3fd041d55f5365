"""Letters as a pack fills them in, for looking at their looks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine.domain.letter import Letter

AT = datetime(2025, 6, 3, 8, 0, tzinfo=UTC)


def a_letter(*blocks: dict[str, Any], **more: Any) -> Letter:
    """Return a letter of blocks."""
    defaults: dict[str, Any] = {
        "code": "F13",
        "locale": "zh",
        "title": "人民调解协议书",
        "number": "陇综调协〔2025〕11号",
        "layout": "letter",
        "privacy": "P1",
    }
    return Letter(**{**defaults, **more}, blocks=blocks)


def a_paragraph(*runs: str | None, align: str = "both", is_indented: bool = True) -> dict[str, Any]:
    """Return a paragraph."""
    return {"kind": "paragraph", "runs": list(runs), "align": align, "is_indented": is_indented}


def a_heading(text: str, level: int = 1) -> dict[str, Any]:
    """Return a heading."""
    return {"kind": "heading", "level": level, "runs": [text]}


def a_term(label: str, *runs: str | None) -> dict[str, Any]:
    """Return a numbered term."""
    return {"kind": "term", "label": label, "runs": list(runs)}


def a_table(columns: list[tuple[str, int]], *rows: list[str | None]) -> dict[str, Any]:
    """Return a table."""
    heads = [{"title": title, "width": width} for title, width in columns]
    return {"kind": "table", "columns": heads, "rows": [[[text] for text in row] for row in rows]}


def some_signatures(*labels: str) -> dict[str, Any]:
    """Return signature lines."""
    return {"kind": "signatures", "rows": [{"label": label, "name": [], "day": ["年", "月", "日"]} for label in labels]}


EVERYTHING = (
    a_paragraph("申请人：高某，男，身份证号码：", None, ",住陇西县巩昌镇某村，联系电话：100-0000-0001。"),
    a_paragraph("被申请人：王某，住陇西县文峰镇，联系电话：", None, "。"),
    a_heading("一、纠纷事实和争议事项"),
    a_paragraph("2025年5月20日，高某在王某承揽的工地作业时从脚手架上跌落受伤，住院治疗12天。" * 4),
    a_heading("（一）争议事项", 2),
    a_paragraph("双方对赔偿数额、支付期限存在争议。"),
    a_heading("二、协议内容"),
    a_term("1.", "王某一次性赔偿高某医疗费、误工费共计¥70,000.00（大写：柒万元整），于2025年6月10日前付清。"),
    a_term("2.", "付清后双方就本次事故再无其他纠葛。"),
    a_table([("序号", 1), ("事项", 4), ("金额", 2)], ["1", "医疗费", "¥50,000.00"], ["2", "误工费", None]),
    {
        "kind": "fields",
        "rows": [
            {"label": "纠纷类型", "value": ["损害赔偿纠纷"], "depth": 0},
            {"label": "地点", "value": [], "depth": 0},
            {"label": "经过", "value": ["第一段。", "第二段。"], "depth": 1},
        ],
    },
    some_signatures("申请人（签名或捺印）：", "被申请人（签名或捺印）：", "调解员（签名）："),
    {"kind": "seal", "runs": ["陇西县人民调解委员会（印章）"]},
    {"kind": "date", "runs": ["二〇二五年六月三日"]},
    {"kind": "note", "runs": ["本协议书一式三份，双方当事人、人民调解委员会各执一份。"]},
)
