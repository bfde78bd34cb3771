"""Small cells: what rests on fewer than ten farms is not told, and cannot be found by subtraction either.

A table is a set of cells and of sums among them (a total is the sum of its parts). First every cell on one to nine farms
is withheld. Then, as long as what is withheld in some sum could be worked out from the rest, the smallest other cell of
that sum is withheld too: at least two cells of a sum are missing, and they rest on ten farms or more together. At last the
sums are taken all at once: a cell whose value follows from them by any combination gets company as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST = 10
Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sum:
    """A cell that is the sum of others, by their places."""

    total: int
    parts: tuple[int, ...]

    @property
    def all(self) -> tuple[int, ...]:
        """Total and parts: any one follows from the others."""
        return (self.total, *self.parts)


def withheld(counts: Ints, sums: Sequence[Sum], start: Mask | None = None, known: Mask | None = None) -> Mask:
    """Which cells are not told. ``counts`` has a row per cell: on how many farms each of its figures rests.

    Those of ``start`` are withheld anyhow; those that are ``known`` already hide nothing beside them.
    """
    weight: Ints = counts.max(axis=1)
    hidden: Mask = np.asarray(((counts > 0) & (counts < LEAST)).any(axis=1))
    if start is not None:
        hidden = hidden | start
    given = np.zeros(len(hidden), dtype=bool) if known is None else known & ~hidden
    while True:
        _company(hidden, weight, sums, given)
        found = np.flatnonzero(determined(hidden, sums))
        if not len(found):
            return hidden
        own = [one for one in sums if not set(found.tolist()).isdisjoint(one.all)]
        # Every turn withholds a cell more, so that it ends.
        if not (
            _more(hidden, weight, sums, found, given)
            or _whole(hidden, own)
            or _further(hidden, weight, sums, found, given)
        ):
            return hidden


def determined(hidden: Mask, sums: Sequence[Sum]) -> Mask:
    """Which withheld cells follow from the told ones by any combination of the sums."""
    unknown = np.flatnonzero(hidden)
    place = {cell: n for n, cell in enumerate(unknown.tolist())}
    rows = []
    for one in sums:
        row = np.zeros(len(unknown))
        for cell in one.parts:
            if cell in place:
                row[place[cell]] += 1
        if one.total in place:
            row[place[one.total]] -= 1
        if row.any():
            rows.append(row)
    found = np.zeros(len(hidden), dtype=bool)
    if rows:
        found[unknown] = _fixed(np.array(rows))
    return found


def _fixed(rows: NDArray[np.float64]) -> Mask:
    """Which unknowns have one value only: those that no solution of the homogeneous equations moves."""
    _, sizes, basis = np.linalg.svd(rows, full_matrices=True)
    rank = int((sizes > 1e-9).sum())
    free: Mask = np.abs(basis[rank:]).sum(axis=0) > 1e-9
    return ~free


def _company(hidden: Mask, weight: Ints, sums: Sequence[Sum], given: Mask) -> None:
    """Withhold more, until in each sum nothing is withheld or at least two cells on ten farms or more."""
    changed = True
    while changed:
        changed = False
        for one in sums:
            missing = [c for c in one.all if hidden[c]]
            parts = [c for c in missing if c != one.total]
            if not missing or (len(missing) > 1 and (one.total in missing or weight[parts].sum() >= LEAST)):
                continue
            changed = _withhold_one(hidden, weight, one, given) or changed


def _withhold_one(hidden: Mask, weight: Ints, one: Sum, given: Mask) -> bool:
    told = [c for c in one.parts if not hidden[c] and weight[c] > 0 and not given[c]]
    if told:
        hidden[min(told, key=lambda c: (weight[c], c))] = True
        return True
    if not hidden[one.total] and not given[one.total]:
        hidden[one.total] = True
        return True
    return False


def _more(hidden: Mask, weight: Ints, sums: Iterable[Sum], found: Ints, given: Mask) -> bool:
    """Withhold the smallest told cell beside one that could be worked out; False where there is none."""
    done = False
    for cell in found.tolist():
        for one in sums:
            if cell in one.all and _withhold_one(hidden, weight, one, given):
                done = True
                break
    return done


def _whole(hidden: Mask, sums: Iterable[Sum]) -> bool:
    """Withhold all of these sums, where nothing is left to withhold beside a cell; False where that is so already."""
    cells = [cell for one in sums for cell in one.all]
    more = not hidden[cells].all()
    hidden[cells] = True
    return more


def _further(hidden: Mask, weight: Ints, sums: Sequence[Sum], found: Ints, given: Mask) -> bool:
    """Withhold the smallest told cell that one follows from, where all of its own sums are withheld already.

    It follows from sums further away then, taken together; where nothing is told in these it can only be nothing.
    """
    rows = np.zeros((len(sums), len(hidden)))
    for row, one in zip(rows, sums, strict=True):
        np.add.at(row, list(one.parts), 1.0)
        row[one.total] -= 1.0
    for cell in found.tolist():
        wanted = (np.flatnonzero(hidden) == cell).astype(np.float64)
        times = np.linalg.lstsq(rows[:, hidden].T, wanted, rcond=None)[0]
        from_: Mask = (np.abs(times @ rows) > 1e-6) & ~hidden & (weight > 0) & ~given
        if from_.any():
            told = np.flatnonzero(from_)
            hidden[told[np.argmin(weight[told])]] = True
            return True
        if _whole(hidden, [one for one, n in zip(sums, times.tolist(), strict=True) if abs(n) > 1e-6]):
            return True
    return False
