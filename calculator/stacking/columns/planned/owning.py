"""The land of farms that consider measures, by owner: what stays as it is, and every arrangement of every place.

Per owner the most money that its land gains, the scores that go with that, the highest of each, and the choices that are left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.classes.programme import Exams, Floats, worth
from calculator.stacking.columns.offered.compiled import Compiled, Laid, Ratios
from calculator.stacking.columns.planned.candidates import FARM, PLACE, Considered
from calculator.stacking.columns.reading.farms import SCALE, Farms
from calculator.stacking.problem.weights import FINE

#: The step of land that does not come in whole ones: what a plan leaves is a bound until its farm is settled.
_FINEST = 1e-8
#: Beyond every place of a farm: so an arrangement is told from what lies there now.
_APART = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Pieces in the order of their farms, each with its owner: a farm (what stays), or past the last an arrangement."""

    farm: Ints
    kind: Ints
    quantity: Ints
    place: Ints
    owner: Ints

    @classmethod
    def of(cls, farms: Farms, considered: Considered) -> Ground:
        """All that may lie on the land of the farms."""
        rows, count = considered.rows, len(farms)
        stays = ~_on(farms, np.unique(rows[:, FARM] * _APART + rows[:, PLACE]))
        first = np.flatnonzero(np.r_[True, np.diff(rows[:, FARM] * _APART + rows[:, PLACE]) != 0])[
            : len(rows)
        ]
        number = np.arange(len(rows)) - np.repeat(first, np.diff(np.r_[first, len(rows)]))
        row = considered.piece_row
        columns = (
            np.r_[farms.piece_farm[stays], rows[row, FARM]],
            np.r_[farms.piece_kind[stays], considered.piece_kind],
            np.r_[farms.piece_quantity[stays], considered.piece_quantity],
            # Each arrangement is a place of its own: nothing lies beside what lies there in another.
            np.r_[farms.piece_place[stays], rows[row, PLACE] + (1 + number[row]) * _APART],
            np.r_[farms.piece_farm[stays], count + row],
        )
        order = np.argsort(columns[0], kind="stable")
        return cls(*(column[order] for column in columns))

    def taken(self, picked: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """The pieces of owners that are ``picked`` (not zero), as ``Farms.with_land`` takes them."""
        mine = np.flatnonzero(picked[self.owner])
        place = self.place[mine] % _APART
        order = np.lexsort((place, self.farm[mine]))
        mine = mine[order]
        return self.farm[mine], self.kind[mine], self.quantity[mine], place[order]


def _on(farms: Farms, places: Ints) -> Ints:
    """Whether each piece lies on one of these places."""
    mine = farms.piece_farm * _APART + farms.piece_place
    if not len(places):
        return np.zeros(len(mine), dtype=np.bool_)
    at = np.minimum(np.searchsorted(places, mine), len(places) - 1)
    found: Ints = places[at] == mine
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Owned:
    """Per owner cents gained at most, scores with that, and the highest; blocks of equal choices with their steps and ways.

    ``gain`` and ``score`` are per part, per unit.
    """

    gained: Floats
    best: Floats
    most: Floats
    block_start: Ints
    sizes: Floats
    steps: Floats
    block_ways: Ints
    way_part: Ints
    gain: Floats
    score: Floats

    @classmethod
    def of(cls, compiled: Compiled, ground: Ground, table: Ints, owners: int, exams: Exams) -> Owned:
        """Of pieces with these tables."""
        fixed, picked = compiled.best(ground.owner, table, ground.quantity)
        piece, choice = compiled.chosen(table)
        owner, quantity = ground.owner[piece], ground.quantity[piece]
        order = np.lexsort((choice, owner))
        owner, choice, quantity = owner[order], choice[order], quantity[order]
        new = np.flatnonzero(np.r_[True, (np.diff(owner) != 0) | (np.diff(choice) != 0)])[: len(owner)]
        counts = np.array([len(w) for w in compiled.ways], dtype=np.int64)[choice[new]]
        ways = np.array([p for c in choice[new].tolist() for p in compiled.ways[c]], dtype=np.int64)
        sizes: Ints = np.add.reduceat(quantity, new) if len(new) else quantity
        each: Floats = sizes / SCALE
        step = np.array(compiled.steps, dtype=np.int64)[choice[new]]
        odd = (
            np.add.reduceat(quantity % np.repeat(step, np.diff(np.r_[new, len(quantity)])), new)
            if len(new)
            else step
        )
        steps: Floats = np.where(odd == 0, step / SCALE, _FINEST)
        laid = Laid(*(np.r_[a, b] for a, b in _columns(fixed, picked)))
        gain, score = worth(compiled, exams, np.r_[laid.part, ways])
        cents = gain[laid.part] * (laid.quantity / SCALE)
        gained = np.bincount(laid.farm, weights=cents, minlength=owners).astype(np.float64)
        best = _totals(compiled, compiled.scores, laid.farm, laid.part, laid.quantity, owners, exams)
        most = _totals(compiled, compiled.most, ground.owner, table, ground.quantity, owners, exams)
        return cls(
            gained, best, most, np.searchsorted(owner[new], np.arange(owners + 1)), each, steps,
            np.r_[0, np.cumsum(counts)], ways, gain, score,
        )  # fmt: skip


def _columns(one: Laid, other: Laid) -> list[tuple[Ints, Ints]]:
    return [
        (one.farm, other.farm), (one.part, other.part), (one.quantity, other.quantity), (one.piece, other.piece),
    ]  # fmt: skip


def _totals(
    compiled: Compiled, of: Ratios, owner: Ints, number: Ints, quantity: Ints, owners: int, exams: Exams
) -> Floats:
    """Per owner and slot of the exams what goals and value come to."""
    width = len(exams.goals) + 1
    found = np.zeros((owners, len(exams.slots) * width))
    total = compiled.total(of, owner, number, quantity, owners)
    for name, at in of.names.known.items():
        if name[0] == exams.scheme and name[1] in exams.slots and (not name[2] or name[2] in exams.goals):
            goal = len(exams.goals) if name[2] == "" else exams.goals.index(str(name[2]))
            found[:, exams.slots.index(int(str(name[1]))) * width + goal] = total[:, at] / FINE
    return found
