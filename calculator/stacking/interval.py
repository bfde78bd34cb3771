"""The low and the high total: what the same claims come to where all that is uncertain reads low, and where it reads high.

Low: published ranges at their lower end, pairs that nobody has published may not be combined, what is open is not paid. High:
ranges at their upper end, such pairs may be combined, and activities that wait for an answer score for the classes of their
scheme. Both are optima of their own (ADR 20).
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from calculator.domain.scheme import Text
from calculator.stacking.certified import NoLawfulAwardError, reading_total, unheld
from calculator.stacking.explaining import answer
from calculator.stacking.law.counting import one_of_each
from calculator.stacking.problem.assembly import Task
from calculator.stacking.problem.decisions.plans import TooManyPlansError
from calculator.stacking.problem.easing import Hopes
from calculator.stacking.problem.stacks.compatible import TooManyStacksError
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.search.relaxation import LostError
from calculator.stacking.solving.steps.mending import UnsettledError

_NO_HOPES: Hopes = MappingProxyType({})
#: What a reading may come to that is no reason to withhold what is expected: it may have more choices.
_NO_ANSWER = NoLawfulAwardError, UnsettledError, LostError, TooManyPlansError, TooManyStacksError


def interval(task: Task, expected: Outcome, hopes: Hopes) -> tuple[int, int, tuple[Text, ...]]:
    """The totals of the low and the high reading, and what is not sure of them; as expected where nothing reads differently.

    Where a limit refuses whole what passes it, less may be paid at a higher rate: neither total leaves out what is expected.
    """
    total = sum([x.amount for x in expected.lines])
    low = high = (total, True)
    # Claims on the same terms read alike; a pair that nobody has published differs in the high reading alone.
    spread = [c.rate for c in one_of_each(task.claims).values() if not c.terms.rate.is_exact]
    # Of a published range the lower end is what is expected.
    if any(rate.low != rate.expected for rate in spread):
        low = _reading(replace(task, reading="low"), expected, total)
    if spread or expected.built.unknown:
        high = _reading(replace(task, reading="high"), expected, total, hopes)
    elif hopes:
        high = _reading(task, expected, total, hopes)
    unsure = () if low[1] and high[1] else (answer.RANGE_NOT_PROVEN,)
    return min(low[0], total), max(high[0], total), unsure


def nothing_held_back(task: Task, hopes: Hopes) -> bool:
    """Whether in the high reading every decision has what gains most; not where that reading cannot be worked out."""
    try:
        return unheld(replace(task, reading="high"), hopes)
    except _NO_ANSWER:
        return False


def _reading(task: Task, expected: Outcome, total: int, hopes: Hopes = _NO_HOPES) -> tuple[int, bool]:
    """The total of a reading, and whether it is proven; where it cannot be worked out, that without what is hoped for, or what
    is expected.
    """
    try:
        return reading_total(task, expected, hopes)
    except _NO_ANSWER:
        return (_reading(task, expected, total)[0] if hopes else total), False
