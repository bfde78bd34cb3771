"""What a few rows leave undecided of a problem.

A block whose free choice takes the least it can of each of them is decided. The others each have ways to be used.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from calculator.domain.problem import Block, Option, Problem
from calculator.stacking.solving.bounds import Choice, nothing_to_choose

#: No more blocks and ways than these are looked at.
_MOST_BLOCKS, _MOST_WAYS = 60, 200

#: One way to use a block: gain, use of each row, group and option.
Way = tuple[int, tuple[int, ...], int, int]


@dataclass(slots=True)
class FewRows:
    """The problem as these rows see it, in the order of their names: ``left`` is what the decided blocks leave of them.

    ``open`` are blocks that may be divided, by name, ``undivided`` the one that may not; ``loss`` is the largest that a way
    loses, ``unit`` the most that one takes of each row.
    """

    problem: Problem
    choice: Choice
    rows: tuple[int, ...]
    left: list[int] = field(default_factory=list)
    open: list[tuple[int, tuple[Way, ...]]] = field(default_factory=list)
    undivided: tuple[int, tuple[Way, ...]] | None = None
    loss: int = 1
    unit: list[int] = field(default_factory=list)

    def read(self) -> bool:
        """Whether every open block is one that this can divide."""
        self.left = [self.problem.rows[row].bound for row in self.rows]
        for index, block in enumerate(self.problem.blocks):
            best = self.choice.groups[index]
            chosen = [0] * len(self.rows)
            for cell, pick in zip(block.groups[best].cells, self.choice.options[index][best], strict=True):
                chosen = [a + b for a, b in zip(chosen, self._uses(cell.options[pick]), strict=True)]
            if not any(chosen) and nothing_to_choose(block):
                continue
            if nothing_to_choose(block) or all(
                use <= self._least(block, at) for at, use in enumerate(chosen)
            ):
                self.left = [a - b for a, b in zip(self.left, chosen, strict=True)]
            elif not self._opened(index, block):
                return False
        self.open.sort(key=lambda each: self.problem.blocks[each[0]].id)
        every = [
            way for _, ways in (*self.open, *([self.undivided] if self.undivided else [])) for way in ways
        ]
        self.unit = [max([abs(way[1][at]) for way in every], default=0) for at in range(len(self.rows))]
        return bool(self.open) and len(self.open) <= _MOST_BLOCKS and len(every) <= _MOST_WAYS

    def _uses(self, option: Option) -> list[int]:
        found = dict.fromkeys(self.rows, 0)
        for row, amount in option.uses:
            if row in found:
                found[row] += amount
        return list(found.values())

    def _least(self, block: Block, at: int) -> int:
        return min(
            [
                sum([min([self._uses(o)[at] for o in cell.options]) for cell in group.cells])
                for group in block.groups
            ]
        )

    def _opened(self, index: int, block: Block) -> bool:
        if any(len(group.cells) != 1 for group in block.groups):
            return False
        picks, home = self.choice.options[index], self.choice.groups[index]
        most = block.groups[home].cells[0].options[picks[home][0]].gain
        ways: list[Way] = []
        for g, group in enumerate(block.groups):
            options = group.cells[0].options
            base = self._uses(options[picks[g][0]])
            for o, option in enumerate(options):
                uses = self._uses(option)
                if o == picks[g][0] or any(use < before for use, before in zip(uses, base, strict=True)):
                    self.loss = max(self.loss, most - option.gain)
                    ways.append((option.gain, tuple(uses), g, o))
        ways.sort(key=lambda way: (-way[0], *way[1:]))
        if not block.whole:
            self.open.append((index, tuple(ways)))
            return True
        if self.undivided is not None or len(ways) > len(block.groups):
            return False
        self.undivided = (index, tuple(ways))
        return True
