"""Drawn relations of every type on the same ground, and what a set of payments pays under them by the words of ``docs/rules.md``.

It knows no stack, row or solver.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from calculator.domain.quantity import Unit
from calculator.domain.relation import Relation, RelationType
from calculator.domain.rulebook import Rulebook
from tests.builders import payment, relation, rulebook, scheme

NAMES = "abcdef"
TYPES = tuple(t for t in RelationType if t is not RelationType.ADDITIVE)
T = RelationType


@dataclass(frozen=True)
class Case:
    """Euros per hectare, what lies on each piece (hectares, names), and rows: a, type, b, parameter."""

    rates: Mapping[str, int]
    pieces: tuple[tuple[int, tuple[str, ...]], ...]
    rows: tuple[tuple[str, RelationType, str, Decimal | None], ...]


def drawn(seed: int) -> Case:
    """A farm of one to three parcels; rows of any type between any two payments, one row a pair, odd circles among them."""
    dice = random.Random(seed)
    names = dice.sample(NAMES, len(NAMES))
    pieces = tuple(
        (dice.randint(1, 5), tuple(sorted(dice.sample(NAMES, dice.randint(2, 6)))))
        for _ in range(dice.randint(1, 3))
    )
    pairs = list(combinations(names, 2))
    joined = dice.sample(pairs, dice.randint(1, 8))
    if seed % 3 == 0:
        joined = [(names[i], names[(i + 1) % 5]) for i in range(5)]
    one = dice.choice(TYPES)
    rows = []
    for a, b in joined:
        type = one if seed % 3 == 0 else dice.choice(TYPES)
        given = {T.REDUCED: Decimal(dice.randint(0, 100)) / 100, T.SUM_CAPPED: Decimal(dice.randint(0, 900))}
        rows.append((*((a, b) if dice.random() < 0.5 else (b, a)), type, given.get(type)))
    return Case({n: dice.randint(0, 500) for n in NAMES}, pieces, tuple((a, t, b, p) for a, b, t, p in rows))


def book(case: Case) -> Rulebook:
    made = [
        scheme(f"province.x.{n}", payment("p", measures=[f"m{n}"], figures={"rate": rate}))
        for n, rate in case.rates.items()
    ]
    return rulebook(*made, relations=list(relations(case)))


#: How many of a unit a hectare has, where what lies on it is four metres wide.
PER_HECTARE = {Unit.HECTARE: 1, Unit.SQUARE_METRE: 10_000, Unit.METRE: 2_500}


def in_units(case: Case, seed: int) -> Rulebook:
    """The same payments by the hectare, the square metre or the metre: as much per hectare."""
    dice = random.Random(-seed - 1)
    units = {n: dice.choice(tuple(PER_HECTARE)) for n in NAMES}
    made = [
        payment(
            "p", measures=[f"m{n}"], figures={"rate": Decimal(rate) / PER_HECTARE[units[n]]}, unit=units[n]
        )
        for n, rate in case.rates.items()
    ]
    schemes = [scheme(f"province.x.{n}", each) for n, each in zip(case.rates, made, strict=True)]
    rows = [
        replace(row, parameter=row.parameter / PER_HECTARE[units[a]])
        if type is T.SUM_CAPPED and row.parameter is not None
        else row
        for row, (a, type, *_) in zip(relations(case), case.rows, strict=True)
    ]
    return rulebook(*schemes, relations=rows)


def for_the_farm(case: Case, seed: int, hectares: int) -> Rulebook:
    """Those of the first piece as payments for a farm of so many hectares, at once or by the hectare: as much in all."""
    dice, made = random.Random(-seed - 2), []
    for n in case.pieces[0][1]:
        once = payment("p", figures={"rate": case.rates[n]})
        rate = Decimal(case.rates[n]) / hectares
        each = payment("p", quantity="subsidiable_ha", figures={"rate": rate}, unit=Unit.HECTARE)
        made.append(scheme(f"province.x.{n}", dice.choice((once, each))))
    return rulebook(*made, relations=list(relations(case)))


def relations(case: Case) -> Iterator[Relation]:
    for a, type, b, parameter in case.rows:
        yield relation(f"province.x.{a}", type, f"province.x.{b}", parameter=parameter)


def lawful(case: Case, held: tuple[str, ...], high: bool) -> bool:
    """Whether a set may rest on one piece; what nobody has published is exclusive unless it is read high."""
    for a, type, b, _ in case.rows:
        both = a in held and b in held
        if both and (type is T.EXCLUSIVE or (type is T.UNKNOWN and not high)):
            return False
        if type is T.REQUIRES and a in held and b not in held:
            return False
    return True


def paid(case: Case, held: tuple[str, ...]) -> dict[str, Fraction]:
    """Cents per hectare of each in a lawful set: shares, then what others pay, then caps (side b first), then the highest."""
    full = {n: Fraction(case.rates[n] * 100) for n in held}
    money = dict(full)
    rows = [r for r in case.rows if r[0] in held and r[2] in held]
    for a, type, _, share in rows:
        if type in (T.ZERO, T.REDUCED):
            money[a] *= Fraction(share or 0) if type is T.REDUCED else 0
    for a, type, b, _ in rows:
        if type is T.NET_OF:
            money[a] = max(Fraction(0), money[a] - full[b])
    _capped([(a, b, Fraction(cap or 0) * 100) for a, type, b, cap in rows if type is T.SUM_CAPPED], money)
    for a, type, b, _ in sorted(rows, key=lambda r: sorted((r[0], r[2]))):
        if type is T.HIGHEST:
            first, second = sorted((a, b))
            money[second if money[first] >= money[second] else first] = Fraction(0)
    return money


def _capped(rows: list[tuple[str, str, Fraction]], money: dict[str, Fraction]) -> None:
    """A payment is capped once all that it gives way to is known; in a circle the first by name goes first."""
    left = list(rows)
    while left:
        waits = {b for _, b, _ in left}
        free = [r for r in left if r[0] not in waits] or left
        first = min(r[0] for r in free)
        for row in [r for r in left if r[0] == first]:
            a, b, most = row
            money[a] = min(money[a], most)
        for row in [r for r in left if r[0] == first]:
            a, b, most = row
            money[b] = max(Fraction(0), min(money[b], most - money[a]))
            left.remove(row)
