"""Answers of parts are put together to the best of all that keep what they share and come above what is claimed."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest

from calculator.stacking.proof.near_columns import Columns
from calculator.stacking.proof.parts_together import Together
from calculator.stacking.proof.step_ways import Ints, TooManyError
from calculator.stacking.proof.work import Work


def _columns(dice: random.Random, prices: Ints) -> Columns:
    """Two answers to five of a part, the most worth first; what they are called is not where they stand."""
    count = dice.randint(2, 5)
    uses = np.array([[dice.randint(-2, 6) for _ in prices] for _ in range(count)])
    gains = np.array([dice.randint(0, 30) for _ in range(count)])
    order = np.argsort(-(gains - uses @ prices), kind="stable")
    uses, gains = uses[order], gains[order]
    return Columns(uses, gains, gains - uses @ prices, 10 + np.arange(count))


def test_of_all_that_keep_the_shared_rows_the_best_above_the_floor_is_found() -> None:
    """Of three parts or four; where none comes above it, none is told."""
    dice, found, fewer = random.Random(6), [0, 0], 0
    for _ in range(200):
        prices = np.array([dice.randint(0, 3), dice.randint(0, 3)])
        columns = [_columns(dice, prices) for _ in range(dice.randint(3, 4))]
        room, floor = np.array([dice.randint(-2, 12), dice.randint(0, 12)]), dice.randint(0, 80)
        every = {
            picks: sum(int(c.gains[n]) for c, n in zip(columns, picks, strict=True))
            for picks in product(*(range(len(c.gains)) for c in columns))
            if (sum(c.uses[n] for c, n in zip(columns, picks, strict=True)) <= room).all()
        }
        best = max(every.values(), default=floor)
        worth = [int(c.worth[0]) for c in columns]
        gain, picked = Together(room, prices, columns, worth, floor, Work(1_000_000)).best()
        found[best > floor] += 1
        # Of the two likeliest so far something comes out that keeps the rows too, and of many the same.
        some, way = Together(room, prices, columns, worth, floor, Work(1_000_000), 2).best()
        assert some == (floor if way is None else every[tuple(n - 10 for n in way)]) <= gain
        fewer += some < gain
        assert Together(room, prices, columns, worth, floor, Work(1_000_000), 999).best()[0] == gain
        if best <= floor:
            assert (gain, picked) == (floor, None)
        else:
            assert picked is not None
            assert gain == every[tuple(n - 10 for n in picked)] == best
    assert min(found) > 50
    assert 0 < fewer < found[1] / 2


def test_no_more_is_put_together_than_may_be() -> None:
    dice, prices = random.Random(1), np.array([0, 0])
    columns = [_columns(dice, prices) for _ in range(3)]
    worth, room = [int(c.worth[0]) for c in columns], np.array([99, 99])
    work = Work(1_000_000)
    Together(room, prices, columns, worth, 0, work).best()
    with pytest.raises(TooManyError):
        Together(room, prices, columns, worth, 0, Work(work.spent - 1)).best()
    # What goes on is worked with in each of two rows, and by itself; so is every pair, in an eighth of that.
    first = len(columns[0].gains)
    with pytest.raises(TooManyError):
        Together(room, prices, columns, worth, 0, Work(first * 3 - 1)).best()


def _under_windows(dice: random.Random, prices: Ints) -> list[Columns]:
    """Parts of three years under two windows: the first under one, the last under the other, and one under both."""
    found = []
    for under in ((1, 0), (1, 0), (1, 1), (0, 1), (0, 1)):
        count = dice.randint(2, 5)
        uses = np.array([[dice.randint(-2, 6)] * 2 for _ in range(count)]) * np.array(under)
        gains = np.array([dice.randint(0, 30) for _ in range(count)])
        order = np.argsort(-(gains - uses @ prices), kind="stable")
        uses, gains = uses[order], gains[order]
        found.append(Columns(uses, gains, gains - uses @ prices, 10 + np.arange(count)))
    return found


def test_parts_under_a_window_and_those_beside_it_matched_come_to_the_same_best() -> None:
    dice, found = random.Random(3), [0, 0]
    for _ in range(200):
        prices = np.array([dice.randint(1, 3), dice.randint(0, 3)])
        columns = _under_windows(dice, prices)
        room, floor = np.array([dice.randint(-2, 20), dice.randint(0, 20)]), dice.randint(60, 140)
        worth = [int(c.worth[0]) for c in columns]
        best, one_by_one = Together(room, prices, columns, worth, floor, Work(1_000_000)).best()
        gain, picked = Together(room, prices, columns, worth, floor, Work(1_000_000)).in_halves()
        assert gain == best
        assert (picked is None) == (one_by_one is None) == (best == floor)
        if picked is not None:
            taken = [(c, n - 10) for c, n in zip(columns, picked, strict=True)]
            assert sum(int(c.gains[n]) for c, n in taken) == gain
            assert (sum(c.uses[n] for c, n in taken) <= room).all()
        found[picked is not None] += 1
    assert min(found) > 50


def test_what_both_halves_leave_of_a_window_that_holds_nothing_back_is_enough() -> None:
    """Of the second window more is left than all can use."""
    dice, prices = random.Random(5), np.array([2, 1])
    columns = _under_windows(dice, prices)
    worth, room = [int(c.worth[0]) for c in columns], np.array([9, 999])
    best = Together(room, prices, columns, worth, 0, Work(1_000_000)).best()
    assert best[1] is not None
    assert Together(room, prices, columns, worth, 0, Work(1_000_000)).in_halves()[0] == best[0]


def test_parts_are_not_halved_where_no_price_tells_them_apart() -> None:
    dice, prices = random.Random(3), np.array([0, 0])
    columns = _under_windows(dice, prices)
    worth = [int(c.worth[0]) for c in columns]
    with pytest.raises(TooManyError):
        Together(np.array([9, 9]), prices, columns, worth, 0, Work(1_000_000)).in_halves()


def test_halves_are_matched_in_the_work_that_there_is() -> None:
    dice, prices = random.Random(3), np.array([1, 1])
    columns = _under_windows(dice, prices)
    worth, room, work = [int(c.worth[0]) for c in columns], np.array([9, 9]), Work(1_000_000)
    Together(room, prices, columns, worth, 0, work).in_halves()
    with pytest.raises(TooManyError):
        Together(room, prices, columns, worth, 0, Work(work.spent - 1)).in_halves()
