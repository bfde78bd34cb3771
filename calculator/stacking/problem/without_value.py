"""Stacks in which activities are claimed for their points alone: their value goes to a payment elsewhere on the parcel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from calculator.stacking.problem.draft import Members
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.tables import Entry
from calculator.stacking.problem.weights import KEPT

_ZERO = Fraction(0)


def with_and_without(
    members: Members, places: tuple[int, ...], entries: Sequence[Entry]
) -> Iterator[tuple[tuple[int, ...], Stack]]:
    """The members and the stack of every entry, as it is and without the value of every set of activities that may lose it."""
    for entry in entries:
        picks = tuple([places[at] for at in entry.picks])
        may_lose = [nth for nth, at in enumerate(picks) if entry.model.value[nth] and _may_lose(members, at)]
        for size in range(len(may_lose) + 1):
            for lost in combinations(may_lose, size):
                yield picks, _without(entry.model, lost) if lost else entry.model


def _may_lose(members: Members, at: int) -> bool:
    return any(weight.kind == KEPT for weight in members.placements[at].weights)


def _without(model: Stack, lost: Sequence[int]) -> Stack:
    value = tuple([_ZERO if nth in lost else each for nth, each in enumerate(model.value)])
    return Stack(model.claims, model.money, model.points, value, model.cut)
