"""Reads a DMN file into the model and notes what cannot be understood."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.decisions import boxed_reading, model, xml
from engine.decisions.boxed_reading import attribute, name_of, place_of, text_of
from engine.errors import Problem, Text

NAMESPACES = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
OURS = "urn:onedoor:bpmn:1"

_REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")


def read(file: str, content: bytes) -> tuple[model.Model | None, tuple[Problem, ...]]:
    """Return the model of a file, or None with the problem for which it cannot be read."""
    try:
        root = xml.parse(content)
        problems = tuple(_root_problems(file, root))
        return (None, problems) if problems else (_model(file, root), tuple(_import_problems(file, root)))
    except xml.UnreadableXmlError as error:
        return None, (Problem(file=file, message=error.text, line=error.line),)


def _model(file: str, root: xml.Element) -> model.Model:
    return model.Model(
        file=file,
        name=root.get("name", ""),
        types=tuple(_item(each) for each in xml.children(root, "itemDefinition")),
        nodes=tuple(node for each in xml.children(root) for node in _node(each)),
    )


def _root_problems(file: str, root: xml.Element) -> Iterator[Problem]:
    if xml.local_name(root) != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        message = Text("这不是 DMN 1.2 至 1.5 的决策文件。", "This is not a decision file of DMN 1.2 to 1.5.")
        cure = Text("请在决策设计器中打开并另存。", "Open it in the decision studio and save it again.")
        yield Problem(file=file, message=message, cure=cure, line=xml.line_of(root))


def _import_problems(file: str, root: xml.Element) -> Iterator[Problem]:
    for each in xml.children(root, "import"):
        message = Text("不支持引入其他决策文件（import）。", "Importing other decision files (import) is not supported.")
        cure = Text("请把引用的决策复制到这个文件里。", "Copy the decisions that it uses into this file.")
        yield Problem(file=file, message=message, cure=cure, line=xml.line_of(each), place=each.get("id"))


def _node(element: xml.Element) -> Iterator[model.Node]:
    match xml.local_name(element):
        case "inputData":
            yield model.InputData(**_common(element))
        case "decision":
            yield _decision(element)
        case "businessKnowledgeModel":
            logic = xml.child(element, "encapsulatedLogic")
            function = boxed_reading.function(logic) if logic is not None else None
            yield model.Knowledge(function=function, **_common(element))
        case "decisionService":
            yield _service(element)


def _common(element: xml.Element) -> boxed_reading.Fields:
    variable = xml.child(element, "variable")
    name = name_of(element)
    return {
        "id": element.get("id") or name,
        "name": name,
        "variable": model.Variable(
            name=(name_of(variable) if variable is not None else "") or name,
            type_ref=attribute(variable, "typeRef") if variable is not None else None,
        ),
        "place": place_of(element),
        "requires": tuple(_required(element)),
    }


def _required(element: xml.Element) -> Iterator[str]:
    for requirement in xml.children(element):
        for target in xml.children(requirement):
            if xml.local_name(target) in _REQUIRED:
                yield _target(target)


def _target(element: xml.Element) -> str:
    return element.get("href", "").rpartition("#")[2]


def _decision(element: xml.Element) -> model.DecisionNode:
    return model.DecisionNode(
        expression=boxed_reading.first_expression(element),
        writes=element.get(f"{{{OURS}}}writes"),
        english=element.get(f"{{{OURS}}}en"),
        question=text_of(xml.child(element, "question")),
        **_common(element),
    )


def _service(element: xml.Element) -> model.DecisionService:
    def targets(name: str) -> tuple[str, ...]:
        return tuple(_target(each) for each in xml.children(element, name))

    return model.DecisionService(
        outputs=targets("outputDecision"),
        input_decisions=targets("inputDecision"),
        input_data=targets("inputData"),
        **_common(element),
    )


def _item(element: xml.Element) -> model.ItemDefinition:
    allowed = xml.child(element, "allowedValues")
    if allowed is None:
        allowed = xml.child(element, "typeConstraint")
    return model.ItemDefinition(
        name=name_of(element),
        place=place_of(element),
        type_ref=text_of(xml.child(element, "typeRef")).strip() or None,
        is_list=element.get("isCollection") == "true",
        allowed=text_of(xml.child(allowed, "text")).strip() if allowed is not None else "",
        components=tuple(_item(each) for each in xml.children(element, "itemComponent")),
        is_function=xml.child(element, "functionItem") is not None,
    )
