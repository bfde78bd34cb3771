"""Decisions of an arrangement: cells of its own, or, where land is divided over plans, blocks that are tied to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from calculator.domain.problem import Block, Cell, Group, Option, Row
from calculator.stacking.problem.runs import along, paths_through
from calculator.stacking.solving.over_years import all_listed

#: Plans over the years of one decision on land with candidates; where there are more, they are refused.
_MOST_LISTED = 256


class TooManyPlansTogetherError(ValueError):
    """More arrangements on the farm than can be worked out."""


#: A block that is on only under its arrangement, and what that arrangement takes of the rows that tie it.
_Tied = tuple[Block, tuple[tuple[int, int], ...]]


def cells_and_tied(
    blocks: Sequence[Block], rows: list[Row], forced: set[str]
) -> tuple[list[Cell], list[_Tied]]:
    """What an arrangement decides with one plan as cells of its own; decisions with more plans stay blocks, tied to it."""
    cells: list[Cell] = []
    tied: list[_Tied] = []
    for block in blocks:
        if block.runs is not None:
            block = _all_listed(block)
        if len(block.groups) == 1:
            cells += block.groups[0].cells
            continue
        on, given = len(rows), [(len(rows), -1)]
        rows.append(Row(f"on|{block.id}", 0))
        uses = [(on, 1)]
        if block.id in forced:
            given.append((len(rows), 1))
            uses.append((len(rows), -1))
            rows.append(Row(f"all|{block.id}", 0))
        groups = [_tied_group(group, tuple(uses)) for group in block.groups]
        nothing = Group((Cell((Option(0),)),))
        tied.append((replace(block, groups=(*groups, nothing)), tuple(given)))
    return cells, tied


def _all_listed(block: Block) -> Block:
    """The block with every plan that it may take over the years as a group; raises TooManyPlansTogetherError."""
    assert block.runs is not None
    if all_listed(block):
        return replace(block, runs=None)
    paths = tuple(islice(paths_through(block.runs.layers), _MOST_LISTED + 1))
    if len(paths) > _MOST_LISTED:
        raise TooManyPlansTogetherError
    return replace(block, groups=tuple(along(block.runs, path) for path in paths), runs=None)


def _tied_group(group: Group, uses: tuple[tuple[int, int], ...]) -> Group:
    """The group whose weight counts in the rows: once, in its first cell."""
    first = Cell(tuple(replace(o, uses=tuple(sorted((*o.uses, *uses)))) for o in group.cells[0].options))
    return Group((first, *group.cells[1:]))
