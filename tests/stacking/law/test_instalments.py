"""A grant for several years counts under a ceiling for all that it pays, discounted to the day on which it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from calculator.domain.award import Award
from calculator.domain.lasting import Extension
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Payment, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, figure, limit, parcel, payment, relation, rulebook, scheme
from tests.stacking.columns.test_evaluation import same

AGRI = "de_minimis_agri_1408_2013"
RISING = {2026: 13_000, 2027: 14_500, 2028: 16_500}


def at_once(rates: Mapping[int, object], *measures: str, **changes: object) -> Payment:
    """Granted for three years at once, at a tariff per year."""
    made = payment(
        "p", measures=measures, figures={"rate": 1}, grant=GrantRule("multi_year", (7, 1)), term_years=3
    )
    yearly = [figure(v, period=Period(date(y, 1, 1), date(y + 1, 1, 1))) for y, v in rates.items()]
    return replace(made, figures={"rate": Series(tuple(yearly))}, **changes)  # type: ignore[arg-type]


def rules(made: Payment, ceiling: int, *others: Scheme, **changes: object) -> Rulebook:
    return rulebook(
        scheme("province.x.g", made, legal_basis=AGRI), *others, limits=[de_minimis(ceiling)], **changes
    )  # type: ignore[arg-type]


def counts(*paid: int) -> int:
    """Cents that so many euros a year weigh, rounded up."""
    return -int(-sum(Fraction(euros * 100) / Fraction(103, 100) ** t for t, euros in enumerate(paid, 1)) // 1)


def given(made: Payment, ceiling: int, years: int) -> Award:
    return award(ask(farm(parcel("P1", 1, *made.measures)), rules(made, ceiling), years=years))


@pytest.mark.parametrize("years", [1, 2, 3, 4])
def test_a_grant_whose_tariff_rises_is_not_given_under_a_ceiling_that_only_its_first_tariff_keeps(
    years: int,
) -> None:
    # Three years at the first tariff come to 36,772 euros; what is paid is worth 41,389.
    found = given(at_once(RISING), 38_000, years)
    assert (found.total, {use.used for use in found.limits}) == (0, {0})


@pytest.mark.parametrize("years", [1, 3])
def test_a_grant_whose_tariff_rises_counts_for_what_it_pays_in_every_year(years: int) -> None:
    found = given(at_once(RISING), 42_000, years)
    assert (found.total, found.limits[0].used) == (
        sum(list(RISING.values())[:years]) * 100,
        counts(*RISING.values()),
    )


def test_a_grant_whose_tariff_falls_counts_for_no_more_than_it_pays() -> None:
    found = given(at_once({2026: 13_000, 2027: 5_000, 2028: 5_000}), 22_000, 3)
    assert (found.total, found.limits[0].used) == (23_000_00, counts(13_000, 5_000, 5_000))


@pytest.mark.parametrize("years", [1, 3])
def test_land_is_granted_as_much_as_fits_of_what_all_years_pay(years: int) -> None:
    found = given(at_once(RISING, "m1"), 38_000, years)
    (line,) = found.years[0].lines
    assert line.quantity == replace(parcel("P", "0.9181")).area_ha
    assert 37_995_00 < found.limits[0].used <= 38_000_00


def test_a_year_of_which_no_tariff_is_known_counts_as_the_year_before_it() -> None:
    made = at_once({2026: 13_000, 2027: 14_000})
    found = given(made, 39_000, 3)
    assert (found.total, found.limits[0].used) == (27_000_00, counts(13_000, 14_000, 14_000))
    assert given(made, 38_000, 1).total == 0
    assert [c.en for c in found.caveats if "published" in c.en] == [
        (
            "p (province.x.g): granted for several years at once, and for 2028 no amount is published. It is assumed that under "
            "de-minimis-landbouw such a year counts as the year before it; check whether the grant fits."
        )
    ]


def test_nothing_is_assumed_where_all_tariffs_are_known() -> None:
    assert not [c for c in given(at_once(RISING), 42_000, 3).caveats if "assumed" in c.en]


def test_a_grant_pays_by_the_version_of_its_scheme_that_is_in_force_in_a_year() -> None:
    first = scheme("province.x.g", at_once(dict.fromkeys(RISING, 10000)), legal_basis=AGRI)
    turn = date(2027, 1, 1)
    second = replace(first, payments=(at_once(dict.fromkeys(RISING, 20000)),), validity=Period(turn))
    first = replace(first, validity=Period(date(2020, 1, 1), turn))
    book = rulebook(first, second, limits=[de_minimis(50_000)])
    assert award(ask(farm(), book)).limits[0].used == counts(10_000, 20_000, 20_000)


def test_an_extension_counts_for_what_its_own_years_pay() -> None:
    tariffs = {2026: 9_000, 2027: 9_000, 2028: 9_000, 2029: 9_000, 2030: 15_000, 2031: 30_000}
    made = at_once(tariffs, extension=Extension(2, 1))
    found = given(made, 50_000, 4)
    assert (found.total, found.limits[-1].used) == (
        36_000_00,
        counts(9_000, 9_000, 9_000) + counts(9_000, 15_000) - 1,
    )
    # A term that begins anew would pass the ceiling: its third year pays more.
    assert {line.extended for line in found.years[3].lines} == {2029}
    assert given(made, 48_000, 4).total == 27_000_00


def test_what_a_cap_leaves_of_a_later_year_is_what_counts_in_that_year() -> None:
    made = at_once({2026: 10_000, 2027: 20_000, 2028: 20_000})
    cap = limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 15_000}, payments=("province.x.g",))
    book = rulebook(scheme("province.x.g", made, legal_basis=AGRI), limits=[de_minimis(50_000), cap])
    found = award(ask(farm(), book, years=3))
    windows = [use for use in found.limits if use.limit == "de-minimis-landbouw"]
    assert (found.total, windows[0].used) == (40_000_00, counts(10_000, 15_000, 15_000))


@pytest.mark.parametrize("type", [RelationType.REDUCED, RelationType.NET_OF])
@pytest.mark.parametrize("rates", [(10_000, 14_000, 6_000), (10_000, 10_000, 10_000)])
def test_what_another_payment_takes_in_the_first_year_brings_no_grant_above_the_ceiling(
    type: RelationType, rates: tuple[int, int, int]
) -> None:
    other = scheme("province.x.o", payment("p", measures=["m1"], figures={"rate": 4_000}))
    row = relation(
        "province.x.g", type, "province.x.o", parameter=0 if type is RelationType.NET_OF else "0.5"
    )  # type: ignore[arg-type]
    made = at_once(dict(zip(RISING, rates, strict=True)), "m1")
    for ceiling in (10_000, 15_000, 20_000, 30_000):
        found = award(ask(farm(parcel("P1", 1, "m1")), rules(made, ceiling, other, relations=[row]), years=3))
        paid = [sum(x.amount for x in y.lines if x.claim.scheme == "province.x.g") for y in found.years]
        worth = sum(Fraction(cents) / Fraction(103, 100) ** t for t, cents in enumerate(paid, 1))
        assert worth <= ceiling * 100 + 3


@pytest.mark.parametrize(
    "rates", [RISING, {2026: 16_000, 2027: 9_000, 2028: 12_000}, {2026: 9_000, 2027: 15_000}]
)
def test_columns_give_grants_whose_tariff_differs_by_year_as_the_ordinary_engine_does(
    rates: Mapping[int, int],
) -> None:
    land = scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100}))
    farms = [farm(parcel("P1", 2, "m1"), aid=[("2025-03-01", aid)]) for aid in (1, 9_000, 14_000, 30_000)]
    found = same(rules(at_once(rates), 50_000, land), farms, years=3)
    assert len(found.left()) < len(farms)
    assert found.total[0] == 600_00 + sum(rates.values()) * 100


def test_columns_leave_a_grant_of_a_range_that_differs_by_year_to_the_ordinary_engine() -> None:
    land = scheme("province.x.land", payment("p", measures=["m1"], figures={"rate": 100}))
    made = at_once({2026: (9_000, 9_500), 2027: (10_000, 12_000), 2028: (10_000, 12_000)})
    assert sum(same(rules(made, 50_000, land), [farm(parcel("P1", 2, "m1"))], years=3).left().values()) == 1
