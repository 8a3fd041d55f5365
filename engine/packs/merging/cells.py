"""The cells of a decision table: which column each belongs to."""

from __future__ import annotations

from collections.abc import Mapping

#: The element of a column by that of its cells, in the order of the standard.
COLUMNS: Mapping[str, str] = {"inputEntry": "input", "outputEntry": "output", "annotationEntry": "annotation"}
#: What a cell says where a side has a new column and the other a new rule.
EMPTY: Mapping[str, str] = {"inputEntry": "-", "outputEntry": "null", "annotationEntry": ""}


def is_cell(local: str) -> bool:
    """Tell whether an element is a cell of a rule."""
    return local in COLUMNS


def column(key: str, local: str) -> str | None:
    """Return the key of the column that a cell's key holds; None for what is no cell."""
    return key.partition(f"/{local}:")[2] if local in COLUMNS else None
