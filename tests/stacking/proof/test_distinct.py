"""Rows that differ are told apart by numbers that say as much, however far their numbers lie apart."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calculator.stacking.proof.distinct import distinct


@pytest.mark.parametrize("most", [1, 9, 10**6, 2**40, 2**61])
def test_rows_that_differ_come_once_in_order_and_every_row_is_one_of_them(most: int) -> None:
    """Numbers of which one fits beside the next, and such as are told by their places."""
    dice = random.Random(most)
    for width in (1, 2, 3, 6):
        some = [tuple(dice.randint(-most, most) for _ in range(width)) for _ in range(30)]
        rows = [dice.choice(some) for _ in range(80)]
        found, where = distinct(np.array(rows, dtype=np.int64).T)
        told = [tuple(row) for row in found.tolist()]
        assert told == sorted(set(rows))
        assert [told[at] for at in where.tolist()] == rows


def test_numbers_too_far_apart_to_stand_beside_others_are_told_by_their_places() -> None:
    """The last of the one before the first of the other."""
    most = 2**61
    rows = [(0, most), (1, -most), (0, most), (1, most), (0, -most)]
    found, where = distinct(np.array(rows, dtype=np.int64).T)
    assert found.tolist() == [[0, -most], [0, most], [1, -most], [1, most]]
    assert where.tolist() == [1, 2, 1, 3, 0]


def test_of_no_rows_none_differ() -> None:
    found, where = distinct(np.zeros((3, 0), dtype=np.int64))
    assert (found.shape, where.tolist()) == ((0, 3), [])
