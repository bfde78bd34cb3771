"""Numbers put in order: small ones are sorted by their digits, larger ones as they are."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.stacking.columns.reading.numbering import in_order


@pytest.mark.parametrize("largest", [0, 3, 65_535, 65_536, 2**40])
def test_equal_numbers_stay_in_the_order_in_which_they_stand(largest: int) -> None:
    numbers = np.random.default_rng(largest).integers(0, largest + 1, 500)
    numbers[::7] = largest
    wanted = sorted(range(len(numbers)), key=lambda at: (numbers[at], at))
    assert in_order(numbers).tolist() == wanted


def test_of_no_numbers_there_is_no_order() -> None:
    assert in_order(np.zeros(0, dtype=np.int64)).tolist() == []
