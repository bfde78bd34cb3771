"""Hectares of a kind over the whole farm, and numbers of the farm per hectare of its land."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Condition, Level, Presence
from calculator.eligibility.conditions.remedies import OF_FACTS
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, rulebook, scheme, text

COWS = "herd.livestock_units"


def land(of: object, value: str) -> Condition:
    return Condition("land_at_least", {"of": of, "value": value}, Presence.ASK, text("land"), ())


def per_hectare(kind: str, value: str, area: str = "grassland_ha") -> Condition:
    arguments = {"path": COWS, "in": area, "value": value}
    return Condition(f"per_hectare_{kind}", arguments, Presence.ASK, text("density"), ())


def paid(profile: FarmProfile, *conditions: Condition) -> Award:
    made = payment("p", measures=["m1"], figures={"rate": 600}, conditions=conditions)
    return award(ask(profile, rulebook(scheme("province.x.crops", made))))


def said(found: Award) -> tuple[str, str]:
    (first, *_) = found.refusals
    assert first.shortfall is not None
    return first.shortfall.nl, first.shortfall.en


def test_small_parcels_that_come_to_the_least_together_are_all_paid() -> None:
    together = farm(parcel("P1", 5, measure("m1", "0.6")), parcel("P2", 5, measure("m2", "0.4")))
    asked = land({"measures": ["m1", "m2"]}, "1")
    assert paid(together, asked).total == 360_00
    less = farm(parcel("P1", 5, measure("m1", "0.6")), parcel("P2", 5, measure("m2", "0.3999")))
    assert said(paid(less, asked)) == (
        "0,9999 ha waar minstens 1 ha nodig is (0,0001 ha te weinig)",
        "0.9999 ha where at least 1 ha is needed (0.0001 ha too little)",
    )


def test_none_of_it_is_told_in_hectares_too() -> None:
    short, _ = said(paid(farm(parcel("P1", 5, measure("m1", 1))), land({"land_use": ["arable"]}, "3")))
    assert short == "0 ha waar minstens 3 ha nodig is (3 ha te weinig)"


def test_hectares_under_a_package_count_once_it_is_contracted() -> None:
    package = payment("a01", measures=["m1"], figures={"rate": 500})
    bonus = payment("b", figures={"rate": 300}, conditions=(land({"contracts": ["national.anlb.*"]}, "2"),))
    rules = rulebook(scheme("national.anlb.polder", package), scheme("province.x.bonus", bonus))
    (waits,) = award(ask(farm(parcel("P1", 5, measure("m1", 2))), rules)).open
    assert waits.missing[1].en == "the new packages (2 ha) count once their contract runs"
    (refused,) = award(ask(farm(parcel("P1", 5, measure("m1", 1))), rules)).refusals
    assert refused.shortfall is not None
    assert refused.shortfall.nl == (
        "0 ha waar minstens 2 ha nodig is (2 ha te weinig); 1 ha telt pas mee zodra het contract loopt"
    )


@pytest.mark.parametrize(("cows", "total"), [("25", 600_00), ("25.01", 0), ("0", 600_00)])
def test_at_most_so_many_animals_per_hectare_of_grassland_is_met_to_the_last_one(
    cows: str, total: int
) -> None:
    herd = farm(
        parcel("P1", 10, measure("m1", 1)), parcel("P2", 40, land_use="arable"), facts={COWS: Decimal(cows)}
    )
    found = paid(herd, per_hectare("at_most", "2.5"))
    assert found.total == total
    if not total:
        assert said(found) == (
            "25,01 op 10 ha, waar hoogstens 2,5 per hectare geldt (0,01 te veel)",
            "25.01 on 10 ha, where at most 2.5 per hectare holds (0.01 too much)",
        )
        assert found.refusals[0].remedy == OF_FACTS


def test_a_least_density_asks_animals() -> None:
    few = farm(parcel("P1", 10, measure("m1", 1)), facts={COWS: Decimal("1.4")})
    assert said(paid(few, per_hectare("at_least", "0.15", "parcel_ha")))[1] == (
        "1.4 on 10 ha, where at least 0.15 per hectare holds (0.1 too little)"
    )


def test_without_such_land_there_is_no_density() -> None:
    bare = farm(parcel("P1", 10, measure("m1", 1), land_use="arable"), facts={COWS: Decimal(0)})
    assert said(paid(bare, per_hectare("at_most", "2.5")))[0] == "geen areaal van deze soort"


def test_a_herd_that_is_not_filled_in_is_asked_for_and_a_bound_that_is_not_published_too() -> None:
    unknown = farm(parcel("P1", 10, measure("m1", 1)))
    (waits,) = paid(unknown, per_hectare("at_most", "2.5")).open
    assert waits.paths == (COWS,)
    condition = Condition(
        "per_hectare_at_most",
        {"path": COWS, "in": "parcel_ha", "figure": "most"},
        Presence.ASK,
        text("d"),
        (),
    )
    made = payment("p", level=Level.FARM, figures={"rate": 600}, conditions=(condition,))
    cows = farm(parcel("P1", 10), facts={COWS: Decimal(1)})
    (waits,) = award(ask(cows, rulebook(scheme("province.x.crops", made)))).open
    assert waits.paths == ("figure:most",)
