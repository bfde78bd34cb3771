"""The farm problem: a mixed-integer linear programme in the shape that solver and certificate share.

A *block* is one free decision (a land unit, a farm-level choice, a grant). It is divided over *groups* (plans): the
group weights are at least zero and sum to one; where the block is ``whole`` exactly one group has weight one. Inside a
group every *cell* (one year, one part) divides the same weight over its *options* (stacks). Rows couple blocks.

    maximise    sum of gain * weight
    subject to  for every row: sum of use * weight <= bound

All numbers are integers, so that bounds can be recomputed exactly: gains in micro-cents (1e-6 cent), uses and bounds of
a row in that row's own scale.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Gains are integers of this many per cent (the coin).
MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Option:
    """One way to use a whole cell: what it gains and what it takes from each row (row index, amount)."""

    gain: int
    uses: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """Alternatives for one part of a decision; at least one option."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One plan of a block: its cells are all used with the group's weight."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One decision. ``whole`` means that its groups cannot be mixed (a class, a grant, a whole parcel)."""

    id: str
    groups: tuple[Group, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A coupling constraint ``sum of uses <= bound``; ``scale`` is how many integers make one natural unit."""

    id: str
    bound: int
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Blocks and the rows that couple them; ``constant`` is gained whatever is chosen (micro-cents)."""

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    constant: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the proof: the choices it covers and the multipliers that bound them.

    ``allowed`` maps a whole block's index to the groups that remain allowed here (absent: all of them).
    ``multipliers`` are integers at least zero, one per row, each standing for ``multiplier / 10**9`` micro-cents per
    integer unit of the row.
    """

    allowed: tuple[tuple[int, tuple[int, ...]], ...]
    multipliers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Parts that together cover every farm-level choice; ``kind`` is ``dual``, or ``solver`` past the stated size.

    ``solver_bound`` (micro-cents) is given only with ``solver``.
    """

    kind: str
    parts: tuple[Part, ...] = ()
    solver_bound: int | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """Weights per block, group, cell and option as floats between 0 and 1, with the proof.

    ``group_weights[b][g]`` and ``weights[b][g][c][o]``; in a group of weight zero all options are zero. ``status`` is
    ``optimal``, ``time_limit`` (best found, with the gap the proof leaves) or ``infeasible``.
    """

    status: str
    group_weights: tuple[tuple[float, ...], ...]
    weights: tuple[tuple[tuple[tuple[float, ...], ...], ...], ...]
    proof: Proof
