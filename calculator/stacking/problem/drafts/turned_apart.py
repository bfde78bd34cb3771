"""Grants to the farm that relations join, each with its turn in a year: looked at apart where together they are too many.

Each of the grants of a stack may begin, go on or be extended, whatever the others do: together they have as many ways as the
product of their turns. But what a stack gains and takes of every row adds up over its grants. So each grant of a stack is a
cell of its own there, with an option for every turn: as many as the sum. A programme may divide such a cell, so that its bound
holds for every way; the answer is settled in whole steps, and any decision for the farm is one step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Protocol

from calculator.stacking.problem.decisions.plans import MOST_PLANS
from calculator.stacking.problem.drafts.draft import DraftCell, DraftOption, Members
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.compatible import MOST_TURNS
from calculator.stacking.problem.weights import BEGUN, EXTENDED

#: So many ways are never too many to be looked at together.
FEW = 32

#: A stack and the members that it takes.
Picked = tuple[tuple[int, ...], Stack]


class Making(Protocol):
    """What makes the option of a stack, or of one of its members."""

    def __call__(
        self, picks: tuple[int, ...], model: Stack, turned: tuple[str, ...], only: int | None = None
    ) -> DraftOption:
        """The option with the turns of its members; ``only`` that of the member that stands there."""


def turns_of(
    members: Members, places: tuple[int, ...], begun: tuple[frozenset[int], frozenset[int]]
) -> dict[int, tuple[str, ...]]:
    """The turn of each member in the year: as its plan says, or of a grant to the farm every one that it may have."""
    return {
        at: members.placements[at].turns or (BEGUN if at in begun[0] else EXTENDED * (at in begun[1]),)
        for at in places
    }


def too_many(picked: Sequence[Picked], turns: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether the turns of grants are looked at apart: together they are too many, or many in few stacks and fewer apart."""
    if max(map(len, turns.values())) < 2:
        return False
    each = [[len(turns[at]) for at in picks] for picks, _ in picked]
    ways, beside = sum(map(prod, each)), sum(map(sum, each))
    return ways > MOST_PLANS or (
        ways > FEW and len(picked) <= 2 * len(turns) and beside < ways and beside <= MOST_TURNS
    )


def apart(
    picked: Sequence[Picked], turns: Mapping[int, tuple[str, ...]], made: Making
) -> list[tuple[DraftCell, ...]]:
    """Per stack a cell for each of its members, with an option for every turn that it may have."""
    ways = list[tuple[DraftCell, ...]]()
    for picks, model in picked:
        cells = [
            tuple([made(picks, model, (turn,) * len(picks), nth) for turn in turns[at]])
            for nth, at in enumerate(picks)
        ]
        ways.append(tuple(cells) or ((made(picks, model, ()),),))
    return ways
