"""What one row leaves undecided of a problem, and where a walk along it ends.

A block whose free choice takes the least it can of the row is decided. The others each have ways to be used; a walk begins
at what gains most and takes the departures that lose least per unit of relief until the row is kept, the last in part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from calculator.domain.problem import Block, Group, Problem
from calculator.stacking.solving.bounds import Choice, free_totals, nothing_to_choose
from calculator.stacking.solving.outline import Step, outline, steps

#: One way to use a block: gain (micro-cents), use of the row, group and option.
Way = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Open:
    """A block that the row leaves undecided: its ways, and those that no mixture of others beats."""

    index: int
    ways: tuple[Way, ...]
    corners: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class End:
    """Where a walk ends: what is gained, and the price of the row (micro-cents per unit)."""

    gain: Fraction
    price: Fraction


@dataclass(slots=True)
class Ground:
    """The problem as its one broken row sees it: ``left`` is what the decided blocks leave of the row.

    ``totals`` are what the free choice takes of every row, ``undivided`` the ways of the open block that is taken whole.
    """

    problem: Problem
    choice: Choice
    row: int
    left: int = 0
    totals: list[int] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    undivided: Open | None = None
    largest_loss: int = 0

    def read(self) -> bool:
        """Whether every open block is one that can be walked."""
        self.totals = free_totals(self.problem, self.choice)
        self.left = self.problem.rows[self.row].bound
        for index, block in enumerate(self.problem.blocks):
            best = self.choice.groups[index]
            chosen = 0
            for cell, pick in zip(block.groups[best].cells, self.choice.options[index][best], strict=True):
                chosen += _use(cell.options[pick].uses, self.row)
            if nothing_to_choose(block) or chosen <= min([self._least(g) for g in block.groups]):
                self.left -= chosen
            elif not self._opened(index, block):
                return False
        return True

    def _least(self, group: Group) -> int:
        return sum([min([_use(o.uses, self.row) for o in cell.options]) for cell in group.cells])

    def _opened(self, index: int, block: Block) -> bool:
        if any(len(group.cells) != 1 for group in block.groups):
            return False
        picks, home = self.choice.options[index], self.choice.groups[index]
        most = block.groups[home].cells[0].options[picks[home][0]].gain
        ways: list[Way] = []
        for g, group in enumerate(block.groups):
            options = group.cells[0].options
            base = options[picks[g][0]]
            taken = _use(base.uses, self.row)
            self.largest_loss = max(self.largest_loss, most - base.gain)
            for o, option in enumerate(options):
                use = _use(option.uses, self.row)
                if use < taken or o == picks[g][0]:
                    self.largest_loss = max(self.largest_loss, base.gain - option.gain)
                    ways.append((option.gain, use, g, o))
        if not block.whole:
            self.open.append(Open(index, tuple(ways), tuple(outline(ways))))
            return True
        if self.undivided is not None or len(ways) > len(block.groups):
            return False
        self.undivided = Open(index, tuple(ways), ())
        return True

    def ends(self) -> list[End | None]:
        """Where the walk ends for every way of the undivided block; None where the row cannot be kept."""
        starts = [block.corners[0] for block in self.open]
        gain, use = sum([way[0] for way in starts]), sum([way[1] for way in starts])
        way = sorted([step for place, block in enumerate(self.open) for step in steps(place, block.corners)])
        undivided = [(0, 0)] if self.undivided is None else [w[:2] for w in self.undivided.ways]
        return [_walked(gain + more, use + taken - self.left, way) for more, taken in undivided]


def _walked(gain: int, over: int, way: Sequence[Step]) -> End | None:
    """From the most that is gained along the cheapest relief until the row is kept; None where it cannot be."""
    if over <= 0:
        return End(Fraction(gain), Fraction(0))
    for step in way:
        if step.relief >= over:
            price = Fraction(int(step.loss), step.relief)
            return End(gain - price * over, price)
        gain -= int(step.loss)
        over -= step.relief
    return None


def _use(uses: Sequence[tuple[int, int]], row: int) -> int:
    total = 0
    for index, amount in uses:
        if index == row:
            total += amount
    return total
