"""Limits that bind on land: the ceilings per hectare and on costs per parcel, and caps on quantities, with their price.

Only those that bind are listed: a ceiling that leaves room on a parcel says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.money import settle
from calculator.domain.quantity import GRAIN
from calculator.stacking.law.caps import most_of
from calculator.stacking.law.counting import counted_by, limit_binds
from calculator.stacking.limits.cuts import Cut
from calculator.stacking.limits.filled_by import once, payments

#: What leaving out a limit would bring (cents), asked once per limit.
Price = Callable[[str], int | None]


def ceilings_on_land(limit: Limit, cuts: Sequence[Cut], year: int, price: Price) -> Iterator[LimitUse]:
    """The uses of a ceiling per hectare or on costs, per parcel or element on which it cuts; ``cuts`` are of the year."""
    mine = [x for x in cuts if x.limit == limit.id]
    for place in sorted({x.claim.place for x in mine}):
        here = [x for x in mine if x.claim.place == place]
        ground = {x.ground: x for x in here}.values()
        used = settle(sum((x.filled for x in ground), Fraction(0)))
        most = settle(sum((x.most for x in ground), Fraction(0)))
        each = {x.each for x in here}
        only = each.pop() if len(each) == 1 else None
        per_hectare = None if only is None else settle(only)
        by = once(ref for x in here for ref in x.under)
        yield _use(limit, place, year, used, most, price, by, per_hectare)


def quantity_cap(
    limit: Limit,
    lines: Sequence[Line],
    claims: Sequence[Claim],
    day: date,
    profile: FarmProfile,
    price: Price,
) -> Iterator[LimitUse]:
    """The use of a cap on quantities in a year in which it binds, as it is read on a day; none of another kind.

    ``claims`` are those of the year.
    """
    if limit.kind is not LimitKind.QUANTITY_CAP:
        return
    year, cap, under = day.year, most_of(limit, day, profile), counted_by(limit, claims)
    if cap is None or sum((c.quantity for c in under), Decimal(0)) <= cap:
        return
    taken = [x for x in lines if x.claim.year == year and limit_binds(limit, x.claim)]
    quantity, used = sum((x.quantity for x in taken), Decimal(0)), sum(x.amount for x in taken)
    # Where it is not full it may still have left too little for what the whole would be worth more with. A share of land of which
    # a farm has none is full with nothing, and held something back only where that would be paid.
    if (not quantity or quantity + GRAIN[under[0].unit] < cap) and not price(limit.id):
        return
    each = Fraction(used) / Fraction(quantity) if quantity else max(c.rate.expected for c in under)
    by = payments(taken)
    yield _use(limit, "farm", year, used, settle(each * Fraction(cap)), price, by)


def _use(
    limit: Limit,
    scope: str,
    year: int,
    used: int,
    ceiling: int,
    price: Price,
    filled_by: tuple[str, ...],
    per_hectare: int | None = None,
) -> LimitUse:
    return LimitUse(
        limit.id, limit.name, scope, year, used, ceiling, None, (), True, price(limit.id), None, limit.source,
        limit.article, limit.kind, per_hectare, filled_by,
    )  # fmt: skip
