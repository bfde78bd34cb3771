"""What a table of a population and a column in it are: the kind of its cells, its unit, and what they may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from calculator.domain.scheme import Text


class Kind(StrEnum):
    """What a cell holds: words, a whole number, yes or no, or a day as ``2026-05-15``."""

    TEXT = "text"
    WHOLE = "whole"
    FLAG = "flag"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``codes`` names a codelist of the rulebook, ``choices`` a closed list of our own.

    ``low`` and ``high`` are inclusive: beyond them a slip of the unit is all but certain.
    """

    name: str
    kind: Kind
    meaning: Text
    unit: str = ""
    required: bool = False
    codes: str = ""
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table; ``key`` says which columns no two rows may share (none: rows may be alike)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    meaning: Text
    required: bool = False

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)
