"""What claims on the same ground, or for the farm, do to each other's money, points and value, in an order that no name decides.

Shares that are lost come first (``zero``, ``reduced``), then what another pays at its full rate (``net_of``), then caps on what
two pay together (``sum_capped``: side b gives way first, and a payment is capped once all that it gives way to is known), and
last what is lower (``highest``).

Hectares, metres and litres of milk are not held against each other by their rates, but by what each comes to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.stacking.law.pairs import Relations, selects
from calculator.stacking.law.reach import Reach, reach

_ZERO, _ONE = Fraction(0), Fraction(1)
_LOSING = (RelationType.ZERO, RelationType.REDUCED)
_BY_AMOUNT = frozenset({RelationType.NET_OF, RelationType.SUM_CAPPED, RelationType.HIGHEST})

#: The places of two claims, and a row that works from the first to the second.
_Facing = tuple[int, int, Relation]


def settle(
    relations: Relations,
    held: tuple[Claim, ...],
    money: list[Fraction],
    points: list[Mapping[str, Fraction]],
    value: list[Fraction],
) -> None:
    """Change what claims that are held together pay and score, per unit of quantity (same order as ``held``)."""
    rows = list(_facing(relations, held))
    full, size = list(money), [Fraction(c.quantity) or _ONE for c in held]
    for i, _, row in rows:
        if row.type in _LOSING and row.id not in held[i].terms.heeded:
            _keep(row, i, money, points, value)
    for i, j, row in rows:
        if row.type is RelationType.NET_OF:
            money[i] = max(_ZERO, money[i] - full[j] * size[j] / size[i])
    caps = [x for x in rows if x[2].type is RelationType.SUM_CAPPED and x[2].parameter is not None]
    if caps:
        _cap(held, size, caps, money)
    for i, j, row in rows:
        if row.type is RelationType.HIGHEST and i < j:
            _highest(row, i, j, size, money, points, value)


def by_amount(relations: Relations, claims: Sequence[Claim]) -> bool:
    """Whether amounts of these are held against each other that are not of as much: how much there is of each then matters."""
    if all(c.quantity == claims[0].quantity for c in claims[1:]):
        return False
    pairs = (relations.between(a, b) for a in claims for b in claims if a is not b)
    return any(row.type in _BY_AMOUNT for pair in pairs for row in pair.relations)


def _facing(relations: Relations, held: Sequence[Claim]) -> Iterator[_Facing]:
    """The rows between any two that work on the same ground; those that reach farther are rows of the farm problem."""
    for i, a in enumerate(held):
        for j, b in enumerate(held):
            if i != j:
                for row in relations.between(a, b).relations:
                    if reach(row, a, b) is Reach.GROUND:
                        yield i, j, row


def _keep(
    row: Relation,
    i: int,
    money: list[Fraction],
    points: list[Mapping[str, Fraction]],
    value: list[Fraction],
) -> None:
    share = Fraction(row.parameter) if row.type is RelationType.REDUCED and row.parameter else _ZERO
    if row.quantity in (Quantity.MONEY, Quantity.ALL):
        money[i] *= share
    if row.quantity in (Quantity.VALUE, Quantity.ALL):
        value[i] *= share
    if row.quantity in (Quantity.POINTS, Quantity.ALL):
        points[i] = {goal: p * share for goal, p in points[i].items()}


def _cap(
    held: Sequence[Claim], size: Sequence[Fraction], rows: Sequence[_Facing], money: list[Fraction]
) -> None:
    """Side a is paid first; where both could be either side, or sides go round in a circle, the first by name is.

    They may come to so much per unit of side a on land, and in all for the farm.
    """
    left: dict[tuple[int, int], Fraction] = {}
    for i, j, row in rows:
        first = selects(row.a, held[i].ref, held[i].scheme, held[i].groups)
        other = selects(row.a, held[j].ref, held[j].scheme, held[j].groups)
        if first and (not other or i < j):
            most = Fraction(row.parameter or 0) * 100 / (size[i] if held[i].piece == "farm" else 1)
            left[i, j] = min(left.get((i, j), most), most)
    while left:
        waiting = {j for _, j in left}
        first_of = min({i for i, _ in left} - waiting or {i for i, _ in left})
        mine = [(j, most) for (i, j), most in sorted(left.items()) if i == first_of]
        money[first_of] = min(money[first_of], *(most for _, most in mine))
        for j, most in mine:
            money[j] = max(_ZERO, min(money[j], (most - money[first_of]) * size[first_of] / size[j]))
            del left[first_of, j]


def _highest(
    row: Relation,
    i: int,
    j: int,
    size: Sequence[Fraction],
    money: list[Fraction],
    points: list[Mapping[str, Fraction]],
    value: list[Fraction],
) -> None:
    def lower(mine: Fraction, other: Fraction) -> int:
        return j if mine * size[i] >= other * size[j] else i

    if row.quantity in (Quantity.MONEY, Quantity.ALL):
        money[lower(money[i], money[j])] = _ZERO
    if row.quantity in (Quantity.VALUE, Quantity.ALL):
        value[lower(value[i], value[j])] = _ZERO
    if row.quantity in (Quantity.POINTS, Quantity.ALL):
        points[lower(*(sum(points[at].values(), _ZERO) for at in (i, j)))] = {}
