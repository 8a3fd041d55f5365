"""Choose the best people, the weightiest preference first."""

from __future__ import annotations

from engine.domain.choosing import board, candidates, conflict, reasons, shortlist
from engine.domain.choosing.proposal import Proposal
from engine.domain.choosing.question import Question
from engine.domain.optimising import Optimiser


def propose(question: Question, optimiser: Optimiser) -> Proposal:
    """Return the people who keep every rule and are best by the preferences, in this order.

    Whom the parties chose (人民调解法 art. 19); who is on the team already; no substitutes; few people; who knows the field; who speaks
    the parties' languages; the town's own studio; the smallest heaviest load; the smallest load in all; short ways; residents before
    those who rotate before those on call. What still is equal falls to the order of the roster, and then to the order of the seats.
    The same question has the same answer. Raises TooHardError.
    """
    everybody = candidates.candidates(question)
    small = board.lay(question, shortlist.shortlist(question, everybody))
    values = optimiser.best(small.model(), [*(cost for _, cost in small.costs), *small.order()])
    if values is None:
        return Proposal(conflict=conflict.explain(small, everybody, optimiser))
    whole = board.lay(question, everybody)
    return reasons.proposal(whole, whole.like(small, small.read(values)))
