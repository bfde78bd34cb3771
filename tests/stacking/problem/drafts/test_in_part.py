"""A cap on quantities cuts what is paid to the farm, to what it leaves; what the payment excludes it excludes whole."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule, Scheme
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
    pays,
    relation,
    rulebook,
    scheme,
)

CAP = limit("dieren", LimitKind.QUANTITY_CAP, figures={"cap": 100}, payments=("@rare",))


def animals(id: str, rate: int) -> Scheme:
    paid = payment(
        id, figures={"rate": rate}, quantity=f"indicators.{id}", unit=Unit.LIVESTOCK_UNIT, groups=("rare",)
    )
    return scheme(f"national.x.{id}", paid)


def asked(numbers: dict[str, str], rates: dict[str, int], *more: object, years: int = 1) -> Award:
    rows = [x for x in more if not isinstance(x, Scheme)]
    schemes = (
        *(animals(id, rate) for id, rate in rates.items()),
        *(x for x in more if isinstance(x, Scheme)),
    )
    rules = rulebook(*schemes, relations=rows, limits=[CAP])  # type: ignore[arg-type]
    held = farm(parcel("P1", 2, "rand"), facts={f"indicators.{k}": Decimal(v) for k, v in numbers.items()})
    return award(ask(held, rules, years=years))


def paid(found: Award) -> list[tuple[str, str, int]]:
    return [(x.claim.payment, str(x.quantity), x.amount) for x in found.years[0].lines]


@pytest.mark.parametrize("years", [1, 3])
def test_a_herd_larger_than_is_paid_for_is_paid_for_the_most_that_is(years: int) -> None:
    found = asked({"a": "104.1"}, {"a": 200}, years=years)
    assert (found.total, found.certificate.status) == (years * 20_000_00, "optimal")
    assert paid(found) == [("a", "100", 20_000_00)]
    assert [(x.because, x.lost_to, x.difference) for x in found.not_chosen] == [("limit", "dieren", None)]
    assert [(x.limit, x.used, x.ceiling) for x in found.limits] == [("dieren", 20_000_00, 20_000_00)] * years


@pytest.mark.parametrize(("rates", "best"), [((200, 200), 20_000_00), ((100, 300), 30_000_00 - 580_00)])
def test_two_herds_fill_what_is_paid_for_together(rates: tuple[int, int], best: int) -> None:
    found = asked({"a": "91.6", "b": "97.1"}, {"a": rates[0], "b": rates[1]})
    assert (found.total, found.certificate.gap) == (best, 0)
    assert sum(x.quantity for x in found.years[0].lines) == 100


@pytest.mark.parametrize(("rate", "best"), [(9_000, 20_000_00), (11_000, 22_000_00)])
def test_what_is_paid_in_part_excludes_as_a_whole(rate: int, best: int) -> None:
    """No animal is left out for a part of the land."""
    row = relation("national.x.a", RelationType.EXCLUSIVE, "province.x.rand")
    found = asked({"a": "104.1"}, {"a": 200}, pays("rand", "rand", rate), row)
    assert (found.total, len(found.years[0].lines)) == (best, 1)


def test_a_herd_that_something_else_excludes_is_not_told_to_pass_the_most_that_is_paid_for() -> None:
    row = relation("national.x.a", RelationType.EXCLUSIVE, "province.x.rand")
    found = asked({"a": "104.1"}, {"a": 200}, pays("rand", "rand", 11_000), row)
    assert [(x.because, x.lost_to) for x in found.not_chosen] == [("relation", "province.x.rand#p")]


def grant(cap: int, basis: str, *, term: int | None = None, rate: int = 100) -> Award:
    """Two years of a farm of ten hectares, of which so many are paid for, under a ceiling over years of EUR 800."""
    paid = payment(
        "p", figures={"rate": rate}, quantity="parcel_ha", unit=Unit.HECTARE, term_years=term,
        grant=GrantRule("annual" if term is None else "multi_year", (7, 1)),
    )  # fmt: skip
    most = limit("meest", LimitKind.QUANTITY_CAP, figures={"cap": cap}, payments=("province.x.a",))
    rules = rulebook(scheme("province.x.a", paid, legal_basis=basis), limits=[most, de_minimis(800)])
    return award(ask(farm(parcel("P1", 10)), rules, years=2))


@pytest.mark.parametrize(("cap", "total"), [(20, 0), (9, 0), (8, 800_00), (5, 500_00)])
def test_a_grant_is_not_paid_in_part_so_that_it_fits_under_a_ceiling_over_years(cap: int, total: int) -> None:
    found = grant(cap, "de_minimis_agri_1408_2013")
    assert (found.total, found.certificate.status) == (total, "optimal")


@pytest.mark.parametrize("cap", [4, 10])
def test_a_grant_for_several_years_is_paid_for_the_most_that_is(cap: int) -> None:
    found = grant(cap, "private", term=2)
    assert [year.total for year in found.years] == [cap * 100_00] * 2
    assert found.certificate.status == "optimal"


@pytest.mark.parametrize(("cap", "total"), [(4, 2 * 400_00), (5, 0)])
def test_a_grant_for_several_years_counts_with_all_years_of_what_is_paid_for(cap: int, total: int) -> None:
    """Two years of EUR 400 are worth EUR 765.39 on the day on which they are granted, of EUR 500 more than 800."""
    assert grant(cap, "de_minimis_agri_1408_2013", term=2).total == total


def test_a_grant_for_several_years_of_which_nothing_is_paid_in_its_first_is_paid_in_its_second() -> None:
    """Another grant fills the cap in the first year; both were given then."""
    paid = {
        id: payment(
            "p", figures={"rate": Series((figure(first, period=Period.year(2026)), figure(rate, period=Period.year(2027))))},
            quantity="parcel_ha", unit=Unit.HECTARE, term_years=2, grant=GrantRule("multi_year", (7, 1)),
        )
        for id, first, rate in (("a", 3, 2), ("b", 1, 100))
    }  # fmt: skip
    wide = {2026: "5", 2027: "20"}
    cap = Series(tuple(figure(much, period=Period.year(year)) for year, much in wide.items()))
    most = limit(
        "meest", LimitKind.QUANTITY_CAP, figures={"cap": cap}, payments=("province.x.a", "province.x.b")
    )
    rules = rulebook(*(scheme(f"province.x.{id}", each) for id, each in paid.items()), limits=[most])
    found = award(ask(farm(parcel("P1", 10)), rules, years=2))
    assert [year.total for year in found.years] == [15_00, 1_020_00]
    assert {x.since for year in found.years for x in year.lines} == {2026}


def test_what_takes_nothing_from_a_whole_may_be_paid_beside_a_part() -> None:
    """Of 10 hectares at EUR 100 four are paid for; less the EUR 500 of the other EUR 500 is left of all, and 200 of four."""
    less = scheme(
        "province.x.a", payment("p", figures={"rate": 100}, quantity="parcel_ha", unit=Unit.HECTARE)
    )
    other = scheme(
        "province.x.b", payment("p", figures={"rate": 500}), legal_basis="de_minimis_agri_1408_2013"
    )
    row = relation(less.id, RelationType.NET_OF, other.id)
    most = limit("meest", LimitKind.QUANTITY_CAP, figures={"cap": 4}, payments=(less.id,))
    rules = rulebook(less, other, relations=[row], limits=[most, de_minimis(800)])
    found = award(ask(farm(parcel("P1", 10)), rules))
    assert (found.total, found.certificate.status) == (700_00, "optimal")
