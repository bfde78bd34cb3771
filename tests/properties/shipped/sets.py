"""Every set of claims that may rest on one piece of land in one year, and what each pays and scores there by the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from calculator.domain.claim import Claim
from tests.properties.shipped.law import Bound, apart, between, hectares, names, reach, rows

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Held:
    """A set on one piece: per claim (by identity) cents, points per goal and value, all per unit of its quantity."""

    claims: tuple[Claim, ...]
    money: Mapping[int, Fraction]
    points: Mapping[int, Mapping[str, Fraction]]
    value: Mapping[int, Fraction]

    def has(self, claim: Claim) -> bool:
        return id(claim) in self.money


class UnreadableError(Exception):
    """A row of a sort that no published row was, when this was written."""


def lawful(claims: Sequence[Claim], bounds: Sequence[Bound], day: date, reading: str) -> Iterator[Held]:
    """All sets, running commitments on certain ground always in."""
    must = [c for c in claims if c.demand is not None and c.commitment is None]
    free = [c for c in claims if c.demand is None or c.commitment is not None]
    if not all(_together(x, y, day, reading) for x, y in combinations(must, 2)):
        return
    for held in _compatible(tuple(must), free, day, reading):
        if _carried(held, day):
            yield _settled(held, bounds, day, reading)


def _compatible(
    held: tuple[Claim, ...], more: Sequence[Claim], day: date, reading: str
) -> Iterator[tuple[Claim, ...]]:
    """What is held, and that with every set of more beside it, where any two may rest together."""
    yield held
    for at, claim in enumerate(more):
        if all(_together(claim, x, day, reading) for x in held):
            yield from _compatible((*held, claim), more[at + 1 :], day, reading)


def _together(x: Claim, y: Claim, day: date, reading: str) -> bool:
    both_run = x.demand is not None and y.demand is not None and None in (x.commitment, y.commitment)
    if x.ref == y.ref:
        return both_run
    return not any(how_far == "unit" for _, how_far in apart(x, y, day, reading))


def _carried(held: Sequence[Claim], day: date) -> bool:
    """Whether what rests on another payment on the same ground has it there."""
    for row in rows():
        if row.type == "requires" and row.level == "unit" and row.holds(day):
            for claim in held:
                if names(row.a, claim) and not any(names(row.b, x) for x in held if x is not claim):
                    return False
    return True


def _settled(held: tuple[Claim, ...], bounds: Sequence[Bound], day: date, reading: str) -> Held:
    money = {id(c): getattr(c.rate, reading) for c in held}
    points: dict[int, Mapping[str, Fraction]] = {id(c): dict(c.points) for c in held}
    value = {id(c): c.value or NOTHING for c in held}
    pairs = [(x, y, *each) for x, y in combinations(held, 2) for each in between(x, y, day).rows]
    for x, y, row, side in pairs:
        if row.type in ("reduced", "net_of", "sum_capped"):
            raise UnreadableError(row.id)
        if row.type == "zero" and reach(row.level, x, y) == "unit":
            loser = id((x, y)[side])
            money[loser] = NOTHING if row.on("money") else money[loser]
            value[loser] = NOTHING if row.on("value") else value[loser]
            points[loser] = {} if row.on("points") else points[loser]
    for x, y, row, _ in pairs:
        if row.type == "highest" and reach(row.level, x, y) == "unit":
            one, other = id(x), id(y)
            if row.on("money"):
                money[min(one, other, key=money.__getitem__)] = NOTHING
            if row.on("value"):
                value[min(one, other, key=value.__getitem__)] = NOTHING
            if row.on("points"):
                points[min(one, other, key=lambda i: sum(points[i].values()))] = {}
    for bound in bounds:
        if bound.kind == "per_hectare":
            _per_hectare(bound, held, money, day)
        elif bound.kind == "cost_share":
            _on_costs(bound, held, money, day)
    return Held(held, money, points, value)


def _per_hectare(bound: Bound, held: Sequence[Claim], money: dict[int, Fraction], day: date) -> None:
    ceiling = bound.figure("ceiling", day)
    land = [(c, size) for c in held for size in [hectares(c)] if size is not None]
    under = [(c, size) for c, size in land if c.public and c.legal_basis in bound.bases]
    if ceiling is None or not under:
        return
    use = under[0][0].land_class
    most = min(ceiling.values()) if use is None else ceiling[use]
    others = [(c, size) for c, size in land if c.legal_basis in bound.counts]
    room = max(NOTHING, most * 100 - sum((money[id(c)] / size for c, size in others), NOTHING))
    for claim, size in under:
        money[id(claim)] = min(money[id(claim)], room * size)
        room -= money[id(claim)] / size


def _on_costs(bound: Bound, held: Sequence[Claim], money: dict[int, Fraction], day: date) -> None:
    percent = bound.number("percent", day)
    if percent is None:
        return
    for measure in {m for c in held for m, _ in c.costs}:
        mine = [(c, cost) for c in held for m, cost in c.costs if m == measure]
        filling = (money[id(c)] / cost for c, cost in mine if c.legal_basis in bound.counts and cost)
        room = max(NOTHING, percent / 100 - sum(filling, NOTHING))
        for claim, cost in mine:
            if claim.public and claim.legal_basis in bound.bases:
                money[id(claim)] = min(money[id(claim)], room * cost)
                room -= money[id(claim)] / cost if cost else NOTHING
