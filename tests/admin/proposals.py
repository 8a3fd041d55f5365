"""Lines of the history about people who were proposed, as the operation leaves them."""

from __future__ import annotations

from typing import Any


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


FORMED: dict[str, Any] = {
    "mode": "panel",
    "composition": ["三席小组", "Panel of three"],
    "team": None,
    "members": [
        {
            "person": "li",
            "name": "Li",
            "seat": "elder",
            "seat_title": words("乡贤", "Elder"),
            "is_substitute": True,
            "is_lead": True,
            "why": [words("替补“乡贤”：名册中没有这一类人员。", "Stands in for “Elder”: the roster has nobody of the kind.")],
        }
    ],
    "others": [
        {"person": "wu", "name": "Wu", "code": "interest", "reason": words("Wu与被申请人同单位。", "Wu works for the respondent.")},
        {"person": "he", "name": "He", "code": "wanted", "reason": words("当事人点选了Li。", "The parties chose Li.")},
        {"person": "bo", "name": "Bo", "code": "wanted", "reason": words("当事人点选了Li。", "The parties chose Li.")},
    ],
    "rest": {"full": 2},
    "conflict": None,
}
CLASHED: dict[str, Any] = {
    **FORMED,
    "members": [],
    "others": [],
    "rest": {},
    "conflict": {
        "sentence": words(
            "缺一名医疗调解员；最接近的是Wu：已有5件在办（上限5件）。", "One is lacking; nearest: Wu has 5 open cases, of at most 5."
        ),
        "rules": [
            {"key": "bar:full", "rule": words("在办件数到上限的人不再派（Wu）", "whoever has the most open cases takes no more (Wu)")},
            {"key": "rule:medical", "rule": words("医疗调解员至少2名（本地规定）", "at least 2 medical mediators (local rule)")},
        ],
        "nearest": [{"person": "wu", "name": "Wu", "but": words("已有5件在办（上限5件）", "has 5 open cases, of at most 5")}],
    },
}
