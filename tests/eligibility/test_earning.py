"""A payment that several measures on the same ground would earn is claimed for the one with which it pays most."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.limit import LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, PaymentKind, Presence
from calculator.stacking.awarding import award
from calculator.stacking.columns.evaluation import evaluate
from tests.builders import ask, farm, limit, measure, parcel, payment, rulebook, scheme, text

WIDE = Condition("width_between", {"low": "3", "high": "20"}, Presence.ASK, text("3 to 20 metres wide"), ())


def strip(code: str, width: object, **changes: object) -> Measure:
    return measure(code, 1, width_m=None if width is None else Decimal(str(width)), **changes)


def paying(*conditions: Condition, rate: object = 100, **changes: object) -> Payment:
    return payment("p", measures=["ma", "mb"], figures={"rate": rate}, conditions=conditions, **changes)


def both(*measures: Measure) -> FarmProfile:
    return farm(parcel("P1", 1, *measures))


def asked(profile: FarmProfile, paid: Payment) -> Award:
    return award(ask(profile, rulebook(scheme("province.x.a", paid))))


@pytest.mark.parametrize("widths", [(2, 6), (6, 2), (None, 6)])
def test_a_payment_that_one_measure_is_too_narrow_for_is_earned_by_the_other(
    widths: tuple[object, object],
) -> None:
    found = asked(both(strip("ma", widths[0]), strip("mb", widths[1])), paying(WIDE))
    assert found.total == 100_00
    assert not found.open
    assert not found.refusals


def test_of_measures_that_pay_by_the_metre_the_narrowest_that_qualifies_is_taken() -> None:
    metres = paying(WIDE, rate=1, unit=Unit.METRE)
    found = asked(both(strip("ma", 10), strip("mb", 4)), metres)
    assert found.total == 2_500_00
    assert found.years[0].lines[0].claim.measures == ("mb",)


def test_a_width_that_is_not_known_leaves_open_what_another_measure_is_refused() -> None:
    found = asked(both(strip("ma", 2), strip("mb", None)), paying(WIDE))
    assert [o.paths for o in found.open] == [("P1.width_m",)]
    assert not found.refusals


def test_measures_that_earn_alike_are_taken_by_code_and_a_named_one_before_one_that_implies_it() -> None:
    found = asked(both(strip("mb", 6), strip("ma", 6)), paying(WIDE))
    assert found.years[0].lines[0].claim.measures == ("ma",)


def test_an_activity_counts_with_the_measure_that_is_wide_enough() -> None:
    activity = payment(
        "x", measures=["ma", "mb"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 2}, "value": 60},
        conditions=(WIDE,),
    )  # fmt: skip
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha", unit=Unit.HECTARE,
        figures={"rate": {"brons": 60}, "threshold": {"brons": 60}, "entry": {"1.klimaat": 1}},
    )  # fmt: skip
    rules = rulebook(scheme("national.rvo.eco", activity, premium))
    assert award(ask(both(strip("ma", 2), strip("mb", 6)), rules)).total == 60_00


def costs_count() -> Rulebook:
    basis = "aber_art34_aecc"
    most = limit("costs", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(basis,))
    return rulebook(scheme("province.x.a", paying(), legal_basis=basis), limits=[most])


def costing(code: str, cost: int | None) -> Measure:
    if cost is None:
        return measure(code, 1)
    return measure(code, 1, cost_eur=Decimal(cost), income_forgone_eur=Decimal(0))


@pytest.mark.parametrize(
    ("costs", "paid"), [((40, 80), 80_00), ((80, 40), 80_00), ((40, None), 40_00), ((None, 40), 100_00)]
)
def test_public_money_on_costs_rests_on_the_measure_that_costs_most(
    costs: tuple[int | None, int | None], paid: int
) -> None:
    """Costs that nobody filled in are no reason to rest a payment on that measure."""
    profile = both(costing("ma", costs[0]), costing("mb", costs[1]))
    assert award(ask(profile, costs_count())).total == paid


def test_columns_pay_it_for_the_same_measure() -> None:
    rules = rulebook(scheme("province.x.a", paying(WIDE, rate=1, unit=Unit.METRE)))
    farms = [
        both(strip("ma", one), strip("mb", other))
        for one, other in [(2, 6), (6, 2), (10, 4), (4, 10), (2, 2), (None, 6), (2, None), (None, None)]
    ]
    found = evaluate(rules, farms, on=ask(farms[0], rules).on, years=1)
    alone = [award(ask(profile, rules)) for profile in farms]
    assert found.total.tolist() == [x.total for x in alone]
    assert not found.left()
    assert [bool(x.total) for x in alone] == [True, True, True, True, False, True, False, False]
    waiting = [bool(x.open) for x in alone]
    assert waiting == [False, False, False, False, False, False, True, True]


def test_columns_rest_public_money_on_the_same_measure() -> None:
    farms = [
        both(costing("ma", one), costing("mb", other))
        for one, other in [(40, 80), (80, 40), (40, None), (None, 40)]
    ]
    rules = costs_count()
    found = evaluate(rules, farms, on=ask(farms[0], rules).on, years=1)
    assert found.total.tolist() == [80_00, 80_00, 40_00, 100_00]
