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
    dice, found = random.Random(6), [0, 0]
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
        if best <= floor:
            assert (gain, picked) == (floor, None)
        else:
            assert picked is not None
            assert gain == every[tuple(n - 10 for n in picked)] == best
    assert min(found) > 50


def test_no_more_is_put_together_than_may_be() -> None:
    dice, prices = random.Random(1), np.array([0, 0])
    columns = [_columns(dice, prices) for _ in range(3)]
    worth, room = [int(c.worth[0]) for c in columns], np.array([99, 99])
    work = Work(1_000_000)
    Together(room, prices, columns, worth, 0, work).best()
    with pytest.raises(TooManyError):
        Together(room, prices, columns, worth, 0, Work(work.spent - 1)).best()
    # Every pair is looked at in each of two rows, and by itself.
    first = len(columns[0].gains)
    with pytest.raises(TooManyError):
        Together(room, prices, columns, worth, 0, Work(first * 3 - 1)).best()
