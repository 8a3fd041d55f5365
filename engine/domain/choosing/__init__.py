"""Chooses the people for a case exactly, and says why."""

from engine.domain.choosing.candidates import Bar
from engine.domain.choosing.proposal import Clash, Conflict, Member, Near, Other, Proposal
from engine.domain.choosing.proposing import propose
from engine.domain.choosing.question import Party, Question

__all__ = ["Bar", "Clash", "Conflict", "Member", "Near", "Other", "Party", "Proposal", "Question", "propose"]
