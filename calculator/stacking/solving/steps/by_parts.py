"""Answers in whole steps counted out part by part (``proof.counted_parts``), where few rows join the parts.

So it is on a small farm with relations between payments that lie apart under a ceiling over years: they join everything, and a
step is worth euros, so that neither multipliers nor steps counted over all years at once come near the best.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from math import floor

from calculator.stacking.proof.counted_parts import CountedParts
from calculator.stacking.proof.counted_steps import Counted
from calculator.stacking.proof.in_steps import Place
from calculator.stacking.proof.side_by_side import SideBySide
from calculator.stacking.proof.step_ways import Ints, TooManyError
from calculator.stacking.proof.work import Work
from calculator.stacking.solving.steps.falling_apart import in_parts
from calculator.stacking.solving.steps.part_prices import part_prices
from calculator.stacking.solving.steps.programme import StepProgramme
from calculator.stacking.solving.steps.tight_rows import tight

#: Entries that are looked at to lay parts out, at most; seconds of one, on the slow side, and to lay out every option and row.
_MOST, _EACH, _AROUND = 45_000_000, 8e-8, 1e-6
#: Whether parts are put together in halves, and with how many entries at most: few at first, since what does it mostly takes few.
_TRIED = ((False, 6_000_000), (True, 30_000_000), (False, 40_000_000))
#: Where that is too few too: answers so far that go on, and so many more.
_LIKELIEST, _OF_LIKELIEST = 3_000, 10_000_000
#: Steps of all blocks, and blocks, that are looked through at most.
_MOST_STEPS, _MOST_BLOCKS = 1_000, 300
#: Micro-cents that are not worth looking for.
_NOTHING = 1_000


def counted_by_parts(
    programme: StepProgramme, years: int, gain: Fraction, seconds: float
) -> tuple[int | None, dict[Place, float] | None, float]:
    """What no answer in whole steps exceeds (micro-cents; None where there is too much to count or nothing falls apart), steps by
    place of one that gains more than ``gain``, if there is any, and the seconds that it took by estimate. It falls apart into
    about as many parts as there are ``years``.
    """
    sizes = programme.sizes
    if sum(sizes) > _MOST_STEPS or len(sizes) > _MOST_BLOCKS:
        return None, None, 0.0
    beside = SideBySide.of(tight(programme.problem), sizes)
    took = _AROUND * len(programme.places) * (1 + len(programme.problem.rows))
    blocks = sum(size > 0 for size in beside.sizes)
    # A year may have some blocks more than another.
    parts = in_parts(beside.problem, beside.sizes, max(1, blocks * 5 // (4 * years)))
    if parts is None:
        return None, None, took
    allowed = int((seconds - took) / _EACH)
    work, found = Work(min(_MOST, allowed)), Counted(None, None, 0)
    with suppress(TooManyError):
        counted = CountedParts(beside.problem, beside.sizes, parts, work)
        prices = part_prices(counted)
        if prices is not None:
            found = _found(counted, prices, floor(gain) + _NOTHING, allowed)
    took += work.spent * _EACH
    if found.steps is None:
        return found.bound, None, took
    steps = beside.together(found.steps)
    box = {place: (steps.get(place, 0),) * 2 for place in programme.places if sizes[place[0]]}
    best = programme.under(box)
    return found.bound, None if best is None else best.steps, took


def _found(counted: CountedParts, prices: Ints, claimed: int, allowed: int) -> Counted:
    """One part after another and in halves, each with more to look at than the one before, until one of them is enough."""
    for in_halves, most in _TRIED:
        counted.work.most = min(counted.work.spent + most, allowed)
        with suppress(TooManyError):
            return counted.count(prices, claimed, in_halves=in_halves)
    counted.work.most = min(counted.work.spent + _OF_LIKELIEST, allowed)
    return counted.count(prices, claimed, likeliest=_LIKELIEST)
