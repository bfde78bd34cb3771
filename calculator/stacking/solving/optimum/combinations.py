"""Every combination of groups of whole blocks, all bounded at once, so that only what may come out best is solved.

Prices of the rows with which some programme ended bound every combination by a sum per block (weak duality), and stay when the
next question about the same problem is asked. Of some hundreds of combinations one or two are solved for it, often none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import MULTIPLIER_SCALE, Multipliers, Part, Partition, Problem, Proof, Split
from calculator.stacking.solving.free_choice.apart import apart, together
from calculator.stacking.solving.free_choice.bounds import Choice, free_choice, free_totals, group_gains
from calculator.stacking.solving.free_choice.components import Component, survey
from calculator.stacking.solving.optimum.over_years import all_listed
from calculator.stacking.solving.search.found import COIN
from calculator.stacking.solving.search.model import build
from calculator.stacking.solving.search.relaxation import LostError, Relaxation
from calculator.stacking.solving.search.uses import Floats

#: More combinations than this are not laid out, and more are not solved for one question, or for all together.
_MOST, _MOST_SOLVED, _MOST_IN_ALL = 4096, 64, 512
#: A proof of more nodes than this is not told.
_MOST_NODES = 512
#: What shows that nothing keeps the rows must do so by this much.
_SURE = 1.0

_NO_LIMITS: Mapping[int, int] = {}


@dataclass(frozen=True, slots=True)
class Best:
    """What the best combination is worth (micro-cents; None: none keeps the rows), and its group of every block combined."""

    worth: float | None
    groups: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class _Vector:
    """Prices as a proof states them, what they bring whatever is combined, and the value of every group of each block.

    ``never``: gains are left out, and what comes out below zero keeps no rows.
    """

    stated: Multipliers
    always: float
    values: list[Floats]
    never: bool = False


class Combinations:
    """A problem whose whole blocks are combined; asked for the best under ever other restrictions."""

    def __init__(self, problem: Problem, choice: Choice, component: Component) -> None:
        self._problem, self._choice, self._component = problem, choice, component
        self._whole = [
            b for b in component.blocks if problem.blocks[b].whole and len(problem.blocks[b].groups) > 1
        ]
        self._shape = [len(problem.blocks[b].groups) for b in self._whole]
        gains = [np.array(group_gains(problem, choice, b), dtype=float) for b in self._whole]
        others = sum(
            max(group_gains(problem, choice, b))
            for b in range(len(problem.blocks))
            if b not in set(self._whole)
        )
        free = _Vector((), float(problem.constant + others), gains)
        self._vectors, self._free = [free], _of_all(free)
        self._bound = self._free.copy()
        self._solved = np.zeros(len(self._bound), dtype=np.bool_)
        self._outside = float(problem.constant) + sum(
            max(group_gains(problem, choice, b))
            for b in range(len(problem.blocks))
            if b not in component.blocks
        )
        self._relaxation: Relaxation | None = None

    @classmethod
    def of(cls, problem: Problem, homes: Set[int]) -> Combinations | None:
        """The problem with these whole blocks, and those that rows leave undecided, combined; None: there are too many."""
        if not all(map(all_listed, problem.blocks)):
            return None
        choice = free_choice(problem)
        component = together(problem, apart(problem, choice, homes), homes)
        blocks = [problem.blocks[b] for b in component.blocks]
        if prod([len(block.groups) for block in blocks if block.whole]) > _MOST:
            return None
        return cls(problem, choice, component)

    def best(
        self, allowed: Mapping[int, tuple[int, ...]], limits: Mapping[int, int] = _NO_LIMITS
    ) -> Best | None:
        """The best where some blocks may use only these groups; None where it is not found soon.

        ``limits`` are bounds on rows of which every group of a block that is combined takes the same whatever it holds, and
        other blocks nothing.
        """
        open_ = self._open(allowed, limits)
        for _ in range(_MOST_SOLVED):
            at = int(np.argmax(np.where(open_, self._bound, -np.inf)))
            if not open_[at] or self._bound[at] == -np.inf:
                return Best(None, {})
            if self._solved[at]:
                return Best(float(self._bound[at]), dict(zip(self._whole, self._places(at), strict=True)))
            if np.count_nonzero(self._solved) >= _MOST_IN_ALL:
                break
            if not self._solve(at):
                break
        return None

    def only(
        self, allowed: Mapping[int, tuple[int, ...]], limits: Mapping[int, int] = _NO_LIMITS
    ) -> Best | None:
        """As ``best``; None also where another combination is worth as much, so that names choose, or none is lawful."""
        best = self.best(allowed, limits)
        if best is None or best.worth is None:
            return None
        open_ = self._open(allowed, limits)
        at = int(np.ravel_multi_index(list(best.groups.values()), self._shape)) if self._shape else 0
        open_[at] = False
        for _ in range(_MOST_SOLVED):
            near = np.where(open_, self._bound, -np.inf)
            other = int(np.argmax(near))
            if near[other] < best.worth - COIN:
                return best
            if self._solved[other]:
                return None
            if not self._solve(other):
                break
        return None

    def proof(self, worth: float) -> Proof | None:
        """That nothing is worth more, as far as whole numbers say; None where it takes too many parts."""
        vectors: dict[Multipliers, int] = {}
        nodes: list[Part | Split] = []

        def grow(left: list[tuple[int, ...]]) -> int | None:
            at = len(nodes)
            shown, closest = self._shown(left, worth + COIN)
            if shown is not None:
                nodes.append(Part(vectors.setdefault(shown.stated, len(vectors)), impossible=shown.never))
                return at
            axis = max(range(len(left)), key=lambda a: _spread(closest.values[a], left[a]), default=None)
            if axis is None or len(left[axis]) == 1 or at > _MOST_NODES:
                return None
            nodes.append(Split(self._whole[axis], ()))
            branches = []
            for group in left[axis]:
                below = grow([*left[:axis], (group,), *left[axis + 1 :]])
                if below is None:
                    return None
                branches.append(((group,), below))
            nodes[at] = Split(self._whole[axis], tuple(branches))
            return at

        if grow([tuple(range(count)) for count in self._shape]) is None:
            return None
        return Proof("dual", (Partition(self._component.blocks, tuple(vectors), tuple(nodes)),))

    def _shown(self, left: Sequence[tuple[int, ...]], target: float) -> tuple[_Vector | None, _Vector]:
        """Prices that show that no combination left is worth more; and those of which the bound is least."""
        closest, least = self._vectors[0], np.inf
        for vector in self._vectors:
            bound = vector.always + sum(
                [max([of[g] for g in groups]) for of, groups in zip(vector.values, left, strict=True)]
            )
            if bound < -_SURE if vector.never else bound <= target:
                return vector, vector
            if not vector.never and bound < least:
                closest, least = vector, bound
        return None, closest

    def _open(self, allowed: Mapping[int, tuple[int, ...]], limits: Mapping[int, int]) -> NDArray[np.bool_]:
        """Which combinations are allowed and within the limits."""
        open_ = np.ones(len(self._bound), dtype=np.bool_)
        inside = [
            np.array([group in allowed.get(b, (group,)) for group in range(count)])
            for b, count in zip(self._whole, self._shape, strict=True)
        ]
        if allowed and inside:
            open_ = reduce(np.logical_and.outer, inside).ravel()
        for row, bound in limits.items():
            open_ = open_ & (_summed([self._taken(b, row) for b in self._whole]) <= bound)
        return open_

    def _taken(self, block: int, row: int) -> Floats:
        """What every group of a block takes of a row."""
        picks = self._choice.options[block]
        return np.array(
            [_uses(self._problem, block, g, of).get(row, 0) for g, of in enumerate(picks)], dtype=float
        )

    def _places(self, at: int) -> list[int]:
        """The groups of a combination."""
        return [int(place) for place in np.unravel_index(at, self._shape)] if self._shape else []

    def _solve(self, at: int) -> bool:
        """Find what a combination is worth; prices with which that ends bound all others. Whether it was found."""
        places = self._places(at)
        if self._kept(places):
            self._bound[at], self._solved[at] = self._free[at], True
            return True
        relaxation = self._programme()
        model = relaxation.model
        of_block = {b: place for place, b in enumerate(self._component.blocks)}
        fixed = {}
        for block, group in zip(self._whole, places, strict=True):
            mine = model.group_block == of_block[block]
            fixed[of_block[block]] = (int((mine & (model.group_place == group)).nonzero()[0][0]),)
        try:
            relaxed = relaxation.solve(fixed)
        except LostError:
            return False
        self._price(relaxed.prices, never=relaxed.departures is None)
        worth = -np.inf if relaxed.departures is None else relaxation.worth(relaxed.departures)
        self._bound[at], self._solved[at] = self._outside + worth, True
        return True

    def _kept(self, places: Sequence[int]) -> bool:
        """Whether what gains most of this combination keeps all rows."""
        totals = dict(enumerate(free_totals(self._problem, self._choice)))
        for block, group in zip(self._whole, places, strict=True):
            for sign, g in ((-1, self._choice.groups[block]), (1, group)):
                for row, use in _uses(self._problem, block, g, self._choice.options[block][g]).items():
                    totals[row] += sign * use
        return all(totals[at] <= row.bound for at, row in enumerate(self._problem.rows))

    def _programme(self) -> Relaxation:
        """The programme of the undecided blocks; what it ends with where nothing is fixed is the first that bounds all."""
        if self._relaxation is None:
            land = survey(self._problem, self._choice)
            self._relaxation = Relaxation(self._problem, build(land, self._choice, self._component))
            relaxed = self._relaxation.solve({})
            self._price(relaxed.prices, never=relaxed.departures is None)
        return self._relaxation

    def _price(self, prices: Floats, *, never: bool) -> None:
        """Bound every combination by these prices, exactly as a proof states them."""
        assert self._relaxation is not None
        model = self._relaxation.model
        stated = model.multipliers(
            prices * 1_000.0 * self._relaxation.programme.row_unit.max() if never else prices
        )
        exact = dict(stated)
        prices = np.array([exact.get(row, 0) / MULTIPLIER_SCALE for row in self._component.rows])
        of_groups = model.relief(prices) if never else model.group_values(prices)
        left = np.array(self._component.bounds, dtype=float)
        always = (0.0 if never else self._outside) + float(prices @ left)
        values: dict[int, Floats] = {}
        for place, block in enumerate(self._component.blocks):
            mine = (model.group_block == place).nonzero()[0]
            of = of_groups[mine[np.argsort(model.group_place[mine])]]
            if block in self._whole:
                values[block] = of
            else:
                always += float(of.max())
        vector = _Vector(stated, always, [values[block] for block in self._whole], never)
        self._vectors.append(vector)
        bounds = _of_all(vector)
        lower = np.where(bounds < -_SURE, -np.inf, self._bound) if never else np.minimum(self._bound, bounds)
        self._bound = np.where(self._solved, self._bound, lower)


def _of_all(vector: _Vector) -> Floats:
    """What a vector says of every combination."""
    return np.add(vector.always, _summed(vector.values))


def _summed(of_blocks: Sequence[Floats]) -> Floats:
    """A number per group of every block, added up for every combination."""
    return reduce(np.add.outer, of_blocks).ravel() if of_blocks else np.zeros(1)


def _spread(values: Floats, groups: tuple[int, ...]) -> tuple[bool, float]:
    """How much there is to choose between groups."""
    there = [float(values[group]) for group in groups]
    return len(groups) > 1, max(there) - min(there)


def _uses(problem: Problem, block: int, group: int, picks: Sequence[int]) -> dict[int, int]:
    """What a group takes of every row with these options."""
    found: dict[int, int] = {}
    for cell, pick in zip(problem.blocks[block].groups[group].cells, picks, strict=True):
        for row, use in cell.options[pick].uses:
            found[row] = found.get(row, 0) + use
    return found
