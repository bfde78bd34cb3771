"""Parcels under the rule of whole parcels (2023 to 2025) on which contracts may begin in any year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import Contract, ContractLine, Parcel
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, farm, figure, measure, parcel, pays, relation
from tests.stacking.test_awarding import overlap

REST = parcel("P2", 1, "rest")


def rules(*rates: object, term: int = 6, first: int = 2025) -> Rulebook:
    """The package is a contract over years at so many euros a year; until 2026 it takes value on its whole parcel, then on its
    own ground. Three hectares of herbs are worth 600, one of the rest 104: silver asks 400 of four hectares.
    """
    book = overlap(Level.PARCEL)
    (row,) = book.relations
    until = replace(row, validity=Period(date(2023, 1, 1), date(2026, 1, 1)))
    since = replace(row, id="since", level=Level.UNIT, validity=Period(date(2026, 1, 1), None))
    (taking,) = [s for s in book.schemes if s.id == "province.x.anlb"]
    figures = tuple(
        figure(rate, period=Period(date(first + n, 1, 1), date(first + 1 + n, 1, 1)))
        for n, rate in enumerate(rates)
    )
    paid = replace(taking.payments[0], figures={"rate": Series(figures)}, term_years=term)
    others = [s for s in book.schemes if s is not taking]
    return replace(book, schemes=(*others, replace(taking, payments=(paid,))), relations=(until, since))


def herbs(much: object) -> Parcel:
    """Three hectares of herbs of which the package is done on so many."""
    return parcel("P1", 3, measure("kruiden", 3), measure("kruiden-beheer", much))


def years(found: Award) -> list[int]:
    assert (found.certificate.status, found.certificate.gap) == ("optimal", 0)
    return [y.total for y in found.years]


def test_a_contract_begins_in_the_year_in_which_it_takes_only_its_own_ground() -> None:
    found = award(ask(farm(herbs("1.2"), REST), rules(40, 40), "2025-07-01", years=2))
    assert years(found) == [400_00, 448_00]
    assert [x.since for x in found.years[1].lines if x.claim.scheme == "province.x.anlb"] == [2026]
    assert not any("counts as on in all years" in a.en for a in found.assumptions)


def test_beside_the_activity_it_begins_when_it_takes_nothing_any_more() -> None:
    land = parcel("P1", 3, measure("kruiden", 2, part="a"), measure("kruiden-beheer", 1, part="b"))
    assert years(award(ask(farm(land, REST), rules(40, 40), "2025-07-01", years=2))) == [400_00, 440_00]


def test_an_activity_is_told_that_a_package_elsewhere_on_its_parcel_takes_its_value_until_2026() -> None:
    land = parcel("P1", 3, measure("kruiden", 2, part="a"), measure("kruiden-beheer", 1, part="b"))
    found = award(ask(farm(land, REST), rules(900, 900), "2025-07-01", years=2))
    told = [(use.claim.year, use.value_counts) for use in found.activities if use.claim.payment == "kruiden"]
    assert told == [(2025, False), (2026, True)]


def test_several_packages_that_each_take_the_value_of_their_parcel_wait_until_they_do_not() -> None:
    """With the value of the herbs silver pays 400 in 2025, without there is no class: the packages pay 150 together."""
    book = rules(90, 90)
    more = [pays(name, f"{name}-beheer", 30, legal_basis="cap_aecc_art70") for name in ("b", "c")]
    rows = [replace(row, id=f"{row.id}-{s.id}", b=s.id) for row in book.relations for s in more]
    laid = [measure("kruiden", 3), *(measure(f"{name}-beheer", 1) for name in ("kruiden", "b", "c"))]
    book = replace(book, schemes=(*book.schemes, *more), relations=(*book.relations, *rows))
    found = award(ask(farm(parcel("P1", 3, *laid), REST), book, "2025-07-01", years=2))
    assert years(found) == [400_00, 550_00]


def test_what_pays_more_than_the_class_begins_at_once() -> None:
    found = award(ask(farm(herbs(1), REST), rules(900, 40), "2025-07-01", years=2))
    assert years(found) == [900_00, 440_00]
    assert found.classes[0].value_per_ha == Decimal(26)


def test_it_begins_on_as_much_of_its_ground_as_leaves_the_class() -> None:
    """Silver asks 296 of the herbs: 1.48 hectares stay without the package."""
    found = award(ask(farm(herbs(3), REST), rules(40, 40), "2025-07-01", years=2))
    assert years(found) == [400_00, 400_00 + 60_80]


def test_a_contract_that_runs_takes_the_value_until_it_ends() -> None:
    line = ContractLine("p", "P1", Decimal("1.2"), Decimal(50))
    held = Contract("province.x.anlb", date(2020, 1, 1), date(2025, 12, 31), (line,))
    found = award(ask(farm(herbs("1.2"), REST, contracts=(held,)), rules(40, 40), "2025-07-01", years=2))
    assert years(found) == [60_00, 448_00]
    assert found.classes[0].value_per_ha == Decimal(26)


@pytest.mark.parametrize("seed", range(6))
def test_of_all_years_in_which_contracts_may_begin_the_best_are_chosen(seed: int) -> None:
    """Two parcels whose packages each take value in 2024 and 2025; each begins in some year, or never."""
    dice = Random(seed)
    rates = [dice.choice((1, 30, 90, 400, 900)) for _ in range(3)]
    land = [parcel(f"P{n}", 3, measure("kruiden", 3), measure("kruiden-beheer", 3)) for n in (3, 4)]
    other = parcel("P2", dice.randint(1, 4), "rest")
    found = award(ask(farm(*land, other), rules(*rates, first=2024), "2024-07-01", years=3))
    assert sum(years(found)) >= max(_paid(rates, begin, other) for begin in product(range(4), repeat=2))


def _paid(rates: list[int], begins: tuple[int, ...], other: Parcel) -> int:
    """Cents where both packages lie on all of their parcels from a year on."""
    total, area = 0, 6 + other.area_ha
    for year, rate in enumerate(rates):
        on = sum(first <= year for first in begins)
        value = (600 * (2 - on) + 104 * other.area_ha) / area
        premium = 200 if value >= 200 else 100 if value >= 100 else 60 if value >= 60 else 0
        total += int(on * 3 * rate * 100 + premium * area * 100)
    return total


def apart(*names: str, level: Level = Level.PARCEL) -> Rulebook:
    """The package is paid year by year, and excludes these activities on its ground."""
    book = overlap(level)
    rows = [
        relation(f"national.rvo.eco#{name}", RelationType.EXCLUSIVE, "province.x.anlb", id=name)
        for name in names
    ]
    return replace(book, relations=(*book.relations, *rows))


def test_in_one_year_what_takes_the_value_may_lie_on_a_part_of_its_ground() -> None:
    """Silver asks 400, which the rest has on 3.8462 of four hectares: the package gets what is left, the herbs lose their 20."""
    land = parcel("P1", 4, measure("kruiden", "0.1"), measure("rest", 4), measure("kruiden-beheer", 4))
    found = award(ask(farm(land), apart("rest"), "2025-07-01"))
    assert years(found) == [400_00 + 6_15]


def test_a_plan_under_which_nothing_takes_the_value_says_what_the_activity_is_worth() -> None:
    """The package pays less than bronze: it is left, and the herbs keep their value."""
    land = parcel("P1", 1, measure("kruiden", 1), measure("kruiden-beheer", 1))
    found = award(ask(farm(land), apart("kruiden"), "2025-07-01"))
    assert (years(found), found.classes[0].value_per_ha) == ([200_00], Decimal(200))
