"""Farms on which money weighs against a class, as arrays for the kernel: their choices, and what the classes ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.offered.compiled import Compiled
from calculator.stacking.columns.offered.ways import Score
from calculator.stacking.problem.weights import FINE

Floats = NDArray[np.float64]

#: Cents for a point or a euro of value: so little that it only says which of equals is taken, what scores most (``bounds``).
_MORE = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """The choices of some farms: pieces by farm and choice, blocks of equal choices, ways of each block."""

    farms: Ints
    piece: Ints
    piece_farm: Ints
    piece_quantity: Ints
    piece_start: Ints
    block_start: Ints
    block_choice: Ints
    block_ways: Ints
    way_part: Ints


@dataclass(slots=True)
class Exams:
    """What the classes of each year ask of those farms, as the kernel takes it; ``slots`` are the years of one scheme."""

    scheme: str
    slots: list[int]
    goals: list[str]
    points: Floats
    value: Floats
    cents: Floats
    active: NDArray[np.bool_]

    @property
    def width(self) -> int:
        """How many scores there are: the goals of each year, then its value."""
        return len(self.slots) * (len(self.goals) + 1)

    def of_way(self, gain: Fraction, scores: Mapping[Score, Fraction]) -> tuple[float, Floats]:
        """Cents and scores of a way: of those that pay the same the one that scores more gains more."""
        found = np.zeros(self.width)
        for (scheme, year, name), amount in scores.items():
            if scheme == self.scheme and year in self.slots and (not name or name in self.goals):
                goal = self.goals.index(name) if name else len(self.goals)
                found[self.slots.index(year) * (len(self.goals) + 1) + goal] = float(amount) / FINE
        # Added up over one denominator, as ratios are by far the slowest to add.
        under = lcm(*(amount.denominator for amount in scores.values()))
        more = sum(amount.numerator * (under // amount.denominator) for amount in scores.values()) / under
        return float(gain) / FINE + _MORE * more / FINE, found


def blocks_of(case: Case, wanted: Ints) -> Blocks:
    land, compiled = case.land, case.compiled
    place = np.full(len(case.farms), -1, dtype=np.int64)
    place[wanted] = np.arange(len(wanted))
    mine = np.flatnonzero(place[land.farm] >= 0)
    piece, choice = compiled.chosen(land.table[mine])
    farm, quantity = place[land.farm[mine[piece]]], land.quantity[mine[piece]]
    order = np.lexsort((choice, farm))
    farm, choice, quantity, piece = farm[order], choice[order], quantity[order], mine[piece[order]]
    new = np.flatnonzero(np.r_[True, (farm[1:] != farm[:-1]) | (choice[1:] != choice[:-1])])
    counts = np.array([len(w) for w in compiled.ways], dtype=np.int64)[choice[new]]
    ways = np.array([p for c in choice[new].tolist() for p in compiled.ways[c]], dtype=np.int64)
    return Blocks(
        wanted, piece, farm, quantity, np.r_[new, len(farm)], np.searchsorted(farm[new], np.arange(len(wanted) + 1)),
        choice[new], np.r_[0, np.cumsum(counts)], ways,
    )  # fmt: skip


def exams_of(case: Case, chosen: Iterable[Chosen], wanted: Ints, scheme: str, unbound: str = "") -> Exams:
    """What the classes ask of these farms; ``unbound`` is a minimum that is not applied."""
    every = list(chosen)
    slots = sorted({year for _, year, _ in every})
    goals = sorted({goal for made, _, _ in every for goal in made.points})
    classes = max((len(made.claims) for made, _, _ in every), default=1)
    shape = (len(wanted), len(slots))
    exams = Exams(
        scheme, slots, goals, np.zeros((*shape, len(goals))), np.full((*shape, classes), -1.0),
        np.zeros((*shape, classes)), np.zeros(shape, dtype=np.bool_),
    )  # fmt: skip
    place = np.full(len(case.farms), -1, dtype=np.int64)
    place[wanted] = np.arange(len(wanted))
    for made, year, _ in every:
        at, slot = place[made.farm], slots.index(year)
        rows, at = np.flatnonzero(at >= 0), at[at >= 0]
        exams.active[at, slot] = case.land.scoring[scheme, year][made.farm[rows]]
        for g, goal in enumerate(goals):
            if goal in made.points:
                exams.points[at, slot, g] = made.points[goal][rows] / FINE
        value = made.value[rows]
        exams.value[at, slot, : value.shape[1]] = np.where(value < 0, -1.0, value / FINE)
        exams.cents[at, slot, : value.shape[1]] = case.class_cents(made, year, unbound)[rows]
    return exams


def base_of(case: Case, exams: Exams, wanted: Ints) -> Floats:
    """Per farm and slot what goals and value come to with most money."""
    width = len(exams.goals) + 1
    base = np.zeros((len(wanted), exams.width))
    for name, total in case.scores(wanted).items():
        if name[0] == exams.scheme and name[1] in exams.slots:
            at = exams.slots.index(int(str(name[1]))) * width
            goal = len(exams.goals) if name[2] == "" else exams.goals.index(str(name[2]))
            base[:, at + goal] = total[wanted] / FINE
    return base


def worth(compiled: Compiled, exams: Exams, parts: Ints) -> tuple[Floats, Floats]:
    """Cents and scores per unit of every part that is a way; of ways that pay the same the one that scores more gains more."""
    gain = np.zeros(len(compiled.parts))
    score = np.zeros((len(compiled.parts), exams.width))
    known = compiled.worth.setdefault((exams.scheme, *exams.slots, *exams.goals), {})
    for number in np.unique(parts).tolist():
        if number not in known:
            part = compiled.parts[number]
            known[number] = exams.of_way(part.gain, part.scores)
        gain[number], score[number] = known[number]
    return gain, score
