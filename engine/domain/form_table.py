"""A form as a table: one row a question, as an administrator who cannot program writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.errors import FieldProblem, Text

#: A question whose kind the table does not know, or that is more than one of its kinds can say: it is kept as it is.
KEPT = "kept"
CHOICES = frozenset({"choice", "choices"})
KINDS = {
    "text": Text("短文字", "Short text"),
    "long_text": Text("长文字", "Long text"),
    "integer": Text("整数", "Whole number"),
    "number": Text("数字", "Number"),
    "money": Text("金额（元）", "Amount of money (yuan)"),
    "date": Text("日期", "Date"),
    "moment": Text("日期和时刻", "Date and time"),
    "yes_no": Text("是或否", "Yes or no"),
    "choice": Text("选一项", "One of several"),
    "choices": Text("选几项", "Several of several"),
    "phone": Text("电话号码", "Telephone number"),
    "parties": Text("当事人（几人）", "Parties"),
    "person": Text("名册中的人员", "Person of the roster"),
    "team": Text("名册中的团队", "Team of the roster"),
    "unit": Text("名册中的单位", "Unit of the roster"),
    "file": Text("附件", "File"),
}
PRIVACY = {
    "P0": Text("P0 可以公开", "P0 public"),
    "P1": Text("P1 个人信息", "P1 personal"),
    "P2": Text("P2 敏感信息", "P2 sensitive"),
    "P3": Text("P3 调解中所说，密封保存", "P3 said in mediation, sealed"),
}
NOTHING = Text("", "")
_NO_WORD = re.compile(r"\W+")
_LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the answers that can be picked."""

    #: What conditions and tables compare with; made from the words where it is empty.
    code: str
    title: Text


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question."""

    #: Key in the answers, for conditions and tables; made from the words where it is empty.
    name: str
    title: Text
    kind: str = "text"
    is_required: bool = False
    privacy: str = "P1"
    choices: tuple[Choice, ...] = ()
    #: What helps to answer it.
    note: Text = NOTHING


@dataclass(frozen=True, kw_only=True)
class FormTable:
    """A form."""

    #: Where its answers go in the case document.
    place: str
    #: Whether each answer adds an entry to a list.
    appends: bool
    title: Text
    note: Text
    fields: tuple[FormField, ...]


def named(table: FormTable) -> FormTable:
    """Return the table with names for the place, the fields and the choices that have none; English left out is Chinese."""
    fields: list[FormField] = []
    for field in table.fields:
        title = said(field.title)
        name = field.name or _free(word(title.zh), {each.name for each in (*table.fields, *fields)})
        choices = tuple(Choice(code=each.code or word(each.title.zh), title=said(each.title)) for each in field.choices)
        fields.append(replace(field, name=name, title=title, note=said(field.note), choices=choices))
    title = said(table.title)
    return replace(table, place=table.place or word(title.zh), title=title, note=said(table.note), fields=tuple(fields))


def word(text: str) -> str:
    """Return the letters, digits and characters of a text: a name that conditions can use."""
    found = _NO_WORD.sub("", text)
    return f"_{found}" if found[:1].isdigit() else found


def findings(table: FormTable) -> Iterator[FieldProblem]:
    """Yield what is wrong with a table, each at its field of the page: `/title/zh`, `/fields/2/kind`."""
    yield from _untitled("/title", table.title)
    if not table.fields:
        yield FieldProblem(path="/fields", message=Text("表单至少要有一项。", "A form has at least one field."))
    seen: dict[str, int] = {}
    for number, field in enumerate(table.fields):
        where = f"/fields/{number}"
        yield from _untitled(f"{where}/title", field.title)
        first = seen.setdefault(field.title.zh, number)
        if first != number and field.title.zh:
            message = Text(f"名称与第{first + 1}项相同，请改成不同的名称。", f"Field {first + 1} is called the same; use another name.")
            yield FieldProblem(path=f"{where}/title/zh", message=message)
        yield from _choices(where, field)


def _untitled(where: str, title: Text) -> Iterator[FieldProblem]:
    if not word(title.zh):
        yield FieldProblem(path=f"{where}/zh", message=Text("请填写中文名称。", "Write the Chinese name."))
    if any(len(each) > _LONGEST for each in title):
        yield FieldProblem(path=f"{where}/zh", message=Text(f"名称最多{_LONGEST}个字。", f"A name has at most {_LONGEST} characters."))


def _choices(where: str, field: FormField) -> Iterator[FieldProblem]:
    if field.kind not in CHOICES:
        return
    place = f"{where}/choices"
    if len(field.choices) < 2:  # noqa: PLR2004 - one is no choice
        yield FieldProblem(path=place, message=Text("请至少写两个选项，一行一个。", "Write at least two choices, one a line."))
    codes = [each.code or word(each.title.zh) for each in field.choices]
    if not all(codes) or len(set(codes)) < len(codes):
        yield FieldProblem(path=place, message=Text("选项有空行或重复。", "A choice is empty or given twice."))


def said(text: Text) -> Text:
    """Return a text that was typed; English left out is Chinese."""
    return Text(text.zh.strip(), text.en.strip() or text.zh.strip())


def _free(name: str, taken: Sequence[str] | set[str]) -> str:
    number, found = 2, name
    while found in taken:
        found, number = f"{name}{number}", number + 1
    return found
