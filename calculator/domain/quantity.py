"""What is counted, in which unit, and the smallest step in which it can be claimed."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """Units that payments are made per."""

    HECTARE = "ha"
    METRE = "m"
    SQUARE_METRE = "m2"
    PIECE = "piece"
    NEST = "nest"
    TREE = "tree"
    TONNE_PRODUCT = "tonne_product"
    TONNE_CO2 = "tonne_co2"
    LIVESTOCK_UNIT = "livestock_unit"
    MILK_100KG = "100kg_milk"
    POINT = "point"
    EUR = "eur"
    FARM = "farm"


#: The smallest step that settlement may use; a hectare is divided to the square metre.
GRAIN: dict[Unit, Decimal] = {
    Unit.HECTARE: Decimal("0.0001"),
    Unit.METRE: Decimal("0.01"),
    Unit.SQUARE_METRE: Decimal(1),
    Unit.PIECE: Decimal(1),
    Unit.NEST: Decimal(1),
    Unit.TREE: Decimal(1),
    Unit.TONNE_PRODUCT: Decimal("0.001"),
    Unit.TONNE_CO2: Decimal("0.001"),
    Unit.LIVESTOCK_UNIT: Decimal("0.01"),
    Unit.MILK_100KG: Decimal("0.01"),
    Unit.POINT: Decimal("0.01"),
    Unit.EUR: Decimal("0.01"),
    Unit.FARM: Decimal(1),
}

M2_PER_HA = Decimal(10_000)


def in_steps(value: Decimal, unit: Unit) -> Decimal:
    """A quantity in whole steps of its unit, downwards: no part of a step is paid."""
    grain = GRAIN[unit]
    return value // grain * grain if value % grain else value


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros: ``6.2``, ``0.5``, ``1850``."""
    text = format(value.normalize(), "f")
    return text if text not in ("-0", "") else "0"


def dutch(value: Decimal) -> str:
    """As ``plain``, with the decimal comma of Dutch sentences."""
    return plain(value).replace(".", ",")
