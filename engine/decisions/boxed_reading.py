"""Reads the boxed expressions of a DMN file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from engine.decisions import model, xml
from engine.decisions.model import Place
from engine.errors import Text

#: Arguments that several kinds of element share.
Fields = dict[str, Any]


def first_expression(parent: xml.Element | None) -> model.Expression | None:
    """Return the first child that is an expression."""
    return next(_expressions(parent), None) if parent is not None else None


def function(element: xml.Element) -> model.FunctionDefinition:
    """Read a function definition or encapsulated logic."""
    return model.FunctionDefinition(
        parameters=tuple(_variable(each) for each in xml.children(element, "formalParameter")),
        body=first_expression(element),
        kind=element.get("kind", "FEEL"),
        **_fields(element),
    )


def place_of(element: xml.Element) -> Place:
    """Return where an element stands."""
    nearest: xml.Element | None = element
    while nearest is not None and nearest.get("id") is None:
        nearest = nearest.getparent()
    return Place(line=xml.line_of(element), element=nearest.get("id") if nearest is not None else None)


def name_of(element: xml.Element) -> str:
    """Return the name of an element with its blanks made single."""
    return " ".join(element.get("name", "").split())


def attribute(element: xml.Element, name: str) -> str | None:
    """Return an attribute without blanks around it; None for an empty one."""
    return element.get(name, "").strip() or None


def text_of(element: xml.Element | None) -> str:
    """Return the text of an element."""
    return "".join(map(str, element.itertext())) if element is not None else ""


def literal(element: xml.Element | None, place: Place) -> model.Literal:
    """Read an element with a `text` child; a missing one is empty text."""
    if element is None:
        return model.Literal(text="", place=place)
    text = text_of(xml.child(element, "text")).strip()
    return model.Literal(text=text, place=place, type_ref=attribute(element, "typeRef"))


def _expressions(parent: xml.Element) -> Iterator[model.Expression]:
    for child in xml.children(parent):
        reader = _READERS.get(xml.local_name(child))
        if reader:
            yield reader(child)


def _within(element: xml.Element, name: str) -> model.Expression | None:
    return first_expression(xml.child(element, name))


def _fields(element: xml.Element) -> Fields:
    return {"place": place_of(element), "type_ref": attribute(element, "typeRef")}


def _variable(element: xml.Element) -> model.Variable:
    return model.Variable(name=name_of(element), type_ref=attribute(element, "typeRef"))


def _literal(element: xml.Element) -> model.Expression:
    return literal(element, place_of(element))


def _context(element: xml.Element) -> model.Expression:
    entries = []
    for entry in xml.children(element, "contextEntry"):
        variable = xml.child(entry, "variable")
        entries.append((_variable(variable) if variable is not None else None, first_expression(entry)))
    return model.Context(entries=tuple(entries), **_fields(element))


def _invocation(element: xml.Element) -> model.Expression:
    bindings = []
    for binding in xml.children(element, "binding"):
        parameter = xml.child(binding, "parameter")
        bindings.append((name_of(parameter) if parameter is not None else "", first_expression(binding)))
    return model.Invocation(function=first_expression(element), bindings=tuple(bindings), **_fields(element))


def _list(element: xml.Element) -> model.Expression:
    return model.ListOf(entries=tuple(_expressions(element)), **_fields(element))


def _relation(element: xml.Element) -> model.Expression:
    columns = tuple(name_of(each) for each in xml.children(element, "column"))
    rows = tuple(tuple(_expressions(row)) for row in xml.children(element, "row"))
    return model.Relation(columns=columns, rows=rows, **_fields(element))


def _conditional(element: xml.Element) -> model.Expression:
    return model.Conditional(
        condition=_within(element, "if"), then=_within(element, "then"), otherwise=_within(element, "else"), **_fields(element)
    )


def _filter(element: xml.Element) -> model.Expression:
    return model.Filter(source=_within(element, "in"), match=_within(element, "match"), **_fields(element))


def _iteration(element: xml.Element) -> model.Expression:
    kind = xml.local_name(element)
    return model.Iteration(
        kind=kind,
        variable=element.get("iteratorVariable", ""),
        source=_within(element, "in"),
        body=_within(element, "return" if kind == "for" else "satisfies"),
        **_fields(element),
    )


def _table(element: xml.Element) -> model.Expression:
    inputs = tuple(_input(each, number) for number, each in enumerate(xml.children(element, "input"), 1))
    outputs = tuple(_output(each, number) for number, each in enumerate(xml.children(element, "output"), 1))
    titles = [*(each.label for each in inputs), *(each.label for each in outputs)]
    rules = tuple(_rule(each, number, titles) for number, each in enumerate(xml.children(element, "rule"), 1))
    return model.Table(
        hit_policy=_hit_policy(element),
        aggregation=attribute(element, "aggregation"),
        inputs=inputs,
        outputs=outputs,
        rules=rules,
        **_fields(element),
    )


def _hit_policy(element: xml.Element) -> model.HitPolicy:
    stated = element.get("hitPolicy", "UNIQUE")
    try:
        return model.HitPolicy(stated)
    except ValueError as error:
        text = Text(f"决策表的命中策略“{stated}”不存在。", f"There is no hit policy “{stated}” for a decision table.")
        raise xml.UnreadableXmlError(text, xml.line_of(element)) from error


def _input(element: xml.Element, number: int) -> model.Input:
    place = place_of(element)
    expression = literal(xml.child(element, "inputExpression"), place)
    values = xml.child(element, "inputValues")
    return model.Input(
        expression=expression,
        label=element.get("label") or expression.text or str(number),
        values=literal(values, place).text,
        place=place,
    )


def _output(element: xml.Element, number: int) -> model.Output:
    place = place_of(element)
    default = xml.child(element, "defaultOutputEntry")
    return model.Output(
        name=name_of(element),
        label=element.get("label") or name_of(element) or str(number),
        type_ref=attribute(element, "typeRef"),
        values=literal(xml.child(element, "outputValues"), place).text,
        default=literal(default, place_of(default)) if default is not None else None,
        place=place,
    )


def _rule(element: xml.Element, number: int, titles: list[str]) -> model.Rule:
    entries = [*xml.children(element, "inputEntry"), *xml.children(element, "outputEntry")]
    cells = [_cell(entry, number, title) for entry, title in zip(entries, [*titles, *[""] * len(entries)], strict=False)]
    count = sum(1 for _ in xml.children(element, "inputEntry"))
    notes = [text_of(each).strip() for each in xml.children(element, "annotationEntry")]
    return model.Rule(
        id=element.get("id"),
        number=number,
        tests=tuple(cells[:count]),
        results=tuple(cells[count:]),
        note=";".join(note for note in (*notes, text_of(xml.child(element, "description")).strip()) if note),
        place=place_of(element),
    )


def _cell(element: xml.Element, number: int, title: str) -> model.Literal:
    place = place_of(element)
    return literal(element, Place(line=place.line, element=place.element, rule=number, column=title))


_READERS: Mapping[str, Callable[[xml.Element], model.Expression]] = {
    "literalExpression": _literal,
    "decisionTable": _table,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": function,
    "list": _list,
    "relation": _relation,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}
