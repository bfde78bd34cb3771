"""What a step of a block may gain and use, for counting out answers in whole steps: whole numbers of 64 bits.

Each is rounded towards what is claimed less easily: gains up, uses down.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import MULTIPLIER_SCALE, Block, Multipliers, Problem
from calculator.stacking.proof.in_steps import Place

Ints = NDArray[np.int64]

#: Parts of a micro-cent in which answers are held against a claim.
FINE = 1 << 10
FITS = 2**61


class TooManyError(OverflowError):
    """There is more than is counted out, or sums may not fit."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way to take a step of a block: what it gains, uses (by row), and the places that it is a step of."""

    gain: int
    uses: Mapping[int, int]
    places: tuple[Place, ...]


def ways_of(b: int, block: Block, size: int) -> list[list[Step]]:
    """The ways to take a step of a block; of each plan apart where one is taken whole."""
    plans: list[list[Step]] = []
    for g, group in enumerate(block.groups):
        plans.append([])
        for picks in product(*(range(len(cell.options)) for cell in group.cells)):
            options = [cell.options[o] for cell, o in zip(group.cells, picks, strict=True)]
            uses: dict[int, int] = {}
            for row, amount in (use for option in options for use in option.uses):
                uses[row] = uses.get(row, 0) + amount
            places = ((b, g, -1, -1), *((b, g, c, o) for c, o in enumerate(picks)))
            gain = -(-sum(option.gain for option in options) // size)
            plans[-1].append(Step(gain, {row: n // size for row, n in uses.items()}, places))
    return plans if block.whole else [[step for plan in plans for step in plan]]


@dataclass(frozen=True, slots=True)
class Scale:
    """Rows in units that all steps use multiples of, and what there is of each; ``prices`` are parts of a micro-cent per unit,
    vector by row.
    """

    units: tuple[int, ...]
    room: Ints
    prices: Ints

    @classmethod
    def of(
        cls,
        problem: Problem,
        ways: Sequence[Sequence[Sequence[Step]]],
        at_will: Sequence[Block],
        vectors: Sequence[Multipliers],
    ) -> Scale:
        """Any multipliers prove, so that prices may be rounded in any way; and so may the bound of a row that is used in units
        alone. ``at_will`` are blocks that use any part of one.
        """
        units = [0] * len(problem.rows)
        for step in (step for of in ways for lot in of for step in lot):
            for row, amount in step.uses.items():
                units[row] = gcd(units[row], amount)
        for block in at_will:
            for option in (o for group in block.groups for cell in group.cells for o in cell.options):
                for row, _ in option.uses:
                    units[row] = gcd(units[row], problem.rows[row].bound)
        units = [unit or 1 for unit in units]
        prices = [[0] * len(units) for _ in vectors]
        for number, vector in enumerate(vectors):
            for row, price in vector:
                prices[number][row] = price * units[row] * FINE // MULTIPLIER_SCALE
        room = [row.bound // unit for row, unit in zip(problem.rows, units, strict=True)]
        return cls(tuple(units), _held(room), np.array([_held(of) for of in prices]))

    def arrays(self, ways: Sequence[Step]) -> tuple[Ints, Ints]:
        """Gains and uses of ways to take a step. TooManyError: they do not fit."""
        uses = [
            _held([step.uses.get(row, 0) // unit for row, unit in enumerate(self.units)]) for step in ways
        ]
        return _held([step.gain for step in ways]), np.array(uses).reshape(len(ways), len(self.units))

    def check(
        self,
        ways: Sequence[Sequence[Sequence[Step]]],
        sizes: Sequence[int],
        beside: tuple[Ints, Ints, Ints],
        above: int,
        times: int,
    ) -> None:
        """TooManyError where a sum along the way, or so many times one, may not fit: of steps, of what is divided at will
        ``beside`` them, and of what is claimed ``above`` the constant.
        """
        worth, least, most = (of.tolist() for of in beside)
        used = [
            abs(have) + max(abs(low), abs(high))
            for have, low, high in zip(self.room.tolist(), least, most, strict=True)
        ]
        gained = abs(above)
        for lots, size in zip(ways, sizes, strict=True):
            steps = [step for lot in lots for step in lot]
            gained += size * max([abs(step.gain) for step in steps])
            for row, unit in enumerate(self.units):
                used[row] += size * max([abs(step.uses.get(row, 0)) for step in steps]) // unit
        for prices, at_will in zip(self.prices.tolist(), worth, strict=True):
            paid = sum(p * n for p, n in zip(prices, used, strict=True))
            _held([*used, times * (gained * FINE + abs(at_will) + paid)])

    def at_will(self, blocks: Sequence[Block]) -> tuple[Ints, Ints, Ints]:
        """What is divided at will: its worth under every vector at most, and the least and the most that it uses of every row.

        TooManyError: it does not fit.
        """
        used = spans(blocks)
        every = [used.get(row, (0, 0)) for row in range(len(self.units))]
        least = [low // unit for (low, _), unit in zip(every, self.units, strict=True)]
        most = [-(-high // unit) for (_, high), unit in zip(every, self.units, strict=True)]
        worth = [
            sum(worth_at_most(block, prices, self.units) for block in blocks)
            for prices in self.prices.tolist()
        ]
        return _held(worth), _held(least), _held(most)


def worth_at_most(block: Block, prices: Sequence[int], units: Sequence[int]) -> int:
    """What a block is worth at most, in parts of a micro-cent, rounded up; ``prices`` are per unit of every row."""
    rows = {r for g in block.groups for c in g.cells for o in c.options for r, _ in o.uses if prices[r]}
    fine = lcm(*(units[row] for row in rows))
    each = {row: prices[row] * (fine // units[row]) for row in rows}
    plans = [
        sum(
            max(
                [o.gain * FINE * fine - sum([each[r] * n for r, n in o.uses if r in each]) for o in c.options]
            )
            for c in group.cells
        )
        for group in block.groups
    ]
    return -(-max(plans) // fine)


def spans(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """The least and the most that blocks use together of every row that they use."""
    found: dict[int, tuple[int, int]] = {}
    for block in blocks:
        plans = [_added([_either([dict(o.uses) for o in c.options]) for c in g.cells]) for g in block.groups]
        least = _either([{row: low for row, (low, _) in plan.items()} for plan in plans])
        most = _either([{row: high for row, (_, high) in plan.items()} for plan in plans])
        found = _added([found, {row: (least[row][0], most[row][1]) for row in most}])
    return found


def _either(uses: Sequence[Mapping[int, int]]) -> dict[int, tuple[int, int]]:
    """The least and the most that any of these uses of every row that one of them uses."""
    rows = {row for each in uses for row in each}
    return {row: (min(amounts), max(amounts)) for row in rows for amounts in [[e.get(row, 0) for e in uses]]}


def _added(uses: Sequence[Mapping[int, tuple[int, int]]]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for row, (low, high) in (each for of in uses for each in of.items()):
        before = found.get(row, (0, 0))
        found[row] = before[0] + low, before[1] + high
    return found


def _held(numbers: Sequence[int]) -> Ints:
    """TooManyError where one does not fit."""
    if any(abs(number) >= FITS for number in numbers):
        raise TooManyError
    return np.array(numbers, dtype=np.int64)
