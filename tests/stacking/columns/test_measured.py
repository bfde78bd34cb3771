"""What is paid up to a cap per animal or hectare, or above a first share of the land, follows in columns from two numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, PaymentKind
from calculator.stacking.columns import evaluate
from calculator.stacking.columns.offered.whole_farm import FarmPayments
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import farm, parcel, payment, rulebook, scheme
from tests.stacking.columns.test_evaluation import ON, condition, same
from tests.stacking.columns.test_explained import same as said

COWS, FALLOW, COSTS = "herd.dairy_cows", "declared.braak_ha", "declared.kosten_eur"


def grazing(**figures: object) -> Payment:
    """EUR 20 per hectare of grassland, up to EUR 10 per cow."""
    of = {"rate": 20, "cap": 10, **figures}
    return payment("p", unit=Unit.HECTARE, quantity="grassland_ha", cap_per=COWS, figures=of)


def fallow() -> Payment:
    """EUR 300 per hectare of fallow land above 4 % of the arable land."""
    of = {"rate": 300, "free_share": 4}
    return payment("p", unit=Unit.HECTARE, quantity=FALLOW, share_of="arable_ha", figures=of)


def dairy(cows: int | None, hectares: object = 10) -> FarmProfile:
    return farm(parcel("P1", hectares), facts={} if cows is None else {COWS: Decimal(cows)})


def arable(hectares: object, out_of_use: object) -> FarmProfile:
    land = parcel("P1", hectares, land_use="arable")
    return farm(land, facts={} if out_of_use is None else {FALLOW: Decimal(str(out_of_use))})


def one(made: Payment) -> Rulebook:
    return rulebook(scheme("province.x.s", made))


def test_a_farm_is_paid_for_its_land_up_to_what_its_animals_allow() -> None:
    herds = (None, 0, 1, 15, 19, 20, 21, 40, 400)
    farms = [dairy(cows) for cows in herds] + [dairy(cows, "0.0004") for cows in herds]
    found = same(one(grazing()), farms)
    assert found.total.tolist()[:9] == [
        0,
        0,
        *(2 * n for n in (1000, 15000, 19000, 20000, 20000, 20000, 20000)),
    ]


@pytest.mark.parametrize("missing", [(), (FALLOW,)])
def test_a_farm_without_what_the_cap_goes_by_is_refused_and_not_asked_what_others_are(
    missing: tuple[str, ...],
) -> None:
    """Of fallow land up to EUR 10 per hectare of grassland: what they do not say is asked of those with grassland alone."""
    made = payment(
        "p", unit=Unit.HECTARE, quantity=FALLOW, cap_per="grassland_ha", figures={"rate": 20, "cap": 10},
        conditions=(condition("declared", path="declared.jong"),),
    )  # fmt: skip
    facts = {path: Decimal(4) for path in (FALLOW,) if path not in missing}
    farms = [
        farm(*land, facts=facts)
        for land in (
            (parcel("P1", 8),),
            (parcel("P1", 20, land_use="arable"),),
            (parcel("P1", 3), parcel("P2", 2, land_use="arable")),
            (parcel("P1", 5, land_use="arable"),),
        )
    ]
    assert same(one(made), farms).left() == {}
    assert said(one(made), encode(farms, Vocabulary()), ON, 2).left == {}


@pytest.mark.parametrize("rate", [(20, 30), (5, 8)], ids=["meets the cap", "stays below it"])
def test_a_rate_that_is_a_range_may_meet_the_cap_at_its_highest_alone(rate: tuple[int, int]) -> None:
    farms = [dairy(cows) for cows in (0, 7, 19, 20, 25, 30, 31)]
    same(one(grazing(rate=rate)), farms)
    same(one(grazing(cap=(8, 10))), farms)


def test_below_the_least_amount_nothing_is_paid_on_either_side_of_the_cap() -> None:
    farms = [dairy(cows, hectares) for cows in range(0, 30, 3) for hectares in (4, 6, "7.5", 12)]
    found = same(one(grazing(min_amount=150)), farms)
    assert {0, 30000} < set(found.total.tolist())


def test_costs_are_paid_up_to_so_much_per_hectare() -> None:
    made = payment(
        "p", kind=PaymentKind.PERCENT_COST, unit=Unit.EUR, quantity=COSTS, cap_per="grassland_ha",
        figures={"percent": 40, "cap": 25},
    )  # fmt: skip
    costs = (None, 1, 624, "624.99", 625, 626, 5000)
    same(
        one(made),
        [farm(parcel("P1", 10), facts={} if c is None else {COSTS: Decimal(str(c))}) for c in costs],
    )


@pytest.mark.parametrize("kind", [PaymentKind.FLAT, PaymentKind.FIXED_PLUS_VARIABLE], ids=str)
def test_a_share_of_the_land_that_is_no_whole_number_of_square_metres_is_taken_off_exactly(
    kind: PaymentKind,
) -> None:
    figures = {"rate": 300, "free_share": 4, **({} if kind is PaymentKind.FLAT else {"fixed": 10})}
    made = payment("p", kind=kind, unit=Unit.HECTARE, quantity=FALLOW, share_of="arable_ha", figures=figures)
    farms = [
        arable(land, much) for land in ("50", "33.3333", "0.0001") for much in (None, 0, 1, 2, "2.0001", 3)
    ]
    same(one(made), farms)


def test_the_least_that_is_paid_for_is_held_against_what_is_left() -> None:
    figures = {"rate": 300, "free_share": 4, "min_quantity": "0.99995"}
    made = payment("p", unit=Unit.HECTARE, quantity=FALLOW, share_of="arable_ha", figures=figures)
    farms = [arable(land, 3) for land in ("50", "50.0013", "50.0012", "50.0025", "51")]
    assert [total > 0 for total in same(one(made), farms).total.tolist()] == [True, False, True, False, False]


def test_a_cap_by_what_a_farm_has_none_of_leaves_nothing_open() -> None:
    """Whatever the costs are, which it does not say: nothing is paid."""
    made = payment(
        "p", kind=PaymentKind.PERCENT_COST, unit=Unit.EUR, quantity=COSTS, cap_per="grassland_ha",
        figures={"percent": 40, "cap": 25},
    )  # fmt: skip
    found = same(one(made), [arable(5, None), dairy(None), dairy(1)])
    assert found.open.at[0].tolist() == [1, 2]


def test_farms_are_told_what_refuses_them_and_what_they_did_not_say() -> None:
    herds = [dairy(cows) for cows in (None, 0, 15, 30)]
    fields = [arable(50, much) for much in (None, 1, 2, 3)]
    for made, farms in ((grazing(), herds), (fallow(), fields)):
        assert said(one(made), encode(farms, Vocabulary()), ON, 2).left == {}


def test_farms_that_are_all_asked_one_by_one_are_told_too() -> None:
    """Neither says how much it grazes, so that of both the payment is open."""
    asked = replace(grazing(), quantity="declared.beweid_ha")
    assert said(one(asked), encode([dairy(5), dairy(9)], Vocabulary()), ON, 2).left == {}


@pytest.mark.parametrize("capped", [True, False], ids=["cap", "first share"])
def test_farms_of_many_sizes_are_asked_together(capped: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, ask = [], FarmPayments._ask
    monkeypatch.setattr(FarmPayments, "_ask", lambda *of: asked.append(of) or ask(*of))
    grass = [dairy(n * 7 % 200, n + 1) for n in range(400)]
    crops = [arable(n + 1, Decimal(n % 50)) for n in range(400)]
    evaluate(one(grazing() if capped else fallow()), grass if capped else crops, on=ON, years=3)
    assert len(asked) < 100
