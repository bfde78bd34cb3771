"""Farms that are left with a plan that is certain all the same: what is scarce there lies apart from all that they consider.

Under a ceiling over years or a cap it is grants, and land that such a limit counts, that give way. Where as much of that land
lies there in every plan, and it scores the same whatever is paid on it, this costs every plan just as much: so the plan that
leaves most without it leaves most with it. The ordinary engine is then asked for the farm as planned, and not for a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from calculator.domain.claim import Claim
from calculator.stacking.columns.answer import Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.ceilings.caps import CAPPED
from calculator.stacking.columns.ceilings.windows import TIGHT
from calculator.stacking.columns.classes.programme import Floats
from calculator.stacking.columns.offered.land import Land
from calculator.stacking.columns.offered.part import Part
from calculator.stacking.columns.planned.candidates import FARM, PLACE, Considered
from calculator.stacking.columns.planned.owning import Ground
from calculator.stacking.problem.stacks.regime import regime

_Cap = tuple[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Wide:
    """All that farms consider, what may lie on their land with it, by owner, and what that is offered."""

    considered: Considered
    ground: Ground
    land: Land


def certain(
    case: Case, wide: Wide, limits: Callable[[Claim], tuple[str, ...]], asked: Mask, short: Floats
) -> dict[int, int]:
    """The farms that are ``asked`` and left of which the plan is certain, with the cents that it may fall short of the best.

    ``short`` is that in parts of cents, of farms without what is scarce; ``limits`` are those over years that count a claim.
    """
    found = {
        at: max(0, round(short[at])) for at, why in case.left.items() if why in (TIGHT, CAPPED) and asked[at]
    }
    if not found:
        return found
    for at in set(_joined_by_grants(case, limits)).intersection(found):
        del found[at]
    for at in list(found):
        counted = frozenset((cap.limit, cap.year) for cap in case.caps if at in cap.farm)
        if not _lies_apart(case, wide, at, counted):
            del found[at]
    return found


def _joined_by_grants(case: Case, limits: Callable[[Claim], tuple[str, ...]]) -> Iterator[int]:
    """The farms on which what may give way bears on a class or a minimum."""
    rules = [regime(case.rulebook, year, case.on) for year in case.years]
    for one in case.granted:
        if limits(one.claim) and any(rule.shares_minimum(one.claim) for rule in rules):
            yield from one.farm.tolist()
    for made in case.premiums:
        if limits(made.claims[0]):
            yield from made.farm.tolist()
    for cap in case.caps:
        yield from cap.farm[cap.granted > 0].tolist()


def _lies_apart(case: Case, wide: Wide, at: int, counted: frozenset[_Cap]) -> bool:
    """Whether what such limits count of the land of a farm lies there in every plan alike, and bears on no class."""
    mine, tables = np.flatnonzero(wide.ground.farm == at), case.compiled.tables
    held: dict[int, list[tuple[int, int]]] = {}
    lying = (wide.ground.owner[mine], wide.land.table[mine], wide.ground.quantity[mine])
    for owner, number, quantity in zip(*(column.tolist() for column in lying), strict=True):
        choices = [ways for ways in tables[number].choices if any(_counts(part, counted) for part in ways)]
        if any(part.scores != ways[0].scores for ways in choices for part in ways):
            return False
        if choices or _counts(tables[number].fixed, counted):
            held.setdefault(owner, []).append((number, quantity))
    ways_of: dict[int, set[tuple[tuple[int, int], ...]]] = {}
    rows = wide.considered.rows
    for row in np.flatnonzero(rows[:, FARM] == at).tolist():
        lies = sorted(held.get(len(case.farms) + row, ()))
        ways_of.setdefault(int(rows[row, PLACE]), set()).add(tuple(lies))
    return all(len(ways) == 1 for ways in ways_of.values())


def _counts(part: Part, counted: frozenset[_Cap]) -> bool:
    return not counted.isdisjoint(part.caps) or any(line.limits for line in part.lines)
