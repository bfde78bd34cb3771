"""Columns of a table on their way to a file: words by code, and exact decimals as whole numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calculator.stacking.columns.answer import Ints, Mask


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A word per row, by its code; below zero is empty."""

    codes: Ints
    words: Sequence[str]

    def written(self) -> list[str]:
        """The words, row by row."""
        every: np.ndarray = np.array([*self.words, ""], dtype=object)
        found: list[str] = every[np.maximum(self.codes, -1)].tolist()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """A number per row, in units of the last of its decimal ``places``; empty where it is not ``known``.

    Written out it has at least ``least`` decimals.
    """

    values: Ints
    places: int = 0
    least: int = 0
    known: Mask | None = None

    def written(self) -> list[str]:
        """The numbers with a point, row by row."""
        numbers, inverse = np.unique(self.values, return_inverse=True)
        said = [_plain(number, self.places, self.least) for number in numbers.tolist()]
        every: np.ndarray = np.array([*said, ""], dtype=object)
        at = inverse if self.known is None else np.where(self.known, inverse, len(said))
        found: list[str] = every[at].tolist()
        return found


Cells = Words | Numbers
#: The columns of a table by their key, all with as many rows.
Rows = Mapping[str, Cells]


def euros(cents: Ints, known: Mask | None = None) -> Numbers:
    """Amounts, exact to the cent."""
    return Numbers(cents, 2, 2, known)


def _plain(number: int, places: int, least: int) -> str:
    sign, digits = "-" if number < 0 else "", str(abs(number)).zfill(places + 1)
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    rest = rest[:least] + rest[least:].rstrip("0")
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
