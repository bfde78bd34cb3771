"""Limits that bind on land: the ceilings per hectare and on costs per parcel, and caps on quantities, with their price.

They are read from the settled lines. Only those that bind are listed: a ceiling that leaves room on a parcel says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.award import LimitUse, Line
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.money import settle
from calculator.domain.quantity import GRAIN, Unit
from calculator.domain.source import Figure
from calculator.stacking.counting import limit_binds

#: What leaving out a limit would bring (cents), asked once per limit.
Price = Callable[[str], int | None]


def land_limits(
    limit: Limit, lines: Sequence[Line], claims: Sequence[Claim], year: int, day: date, price: Price
) -> Iterator[LimitUse]:
    """The uses of one limit in a year in which it binds; none of another kind."""
    mine = [x for x in lines if x.claim.year == year and x.claim.piece != "farm"]
    if limit.kind is LimitKind.QUANTITY_CAP:
        under = [c for c in claims if c.year == year and limit_binds(limit, c)]
        yield from _quantity(limit, [x for x in lines if x.claim.year == year], under, year, price)
        return
    name = {LimitKind.PER_HECTARE: "ceiling", LimitKind.COST_SHARE: "percent"}.get(limit.kind)
    series = limit.figures.get(name) if name else None
    figure = series.on(day) if series else None
    if figure is None:
        return
    room = _per_hectare if limit.kind is LimitKind.PER_HECTARE else _of_costs
    for place in sorted({x.claim.place for x in mine}):
        used = ceiling = 0
        for piece in sorted({x.claim.piece for x in mine if x.claim.place == place}):
            here = [x for x in mine if x.claim.piece == piece]
            most, filling = room(limit, figure, here)
            if any(_is_cut(x) and x.claim.legal_basis in limit.legal_bases for x in filling):
                used, ceiling = used + sum(x.amount for x in filling), ceiling + most
        # A line may lose by another rule too; the limit binds where what is paid comes up to it.
        if used and used + len(mine) >= ceiling:
            yield _use(limit, place, year, used, ceiling, price)


def _is_cut(line: Line) -> bool:
    return line.amount < settle(line.claim.rate.expected * Fraction(line.quantity))


def _per_hectare(limit: Limit, figure: Figure, here: list[Line]) -> tuple[int, list[Line]]:
    bases = (*limit.legal_bases, *limit.counts)
    filling = [x for x in here if x.claim.legal_basis in bases and x.claim.unit is Unit.HECTARE]
    under = [x for x in filling if x.claim.legal_basis in limit.legal_bases]
    each = figure.values.get(under[0].claim.land_class or "") if under else None
    if each is None:
        return 0, []
    return settle(Fraction(each) * 100 * max(Fraction(x.quantity) for x in filling)), filling


def _of_costs(limit: Limit, figure: Figure, here: list[Line]) -> tuple[int, list[Line]]:
    bases = (*limit.legal_bases, *limit.counts)
    filling = [x for x in here if x.claim.costs and x.claim.legal_basis in bases]
    known: dict[str, Fraction] = {}
    for line in filling:
        for measure, each in line.claim.costs:
            known[measure] = max(known.get(measure, Fraction(0)), each * Fraction(line.quantity))
    return settle(sum(known.values(), Fraction(0)) * Fraction(figure.values[""]) / 100), filling


def _quantity(
    limit: Limit, lines: list[Line], under: list[Claim], year: int, price: Price
) -> Iterator[LimitUse]:
    series = limit.figures.get("cap")
    figure = series.on(date(year, 7, 1)) if series else None
    taken = [x for x in lines if limit_binds(limit, x.claim)]
    if figure is None or not taken:
        return
    cap, quantity = figure.values[""], sum((x.quantity for x in taken), Decimal(0))
    wanted = sum((c.quantity for c in under), Decimal(0))
    if quantity + GRAIN[taken[0].claim.unit] < cap or wanted <= cap:
        return
    used = sum(x.amount for x in taken)
    yield _use(limit, "farm", year, used, settle(Fraction(used) * Fraction(cap) / Fraction(quantity)), price)


def _use(limit: Limit, scope: str, year: int, used: int, ceiling: int, price: Price) -> LimitUse:
    source = next(iter(limit.sources.values()), None)
    return LimitUse(
        limit.id, limit.name, scope, year, used, ceiling, None, (), True, price(limit.id), None, source, limit.article,
    )  # fmt: skip
