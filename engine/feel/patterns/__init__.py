"""Regular expressions as XPath writes them, matched in time that grows with pattern times text, never faster.

Python's own engine can be kept busy for years by a pattern of ten characters, and nothing can interrupt it.
"""

from engine.feel.patterns.pattern import Match, Pattern
from engine.feel.patterns.tree import PatternError

__all__ = ["Match", "Pattern", "PatternError"]
