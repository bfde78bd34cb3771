"""What would go on after its legal basis ended stands beside nothing that the total holds in that year and that excludes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.award import Award
from calculator.domain.period import Period
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import Level, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import ask, farm, figure, measure, parcel, payment, relation, rulebook, scheme
from tests.stacking.columns.test_explained import same
from tests.stacking.problem.test_beside import APART, HELD, OTHER, granted, pays_in, yearly
from tests.stacking.test_awarding import eco

YEARS = range(2026, 2029)
EVERY = dict.fromkeys(YEARS, 100)
LAND = farm(parcel("P1", 1, "m1"))


def ended(name: str, euros: int, *measures: str, last: int = YEARS[-1]) -> Scheme:
    """A payment of which the legal basis ends with 2027."""
    years = range(YEARS[0], last + 1)
    return replace(yearly(name, dict.fromkeys(years, euros), *measures), legal_basis="cap_eco_scheme_art31")


def contract(name: str, rates: dict[int, int]) -> Scheme:
    return scheme(name, payment("p", figures={"rate": pays_in(rates)}, measures=("m1",), term_years=3))


def told(held: Scheme, other: Scheme, *rows: Relation) -> Award:
    """The award, after columns were found to tell the same."""
    rules = rulebook(held, other, relations=rows)
    same(rules, encode([LAND], Vocabulary()), date(2026, 7, 1), len(YEARS))
    return award(ask(LAND, rules, years=len(YEARS)))


@pytest.mark.parametrize(
    ("held", "other"),
    [
        (yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m1")),
        (contract(HELD, EVERY), ended(OTHER, 90, "m1")),
        (granted(HELD, EVERY, 3), ended(OTHER, 90)),
        (granted(HELD, EVERY, 3), ended(OTHER, 90, "m1")),
        (granted(HELD, {2027: 100}, 3), ended(OTHER, 90)),
    ],
    ids=["year by year", "a contract", "a grant", "a grant, on land", "a grant that pays nothing that year"],
)
def test_what_is_held_that_year_keeps_out_what_would_be_continued(held: Scheme, other: Scheme) -> None:
    assert told(held, other, APART).continuation == 0
    assert told(held, other).continuation == 90_00


@pytest.mark.parametrize(("share", "continued"), [(None, 0), (Decimal("0.4"), 36_00)])
@pytest.mark.parametrize(
    "held",
    [yearly(HELD, EVERY, "m1"), contract(HELD, EVERY), yearly(HELD, EVERY)],
    ids=["year by year", "a contract", "for the farm"],
)
def test_of_what_would_be_continued_what_is_held_that_year_takes_its_share(
    held: Scheme, share: Decimal | None, continued: int
) -> None:
    type = RelationType.ZERO if share is None else RelationType.REDUCED
    row = relation(OTHER, type, HELD, parameter=share)
    found = told(held, ended(OTHER, 90, "m1"), row)
    assert found.continuation == continued
    sums = [line.formula or line.claim.formula for year in found.years for line in year.continuation]
    assert sums == (["1 ha x EUR 36"] if continued else [])
    # Together in the total it is the same; and what ended takes nothing of what goes on.
    assert found.total == 3 * 100_00 + 2 * continued
    assert told(held, ended(OTHER, 90, "m1"), replace(row, a=HELD, b=OTHER)).continuation == 90_00


@pytest.mark.parametrize(
    ("level", "continued"), [(Level.UNIT, 270_00), (Level.PARCEL, 180_00), (Level.FARM, 0)]
)
def test_a_share_is_taken_as_far_as_the_relation_reaches(level: Level, continued: int) -> None:
    halves = measure("m1", 1, part="west"), measure("m2", 1, part="east")
    land = farm(parcel("P1", 2, *halves), parcel("P2", 2, "m2"))
    row = relation(OTHER, RelationType.ZERO, HELD, level=level)
    rules = rulebook(yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m2"), relations=[row])
    assert award(ask(land, rules, years=len(YEARS))).continuation == continued


def test_a_class_that_would_be_continued_counts_no_value_that_what_goes_on_takes() -> None:
    """From 2028 on the landscape payment lies on the ground of the activity: the class of 2026 and 2027 is not continued."""
    eco_ends = replace(eco(("gras", "gras", 5, 105)), legal_basis="cap_eco_scheme_art31")
    held = yearly(HELD, {2028: 10}, "gras")
    value = replace(relation("national.rvo.eco#gras", RelationType.ZERO, HELD), quantity=Quantity.VALUE)
    land = farm(parcel("P1", 20, "gras"))
    found = [
        award(ask(land, rulebook(eco_ends, held, relations=rows), years=len(YEARS))) for rows in ([value], [])
    ]
    assert [a.total for a in found] == [2 * 20 * 100_00 + 200_00] * 2
    assert [a.continuation for a in found] == [0, 20 * 100_00]


def test_what_only_ended_is_continued() -> None:
    held = yearly(HELD, {2026: 100, 2027: 100}, "m1")
    assert told(held, ended(OTHER, 90, "m1"), APART).continuation == 90_00


@pytest.mark.parametrize(
    ("level", "continued"),
    [(None, 270_00), (Level.UNIT, 270_00), (Level.PARCEL, 180_00), (Level.FARM, 0), (Level.CONTRACT, 0)],
)
def test_it_is_kept_out_as_far_as_the_relation_reaches(level: Level | None, continued: int) -> None:
    """What is held lies on the west of the first parcel, what would go on on its east and on the second."""
    halves = measure("m1", 1, part="west"), measure("m2", 1, part="east")
    land = farm(parcel("P1", 2, *halves), parcel("P2", 2, "m2"))
    apart = [replace(APART, level=level)] if level else []
    rules = rulebook(yearly(HELD, EVERY, "m1"), ended(OTHER, 90, "m2"), relations=apart)
    assert award(ask(land, rules, years=len(YEARS))).continuation == continued


@pytest.mark.parametrize("rates", [{2026: 200}, {2026: 150, 2027: 100}])
@pytest.mark.parametrize(("term", "continued"), [(2, 90_00), (3, 0)])
def test_a_contract_keeps_out_until_its_term_ends_though_it_pays_nothing_any_more(
    rates: dict[int, int], term: int, continued: int
) -> None:
    held = scheme(HELD, payment("p", figures={"rate": pays_in(rates)}, measures=("m1",), term_years=term))
    rules = rulebook(held, ended(OTHER, 90, "m1"), relations=[APART])
    found = award(ask(LAND, rules, years=len(YEARS)))
    assert (found.total, found.continuation) == (sum(rates.values()) * 100, continued)


def test_a_grant_to_the_farm_keeps_out_what_lies_on_land() -> None:
    rules = rulebook(granted(HELD, EVERY, 3), ended(OTHER, 90, "m1"), relations=[APART])
    assert award(ask(LAND, rules, years=len(YEARS))).continuation == 0
    rules = rulebook(yearly(HELD, EVERY, "m1"), ended(OTHER, 90), relations=[APART])
    assert award(ask(LAND, rules, years=len(YEARS))).continuation == 0


@pytest.mark.parametrize(("term", "continued"), [(1, 180_00), (2, 180_00), (3, 90_00), (4, 0)])
def test_a_contract_whose_years_read_alike_keeps_out_until_a_term_from_the_first_ends(
    term: int, continued: int
) -> None:
    """They are solved once, so that nothing says when it began."""
    two_years = Series((figure(100, period=Period(date(2026, 1, 1), date(2028, 1, 1))),))
    held = scheme(HELD, payment("p", figures={"rate": two_years}, measures=("m1",), term_years=term))
    other = scheme(
        OTHER, payment("p", figures={"rate": 90}, measures=("m1",)), legal_basis="cap_eco_scheme_art31"
    )
    found = award(ask(LAND, rulebook(held, other, relations=[APART]), years=4))
    assert (found.total, found.continuation) == (200_00, continued)


@pytest.mark.parametrize("level", [Level.PARCEL, Level.FARM])
@pytest.mark.parametrize(
    ("rates", "term", "continued"),
    [({2027: 300}, 2, 90_00), ({2027: 300}, 3, 0), ({2026: 300}, 3, 90_00), ({2029: 300}, 3, 90_00)],
)
def test_a_contract_keeps_out_what_lies_beside_it_until_its_term_ends(
    level: Level, rates: dict[int, int], term: int, continued: int
) -> None:
    """It can be claimed in one year alone, so that nothing is chosen of when it begins."""
    halves = measure("m1", 1, part="west"), measure("m2", 1, part="east")
    held = scheme(HELD, payment("p", figures={"rate": pays_in(rates)}, measures=("m1",), term_years=term))
    rules = rulebook(held, ended(OTHER, 90, "m2", last=2029), relations=[replace(APART, level=level)])
    assert award(ask(farm(parcel("P1", 2, *halves)), rules, years=4)).continuation == continued


def test_a_contract_that_begins_later_keeps_nothing_out_before() -> None:
    held = scheme(HELD, payment("p", figures={"rate": pays_in({2029: 100})}, measures=("m1",), term_years=3))
    found = award(ask(LAND, rulebook(held, ended(OTHER, 90, "m1", last=2029), relations=[APART]), years=4))
    assert [y.total for y in found.years] == [90_00, 90_00, 0, 100_00]
    assert found.continuation == 90_00


def test_of_several_that_exclude_it_one_that_lies_near_is_enough() -> None:
    third = "province.x.third"
    apart = [APART, replace(APART, id="third", a=third)]
    held = yearly(HELD, EVERY, "m1"), yearly(third, EVERY, "m2"), ended(OTHER, 90, "m1")
    land = farm(parcel("P1", 1, "m1"), parcel("P2", 1, "m2"))
    assert award(ask(land, rulebook(*held, relations=apart), years=len(YEARS))).continuation == 0
