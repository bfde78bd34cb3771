"""A population of farms in, the columns of what they are paid out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import FarmColumns, Gathering
from calculator.stacking.columns.ordinary import Asked, settle_farm
from calculator.stacking.columns.settling import Columns

#: So many farms are columns at a time: more take memory, fewer take time.
AT_ONCE = 4096

_MOST_YEARS = 30


def evaluate(rulebook: Rulebook, farms: Iterable[FarmProfile], *, on: date, years: int) -> FarmColumns:
    """What every farm is paid as it is managed, from the year of ``on``; ``on`` is the day on which each year's rules are read.

    ValueError: a horizon of none or of more than 30 years.
    """
    if not 1 <= years <= _MOST_YEARS:
        raise ValueError(f"a horizon is 1 to {_MOST_YEARS} years")
    asked = Asked(rulebook, on, range(on.year, on.year + years))
    into, columns = Gathering(tuple(asked.years)), Columns(rulebook, on, asked.years)
    waiting, first = iter(farms), 0
    while profiles := tuple(islice(waiting, AT_ONCE)):
        for at, reason in sorted(columns.settle(profiles, first, into).items()):
            settle_farm(asked, profiles[at], first + at, reason, into)
        first += len(profiles)
    return into.finished()
