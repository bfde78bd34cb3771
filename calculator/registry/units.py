"""The units that figures are written in, each with the range outside which a figure is surely a slip.

The ranges are wide: a tariff of ten thousand euros per hectare is a forgotten decimal point, or worse; a rare but real
one above a bound is a reason to move the bound here, in one place, where a reviewer sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

#: The least that anybody pays per unit; of other units the least is nothing.
_LEAST: Mapping[str, str] = {
    "EUR": "10",
    "EUR/farm": "10",
    "EUR/ha": "1",
    "EUR/m": "0.01",
    "EUR/m2": "0.001",
    "EUR/piece": "0.1",
    "EUR/nest": "1",
    "EUR/tree": "0.1",
    "EUR/tonne_product": "0.1",
    "EUR/tonne_co2": "1",
    "EUR/livestock_unit": "1",
    "EUR/100kg_milk": "0.01",
}
#: Of amounts below which nothing is paid, in euros.
MINIMUMS = (Decimal(10), Decimal(25_000))
#: Of a cap that counts for each of something, in euros.
EACH = (Decimal("0.001"), Decimal(100_000))
#: Unit -> (least, most), both inclusive.
RANGES: Mapping[str, tuple[Decimal, Decimal]] = {
    unit: (Decimal(_LEAST.get(unit, "0")), Decimal(most))
    for unit, most in {
        "EUR": 5_000_000,
        "EUR/farm": 500_000,
        "EUR/ha": 6_000,
        "EUR/ha/point": 1_000,
        "EUR/m": 150,
        "EUR/m2": 100,
        "EUR/piece": 5_000,
        "EUR/nest": 1_000,
        "EUR/tree": 1_000,
        "EUR/tonne_product": 1_000,
        "EUR/tonne_co2": 1_000,
        "EUR/livestock_unit": 1_500,
        "EUR/100kg_milk": 15,
        "EUR/point": 1_000,
        "EUR/eur": 1,
        "%": 100,
        "share": 1,
        "points/ha": 100,
        "point": 100_000,
        "year": 100,
        "ha": 10_000,
        "m": 1_000_000,
        "m2": 10_000_000,
        "piece": 1_000_000,
        "nest": 100_000,
        "tree": 1_000_000,
        "tonne_product": 1_000_000,
        "tonne_co2": 1_000_000,
        "livestock_unit": 100_000,
        "100kg_milk": 1_000_000,
        "kg": 1_000_000_000,
        "eur": 100_000_000,
        "farm": 1,
        "number": 1_000_000_000,
    }.items()
}
