"""Translates the expression language `${…}` of other engines into FEEL, where it says the same."""

from __future__ import annotations

import re

from engine import feel
from engine.bpmn import attributes
from engine.bpmn.foreign.draft import Draft, tag
from engine.bpmn.xmlfile import Element

_WHOLE = re.compile(r"\s*[$#]\{(.*)\}\s*", re.DOTALL)
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'[^'\\]*'|"[^"\\]*")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?P<call>\s*\()?
    |(?P<sign>==|!=|<=|>=|&&|\|\||[<>!()+\-*/]))""",
    re.VERBOSE,
)
_WORDS = {"eq": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "div": "/", "==": "=", "&&": "and", "||": "or"}
_EXPRESSIONS = ("conditionExpression", "completionCondition", "loopCondition", "timeDate", "timeDuration", "timeCycle", "loopCardinality")


def translate(draft: Draft) -> None:
    """Translate conditions, times, lists and people of every process."""
    for process in draft.processes():
        for name in _EXPRESSIONS:
            for element in process.iter(tag(name)):
                _text(draft, element)
        for marker in process.iter(tag("multiInstanceLoopCharacteristics")):
            _attribute(marker, "collection", "collection", "{}")
        for task in process.iter(tag("userTask")):
            _attribute(task, "assignee", "assign", '"person:" + {}')


def _text(draft: Draft, element: Element) -> None:
    said = element.text or ""
    found = _WHOLE.fullmatch(said)
    translated = as_feel(found[1]) if found else None
    parent = element.getparent()
    if translated and parent is not None:
        element.text = translated
        element.attrib.pop("language", "")
        draft.note(parent, f"“{said.strip()}”已译成 FEEL：“{translated}”。", f"“{said.strip()}” was translated into FEEL: “{translated}”.")


def _attribute(element: Element, foreign: str, own: str, pattern: str) -> None:
    found = _WHOLE.fullmatch(attributes.camunda(element, foreign) or "")
    translated = as_feel(found[1]) if found else None
    if translated and not attributes.own(element, own):
        element.set(f"{{{attributes.ONEDOOR}}}{own}", "= " + pattern.replace("{}", translated))


def as_feel(text: str) -> str | None:
    """Return FEEL that says the same; None if it cannot be said for certain."""
    tokens = _tokens(text)
    translated = _negated(tokens) if tokens else None
    if translated is None:
        return None
    try:
        feel.compile(translated)
    except feel.FeelError:
        return None
    return translated


def _tokens(text: str) -> list[str] | None:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match["call"] or match["name"] in {"empty", "mod"}:
            return None
        piece = match[0].strip()
        found.append(f'"{piece[1:-1]}"' if match["text"] else "not" if piece == "!" else _WORDS.get(piece, piece))
        at = match.end()
    return found


def _negated(tokens: list[str]) -> str | None:
    """Write the tokens down; `not` takes the value or the brackets behind it, as FEEL wants it."""
    written: list[str] = []
    at = 0
    while at < len(tokens):
        if tokens[at] != "not":
            written.append(tokens[at])
            at += 1
            continue
        end = _operand_end(tokens, at + 1)
        inner = _negated(tokens[at + 1 : end]) if end else None
        if inner is None or end is None:
            return None
        bare = inner[1:-1].strip() if tokens[at + 1] == "(" else inner
        written.append(f"not({bare})")
        at = end
    return " ".join(written).replace("( ", "(").replace(" )", ")")


def _operand_end(tokens: list[str], at: int) -> int | None:
    """Return where the operand that begins here ends; None if there is none."""
    depth = 0
    while at < len(tokens):
        depth += (tokens[at] == "(") - (tokens[at] == ")")
        at += 1
        if depth == 0 and tokens[at - 1] != "not":
            return at
    return None
