"""What is held for several years keeps out what it excludes for its whole term, also in a year in which it pays nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calculator.domain.award import Award
from calculator.domain.lasting import Extension
from calculator.domain.period import Period
from calculator.domain.relation import Relation, RelationType
from calculator.domain.scheme import GrantRule, Level, PaymentKind, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, measure, parcel, payment, relation, rulebook, scheme

HELD, OTHER = "province.x.held", "province.x.other"
APART = relation(HELD, RelationType.EXCLUSIVE, OTHER)


def pays_in(rates: dict[int, int]) -> Series:
    return Series(
        tuple(figure(rate, period=Period(date(y, 1, 1), date(y + 1, 1, 1))) for y, rate in rates.items())
    )


def granted(name: str, rates: dict[int, int], term: int) -> Scheme:
    made = payment("p", figures={"rate": 1}, term_years=term, grant=GrantRule("multi_year", (7, 1)))
    return scheme(name, replace(made, figures={"rate": pays_in(rates)}))


def contract(name: str, rates: dict[int, int], term: int, measure: str) -> Scheme:
    made = payment("p", figures={"rate": 1}, term_years=term, measures=[measure])
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


@pytest.mark.parametrize(
    ("type", "total", "high"),
    [(RelationType.EXCLUSIVE, 5_000, 5_000), (RelationType.UNKNOWN, 5_000, 9_000)],
)
def test_of_two_grants_that_may_not_be_held_together_any_more_one_is_granted(
    type: RelationType, total: int, high: int
) -> None:
    """Both pay in 2026, when nothing stands against it; both are held in 2027, when it does and neither pays."""
    first, second = granted(HELD, {2026: 5_000}, 2), granted(OTHER, {2026: 4_000}, 2)
    row = replace(relation(HELD, type, OTHER), validity=Period(date(2027, 1, 1), None))
    found = award(ask(farm(), rulebook(first, second, relations=[row]), years=2))
    assert (found.total, found.high) == (100 * total, 100 * high)
    free = award(ask(farm(), rulebook(first, second), years=2))
    assert free.total == 9_000_00


@pytest.mark.parametrize("third", [(), (2026, 2027)], ids=["no other claim", "another payment that year"])
@pytest.mark.parametrize(
    ("type", "total", "high"),
    [(RelationType.EXCLUSIVE, 5_000, 5_000), (RelationType.UNKNOWN, 5_000, 9_000)],
)
def test_of_two_contracts_that_may_not_lie_on_the_same_land_any_more_one_is_undertaken(
    type: RelationType, total: int, high: int, third: tuple[int, ...]
) -> None:
    """As of grants to the farm; on land of their own both are."""
    first, second = (
        scheme(name, payment("p", figures={"rate": pays_in({2026: rate})}, measures=(code,), term_years=2))
        for name, rate, code in ((HELD, 5_000, "m1"), (OTHER, 4_000, "m2"))
    )
    others = [yearly("province.x.third", dict.fromkeys(third, 1), "m1")] if third else []
    row = replace(relation(HELD, type, OTHER), validity=Period(date(2027, 1, 1), None))
    rules = rulebook(first, second, *others, relations=[row])
    more = len(third)
    found = award(ask(farm(parcel("P1", 1, "m1", "m2")), rules, years=2))
    assert (found.total, found.high) == (100 * (total + more), 100 * (high + more))
    apart = award(ask(farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2")), rules, years=2))
    assert apart.total == 100 * (9_000 + more)


def test_of_a_grant_and_a_contract_that_may_not_be_held_together_any_more_one_is_taken() -> None:
    """As of two grants, or two contracts: in 2027 nothing can be claimed of either."""
    first, second = granted(HELD, {2026: 5_000}, 2), contract(OTHER, {2026: 4_000}, 2, "m1")
    row = replace(relation(HELD, RelationType.EXCLUSIVE, OTHER), validity=Period(date(2027, 1, 1), None))
    land = farm(parcel("P1", 1, "m1"))
    assert award(ask(land, rulebook(first, second, relations=[row]), years=2)).total == 5_000_00
    assert award(ask(land, rulebook(first, second), years=2)).total == 9_000_00


@pytest.mark.parametrize("third", ["province.x.a", "province.x.z"])
def test_an_unpublished_pair_stands_open_whatever_else_may_be_claimed_that_year(third: str) -> None:
    held = granted(HELD, {2026: 5_000, 2028: 5_000}, 3)
    rules = rulebook(
        held,
        *(yearly(name, {2027: 4_000 if name == OTHER else 100}) for name in sorted((OTHER, third))),
        relations=[relation(HELD, RelationType.UNKNOWN, OTHER)],
    )
    found = award(ask(farm(), rules, years=3))
    assert (found.total, found.high) == (10_100_00, 14_100_00)


def test_an_unpublished_pair_of_grants_stands_open_whatever_else_is_held() -> None:
    """As above: the pair that is unpublished is not the last that is looked at."""
    two = [granted(name, {2026: rate}, 2) for name, rate in ((HELD, 5_000), (OTHER, 4_000))]
    more = [granted(f"province.x.{name}", {2026: 10}, 2) for name in ("a", "z")]
    row = replace(relation(HELD, RelationType.UNKNOWN, OTHER), validity=Period(date(2027, 1, 1), None))
    found = award(ask(farm(), rulebook(*two, *more, relations=[row]), years=2))
    assert (found.total, found.high) == (5_020_00, 9_020_00)


@pytest.mark.parametrize(
    ("level", "place", "total"),
    [(Level.FARM, "P2", 5_000), (Level.PARCEL, "P1", 5_000), (Level.PARCEL, "P2", 9_000)],
)
def test_what_nobody_published_of_a_contract_that_pays_nothing_and_land_elsewhere_fills_the_high_total(
    level: Level, place: str, total: int
) -> None:
    held = contract(HELD, {2026: 5_000}, 2, "m1")
    rows = [relation(HELD, RelationType.UNKNOWN, OTHER, level=level)]
    rules = rulebook(held, yearly(OTHER, {2027: 4_000}, "m2"), relations=rows)
    land = {"P1": [measure("m1", 1, part="x")], "P2": []}
    land[place].append(measure("m2", 1, part="y"))
    found = award(ask(farm(*(parcel(name, 2, *laid) for name, laid in land.items())), rules, years=2))
    assert (found.total, found.high) == (100 * total, 9_000_00)


@pytest.mark.parametrize("area", ["9.4772", "0.0001"])
def test_land_of_any_size_is_not_paid_for_beside_a_grant_that_pays_nothing_that_year(area: str) -> None:
    held = granted(HELD, {2026: 50_000, 2028: 50_000}, 3)
    rules = rulebook(held, yearly(OTHER, {2027: 4_000}, "m1"), relations=[APART])
    land = farm(parcel("P1", area, "m1"), parcel("P2", "0.0001", "m1"))
    found = award(ask(land, rules, years=3))
    assert paid(found) == [(2026, ".held", 50_000), (2028, ".held", 50_000)]
    assert found.certificate.gap == 0


@pytest.mark.parametrize(("rate", "total"), [(5_000, 10_000), (200, 800)])
def test_an_activity_is_barred_beside_a_grant_that_pays_nothing_that_year(rate: int, total: int) -> None:
    """It pays no money itself: without it the class of 2027 is not reached, which brings EUR 600."""
    activity = payment(
        "gras", measures=["m1"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": 4}, "value": 91}
    )
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={"entry": {"1.klimaat": 1}, "threshold": {"brons": 60}, "rate": {"brons": 60}},
    )  # fmt: skip
    eco = scheme("national.rvo.eco", activity, premium, validity=Period(date(2027, 1, 1), date(2028, 1, 1)))
    held = granted(HELD, {2026: rate, 2028: rate}, 3)
    rules = rulebook(held, eco, relations=[relation(HELD, RelationType.EXCLUSIVE, "national.rvo.eco#gras")])
    found = award(ask(farm(parcel("P1", 10, "m1")), rules, years=3))
    assert found.total == 100 * total


def beside_a_contract(other: Scheme, level: Level = Level.FARM) -> Award:
    """A contract over 2026 to 2028 on P1, for which no amount of 2027 is known, beside what P2 and the farm may be paid."""
    held = contract(HELD, {2026: 5_000, 2028: 5_000}, 3, "m1")
    rules = rulebook(held, other, relations=[replace(APART, level=level)])
    return award(ask(farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2")), rules, years=3))


def test_a_contract_that_runs_and_pays_nothing_keeps_out_a_payment_for_the_farm() -> None:
    found = beside_a_contract(yearly(OTHER, {2027: 4_000}), Level.UNIT)
    assert paid(found) == [(2026, ".held", 5_000), (2028, ".held", 5_000)]
    (lost,) = found.not_chosen
    assert (lost.because, lost.lost_to, lost.relation) == ("relation", f"{HELD}#p", RelationType.EXCLUSIVE)
    assert lost.difference == -1_000_00
    dearer = beside_a_contract(yearly(OTHER, {2027: 6_000}), Level.UNIT)
    assert paid(dearer) == [(2027, "other", 6_000), (2028, ".held", 5_000)]
    assert (dearer.certificate.status, dearer.certificate.gap) == ("optimal", 0)


def test_a_contract_that_runs_and_pays_nothing_keeps_out_what_lies_elsewhere_as_far_as_the_relation_reaches() -> (
    None
):
    elsewhere = yearly(OTHER, {2027: 4_000}, "m2")
    assert beside_a_contract(elsewhere).total == 10_000_00
    assert beside_a_contract(elsewhere).not_chosen[0].lost_to == f"{HELD}#p"
    for level in (Level.UNIT, Level.PARCEL):
        assert beside_a_contract(elsewhere, level).total == 14_000_00
    dearer = beside_a_contract(yearly(OTHER, {2027: 6_000}, "m2"))
    assert paid(dearer) == [(2027, "other", 6_000), (2028, ".held", 5_000)]


def test_contracts_on_two_parcels_are_not_both_held_though_neither_pays_in_the_year() -> None:
    one, other = contract(HELD, {2026: 5_000}, 3, "m1"), contract(OTHER, {2026: 4_000}, 3, "m2")
    apart = replace(APART, level=Level.FARM, validity=Period(date(2027, 1, 1), date(2029, 1, 1)))
    fields = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))
    assert award(ask(fields, rulebook(one, other), years=3)).total == 9_000_00
    assert paid(award(ask(fields, rulebook(one, other, relations=[apart]), years=3))) == [
        (2026, ".held", 5_000)
    ]


def test_a_contract_that_was_extended_keeps_out_what_it_excludes_in_the_extension_too() -> None:
    made = payment("p", figures={"rate": 1}, term_years=2, measures=["m1"], extension=Extension(2, times=1))
    held = scheme(HELD, replace(made, figures={"rate": pays_in(dict.fromkeys(range(2026, 2029), 5_000))}))

    def totalled(other: int) -> int:
        rules = rulebook(held, yearly(OTHER, {2029: other}), relations=[APART])
        return award(ask(farm(parcel("P1", 1, "m1")), rules, years=4)).total

    # What begins or is extended in 2028 runs in 2029, so that either it or the other is paid.
    assert (totalled(4_000), totalled(6_000)) == (15_000_00, 16_000_00)
