"""Blocks in steps of which every option is a sum of others, as blocks beside each other.

Of square metres on which any of three payments may lie it only matters on how many each lies: three blocks with two options say
the same as one with eight. So they are counted out with far fewer states, and each is told as soon as its rows are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from calculator.domain.problem import Block, Cell, Group, Option, Problem
from calculator.stacking.proof.in_steps import Place

#: Options of a block that is looked at, at most.
_MOST_OPTIONS = 256

#: What an option gains, and uses by row.
_Said = tuple[int, tuple[tuple[int, int], ...]]
_NOTHING: _Said = (0, ())


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The same problem in steps; ``origins`` are the blocks of the first that each stands for a part of, and ``options`` which
    option of such a block some of its parts come to, one of each.
    """

    problem: Problem
    sizes: tuple[int, ...]
    origins: tuple[int, ...]
    options: Mapping[int, Mapping[tuple[int, ...], int]]

    @classmethod
    def of(cls, problem: Problem, sizes: Sequence[int]) -> SideBySide:
        """Blocks that are not sums stay as they are."""
        blocks, origins = list[Block](), list[int]()
        options = dict[int, dict[tuple[int, ...], int]]()
        for b, (block, size) in enumerate(zip(problem.blocks, sizes, strict=True)):
            parts = _parts(block) if size > 1 else None
            if parts is None:
                blocks.append(block)
                origins.append(b)
                continue
            place = {_said(option): o for o, option in enumerate(block.groups[0].cells[0].options)}
            options[b] = {
                picks: place[_sum([part[n] for part, n in zip(parts, picks, strict=True)])]
                for picks in product(*(range(len(part)) for part in parts))
            }
            for n, part in enumerate(parts):
                cell = Cell(tuple(Option(*said) for said in part))
                blocks.append(Block(f"{block.id}|{n}", (Group((cell,)),)))
                origins.append(b)
        beside = Problem(tuple(blocks), problem.rows, problem.constant)
        return cls(beside, tuple(sizes[b] for b in origins), tuple(origins), options)

    def together(self, steps: Mapping[Place, int]) -> dict[Place, int]:
        """Steps of the blocks beside each other as steps of the first ones."""
        found, picked = dict[Place, int](), dict[int, list[list[int]]]()
        for b, origin in enumerate(self.origins):
            if origin in self.options:
                some = range(len(self.problem.blocks[b].groups[0].cells[0].options))
                each = [o for o in some for _ in range(steps.get((b, 0, 0, o), 0))]
                picked.setdefault(origin, []).append(each)
        for (b, *place), count in steps.items():
            if self.origins[b] not in self.options:
                g, c, o = place
                found[self.origins[b], g, c, o] = count
        for origin, parts in picked.items():
            for picks in zip(*parts, strict=True):
                for at in ((origin, 0, -1, -1), (origin, 0, 0, self.options[origin][picks])):
                    found[at] = found.get(at, 0) + 1
        return found


def _parts(block: Block) -> list[list[_Said]] | None:
    """The options of some blocks that come to those of this one, each with any of the others; None where it is no such sum."""
    if block.whole or len(block.groups) > 1 or len(block.groups[0].cells) > 1:
        return None
    options = block.groups[0].cells[0].options
    left = {_said(option) for option in options}
    if _NOTHING not in left or len(left) < len(options) or len(options) > _MOST_OPTIONS:
        return None
    found = list[list[_Said]]()
    for one in sorted(left - {_NOTHING}):
        without = {said for said in left if _sum([said, one]) in left}
        both = without | {_sum([said, one]) for said in without}
        if len(without) > 1 and 2 * len(without) == len(left) and both == left and _NOTHING in without:
            found.append([_NOTHING, one])
            left = without
    return [*found, sorted(left)] if found else None


def _said(option: Option) -> _Said:
    return _sum([(option.gain, option.uses)])


def _sum(some: Sequence[_Said]) -> _Said:
    uses = dict[int, int]()
    for row, amount in (use for _, of in some for use in of):
        uses[row] = uses.get(row, 0) + amount
    return sum(gain for gain, _ in some), tuple(sorted((row, n) for row, n in uses.items() if n))
