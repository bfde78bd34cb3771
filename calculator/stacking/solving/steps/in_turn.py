"""Whole decisions of a problem laid out in the turn in which they are walked (``likeliest``), in whole numbers.

Decisions follow each other by their years; groups, options and rows stand in an order of their content, so that no other order
decides among equals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from calculator.domain.problem import Block, Cell, Group, Problem
from calculator.stacking.proof.worth import least_use, rows_of
from calculator.stacking.solving.free_choice.flat import Ints

#: Beyond this, sums do not fit in 64 bits for certain.
_LARGEST = 2**61
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A group in its turn: its place in the block, and per cell the places of its options, what these take and what they gain;
    and the least that all cells take.
    """

    place: int
    options: tuple[tuple[int, ...], ...]
    takes: tuple[Ints, ...]
    gains: tuple[Ints, ...]
    least: Ints

    @property
    def content(self) -> list[tuple[list[int], list[list[int]]]]:
        """What it offers, whatever its place."""
        return [(more.tolist(), takes.tolist()) for more, takes in zip(self.gains, self.takes, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A decision in its turn: its rows, its ways, the least that decisions after it take of its rows, and of which rows these
    take nothing.
    """

    block: int
    rows: tuple[int, ...]
    ways: tuple[Way, ...]
    later: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    closed: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))

    @property
    def options(self) -> int:
        """How many there are in all cells."""
        return sum(len(places) for way in self.ways for places in way.options)


def in_turn(problem: Problem, decisions: Sequence[int]) -> tuple[Turn, ...] | None:
    """The decisions by the year that their ids end with: terms and windows join years that are near each other.

    None where sums along the way may not fit in 64 bits.
    """
    if not _fits(problem):
        return None
    ranks = [0] * len(problem.rows)
    for rank, row in enumerate(sorted(range(len(ranks)), key=lambda r: problem.rows[r].id)):
        ranks[row] = rank

    def turn(b: int) -> tuple[str, str]:
        said = problem.blocks[b].id
        return max(_YEAR.findall(said)[-1:], default=""), said

    turns = [_turn(problem.blocks[b], b, ranks) for b in sorted(decisions, key=turn)]
    return tuple(_looking_ahead(turns, len(ranks)))


def left_beside(problem: Problem, decisions: Sequence[int]) -> Ints:
    """What the other blocks leave of every row at most."""
    bounds, walked = [row.bound for row in problem.rows], frozenset(decisions)
    for b, block in enumerate(problem.blocks):
        if b not in walked:
            for row in rows_of(block):
                bounds[row] -= least_use(block, row)
    return np.array(bounds, dtype=np.int64)


def _turn(block: Block, b: int, ranks: Sequence[int]) -> Turn:
    in_order = sorted(rows_of(block), key=ranks.__getitem__)
    place = {row: at for at, row in enumerate(in_order)}
    ways = [_way(group, g, place) for g, group in enumerate(block.groups)]
    return Turn(b, tuple(in_order), tuple(sorted(ways, key=lambda way: way.content)))


def _way(group: Group, g: int, place: Mapping[int, int]) -> Way:
    options, takes, gains = [], list[Ints](), list[Ints]()
    for cell in group.cells:
        order = _by_content(cell, place)
        take = np.zeros((len(order), len(place)), dtype=np.int64)
        for at, o in enumerate(order):
            for row, amount in cell.options[o].uses:
                take[at, place[row]] += amount
        options.append(tuple(order))
        takes.append(take)
        gains.append(np.array([cell.options[o].gain for o in order], dtype=np.int64))
    least = sum([take.min(axis=0) for take in takes], np.zeros(len(place), dtype=np.int64))
    return Way(g, tuple(options), tuple(takes), tuple(gains), least)


def _by_content(cell: Cell, place: Mapping[int, int]) -> list[int]:
    said = [(-o.gain, sorted((place[row], amount) for row, amount in o.uses)) for o in cell.options]
    return sorted(range(len(said)), key=said.__getitem__)


def _looking_ahead(turns: Sequence[Turn], rows: int) -> Iterator[Turn]:
    """The turns, each with what comes after it."""
    later, touched = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.bool_)
    found: list[Turn] = []
    for turn in reversed(turns):
        mine = list(turn.rows)
        found.append(replace(turn, later=later[mine], closed=~touched[mine]))
        later[mine] += np.min([way.least for way in turn.ways], axis=0)
        touched[mine] = True
    return reversed(found)


def _fits(problem: Problem) -> bool:
    taken, gained = [abs(row.bound) for row in problem.rows], 0
    for block in problem.blocks:
        for group in block.groups:
            for cell in group.cells:
                gained += max(abs(option.gain) for option in cell.options)
                for option in cell.options:
                    for row, use in option.uses:
                        taken[row] += abs(use)
    return max(taken, default=0) < _LARGEST and gained < _LARGEST
