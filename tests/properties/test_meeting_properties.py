"""A row that is accepted is never ignored: two payments of any kind under a row of any type, quantity and level.

What is awarded on a small farm is held against every way to lay claims there (``meeting.py``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import pytest

from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Level
from calculator.stacking.awarding import award
from calculator.stacking.certified import NoLawfulAwardError
from tests.builders import ask
from tests.properties.meeting import KINDS, Meeting, best, drawn, question

T, Q = RelationType, Quantity
TYPES = tuple(type for type in T if type is not T.ADDITIVE)
#: Types that work on points and value too.
SCORING = frozenset({T.HIGHEST, T.ZERO, T.REDUCED})
#: Draws within which a row that bears on its sides decides something.
MOST_DRAWS = 60

Sort = tuple[tuple[str, str], RelationType, Quantity, Level]


def sorts() -> Iterator[Sort]:
    for kinds, type, quantity, level in product(product(KINDS, KINDS), TYPES, Q, Level):
        scores = quantity in (Q.POINTS, Q.VALUE)
        if kinds != ("premium", "premium") and (type in SCORING or not scores):
            yield kinds, type, quantity, level


def deciding(sort: Sort) -> Meeting | None:
    """One under a row of that sort, on which the best lawful total goes by the row; None where none of many does."""
    dice = random.Random(repr(sort))
    found = (drawn(dice, *sort) for _ in range(MOST_DRAWS))
    return next((m for m in found if best(m) != best(m, without=True)), None)


def hold(meeting: Meeting) -> None:
    """The award pays what the best lawful way pays; nothing where no way is lawful."""
    most, asked = best(meeting), ask(*question(meeting))
    if most is None:
        with pytest.raises(NoLawfulAwardError):
            award(asked)
        return
    found = award(asked)
    assert abs(found.total - 100 * most) <= len(found.years[0].lines) + 2, (meeting, found.total, most)
    assert found.certificate.status == "optimal", meeting


@pytest.mark.parametrize("type", TYPES)
def test_a_row_between_a_class_premium_and_a_payment_on_land_decides(type: RelationType) -> None:
    meeting = deciding((("premium", "land"), type, Q.ALL, Level.FARM))
    assert meeting is not None
    hold(meeting)


@pytest.mark.parametrize("start", range(0, 16, 8))
def test_two_payments_of_any_kind_under_any_row_are_paid_as_well_as_can_be(start: int) -> None:
    every = tuple(sorts())
    for seed in range(start, start + 8):
        dice = random.Random(seed)
        hold(drawn(dice, *dice.choice(every)))


@pytest.mark.soak
@pytest.mark.parametrize("one", KINDS)
def test_every_row_that_bears_on_its_sides_decides_somewhere(one: str) -> None:
    for sort in sorts():
        if sort[0][0] == one:
            meeting = deciding(sort)
            hold(meeting or drawn(random.Random(repr(sort)), *sort))
