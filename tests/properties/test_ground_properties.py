"""Relations of every type on the same ground, in money, against every set tried by itself.

The oracle takes every set of payments, says whether it is lawful and what it pays, and adds up the best set of each piece.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel
from tests.properties.ground import NAMES, Case, book, drawn, for_the_farm, in_units, lawful, paid
from tests.samples import cases


def best(case: Case, *, high: bool) -> Fraction:
    total = Fraction(0)
    for size, offered in case.pieces:
        names = [n for n in offered if case.rates[n]]  # a tariff of nothing is no payment
        sets = [s for k in range(len(names) + 1) for s in combinations(names, k) if lawful(case, s, high)]
        total += size * max(sum(paid(case, s).values(), Fraction(0)) for s in sets)
    return total


def check(seed: int) -> None:
    case = drawn(seed)
    hold(seed, case, book(case))


def check_units(seed: int) -> None:
    case = drawn(seed)
    case = replace(case, rates={n: rate // 25 * 25 for n, rate in case.rates.items()})
    hold(seed, case, in_units(case, seed))


def check_farm(seed: int) -> None:
    case = drawn(seed)
    case = replace(case, pieces=((1, case.pieces[0][1]),))
    found = award(ask(farm(parcel("P", 8)), for_the_farm(case, seed, 8)))
    assert abs(found.total - best(case, high=False)) <= len(NAMES), (seed, case)
    assert abs(found.high - best(case, high=True)) <= len(NAMES), (seed, case)


def hold(seed: int, case: Case, rules: Rulebook) -> None:
    land = [
        parcel(f"P{i}", size, *(measure(f"m{n}", size, width_m=Decimal(4)) for n in names))
        for i, (size, names) in enumerate(case.pieces)
    ]
    found = award(ask(farm(*land), rules))
    lines = len(found.years[0].lines)
    assert abs(found.total - best(case, high=False)) <= lines, (seed, case)
    assert abs(found.high - best(case, high=True)) <= 3 * len(NAMES), (seed, case)
    assert found.certificate.gap == 0, seed


@pytest.mark.parametrize("start", range(0, 120, 60))
def test_relations_of_every_type_on_the_same_ground_pay_the_best_lawful_set(start: int) -> None:
    for seed in range(start, start + 60):
        check(seed)


@pytest.mark.parametrize("seed", [12_973, 13_043])
def test_what_requires_a_payment_whose_tariff_is_nothing_has_no_base(seed: int) -> None:
    check(seed)


def test_what_is_paid_by_other_units_on_the_same_ground_is_held_against_each_other_by_what_it_comes_to() -> (
    None
):
    for seed in range(20, cases(31, 2_000)):
        check_units(seed)


def test_payments_for_the_farm_are_held_against_each_other_by_what_they_come_to() -> None:
    for seed in range(cases(20, 2_000)):
        check_farm(seed)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 5_000, 200))
def test_thousands_of_farms_with_relations_of_every_type_on_the_same_ground(start: int) -> None:
    for seed in range(start, start + 200):
        check(seed)
