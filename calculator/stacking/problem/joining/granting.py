"""Days on which a ceiling over years is tested only where something is granted.

Aid that was lawful on its own day stays so, whatever a merger brings together after it or a later ceiling says. On a day that
leaves less room than a day before it a choice stands beside the row of the window: nothing is granted on the day, and then the
row is eased by all that may have been granted before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from math import ceil

from calculator.domain.problem import Block, Cell, Group, Option
from calculator.stacking.problem.joining.rows import GRANTED, Rows


def granting(rows: Rows) -> Iterator[Block]:
    """The choice of each such day; the rows of what is granted on it get as their bound all that can be."""
    days = {index: key for index, key in enumerate(rows.meaning) if key[0] == GRANTED}
    if not days:
        return
    windows = {index: rows.index["de_minimis", *key[1:]] for index, key in days.items()}
    most = _most(rows, {*days, *windows.values()})
    for index, (_, limit, day) in days.items():
        window = windows[index]
        rows.rows[index] = replace(rows.rows[index], bound=most[index])
        eased = max(0, most[window] - rows.rows[window].bound)
        uses = [(index, most[index]), (window, -eased)]
        nothing = Option(0, tuple(sorted([use for use in uses if use[1]])))
        groups = (Group((Cell((Option(0),)),)), Group((Cell((nothing,)),)))
        yield Block(f"~granted:{limit}:{day}", groups, whole=True)


def _most(rows: Rows, wanted: set[int]) -> dict[int, int]:
    """More than all claims together can take from these rows, under every reading."""
    found = dict.fromkeys(wanted, 0)
    for claim in rows.claims:
        placed, heaviest = rows.placement(claim), dict[tuple[int, str], Fraction]()
        for row, weight in zip(placed.rows, placed.weights, strict=True):
            if row in found:
                of_unit = weight.per_unit(claim.rate.high, {}, Fraction(0))
                heaviest[row, weight.kind] = max(heaviest.get((row, weight.kind), of_unit), of_unit)
        for (row, _), of_unit in heaviest.items():
            found[row] += ceil(of_unit * Fraction(claim.quantity)) + 1
    return found
