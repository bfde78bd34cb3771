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


@pytest.mark.parametrize(
    ("groups", "total"),
    [
        (("anlb", "anlb"), 300_00),
        (("eco-activity", "credit-sale"), 300_00),
        (("anlb", "another"), 400_00),
        (("another", "another"), 400_00),
    ],
)
def test_packages_activities_and_credits_are_unknown_to_each_other_where_no_row_says_so(
    groups: tuple[str, str], total: int
) -> None:
    made = [
        scheme(id, payment("p", measures=[code], figures={"rate": rate}, groups=(group,)))
        for (id, code, rate), group in zip(((A, "m1", 100), (B, "m2", 300)), groups, strict=True)
    ]
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rulebook(*made)))
    assert (found.total, found.high, len(found.open)) == (total, 400_00, int(total == 300_00))


def test_a_row_says_more_than_that_two_packages_are_unknown_to_each_other() -> None:
    made = [
        scheme(id, payment("p", measures=[code], figures={"rate": rate}, groups=("anlb",)))
        for id, code, rate in ((A, "m1", 100), (B, "m2", 300))
    ]
    may = relation(A, RelationType.ADDITIVE, B)
    assert award(ask(farm(parcel("P1", 1, "m1", "m2")), rulebook(*made, relations=[may]))).total == 400_00
