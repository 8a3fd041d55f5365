"""What every use case is given once, at start-up."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.optimising import Optimiser
from engine.usecases import ports


@dataclass(frozen=True, kw_only=True)
class Context:
    """The ports that use cases work with; wired in bootstrap."""

    begin: ports.Begin
    releases: ports.Releases
    clock: ports.Clock
    printer: ports.Printer
    workbooks: ports.Workbooks
    optimiser: Optimiser
