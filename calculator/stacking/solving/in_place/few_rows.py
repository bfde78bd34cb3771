"""What a few rows leave undecided of a problem, and the ways in which that can be used.

A block whose free choice takes the least it can of each of them is decided. Of any other every *way* counts that may relieve a
row: a group with one option per cell. A block of one group is as many pieces as it has cells: these do not bear on each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from operator import le, lt, sub

from calculator.domain.problem import Block, Option, Problem
from calculator.stacking.solving.free_choice.bounds import Choice, nothing_to_choose
from calculator.stacking.solving.free_choice.filling import touching

#: Combinations of groups of undivided blocks that are tried at most.
_MOST_TOGETHER = 32
#: More ways than this of cells together are not laid out.
_MOST_WAYS = 64

#: What an option takes of each row.
Uses = tuple[int, ...]
#: Options by cell: (cell, option).
Picks = tuple[tuple[int, int], ...]
#: One way to use a piece: gain, use of each row, group and options.
Way = tuple[int, Uses, int, Picks]


@dataclass(slots=True)
class FewRows:
    """The problem as these rows see it, in the order of their names: ``left`` is what the decided blocks leave of them.

    ``open`` are pieces that may be divided, by the name of their block, ``undivided`` blocks that may not be, each with its
    ways, most gain first; ``loss`` is the largest that a way loses.
    """

    problem: Problem
    choice: Choice
    rows: tuple[int, ...]
    left: list[int] = field(default_factory=list)
    open: list[tuple[int, tuple[Way, ...]]] = field(default_factory=list)
    undivided: list[tuple[int, tuple[Way, ...]]] = field(default_factory=list)
    loss: int = 1
    _rows: dict[int, int] = field(default_factory=dict)

    @property
    def blocks(self) -> list[int]:
        """The blocks that were not free to take their best."""
        return sorted({index for index, _ in (*self.open, *self.undivided)})

    def read(self) -> bool:
        """Whether all that is undecided can be laid out in few ways."""
        self.left = [self.problem.rows[row].bound for row in self.rows]
        naming, blocks = touching(self.problem), self.problem.blocks
        # What may not be divided comes first: where it can be combined in too many ways the rest need not be laid out.
        named = {index for row in self.rows for index in naming.get(row, ())}
        for index in sorted(named, key=lambda index: (not blocks[index].whole, index)):
            if not self.lay_out(index, blocks[index]):
                return False
        self.open.sort(key=lambda each: (self.problem.blocks[each[0]].id, each[1][0][3]))
        self.undivided.sort(key=lambda each: self.problem.blocks[each[0]].id)
        return True

    def lay_out(self, index: int, block: Block, *, keep: bool = False) -> bool:
        """Lay out a block where it is undecided, or is to be kept; whether it could be."""
        if not self._rows:
            self._rows = {row: at for at, row in enumerate(self.rows)}
        if not keep and nothing_to_choose(block):
            uses = block.groups[0].cells[0].options[0].uses
            for row, amount in uses:
                if row in self._rows:
                    self.left[self._rows[row]] -= amount
            return True
        groups = block.groups
        if not all(group.cells for group in groups):
            return False
        uses_of = [[[self._takes(o) for o in cell.options] for cell in group.cells] for group in groups]
        if len(groups) > 1 or block.whole:
            return self._read(index, uses_of, None, keep=keep)
        return all(self._read(index, uses_of, c, keep=keep) for c in range(len(groups[0].cells)))

    def _takes(self, option: Option) -> Uses:
        """What an option takes of these rows."""
        found: list[int] | None = None
        for row, amount in option.uses:
            at = self._rows.get(row)
            if at is not None:
                if found is None:
                    found = [0] * len(self.rows)
                found[at] += amount
        return (0,) * len(self.rows) if found is None else tuple(found)

    def _read(self, index: int, uses: list[list[list[Uses]]], cell: int | None, *, keep: bool) -> bool:
        """Lay out a block, or one cell of its only group."""
        block, picks, home = self.problem.blocks[index], self.choice.options[index], self.choice.groups[index]
        groups = [tuple(range(len(group))) if cell is None else (cell,) for group in uses]
        if not keep:
            chosen = _added([uses[home][c][picks[home][c]] for c in groups[home]])
            of = [
                _added([_least(group[c]) for c in cells]) for group, cells in zip(uses, groups, strict=True)
            ]
            if all(map(le, chosen, _least(of))):
                self.left = list(map(sub, self.left, chosen))
                return True
        ways: list[Way] = []
        for g, cells in enumerate(groups):
            found = _ways(block, g, cells, picks[g], uses[g])
            if found is None:
                return False
            ways += found
        ways.sort(key=lambda way: (-way[0], *way[1:]))
        self.loss = max(self.loss, ways[0][0] - ways[-1][0])
        if block.whole:
            self.undivided.append((index, tuple(ways)))
            return len(ways) <= len(groups) and prod([len(of) for _, of in self.undivided]) <= _MOST_TOGETHER
        self.open.append((index, tuple(ways)))
        return True


def _added(uses: Sequence[Uses]) -> Uses:
    return uses[0] if len(uses) == 1 else tuple(map(sum, zip(*uses, strict=True)))


def _least(uses: Sequence[Uses]) -> Uses:
    return uses[0] if len(uses) == 1 else tuple(map(min, *uses))


def _ways(
    block: Block, g: int, cells: Sequence[int], picks: Sequence[int], uses: Sequence[Sequence[Uses]]
) -> list[Way] | None:
    """The free choice of these cells of a group, and all that takes less of some row; None where that is too much."""
    kept = []
    for c in cells:
        pick = picks[c]
        base = uses[c][pick]
        kept.append([(c, o) for o, mine in enumerate(uses[c]) if o == pick or any(map(lt, mine, base))])
    if len(kept) > 1 and prod(map(len, kept)) > _MOST_WAYS:
        return None
    offered = block.groups[g].cells
    if len(kept) == 1:
        return [(offered[c].options[o].gain, uses[c][o], g, ((c, o),)) for c, o in kept[0]]
    return [
        (sum([offered[c].options[o].gain for c, o in of]), _added([uses[c][o] for c, o in of]), g, of)
        for of in product(*kept)
    ]
