"""What is added to a problem because its land comes in whole steps: checked to take away no answer in whole steps.

A bound is proven for the problem with rows and choices added to it. Multipliers cannot forge that bound, but a wrong row could.
So each added row says here what it follows from, and that is recomputed from the two problems alone, in exact arithmetic. In
whole steps every option takes a whole number of its block's steps, never less than none, so that

- a row divided by a unit still holds when what each step takes of it is rounded down, and then its bound may be rounded down too
  (Chvatal and Gomory); what does not come in steps must take none of it, and may not give room before. A block is taken on all of
  its steps, one way or another: so much may be taken off every step of it first, and off what the row leaves;
- steps of one cell together are a whole number from none to all of the block's; a choice between ranges takes away none of
  these where its ranges leave out none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from calculator.domain.problem import Block, Option, Problem
from calculator.stacking.proof.recount import ProofError

#: A block, one of its groups, a cell of that, and an option of it.
Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Rounded:
    """Row ``row`` is row ``of``, which stood there before, counted in ``unit`` and rounded down; of blocks in ``less`` so much
    is taken off before, on all of their steps together.
    """

    row: int
    of: int
    unit: Fraction
    less: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranges:
    """Block ``block`` chooses the range in which the steps of ``places`` together lie: under row ``above``, over row ``below``.

    The places are different options of one cell.
    """

    block: int
    above: int
    below: int
    places: tuple[Place, ...]


def check(
    before: Problem, after: Problem, sizes: Mapping[int, int], added: Sequence[Rounded | Ranges]
) -> None:
    """ProofError where an answer in whole steps to ``before`` may be none to ``after``, or gain more than it does there.

    ``sizes`` are the steps in which each block of ``before`` comes; 0 where it is divided as finely as one likes.
    """
    taken = _taken(before, after)
    rows = [row for x in added for row in ((x.row,) if isinstance(x, Rounded) else (x.above, x.below))]
    if sorted(rows) != list(range(len(before.rows), len(after.rows))):
        raise ProofError("not every added row says once what it follows from")
    blocks = [x.block for x in added if isinstance(x, Ranges)]
    if sorted(blocks) != list(range(len(before.blocks), len(after.blocks))):
        raise ProofError("not every added block says once what it chooses")
    for each in added:
        if isinstance(each, Rounded):
            _check_rounded(before, after, sizes, each, taken[each.row])
        else:
            _check_ranges(after, sizes, each, taken)


def _options(block: Block, b: int) -> Iterator[tuple[Place, Option]]:
    for g, group in enumerate(block.groups):
        for c, cell in enumerate(group.cells):
            for o, option in enumerate(cell.options):
                yield (b, g, c, o), option


def _taken(before: Problem, after: Problem) -> dict[int, dict[Place, int]]:
    """What options take of each added row. ProofError where what stood there before is no longer the same."""
    own = len(before.rows)
    if after.rows[:own] != before.rows or after.constant != before.constant:
        raise ProofError("an added row changes one that stood there before")
    if len(after.blocks) < len(before.blocks):
        raise ProofError("a block is left out")
    taken: dict[int, dict[Place, int]] = {row: {} for row in range(own, len(after.rows))}
    for b, block in enumerate(after.blocks):
        old = before.blocks[b] if b < len(before.blocks) else None
        if block is old:
            continue
        if old is not None and _without(block, own) != _without(old, own):
            raise ProofError(f"block {old.id} is no longer the same")
        for place, option in _options(block, b):
            for row, amount in option.uses:
                if row >= own:
                    if row not in taken:
                        raise ProofError(f"there is no row {row}")
                    taken[row][place] = taken[row].get(place, 0) + amount
    return taken


def _without(block: Block, own: int) -> object:
    """A block as it is without the rows from ``own`` on."""
    cells = [[len(cell.options) for cell in group.cells] for group in block.groups]
    options = [(o.gain, tuple(u for u in o.uses if u[0] < own)) for _, o in _options(block, 0)]
    return block.id, block.whole, cells, options


def _check_rounded(
    before: Problem, after: Problem, sizes: Mapping[int, int], said: Rounded, taken: Mapping[Place, int]
) -> None:
    """The row takes at most what its own one leaves when rounded down, and its bound is no lower."""
    row = after.rows[said.row]
    if not 0 <= said.of < len(before.rows) or said.unit <= 0:
        raise ProofError(f"row {row.id} is rounded from no row")
    if any(not sizes.get(b) for b in said.less):
        raise ProofError(f"row {row.id} takes something off what does not come in steps")
    if row.bound < floor((before.rows[said.of].bound - sum(said.less.values())) / said.unit):
        raise ProofError(f"row {row.id} has a lower bound than its own row leaves")
    if any(place[0] >= len(before.blocks) for place in taken):
        raise ProofError(f"row {row.id} binds a block that its own row does not know")
    for b, block in enumerate(before.blocks):
        size = sizes[b]
        for place, option in _options(block, b):
            use = sum([amount for index, amount in option.uses if index == said.of])
            # Each step of a plan is once in its first cell.
            use -= said.less.get(b, 0) if place[2] == 0 else 0
            if not size and use < 0:
                raise ProofError(f"row {row.id} is rounded where {block.id} gives room in parts of a step")
            most = floor(use / (size * said.unit)) * size if size else 0
            if taken.get(place, 0) > most:
                raise ProofError(f"row {row.id} takes more of {block.id} than its own row rounded down")


def _check_ranges(
    after: Problem, sizes: Mapping[int, int], said: Ranges, taken: Mapping[int, Mapping[Place, int]]
) -> None:
    """Every number of steps lies in one of the ranges, and to choose one gains nothing and takes nothing else."""
    block, places = after.blocks[said.block], said.places
    size = sizes.get(places[0][0], 0) if places else 0
    cells = {place[:3] for place in places}
    if not size or len(cells) != 1 or len(set(places)) < len(places) or not block.whole:
        raise ProofError(f"{block.id} is no whole choice of the steps of one cell")
    own = {(said.block, g, 0, 0) for g in range(len(block.groups))}
    above, below = taken[said.above], taken[said.below]
    for row, use in ((above, size), (below, -size)):
        if {place: row.get(place, 0) for place in row if place not in own} != dict.fromkeys(places, use):
            raise ProofError(f"a row of {block.id} counts other steps than it says")
    ranges = []
    for g, group in enumerate(block.groups):
        options = [option for cell in group.cells for option in cell.options]
        if len(options) != 1 or options[0].gain or {r for r, _ in options[0].uses} - {said.above, said.below}:
            raise ProofError(f"{block.id} does more than choose")
        least = below.get((said.block, g, 0, 0), 0) - after.rows[said.below].bound
        most = after.rows[said.above].bound - above.get((said.block, g, 0, 0), 0)
        ranges.append((least, most))
    reached = -1
    for least, most in sorted(ranges):
        if least <= reached + 1:
            reached = max(reached, most)
    if reached < size:
        raise ProofError(f"{block.id} leaves out {reached + 1} of {size} steps")
