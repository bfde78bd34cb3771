"""Which ways of a block count under one row, and what is left when the cheapest relief is taken first."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from calculator.stacking.solving.in_place.outline import End, outline, steps, walk_down

Point = tuple[int, int]


def test_what_gains_less_without_relief_or_what_a_mixture_beats_is_left_out() -> None:
    dominated, mixed, level = (90, 10), (40, 5), (50, 5)
    assert outline([(0, 0), dominated, (100, 10), mixed]) == [(100, 10), (0, 0)]
    # On the way between two others it is worth no more than a mixture of these.
    assert outline([(100, 10), level, (0, 0)]) == [(100, 10), (0, 0)]
    assert outline([(100, 10), (51, 5), (0, 0)]) == [(100, 10), (51, 5), (0, 0)]
    assert outline([(100, 10), (100, 9), (7, 9)]) == [(100, 9)]


def mixtures(points: list[Point], take: Fraction) -> Fraction | None:
    """The most that a mixture of two of the points gains that takes no more."""
    found = [Fraction(gain) for gain, uses in points if uses <= take]
    for gain, uses in points:
        for less, fewer in points:
            if fewer < take < uses:
                found.append(less + (gain - less) * (take - fewer) / (uses - fewer))
    return max(found, default=None)


@pytest.mark.parametrize("seed", range(20))
def test_along_an_outline_as_much_is_gained_as_any_mixture_gains(seed: int) -> None:
    dice = random.Random(seed)
    points = [(dice.randint(0, 30), dice.randint(-5, 9)) for _ in range(dice.randint(1, 7))]
    kept = outline(points)
    way = steps(3, kept)
    assert [(step.place, step.corner) for step in way] == [(3, n) for n in range(len(kept) - 1)]
    assert all(a.ratio < b.ratio for a, b in pairwise(way))
    for most in range(-6, 10):
        end = walk_down(kept[0][0], kept[0][1] - most, way)
        assert (None if end is None else end.gain) == mixtures(points, Fraction(most))


def test_a_walk_ends_where_the_row_is_kept_and_tells_its_price() -> None:
    way = sorted([*steps(0, [(100, 10), (90, 0)]), *steps(1, [(100, 10), (60, 0)])])
    assert walk_down(200, 0, way) == End(Fraction(200))
    assert End(Fraction(200)).price == 0
    told = {over: walk_down(200, over, way) for over in (5, 10, 15, 20, 21)}
    assert told[21] is None
    ends = {over: (end.gain, end.part, end.price) for over, end in told.items() if end is not None}
    half, one, four = Fraction(1, 2), Fraction(1), Fraction(4)
    assert ends == {5: (195, half, 1), 10: (190, one, 1), 15: (170, half, four), 20: (150, one, four)}
