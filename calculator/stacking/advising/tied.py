"""Decisions of an arrangement: cells of its own, or, where land is divided over plans, blocks that are tied to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from calculator.domain.problem import Block, Cell, Group, Option, Row, Runs, Step
from calculator.stacking.solving.optimum.over_years import with_every_plan


class TooManyPlansTogetherError(ValueError):
    """More arrangements on the farm than can be worked out."""


#: A block that is on only under its arrangement, and what that arrangement takes of the rows that tie it.
_Tied = tuple[Block, tuple[tuple[int, int], ...]]


def cells_and_tied(
    blocks: Sequence[Block], rows: list[Row], forced: set[str]
) -> tuple[list[Cell], list[_Tied]]:
    """What an arrangement decides with one plan, or with plans of one cell each, as cells of its own; decisions with more stay
    blocks, tied to it.
    """
    cells: list[Cell] = []
    tied: list[_Tied] = []
    for block in blocks:
        listed = with_every_plan(block)
        if listed is not None:
            block = replace(listed, runs=None)
            if len(block.groups) == 1:
                cells += block.groups[0].cells
                continue
            if all(len(group.cells) == 1 for group in block.groups):
                cells.append(_of_all_plans(block, forced=block.id in forced))
                continue
        on, given = len(rows), [(len(rows), -1)]
        rows.append(Row(f"on|{block.id}", 0))
        uses = [(on, 1)]
        if block.id in forced:
            given.append((len(rows), 1))
            uses.append((len(rows), -1))
            rows.append(Row(f"all|{block.id}", 0))
        tied.append((_tied(block, tuple(uses)), tuple(given)))
    return cells, tied


def _tied(block: Block, uses: tuple[tuple[int, int], ...]) -> Block:
    """The block with a plan that does nothing beside its own, whose weight counts in the rows: once, in a cell that opens it."""
    on, off = Cell((Option(0, tuple(sorted(uses))),)), Cell((Option(0),))
    groups = (*(Group((on, *group.cells)) for group in block.groups), Group((off,)))
    runs = None if block.runs is None else _opened(block.runs, on, off)
    return replace(block, groups=groups, runs=runs)


def _opened(runs: Runs, on: Cell, off: Cell) -> Runs:
    """The same courses after a first step that opens them, and beside them one that opens nothing and stays so."""
    number = len(runs.cells)
    layers: list[tuple[Step, ...]] = [(Step((number,), ()), Step((number + 1,), ()))]
    for at, layer in enumerate(runs.layers):
        steps = layer if at else tuple(replace(step, before=(0,)) for step in layer)
        layers.append((*steps, Step((), (len(layers[-1]) - 1,))))
    return Runs((*runs.cells, on, off), tuple(layers))


def _of_all_plans(block: Block, *, forced: bool) -> Cell:
    """The one cell of plans that have one each: dividing land over these is dividing it over all their options.

    An option that another beats is left out; where nothing is ``forced`` nothing may be taken too.
    """
    kept: list[Option] = [] if forced else [Option(0)]
    for option in chain.from_iterable([group.cells[0].options for group in block.groups]):
        if not any(_beats(other, option) for other in kept):
            kept = [*(other for other in kept if not _beats(option, other)), option]
    return Cell(tuple(kept))


def _beats(other: Option, option: Option) -> bool:
    """Whether the other gains no less than the option and takes no more of any row."""
    if other.gain < option.gain:
        return False
    takes = dict(option.uses)
    for row, use in other.uses:
        if use > takes.pop(row, 0):
            return False
    return min(takes.values(), default=0) >= 0
