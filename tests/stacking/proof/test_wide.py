"""Counting out in whole numbers of 64 bits: what may not fit is refused instead of counted wrong."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.stacking.proof.wide import WideTurn, count_wide


def turn(value: int, *uses: int) -> WideTurn:
    table = np.array([[0] * len(uses), list(uses)], dtype=np.int64)
    return WideTurn(np.array([0, value], dtype=np.int64), table, value)


@pytest.mark.parametrize("left", [(2**61, 5), (5, 2**61)])
def test_one_row_that_is_too_large_is_enough_to_refuse(left: tuple[int, int]) -> None:
    with pytest.raises(OverflowError):
        count_wide([turn(7, 1, 1)], np.array(left, dtype=np.int64), [0, 0], None)


def test_what_is_just_within_is_counted() -> None:
    left = np.array([2**61 - 2, 5], dtype=np.int64)
    assert count_wide([turn(7, 1, 1)], left, [0, 0], None) == 7
