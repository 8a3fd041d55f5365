"""The benchmark: each figure beside its floor, measured in the same run."""

from engine.bench.measuring import measure
from engine.bench.rows import Row, table

__all__ = ["Row", "measure", "table"]
