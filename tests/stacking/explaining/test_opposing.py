"""To what a claim that is left out loses: as far as a row reaches, and only what the row takes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.farm import Parcel
from calculator.domain.limit import LimitKind
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level, PaymentKind
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, measure, parcel, payment, pays, relation, rulebook, scheme

#: One hectare of all that a and b are paid for.
ONE = limit("hectares", LimitKind.QUANTITY_CAP, figures={"cap": 1}, payments=("province.x.a", "province.x.b"))
PARTS = parcel("P1", 2, measure("m1", 1, part="a"), measure("m2", 1, part="b"))
APART = parcel("P1", 1, "m1"), parcel("P2", 1, "m2")


@pytest.mark.parametrize(
    ("level", "land", "stops"),
    [
        (Level.UNIT, (PARTS,), "hectares"),
        (Level.PARCEL, (PARTS,), "province.x.a#p"),
        (Level.PARCEL, APART, "hectares"),
        (Level.FARM, APART, "province.x.a#p"),
    ],
)
def test_a_claim_loses_to_another_as_far_as_the_row_between_them_reaches(
    level: Level, land: tuple[Parcel, ...], stops: str
) -> None:
    row = relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b", level=level)
    rules = rulebook(pays("a", "m1", 100), pays("b", "m2", 80), relations=[row], limits=[ONE])
    found = award(ask(farm(*land), rules))
    assert [(x.scheme, x.lost_to) for x in found.not_chosen] == [("province.x.b", stops)]


@pytest.mark.parametrize("type", [RelationType.ZERO, RelationType.REDUCED, RelationType.HIGHEST], ids=str)
@pytest.mark.parametrize(
    ("quantity", "loses"), [(Quantity.MONEY, True), (Quantity.ALL, True), (Quantity.POINTS, False)], ids=str
)
def test_a_payment_loses_to_another_by_a_row_on_money(
    type: RelationType, quantity: Quantity, *, loses: bool
) -> None:
    """The hectare is paid to a elsewhere; of b the row takes on its own ground what c leaves there."""
    row = replace(relation("province.x.b", type, "province.x.c", quantity=quantity), parameter=Decimal("0.1"))
    rules = rulebook(
        pays("a", "m1", 100), pays("b", "m2", 80), pays("c", "m2", 90), relations=[row], limits=[ONE]
    )
    found = award(ask(farm(*APART), rules))
    told = [(x.scheme, x.lost_to) for x in found.not_chosen]
    assert told == [("province.x.b", "province.x.c#p" if loses else "hectares")]


@pytest.mark.parametrize("quantity", [Quantity.ALL, Quantity.MONEY, Quantity.POINTS], ids=str)
def test_a_payment_and_an_activity_of_which_the_highest_counts_take_nothing_of_each_other(
    quantity: Quantity,
) -> None:
    points = {"points": {"klimaat": 1}, "value": 10}
    activity = payment("e", kind=PaymentKind.ACTIVITY, measures=["m2"], figures=points)
    rules = rulebook(
        pays("a", "m1", 100), pays("b", "m2", 80), scheme("national.rvo.eco", activity),
        relations=[relation("province.x.b", RelationType.HIGHEST, "national.rvo.eco", quantity=quantity)],
        limits=[ONE],
    )  # fmt: skip
    found = award(ask(farm(*APART), rules))
    assert [(x.scheme, x.lost_to) for x in found.not_chosen] == [("province.x.b", "hectares")]
