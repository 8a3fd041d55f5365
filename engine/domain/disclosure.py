"""Who may read what of a case: privacy classes P0 to P2, and the sealed compartment of class P3.

P1 is open to all staff whose posts reach the case. P2 is for those who work on it or oversee it. P3, what is said in mediation, is for
its author and for the mediators on the case, never for courts, police or departments (人民调解法 art. 25). Whoever is only called to a
case, as departments are, sees a slice of it: the own work, and the forms that speak to those who are called.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain import access
from engine.domain.access import Actor
from engine.domain.case import Case, Submission, WorkItem

#: Classes that whoever may open the page of a case may read.
COMMON = frozenset({"P0", "P1"})
#: Code of the step in which a member says whether an interest ties them to the case; until it is done the file stays closed to them.
DECLARATION = "CONFLICT.DECLARE"
#: Roles that mediate.
MEDIATORS = frozenset({"R.MEDIATOR", "R.TEAM_LEAD"})


def sees_slice(actor: Actor, case: Case) -> bool:
    """Tell whether an actor sees no more of a case than what was asked of them."""
    return actor.is_called_only(case.jurisdiction) and case.opened_by != actor.person


def is_called(actor: Actor, item: WorkItem) -> bool:
    """Tell whether a work item, in whatever state, is or was an actor's."""
    return item.holder == actor.person or item.is_for(actor)


def may_read_sensitive(actor: Actor, case: Case, items: Iterable[WorkItem]) -> bool:
    """Tell whether an actor may read class P2 of a case: who opened it, may or might do a step of it, or oversees it.

    Being asked to declare an interest opens nothing: the declaration comes before the first access to the file.
    """
    if sees_slice(actor, case):
        return False
    oversees = access.OVERSEERS & actor.roles_in(case.jurisdiction)
    return bool(oversees) or case.opened_by == actor.person or any(item.is_for(actor) for item in items if item.code != DECLARATION)


def may_unseal(actor: Actor, sealed: Submission, items: Iterable[WorkItem], submissions: Iterable[Submission], *, for_author: bool) -> bool:
    """Tell whether an actor may read the sealed part of a submission; one that is for its author alone nobody else opens."""
    if sealed.actor == actor.person:
        return True
    return not for_author and bool(MEDIATORS & actor.roles_in(sealed.jurisdiction)) and _is_on(actor, items, submissions)


def _is_on(actor: Actor, items: Iterable[WorkItem], submissions: Iterable[Submission]) -> bool:
    """Tell whether somebody is on a case by name or team, not by a role that many hold."""
    named = {f"person:{actor.person}", *(f"team:{team}" for team in actor.teams)}
    return any(item.holder == actor.person or named & set(item.assigned) for item in items if item.code != DECLARATION) or any(
        submission.actor == actor.person for submission in submissions if submission.code != DECLARATION
    )
