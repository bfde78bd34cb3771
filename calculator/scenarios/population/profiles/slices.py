"""The rows of neighbouring farms as lists, cut once per run of farms."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from calculator.domain.memory import Answers
from calculator.scenarios.population.tables import Population

#: By table and column.
COLUMNS: Answers[tuple[str, str], tuple[Any, Any, list[str | None] | None]] = Answers("columns as read")

Ints = NDArray[np.int64]


class Slice:
    """The rows of neighbouring farms of one table, as lists, with where each farm begins."""

    __slots__ = ("at", "count", "population", "rows", "table")

    def __init__(self, population: Population, table: str, first: int, last: int) -> None:
        bounds = population.bounds(table)[first : last + 1]
        self.population, self.table = population, table
        self.rows: slice | Ints = slice(int(bounds[0]), int(bounds[-1]))
        self.count = int(bounds[-1] - bounds[0])
        self.at: list[int] = (bounds - bounds[0]).tolist()

    @classmethod
    def picked(cls, population: Population, table: str, rows: Ints, at: list[int]) -> Slice:
        """Rows from anywhere; ``at`` has where each run of them begins, and the end."""
        made = cls.__new__(cls)
        made.population, made.table, made.rows, made.count, made.at = population, table, rows, len(rows), at
        return made

    def __call__(self, column: str) -> list[Any]:
        """The cells of a column, None where it is empty or absent."""
        cells, empty, words = self._column(column)
        if cells is None:
            return [None] * self.count
        found: list[Any] = cells[self.rows].tolist()
        if words is not None:
            return [words[code] for code in found]
        if empty is not None:
            for gap in np.flatnonzero(empty[self.rows]).tolist():
                found[gap] = None
        return found

    def _column(self, column: str) -> tuple[Any, Any, list[str | None] | None]:
        """The whole column, where it is empty (if anywhere), and its words if any; the code -1 is empty and stands last."""
        known = self.population.memory.of(COLUMNS)
        found = known.get((self.table, column))
        if found is None:
            frame = self.population.tables[self.table]
            found = _read(frame[column].array) if column in frame else (None, None, None)
            known[self.table, column] = found
        return found


def _read(array: Any) -> tuple[Any, Any, list[str | None] | None]:
    if isinstance(array, pd.Categorical):
        return array.codes, None, [*array.categories.tolist(), None]
    if isinstance(array, pd.arrays.IntegerArray | pd.arrays.BooleanArray):
        # As they lie there: the other way to ask for them makes a copy of the column in every process.
        masked: Any = array
        return masked._data, masked._mask if masked._mask.any() else None, None
    return np.asarray(array.to_numpy()), None, None


@lru_cache(maxsize=100_000)
def scaled(number: int, places: int) -> Decimal:
    """The number in the unit that is so many tens larger."""
    return Decimal(number).scaleb(places)


def micro(number: int | None) -> Decimal | None:
    """Millionths, or None."""
    return None if number is None else scaled(number, -6)
