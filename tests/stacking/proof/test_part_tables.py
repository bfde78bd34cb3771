"""What a part is worth at most under prices of what it shares is exact, and is told with steps that come to it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calculator.domain.problem import Block, Cell, Group, Option
from calculator.stacking.proof.part_tables import NOTHING, eased, loose, taken
from calculator.stacking.proof.step_ways import FINE, Step, TooManyError
from calculator.stacking.proof.work import Work
from tests.stacking.proof.drawn_parts import DrawnPart, drawn_part, drawn_prices

EURO = 100_000_000


def test_the_best_under_any_prices_is_that_of_all_answers_and_its_steps_come_to_it() -> None:
    dice, never = random.Random(3), 0
    for _ in range(120):
        part, prices = drawn_part(dice), drawn_prices(dice)
        tables = part.tables(Work(10_000_000))
        told = tables.to_come(prices)
        worth = max(int(follows[0][0]) for follows in told[0])
        best = max((answer.worth(prices) for answer in part.answers()), default=None)
        if best is None:
            assert worth <= NOTHING // 2
            never += 1
            continue
        assert worth == best
        found = part.of(list(taken(tables, told, prices)))
        assert found is not None
        assert found.worth(prices) == best
    assert 0 < never < 60


def test_what_is_left_of_rows_that_nothing_touches_any_more_is_not_told_apart() -> None:
    """Nine steps that leave ten amounts of a row, of which what falls short is told before nine others begin."""
    each = [Step(5, {}, ()), Step(9, {0: 1}, ())], [Step(5, {}, ()), Step(9, {1: 1}, ())]
    short = (0, (-9, 0), ((FINE, 0),))
    tables = DrawnPart([(9, [each[0]]), (9, [each[1]])], (0, 4), [short]).tables(Work(100_000))
    first, second = ([len(stage.to) for stage in turn.chains[0][0]] for turn in tables.turns)
    assert first == [*range(1, 10)]
    assert (second[0], max(second)) == (1, 5)
    best = max(int(of[0][0]) for of in tables.to_come(np.zeros(2, dtype=np.int64))[0])
    assert best == (9 * 8 + 4 * 9 + 5 * 5) * FINE


def _unpaid(name: str, euros: int, amount: int) -> Block:
    return Block(name, (Group((Cell((Option(0), Option(-euros * EURO, ((0, -amount),)))),)),))


@pytest.mark.parametrize(("short", "cost"), [(0, 0), (500, 500), (1_000, 1_000), (1_500, 2_500)])
def test_what_falls_short_is_left_unpaid_where_that_costs_least_first(short: int, cost: int) -> None:
    """Of a thousand each euro costs one, of another thousand three."""
    vectors = np.array([[price * EURO * FINE] for price in (0, 1, 3)])
    made = loose(
        [_unpaid("a", 1_000, 1_000), _unpaid("b", 3_000, 1_000)], vectors, (1,), np.zeros(1, dtype=np.int64)
    )
    assert made.worth(np.array([[-short]])).tolist() == [-cost * EURO * FINE]


def test_of_a_row_no_more_is_told_apart_than_can_still_be_used_in_its_units() -> None:
    """Rounded so that neither what may be given back nor what may be used is too little."""
    takes = Block("takes", (Group((Cell((Option(0, ((0, -7),)), Option(5, ((0, 10),)))),)),))
    least, most = eased([takes, takes], (3, 1), np.array([0, 1]))
    assert (least.tolist(), most.tolist()) == ([-5, 0], [7, 0])


def test_as_much_may_be_looked_at_as_is_allowed_and_no_entry_more() -> None:
    part = drawn_part(random.Random(1))
    spent = Work(10_000_000)
    part.tables(spent)
    part.tables(Work(spent.spent))
    with pytest.raises(TooManyError):
        part.tables(Work(spent.spent - 1))
