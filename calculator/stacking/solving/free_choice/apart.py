"""Which blocks the rows of a small problem leave undecided together, without columns: as ``components`` finds them.

Making columns costs more than it saves where a farm has some tens of decisions; they are made when a programme is needed.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from calculator.domain.problem import Block, Group, Problem
from calculator.stacking.solving.free_choice.bounds import Choice, nothing_to_choose
from calculator.stacking.solving.free_choice.components import Component

#: Nothing at least and at most.
_NOTHING = (0, 0)
#: Of one block, by row: the least and the most that it can take, and what the free choice takes.
_Range = dict[int, tuple[int, int, int]]


def apart(problem: Problem, choice: Choice, kept: Set[int]) -> list[Component]:
    """The separate problems that remain under all rows; no block of ``kept`` is decided."""
    order = sorted(range(len(problem.blocks)), key=lambda index: problem.blocks[index].id)
    ranges, fixed = dict[int, _Range](), [0] * len(problem.rows)
    for place, at in enumerate(order):
        block = problem.blocks[at]
        if nothing_to_choose(block) and at not in kept:
            for row, amount in block.groups[0].cells[0].options[0].uses:
                fixed[row] += amount
        else:
            ranges[place] = _range(block, choice.groups[at], choice.options[at])
    held = {place for place in ranges if order[place] in kept}
    remaining, active, taken = _undecided(problem, ranges, fixed, held)
    joined = _joined({place: [row for row in ranges[place] if row in active] for place in sorted(remaining)})
    found = []
    for places, rows in joined:
        named = sorted(rows, key=lambda row: problem.rows[row].id)
        left = tuple([problem.rows[row].bound - taken[row] for row in named])
        found.append(Component(tuple([order[at] for at in places]), tuple(places), tuple(named), left))
    return found


def _undecided(
    problem: Problem, ranges: dict[int, _Range], fixed: list[int], held: set[int]
) -> tuple[set[int], set[int], list[int]]:
    """The blocks (by place) and the rows that remain, and what the decided blocks take of each row.

    ``fixed`` is what blocks take that offer nothing to choose.
    """
    remaining = set(ranges)
    while True:
        worst = fixed.copy()
        for place, of in ranges.items():
            free = place in remaining
            for row, (_, most, chosen) in of.items():
                worst[row] += most if free else chosen
        active = {row for row, total in enumerate(worst) if total > problem.rows[row].bound}
        left = {
            place
            for place in remaining
            if any(chosen > least for row, (least, _, chosen) in ranges[place].items() if row in active)
        }
        left.update(held)
        if left == remaining:
            break
        remaining = left
    taken = fixed.copy()
    for place, of in ranges.items():
        if place not in remaining:
            for row, (_, _, chosen) in of.items():
                taken[row] += chosen
    return remaining, active, taken


def _joined(rows_of: dict[int, list[int]]) -> list[tuple[list[int], set[int]]]:
    """Blocks that share a row with their rows, in the order of their first block."""
    found: list[tuple[list[int], set[int]]] = []
    for place, rows in rows_of.items():
        if not rows:
            continue
        places, together = [place], set(rows)
        apart_from = []
        for other in found:
            if together.isdisjoint(other[1]):
                apart_from.append(other)
            else:
                places, together = other[0] + places, together | other[1]
        found = [*apart_from, (places, together)]
    return sorted([(sorted(places), rows) for places, rows in found], key=lambda each: each[0][0])


def _range(block: Block, best: int, picks: list[list[int]]) -> _Range:
    """What a block can take of the rows that its options name."""
    ways = _one_of(block)
    if ways is not None:
        chosen = ways[picks[best][0] if len(block.groups) == 1 else best]
        rows = set[int]().union(*ways)
        each = [(row, [uses.get(row, 0) for uses in ways]) for row in rows]
        return {row: (min(amounts), max(amounts), chosen.get(row, 0)) for row, amounts in each}
    return _added(block, best, picks)


def _one_of(block: Block) -> list[dict[int, int]] | None:
    """What each way of using a block takes, where every group is one option, or one group is one cell; else None."""
    groups = block.groups
    if len(groups) == 1:
        options = groups[0].cells[0].options if len(groups[0].cells) == 1 else ()
    elif all(len(g.cells) == 1 == len(g.cells[0].options) for g in groups):
        options = tuple([g.cells[0].options[0] for g in groups])
    else:
        return None
    ways = [dict(option.uses) for option in options]
    # A row that is named twice is added up by cells.
    twice = any(len(uses) < len(option.uses) for uses, option in zip(ways, options, strict=True))
    return None if twice or not ways else ways


def _added(block: Block, best: int, picks: list[list[int]]) -> _Range:
    """The same, added up over the cells of each group."""
    groups = [_of_group(group) for group in block.groups]
    chosen = dict[int, int]()
    for cell, pick in zip(block.groups[best].cells, picks[best], strict=True):
        for row, amount in cell.options[pick].uses:
            chosen[row] = chosen.get(row, 0) + amount
    if len(groups) == 1:
        return {row: (low, high, chosen.get(row, 0)) for row, (low, high) in groups[0].items()}
    found: _Range = {}
    for row in {row for of_group in groups for row in of_group}:
        each = [of_group.get(row, _NOTHING) for of_group in groups]
        found[row] = (min([e[0] for e in each]), max([e[1] for e in each]), chosen.get(row, 0))
    return found


def _of_group(group: Group) -> dict[int, tuple[int, int]]:
    """The least and the most that a group can take of a row, its cells together."""
    found: dict[int, tuple[int, int]] = {}
    for cell in group.cells:
        options = cell.options
        naming: dict[int, list[int]] = {}
        for option in options:
            for row, amount in option.uses:
                if row in naming:
                    naming[row].append(amount)
                else:
                    naming[row] = [amount]
        for row, amounts in naming.items():
            if len(amounts) < len(options):
                amounts.append(0)
            least, most = found.get(row, _NOTHING)
            found[row] = (least + min(amounts), most + max(amounts))
    return found


def together(problem: Problem, parts: Sequence[Component], homes: Set[int]) -> Component:
    """All that is undecided as one, with the blocks that are to be combined."""
    left = {row: bound for part in parts for row, bound in zip(part.rows, part.bounds, strict=True)}
    rows = sorted(left, key=lambda row: problem.rows[row].id)
    order = sorted(range(len(problem.blocks)), key=lambda index: problem.blocks[index].id)
    inside = {*homes, *(block for part in parts for block in part.blocks)}
    places = [place for place, index in enumerate(order) if index in inside]
    return Component(
        tuple([order[place] for place in places]),
        tuple(places),
        tuple(rows),
        tuple([left[row] for row in rows]),
    )
