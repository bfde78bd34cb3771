"""A cap over several payments that counts for each of a number of the farm: EUR 50 per cow, over all that a payer pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.limit_use import CapCount
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, PaymentKind
from calculator.stacking.advising.variants import award as advised
from calculator.stacking.advising.wish import NO_WISH
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, limit, measure, parcel, payment, relation, rulebook, scheme

COWS, AID = "herd.dairy_cows", "de_minimis_agri_1408_2013"
LAND, WHOLE = "dairy.x.land#p", "dairy.x.whole#p"


def per(cap: object = 50, of: str = COWS, **changes: object) -> Limit:
    changes = {"payments": ("dairy.x.land", "dairy.x.whole"), **changes}
    return limit("per-koe", LimitKind.AMOUNT_CAP, figures={"cap": cap}, cap_per=of, **changes)


def paying(*limits: Limit, rows: tuple[object, ...] = (), **whole: object) -> Rulebook:
    """EUR 300 a hectare under a measure, and EUR 100 a hectare of the farm."""
    farm_wide = payment("p", unit=Unit.HECTARE, quantity="parcel_ha", figures={"rate": 100})
    return rulebook(
        scheme("dairy.x.land", payment("p", measures=["m1"], figures={"rate": 300})),
        scheme("dairy.x.whole", replace(farm_wide, **whole)),  # type: ignore[arg-type]
        limits=limits,
        relations=rows,  # type: ignore[arg-type]
    )


def herd(cows: object, hectares: int = 10, **changes: object) -> FarmProfile:
    facts = {} if cows is None else {COWS: Decimal(str(cows))}
    return farm(parcel("P1", hectares, measure("m1", hectares)), facts=facts, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cows", "paid"), [(40, 2_000_00), (80, 4_000_00), (81, 4_000_00), (0, 0), ("0.5", 25_00)]
)
def test_it_ends_what_all_its_payments_pay_together(cows: object, paid: int) -> None:
    found = award(ask(herd(cows), paying(per())))
    assert (found.total, found.certificate.status, found.open) == (paid, "optimal", ())


@pytest.mark.parametrize(("of", "paid"), [("parcel_ha", 500_00), ("grassland_ha", 500_00), ("arable_ha", 0)])
def test_it_may_count_for_each_hectare_of_the_farm(of: str, paid: int) -> None:
    assert award(ask(herd(None), paying(per(of=of)))).total == paid


def test_a_number_below_nothing_leaves_nothing() -> None:
    """What a farm declares may be any number; a cap is never below zero."""
    pens = farm(parcel("P1", 10, measure("m1", 10)), facts={"declared.hokken": Decimal(-5)})
    found = award(ask(pens, paying(per(of="declared.hokken"))))
    assert (found.total, found.limits[0].ceiling, found.certificate.status) == (0, 0, "optimal")


def test_a_part_of_a_cent_is_not_paid() -> None:
    assert award(ask(herd("33.33"), paying(per("0.125")))).total == 4_16


def test_without_the_number_all_that_it_counts_is_open_and_nothing_of_it_is_paid() -> None:
    found = award(ask(herd(None), paying(per()), years=2))
    asked = [(x.payment, x.place, x.year, x.paths, x.could_pay_cents) for x in found.open]
    assert found.total == 0
    assert sorted(asked) == [
        ("p", place, year, (COWS,), cents)
        for place, cents in (("P1", 3_000_00), ("farm", 1_000_00))
        for year in (2026, 2027)
    ]
    assert {x.missing[0].en for x in found.open} == {f"fill in: {COWS}"}
    assert found.limits == ()


def test_what_it_does_not_count_is_paid_all_the_same() -> None:
    found = award(ask(herd(None), paying(per(payments=("dairy.x.whole",)))))
    assert (found.total, [x.scheme for x in found.open]) == (3_000_00, ["dairy.x.whole"])


def test_only_in_the_years_in_which_it_holds() -> None:
    later = per(validity=Period(date(2027, 1, 1), date(2028, 1, 1)))
    known, unknown = (award(ask(herd(cows), paying(later), years=3)) for cows in (20, None))
    assert [x.total for x in known.years] == [4_000_00, 1_000_00, 4_000_00]
    assert [x.total for x in unknown.years] == [4_000_00, 0, 4_000_00]


def test_a_grant_over_years_of_which_it_counts_one_is_open_as_a_whole() -> None:
    """It is given whole or not at all."""
    later = per(validity=Period(date(2027, 1, 1)))
    rules = paying(later, term_years=3, grant=GrantRule("multi_year"))
    found = award(ask(herd(None), rules, years=3))
    assert sorted(x.year for x in found.open if x.scheme == "dairy.x.whole") == [2026, 2027, 2028]


def test_a_question_that_is_open_already_asks_for_the_number_too() -> None:
    rules = paying(per(), quantity="declared.ha")
    found = award(ask(herd(None), rules))
    assert {x.scheme: x.paths for x in found.open}["dairy.x.whole"] == ("declared.ha", COWS)


@pytest.mark.parametrize(("cows", "paid"), [(20, 1_000_00), (None, 0)])
def test_a_running_contract_is_ended_by_it_and_waits_for_the_number(cows: object, paid: int) -> None:
    line = ContractLine("p", "P1", Decimal(10), Decimal(300))
    held = Contract("dairy.x.land", date(2025, 1, 1), date(2030, 12, 31), (line,))
    only = per(payments=("dairy.x.land",))
    found = award(ask(herd(cows, contracts=(held,)), replace(paying(only), schemes=paying(only).schemes[:1])))
    assert found.total == paid
    assert [(x.paths, x.could_pay_cents) for x in found.open] == ([] if cows else [((COWS,), 3_000_00)])


def test_what_excludes_what_is_open_is_paid() -> None:
    """Unknown is never zero, and never in the way either."""
    free = paying(per(payments=("dairy.x.land",)), rows=(relation(LAND, RelationType.EXCLUSIVE, WHOLE),))
    assert award(ask(herd(None), free)).total == 1_000_00


def test_what_a_running_contract_keeps_off_the_farm_is_no_question() -> None:
    """EUR 3,000 under contract is all that can come: EUR 1,000 of what it excludes stood open beside it."""
    line = ContractLine("p", "P1", Decimal(10), Decimal(300))
    held = Contract("dairy.x.land", date(2025, 1, 1), date(2030, 12, 31), (line,))
    rules = paying(per(), rows=(relation(LAND, RelationType.EXCLUSIVE, WHOLE),))
    found = award(ask(herd(None, contracts=(held,)), rules))
    assert (found.total, [(x.scheme, x.could_pay_cents) for x in found.open]) == (
        0,
        [("dairy.x.land", 3_000_00)],
    )
    assert [(x.scheme, x.because, x.lost_to) for x in found.not_chosen] == [
        ("dairy.x.whole", "relation", LAND)
    ]


def test_the_ledger_says_how_the_cap_came_about_and_what_it_costs() -> None:
    (use,) = award(ask(herd(20), paying(per()))).limits
    assert (use.used, use.ceiling, use.binding, use.price) == (1_000_00, 1_000_00, True, 3_000_00)
    assert use.counts == CapCount(COWS, Decimal(50), Decimal(20))
    assert set(use.filled_by) <= {LAND, WHOLE}


def test_without_cows_it_says_what_holds_the_payments_back() -> None:
    found = award(ask(herd(0), paying(per())))
    assert {(x.because, x.lost_to) for x in found.not_chosen} == {("limit", "per-koe")}


def test_a_grant_counts_under_a_ceiling_over_years_with_what_the_cap_leaves_of_it() -> None:
    """EUR 3,000 would pass a ceiling of EUR 1,500; EUR 1,000 does not."""
    rules = paying(per(payments=("dairy.x.whole",)), de_minimis(1_500), unit=Unit.FARM, quantity="one", figures={
        **payment("p", figures={"rate": 3_000}).figures}, legal_basis=AID)  # fmt: skip
    found = award(ask(herd(20), replace(rules, schemes=rules.schemes[1:])))
    assert found.total == 1_000_00


def test_two_caps_by_different_numbers_hold_together() -> None:
    caps = per(), replace(per(120, "parcel_ha", payments=("dairy.x.land",)), id="per-hectare")
    assert award(ask(herd(40), paying(*caps))).total == 2_000_00
    assert award(ask(herd(60), paying(*caps))).total == 2_200_00


def test_of_a_class_premium_one_question_is_asked_with_the_highest_class() -> None:
    activity = payment(
        "a", measures=["m1"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 9}, "value": 90}
    )
    premium = payment(
        "klasse", kind=PaymentKind.CLASS_PREMIUM, unit=Unit.HECTARE, quantity="parcel_ha",
        figures={"entry": {"1.klimaat": 1}, "threshold": {"brons": 50, "zilver": 80}, "rate": {"brons": 50, "zilver": 75}},
    )  # fmt: skip
    made = scheme("national.rvo.eco", activity, premium)
    cap = per(payments=("national.rvo.eco",))
    found = award(ask(herd(None), rulebook(made, limits=[cap])))
    assert [(x.payment, x.paths, x.could_pay_cents) for x in found.open] == [("klasse", (COWS,), 750_00)]
    assert award(ask(herd(5), rulebook(made, limits=[cap]))).total == 250_00


def test_a_farm_that_chooses_its_measures_plans_none_that_the_cap_leaves_nothing_for() -> None:
    field = parcel(
        "P1", 10, measure("m1", 10, candidate=True, cost_eur=Decimal(20), income_forgone_eur=Decimal(0))
    )
    rules = replace(paying(per(payments=("dairy.x.land",))), schemes=paying().schemes[:1])
    nets: dict[int | None, int | None] = {}
    for cows in (0, 2, 60, None):
        facts = {} if cows is None else {COWS: Decimal(cows)}
        question = replace(ask(farm(field, facts=facts), rules), mode="advise")
        nets[cows] = advised(question, NO_WISH).net
    assert nets == {0: 0, 2: 0, 60: 2_800_00, None: 0}
