"""What reaching the next tier of a payment on a measured result would bring: each by an exact re-solve of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from calculator.domain.award import TierDistance
from calculator.eligibility.amounts.tiers import rungs
from calculator.stacking import awarding
from calculator.stacking.awarding import Question

#: More tiers than this are not worked out for one farm; the nearest by name come first.
MOST_TIERS = 40


def distances(question: Question, total: int) -> Iterator[TierDistance]:
    """Per payment the next tier, with what the whole would gain if nothing but that indicator changed.

    ``total`` is the award's own. Everything that looks at the indicator moves with it, so that payments which share a
    step bring the same sum, once.
    """
    gains: dict[tuple[str, Decimal], int] = {}
    for nth, rung in enumerate(rungs(question.profile, question.rulebook, question.on)):
        if nth == MOST_TIERS:
            return
        key = (rung.indicator, rung.at)
        if key not in gains:
            better = replace(question.profile, facts={**question.profile.facts, rung.indicator: rung.at})
            gains[key] = awarding.total(replace(question, profile=better)) - total
        yield TierDistance(
            rung.scheme, rung.payment, question.on.year, rung.indicator, rung.now, rung.at, gains[key]
        )
