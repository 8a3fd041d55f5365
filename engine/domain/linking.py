"""How two cases belong together: a link leads from the later case to the other, and reads from both ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from engine.errors import Text


class LinkKind(StrEnum):
    """What a case is to the other."""

    #: The same matter was registered twice; work goes on in the other case only.
    MERGED = "merged"
    #: A service item, hazard or other matter that was opened for the other case.
    SERVES = "serves"
    #: The same dispute came back: taken up again after the other case had ended.
    REOPENS = "reopens"
    #: Belongs to the other in a way that has no name of its own.
    CONCERNS = "concerns"
    #: A meeting that has the other case on its agenda.
    AGENDA = "agenda"


#: What the other case is called on the page of this one, and this one on the page of the other.
WORDS: Mapping[LinkKind, tuple[Text, Text]] = {
    LinkKind.MERGED: (Text("并入", "Merged into"), Text("并入本案", "Merged into this case")),
    LinkKind.SERVES: (Text("为此案办理", "Serves"), Text("配套事项", "Served by")),
    LinkKind.REOPENS: (Text("原案", "Takes up again"), Text("再次受理", "Taken up again as")),
    LinkKind.AGENDA: (Text("列入本次会议", "On its agenda"), Text("列入会议", "On the agenda of")),
    LinkKind.CONCERNS: (Text("关联案件", "Concerns"), Text("关联案件", "Concerned by")),
}


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link, as it was made."""

    #: The case from which it leads.
    case: UUID
    jurisdiction: str
    kind: LinkKind
    other: UUID
    other_jurisdiction: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class LinkedCase:
    """The case at the other end of a link, as the page of a case shows it."""

    id: UUID
    number: str
    title: str
    state: str
    is_closed: bool
    kind: LinkKind
    #: Whether the link leads from the case whose page is shown.
    leads_away: bool

    @property
    def called(self) -> Text:
        """Return what the other case is to the one shown."""
        return WORDS[self.kind][0 if self.leads_away else 1]
