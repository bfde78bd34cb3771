"""What is wrong with a row of a population: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.domain.scheme import Text


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong. ``row`` counts the data rows of the table from 1, and is None for the table as a whole.

    ``farm_key`` is the farm that goes with it, or None where no farm does.
    """

    table: str
    row: int | None
    key: str
    column: str
    message: Text
    remedy: Text
    farm_key: str | None = None

    def where(self, language: str = "nl") -> str:
        """``measures, rij 12 (F0003 P2), quantity``."""
        row = f", {Text('rij', 'row')[language]} {self.row}" if self.row is not None else ""
        key = f" ({self.key})" if self.key else ""
        return f"{self.table}{row}{key}{', ' + self.column if self.column else ''}"

    def text(self, language: str = "nl") -> str:
        """``where: what`` with the remedy on the next line."""
        return f"{self.where(language)}: {self.message[language]}\n    {self.remedy[language]}"
