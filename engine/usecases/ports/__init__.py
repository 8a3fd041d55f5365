"""The interfaces that the use cases need, by subject; adapters satisfy them and do not repeat their words."""

from engine.usecases.ports.attachments import Attachment, Attachments
from engine.usecases.ports.cases import Cases, CaseStep, LockedCase, Notice, RanCase, Running
from engine.usecases.ports.clock import Clock
from engine.usecases.ports.documents import Documents, IssuedDocument, ReceivedDocument, StoredDocument
from engine.usecases.ports.figures import Asked, By, CountedCase, Figures, Measures, PublishedReport, Recounting, Total
from engine.usecases.ports.forms import Form
from engine.usecases.ports.knocks import Knocks
from engine.usecases.ports.letters import DocumentTemplate, LetterFacts, Printer
from engine.usecases.ports.links import Links, Resembling
from engine.usecases.ports.notices import Notices
from engine.usecases.ports.outlines import PackChange, PackFigure, PackItem, PackLink, PackOutline
from engine.usecases.ports.packs import PackDraft, Packs, ReleaseRow
from engine.usecases.ports.processes import Processes
from engine.usecases.ports.releases import Agenda, Door, Matter, Projection, Release, Releases
from engine.usecases.ports.rhythms import Rhythms
from engine.usecases.ports.rosters import Place, Rosters
from engine.usecases.ports.unit_of_work import Begin, UnitOfWork
from engine.usecases.ports.workbooks import UnreadableWorkbookError, Workbooks

__all__ = [
    "Agenda",
    "Asked",
    "Attachment",
    "Attachments",
    "Begin",
    "By",
    "CaseStep",
    "Cases",
    "Clock",
    "CountedCase",
    "DocumentTemplate",
    "Documents",
    "Door",
    "Figures",
    "Form",
    "IssuedDocument",
    "Knocks",
    "LetterFacts",
    "Links",
    "LockedCase",
    "Matter",
    "Measures",
    "Notice",
    "Notices",
    "PackChange",
    "PackDraft",
    "PackFigure",
    "PackItem",
    "PackLink",
    "PackOutline",
    "Packs",
    "Place",
    "Printer",
    "Processes",
    "Projection",
    "PublishedReport",
    "RanCase",
    "ReceivedDocument",
    "Recounting",
    "Release",
    "ReleaseRow",
    "Releases",
    "Resembling",
    "Rhythms",
    "Rosters",
    "Running",
    "StoredDocument",
    "Total",
    "UnitOfWork",
    "UnreadableWorkbookError",
    "Workbooks",
]
