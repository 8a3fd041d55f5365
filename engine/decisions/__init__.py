"""Decisions as data: DMN models read, checked and answered, with the rules that fired and why."""

from engine.decisions.catalogue import DecisionCatalogue, UnknownDecisionError
from engine.decisions.decision import Decision
from engine.decisions.results import DecisionError, DecisionResult, Finding, FiredRule, Step

__all__ = ["Decision", "DecisionCatalogue", "DecisionError", "DecisionResult", "Finding", "FiredRule", "Step", "UnknownDecisionError"]
