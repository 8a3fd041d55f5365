"""The built-in functions of FEEL (DMN 1.5, 10.3.4), by name."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.functions import contexts, conversion, dates, lists, matching, numeric, ordering, ranges, statistics, strings
from engine.feel.functions.building import build
from engine.feel.values import Function

FUNCTIONS: Mapping[str, Function] = build(conversion, strings, matching, lists, ordering, statistics, numeric, dates, contexts, ranges)
