"""A population of farms in, the columns of what they are paid out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.stacking.columns.answer import FarmColumns, Gathering
from calculator.stacking.columns.ordinary import Asked, settle_farm

_MOST_YEARS = 30


def evaluate(rulebook: Rulebook, farms: Iterable[FarmProfile], *, on: date, years: int) -> FarmColumns:
    """What every farm is paid as it is managed, from the year of ``on``; ``on`` is the day on which each year's rules are read.

    ValueError: a horizon of none or of more than 30 years.
    """
    if not 1 <= years <= _MOST_YEARS:
        raise ValueError(f"a horizon is 1 to {_MOST_YEARS} years")
    asked = Asked(rulebook, on, range(on.year, on.year + years))
    into = Gathering(tuple(asked.years))
    for farm, profile in enumerate(farms):
        settle_farm(asked, profile, farm, "every farm", into)
    return into.finished()
