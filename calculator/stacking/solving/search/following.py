"""Rows that follow from the others where columns are whole: every whole point keeps them, and the programme as it ended does not.

Rows that are added up, each so many times, make a row as well, with what each of them leaves unused as a column of its own. Over
any number its whole columns count as wholes and rests, and so does what it may come to: what keeps it in whole columns keeps its
wholes too, where a column counts for its rest as far as that passes the rest of what is left (mixed-integer rounding, Gomory).
How many times is read off the programme; whatever it says, the row follows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from calculator.stacking.solving.search.form import Bools, Form
from calculator.stacking.solving.search.uses import Floats

#: Entries of a programme that is looked at, at most; rows that are added at a time, and numbers that a row is looked at over.
_MOST_ENTRIES, _AT_ONCE, _MOST_OVER = 1_000_000, 20, 8
#: What is nothing: of a multiple, of an entry, and of a column beside its bounds.
_NO_TIMES, _NO_ENTRY, _AT_BOUND = 1e-9, 1e-10, 1e-7
#: The least and most rest that a row is rounded by, and how far apart its entries may lie: else floats say too little of it.
_LEAST_REST, _MOST_REST, _APART = 0.01, 0.95, 1e5
#: How far (by its length) a row has to be broken to be worth adding, how alike two may be, and its part that floats may be off.
_BROKEN, _ALIKE, _OFF = 1e-4, 0.9, 1e-9
#: Seconds that looking at a row takes, and at each of its entries, by estimate.
_EACH_ROW, _EACH_ENTRY = 1e-4, 1e-8


def follows(form: Form) -> bool:
    """Whether a programme is small enough to look for what follows in it."""
    return len(form.cost) * len(form.row_upper) <= _MOST_ENTRIES


@dataclass(slots=True)
class Following:
    """A programme, and rows that follow behind its own, within bounds of columns."""

    form: Form
    lower: Floats
    upper: Floats
    seconds: float = 0.0
    _own: int = field(init=False)
    _takes: Floats = field(init=False)

    def __post_init__(self) -> None:
        form = self.form
        self._own = len(form.row_upper)
        self._takes = np.zeros((self._own, len(form.cost)))
        self._takes[form.index, np.repeat(np.arange(len(form.cost)), np.diff(form.start))] = form.value

    def add(self, highs: Any, point: Floats) -> bool:
        """Whether there are rows that a point breaks, by the programme as it ended there: they are added, and earlier ones that
        the point does not fill go.
        """
        form = self.form
        off = form.whole & (np.abs(point - np.rint(point)) > 1e-6)
        found = list[tuple[float, Floats, float]]()
        for times in self._times(highs, off):
            self.seconds += _EACH_ROW + _EACH_ENTRY * len(form.value)
            found += self._rounded(times, point)
        chosen = list[tuple[Floats, float]]()
        for _, takes, most in sorted(found, key=lambda each: -each[0]):
            if len(chosen) < _AT_ONCE and all(abs(takes @ other) < _ALIKE for other, _ in chosen):
                chosen.append((takes, most))
        if chosen:
            kept = form.row_upper - self._takes @ point < _AT_BOUND
            kept[: self._own] = True
            self._add(kept, np.array([takes for takes, _ in chosen]), np.array([most for _, most in chosen]))
        return bool(chosen)

    def _times(self, highs: Any, off: Bools) -> list[Floats]:
        """How many times rows are added up: as in the programme for every column that is off, and each full row by itself."""
        _, basis = highs.getBasicVariables()
        found = [
            np.array(highs.getBasisInverseRow(at)[1])
            for at, column in enumerate(basis.tolist())
            if column >= 0 and off[column]
        ]
        full = (self._takes[:, off] != 0).any(axis=1).nonzero()[0]
        by_itself = np.zeros((len(full), len(self._takes)))
        by_itself[np.arange(len(full)), full] = 1.0
        return found + list(by_itself)

    def _rounded(self, times: Floats, point: Floats) -> list[tuple[float, Floats, float]]:
        """What follows from a sum of rows and is broken most by a point, if anything is: how far, what it takes, and the most."""
        form, lower, upper = self.form, self.lower, self.upper
        rows = (np.abs(times) > _NO_TIMES * np.abs(times).max()).nonzero()[0]
        times, takes_of = times[rows], self._takes[rows]
        above, below = form.row_upper[rows] - takes_of @ point, takes_of @ point - form.row_lower[rows]
        top = above <= below
        side = np.where(top, form.row_upper[rows], form.row_lower[rows])
        takes = times @ takes_of
        columns = (np.abs(takes) > _NO_ENTRY * np.abs(takes).max()).nonzero()[0]
        # Columns are counted from the bound that is nearer, and so is what a row leaves.
        down = upper[columns] - point[columns] < point[columns] - lower[columns]
        start, way = np.where(down, upper[columns], lower[columns]), np.where(down, -1.0, 1.0)
        if not np.isfinite(side).all() or not np.isfinite(start).all():
            return []
        each, far = way * takes[columns], way * (point[columns] - start)
        unused = np.where(above + below > 0.0, np.where(top, times, -times), 0.0)
        whole = form.whole[columns]
        over = _over(each[whole & (far > _AT_BOUND)])
        parts, most = each / over, float(times @ side - takes[columns] @ start) / over
        rest = most - np.floor(most)
        steep = 1.0 / (1.0 - np.minimum(rest, _MOST_REST))
        wholes = np.floor(parts)
        counts = np.where(
            whole, wholes + np.maximum(parts - wholes - rest, 0.0) * steep, np.minimum(parts, 0.0) * steep
        )
        spare = np.minimum(unused / over, 0.0) * steep
        sign = np.where(top, -1.0, 1.0) * spare
        made = sign @ takes_of
        made[:, columns] += counts * way
        bound = np.floor(most)[:, 0] + (counts * way) @ start + sign @ side
        return self._broken_most(made, bound, (rest >= _LEAST_REST) & (rest <= _MOST_REST), point)

    def _broken_most(
        self, made: Floats, most: Floats, told: Bools, point: Floats
    ) -> list[tuple[float, Floats, float]]:
        """Of rows that follow that which a point breaks most, without entries that are next to nothing."""
        length = np.sqrt((made * made).sum(axis=1))
        broken = np.where(
            told[:, 0] & (length > 0), (made @ point - most) / np.maximum(length, _NO_ENTRY), 0.0
        )
        best = int(np.argmax(broken))
        if broken[best] <= _BROKEN:
            return []
        takes, bound = made[best] / length[best], float(most[best] / length[best])
        slight = np.abs(takes) * _APART < np.abs(takes).max()
        bound -= float(np.minimum(takes * self.lower, takes * self.upper)[slight].sum())
        takes[slight] = 0.0
        bound += _OFF * float(np.abs(takes) @ np.maximum(np.abs(self.lower), np.abs(self.upper)) + abs(bound))
        return [(float(broken[best]), takes, bound)] if np.isfinite(bound) else []

    def _add(self, kept: Bools, takes: Floats, most: Floats) -> None:
        """The programme with rows that are kept and rows behind these."""
        self._takes, form, count = np.vstack((self._takes[kept], takes)), self.form, len(most)
        columns, index = self._takes.T.nonzero()
        self.form = replace(
            form,
            row_lower=np.concatenate((form.row_lower[kept], np.full(count, -np.inf))),
            row_upper=np.concatenate((form.row_upper[kept], most)),
            start=np.searchsorted(columns, np.arange(len(form.cost) + 1)).astype(np.int32),
            index=index.astype(np.int32),
            value=self._takes[index, columns],
            multiple=np.concatenate((form.multiple[kept], np.zeros(count))),
        )


def _over(each: Floats) -> Floats:
    """The numbers that a row is looked at over: one, and what whole columns take that lie between their bounds; both ways."""
    sizes = np.unique(np.round(np.abs(each), 9))
    told = np.concatenate(([1.0], sizes[sizes > _BROKEN][:_MOST_OVER]))
    return np.concatenate((told, -told))[:, None]
