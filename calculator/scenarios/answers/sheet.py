"""A table as people get it: columns with a kind, rows of plain values, the same for screen, file and print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calculator.domain.scheme import Text

#: What a cell holds; None is withheld or unknown, never zero.
Value = str | int | Decimal | date | bool | Text | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for programs, its title for people, and the kind of its cells.

    That is ``text``, ``whole``, ``euro`` (whole cents), ``percent`` (a decimal), ``decimal``, ``day`` or ``yes``.
    """

    key: str
    title: Text
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under columns; ``note`` says what a reader must know."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: Text | None = None

    def worded(self) -> Sheet:
        """Without the columns that mean something to programs only, and without a note about empty cells where none is."""
        left = _CODES.get(self.key, ())
        places = [n for n, column in enumerate(self.columns) if column.key not in left]
        columns = tuple(self.columns[n] for n in places)
        rows = tuple(tuple(row[n] for n in places) for row in self.rows)
        note = None if self.note == WITHHELD and not any(None in row for row in rows) else self.note
        return replace(self, columns=columns, rows=rows, note=note)

    def records(self) -> Iterable[dict[str, Value]]:
        """Each row by the keys of its columns."""
        keys = [c.key for c in self.columns]
        return (dict(zip(keys, row, strict=True)) for row in self.rows)


#: Columns that mean something to programs only, where a name stands beside them.
_CODES = {"costs": ("layer", "payer", "scheme"), "uptake": ("scheme",), "reasons": ("scheme",), "hectares": ("measure",),
          "budgets": ("scheme",), "years": ("layer", "payer"), "changes": ("subject",), "bottlenecks": ("rule",),
          "roadmap": ("rule",), "best_buys": ("rule",), "waiting": ("scheme",)}  # fmt: skip
#: What tells groups of farms apart, in every sheet that has them.
GROUP = (
    Column("dimension", Text("indeling", "division")),
    Column("group", Text("groep", "group")),
)
WITHHELD = Text(
    "Leeg is weggelaten: de cel rust op minder dan tien bedrijven, of zou er een verraden.",
    "Empty is withheld: the cell rests on fewer than ten farms, or would give one away.",
)


def whole(cell: object) -> int | None:
    """A whole number of a frame, or None where it is empty."""
    try:
        return int(cell)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError):
        return None


def decimal(cell: object, places: str = "0.01") -> Decimal | None:
    """A decimal of a frame, or None where it is empty."""
    try:
        return Decimal(str(float(cell))).quantize(Decimal(places))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None


def less(one: int | None, other: int | None) -> int | None:
    """The difference, where both are known."""
    return None if one is None or other is None else one - other
