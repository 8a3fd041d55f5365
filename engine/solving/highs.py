"""Solves models with HiGHS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from engine.domain.optimising import Linear, Model, Row, TooHardError, total_of
from engine.errors import EngineError

if TYPE_CHECKING:
    from types import ModuleType

#: Branches that one cost may take; real questions need a handful.
_MOST_NODES = 20_000
#: Costs are whole numbers: what is nearer to the bound than this is best.
_GAP = 0.5


class SolverError(EngineError):
    """求解程序给出的结果不符合规则，本次操作没有保存。请把这句话告诉技术人员。

    The solver's answer does not keep the rules, and nothing was saved. Tell your technician this sentence.
    """


class Highs:
    """Satisfies the port Optimiser."""

    def best(self, model: Model, costs: Sequence[Linear]) -> tuple[int, ...] | None:
        """Solve once for each cost, each time holding the costs before at their best."""
        run = _Run(model)
        values = run.solve({})
        if values is None:
            return None
        for cost in costs:
            if cost:
                values = run.solve(cost)
                if values is None:
                    raise SolverError
                run.hold(Row(terms=cost, most=total_of(cost, dict(enumerate(values)))))
        return values


class _Run:
    """One model on its way through its costs."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._rows = list(model.rows)
        self._library = _library()
        self._highs = _fresh(self._library, model)

    def hold(self, row: Row) -> None:
        """Add a rule."""
        self._rows.append(row)
        self._highs.addRow(*_bounds(row), len(row.terms), list(row.terms), list(row.terms.values()))

    def solve(self, cost: Linear) -> tuple[int, ...] | None:
        """Return the values with the least cost; None if no values keep the rules. Raises TooHardError, SolverError."""
        count = len(self._model.uppers)
        self._highs.changeColsCost(count, list(range(count)), [float(cost.get(variable, 0)) for variable in range(count)])
        self._highs.run()
        status, known = self._highs.getModelStatus(), self._library.HighsModelStatus
        if status in (known.kInfeasible, known.kUnboundedOrInfeasible):
            return None
        if status != known.kOptimal:
            raise TooHardError
        values = tuple(round(value) for value in self._highs.getSolution().col_value)
        some = {variable: value for variable, value in enumerate(values) if value}
        if not all(row.holds(some) for row in self._rows):
            raise SolverError
        return values


def _library() -> ModuleType:
    """Import the library with the first question: it takes a third of a second and twenty megabytes."""
    import highspy  # noqa: PLC0415 - see above

    return highspy


def _fresh(library: ModuleType, model: Model) -> Any:
    highs = library.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("parallel", "off")
    highs.setOptionValue("random_seed", 0)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", _GAP)
    highs.setOptionValue("mip_max_nodes", _MOST_NODES)
    highs.passModel(_program(library, model))
    return highs


def _program(library: ModuleType, model: Model) -> Any:
    program = library.HighsLp()
    program.num_col_, program.num_row_ = len(model.uppers), len(model.rows)
    program.col_cost_, program.col_lower_ = [0.0] * len(model.uppers), [0.0] * len(model.uppers)
    program.col_upper_ = [float(upper) for upper in model.uppers]
    program.integrality_ = [library.HighsVarType.kInteger] * len(model.uppers)
    bounds = [_bounds(row) for row in model.rows]
    program.row_lower_, program.row_upper_ = [low for low, _ in bounds], [high for _, high in bounds]
    starts = [0]
    for row in model.rows:
        starts.append(starts[-1] + len(row.terms))
    program.a_matrix_.format_ = library.MatrixFormat.kRowwise
    program.a_matrix_.start_ = starts
    program.a_matrix_.index_ = [variable for row in model.rows for variable in row.terms]
    program.a_matrix_.value_ = [float(factor) for row in model.rows for factor in row.terms.values()]
    return program


def _bounds(row: Row) -> tuple[float, float]:
    return (
        float("-inf") if row.least is None else float(row.least),
        float("inf") if row.most is None else float(row.most),
    )
