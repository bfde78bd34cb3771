"""Which of several recorded relations between two payments count, and on how much land."""

from __future__ import annotations

import pytest

from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, relation, rulebook, scheme

A, B = "province.x.a", "province.x.b"


def rules(*relations: object) -> Rulebook:
    made = [
        scheme(id, payment("p", measures=[code], figures={"rate": rate}))
        for id, code, rate in ((A, "m1", 100), (B, "m2", 300))
    ]
    return rulebook(*made, relations=relations)  # type: ignore[arg-type]


def test_a_row_on_one_quantity_and_one_on_all_that_say_as_much_of_both_payments_hold_together() -> None:
    on_value = relation(A, RelationType.ZERO, B, quantity=Quantity.VALUE, id="1")
    on_all = relation(A, RelationType.EXCLUSIVE, B, id="2")
    assert award(ask(farm(parcel("P1", 1, "m1", "m2")), rules(on_value, on_all))).total == 300_00


@pytest.mark.parametrize(("level", "total"), [(Level.UNIT, 900_00), (Level.PARCEL, 600_00)])
def test_money_that_is_lost_by_the_parcel_is_lost_beside_the_other_measure_too(
    level: Level, total: int
) -> None:
    lost = relation(A, RelationType.ZERO, B, quantity=Quantity.MONEY, level=level)
    land = parcel("P1", 5, measure("m1", 5), measure("m2", 2))
    assert award(ask(farm(land), rules(lost))).total == total
