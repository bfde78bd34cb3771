"""What an award pays keeps every ceiling over years, added up from its own lines: nothing of the engine's own counting is used.

Grants on land and to the farm, yearly or for several years at once, at tariffs that rise and fall, under relations that hold in
some years. What a grant pays in each year of its term, discounted to the day on which it is given, stands in windows of years.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.award import Line
from calculator.domain.lasting import Extension
from calculator.domain.period import Period, years_before
from calculator.domain.relation import Relation, RelationType
from calculator.domain.scheme import GrantRule, Scheme
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, figure, parcel, payment, relation, rulebook, scheme

FIRST = 2026
AID = "de_minimis_agri_1408_2013"
TYPES = (
    RelationType.EXCLUSIVE, RelationType.REDUCED, RelationType.NET_OF, RelationType.ZERO, RelationType.HIGHEST,
    RelationType.SUM_CAPPED,
)  # fmt: skip


def granted(dice: random.Random, name: str, years: int) -> Scheme:
    land, term = dice.random() < 0.6, dice.choice((None, 2, 3, 4))
    low, high = (100, 900) if land else (2_000, 20_000)
    figures = [
        figure(dice.randint(low, high), period=Period.year(FIRST + n))
        for n in range(years + dice.choice((0, 0, 2)))
    ]
    more = Extension(dice.choice((1, 2)), dice.choice((None, 1))) if term and dice.random() < 0.4 else None
    made = payment(
        "p",
        measures=["m" + name] if land else [],
        figures={"rate": 1},
        term_years=term,
        grant=GrantRule("multi_year" if term else "annual", (7, 1)),
        extension=more,
    )
    basis = AID if dice.random() < 0.8 else "other"
    return scheme(
        f"province.x.{name}", replace(made, figures={"rate": Series(tuple(figures))}), legal_basis=basis
    )


def joined(dice: random.Random, one: str, other: str) -> Relation:
    type_ = dice.choice(TYPES)
    parameter = Decimal("0.5") if type_ is RelationType.REDUCED else None
    if type_ is RelationType.SUM_CAPPED:
        parameter = Decimal(dice.randint(100, 900))
    a, b = dice.choice(((one, other), (other, one)))
    start, end = date(dice.choice((2000, 2026, 2027)), 1, 1), dice.choice((None, date(2028, 1, 1)))
    return relation(
        f"province.x.{a}", type_, f"province.x.{b}", parameter=parameter, validity=Period(start, end)
    )


def given_in(line: Line) -> int:
    """The year in which what a line pays was given."""
    if line.claim.at_once_years is None:
        return line.claim.year
    return line.extended or line.since or FIRST


def check(seed: int) -> None:
    dice = random.Random(seed)
    years, names = dice.choice((1, 2, 3, 4)), "abcd"[: dice.randint(2, 4)]
    schemes = [granted(dice, name, years) for name in names]
    pairs = [(one, other) for n, one in enumerate(names) for other in names[:n]]
    rows = [joined(dice, *pair) for pair in pairs if dice.random() < 0.6]
    room, received = dice.choice((5_000, 15_000, 30_000, 50_000)), dice.randint(1, 4_000)
    land = parcel("P1", dice.randint(1, 30), *("m" + name for name in names))
    rules = rulebook(*schemes, relations=rows, limits=[de_minimis(room)])
    found = award(ask(farm(land, aid=[("2025-03-01", received)]), rules, years=years))
    given = defaultdict[date, Fraction](Fraction, {date(2025, 3, 1): Fraction(100 * received)})
    for line in (line for year in found.years for line in year.lines if line.claim.legal_basis == AID):
        begun = given_in(line)
        later = 0 if line.claim.at_once_years is None else line.claim.year - begun + 1
        given[date(begun, 7, 1)] += Fraction(line.amount) / Fraction(103, 100) ** later
    for day in given:
        held = sum(cents for when, cents in given.items() if years_before(day, 3) <= when <= day)
        assert held <= 100 * room, (seed, day, float(held), room, rows)
    lines = sum(len(year.lines) for year in found.years)
    for use in found.limits:
        day = date(use.year, 7, 1)
        held = sum(cents for when, cents in given.items() if years_before(day, 3) <= when <= day)
        assert use.used + lines >= held, (seed, use.year, use.used, float(held))


@pytest.mark.parametrize("seed", [0, 12, 25, 61, 63, 7_700_007, 7_700_098])
def test_what_is_paid_keeps_every_ceiling_over_years(seed: int) -> None:
    check(seed)


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 50))
def test_what_thousands_of_farms_are_paid_keeps_every_ceiling_over_years(start: int) -> None:
    for seed in range(start, start + 50):
        check(seed)
