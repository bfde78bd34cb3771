"""How much a cap leaves a farm: so many units, a share of its land, euros, or euros for each of a number of the farm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.limit_use import CapCount
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.amounts.quantities import quantity_of
from calculator.eligibility.conditions.shares import area_of

_CENT = Decimal("0.01")
#: The limits that end what payments come to together.
CAPS = (LimitKind.QUANTITY_CAP, LimitKind.AMOUNT_CAP)


@dataclass(frozen=True, slots=True)
class Left:
    """What caps leave of a grant to the farm at most: a ``part`` of its quantity, and so many cents per unit of all of it."""

    part: Fraction = Fraction(1)
    most: Fraction | None = None

    def of(self, cents: Fraction) -> Fraction:
        """What is left of so many cents per unit."""
        return cents * self.part if self.most is None else min(cents * self.part, self.most)

    @property
    def before(self) -> Fraction | None:
        """The most cents per unit before only a part of the quantity counts."""
        return None if self.most is None or not self.part else self.most / self.part


#: Where no cap counts it.
ALL_OF_IT = Left()


def left_of(claim: Claim, caps: Iterable[tuple[LimitKind, Decimal | None]]) -> Left:
    """What caps on quantities and on euros (of which nobody may have published the figure) leave of a claim by itself."""
    size, part, most = Fraction(claim.quantity), Fraction(1), list[Fraction]()
    if claim.terms.max_quantity is not None:
        part = min(part, Fraction(claim.terms.max_quantity) / size)
    for kind, cap in caps:
        if cap is not None and kind is LimitKind.AMOUNT_CAP:
            most.append(Fraction(cap) * 100 / size)
        elif cap is not None:
            part = min(part, Fraction(cap) / size)
    return Left(part, min(most, default=None))


def most_of(limit: Limit, day: date, profile: FarmProfile) -> Decimal | None:
    """The most that payments under the cap come to together: euros in whole cents, or units of their own.

    None where it is not published for the day, or counts for each of a number that the profile does not give: then nothing that
    it counts can be claimed (``limits/held_back``).
    """
    cap = each_of(limit, day)
    if cap is None:
        return None
    if limit.share_of is not None:
        return cap * area_of(profile, limit.share_of) / 100
    if limit.cap_per is None:
        return cap
    number = counted(limit, profile)
    return None if number is None else (cap * number).quantize(_CENT, ROUND_DOWN)


def each_of(limit: Limit, day: date) -> Decimal | None:
    """The figure of the cap as it is written: for each of what it counts for, or a percentage of land."""
    series = limit.figures.get("cap")
    figure = series.on(day) if series else None
    return figure.values[""] if figure else None


def counted(limit: Limit, profile: FarmProfile) -> Decimal | None:
    """How often the cap counts, never less than not at all; None where the profile does not say it."""
    try:
        return max(Decimal(0), quantity_of(profile, limit.cap_per or "one"))
    except FactMissingError:
        return None


def count_of(limit: Limit, day: date, profile: FarmProfile) -> CapCount | None:
    """How the cap came about, where it counts for each of a number that is known."""
    each, number = each_of(limit, day), counted(limit, profile)
    if limit.cap_per is None or each is None or number is None:
        return None
    return CapCount(limit.cap_per, each, number)


def read_of(limits: Iterable[Limit], profile: FarmProfile) -> tuple[tuple[str, Decimal | None], ...]:
    """What caps read of a farm beside its claims: the land of which some take a share, and the numbers for which some count."""
    held = list(limits)
    land = {x.share_of: area_of(profile, x.share_of) for x in held if x.share_of is not None}
    numbers = {x.cap_per: counted(x, profile) for x in held if x.cap_per is not None}
    return (*sorted(land.items()), *sorted(numbers.items(), key=lambda named: named[0]))
