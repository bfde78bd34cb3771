"""Small farms on which several relations take from payments that lie apart, under caps, and the most that is lawful there.

Every way to lay claims is tried, square metre by square metre, and paid by the words of ``docs/rules.md``: what relations leave,
in the order of ``docs/stacking.md``, and then what caps leave of that. It knows no stack, row or solver.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, product

from calculator.domain.farm import Contract, ContractLine
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import Question
from tests.builders import ask, farm, limit, parcel, payment, relation, rulebook, scheme

T = RelationType
HA = 10_000
LAND, FARM = "abc", "fg"
#: Shares first, then what others pay, then sums, then what is lower.
STAGE = {T.ZERO: 0, T.REDUCED: 0, T.NET_OF: 1, T.SUM_CAPPED: 2, T.HIGHEST: 3}
#: Euros by payment and parcel; of a payment for the farm all on none.
Money = Mapping[tuple[str, int | None], Fraction]


@dataclass(frozen=True)
class Row:
    """What the first does to the second, on each parcel or anywhere; a share that is kept, or euros."""

    a: str
    type: RelationType
    b: str
    on_parcel: bool
    number: Fraction

    @property
    def scopes(self) -> tuple[tuple[int, ...], ...]:
        """The parcels between which it works."""
        return ((0,), (1,)) if self.on_parcel and {self.a, self.b} <= {*LAND} else ((0, 1),)


@dataclass(frozen=True)
class Case:
    """Euros per square metre or for the farm; size and payments of two parcels; rows, caps, and what runs on the first."""

    rates: Mapping[str, int]
    parcels: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    caps: tuple[tuple[str, int], ...]
    runs: str | None


def drawn(seed: int) -> Case:
    """A farm of two to four square metres, with two to four rows."""
    dice = random.Random(f"leaving/{seed}")
    rates = {n: 2 * dice.randint(1, 20) for n in LAND} | {n: 2 * dice.randint(1, 60) for n in FARM}
    parcels = tuple(
        (dice.randint(1, 2), "".join(sorted(dice.sample(LAND, dice.randint(1, 3))))) for _ in "01"
    )
    rows, met, losing = list[Row](), set[frozenset[str]](), Counter[tuple[str, int]]()
    for _ in range(dice.randint(2, 5)):
        a, b = dice.sample(LAND + FARM, 2)
        type = dice.choice((*STAGE, T.SUM_CAPPED, T.NET_OF, T.REQUIRES, T.EXCLUSIVE))
        stage = STAGE.get(type, -1)
        sides = (a, b) if stage > 1 else (a,)
        if (
            {a, b} <= {*FARM}
            or frozenset((a, b)) in met
            or (stage > 1 and any(losing[n, stage] for n in sides))
        ):
            continue
        met.add(frozenset((a, b)))
        losing.update((n, stage) for n in sides)
        number = Fraction(1, 2) if type is T.REDUCED else Fraction(2 * dice.randint(0, 40))
        rows.append(Row(a, type, b, dice.random() < 0.5, number))
    caps = tuple(
        ("".join(sorted(dice.sample(LAND + FARM, dice.randint(1, 4)))), dice.randint(1, 120))
        for _ in range(dice.choice((0, 1, 1, 2)))
    )
    runs = dice.choice(parcels[0][1]) if dice.random() < 0.4 else None
    return Case(rates, parcels, tuple(rows), caps, runs)


def parted(seed: int) -> Case:
    """The same under a row on parcels that comes after one anywhere on the farm."""
    case, dice = drawn(seed), random.Random(f"parted/{seed}")
    first, then, *others = dice.sample(LAND, 3)
    before = Row(
        first,
        dice.choice((T.NET_OF, T.SUM_CAPPED)),
        dice.choice((*others, *FARM)),
        False,
        Fraction(2 * dice.randint(0, 30)),
    )
    if dice.random() < 0.5 and before.type is T.SUM_CAPPED:
        before = replace(before, a=before.b, b=before.a)
    type = T.HIGHEST if before.type is T.SUM_CAPPED or dice.random() < 0.5 else T.SUM_CAPPED
    one, other = dice.sample((first, then), 2)
    after = Row(one, type, other, True, Fraction(2 * dice.randint(0, 30)))
    met = [{before.a, before.b}, {after.a, after.b}]
    kept = [r for r in case.rows if {r.a, r.b} not in met and STAGE.get(r.type, -1) < 1]
    return replace(case, rows=(before, after, *kept[:1]))


def question(case: Case) -> Question:
    """The farm and its rules."""
    made = [
        scheme(f"province.x.{n}", payment("p", measures=[f"m{n}"], figures={"rate": case.rates[n] * HA}))
        for n in LAND
    ]
    made += [scheme(f"province.x.{n}", payment("p", figures={"rate": case.rates[n]})) for n in FARM]
    rows = [
        replace(
            relation(
                f"province.x.{r.a}",
                r.type,
                f"province.x.{r.b}",
                level=Level.PARCEL if r.on_parcel else Level.FARM,
            ),
            parameter=Decimal(float(r.number)) if r.type in (T.REDUCED, T.SUM_CAPPED) else None,
        )
        for r in case.rows
    ]
    limits = [
        limit(
            f"cap{n}",
            LimitKind.AMOUNT_CAP,
            figures={"cap": cap},
            payments=tuple(f"province.x.{x}" for x in counted),
        )
        for n, (counted, cap) in enumerate(case.caps)
    ]
    land = [
        parcel(f"P{n}", Decimal(size) / HA, *(f"m{x}" for x in on))
        for n, (size, on) in enumerate(case.parcels)
    ]
    line = ContractLine("p", "P0", Decimal(case.parcels[0][0]) / HA)
    held = (
        [Contract(f"province.x.{case.runs}", date(2024, 1, 1), date(2028, 12, 31), (line,))]
        if case.runs
        else []
    )
    return ask(farm(*land, contracts=tuple(held)), rulebook(*made, relations=rows, limits=limits))


def best(case: Case) -> Fraction | None:
    """Euros of the best lawful way; None where what runs leaves none."""
    most: Fraction | None = None
    ways = sorted(_ways(case), key=lambda way: -sum(way.values()))
    for way in ways:
        if most is not None and sum(way.values()) <= most:
            break
        if _lawful(case, way):
            most = max(
                [most or Fraction(0), *(_capped(case, left) for left in _left(case, way, _ordered(case)))]
            )
    return most


def _ways(case: Case) -> Iterator[Money]:
    """What can be claimed, with what it pays at its full rate; what is not claimed is not named."""
    laid = [list(_laid(case, place)) for place in (0, 1)]
    for one, other, k in product(*laid, range(len(FARM) + 1)):
        for farms in combinations(FARM, k):
            yield {
                **{(n, 0): Fraction(m * case.rates[n]) for n, m in one.items()},
                **{(n, 1): Fraction(m * case.rates[n]) for n, m in other.items()},
                **{(n, None): Fraction(case.rates[n]) for n in farms},
            }


def _laid(case: Case, place: int) -> Iterator[Mapping[str, int]]:
    size, on = case.parcels[place]
    sets = [
        x
        for k in range(len(on) + 1)
        for x in combinations(on, k)
        if place or case.runs is None or case.runs in x
    ]
    found = {
        tuple(sorted(Counter(n for x in each for n in x).items()))
        for each in combinations_with_replacement(sets, size)
    }
    yield from map(dict, found)


def _at(way: Money, name: str, scope: tuple[int, ...]) -> list[tuple[str, int | None]]:
    return [key for key in way if key[0] == name and (key[1] is None or key[1] in scope)]


def _lawful(case: Case, way: Money) -> bool:
    for row in case.rows:
        for scope in row.scopes:
            one, other = _at(way, row.a, scope), _at(way, row.b, scope)
            if row.type is T.EXCLUSIVE and one and other:
                return False
            if row.type is T.REQUIRES and one and not other:
                return False
    return True


def _ordered(case: Case) -> list[tuple[Row, tuple[int, ...]]]:
    """Rows in their order, where they work: on a parcel before anywhere on the farm."""
    found = [(row, scope) for row in case.rows if row.type in STAGE for scope in row.scopes]
    return sorted(found, key=lambda x: (STAGE[x[0].type], len(x[1]) > 1))


def _left(case: Case, full: Money, rows: list[tuple[Row, tuple[int, ...]]]) -> Iterator[Money]:
    """What relations leave; what is lost anywhere on the farm may be lost on any parcel."""
    return _on(full, full, rows)


def _on(full: Money, now: Money, rows: list[tuple[Row, tuple[int, ...]]]) -> Iterator[Money]:
    if not rows:
        yield now
        return
    (row, scope), *after = rows
    a, b = _at(full, row.a, scope), _at(full, row.b, scope)
    if not a or not b:
        yield from _on(full, now, after)
        return
    of_a, of_b = (sum((now[x] for x in side), Fraction(0)) for side in (a, b))
    lost: list[tuple[list[tuple[str, int | None]], Fraction]] = []
    if row.type in (T.ZERO, T.REDUCED):
        kept = row.number if row.type is T.REDUCED else Fraction(0)
        yield from _on(full, {**now, **{x: now[x] * kept for x in a}}, after)
        return
    if row.type is T.NET_OF:
        lost = [(a, min(of_a, sum((full[x] for x in b), Fraction(0))))]
    elif row.type is T.SUM_CAPPED:
        over = max(Fraction(0), of_a + of_b - row.number)
        lost = [(b, min(of_b, over)), (a, over - min(of_b, over))]
    else:
        lost = [(a, of_a) if of_a <= of_b else (b, of_b)]
    for parted in product(*(_parted(now, side, much, after) for side, much in lost)):
        yield from _on(full, {**now, **{x: now[x] - y for each in parted for x, y in each.items()}}, after)


def _parted(
    now: Money, side: list[tuple[str, int | None]], much: Fraction, after: list[tuple[Row, tuple[int, ...]]]
) -> Iterator[Mapping[tuple[str, int | None], Fraction]]:
    """Every way, by half euros, to take so much from what a payment is left on one parcel and the other, where that matters."""
    one, *others = side
    if not others:
        yield {one: much}
        return
    (other,) = others
    least, most = max(Fraction(0), much - now[other]), min(much, now[one])
    matters = any(len(scope) == 1 and one[0] in (row.a, row.b) for row, scope in after)
    steps = range(int(2 * (most - least)) + 1) if matters else range(1)
    for part in {*(least + Fraction(n, 2) for n in steps), most} if matters else {least}:
        yield {one: part, other: much - part}


def _capped(case: Case, money: Money) -> Fraction:
    """The most that two caps at most leave of it."""
    of = {n: sum((x for key, x in money.items() if key[0] == n), Fraction(0)) for n in LAND + FARM}
    inside = {0: Fraction(0), 1: Fraction(0), 2: Fraction(0), 3: Fraction(0)}
    for n, x in of.items():
        inside[sum(2**k for k, (counted, _) in enumerate(case.caps) if n in counted)] += x
    room = [Fraction(cap) for _, cap in case.caps] + [Fraction(10**9)] * 2
    shared = min(inside[3], room[0], room[1])
    tries = {Fraction(0), shared, *(min(shared, max(Fraction(0), room[k] - inside[k + 1])) for k in (0, 1))}
    return inside[0] + max(x + min(inside[1], room[0] - x) + min(inside[2], room[1] - x) for x in tries)
