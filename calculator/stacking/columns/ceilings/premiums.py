"""Premiums of classes that a ceiling over years or a cap counts: a farm is settled here where the highest class would fit too.

Which class pays most is then asked of the classes alone. Where the highest might not fit, class and limit weigh against each
other, and the farm is left.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from calculator.domain.limit import Limit
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case
from calculator.stacking.columns.ceilings.windows import Ceilings, Grants
from calculator.stacking.columns.offered.premiums import Offered

COUNTED = "a class whose premium a limit counts"


def most_cents(made: Offered) -> Ints:
    """What the best paid class brings each farm."""
    most: Ints = made.cents.max(axis=1, initial=0)
    return most


def capped(case: Case) -> Iterator[tuple[Offered, int, Limit]]:
    """The premiums with a cap that counts them, and the year."""
    for made in case.premiums:
        for year in made.years:
            for limit in case.capping(made.claims[0], year):
                yield made, year, limit


def add(case: Case, ceilings: Ceilings, into: Grants) -> Mask:
    """Add the most that premiums bring to what farms are granted; the farms with one that a ceiling over years counts."""
    found = np.zeros(len(case.farms), dtype=np.bool_)
    for made in case.premiums:
        for name in ceilings.limits(made.claims[0]):
            found[made.farm] = True
            for year in made.years:
                day = same_day_in(year, made.claims[0].grant_date)
                mine = into.setdefault((name, day), np.zeros(len(case.farms), dtype=np.int64))
                np.add.at(mine, made.farm, most_cents(made) * MICRO)
    return found


def spread(case: Case, ceilings: Ceilings) -> Ints:
    """The farms with a premium that is granted for several years at once and counts under a ceiling over years."""
    found = [
        made.farm
        for made in case.premiums
        if made.claims[0].terms.at_once_years is not None and ceilings.limits(made.claims[0])
    ]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def leave_counted(case: Case, ceilings: Ceilings) -> None:
    """Leave the farms with such a premium: with a claim forced in it might not fit."""
    for made in case.premiums:
        if ceilings.limits(made.claims[0]):
            case.leave(made.farm, COUNTED)
