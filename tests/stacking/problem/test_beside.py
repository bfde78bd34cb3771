"""What is held for several years keeps out what it excludes for its whole term, also in a year in which it pays nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.award import Award
from calculator.domain.period import Period
from calculator.domain.relation import Relation, RelationType
from calculator.domain.scheme import GrantRule, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, parcel, payment, relation, rulebook, scheme

HELD, OTHER = "province.x.held", "province.x.other"
APART = relation(HELD, RelationType.EXCLUSIVE, OTHER)


def pays_in(rates: dict[int, int]) -> Series:
    return Series(
        tuple(figure(rate, period=Period(date(y, 1, 1), date(y + 1, 1, 1))) for y, rate in rates.items())
    )


def granted(name: str, rates: dict[int, int], term: int) -> Scheme:
    made = payment("p", figures={"rate": 1}, term_years=term, grant=GrantRule("multi_year", (7, 1)))
    return scheme(name, replace(made, figures={"rate": pays_in(rates)}))


def yearly(name: str, rates: dict[int, int], *measures: str) -> Scheme:
    made = payment("p", figures={"rate": 1}, measures=measures)
    return scheme(name, replace(made, figures={"rate": pays_in(rates)}))


def paid(found: Award) -> list[tuple[int, str, int]]:
    return [
        (line.claim.year, line.claim.scheme[-5:], line.amount // 100)
        for of in found.years
        for line in of.lines
    ]


def of_three_years(first: int, other: Scheme, *rows: Relation) -> Award:
    """A grant over 2026 to 2028, for which no amount of 2027 is known, on a farm with two hectares under m1."""
    held = granted(HELD, {2026: first, 2028: first}, 3)
    rules = rulebook(held, other, relations=rows)
    return award(ask(farm(parcel("P1", 2, "m1")), rules, years=3))


def test_a_yearly_payment_is_not_paid_beside_a_grant_that_runs_and_pays_nothing() -> None:
    found = of_three_years(5_000, yearly(OTHER, {2027: 4_000}), APART)
    assert paid(found) == [(2026, ".held", 5_000), (2028, ".held", 5_000)]
    (lost,) = found.not_chosen
    assert (lost.because, lost.lost_to, lost.relation) == ("relation", f"{HELD}#p", RelationType.EXCLUSIVE)
    # Without the grant of 2026 one can still begin in 2028.
    assert lost.difference == -1_000_00
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)


def test_a_grant_is_left_where_what_it_keeps_out_pays_more() -> None:
    found = of_three_years(5_000, yearly(OTHER, {2027: 6_000}), APART)
    assert paid(found) == [(2027, "other", 6_000), (2028, ".held", 5_000)]


def test_land_is_not_paid_for_beside_a_grant_to_the_farm_that_runs_and_pays_nothing() -> None:
    found = of_three_years(5_000, yearly(OTHER, {2027: 2_000}, "m1"), APART)
    assert paid(found) == [(2026, ".held", 5_000), (2028, ".held", 5_000)]
    assert found.not_chosen[0].lost_to == f"{HELD}#p"
    dearer = of_three_years(5_000, yearly(OTHER, {2027: 3_000}, "m1"), APART)
    assert paid(dearer) == [(2027, "other", 6_000), (2028, ".held", 5_000)]


def test_another_grant_may_not_begin_while_one_runs_that_pays_nothing() -> None:
    found = of_three_years(5_000, granted(OTHER, {2027: 4_000}, 2), APART)
    assert found.total == 10_000_00
    # Held from 2027 on, the other keeps a grant of 2028 out in its turn, though nothing is paid of it any more.
    dearer = of_three_years(5_000, granted(OTHER, {2027: 9_000}, 2), APART)
    assert paid(dearer) == [(2026, ".held", 5_000), (2028, ".held", 5_000)]
    dearest = of_three_years(5_000, granted(OTHER, {2027: 10_001}, 2), APART)
    assert paid(dearest) == [(2027, "other", 10_001)]


@pytest.mark.parametrize("also", [{}, {2026: 10}], ids=["never in one year", "both in 2026"])
def test_land_under_contract_is_not_paid_for_otherwise_in_a_year_in_which_nothing_is_paid_of_it(
    also: dict[int, int],
) -> None:
    made = payment("p", measures=("m1",), figures={"rate": 1}, term_years=3)
    contract = scheme(HELD, replace(made, figures={"rate": pays_in({2026: 2_500, 2028: 2_500})}))
    found = of_three_years_on_land(contract, yearly(OTHER, {**also, 2027: 2_000}, "m1"))
    assert paid(found) == [(2026, ".held", 5_000), (2028, ".held", 5_000)]
    assert [(lost.lost_to, lost.relation) for lost in found.not_chosen] == [
        (f"{HELD}#p", RelationType.EXCLUSIVE)
    ]
    dearer = of_three_years_on_land(contract, yearly(OTHER, {**also, 2027: 3_000}, "m1"))
    assert paid(dearer)[-2:] == [(2027, "other", 6_000), (2028, ".held", 5_000)]


def of_three_years_on_land(*schemes: Scheme) -> Award:
    return award(ask(farm(parcel("P1", 2, "m1")), rulebook(*schemes, relations=[APART]), years=3))


@pytest.mark.parametrize(
    ("row", "total", "high"),
    [
        (None, 14_000, 14_000),
        (relation(HELD, RelationType.UNKNOWN, OTHER), 10_000, 14_000),
        (replace(APART, validity=Period(date(2028, 1, 1), None)), 14_000, 14_000),
    ],
    ids=["no relation", "nobody has published one", "one that begins later"],
)
def test_what_a_grant_keeps_out_follows_from_the_relations_of_the_year(
    row: Relation | None, total: int, high: int
) -> None:
    found = of_three_years(5_000, yearly(OTHER, {2027: 4_000}), *(() if row is None else (row,)))
    assert (found.total, found.high) == (100 * total, 100 * high)
