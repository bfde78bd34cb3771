"""A quantity in another unit: hectares, square metres, and metres by the width."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.quantity import Unit
from calculator.eligibility.amounts.figures import FactMissingError
from calculator.eligibility.measured import in_unit
from tests.builders import measure


@pytest.mark.parametrize(
    ("much", "given", "unit", "found"),
    [
        (2, "ha", Unit.SQUARE_METRE, 20_000),
        (500, "m2", Unit.HECTARE, "0.05"),
        ("0.03", "ha", Unit.METRE, 100),
        (300, "m2", Unit.METRE, 100),
        (100, "m", Unit.SQUARE_METRE, 300),
        (100, "m", Unit.HECTARE, "0.03"),
        (7, "piece", Unit.TREE, 7),
    ],
)
def test_a_strip_of_three_metres_is_converted_by_its_width(
    much: object, given: str, unit: Unit, found: object
) -> None:
    strip = measure("m1", 1, width_m=Decimal(3))
    assert in_unit(Decimal(str(much)), strip, unit, given) == Decimal(str(found))


def test_without_a_width_metres_are_no_area() -> None:
    with pytest.raises(FactMissingError):
        in_unit(Decimal(100), measure("m1", 100), Unit.SQUARE_METRE, "m")
