"""The rows of neighbouring farms as lists, cut once per run of farms."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd

from calculator.scenarios.population.tables import Population


class Slice:
    """The rows of neighbouring farms of one table, as lists, with where each farm begins."""

    __slots__ = ("at", "population", "rows", "table")

    def __init__(self, population: Population, table: str, first: int, last: int) -> None:
        bounds = population.bounds(table)[first : last + 1]
        self.population, self.table = population, table
        self.rows = slice(int(bounds[0]), int(bounds[-1]))
        self.at: list[int] = (bounds - bounds[0]).tolist()

    def __call__(self, column: str) -> list[Any]:
        """The cells of a column, None where it is empty or absent."""
        whole, words = self._column(column)
        if whole is None:
            return [None] * (self.rows.stop - self.rows.start)
        cells = whole[self.rows]
        if words is not None:
            return [words[code] for code in cells.codes.tolist()]
        if cells.isna().any():
            return list(cells.to_numpy(object, na_value=None).tolist())
        return list(cells.to_numpy().tolist())

    def _column(self, column: str) -> tuple[Any, list[str | None] | None]:
        """The whole column, and its words where it has any; the code -1 is an empty cell, and stands last."""
        memory, name = self.population.memory, ("column", self.table, column)
        if name not in memory:
            frame = self.population.tables[self.table]
            array = frame[column].array if column in frame else None
            words = [*array.categories.tolist(), None] if isinstance(array, pd.Categorical) else None
            memory[name] = (array, words)
        found: tuple[Any, list[str | None] | None] = memory[name]
        return found


@lru_cache(maxsize=100_000)
def scaled(number: int, places: int) -> Decimal:
    """The number in the unit that is so many tens larger."""
    return Decimal(number).scaleb(places)


def micro(number: int | None) -> Decimal | None:
    """Millionths, or None."""
    return None if number is None else scaled(number, -6)
