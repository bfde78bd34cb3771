"""Answers in whole steps counted out at once (``proof.counted_steps``), where few of them come near the best that was found.

The multipliers are those of the programme, and the same with rows that can be eased at a price (a cap on euros, past which
nothing is paid) at nothing and at that price: between these lies all that such a row may be worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from calculator.domain.problem import MULTIPLIER_SCALE, Multipliers, Problem
from calculator.stacking.proof.counted_steps import count_steps
from calculator.stacking.proof.in_steps import Place
from calculator.stacking.solving.step_programme import StepProgramme

#: Vectors at most.
_MOST_VECTORS = 27
#: Micro-cents that are not worth looking for.
_NOTHING = 1_000
#: Seconds that a way takes which is tried, on the slow side.
_EACH_WAY = 3e-7


def counted(programme: StepProgramme, gain: Fraction) -> tuple[int | None, dict[Place, float] | None, float]:
    """What no answer in whole steps exceeds (micro-cents; None where there are too many to count), steps by place of one that
    gains more than ``gain``, if there is any, and the seconds that it took by estimate.
    """
    root = programme.under({})
    if root is None or root.steps is None:
        return None, None, 0.0
    vectors = tuple(_vectors(programme.problem, programme.sizes, root.multipliers))
    found = count_steps(programme.problem, programme.sizes, vectors, floor(gain) + _NOTHING)
    seconds = found.tried * _EACH_WAY
    if found.steps is None:
        return found.bound, None, seconds
    # What is divided at will is left to the programme.
    box = {place: (found.steps.get(place, 0),) * 2 for place in programme.places if programme.sizes[place[0]]}
    best = programme.under(box)
    return found.bound, None if best is None else best.steps, seconds


def _vectors(problem: Problem, sizes: Sequence[int], multipliers: Multipliers) -> Iterator[Multipliers]:
    """The multipliers, and the same with other prices of rows that can be eased."""
    eased: dict[int, int] = {}
    for block, size in zip(problem.blocks, sizes, strict=True):
        for option in (o for g in block.groups for c in g.cells for o in c.options if not size):
            for row, amount in option.uses:
                if amount < 0 and option.gain < 0:
                    eased[row] = max(eased.get(row, 0), option.gain * MULTIPLIER_SCALE // amount)
    found = [dict(multipliers)]
    for row, price in sorted(eased.items()):
        if 3 * len(found) <= _MOST_VECTORS:
            found += [{**prices, row: other} for other in (0, price) for prices in found]
    yield from (tuple(sorted(prices.items())) for prices in found)
