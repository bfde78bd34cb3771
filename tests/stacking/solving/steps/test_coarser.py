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


def steps(*amounts: tuple[int, int]) -> list[Takes]:
    """Land of so many steps each, which takes so much in all."""
    return [Takes(column, amount, size, False) for column, (amount, size) in enumerate(amounts)]


def test_a_row_is_looked_at_in_what_all_amounts_are_a_multiple_of_and_in_each_of_them() -> None:
    """Six and ten of 29: fourteen twos, four sixes, two tens."""
    found = [(dict(row.entries), row.bound) for row in coarser(steps((6, 1), (10, 1)), 29)]
    assert found == [({0: 0.6, 1: 1.0}, 14 / 5), ({0: 1.0, 1: 1.0}, 4.0), ({1: 1.0}, 2.0)]


@pytest.mark.parametrize(
    ("amounts", "units"),
    [
        (((6, 1), (10, 1), (14, 1), (22, 1)), 3),
        (((100, 1), (101, 1)), 2),
        (((8, 1), (9, 1)), 2),
        (((6, 1), (100, 1)), 3),
        (((2, 1), (3, 1)), 3),
        (((4, 1), (5, 1)), 3),
        (((3, 2), (5, 2)), 3),
        (((1, 4), (1, 2)), 2),
        (((0, 1), (100, 1), (101, 1)), 2),
        (((1, 1), (1, 1)), 1),
    ],
)
def test_a_unit_is_what_amounts_share_unless_that_is_small_and_each_of_them_but_three_at_most(
    amounts: tuple[tuple[int, int], ...], units: int
) -> None:
    assert len(list(coarser(steps(*amounts), 1_000))) == units


def test_of_many_amounts_nothing_shared_is_looked_for() -> None:
    for many, first in ((50, 2), (51, 6)):
        row, *_ = coarser(steps(*((2 * n, 1) for n in range(3, 3 + many))), 1_000)
        assert row.bound * max(2 * n // first for n in range(3, 3 + many)) == pytest.approx(1_000 // first)
