"""Lines in whole cents pass no ceiling: where they would, the last that were rounded up are rounded down, and no more of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule, Level
from calculator.stacking.awarding import award
from tests.builders import (
    ask,
    de_minimis,
    farm,
    limit,
    measure,
    parcel,
    payment,
    pays,
    relation,
    rulebook,
    scheme,
)

AGRI, ABER = "de_minimis_agri_1408_2013", "aber_art34_aecc"
HALF = Decimal("0.5")


def amounts(found: Award) -> list[int]:
    return [line.amount for year in found.years for line in year.lines]


def two(bound: Limit, *rates: str, basis: str = AGRI, parcels: int = 1) -> Award:
    """Half a hectare for every rate, each on land of its own."""
    paid = [pays(f"s{n}", f"m{n}", Decimal(rate), legal_basis=basis) for n, rate in enumerate(rates)]
    land = [parcel(f"P{n}-{k}", HALF, f"m{n}") for n in range(len(rates)) for k in range(parcels)]
    return award(ask(farm(*land), rulebook(*paid, limits=[bound])))


def test_grants_that_fill_a_ceiling_exactly_are_not_told_for_a_cent_more() -> None:
    found = two(de_minimis(100), "99.99", "100.01")
    assert amounts(found) == [5_000, 5_000]
    assert [(x.used, x.ceiling) for x in found.limits] == [(10_000, 10_000)]
    assert (found.certificate.objective, found.certificate.gap) == (10_000, 0)


def test_only_as_many_lines_are_rounded_down_as_it_takes() -> None:
    # Four of 49.995 are 199.98, and 200.00 as they are rounded.
    assert amounts(two(de_minimis(Decimal("199.99")), "99.99", parcels=4)) == [5_000, 5_000, 5_000, 4_999]
    assert amounts(two(de_minimis(200), "99.99", parcels=4)) == [5_000] * 4


def test_lines_that_were_not_rounded_up_stay_as_they_are() -> None:
    assert amounts(two(de_minimis(Decimal("149.99")), "99.99", "99.99", "100")) == [5_000, 4_999, 5_000]


def test_a_line_that_is_rounded_down_says_so() -> None:
    lines = two(de_minimis(100), "99.99", "100.01").years[0].lines
    assert [any("Rounded down" in x.en for x in line.caveats) for line in lines] == [False, True]


def test_many_lines_under_a_cap_come_to_no_more_than_the_cap() -> None:
    cap = limit("c", LimitKind.AMOUNT_CAP, figures={"cap": Decimal("2999.70")}, payments=("province.x.s0",))
    assert two(cap, "99.99", parcels=60).total == 299_970


@pytest.mark.parametrize(("other", "told"), [("50.50", [2_525, 2_475]), ("50.51", [2_526, 2_474])])
def test_payments_cut_to_a_ceiling_per_hectare_come_to_no_more_than_it_is(
    other: str, told: list[int]
) -> None:
    # 50.00 on half a hectare: 25.255 is rounded up, and 24.745 beside it down.
    bound = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 100}}, legal_bases=(ABER,)
    )
    paid = [pays("a", "m", Decimal(other), legal_basis=ABER), pays("b", "m", 80, legal_basis=ABER)]
    found = award(ask(farm(parcel("P", HALF, "m")), rulebook(*paid, limits=[bound])))
    assert amounts(found) == told


def test_payments_cut_to_the_costs_come_to_no_more_than_these() -> None:
    bound = limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,))
    done = measure("m", HALF, cost_eur=Decimal("99.99"), income_forgone_eur=Decimal(0))
    made = pays("a", "m", 200, legal_basis=ABER)
    assert amounts(award(ask(farm(parcel("P", HALF, done)), rulebook(made, limits=[bound])))) == [4_999]


def test_two_payments_that_are_capped_together_come_to_no_more_than_that() -> None:
    """As they are rounded the land and what is left of the grant come to EUR 364.67."""
    land = pays("a", "m", Decimal("207.96"))
    made = payment("p", quantity="subsidiable_ha", unit=Unit.HECTARE, figures={"rate": Decimal("197.75")})
    whole = scheme("province.x.b", made)
    row = relation(land.id, RelationType.SUM_CAPPED, whole.id, parameter=Decimal("364.66"), level=Level.FARM)
    ground = [parcel("P0", "0.6692", "m"), parcel("P1", "0.9017", "m")]
    assert award(ask(farm(*ground), rulebook(land, whole, relations=[row]))).total == 364_66


def test_later_years_of_a_grant_at_once_are_rounded_so_that_all_of_them_fit() -> None:
    made = payment(
        "p", measures=["m"], figures={"rate": Decimal("99.99")}, term_years=2, grant=GrantRule("multi_year")
    )
    rules = rulebook(scheme("province.x.a", made, legal_basis=AGRI), limits=[de_minimis(Decimal("95.67"))])
    found = award(ask(farm(parcel("P", HALF, "m")), rules, years=2))
    # EUR 49.995 after one and after two years is worth 95.664 today, and 95.673 as it is rounded.
    assert amounts(found) == [5_000, 4_999]
    assert (found.limits[0].used, found.limits[0].ceiling) == (9_567, 9_567)


def test_the_highest_total_keeps_the_ceiling_too() -> None:
    made = payment("p", measures=["m"], figures={"rate": (Decimal("90"), Decimal("99.99"))})
    land = [parcel(f"P{n}", HALF, "m") for n in range(4)]
    rules = rulebook(scheme("province.x.a", made, legal_basis=AGRI), limits=[de_minimis(Decimal("199.99"))])
    assert award(ask(farm(*land), rules)).high == 19_999


def test_lines_stay_as_they_are_where_a_ceiling_was_lowered_after_they_were_granted() -> None:
    """Nothing is granted under the lower ceiling: what was lawful on its own day is not rounded to keep it."""
    first, then = (date(2000, 1, 1), date(2027, 1, 1)), (date(2027, 1, 1), None)
    before = pays("a", "m", Decimal("99.99"), legal_basis=AGRI, validity=Period(*first))
    larger = scheme(
        "province.x.b", payment("p", figures={"rate": 500}), legal_basis=AGRI, validity=Period(*then)
    )
    limits = [de_minimis(200, validity=Period(*first)), de_minimis(80, validity=Period(*then))]
    land = [parcel(f"P{n}", HALF, "m") for n in range(2)]
    found = award(ask(farm(*land), rulebook(before, larger, limits=limits), years=2))
    assert amounts(found) == [5_000, 5_000]
