"""A payment that looks at contracts is open in columns for the same farms as by itself, where nobody says how much there is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from calculator.domain.farm import Parcel
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Presence
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks
from tests.builders import de_minimis, farm, measure, parcel, payment, rulebook, scheme, text
from tests.stacking.columns.test_evaluation import DE_MINIMIS, condition, same

RENT = "herd.milk_kg_year"


def share(of: Mapping[str, object], value: str, area: str = "parcel_ha") -> Condition:
    return Condition(
        "share_at_least", {"of": of, "in": area, "value": value}, Presence.ASK, text("share"), ("S1",)
    )


def landlord(*conditions: Condition) -> Rulebook:
    """A discount on an amount that farms leave out, beside packages in hectares and square metres."""
    return rulebook(
        scheme(
            "landlord.x.discount",
            payment("p", figures={"rate": 2}, quantity=RENT, conditions=conditions),
        ),
        scheme("national.x.ha", payment("p", measures=["m1"], figures={"rate": 100})),
        scheme(
            "national.x.strip", payment("p", measures=["m2"], unit=Unit.SQUARE_METRE, figures={"rate": 1})
        ),
        scheme("national.x.aid", payment("p", measures=["m3"], figures={"rate": 7}), legal_basis=DE_MINIMIS),
        limits=[de_minimis()],
    )


PACKAGES = {"contracts": ["national.x.*"]}
LAND: dict[str, tuple[Parcel, ...]] = {
    "nothing new": (parcel("P1", 10),),
    "just short": (parcel("P1", 1, measure("m1", "0.4999")), parcel("P2", 9)),
    "just enough": (parcel("P1", 1, measure("m1", "0.5")), parcel("P2", 9)),
    "in square metres": (parcel("P1", 1, "m2"), parcel("P2", 9)),
    "both on one piece": (parcel("P1", "0.3", "m1", "m2"), parcel("P2", "9.7")),
    "beside each other": (parcel("P1", 1, measure("m1", "0.3", part="a"), measure("m2", "0.3", part="b")), parcel("P2", 9)),
    "aid unknown": (parcel("P1", 1, "m3"), parcel("P2", 9)),
    "no land": (),
}  # fmt: skip


@pytest.mark.parametrize("land", LAND.values(), ids=LAND)
def test_packages_that_a_farm_can_claim_leave_it_open_where_they_would_do(land: tuple[Parcel, ...]) -> None:
    same(landlord(share(PACKAGES, "0.05")), [farm(*land, aid=None)], years=3)


def test_farms_that_stand_alike_on_one_share_and_not_on_another_are_told_apart() -> None:
    either = condition(
        "any_of",
        conditions=(share(PACKAGES, "0.05"), share({"measures": ["m4", "m5"]}, "0.1", "arable_ha")),
    )
    arable = [
        farm(parcel("P1", 10, *laid, land_use="arable"), facts=facts)
        for laid in (
            (), ("m1",), ("m4",), (measure("m4", "0.9"),), (measure("m4", 1),),
            (measure("m4", "0.6", part="a"), measure("m5", "0.6", part="b")), (measure("m4", "0.6"), measure("m5", "0.6")),
        )
        for facts in ({}, {RENT: 0}, {RENT: 100})
    ]  # fmt: skip
    grass = farm(parcel("P1", 10, "m4"))
    found = same(landlord(either), [*arable, grass], years=2)
    names = [found.payments[code] for code in found.open.at[1].tolist()]
    assert names.count("landlord.x.discount#p") == 5


def test_the_land_under_one_measure_is_not_counted_for_another() -> None:
    counted = ({"measures": ["m4"]}, {"measures": ["m5"]}, PACKAGES)
    either = condition("any_of", conditions=[share(of, "0.3") for of in counted])
    farms = [farm(parcel("P1", 10, *laid)) for laid in ((), (measure("m4", 4),), (measure("m5", 4),))]
    found = same(landlord(either), farms, years=2)
    names = [found.payments[code] for code in found.open.at[1].tolist()]
    assert names.count("landlord.x.discount#p") == 2


def test_the_discount_of_a_landlord_is_open_for_the_same_farms_of_a_population() -> None:
    rules = rulebooks.current()
    made = encoded(synthesise(24, seed=9, kind="hard"))
    found = same(rules, [made.profiles[at] for at in range(len(made))])
    asked = found.open.at[1] == found.payments.index("landlord.asr.pachtkorting#korting")
    assert asked.any()
