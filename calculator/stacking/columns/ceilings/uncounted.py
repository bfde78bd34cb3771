"""Caps that count for each of a number of the farm: how often for each farm, and the farms that do not say it.

What such a cap counts is open for these, as ``limits/uncounted`` has it: the ordinary engine says what they could be paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from calculator.domain.claim import Terms
from calculator.domain.limit import Limit
from calculator.domain.period import same_day_in
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.offered.sizes import numbers
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.law.counting import limit_binds
from calculator.stacking.limits.uncounted import counting

UNCOUNTED = "a cap of which the number is not known"


def unknown(limit: Limit, farms: Farms) -> Mask:
    """The farms that do not say how often the cap counts, or of which the number does not fit in the columns."""
    found: Mask = numbers(str(limit.cap_per), farms) < 0
    return found


def leave_uncounted(case: Case, terms: Mapping[str, Terms]) -> None:
    """Leave the farms that are offered something under such a cap and do not say its number, whatever else they were left for.

    ``terms`` are a sample of each payment.
    """
    days = [same_day_in(year, case.on) for year in case.years]
    for limit in counting(case.rulebook):
        if any(limit.validity.contains(day) for day in days):
            here = unknown(limit, case.farms)
            for farms in _offered(case, limit, terms) if here.any() else ():
                case.left.update(dict.fromkeys(farms[here[farms]].tolist(), UNCOUNTED))


def _offered(case: Case, limit: Limit, terms: Mapping[str, Terms]) -> Iterator[Ints]:
    """The farms that are offered what the limit counts: on their land, as a whole, and as a class."""
    for ref, there in case.land.has.items():
        if ref in terms and limit_binds(limit, terms[ref]):
            yield np.flatnonzero(there)
    for one in case.granted:
        if limit_binds(limit, one.claim):
            yield one.farm
    for made in case.premiums:
        if limit_binds(limit, made.claims[0]):
            yield made.farm
