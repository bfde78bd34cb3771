"""Answers in whole steps counted out at once (``proof.counted_steps``), where few of them come near the best that was found.

The multipliers are those of the programme, and the same with rows that can be eased at a price (a cap on euros, past which
nothing is paid) at nothing and at that price: between these lies all that such a row may be worth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from calculator.domain.problem import MULTIPLIER_SCALE, Multipliers, Option, Problem
from calculator.stacking.proof.counted_steps import count_steps
from calculator.stacking.proof.in_steps import Place
from calculator.stacking.solving.steps.programme import StepProgramme

#: Vectors at most.
_MOST_VECTORS = 8
#: Micro-cents that are not worth looking for.
_NOTHING = 1_000
#: Seconds that a way takes which is tried, on the slow side.
_EACH_WAY = 8e-7


def counted(
    programme: StepProgramme, gain: Fraction, most: int, seconds: float
) -> tuple[int | None, dict[Place, float] | None, float]:
    """What no answer in whole steps exceeds (micro-cents; None where there are too many to count), steps by place of one that
    gains more than ``gain``, if there is any, and the seconds that it took by estimate. ``most`` ways are tried at most, in
    so many ``seconds``.
    """
    root = programme.under({})
    if root is None or root.steps is None:
        return None, None, 0.0
    vectors = tuple(_vectors(programme.problem, programme.sizes, root.multipliers))
    most = min(most, int(seconds / _EACH_WAY))
    found = count_steps(programme.problem, programme.sizes, vectors, floor(gain) + _NOTHING, most)
    took = found.tried * _EACH_WAY
    if found.steps is None:
        return found.bound, None, took
    # What is divided at will is left to the programme.
    box = {place: (found.steps.get(place, 0),) * 2 for place in programme.places if programme.sizes[place[0]]}
    best = programme.under(box)
    return found.bound, None if best is None else best.steps, took


def _vectors(problem: Problem, sizes: Sequence[int], multipliers: Multipliers) -> Iterator[Multipliers]:
    """The multipliers, and the same with other prices of rows that can be eased; where easing takes from another row, that has
    the price at which nothing is gained by it.
    """
    loose = [block for block, size in zip(problem.blocks, sizes, strict=True) if not size]
    cuts = [o for block in loose for g in block.groups for c in g.cells for o in c.options if o.gain < 0]
    eased: dict[int, int] = {}
    for cut in cuts:
        for row, amount in cut.uses:
            if amount < 0:
                eased[row] = max(eased.get(row, 0), cut.gain * MULTIPLIER_SCALE // amount)
    yield multipliers
    if not eased:
        return
    found = [dict(multipliers)]
    for row, price in sorted(eased.items()):
        if 2 * len(found) <= _MOST_VECTORS:
            found = [{**prices, row: other} for other in (0, price) for prices in found]
    for prices in found:
        for cut in cuts:
            _let_go(cut, prices)
        yield tuple(sorted(prices.items()))


def _let_go(cut: Option, prices: dict[int, int]) -> None:
    """Prices the row that a cut takes from so that nothing is gained by the cut."""
    for row, amount in cut.uses:
        if amount > 0:
            beside = sum(prices.get(other, 0) * n for other, n in cut.uses if other != row)
            prices[row] = max(0, -((beside - cut.gain * MULTIPLIER_SCALE) // amount))
