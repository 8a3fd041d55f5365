"""What the use cases of the studio need to make the files of a pack out of what an administrator chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.domain.form_table import NOTHING, FormTable
from engine.errors import Text

Files = Mapping[str, bytes]


@dataclass(frozen=True, kw_only=True)
class NewProcess:
    """A process to begin with: its door, one step for a person and an end, or a copy of another one."""

    code: str
    title: Text
    #: Code of the form of its door; empty if a case begins without one.
    intake: str = ""
    #: Process to copy; the fields below are then not used.
    like: str = ""
    step: Text = NOTHING
    step_code: str = ""
    form: str = ""
    role: str = ""
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class TableInput:
    """A column of conditions."""

    #: Where the value stands, for example `intake.amount`.
    path: str
    title: Text
    type: str


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """A decision table to begin with, or a copy of another one."""

    code: str
    title: Text
    #: Place of the case document that gets the result.
    place: str = ""
    like: str = ""
    inputs: Sequence[TableInput] = ()
    result: Text = NOTHING
    type: str = "string"


@dataclass(frozen=True, kw_only=True)
class CaseFields:
    """Which fields of a door's form say what a list of cases shows; empty where none does."""

    title: str = ""
    dispute_type: str = ""
    parties: str = ""


SHOWS_NOTHING = CaseFields()


@dataclass(frozen=True, kw_only=True)
class FormSheet:
    """A form opened in the studio."""

    code: str
    file: str
    table: FormTable
    #: Fields that the form's conditions speak of; they cannot be taken out in a table.
    conditional: frozenset[str] = frozenset()
    shows: CaseFields = SHOWS_NOTHING


class Workshop(Protocol):
    """Makes files; `files` are those of a pack with its parents, what comes back are the files that change, in the pack's own folders."""

    def free_code(self, files: Files, kind: str) -> str:
        """Return a code for a new `process`, `form` or `decision` that nothing has yet."""
        ...

    def is_taken(self, files: Files, kind: str, code: str) -> bool:
        """Tell whether a code or its file name is in use, upper and lower case alike."""
        ...

    def process(self, files: Files, wanted: NewProcess) -> Files:
        """Draw a process and give it a door. Raises NotFoundError for an unknown one to copy."""
        ...

    def decision(self, files: Files, wanted: NewDecision) -> Files:
        """Write a table. Raises NotFoundError for an unknown one to copy."""
        ...

    def fields(self, files: Files) -> Sequence[TableInput]:
        """Return the fields of all forms that a table may look at."""
        ...

    def sheet(self, files: Files, code: str) -> FormSheet:
        """Open a form. Raises NotFoundError."""
        ...

    def form(self, files: Files, code: str, table: FormTable, like: str | None, shows: CaseFields) -> Files:
        """Write a form; `like` names the form that it grew from, itself or another one, whose conditions it keeps."""
        ...

    def put(self, files: Files, keys: Sequence[str], value: Any) -> Files:
        """State an entry of the pack's own pack.yaml; everything else in it stays as written."""
        ...

    def drop(self, files: Files, keys: Sequence[str]) -> Files:
        """Take an entry out of the pack's own pack.yaml."""
        ...
