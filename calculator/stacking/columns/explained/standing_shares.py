"""How shares of land stand for every farm, and what the ordinary eligibility answers of one that is not enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Payment
from calculator.eligibility.conditions.outcomes import Outcome, Setting, bound_of
from calculator.eligibility.conditions.shares import OF_LAND, short_of, taken_in
from calculator.eligibility.spans import Span, every_condition
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.offered.contracting import counted, whole_of
from calculator.stacking.columns.reading.farms import SCALE, Farms

#: Of a share that is enough nothing is said.
ENOUGH = 0
_NO_LAND, _WAITS, _NONE, _SHORT = 1, 2, 3, 4
#: Besides: packages that lack their contract are named.
_NEW = 2
_LARGEST = 2**62


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """A share of land of some farms on a day, in hundred-millionths of a hectare: of ``whole`` they have ``have``, and may
    contract ``new``. Where hectares themselves are asked (``in_hectares``) the whole is one hectare.
    """

    bound: Decimal
    whole: Ints
    have: Ints
    new: Ints
    in_hectares: bool = False

    def fits(self) -> bool:
        """Whether it can be told in 64 bits."""
        bound, most = Fraction(self.bound), int((self.whole + self.have + self.new).max(initial=0))
        return max(bound.numerator, bound.denominator) * max(most, 1) < _LARGEST

    def stands(self) -> Ints:
        """A number per farm: those with the same are answered in the same words, but for the hectares in them."""
        bound = Fraction(self.bound)
        need = self.whole * bound.numerator
        short = np.where(self.have == 0, _NONE, _SHORT) + _NEW * (self.new > 0)
        waits = (self.new > 0) & ((self.have + self.new) * bound.denominator >= need)
        stands = np.where(waits, _WAITS, short)
        stands[self.have * bound.denominator >= need] = ENOUGH
        stands[self.whole == 0] = _NO_LAND
        return stands

    def numbers(self, at: Ints) -> Iterator[tuple[int, int, int]]:
        """All that the words depend on, farm after farm."""
        return zip(self.whole[at].tolist(), self.have[at].tolist(), self.new[at].tolist(), strict=True)

    def said(self, numbers: tuple[int, int, int]) -> Outcome:
        """What is answered where it is not enough."""
        whole, have, new = (Decimal(number) / SCALE for number in numbers)
        return short_of(self.bound, None if self.in_hectares else whole, have, new)


def shares(
    span: Span, payment: Payment, day: date, farms: Farms, new: Ints | None, members: Ints
) -> list[Share]:
    """The shares that a payment asks of these farms; ``new`` is what all farms may contract."""
    found, none = list[Share](), np.zeros(len(members), dtype=np.int64)
    for one in every_condition(span.scheme, payment):
        of = one.arguments.get("of")
        if one.kind not in OF_LAND or not isinstance(of, Mapping):
            continue
        bound = bound_of(one, Setting(FarmProfile(0, "", ()), day, payment.figures))
        if bound is not None:
            name = taken_in(one)
            whole = whole_of(name, farms)[members]
            under = new[members] if new is not None and "contracts" in of else none
            found.append(Share(bound, whole, counted(of, farms)[members], under, name is None))
    return found
