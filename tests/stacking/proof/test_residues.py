"""What whole steps lose at least, against every way to take them."""

from __future__ import annotations

import random
from itertools import product

import pytest

from calculator.stacking.proof.residues import Vector, common, least_loss
from calculator.stacking.proof.step_ways import TooManyError
from calculator.stacking.proof.work import Work

PLENTY = 10**6


def made_up(left: Vector, taken: list[Vector], free: list[Vector]) -> bool:
    """Whether whole numbers of free ways come to what these leave."""
    over = [n - sum(of[at] for of in taken) for at, n in enumerate(left)]
    return any(
        all(n == sum(m * of[at] for m, of in zip(times, free, strict=True)) for at, n in enumerate(over))
        for times in product(range(-30, 31), repeat=len(free))
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_ways_that_leave_nothing_lose_less(seed: int) -> None:
    dice = random.Random(seed)
    free = [(dice.randint(1, 4), dice.randint(-3, 3)) for _ in range(dice.randint(0, 2))]
    ways = [(dice.randint(3, 9), (dice.randint(-2, 3), dice.randint(-2, 3))) for _ in range(2)]
    ways += [(dice.randint(3, 9), (1, 0)), (dice.randint(3, 9), (0, 1))]
    left = (dice.randint(0, 4), dice.randint(0, 4))
    found = least_loss(left, ways, free, 60, 5_000, Work(PLENTY))
    assert found is not None
    assert found.taken is not None
    assert made_up(left, [ways[n][1] for n in found.taken], free)
    assert found.least == sum(ways[n][0] for n in found.taken)
    for counts in product(range(4), repeat=len(ways)):
        lost = sum(n * way[0] for n, way in zip(counts, ways, strict=True))
        if lost < found.least:
            assert not made_up(
                left, [way[1] for n, way in zip(counts, ways, strict=True) for _ in range(n)], free
            )


def test_it_ends_at_what_is_enough_and_where_there_is_too_much_to_look_at() -> None:
    ways = [(5, (1,))]
    assert least_loss((4,), ways, [(3,)], 100, 50, Work(PLENTY)) is not None
    ended = least_loss((4,), ways, [(3,)], 5, 50, Work(PLENTY))
    assert ended is not None
    assert (ended.least, ended.taken) == (5, None)
    assert least_loss((90,), ways, [], 1_000, 10, Work(PLENTY)) is None


def test_of_ways_that_leave_the_same_the_one_that_loses_least_is_taken_wherever_it_stands() -> None:
    for ways in ([(5, (1,)), (3, (1,))], [(3, (1,)), (5, (1,))], [(5, (4,)), (3, (1,))]):
        found = least_loss((1,), ways, [(3,)], 60, 50, Work(PLENTY))
        assert found is not None
        assert found.taken is not None
        assert (found.least, [ways[n][0] for n in found.taken]) == (3, [3])


@pytest.mark.parametrize("free", [[(3, 0), (2, 1)], [(2, 1), (0, 0), (3, 0)]])
def test_what_free_ways_come_to_together_loses_nothing(free: list[Vector]) -> None:
    """Neither leaves three of the second row by itself: three of the one do, less two of the other."""
    found = least_loss((0, 3), [(5, (0, 1))], free, 60, 50, Work(PLENTY))
    assert found is not None
    assert (found.least, found.taken) == (0, ())


def test_ways_that_lose_nothing_and_undo_each_other_are_gone_through_once() -> None:
    found = least_loss((3,), [(0, (1,)), (0, (-1,)), (2, (3,))], [], 60, 50, Work(PLENTY))
    assert found is not None
    assert (found.least, found.taken) == (0, (0, 0, 0))


def test_what_is_taken_from_rests_is_counted_and_is_no_more_than_it_may_be() -> None:
    """Of each rest three ways are taken, of two rows each: few rests of many ways take as long as many of few."""
    ways = [(5, (1, 0)), (7, (0, 1)), (6, (1, 1))]
    work = Work(PLENTY)
    found = least_loss((40, 40), ways, [], 10_000, 5_000, work)
    assert found is not None
    assert found.least == 240
    assert work.spent > 0
    with pytest.raises(TooManyError):
        least_loss((40, 40), ways, [], 10_000, 5_000, Work(work.spent - 1))


def test_what_all_numbers_are_a_multiple_of() -> None:
    assert common([12, -18, 0]) == 6
    assert common([0, 0]) == 1
