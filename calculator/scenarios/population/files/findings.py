"""Gathering problems: rows by a mask, or a table as a whole; never more rows than a person can use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from calculator.domain.scheme import Text
from calculator.scenarios.population.files.problems import RowProblem
from calculator.scenarios.population.schema import TABLES

#: Above so many rows with one fault it is no slip but the file: then the file is refused, with examples.
MOST_ROWS = 10_000
_EXAMPLES = 10


class Findings:
    """Every problem found so far."""

    __slots__ = ("_found", "_refused")

    def __init__(self) -> None:
        self._found: list[RowProblem] = []
        self._refused = False

    def refused(self) -> bool:
        """Whether a table cannot be used at all."""
        return self._refused

    def table(self, table: str, column: str, message: Text, remedy: Text) -> None:
        """Note that a table cannot be used."""
        self._refused = True
        self._found.append(RowProblem(table, None, "", column, message, remedy))

    def rows(
        self, table: str, frame: pd.DataFrame, wrong: np.ndarray | pd.Series, column: str,
        message: Text, remedy: Text, shown: str | None = "",
    ) -> None:  # fmt: skip
        """Note one problem for every row where ``wrong`` is true; ``{cell}`` in the message is what stands there.

        The column whose cells are shown is that of the problem unless ``shown`` names another.
        """
        places = np.flatnonzero(np.asarray(wrong, dtype=bool))
        if not len(places):
            return
        if len(places) > MOST_ROWS:
            self._too_many(table, len(places), column, message, remedy)
            places = places[:_EXAMPLES]
        cells = (
            frame[shown or column].iloc[places].tolist() if (shown or column) in frame else [""] * len(places)
        )
        keys = _keys(table, frame, places)
        for place, cell, (key, farm) in zip(places.tolist(), cells, keys, strict=True):
            said = Text(*(words.replace("{cell}", _shown(cell)) for words in (message.nl, message.en)))
            self._found.append(RowProblem(table, place + 1, key, column, said, remedy, farm))

    def in_order(self) -> tuple[RowProblem, ...]:
        """By table, row and column, each once."""
        order = {name: n for n, name in enumerate(TABLES)}
        found = dict.fromkeys(self._found)
        return tuple(sorted(found, key=lambda p: (order.get(p.table, -1), p.row or 0, p.column)))

    def _too_many(self, table: str, number: int, column: str, message: Text, remedy: Text) -> None:
        nl = f"{number} rijen hebben dit; de eerste {_EXAMPLES} staan hieronder. {message.nl.replace('{cell}', '...')}"
        en = f"{number} rows have this; the first {_EXAMPLES} stand below. {message.en.replace('{cell}', '...')}"
        self.table(table, column, Text(nl, en), remedy)


def _keys(table: str, frame: pd.DataFrame, places: np.ndarray) -> list[tuple[str, str | None]]:
    names = [name for name in (TABLES[table].key or ("farm_key",)) if name in frame]
    shown = frame[names].iloc[places].astype(object)
    farms = shown["farm_key"].tolist() if "farm_key" in names else [None] * len(places)
    rows: Sequence[tuple[object, ...]] = list(shown.itertuples(index=False, name=None))
    return [
        (" ".join(_shown(cell) for cell in row if not _empty(cell)), None if _empty(farm) else str(farm))
        for row, farm in zip(rows, farms, strict=True)
    ]


def _empty(cell: object) -> bool:
    return cell is None or cell is pd.NA or cell != cell or cell is False


def _shown(cell: object) -> str:
    if cell is True:
        return "kandidaat"
    text = "" if _empty(cell) else str(cell)
    return text if len(text) <= 60 else f"{text[:57]}..."
