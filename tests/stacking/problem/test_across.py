"""Payments for the farm beside eco-activities on its land: an activity pays no money, and can still be barred."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.relation import Quantity, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, relation, rulebook, scheme

ACTIVITY = payment(
    "gras", measures=["gras"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 91}
)
PREMIUM = payment(
    "premie",
    kind=PaymentKind.CLASS_PREMIUM,
    quantity="subsidiable_ha",
    figures={"entry": {"1.klimaat": 1}, "threshold": {"brons": 60}, "rate": {"brons": 60}},
)
ECO = scheme("national.rvo.eco", ACTIVITY, PREMIUM)
FARM = farm(parcel("P1", 10, "gras"))


def credit(amount: int) -> object:
    return scheme("carbon.snk.veen", payment("credit", figures={"rate": amount}), legal_basis="private")


def rules(amount: int, type: RelationType) -> Rulebook:
    pair = relation("carbon.snk.veen#credit", type, "national.rvo.eco#gras")
    return rulebook(ECO, credit(amount), relations=[pair])  # type: ignore[arg-type]


@pytest.mark.parametrize(("amount", "best"), [(1_000, 1_000_00), (500, 600_00)])
@pytest.mark.parametrize("type", [RelationType.EXCLUSIVE, RelationType.UNKNOWN])
def test_a_farm_has_the_credit_or_the_activity_and_never_both(
    type: RelationType, amount: int, best: int
) -> None:
    assert award(ask(FARM, rules(amount, type))).total == best


def test_an_unpublished_pair_with_an_activity_stands_open_and_fills_the_high_total() -> None:
    found = award(ask(FARM, rules(1_000, RelationType.UNKNOWN)))
    assert (found.total, found.high) == (1_000_00, 1_600_00)
    assert [q.paths for q in found.open] == [("relation:national.rvo.eco#gras/carbon.snk.veen#credit",)]


@pytest.mark.parametrize(("amount", "best"), [(700, 700_00), (500, 600_00)])
def test_an_activity_elsewhere_on_the_farm_is_barred_as_well(amount: int, best: int) -> None:
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": amount}))
    pair = replace(
        relation("water_board.x.rand#rand", RelationType.EXCLUSIVE, "national.rvo.eco#gras"), level=Level.FARM
    )
    land = farm(parcel("P1", 10, "gras"), parcel("P2", 1, "rand", eco_region="1"))
    # The premium is paid over both parcels where the activity may stay: EUR 660.
    best = 700_00 if amount == 700 else 660_00
    assert award(ask(land, rulebook(ECO, margin, relations=[pair]))).total == best


@pytest.mark.parametrize(
    ("quantity", "kept", "best"),
    [
        (Quantity.VALUE, "0.8", 660_00 + 500_00),
        (Quantity.VALUE, "0.5", 660_00),
        (Quantity.POINTS, "0.5", 660_00 + 500_00),
        (Quantity.POINTS, "0.2", 660_00),
    ],
)
def test_value_and_points_that_go_to_a_payment_elsewhere_count_for_the_share_that_stays(
    quantity: Quantity, kept: str, best: int
) -> None:
    """The class asks EUR 660 of value and 11 points; the activity has EUR 910 and 40."""
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": 500}))
    row = relation(
        "national.rvo.eco#gras", RelationType.REDUCED, "water_board.x.rand", quantity=quantity,
        level=Level.FARM, parameter=Decimal(kept),
    )  # fmt: skip
    land = farm(parcel("P1", 10, "gras"), parcel("P2", 1, "rand"))
    assert award(ask(land, rulebook(ECO, margin, relations=[row]))).total == best


def test_points_that_go_on_the_same_ground_are_not_counted_for_the_class() -> None:
    """The class asks ten points, which the activity has on a quarter of the land; the rest may be margin."""
    margin = scheme("water_board.x.rand", payment("rand", measures=["rand"], figures={"rate": 10}))
    row = relation("national.rvo.eco#gras", RelationType.ZERO, "water_board.x.rand", quantity=Quantity.POINTS)
    land = farm(parcel("P1", 10, "gras", "rand"))
    assert award(ask(land, rulebook(ECO, margin, relations=[row]))).total == 600_00 + 75_00


def test_a_supplement_on_land_is_paid_where_the_farm_has_its_base() -> None:
    extra = scheme("province.x.extra", payment("p", measures=["m1"], figures={"rate": 20}))
    row = relation("province.x.extra", RelationType.REQUIRES, "carbon.snk.veen")
    land = farm(parcel("P1", 10, "m1"))
    assert award(ask(land, rulebook(extra, credit(5), relations=[row]))).total == 205_00  # type: ignore[arg-type]
    assert award(ask(land, rulebook(extra, relations=[row]))).total == 0
