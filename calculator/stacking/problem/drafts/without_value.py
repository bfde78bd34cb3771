"""Stacks less what payments in other decisions take of them: value that goes on the whole parcel, and shares of grants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import prod

from calculator.stacking.problem.drafts.draft import Members
from calculator.stacking.problem.stacks import Stack
from calculator.stacking.problem.stacks.tables import Entry
from calculator.stacking.problem.weights import BESIDE, KEPT

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
                yield from _beside(members, picks, _without(entry.model, lost) if lost else entry.model)


def _beside(
    members: Members, picks: tuple[int, ...], model: Stack
) -> Iterator[tuple[tuple[int, ...], Stack]]:
    """A stack, and where it is a grant that is decided by itself what is left of it beside every set of those that take of it, as
    ``between.settle`` has it.
    """
    placed = members.placements[picks[0]].weights if len(picks) == 1 else ()
    taking = [weight for weight in placed if weight.kind == BESIDE]
    for size in range(len(taking) + 1):
        for beside in combinations(taking, size):
            kept = prod((weight.factor for weight in beside), start=Fraction(1))
            less = sum((weight.less for weight in beside), start=_ZERO)
            money = tuple([max(_ZERO, each * kept - less) for each in model.money])
            named = frozenset([weight.goal for weight in beside])
            yield picks, replace(model, money=money, beside=named) if beside else model


def _may_lose(members: Members, at: int) -> bool:
    return any(weight.kind == KEPT for weight in members.placements[at].weights)


def _without(model: Stack, lost: Sequence[int]) -> Stack:
    value = tuple([_ZERO if nth in lost else each for nth, each in enumerate(model.value)])
    return Stack(model.claims, model.money, model.points, value, model.cut)
