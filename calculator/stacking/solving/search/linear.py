"""Linear programmes in HiGHS: on one thread, silent, as they stand, and in so many turns at most.

This is all that HiGHS is asked. No column is ever said to be whole, and nothing is made smaller beforehand: what it does then
is not counted, and may take minutes (ADR 21).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

#: How near rows and prices are kept.
_TOLERANCE = 1e-9
#: Turns of the simplex in one run: for every column and row, and never so few. Turns amid the programme.
_TURNS_EACH, _FEW_TURNS, _TURNS_AMID = 50, 10_000, 300


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A programme by column: what it costs is to be least, and columns and rows lie between bounds."""

    cost: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]
    start: NDArray[np.int32]
    index: NDArray[np.int32]
    value: NDArray[np.float64]


def loaded(form: Linear) -> Any:
    """The programme in HiGHS, for the simplex method."""
    # The public class prints a banner while it is made, before it can be told to be silent.
    highs: Any = highspy._core._Highs()
    columns, rows = len(form.cost), len(form.row_upper)
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("presolve", "off"),
        ("solver", "simplex"),
        ("primal_feasibility_tolerance", _TOLERANCE),
        ("dual_feasibility_tolerance", _TOLERANCE),
        ("simplex_iteration_limit", max(_FEW_TURNS, _TURNS_EACH * (columns + rows))),
        ("ipm_iteration_limit", _TURNS_AMID),
    ):
        highs.setOptionValue(name, value)
    status = highs.passModel(
        columns, rows, len(form.value), 1, 1, 0.0, form.cost, form.lower, form.upper, form.row_lower,
        form.row_upper, form.start, form.index, form.value, np.zeros(columns, dtype=np.int32),
    )  # fmt: skip
    if status == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS refused a linear programme")
    return highs
