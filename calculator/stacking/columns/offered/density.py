"""How much farms have of something per hectare of their land: worked out as a condition does, of all farms at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from calculator.domain.scheme import Condition, Payment
from calculator.eligibility.conditions.densities import within
from calculator.eligibility.conditions.outcomes import as_number, bound_on
from calculator.eligibility.reads import Reads
from calculator.stacking.columns.answer import Ints
from calculator.stacking.columns.reading.counting import STANDS, Counted
from calculator.stacking.columns.reading.farms import SCALE, USES, Farms
from calculator.stacking.columns.reading.sorts import Facts

#: What is not known, what lies within the bound, and what does not.
_UNKNOWN, _WITHIN, _BEYOND = range(3)

#: Land by use that conditions name; any other name is all land.
_NAMED = frozenset(name for names in USES.values() for name in names)


def answering(
    farms: Farms, facts: Facts, read: Reads, payment: Payment, day: date, some: Ints | None = None
) -> Ints:
    """A number per farm, the same in every part of a population, for those that answer alike on these facts, have as much per
    hectare as the bounds of the payment tell apart, and on which its conditions on all land stand alike.

    Of such conditions only the farms at ``some`` places are told apart.
    """
    codes = farms.alike(facts)
    for condition in read.counts:
        at = np.arange(len(codes)) if some is None else some
        codes[at] = codes[at] * STANDS + Counted.of(condition, payment, day).stands(farms, at)
    for condition in read.dense:
        bound = bound_on(condition, payment.figures, day)
        codes = codes * 3 + _stands(farms, condition, bound)
    return codes


def land_of(condition: Condition) -> str:
    """The name of the land on which a condition holds something, among those that farms keep."""
    return kept_as(str(condition.arguments["in"]))


def kept_as(land: str) -> str:
    """The name under which farms keep land that a rule names so."""
    return land if land in _NAMED else "parcel_ha"


def _stands(farms: Farms, condition: Condition, bound: Decimal | None) -> Ints:
    path, land = str(condition.arguments["path"]), land_of(condition)

    def work(every: Farms) -> Ints:
        found = np.full(len(every), _UNKNOWN)
        if bound is None or path not in every.codes:
            return found
        numbers = [*map(as_number, every.words.values(path)), None]
        codes = every.codes[path]
        known = np.flatnonzero(np.array([n is not None for n in numbers], dtype=np.bool_)[codes])
        areas = every.areas[land][known].tolist()
        told = [numbers[code] for code in codes[known].tolist()]
        found[known] = [
            _WITHIN if within(condition.kind, much, Decimal(area) / SCALE, bound) else _BEYOND
            for much, area in zip(told, areas, strict=True)
            if much is not None
        ]
        return found

    return farms.once(("per hectare", path, land, condition.kind, bound), work)
