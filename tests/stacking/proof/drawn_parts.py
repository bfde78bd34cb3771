"""Parts of problems in steps, drawn, with every answer of each written out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, product

import numpy as np

from calculator.stacking.proof.part_tables import Loose, Lot, PartTables
from calculator.stacking.proof.step_ways import FINE, Ints, Step
from calculator.stacking.proof.work import Work

#: Rows of the part, and rows that it shares with others.
OWN, SHARED = (0, 1), (2, 3)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer gains (parts of a micro-cent), what that comes to at most with what is divided at will, and what it uses
    of shared rows."""

    gain: int
    uses: tuple[int, ...]

    def worth(self, prices: Ints) -> int:
        """Under prices of the shared rows."""
        return self.gain - sum(n * p for n, p in zip(self.uses, prices.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """Blocks of a part with their sizes and lots, what there is of its rows, and what is divided at will: the row it touches,
    the least and the most that it uses of it, and prices with what each is worth beside."""

    blocks: list[tuple[int, list[list[Step]]]]
    start: tuple[int, ...]
    looses: list[tuple[int, tuple[int, int], tuple[tuple[int, int], ...]]]

    def tables(self, work: Work) -> PartTables:
        """The part laid out."""
        made = PartTables(work, np.array(self.start))
        lots = [(size, [_lot(ways) for ways in of]) for size, of in self.blocks]
        made.lay_out(lots, [_loose(*of) for of in self.looses])
        return made

    def answers(self) -> Iterator[Answer]:
        """All that keep the rows of the part."""
        each = [
            [taken for ways in lots for taken in combinations_with_replacement(ways, size)]
            for size, lots in self.blocks
        ]
        for picked in product(*each):
            found = self.of([step for taken in picked for step in taken])
            if found is not None:
                yield found

    def of(self, steps: list[Step]) -> Answer | None:
        """What steps come to; None: they do not keep the rows."""
        least, most = dict.fromkeys(OWN, 0), dict.fromkeys(OWN, 0)
        for row, (low, high), _ in self.looses:
            least[row], most[row] = low, high
        left = [have - sum(s.uses.get(r, 0) for s in steps) for r, have in enumerate(self.start)]
        if any(n < least[row] for row, n in enumerate(left)):
            return None
        left = [min(n, most[row]) for row, n in enumerate(left)]
        beside = sum(
            min(price * left[row] + more for price, more in vectors) for row, _, vectors in self.looses
        )
        uses = tuple(sum(s.uses.get(r, 0) for s in steps) for r in SHARED)
        return Answer(sum(s.gain for s in steps) * FINE + beside, uses)


def _loose(row: int, uses: tuple[int, int], vectors: tuple[tuple[int, int], ...]) -> Loose:
    mine = np.array([int(own == row) for own in OWN])
    prices = np.array([price * mine for price, _ in vectors])
    return Loose(prices, np.array([more for _, more in vectors]), uses[0] * mine, uses[1] * mine)


def _lot(ways: list[Step]) -> Lot:
    uses = np.array([[step.uses.get(row, 0) for row in (*OWN, *SHARED)] for step in ways])
    gains = np.array([step.gain for step in ways])
    return Lot.made(ways, gains, uses, np.array(SHARED), np.array(OWN))


def drawn_part(dice: random.Random) -> DrawnPart:
    """Two blocks or three, of which some may give back what others take, and what falls short may cost a part of what is paid."""

    def step() -> Step:
        uses = {row: dice.choice((-2, 1, 1, 3)) for row in (*OWN, *SHARED) if dice.random() < 0.6}
        return Step(dice.randint(-5, 30), uses, ())

    blocks = [
        (dice.randint(1, 3), [[step() for _ in range(dice.randint(1, 3))] for _ in range(dice.randint(1, 2))])
        for _ in range(dice.randint(2, 3))
    ]
    looses = [
        (
            row,
            (dice.randint(-3, 0), dice.randint(0, 2)),
            tuple((dice.randint(0, 8) * FINE, dice.randint(-9, 9) * FINE) for _ in range(dice.randint(1, 2))),
        )
        for row in OWN
        if dice.random() < 0.6
    ]
    return DrawnPart(blocks, tuple(dice.randint(0, 5) for _ in OWN), looses)


def drawn_prices(dice: random.Random) -> Ints:
    """Of the shared rows."""
    return np.array([dice.randint(0, 9) * FINE for _ in SHARED])
