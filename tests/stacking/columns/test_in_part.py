"""A cap on quantities cuts what is paid to a farm in columns as in its own award."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.relation import RelationType
from tests.builders import farm, parcel, pays, relation, rulebook
from tests.stacking.columns.test_evaluation import same
from tests.stacking.problem.drafts.test_in_part import CAP, animals


def holding(a: str, b: str, hectares: int = 1) -> FarmProfile:
    facts = {"indicators.a": Decimal(a), "indicators.b": Decimal(b)}
    return farm(parcel("P1", hectares, "rand"), facts=facts)


def test_farms_with_more_animals_than_are_paid_for_are_paid_for_the_most_that_is() -> None:
    rules = rulebook(animals("a", 100), animals("b", 300), limits=[CAP])
    farms = [holding("104.1", "0"), holding("91.6", "97.1"), holding("40", "50"), holding("104.1", "120")]
    assert same(rules, farms).total.tolist() == [20_000_00, 58_840_00, 38_000_00, 60_000_00]


def test_animals_that_are_paid_for_in_part_exclude_land_as_a_whole() -> None:
    row = relation("national.x.a", RelationType.EXCLUSIVE, "province.x.rand")
    rules = rulebook(
        animals("a", 200), animals("b", 200), pays("rand", "rand", 9_000), relations=[row], limits=[CAP]
    )
    farms = [holding("104.1", "0", size) for size in (1, 3)]
    assert same(rules, farms).total.tolist() == [40_000_00, 54_000_00]
