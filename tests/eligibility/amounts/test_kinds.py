"""Every payment kind gives the amount that its formula promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import FarmProfile, Loan
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.scheme import Payment, PaymentKind, Reward, Tier
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, parcel, payment, rulebook, scheme


def total(made: Payment, facts: dict[str, object], **changes: object) -> int:
    profile: FarmProfile = farm(parcel("P1", 60), facts=facts, **changes)
    return award(ask(profile, rulebook(scheme("dairy.x.a", made, payer_is_public=False)))).total


MILK = {"unit": Unit.MILK_100KG, "quantity": "herd.milk_kg_year", "divide_by": Decimal(100)}


def test_flat_per_hundred_kilos_of_milk() -> None:
    assert (
        total(payment("p", figures={"rate": 5}, **MILK), {"herd.milk_kg_year": Decimal(800_000)}) == 40_000_00
    )


def test_flat_less_a_contribution() -> None:
    made = payment("p", figures={"rate": "3.50", "deduction": "0.60"}, **MILK)
    assert total(made, {"herd.milk_kg_year": Decimal(1_000_000)}) == 29_000_00


def test_the_first_forty_hectares() -> None:
    made = payment(
        "p",
        kind=PaymentKind.FIRST_QUANTITY,
        unit=Unit.HECTARE,
        quantity="subsidiable_ha",
        figures={"rate": "54.53", "first": 40},
    )
    assert total(made, {}) == 2_181_20


@pytest.mark.parametrize(("points", "euros"), [(1_127, 1_127), (1_640, 1_640), (6_000, 5_000)])
def test_points_times_a_rate_up_to_the_cap(points: int, euros: int) -> None:
    made = payment(
        "p", kind=PaymentKind.POINTS, indicator="indicators.punten", figures={"rate": 1, "cap": 5_000}
    )
    assert total(made, {"indicators.punten": Decimal(points)}) == euros * 100


LINE = (Tier("nat", Decimal(20)), Tier("vochtig", Decimal(40)), Tier("droog", Decimal(60)))


@pytest.mark.parametrize(
    ("found", "euros"),
    [("-5", 300), ("20", 300), ("25", "262.5"), ("40", 150), ("50", 75), ("59", "7.5"), ("61", 0)],
)
def test_an_amount_on_the_line_between_points(found: str, euros: object) -> None:
    made = payment(
        "p", kind=PaymentKind.INTERPOLATED, indicator="indicators.n", tiers=LINE,
        figures={"nat": 300, "vochtig": 150, "droog": 0},
    )  # fmt: skip
    assert total(made, {"indicators.n": Decimal(found)}) == Decimal(str(euros)) * 100


@pytest.mark.parametrize(("points", "euros"), [(48, 24_400), (80, 34_000), (95, 34_000)])
def test_a_gate_then_points(points: int, euros: int) -> None:
    made = payment(
        "p",
        kind=PaymentKind.GATE_POINTS,
        indicator="indicators.punten",
        figures={"base": 1, "per_point": "0.03", "max_points": 80},
        **MILK,
    )
    assert (
        total(made, {"indicators.punten": Decimal(points), "herd.milk_kg_year": Decimal(1_000_000)})
        == euros * 100
    )


@pytest.mark.parametrize(("balance", "euros"), [(1_500_000, 3_000), (900_000, 0), (1_000_000, 0)])
def test_a_percentage_of_a_loan_above_its_threshold(balance: int, euros: int) -> None:
    made = payment(
        "p",
        kind=PaymentKind.PERCENT_BALANCE,
        quantity="loan_balance",
        parties={"lender": "rabobank"},
        figures={"percent": "0.2", "threshold": 1_000_000},
    )
    assert total(made, {}, loans=(Loan("rabobank", Decimal(balance), "A"),)) == euros * 100


@pytest.mark.parametrize(("found", "euros"), [(40, 300), (60, 150), (80, 0), (20, 300)])
def test_a_ramp_between_a_threshold_and_a_top_value(found: int, euros: int) -> None:
    made = payment(
        "p",
        kind=PaymentKind.RAMP,
        indicator="indicators.n",
        figures={"rate": 300, "ramp_from": 80, "ramp_to": 40},
    )
    assert total(made, {"indicators.n": Decimal(found)}) == euros * 100


@pytest.mark.parametrize(("found", "euros"), [(140, 1_680), (150, 1_680), (100, 2_430), (151, 0)])
def test_tiers_down_to_a_target(found: int, euros: int) -> None:
    made = payment(
        "p",
        kind=PaymentKind.TIERED,
        unit=Unit.HECTARE,
        quantity="parcel_ha",
        indicator="indicators.n",
        tiers=(Tier("low", at_most=Decimal(150)), Tier("high", at_most=Decimal(100))),
        figures={"low": 1_680, "high": 2_430},
    )
    assert total(made, {"indicators.n": Decimal(found)}) == euros * 60 * 100


def test_best_n_of_m_years_needs_enough_known_years() -> None:
    made = payment(
        "p",
        kind=PaymentKind.BEST_N,
        indicator="indicators.kruiden",
        figures={"rate": 100, "threshold": 20, "n": 2, "m": 3},
    )
    reached = {"kruiden": {2024: Decimal(25), 2025: Decimal(10), 2026: Decimal(21)}}
    missed = {"kruiden": {2024: Decimal(25), 2025: Decimal(10), 2026: Decimal(19)}}
    assert total(made, {}, indicator_history=reached) == 100_00
    assert total(made, {}, indicator_history=missed) == 0
    assert total(made, {}, indicator_history={"kruiden": {2026: Decimal(30)}}) == 0


def test_a_share_of_cost_is_never_above_the_cost() -> None:
    made = payment(
        "p", kind=PaymentKind.COST_SHARE, quantity="declared.cost", figures={"percent": 75, "cap": 20_000}
    )
    assert total(made, {"declared.cost": Decimal(8_000)}) == 6_000_00
    assert total(made, {"declared.cost": Decimal(80_000)}) == 20_000_00


def test_value_loss_stops_at_the_residual() -> None:
    made = payment(
        "p",
        kind=PaymentKind.VALUE_LOSS,
        quantity="declared.value",
        figures={"percent": 85, "residual": 20_000},
    )
    assert total(made, {"declared.value": Decimal(100_000)}) == 80_000_00
    assert total(made, {"declared.value": Decimal(1_000_000)}) == 850_000_00


def test_fixed_plus_variable() -> None:
    made = payment(
        "p",
        kind=PaymentKind.FIXED_PLUS_VARIABLE,
        unit=Unit.HECTARE,
        quantity="parcel_ha",
        figures={"fixed": 272, "rate": "10.60"},
    )
    assert total(made, {}) == 908_00


def test_a_missing_fact_leaves_the_payment_open_and_never_zero() -> None:
    profile = farm(parcel("P1", 60))
    found = award(ask(profile, rulebook(scheme("dairy.x.a", payment("p", figures={"rate": 5}, **MILK)))))
    assert found.total == 0
    assert found.open[0].paths == ("herd.milk_kg_year",)


def test_a_payment_that_is_made_once_is_paid_once_however_long_the_horizon_is() -> None:
    planting = payment(
        "p",
        kind=PaymentKind.PERCENT_COST,
        quantity="declared.cost",
        figures={"percent": 50},
        reward=Reward("landschap", "euro", "euro", "eenmalig"),
    )
    yearly = payment("q", kind=PaymentKind.PERCENT_COST, quantity="declared.cost", figures={"percent": 50})
    rules = rulebook(scheme("province.x.a", planting), scheme("province.x.b", yearly))
    found = award(ask(farm(parcel("P1", 1), facts={"declared.cost": Decimal(1_000)}), rules, years=3))
    assert [y.total for y in found.years] == [1_000_00, 500_00, 500_00]
    asked = award(ask(farm(parcel("P1", 1)), rules, years=3))
    assert [(o.payment, o.year) for o in asked.open if o.payment == "p"] == [("p", 2026)]


def test_each_year_has_the_most_that_is_paid_for_in_it() -> None:
    made = payment("p", measures=["m1"], figures={"rate": 100})
    most = Series(
        (
            figure(2, period=Period(date(2000, 1, 1), date(2027, 1, 1))),
            figure(5, period=Period(date(2027, 1, 1))),
        )
    )
    rules = rulebook(
        scheme("province.x.a", replace(made, figures={**made.figures, "max_quantity": most})),
    )
    found = award(ask(farm(parcel("P1", 10, "m1")), rules, years=2))
    assert [sum(x.amount for x in y.lines) for y in found.years] == [200_00, 500_00]
