"""The only door to the optimisation library."""

from engine.solving.highs import Highs

__all__ = ["Highs"]
