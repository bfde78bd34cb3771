"""A row that takes what its sides do not have changes nothing, and is refused; every other row of its sort is accepted."""

from __future__ import annotations

from itertools import product

import pytest

from calculator import registry
from calculator.domain.relation import Quantity, RelationType
from tests.registry.builders import RELATION_HEADER, RELATION_ROW, RELATIONS, documents

T, Q = RelationType, Quantity
ACTIVITY, PREMIUM, PAID = (
    "@eco-activity",
    "national.rvo.eco#klasse",
    "province.utrecht.botanisch#strook",
)
EVERY = [
    *product((T.HIGHEST, T.ZERO, T.REDUCED), Q),
    *product((T.EXCLUSIVE, T.NET_OF, T.SUM_CAPPED), (Q.ALL,)),
]


def idle(a: str, b: str, type: RelationType, quantity: Quantity) -> bool:
    """By the words of ``docs/rules.md``: an activity has points and a value, all else pays money."""
    pays, scores = (a != ACTIVITY, b != ACTIVITY), (a == ACTIVITY, b == ACTIVITY)
    if quantity in (Q.POINTS, Q.VALUE):
        return not (all(scores) if type is T.HIGHEST else scores[0])
    if type is T.HIGHEST:
        return not (all(pays) or (quantity is Q.ALL and all(scores)))
    if type in (T.ZERO, T.REDUCED):
        return quantity is Q.MONEY and not pays[0]
    return (type is T.NET_OF and not all(pays)) or (type is T.SUM_CAPPED and not any(pays))


@pytest.mark.parametrize(
    ("a", "b"),
    [(ACTIVITY, PAID), (PAID, ACTIVITY), (ACTIVITY, ACTIVITY), (PREMIUM, PAID), (PAID, PREMIUM)],
)
def test_a_row_that_can_take_nothing_is_refused_and_every_other_accepted(a: str, b: str) -> None:
    rows = [
        RELATION_ROW.replace(
            "eco-utrecht,@eco-activity,province.utrecht.botanisch#strook,zero,value",
            f"r{n},{a},{b},{type},{quantity}",
        )
        for n, (type, quantity) in enumerate(EVERY)
    ]
    _, problems = registry.from_documents(documents({RELATIONS: RELATION_HEADER + "".join(rows)}))
    refused = {p.line - 2 for p in problems if p.file == RELATIONS and "does nothing" in p.text("en")}
    assert refused == {n for n, (type, quantity) in enumerate(EVERY) if idle(a, b, type, quantity)}
