"""Small farms with relations between payments that lie apart, under a ceiling over years, against an independent model in CP-SAT.

Every year is the model of one year (``test_across_properties``); what is granted under the ceiling is added up over every window.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level
from calculator.stacking.awarding import Question, outcome
from tests.builders import ask, de_minimis, farm, parcel, payment, rulebook, scheme
from tests.properties import test_across_properties as across

AID, HA = "de_minimis_agri_1408_2013", 10_000
T = RelationType


@dataclass(frozen=True)
class Case:
    """Years; one year as ``test_across_properties`` has it; the month in which a payment under the ceiling is granted; what the
    ceiling leaves, and aid received before, in euros.
    """

    years: int
    one: across.Case
    granted: dict[str, int]
    room: int
    received: tuple[tuple[str, int], ...] = ()


def drawn(seed: int) -> Case:
    one, dice = across.drawn(seed), random.Random(seed + 1)
    years = dice.choice((2, 2, 3, 4, 5, 6))
    granted = {n: dice.randint(1, 12) for n in one.rates if dice.random() < 0.6}
    received = tuple(
        (f"{dice.randint(2023, 2026)}-{dice.randint(1, 12):02}-01", dice.randint(1, 9_000))
        for _ in range(dice.randint(0, 2))
    )
    return Case(years, one, granted, dice.randint(2_000, 50_000), received)


def book(case: Case) -> Rulebook:
    made = []
    for n, rate in case.one.rates.items():
        land = n in across.LAND
        measures = {"measures": [f"m{n}"]} if land else {}
        grant = {"grant": GrantRule("annual", (case.granted[n], 1))} if n in case.granted else {}
        paid = payment("p", figures={"rate": rate * (HA if land else 1)}, **measures, **grant)
        made.append(scheme(f"province.x.{n}", paid, legal_basis=AID if grant else "other"))
    apart = across.book(case.one).relations
    return rulebook(*made, relations=apart, limits=[de_minimis(case.room)])


def question(case: Case) -> Question:
    land = [
        parcel(f"P{i}", Decimal(size) / HA, *(f"m{n}" for n in names))
        for i, (size, names) in enumerate(case.one.parcels)
    ]
    return ask(farm(*land, aid=case.received), book(case), years=case.years)


def best(case: Case) -> tuple[float, float]:
    """What the independent model found, in cents, and what it knows cannot be exceeded."""
    model, given, goals = cp_model.CpModel(), list[tuple[date, object]](), list[object]()
    for year in range(2026, 2026 + case.years):
        money, lost = _of_year(model, case.one)
        goals.append(100 * sum(money.values()) - sum(lost))
        given += [(date(year, month, 1), money[n]) for n, month in case.granted.items()]
    held = [(date.fromisoformat(day), euros) for day, euros in case.received]
    first = min((day for day, _ in given), default=date.max)
    for day in {d for d, _ in given} | {d for d, _ in held if d > first}:
        start = day.replace(year=day.year - 3)
        before = sum(euros for d, euros in held if start <= d <= day)
        model.add(sum(paid for d, paid in given if start <= d <= day) <= max(0, case.room - before))
    model.maximize(sum(goals))
    return across._solved(model)


def _of_year(model: cp_model.CpModel, case: across.Case):  # type: ignore[no-untyped-def]
    """What every payment is paid in a year, in euros, and what relations take of it, in cents."""
    area: dict[tuple[str, int], object] = {}
    for p, (size, names) in enumerate(case.parcels):
        sets = [
            s
            for k in range(len(names) + 1)
            for s in combinations(names, k)
            if not any(x in s and y in s for x, y in case.ground)
        ]
        lies = [model.new_int_var(0, size, f"{p}{s}") for s in sets]
        model.add(sum(lies) == size)
        for n in across.LAND:
            area[n, p] = sum(x for x, s in zip(lies, sets, strict=True) if n in s)
    everywhere = tuple(range(len(case.parcels)))
    scopes = (everywhere, *((p,) for p in everywhere))
    made = {
        (n, s): across._party(model, case, n, [area[n, p] for p in s]) for n in across.LAND for s in scopes
    }
    for n in set(case.rates) - {*across.LAND}:
        claimed = model.new_bool_var(n)
        made |= {(n, s): (claimed, claimed * case.rates[n]) for s in scopes}
    lost = []
    for row in case.rows:
        on_parcel = row[3] is Level.PARCEL and {row[0], row[2]} <= {*across.LAND}
        lost += [
            across._loss(model, row, made[row[0], scope], made[row[2], scope], False)
            for scope in (scopes[1:] if on_parcel else scopes[:1])
        ]
    return {n: made[n, everywhere][1] for n in case.rates}, [x for x in lost if x is not None]


def hold(case: Case, seed: int = 0) -> bool:
    """Holds the answer to a case against the model; whether it is proven the best. If not it says so, and its bound holds."""
    found, proof = outcome(question(case))
    had, most = best(case)
    rounding = sum(found.years.times.get(x.claim.year, 1) for x in found.lines) + 2
    assert proof.objective <= most + rounding, (seed, case, proof, had, most)
    assert had - rounding <= proof.upper_bound, (seed, case, proof, had, most)
    if proof.status != "optimal":
        assert rounding < 2 * proof.gap <= proof.objective // 500, (seed, proof)
        return False
    assert had - rounding <= proof.objective, (seed, case, proof, had, most)
    assert 2 * proof.gap <= rounding, (seed, proof)
    return True


#: Four square metres; what one payment for the farm pays is taken from another, and so on two of the parcels. The award was
#: EUR 255 short: a better division was found in a part of the farm, and thrown away as what lay outside had to change with it.
FOUR_METRES = Case(
    3,
    across.Case(
        {"a": 288, "b": 402, "c": 270, "d": 353, "f": 4_045, "g": 3_681, "h": 6_119},
        ((1, ("a", "b")), (1, ("a", "c")), (2, ("b", "c", "d"))),
        (),
        (("f", T.NET_OF, "g", Level.FARM, 0), ("d", T.NET_OF, "b", Level.PARCEL, 0)),
    ),
    {"b": 10, "d": 12, "f": 7, "g": 7, "h": 7},
    5_107,
)
#: As much, EUR 399 short, under relations of three types.
THREE_PARCELS = Case(
    3,
    across.Case(
        {"a": 442, "b": 130, "c": 858, "d": 701, "f": 536, "g": 4_819, "h": 2_703},
        ((3, ("a", "b")), (11, ("a", "b")), (9, ("a", "c"))),
        (),
        (
            ("f", T.NET_OF, "h", Level.FARM, 0),
            ("g", T.ZERO, "d", Level.PARCEL, 0),
            ("b", T.ZERO, "h", Level.FARM, 0),
            ("c", T.SUM_CAPPED, "d", Level.CONTRACT, 35),
        ),
    ),
    {"a": 5, "d": 11, "f": 7, "g": 7, "h": 6},
    27_936,
)
#: One parcel of seven square metres: no part of the farm shows what is best, and the bound was EUR 117 too high.
ONE_PARCEL = Case(
    4,
    across.Case(
        {"a": 800, "b": 256, "c": 678, "f": 600, "g": 7_499, "h": 2_840, "d": 860},
        ((7, ("a", "b", "c")),),
        (),
        (("g", T.NET_OF, "b", Level.FARM, 0), ("b", T.NET_OF, "f", Level.CONTRACT, 0)),
    ),
    {"c": 7, "d": 2, "g": 7, "h": 7},
    13_933,
    (("2023-05-01", 6_545),),
)
#: Sixteen square metres on two parcels: the award was EUR 6 short, and the bound EUR 2 too high, on the solver's word.
TWO_PARCELS = Case(
    2,
    across.Case(
        {"a": 110, "b": 631, "c": 720, "d": 774, "f": 17_273, "g": 8_092},
        ((5, ("a", "c", "d")), (11, ("a", "b", "c", "d"))),
        (("a", "c"), ("a", "d")),
        (("b", T.NET_OF, "f", Level.PARCEL, 1), ("g", T.REQUIRES, "a", Level.CONTRACT, 43)),
    ),
    {"a": 12, "b": 4, "c": 11, "d": 12, "g": 6},
    32_561,
    (("2025-05-01", 6_428), ("2025-06-01", 3_746)),
)
CASES = {"four": FOUR_METRES, "three": THREE_PARCELS, "one": ONE_PARCEL}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_small_farm_under_a_ceiling_over_years_is_paid_the_most_it_can_be(case: Case) -> None:
    assert hold(case)


def test_what_two_parcels_are_paid_at_most_is_proven_and_not_taken_on_trust() -> None:
    """EUR 56,930.00, which the model proves in a minute."""
    proof = outcome(question(TWO_PARCELS))[1]
    assert (proof.objective, proof.upper_bound, proof.status, proof.proof) == (
        5_693_000,
        5_693_000,
        "optimal",
        "dual",
    )


def test_what_four_years_with_two_hundred_near_answers_each_are_paid_at_most_is_proven() -> None:
    """EUR 49,651, as the model proves; near answers of three years come to five million ways that all break the ceiling."""
    proof = outcome(question(drawn(1_132)))[1]
    assert (proof.objective, proof.upper_bound, proof.status, proof.proof) == (
        4_965_100,
        4_965_100,
        "optimal",
        "dual",
    )


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 3_000, 50))
def test_thousands_of_small_farms_under_a_ceiling_over_years_are_proven_or_said_not_to_be(start: int) -> None:
    proven = [hold(drawn(seed), seed) for seed in range(start, start + 50)]
    assert proven.count(False) <= 3
