"""What the parts of the compiler share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel.nodes import Node
from engine.feel.running import Frame

#: Gives the value of a compiled expression among the names of a frame.
Evaluate = Callable[[Frame], Any]
#: Compiles a part of a node.
Compile = Callable[[Node], Evaluate]


def constant(value: Any) -> Evaluate:
    """Return the function that always gives one value."""
    return lambda _: value
