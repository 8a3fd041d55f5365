"""What the use cases of the studio need to make the files of a pack out of what an administrator chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


#: The sides of a merge: the draft's, and what was released meanwhile.
OURS, THEIRS = "ours", "theirs"
#: Both sides, one's steps behind the other's.
OURS_FIRST, THEIRS_FIRST = "ours-theirs", "theirs-ours"
BOTH = (OURS_FIRST, THEIRS_FIRST)


@dataclass(frozen=True, kw_only=True)
class Clash:
    """Something that a draft and a release changed each in its own way."""

    file: str
    #: Entry of pack.yaml or of a form, element of a diagram or table; empty for a whole file.
    place: str
    #: Contents of a file with nothing else changed, or plain values; None where there is none.
    base: Any = field(repr=False)
    ours: Any = field(repr=False)
    theirs: Any = field(repr=False)
    #: What people call it, where it has a name of its own.
    title: Text | None = None
    #: What may be chosen.
    choices: tuple[str, ...] = (OURS, THEIRS)

    @property
    def name(self) -> str:
        """Return by what it is chosen."""
        return f"{self.file}#{self.place}"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """Both sides' files together; where they clash and nobody has chosen, the draft's side stands."""

    files: Mapping[str, bytes] = field(repr=False)
    clashes: tuple[Clash, ...]


class Workshop(Protocol):
    """Makes files; `files` are those of a pack with its parents, what comes back are the files that change, in the pack's own folders."""

    def free_code(self, files: Files, kind: str) -> str:
        """Return a code for a new `process`, `form` or `decision` that nothing has yet."""
        ...

    def is_taken(self, files: Files, code: str) -> bool:
        """Tell whether anything of the pack is called so, upper and lower case alike."""
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

    def merge(self, pack: str, base: Files, ours: Files, theirs: Files, chosen: Mapping[str, str]) -> Merged:
        """Bring three states of a pack together, each with its parents; return the pack's own files.

        A file that took the place of an inherited one gets what has changed about that. Raises CheckFailedError if there is no
        chain of packs.
        """
        ...

    def told(self, clash: Clash, files: Files) -> tuple[Sequence[Text], Sequence[Text]]:
        """Say what the draft and what the release did, in the words that the pack has for its codes."""
        ...
