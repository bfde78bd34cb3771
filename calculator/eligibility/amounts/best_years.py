"""The years that a payment on the best of several looks back on: which are known, which were good, and which decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Payment
from calculator.eligibility.amounts.figures import Reading
from calculator.eligibility.conditions.outcomes import as_number


@dataclass(frozen=True, slots=True)
class BestYears:
    """``wanted`` of the years must be good; ``known`` are those with a value, ``unknown`` those without."""

    wanted: int
    known: Mapping[int, Decimal]
    good: tuple[int, ...]
    unknown: tuple[int, ...]

    @property
    def undecided(self) -> bool:
        """Whether years that are not filled in could still make it enough."""
        return len(self.good) < self.wanted <= len(self.good) + len(self.unknown)


def best_years(payment: Payment, profile: FarmProfile, reading: Reading) -> BestYears:
    """The last ``m`` years up to the day that is read, each held against ``threshold`` and ``threshold_max``.

    The year that the profile describes has its own indicator where the history says nothing of it; later years are as that
    year, as everything else that the profile says.
    """
    wanted, of = (int(reading.euros(name).expected) for name in ("n", "m"))
    least, most = reading.bound("threshold"), reading.bound("threshold_max")
    last = reading.day.year
    known: dict[int, Decimal] = {}
    for year in range(last - of + 1, last + 1):
        value = _value(payment, profile, year)
        if value is not None:
            known[year] = value
    good = tuple(
        year
        for year, value in known.items()
        if (least is None or value >= least.expected) and (most is None or value <= most.expected)
    )
    unknown = tuple(y for y in range(last - of + 1, last + 1) if y not in known)
    return BestYears(wanted, known, good, unknown)


def _value(payment: Payment, profile: FarmProfile, year: int) -> Decimal | None:
    path = payment.indicator or ""
    history = profile.indicator_history.get(path.removeprefix("indicators."), {})
    if year in history:
        return history[year]
    if year < profile.year:
        return None
    described = history.get(profile.year)
    return described if described is not None else as_number(profile.fact(path))
