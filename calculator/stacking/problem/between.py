"""What claims on the same ground do to each other's money, points and value, in an order that no name decides.

Shares that are lost come first (``zero``, ``reduced``), then what another pays at its full rate (``net_of``), then caps on what
two pay together (``sum_capped``: side b gives way first, and a payment is capped once all that it gives way to is known), and
last what is lower (``highest``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.stacking.law.pairs import Relations, selects
from calculator.stacking.law.reach import Reach, reach

_ZERO = Fraction(0)
_LOSING = (RelationType.ZERO, RelationType.REDUCED)

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
    full = list(money)
    for i, _, row in rows:
        if row.type in _LOSING and row.id not in held[i].terms.heeded:
            _keep(row, i, money, points, value)
    for i, j, row in rows:
        if row.type is RelationType.NET_OF:
            money[i] = max(_ZERO, money[i] - full[j])
    caps = [x for x in rows if x[2].type is RelationType.SUM_CAPPED and x[2].parameter is not None]
    if caps:
        _cap(held, caps, money)
    for i, j, row in rows:
        if row.type is RelationType.HIGHEST and i < j:
            _highest(row, i, j, money, points, value)


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


def _cap(held: Sequence[Claim], rows: Sequence[_Facing], money: list[Fraction]) -> None:
    """Side a is paid first; where both could be either side, or sides go round in a circle, the first by name is."""
    left: dict[tuple[int, int], Fraction] = {}
    for i, j, row in rows:
        first = selects(row.a, held[i].ref, held[i].scheme, held[i].groups)
        other = selects(row.a, held[j].ref, held[j].scheme, held[j].groups)
        if first and (not other or i < j):
            most = Fraction(row.parameter or 0) * 100
            left[i, j] = min(left.get((i, j), most), most)
    while left:
        waiting = {j for _, j in left}
        first_of = min({i for i, _ in left} - waiting or {i for i, _ in left})
        mine = [(j, most) for (i, j), most in sorted(left.items()) if i == first_of]
        money[first_of] = min(money[first_of], *(most for _, most in mine))
        for j, most in mine:
            money[j] = max(_ZERO, min(money[j], most - money[first_of]))
            del left[first_of, j]


def _highest(
    row: Relation,
    i: int,
    j: int,
    money: list[Fraction],
    points: list[Mapping[str, Fraction]],
    value: list[Fraction],
) -> None:
    if row.quantity in (Quantity.MONEY, Quantity.ALL):
        money[j if money[i] >= money[j] else i] = _ZERO
    if row.quantity in (Quantity.VALUE, Quantity.ALL):
        value[j if value[i] >= value[j] else i] = _ZERO
    if row.quantity in (Quantity.POINTS, Quantity.ALL):
        most = sum(points[i].values()) >= sum(points[j].values())
        points[j if most else i] = {}
