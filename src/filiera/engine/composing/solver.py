"""A mixed-integer linear program built row by row, and HiGHS, which solves it: one thread, one seed, no tolerance of gap."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import highspy
    from highspy import _core

SEED = 20261130

# Objectives lie in [0, 1]: two that differ by less are the same to whoever reads them.
_GAP = 1e-7

_TOLERANCE = 1e-9

_FOUND = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a solver says: `is_proved` that nothing is better, or, with no `values`, that nothing is possible.

    `bound` is what the objective can reach at most, infinite where nothing is known.
    """

    values: NDArray[np.float64] | None
    objective: float
    bound: float
    is_proved: bool


@dataclass(slots=True)
class Program:
    """Columns between bounds, rows between bounds, and an objective to be made as great as possible."""

    gains: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    is_delicate: bool = False
    """Whether wide bounds hang on binary columns, so that one off by HiGHS's usual millionth would carry an amount."""

    def add_column(self, gain: float = 0.0, lower: float = 0.0, upper: float = 1.0, *, is_whole: bool = False) -> int:
        """Add a column and return its number."""
        self.gains.append(gain)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(int(is_whole))
        return len(self.gains) - 1

    def add_row(self, terms: Iterable[tuple[int, float]], lower: float = -math.inf, upper: float = math.inf) -> None:
        """Add a row: the sum of column times value, each column once, lies between the bounds."""
        for column, value in terms:
            self.indices.append(column)
            self.values.append(value)
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)

    def solve(self, until: float, start: Mapping[int, float] | None = None) -> Outcome:
        """Solve it, stopping at `until` of the monotonic clock; `start` gives values of a known solution by column."""
        from highspy import _core

        left = until - time.monotonic()
        if left <= 0:
            return Outcome(None, -math.inf, math.inf, is_proved=False)
        # The class below the public one: the latter prints a line about itself before it can be told to be silent.
        solver = _core._Highs()
        for name, value in _options(left, is_delicate=self.is_delicate).items():
            solver.setOptionValue(name, value)
        solver.passModel(self._model())
        if start:
            solver.setSolution(len(start), np.array(list(start), dtype=np.int32), np.array(list(start.values())))
        solver.run()
        return self._outcome(solver)

    def _model(self) -> highspy.HighsLp:
        import highspy

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.gains), len(self.row_lower)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_, model.col_lower_, model.col_upper_ = _array(self.gains), _array(self.lower), _array(self.upper)
        model.row_lower_, model.row_upper_ = _array(self.row_lower), _array(self.row_upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self.indices, dtype=np.int32)
        model.a_matrix_.value_ = _array(self.values)
        if any(self.whole):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[one] for one in self.whole]
        return model

    def _outcome(self, solver: _core._Highs) -> Outcome:
        import highspy

        status, info = solver.getModelStatus(), solver.getInfo()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return Outcome(None, -math.inf, -math.inf, is_proved=True)
        is_proved = status == highspy.HighsModelStatus.kOptimal
        found = int(info.primal_solution_status) == _FOUND
        objective = float(info.objective_function_value) if found else -math.inf
        bound = float(info.mip_dual_bound) if any(self.whole) else objective if is_proved else math.inf
        values = np.array(solver.getSolution().col_value) if found else None
        return Outcome(values, objective, max(bound, objective), is_proved)


def _options(seconds: float, *, is_delicate: bool) -> dict[str, bool | int | float | str]:
    options: dict[str, bool | int | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": SEED,
        "time_limit": seconds,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": _GAP,
        # Half the time on problems of 5,000 candidates: what a restart would leave out is left out before.
        "mip_allow_restart": False,
    }
    if is_delicate:
        options.update({"mip_feasibility_tolerance": _TOLERANCE, "primal_feasibility_tolerance": _TOLERANCE})
    return options


def _array(values: list[float]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
