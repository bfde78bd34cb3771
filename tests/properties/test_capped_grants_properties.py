"""Payments for the farm under relations, caps on euros and on hectares, and a ceiling over years: every course, tried one by one.

A cap on hectares divides a payment, one on euros ends what payments come to together, and what counts under the ceiling is what
the caps leave of a grant: whole, and never less so that it fits. Caps change on a day, and are read on the day of the award.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest

from calculator.domain.limit import Limit, LimitKind
from calculator.domain.period import Period
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule
from calculator.domain.source import Series
from calculator.stacking.awarding import Question, award
from tests.builders import ask, de_minimis, farm, figure, limit, parcel, payment, rulebook, scheme
from tests.properties import ground
from tests.samples import cases

FIRST = 2026
AID = "de_minimis_agri_1408_2013"
TURN = date(FIRST, 8, 1)
#: Per year whether a payment is given, goes on from an earlier year, or is off.
Course = tuple[str, ...]


@dataclass(frozen=True)
class Paid:
    """Euros per hectare at the least and at the most, the years of one decision (None: every year one), whether it is aid."""

    rates: tuple[int, int]
    term: int | None
    aid: bool


@dataclass(frozen=True)
class Cap:
    """What payments may come to together (euros, or hundredths of a hectare) up to the turn and from it on."""

    names: tuple[str, ...]
    before: int
    after: int


@dataclass(frozen=True)
class Case:
    years: int
    hectares: int
    month: int
    paid: Mapping[str, Paid]
    rows: tuple[tuple[str, RelationType, str, Decimal | None], ...]
    euros: Cap | None
    metres: Cap | None
    room: int

    def most(self, cap: Cap, year: int) -> int:
        return cap.before if date(year, self.month, 1) < TURN else cap.after

    def part(self, name: str, year: int) -> Fraction:
        """The part of a payment that the cap on hectares leaves of it by itself."""
        if self.metres is None or name not in self.metres.names:
            return Fraction(1)
        return min(Fraction(1), Fraction(self.most(self.metres, year), 100 * self.hectares))

    def left(self, name: str, year: int, cents: Fraction) -> Fraction:
        """What the caps leave of a payment by itself."""
        found = cents * self.part(name, year)
        if self.euros is None or name not in self.euros.names:
            return found
        return min(found, Fraction(100 * self.most(self.euros, year)))


def drawn(seed: int) -> Case:
    dice, names = random.Random(f"capped grants/{seed}"), "abc"
    hectares = dice.randint(2, 12)
    paid = {
        n: Paid(
            (low := dice.randint(20, 400), low if dice.random() < 0.6 else low + dice.randint(1, 300)),
            dice.choice((None, None, 2, 3)), dice.random() < 0.6,
        )
        for n in names
    }  # fmt: skip
    rows = []
    for a, b in combinations(names, 2):
        if dice.random() < 0.5:
            type = dice.choice(ground.TYPES)
            given = {
                RelationType.REDUCED: Decimal(dice.randint(0, 9)) / 10,
                RelationType.SUM_CAPPED: Decimal(dice.randint(0, 3_000)),
            }
            rows.append((*((a, b) if dice.random() < 0.5 else (b, a)), type, given.get(type)))
    metres, euros = None, None
    if dice.random() < 0.7:
        some = tuple(sorted(dice.sample(names, dice.choice((1, 1, 2)))))
        metres = Cap(some, *(dice.randint(0, 120 * hectares) for _ in range(2)))
    others = [n for n in names if metres is None or n not in metres.names]
    if others and dice.random() < 0.7:
        euros = Cap(tuple(others[:2]), *(dice.randint(50, 4_000) for _ in range(2)))
    made = tuple((a, t, b, p) for a, b, t, p in rows)
    room = dice.choice((500, 1_500, 4_000, 10_000))
    return Case(dice.choice((1, 2, 3)), hectares, dice.choice((2, 7, 10)), paid, made, euros, metres, room)


def question(case: Case) -> Question:
    made = [
        scheme(
            f"province.x.{n}",
            payment(
                "p", figures={"rate": of.rates if of.rates[0] < of.rates[1] else of.rates[0]}, quantity="parcel_ha",
                unit=Unit.HECTARE, term_years=of.term, grant=GrantRule("annual" if of.term is None else "multi_year", (7, 1)),
            ),
            legal_basis=AID if of.aid else "other",
        )
        for n, of in case.paid.items()
    ]  # fmt: skip
    rows = list(ground.relations(ground.Case({}, (), case.rows)))
    rules = rulebook(*made, relations=rows, limits=[de_minimis(case.room), *_caps(case)])
    return ask(farm(parcel("P1", case.hectares)), rules, f"{FIRST}-{case.month:02}-01", case.years)


def _caps(case: Case) -> Iterator[Limit]:
    for cap, kind, each in (
        (case.euros, LimitKind.AMOUNT_CAP, 1),
        (case.metres, LimitKind.QUANTITY_CAP, 100),
    ):
        if cap is not None:
            spans = (cap.before, Period(date(2000, 1, 1), TURN)), (cap.after, Period(TURN))
            series = Series(tuple(figure(Decimal(most) / each, period=span) for most, span in spans))
            counted = tuple(f"province.x.{n}" for n in cap.names)
            yield limit(kind.value, kind, figures={"cap": series}, payments=counted)


def courses(years: int, term: int | None) -> Iterator[Course]:
    if not years:
        yield ()
        return
    yield from (("", *rest) for rest in courses(years - 1, term))
    on = min(term or 1, years)
    yield from (("given", *["on"] * (on - 1), *rest) for rest in courses(years - on, term))


def best(case: Case, high: bool = False) -> Fraction | None:
    """Cents of the best lawful courses."""
    every = [[*courses(case.years, of.term)] for of in case.paid.values()]
    return max(
        (
            total
            for chosen in product(*every)
            if (total := _total(case, dict(zip(case.paid, chosen, strict=True)), high)) is not None
        ),
        default=None,
    )


def _total(case: Case, chosen: Mapping[str, Course], high: bool) -> Fraction | None:
    """Cents that courses pay together; None where they are not lawful."""
    tariff = {n: Fraction(case.hectares * of.rates[high]) for n, of in case.paid.items()}
    of = ground.Case(tariff, (), case.rows)  # type: ignore[arg-type]
    total, given = Fraction(0), list[tuple[int, Fraction]]()
    for nth in range(case.years):
        year, held = FIRST + nth, tuple(n for n in case.paid if chosen[n][nth])
        if not ground.lawful(of, held, high):
            return None
        money = ground.paid(of, held)
        total += _in_year(case, money, year)
        given += [
            (year, _weight(case, n, year, money[n], tariff[n] * 100))
            for n in held
            if case.paid[n].aid and chosen[n][nth] == "given"
        ]
    for day in {year for year, _ in given}:
        if sum(cents for year, cents in given if day - 3 <= year <= day) > 100 * case.room:
            return None
    return total


def _weight(case: Case, name: str, year: int, first: Fraction, later: Fraction) -> Fraction:
    term = case.paid[name].term
    if term is None:
        return case.left(name, year, first)
    amounts = (case.left(name, year + n, later if n else first) for n in range(term))
    return sum((cents / Fraction(103, 100) ** (n + 1) for n, cents in enumerate(amounts)), Fraction(0))


def _in_year(case: Case, money: Mapping[str, Fraction], year: int) -> Fraction:
    """Cents after the caps: hectares go to what pays most for one."""
    total, apart = Fraction(0), dict(money)
    if case.metres is not None:
        room = Fraction(case.most(case.metres, year), 100 * case.hectares)
        for cents in sorted((apart.pop(n) for n in case.metres.names if n in apart), reverse=True):
            part = min(room, Fraction(1))
            total, room = total + cents * part, room - part
    if case.euros is not None:
        under = sum((apart.pop(n) for n in case.euros.names if n in apart), Fraction(0))
        total += min(under, Fraction(100 * case.most(case.euros, year)))
    return total + sum(apart.values())


def check(seed: int) -> None:
    case = drawn(seed)
    found = award(question(case))
    lines = sum(len(y.lines) for y in found.years) + 2
    expected, high = best(case), best(case, high=True)
    assert expected is not None
    assert high is not None
    assert abs(found.total - expected) <= lines, (seed, case, found.total, float(expected))
    assert abs(found.high - max(expected, high)) <= 2 * lines, (seed, case, found.high, float(high))
    assert (found.certificate.status, 2 * found.certificate.gap <= lines) == ("optimal", True), seed


@pytest.mark.parametrize("seed", [108, 126, 215, *range(cases(30, 2_000))])
def test_grants_under_caps_and_a_ceiling_are_the_best_that_is_lawful(seed: int) -> None:
    check(seed)


def test_without_the_caps_some_of_these_are_paid_otherwise() -> None:
    """Each sort of cap decides on many of them, and so does the ceiling."""
    made = [drawn(seed) for seed in range(60)]
    for without in ({"euros": None}, {"metres": None}, {"room": 10**9}):
        assert sum(best(c) != best(replace(c, **without)) for c in made) >= 10, without  # type: ignore[arg-type]
