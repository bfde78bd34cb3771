"""Whole numbers are held in as few bytes as hold them all."""

from __future__ import annotations

import pytest

from calculator.domain.few_bytes import bytes_of


@pytest.mark.parametrize(
    ("least", "most", "size"),
    [
        (0, 127, 1),
        (-128, 0, 1),
        (0, 128, 2),
        (-129, 0, 2),
        (0, 2**31 - 1, 4),
        (-(2**31) - 1, 0, 8),
        (0, 2**63 - 1, 8),
    ],
)
def test_whole_numbers_take_as_few_bytes_as_hold_the_least_and_the_most(
    least: int, most: int, size: int
) -> None:
    assert bytes_of(least, most) == size
    assert bytes_of(least, most, 4) == max(size, 4)


def test_what_eight_bytes_do_not_hold_is_refused() -> None:
    with pytest.raises(OverflowError, match=str(2**63)):
        bytes_of(0, 2**63)
