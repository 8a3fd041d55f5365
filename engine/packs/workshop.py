"""Makes the files of a pack out of what an administrator chose in the studio."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from engine.decisions.catalogue import read_file
from engine.domain.form_table import FormTable
from engine.errors import NotFoundError, Text
from engine.forms import Form, tabling
from engine.packs import blanks, casefields, compare, merging, yamledit
from engine.packs.definition import doors
from engine.packs.paths import Kind
from engine.packs.reading import PackReading
from engine.packs.xmldiff import Naming
from engine.usecases.ports.workshop import CaseFields, Clash, Files, FormSheet, Merged, NewDecision, NewProcess, TableInput

_PROCESS = Text("流程", "process")
_DECISION = Text("决策表", "decision table")
#: Files whose names are codes; no two things of a pack should be called the same.
_KINDS = (Kind.PROCESS, Kind.SCHEMA, Kind.DECISION)
_PREFIX = re.compile(r"([A-Z]{1,6})-")
_LETTERS = {"form": "F", "decision": "D"}
#: Types of a table's columns by the kind of a field.
_TYPES = {
    "text": "string",
    "long_text": "string",
    "choice": "string",
    "phone": "string",
    "integer": "number",
    "number": "number",
    "money": "number",
    "yes_no": "boolean",
    "date": "string",
}


class PackWorkshop:
    """Satisfies `engine.usecases.ports.workshop.Workshop`."""

    def __init__(self, read: Callable[[Files], PackReading], naming: Callable[[Files], Naming]) -> None:
        #: Reads files as the check does. Raises CheckFailedError if there is no chain of packs to speak of.
        self._read = read
        #: Returns the words that a pack has for its codes.
        self._naming = naming

    def free_code(self, files: Files, kind: str) -> str:
        """Count on from what there is, with the letters that the pack's own codes begin with."""
        reading = self._read(files)
        prefix = _prefix(reading)
        made = f"{prefix.lower()}_p" if kind == "process" else f"{prefix}-{_LETTERS[kind]}"
        number = 1
        while self.is_taken(files, f"{made}{number}"):
            number += 1
        return f"{made}{number}"

    def is_taken(self, files: Files, code: str) -> bool:
        """Look at names of files, at processes and at decisions."""
        reading = self._read(files)
        names = {name for each in _KINDS for name in reading.line.chosen(each)}
        known = {*names, *(element.process for element in reading.elements), *reading.decisions.decisions}
        return code.casefold() in {each.casefold() for each in known}

    def process(self, files: Files, wanted: NewProcess) -> Files:
        """Draw it and add its door to the pack's own list, which begins as the inherited one."""
        reading = self._read(files)
        if wanted.like:
            file = reading.file_of(wanted.like)
            if file is None:
                raise blanks.unknown(_PROCESS, wanted.like)
            content = blanks.copied_process(files[file], wanted.like, wanted.code, wanted.title)
        else:
            content = blanks.process(wanted, reading.definition.content["states"] if reading.definition else {})
        door = {"process": wanted.code, "title": wanted.title._asdict()} | ({"form": wanted.intake} if wanted.intake else {})
        known = list(doors(reading.definition.content)) if reading.definition else []
        return {f"processes/{reading.line.own}/{wanted.code}.bpmn": content, **self.put(files, ("starts",), [*known, door])}

    def decision(self, files: Files, wanted: NewDecision) -> Files:
        """Write it beside the pack's other tables."""
        reading = self._read(files)
        path = f"processes/{reading.line.own}/{wanted.code}.dmn"
        if not wanted.like:
            return {path: blanks.decision(wanted)}
        content = next((files[file] for file in _files_with_one_decision(reading) if wanted.like in read_file(file, files[file])[0]), None)
        if content is None:
            raise blanks.unknown(_DECISION, wanted.like)
        return {path: blanks.copied_decision(content, wanted)}

    def fields(self, files: Files) -> Sequence[TableInput]:
        """List the fields whose kinds a cell can be compared with; those in lists have no single value."""
        reading = self._read(files)
        return [
            each for code, form in sorted(reading.forms.forms.items()) if not form.appends for each in self._inputs(reading, code, form)
        ]

    def _inputs(self, reading: PackReading, code: str, form: Form) -> Iterator[TableInput]:
        document = _document(reading, code)
        for field in tabling.read(form, document).fields if document else ():
            if field.kind in _TYPES and field.privacy != "P3":
                title = Text(f"{form.title().zh}：{field.title.zh}", f"{form.title().en}: {field.title.en}")
                yield TableInput(path=f"{form.place}.{field.name}", title=title, type=_TYPES[field.kind])

    def sheet(self, files: Files, code: str) -> FormSheet:
        """Read a form as a table."""
        reading = self._read(files)
        form, document = reading.forms.forms.get(code), _document(reading, code)
        if form is None or document is None:
            raise NotFoundError(Text(f"没有表单“{code}”。", f"There is no form {code}."))
        case = reading.definition.content["case"] if reading.definition else {}
        shows = CaseFields(**{key: casefields.chosen(case.get(key), form.place) for key in CaseFields.__dataclass_fields__})
        return FormSheet(
            code=code,
            file=reading.line.chosen(Kind.SCHEMA)[code].path,
            table=tabling.read(form, document),
            conditional=tabling.conditional(document),
            shows=shows,
        )

    def form(self, files: Files, code: str, table: FormTable, like: str | None, shows: CaseFields) -> Files:
        """Write the schema, the layout where there is one, and what lists show of a case that the form opens."""
        reading = self._read(files)
        before, document = reading.forms.forms.get(like or ""), _document(reading, like or "")
        schema, ui = tabling.write(table, code, before, document)
        folder = f"forms/{reading.line.own}/{code}"
        made = {f"{folder}.schema.json": _json(schema)}
        if ui or (before and before.ui):
            made[f"{folder}.ui.json"] = _json(ui)
        return {**made, **self._shown(files, reading, table.place, shows)}

    def _shown(self, files: Files, reading: PackReading, place: str, shows: CaseFields) -> Files:
        case = reading.definition.content["case"] if reading.definition else {}
        changed: Files = {}
        for key in CaseFields.__dataclass_fields__:
            field = getattr(shows, key)
            if casefields.chosen(case.get(key), place) != field:
                expression = casefields.choose(case.get(key), place, field)
                now = {**files, **changed}
                changed = self.put(now, ("case", key), expression) if expression else self.drop(now, ("case", key))
        return changed

    def put(self, files: Files, keys: Sequence[str], value: Any) -> Files:
        """Change the words of one entry only."""
        path = _manifest(self._read(files))
        return {path: yamledit.put(path, files[path], keys, value)}

    def drop(self, files: Files, keys: Sequence[str]) -> Files:
        """Take the words of one entry out."""
        path = _manifest(self._read(files))
        return {path: yamledit.drop(path, files[path], keys)}

    def merge(self, pack: str, base: Files, ours: Files, theirs: Files, chosen: Mapping[str, str]) -> Merged:
        """Merge element by element."""
        return merging.merge_over_parents(pack, (base, ours, theirs), chosen)

    def told(self, clash: Clash, files: Files) -> tuple[Sequence[Text], Sequence[Text]]:
        """Compare both sides with what they grew from."""
        naming = self._naming(files)
        return compare.told(clash, clash.ours, naming), compare.told(clash, clash.theirs, naming)


def _manifest(reading: PackReading) -> str:
    return f"processes/{reading.line.own}/pack.yaml"


def _prefix(reading: PackReading) -> str:
    """Return the letters before the dash of most of the pack's own forms and tables; else those of its name."""
    own = reading.line.of_pack(reading.line.own)
    found = Counter(match[1] for each in own if (match := _PREFIX.match(each.name)))
    return found.most_common(1)[0][0] if found else re.sub(r"[^A-Za-z]", "", reading.line.own)[:6].upper()


def _files_with_one_decision(reading: PackReading) -> Iterator[str]:
    for file, content in sorted(reading.line.of_kind(Kind.DECISION).items()):
        if len(read_file(file, content)[0]) == 1:
            yield file


def copyable_decisions(reading: PackReading) -> set[str]:
    """Return the decisions that stand alone in their files."""
    return {code for file in _files_with_one_decision(reading) for code in read_file(file, reading.line.files[file])[0]}


def _document(reading: PackReading, code: str) -> dict[str, Any] | None:
    found = reading.line.chosen(Kind.SCHEMA).get(code)
    if found is None or code not in reading.forms.forms:
        return None
    document: dict[str, Any] = json.loads(reading.line.files[found.path].decode("utf-8-sig"))
    return document


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
