"""What a decision over years weighs on the day on which it is given: all that it pays in its years, discounted to that day.

Regulation (EU) 1408/2013, article 3(7). What is paid in the first year follows from the choice that is made: other payments may
take from it. Later years count in full: what others take from those is not known when it is granted, and could be chosen so that
more is paid than was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.stacking.law.deminimis import gross_grant_equivalent


@dataclass(frozen=True, slots=True)
class Weighed:
    """What each cent that is paid in the first year weighs, and what every unit weighs ``besides``, in cents."""

    factor: Fraction
    besides: Fraction = Fraction(0)

    def of(self, paid: Fraction, quantity: Fraction) -> Fraction:
        """Cents that a grant weighs, of which so much is paid in the first year."""
        return self.factor * paid + self.besides * quantity


NOTHING = Weighed(Fraction(0))
YEARLY = Weighed(Fraction(1))


def per_unit(claim: Claim, years: int, reading: str) -> tuple[Fraction, ...]:
    """Cents per unit in each of so many years of a grant that is given in the year of the claim."""
    first, later = claim.terms.rate, claim.terms.instalments
    if later is None:
        return (first.reading(reading),) * years
    return tuple([each.reading(reading) for each in (first, *later.after[: years - 1])])


def weighed(paid: Sequence[Fraction], rate: Fraction) -> Weighed:
    """A grant that pays so much per unit after each of its years, at a yearly discount rate."""
    return Weighed(1 / (1 + rate), gross_grant_equivalent((Fraction(0), *paid[1:]), rate))
