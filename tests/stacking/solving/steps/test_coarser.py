"""Rows in coarser units are kept by every answer in whole steps, and say more of what fits than the rows they follow from."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

import pytest

from calculator.stacking.solving.steps.coarser import Coarser, Takes, coarser


def comes_to(row: Coarser, steps: tuple[int, ...]) -> float:
    return sum(amount * steps[column] for column, amount in row.entries)


@pytest.mark.parametrize("seed", range(30))
def test_every_answer_in_whole_steps_keeps_them(seed: int) -> None:
    dice = random.Random(seed)
    sizes = [dice.choice([1, 2, 3, 5]) for _ in range(4)]
    taken = [
        Takes(column, dice.choice([-7, 3, 6, 10, 11]) * size, size, dice.random() < 0.3)
        if dice.random() < 0.7
        else Takes(column, dice.randint(-20, 60), size, dice.random() < 0.3)
        for column, size in enumerate(sizes)
    ]
    bound = dice.randint(0, 60)
    rows = list(coarser(taken, bound))
    assert len(rows) <= 3
    for steps in product(*(range(size + 1) for size in sizes)):
        if sum(Fraction(each.amount * steps[each.column], each.size) for each in taken) <= bound:
            assert all(comes_to(row, steps) <= row.bound + 1e-12 for row in rows)


def test_land_that_is_paid_alike_but_for_a_millionth_of_a_cent_is_counted_in_square_metres() -> None:
    """Of EUR 8,997 at EUR 0.62447 per square metre 14,407 are granted, whatever of them lies on which parcel."""
    land = [Takes(0, 6_244_725_316_722, 100_000, False), Takes(1, 1_935_864_848_184, 31_000, False)]
    (row,) = coarser(land, 899_700_000_000)
    assert (
        comes_to(row, (14_407, 0)) == comes_to(row, (407, 14_000)) == row.bound < comes_to(row, (408, 14_000))
    )
    assert row.multiple == 0


def test_beside_a_choice_steps_stay_a_multiple_of_one() -> None:
    row, *_ = coarser([Takes(0, 30, 10, False), Takes(1, 7, 1, True)], 20)
    assert row.multiple == dict(row.entries)[0]
    assert comes_to(row, (4, 1)) <= row.bound < comes_to(row, (5, 1))


def test_steps_that_take_nothing_or_ease_a_row_are_no_unit() -> None:
    assert list(coarser([Takes(0, 0, 3, False), Takes(1, -4, 3, False), Takes(2, 9, 1, True)], 5)) == []
