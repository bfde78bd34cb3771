"""The ledger of limits says what fills each, and calls it binding exactly where it holds the award back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine
from calculator.domain.limit import LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule, NotModelled
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import (
    ask,
    de_minimis,
    farm,
    figure,
    limit,
    parcel,
    payment,
    relation,
    rulebook,
    scheme,
    text,
)

AGRI = "de_minimis_agri_1408_2013"


def at_once(amount: int, years: int = 6) -> object:
    made = payment("p", figures={"rate": amount}, term_years=years, grant=GrantRule("multi_year"))
    return scheme("province.x.a", made, legal_basis=AGRI)


def uses(*schemes: object, years: int = 1, **profile: object) -> tuple[LimitUse, ...]:
    rules = rulebook(*schemes, limits=[de_minimis()])  # type: ignore[arg-type]
    return award(ask(farm(**profile), rules, years=years)).limits  # type: ignore[arg-type]


def test_a_decision_over_six_years_stands_once_at_its_value_on_the_day_it_is_given() -> None:
    found = uses(at_once(9_000), years=6)
    assert [x.used for x in found] == [48_754_73] * 4 + [0] * 2
    assert [len(x.grants) for x in found] == [1] * 4 + [0] * 2
    assert found[0].largest_grant_that_fits == 1_245_27


@pytest.mark.parametrize(("aid", "paid"), [("1245.27", True), ("1245.28", False)])
def test_the_largest_grant_that_fits_is_exact_to_the_cent(aid: str, *, paid: bool) -> None:
    found = uses(at_once(9_000), aid=[("2025-01-01", aid)])
    assert (found[0].used == 50_000_00) is paid
    assert found[0].binding


@pytest.mark.parametrize(
    ("aid", "used", "paid"), [("49950.00", 49_999_99, True), ("49950.01", 49_950_01, False)]
)
def test_the_largest_grant_that_fits_leaves_standing_what_was_rounded_down(
    aid: str, used: int, *, paid: bool
) -> None:
    made = payment("p", unit=Unit.HECTARE, quantity="subsidiable_ha", figures={"rate": Decimal("50.01")})
    rules = rulebook(scheme("province.x.a", made, legal_basis=AGRI), limits=[de_minimis()])
    land = parcel("P1", Decimal("0.9997"))
    (found,) = award(ask(farm(land), rules)).limits
    assert (found.used, found.largest_grant_that_fits) == (49_99, 49_950_00)
    again = award(ask(farm(land, aid=[("2026-01-01", aid)]), rules))
    assert (again.limits[0].used, again.total > 0) == (used, paid)


def test_the_largest_grant_that_fits_leaves_later_grants_of_the_award_standing() -> None:
    yearly = scheme("province.x.a", payment("p", figures={"rate": 20_000}), legal_basis=AGRI)
    assert [x.largest_grant_that_fits for x in uses(yearly, years=2)] == [10_000_00] * 2


def test_a_claim_lost_to_another_payment_does_not_make_a_far_ceiling_binding() -> None:
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}), legal_basis=AGRI),
        scheme("province.x.b", payment("p", measures=["m2"], figures={"rate": 80}), legal_basis=AGRI),
        relations=[relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")],
        limits=[de_minimis()],
    )
    (found,) = award(ask(farm(parcel("P1", 3, "m1", "m2")), rules)).limits
    assert (found.binding, found.price) == (False, None)


def test_a_ceiling_that_is_passed_by_aid_received_binds_even_where_nothing_is_claimed() -> None:
    other = scheme("province.x.a", payment("p", figures={"rate": 1}))
    (found,) = uses(other, aid=[("2025-01-01", 60_000)])
    assert (found.used, found.binding, found.price) == (60_000_00, True, 0)


def test_a_ceiling_binds_in_the_years_in_which_more_is_wanted_than_it_leaves() -> None:
    yearly = scheme("province.x.a", payment("p", figures={"rate": 20_000}), legal_basis=AGRI)
    found = uses(yearly, years=3)
    assert [x.binding for x in found] == [False, False, True]
    assert [x.price for x in found] == [None, None, 20_000_00]


def test_a_cap_on_euros_that_is_full_has_its_price() -> None:
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.a",))
    made = scheme("province.x.a", payment("p", figures={"rate": 400}))
    (found,) = award(ask(farm(), rulebook(made, limits=[cap]))).limits
    assert (found.used, found.binding, found.price) == (250_00, True, 150_00)


def test_what_one_cap_takes_off_fills_no_other_cap() -> None:
    grants = [
        scheme(f"province.x.{n}", payment("p", figures={"rate": rate}, groups=("water",)))
        for n, rate in (("a", 400), ("b", 300))
    ]
    caps = [
        limit("one", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.a",)),
        limit("all", LimitKind.AMOUNT_CAP, figures={"cap": 400}, payments=("@water",)),
    ]
    found = award(ask(farm(), rulebook(*grants, limits=caps)))
    assert found.total == 400_00
    assert [(x.limit, x.used, x.price) for x in found.limits] == [("one", 250_00, 0), ("all", 400_00, 150_00)]


def test_what_a_relation_takes_off_fills_no_cap() -> None:
    whole = scheme("province.x.a", payment("p", figures={"rate": 500}))
    land = scheme("province.x.b", payment("p", measures=["m1"], figures={"rate": 200}))
    rules = rulebook(
        whole,
        land,
        relations=[relation("province.x.a", RelationType.NET_OF, "province.x.b")],
        limits=[limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 400}, payments=("province.x.a",))],
    )
    found = award(ask(farm(parcel("P1", 1, "m1")), rules))
    assert sorted(x.amount for x in found.years[0].lines) == [200_00, 300_00]


@pytest.mark.parametrize(("ceiling", "paid"), [(100, 100_00), (99, 0)])
def test_of_a_grant_that_is_capped_what_is_granted_fills_the_ceiling(ceiling: int, paid: int) -> None:
    capped = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 100}, payments=("province.x.a",))
    made = scheme("province.x.a", payment("p", figures={"rate": 400}), legal_basis=AGRI)
    found = award(ask(farm(), rulebook(made, limits=[capped, de_minimis(ceiling)])))
    assert found.total == paid
    assert [x.used for x in found.limits if x.window] == [paid]


def test_while_aid_received_is_unknown_a_ceiling_that_counts_nothing_of_the_farm_is_left_out() -> None:
    other = scheme("province.x.a", payment("p", figures={"rate": 1}))
    assert uses(other, aid=None) == ()


def test_the_window_of_a_ceiling_is_said_as_the_rules_have_it() -> None:
    made = scheme("province.x.a", payment("p", figures={"rate": 1}), legal_basis=AGRI)
    fiscal = de_minimis(window="fiscal_years")
    assert [x.window for x in award(ask(farm(), rulebook(made, limits=[fiscal]))).limits] == [
        "fiscal_years 3"
    ]
    assert [x.window for x in uses(made)] == ["rolling 3"]


def test_a_cap_on_hectares_is_listed_where_more_is_wanted_in_that_year() -> None:
    made = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}))
    cap = limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": 2}, payments=("province.x.a",))
    rules = rulebook(made, limits=[cap])
    (found,) = award(ask(farm(parcel("P1", 3, "m1")), rules)).limits
    assert (found.year, found.used, found.ceiling, found.price) == (2026, 200_00, 200_00, 100_00)
    assert award(ask(farm(parcel("P1", 2, "m1")), rules)).limits == ()


def test_of_land_that_a_ceiling_cuts_it_is_said_how_much_to_apply_for() -> None:
    made = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}), legal_basis=AGRI)
    found = award(ask(farm(parcel("P1", 3, "m1")), rulebook(made, limits=[de_minimis(200)])))
    (said,) = (x.en for x in found.caveats if "apply for no more than" in x.en)
    assert "2026: apply for no more than 2 ha (€200)" in said


def test_while_aid_received_is_unknown_what_no_ceiling_counts_and_what_runs_is_paid() -> None:
    free = scheme("province.x.a", payment("p", figures={"rate": 30}))
    counted = scheme("province.x.b", payment("p", measures=["m1"], figures={"rate": 20}), legal_basis=AGRI)
    line = ContractLine("p", "P1", Decimal(1))
    running = Contract("province.x.b", date(2026, 1, 1), date(2026, 12, 31), (line,))
    land = farm(parcel("P1", 3, "m1"), aid=None, contracts=(running,))
    found = award(ask(land, rulebook(free, counted, limits=[de_minimis()])))
    assert sorted(x.amount for x in found.years[0].lines) == [20_00, 30_00]
    assert [(o.scheme, o.could_pay_cents) for o in found.open] == [("province.x.b", 40_00)]


def test_a_cap_that_holds_back_land_by_the_square_metre_binds_though_a_cent_of_it_is_left() -> None:
    made = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 333}))
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 200}, payments=("province.x.a", "province.x.b"))
    other = scheme("province.x.b", payment("p", measures=["m2"], figures={"rate": 100}))
    rows = [relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")]
    land = farm(parcel("P1", 1, "m1", "m2"))
    (found,) = award(ask(land, rulebook(made, other, relations=rows, limits=[cap]))).limits
    assert (found.binding, found.price) == (True, 133_00)


def test_a_cap_that_keeps_everything_from_being_paid_is_listed() -> None:
    capped = scheme("province.x.a", payment("p", figures={"rate": 400}))
    rival = scheme("province.x.b", payment("p", figures={"rate": 250}))
    rows = [relation("province.x.a", RelationType.EXCLUSIVE, "province.x.b")]
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 100}, payments=("province.x.a",))
    (found,) = award(ask(farm(), rulebook(capped, rival, relations=rows, limits=[cap]))).limits
    assert (found.used, found.binding, found.price) == (0, True, 150_00)


def test_what_a_limit_asks_and_nobody_computes_is_said_wherever_the_limit_counts() -> None:
    left_out = NotModelled(text("the national cap is not tested"), accepted=True, sources=("S1",))
    counts = replace(de_minimis(), not_modelled=(left_out,))
    aid = scheme("province.x.a", payment("p", figures={"rate": 100}), legal_basis="de_minimis_agri_1408_2013")
    other = scheme(
        "province.x.b", payment("p", figures={"rate": 100}), legal_basis="private", state_resources=False
    )
    asked = award(ask(farm(parcel("P1", 1)), rulebook(aid, limits=[counts])))
    assert asked.not_modelled == (("de-minimis-landbouw", left_out.text),)
    assert award(ask(farm(parcel("P1", 1)), rulebook(other, limits=[counts]))).not_modelled == ()


def test_what_a_cap_leaves_of_land_still_counts_in_full_under_the_ceiling() -> None:
    made = scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 100}), legal_basis=AGRI)
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 250}, payments=("province.x.a",))
    rules = rulebook(made, limits=[cap, de_minimis(200)])
    assert award(ask(farm(parcel("P1", 10, "m1")), rules)).total == 200_00


def test_a_grant_that_may_come_to_nothing_fits_under_every_limit() -> None:
    nothing = scheme("province.x.a", payment("p", figures={"rate": (0, 150)}), legal_basis=AGRI)
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 100}, payments=("province.x.a",))
    found = award(ask(farm(), rulebook(nothing, limits=[cap, de_minimis(200)])))
    assert (found.total, found.high) == (0, 100_00)


def test_a_limit_whose_height_nobody_published_is_said_not_to_be_tested() -> None:
    aid = scheme("province.x.a", payment("p", figures={"rate": 100}), legal_basis=AGRI)
    capped = limit("cap", LimitKind.AMOUNT_CAP, figures={}, payments=("province.x.a",))
    found = award(ask(farm(parcel("P1", 1)), rulebook(aid, limits=[de_minimis(), capped])))
    assert found.total == 100_00
    assert [(rule, text.en) for rule, text in found.not_modelled] == [
        ("cap", "The height of this limit is not published: nothing was held against it.")
    ]


@pytest.mark.parametrize(("aid", "paid"), [("31422.62", True), ("31422.63", False)])
def test_a_grant_over_years_that_pays_nothing_at_first_stands_in_the_ledger_for_its_later_years(
    aid: str, *, paid: bool
) -> None:
    """EUR 10,000 after the second and after the third year of a term are worth EUR 18,577.38 on its first day."""
    tariffs = (
        replace(figure(15_000), period=Period(date(2000, 1, 1), date(2027, 1, 1))),
        replace(figure(1), period=Period(date(2027, 1, 1))),
    )
    other = scheme("province.x.o", payment("o", figures={"rate": Series(tariffs)}), legal_basis="private")
    row = relation("province.x.a", RelationType.NET_OF, "province.x.o")
    rules = rulebook(at_once(10_000, 3), other, relations=[row], limits=[de_minimis()])  # type: ignore[arg-type]
    found = award(ask(farm(), rules, years=3))
    assert [x.amount for y in found.years for x in y.lines if x.claim.payment == "p"] == [9_999_00] * 2
    assert [x.used for x in found.limits] == [18_577_38] * 3
    assert found.limits[0].largest_grant_that_fits == 31_422_62
    beside = award(ask(farm(aid=[("2026-07-01", aid)]), rules, years=3))
    assert beside.limits[0].used == (50_000_00 if paid else 31_422_63)
    assert any(x.claim.payment == "p" for y in beside.years for x in y.lines) == paid
