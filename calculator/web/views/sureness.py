"""How sure the money of an award is, and what is left of it after costs, per year: every euro stands under one label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calculator.web.wiring import rows, string

Json = Mapping[str, object]

#: From what is agreed to what rests on a figure of another year.
ORDER = ("contracted", "expected", "budget", "assumed")


@dataclass(frozen=True, slots=True)
class Sure:
    """The money under one label, per year."""

    certainty: str
    amounts: Mapping[int, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class After:
    """Costs and lost income, the same every year, and what is left of each; of ``unknown`` years nobody knows what they pay."""

    cost: Decimal
    left: Mapping[int, Decimal]
    unknown: tuple[int, ...] = ()


def by_label(years: Sequence[Json]) -> tuple[Sure, ...]:
    """The money per label; labels without any are left out. Together they are the total, to the cent."""
    found: dict[str, dict[int, Decimal]] = {}
    for year in years:
        at = int(string(year["year"]))
        for line in rows(year.get("lines")):
            held = found.setdefault(string(line["certainty"]), {})
            held[at] = held.get(at, Decimal(0)) + Decimal(string(line["amount_eur"]))
    known = [code for code in ORDER if code in found]
    return tuple(Sure(code, found[code]) for code in (*known, *(code for code in found if code not in ORDER)))


def after_costs(award: Json, years: Sequence[Json]) -> After | None:
    """What is left per year; None where a cost is not known."""
    if award.get("net_eur") is None or not years:
        return None
    cost = (Decimal(string(award["total_eur"])) - Decimal(string(award["net_eur"]))) / len(years)
    left = {
        int(string(y["year"])): Decimal(string(y["total_eur"])) - cost for y in years if rows(y.get("lines"))
    }
    return After(cost, left, tuple(year for y in years if (year := int(string(y["year"]))) not in left))
