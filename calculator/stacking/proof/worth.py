"""What blocks bring and take at multipliers, over all their plans: whole numbers only, and nothing of the solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from calculator.domain.problem import Block, Cell, Option, Runs
from calculator.stacking.proof.recount import ProofError


def least_use(block: Block, row: int) -> int:
    """Least that a block must take of a row."""
    if block.runs is not None:
        return least_run(block.runs, lambda option: _use(option, row))
    return min([group_least(block, place, row) for place in range(len(block.groups))])


def rows_of(block: Block) -> set[int]:
    """The rows that some plan of a block names."""
    return {row for cell in cells_of(block) for option in cell.options for row, _ in option.uses}


def group_least(block: Block, place: int, row: int) -> int:
    least = 0
    for cell in block.groups[place].cells:
        options = cell.options
        least += _use(options[0], row) if len(options) == 1 else min([_use(o, row) for o in options])
    return least


def group_leasts(block: Block, place: int) -> dict[int, int]:
    """The least that a group takes of every row that it names: ``group_least`` of all of them at once."""
    least: dict[int, int] = {}
    for cell in block.groups[place].cells:
        uses = [summed(option) for option in cell.options]
        if len(uses) == 1:
            for row, amount in uses[0].items():
                least[row] = least.get(row, 0) + amount
            continue
        for row in {row for of in uses for row in of}:
            least[row] = least.get(row, 0) + min([of.get(row, 0) for of in uses])
    return least


def summed(option: Option) -> dict[int, int]:
    """What an option takes by row, also of one that it names twice."""
    found = dict(option.uses)
    if len(found) < len(option.uses):
        found = dict.fromkeys(found, 0)
        for row, amount in option.uses:
            found[row] += amount
    return found


def _use(option: Option, row: int) -> int:
    taken = 0
    for index, amount in option.uses:
        if index == row:
            taken += amount
    return taken


def _worth(option: Option, scale: int, priced: Mapping[int, int]) -> int:
    """What an option brings, less what it takes from the rows that have a price."""
    worth = option.gain * scale
    for row, amount in option.uses:
        if row in priced:
            worth -= amount * priced[row]
    return worth


def values_of(block: Block, priced: Mapping[int, int], scale: int) -> tuple[int, ...]:
    """Most each group of a block brings, gains times ``scale``, less what it takes from the rows that have a price.

    Where the block may take plans that are not listed, last the most that any of all its plans brings.
    """
    values = tuple(
        [
            sum([max([_worth(o, scale, priced) for o in cell.options]) for cell in group.cells])
            for group in block.groups
        ]
    )
    if block.runs is None:
        return values
    return *values, best_run(block.runs, lambda option: _worth(option, scale, priced))


def cells_of(block: Block) -> Iterable[Cell]:
    """All cells of a block, those of plans that are not listed too."""
    listed = (cell for group in block.groups for cell in group.cells)
    return listed if block.runs is None else (*listed, *block.runs.cells)


def best_run(runs: Runs, worth: Callable[[Option], int]) -> int:
    """The most that a plan can be worth: one step in every layer, each reached from the one before."""
    return _furthest(runs, [max([worth(o) for o in cell.options]) for cell in runs.cells])


def least_run(runs: Runs, use: Callable[[Option], int]) -> int:
    """The least that a plan must take."""
    return -_furthest(runs, [max([-use(o) for o in cell.options]) for cell in runs.cells])


def _furthest(runs: Runs, of_cells: list[int]) -> int:
    """ProofError: a layer has no step, or a step cannot be reached."""
    reached: list[int] = []
    for number, layer in enumerate(runs.layers):
        now: list[int] = []
        for step in layer:
            before = [0] if not number else [reached[at] for at in step.before if 0 <= at < len(reached)]
            if not before or (number and len(before) < len(step.before)):
                raise ProofError("a step follows one that is not there")
            now.append(max(before) + sum([of_cells[cell] for cell in step.cells]))
        reached = now
    if not reached:
        raise ProofError("a block has no plan")
    return max(reached)
