"""A linear programme with whole columns as it is searched: what rows leave of its columns, and what of a row whole columns fill.

Of a row in which whole choices take odd amounts beside land in steps that all take a multiple of one, what is left once the
choices are made is filled to such a multiple at most. A programme does not see that, and would fork on step after step.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.solving.free_choice.flat import Ints
from calculator.stacking.solving.search.linear import Linear
from calculator.stacking.solving.search.uses import Floats

Bools = NDArray[np.bool_]

#: What rows and whole columns are given beyond what is exact, so that no rounding of floats takes an answer away.
_SPARE, SPARE_STEPS = 1e-7, 1e-6
#: Times that rows tell columns their bounds at most.
_ROUNDS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Form(Linear):
    """A programme of which some columns are whole.

    Columns that a choice decides are ``coarse``. What all others take of a row is a multiple of ``multiple`` (0: of nothing).
    """

    whole: Bools
    coarse: Bools
    multiple: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Taking:
    """Entries of some rows, by the place of the row among them."""

    row: Ints
    column: Ints
    value: Floats
    rows: int

    def counted(self, of: Floats | Bools) -> Floats:
        """What the columns come to in every row; of what is said of them: in how many it is so."""
        weights = of[self.column] * (1.0 if of.dtype == bool else self.value)
        return np.bincount(self.row, weights, self.rows).astype(float)


@dataclass(slots=True)
class Rows:
    """The rows of a programme, entry by entry."""

    form: Form
    of: Ints = field(init=False)
    _choosing: Bools = field(init=False)
    _filled: Ints = field(init=False)
    _taking: _Taking = field(init=False)
    _chosen: _Taking = field(init=False)

    def __post_init__(self) -> None:
        form = self.form
        self.of = np.repeat(np.arange(len(form.cost)), np.diff(form.start))
        fine = np.zeros(len(form.row_upper), dtype=bool)
        fine[form.index[~form.coarse[self.of]]] = True
        #: Entries of rows that choices alone are in.
        self._choosing = ~fine[form.index]
        self._filled = form.multiple.nonzero()[0]
        place = np.full(len(form.row_upper), -1, dtype=np.int64)
        place[self._filled] = np.arange(len(self._filled))
        row = place[form.index]
        self._taking, self._chosen = (
            _Taking(row[at], self.of[at], form.value[at], len(self._filled))
            for at in (row >= 0, (row >= 0) & form.coarse[self.of])
        )

    def narrow(self, lower: Floats, upper: Floats) -> bool:
        """Narrows the bounds of whole columns to what rows leave them, some rounds; False where nothing fits."""
        return self._narrow(lower, upper, np.ones(len(self.of), dtype=bool))

    def decide(self, lower: Floats, upper: Floats) -> bool:
        """The same by the rows that choices alone are in; where no row is filled in multiples nothing is to be known of them."""
        return not len(self._filled) or self._narrow(lower, upper, self._choosing)

    def filled(self, lower: Floats, upper: Floats) -> Floats | None:
        """What rows leave, lowered to what can be filled where all choices that take of one are made; None: as they stand."""
        if not len(self._filled):
            return None
        decided = self._chosen.counted(lower != upper) == 0
        bounds = self.form.row_upper.copy()
        bounds[self._filled[decided]] = self._multiples(self._chosen.counted(lower))[decided]
        return bounds

    def undecided(self, lower: Floats, upper: Floats, point: Floats) -> int | None:
        """A choice not made yet, of a row that a point fills beyond what can be filled once it is; None where there is none."""
        open_to = self._chosen.counted(lower < upper) > 0
        over = self._taking.counted(point) > self._multiples(self._chosen.counted(point)) + _SPARE
        rows = (open_to & over).nonzero()[0]
        if not len(rows):
            return None
        mine = self._chosen.column[self._chosen.row == rows[0]]
        return int(mine[lower[mine] < upper[mine]][0])

    def _multiples(self, taken: Floats) -> Floats:
        """What rows that are filled in multiples leave where choices take so much of each."""
        bound, each = self.form.row_upper[self._filled], self.form.multiple[self._filled]
        return np.minimum(taken + np.floor((bound - taken) / each + _SPARE) * each, bound)

    def _narrow(self, lower: Floats, upper: Floats, entries: Bools) -> bool:
        form, rows = self.form, len(self.form.row_lower)
        of, value, row = self.of[entries], form.value[entries], form.index[entries]
        rises = value > 0
        for _ in range(_ROUNDS):
            first, last = lower[of], upper[of]
            few, many = value * np.where(rises, first, last), value * np.where(rises, last, first)
            least, most = np.bincount(row, few, rows)[row], np.bincount(row, many, rows)[row]
            if (least > form.row_upper[row] + _SPARE).any() or (most < form.row_lower[row] - _SPARE).any():
                return False
            over = (form.row_upper[row] - least + few) / value
            short = (form.row_lower[row] - most + many) / value
            top, bottom = np.full(len(upper), np.inf), np.full(len(lower), -np.inf)
            np.minimum.at(top, of, np.where(rises, over, short))
            np.maximum.at(bottom, of, np.where(rises, short, over))
            top, bottom = np.floor(top + SPARE_STEPS), np.ceil(bottom - SPARE_STEPS)
            closer = form.whole & ((top < upper) | (bottom > lower))
            if not closer.any():
                return True
            upper[closer], lower[closer] = np.minimum(upper, top)[closer], np.maximum(lower, bottom)[closer]
            if (lower > upper).any():
                return False
        return True
