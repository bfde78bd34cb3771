"""The low, the expected and the high total: each is the best of every lawful set, as a programme of its own finds it.

Low: ranges at their lower end, unpublished pairs apart. High: ranges at their upper end, such pairs together, and activities
that wait for an answer score beside all that is chosen.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import pytest
from ortools.linear_solver import pywraplp

from calculator.domain.award import Award
from calculator.domain.limit import LimitKind
from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, GrantRule, Payment, PaymentKind, Presence
from calculator.domain.source import Series
from calculator.stacking.awarding import award
from tests.builders import (
    ALWAYS,
    ask,
    de_minimis,
    farm,
    figure,
    limit,
    parcel,
    payment,
    relation,
    rulebook,
    scheme,
    text,
)
from tests.samples import cases

PAID, ACTIVITIES, WAITING, CLASSES = "abcd", "xy", "z", ("brons", "zilver", "goud")
READINGS = ("low", "expected", "high")
YEARS = range(2026, 2028)
#: A pair of payments, or a payment and an activity.
Pair = frozenset[str]
Spread = tuple[int, int, int]


@dataclass(frozen=True)
class Drawn:
    """``scores`` are points and value per hectare; what waits does so in the second year alone where it hangs on an earlier crop,
    and where its value is ``unpublished`` that may be anything in the first.
    """

    land: Mapping[str, tuple[int, str]]
    rates: Mapping[str, Spread]
    classes: Mapping[str, Spread]
    asks: Mapping[str, int]
    entry: int
    scores: Mapping[str, tuple[int, int]]
    unpublished: bool
    by_crop: bool
    exclusive: frozenset[Pair]
    unknown: frozenset[Pair]
    cap: tuple[str, int]
    grants: tuple[Spread, ...]
    room: int


def spread(dice: random.Random, low: int, most: int) -> Spread:
    """Of a range the lower end is expected."""
    one, other = sorted(dice.randint(low, most) for _ in range(2))
    return one, one, one if dice.random() < 0.4 else other


def drawn(dice: random.Random) -> Drawn:
    everything = PAID + ACTIVITIES + WAITING
    land = {
        f"P{n}": (dice.randint(1, 4), "".join(c for c in everything if dice.random() < 0.7)) for n in range(2)
    }
    pairs = [frozenset(p) for p in combinations(PAID + ACTIVITIES, 2)]
    among = [frozenset(p) for p in combinations(PAID, 2)]
    exclusive = frozenset(p for p in pairs if dice.random() < 0.35)
    classes = sorted(spread(dice, 10, 400) for _ in CLASSES)
    return Drawn(
        land,
        {c: spread(dice, 10, 500) for c in PAID},
        dict(zip(CLASSES, classes, strict=True)),
        dict(zip(CLASSES, sorted(dice.sample(range(5, 150), 3)), strict=True)),
        dice.randint(0, 6),
        {c: (dice.randint(0, 8), dice.randint(0, 120)) for c in ACTIVITIES + WAITING},
        dice.random() < 0.3,
        dice.random() < 0.5,
        exclusive,
        frozenset(p for p in among if p not in exclusive and dice.random() < 0.5),
        ("".join(dice.sample(PAID, 2)), dice.randint(0, 3000)),
        tuple(spread(dice, 500, 2500) for _ in range(dice.randint(0, 2))),
        dice.randint(1000, 6000),
    )


def ranged(of: Mapping[str, Spread]) -> object:
    low, high = (figure({key: rate[at] for key, rate in of.items()}).values for at in (0, 2))
    return figure(low) if low == high else figure({}, low=low, high=high)


def scoring(name: str, points: int, value: int, *, waits: bool, unpublished: bool, by_crop: bool) -> Payment:
    later = Period(date(2027, 1, 1))
    how = (
        ("history_includes", {"crops": ["mais"], "years": 1})
        if by_crop
        else ("declared", {"path": f"declared.{name}"})
    )
    asked = Condition(*how, Presence.ASK, text(name), ("S1",))
    since = Series((figure(value, period=later if waits and unpublished else ALWAYS),))
    return payment(
        name, measures=[f"m{name}"], kind=PaymentKind.ACTIVITY, figures={"points": {"klimaat": points}, "value": since},
        conditions=(asked,) if waits else (),
    )  # fmt: skip


def rules_of(d: Drawn, basis: str = "notified_scheme") -> Rulebook:
    eco = [
        scoring(c, *d.scores[c], waits=c in WAITING, unpublished=d.unpublished, by_crop=d.by_crop)
        for c in ACTIVITIES + WAITING
    ]
    premium = payment(
        "premie", kind=PaymentKind.CLASS_PREMIUM, quantity="subsidiable_ha",
        figures={
            "rate": ranged(d.classes), "threshold": dict(d.asks), "entry": {"1.klimaat": d.entry},
        },
    )  # fmt: skip
    made = [
        scheme(
            f"province.x.{c}",
            payment(
                "p", measures=[f"m{c}"], figures={"rate": ranged({"": d.rates[c]})},
                cost_components=tuple("".join(sorted(p)) for p in sorted(d.unknown, key=sorted) if c in p),
            ),
            legal_basis=basis,
        )
        for c in PAID
    ]  # fmt: skip
    given = [
        scheme(
            f"province.x.g{n}",
            payment("g", figures={"rate": ranged({"": rate})}, grant=GrantRule("annual", (7, 1))),
            legal_basis="de_minimis_agri_1408_2013",
        )
        for n, rate in enumerate(d.grants)
    ]
    rows = [
        relation(*(ref(c) for c in sorted(p)[:1]), RelationType.EXCLUSIVE, ref(sorted(p)[1]))
        for p in sorted(d.exclusive, key=sorted)
    ]
    capped = limit(
        "cap",
        LimitKind.AMOUNT_CAP,
        figures={"cap": d.cap[1]},
        payments=tuple(f"province.x.{c}" for c in d.cap[0]),
    )
    return rulebook(
        scheme("national.rvo.eco", *eco, premium),
        *made,
        *given,
        relations=rows,
        limits=[capped, de_minimis(d.room)],
    )


def ref(code: str) -> str:
    return f"province.x.{code}" if code in PAID else f"national.rvo.eco#{code}"


def answered(d: Drawn, on: str = "2026-07-01", basis: str = "notified_scheme") -> Award:
    land = [
        parcel(name, size, *(f"m{c}" for c in codes), crop_history={2025: "gras"})
        for name, (size, codes) in d.land.items()
    ]
    return award(ask(farm(*land), rules_of(d, basis), on, len(YEARS)))


def best(d: Drawn, reading: str) -> float:
    """Euros of the best of all years in a reading: every lawful set of every parcel, every class and every grant."""
    at, solver = READINGS.index(reading), pywraplp.Solver.CreateSolver("SCIP")
    paid = []
    granted = 0
    for year in YEARS:
        scored, money = {"points": 0, "value": 0}, dict.fromkeys(PAID, 0)
        for size, codes in d.land.values():
            claimed = [c for c in codes if c in PAID + ACTIVITIES]
            apart = d.exclusive if reading == "high" else d.exclusive | d.unknown
            ways = [(solver.NumVar(0, 1, ""), s) for s in lawful(claimed, apart)]
            solver.Add(sum(share for share, _ in ways) == 1)
            for share, chosen in ways:
                for c in chosen:
                    if c in PAID:
                        money[c] += share * (size * d.rates[c][at])
                    else:
                        scored["points"] += share * (size * d.scores[c][0])
                        scored["value"] += share * (size * d.scores[c][1])
            if reading == "high" and WAITING in codes and not (d.by_crop and year == YEARS[0]):
                scored["points"] += size * d.scores[WAITING][0]
                unknown = d.unpublished and year == YEARS[0]
                scored["value"] += 10**5 if unknown else size * d.scores[WAITING][1]
        total = sum(size for size, _ in d.land.values())
        takes = {name: solver.BoolVar("") for name in CLASSES}
        there = [c for _, codes in d.land.values() for c in codes if c in ACTIVITIES or c in WAITING]
        solver.Add(sum(takes.values()) <= (1 if there else 0))
        solver.Add(scored["points"] >= total * d.entry * sum(takes.values()))
        solver.Add(scored["value"] >= sum(total * d.asks[n] * one for n, one in takes.items()))
        over = solver.NumVar(0, solver.infinity(), "")
        solver.Add(sum(money[c] for c in d.cap[0]) - over <= d.cap[1])
        given = [solver.BoolVar("") * rate[at] for rate in d.grants]
        granted += sum(given)
        paid.append(
            sum(money.values())
            - over
            + sum(given)
            + sum(total * d.classes[n][at] * one for n, one in takes.items())
        )
    solver.Add(granted <= d.room)
    solver.Maximize(sum(paid))
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return solver.Objective().Value()


def lawful(codes: Iterable[str], apart: frozenset[Pair]) -> list[tuple[str, ...]]:
    every = list(codes)
    found = [of for size in range(len(every) + 1) for of in combinations(every, size)]
    return [of for of in found if not any(frozenset(p) in apart for p in combinations(of, 2))]


def check(seed: int) -> Award:
    d = drawn(random.Random(seed))
    found = answered(d)
    low, expected, high = (best(d, reading) for reading in READINGS)
    shares = 0.01 * (len(PAID) * len(d.land) + 1 + len(d.grants)) * len(YEARS)
    for said, most in (
        (found.low, min(low, expected)),
        (found.total, expected),
        (found.high, max(high, expected)),
    ):
        assert abs(said / 100 - most) <= shares, (seed, said, low, expected, high)
    return found


@pytest.mark.parametrize("seed", range(cases(8, 400)))
def test_each_total_is_the_best_of_every_lawful_set_in_its_reading(seed: int) -> None:
    check(seed)


@pytest.mark.parametrize("seed", range(cases(4, 200)))
def test_what_continues_is_the_best_as_it_is_expected_and_widens_no_range(seed: int) -> None:
    """The legal basis ends after the first of two years that pay alike."""
    d = drawn(random.Random(seed))
    land = {name: (size, "".join(c for c in codes if c in PAID)) for name, (size, codes) in d.land.items()}
    d = replace(d, land=land, grants=())
    found = answered(d, "2027-07-01", "cap_aecc_art70")
    expected, high = (best(d, reading) / len(YEARS) for reading in ("expected", "high"))
    told = (
        (found.low, expected),
        (found.total, expected),
        (found.high, high),
        (found.continuation, expected),
    )
    for said, most in told:
        assert abs(said / 100 - most) <= 0.01 * len(PAID) * len(land), (seed, said, most)
