"""What options take of rows, entry by entry, is what a table with a place for everything says."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.stacking.solving.search.uses import Floats, Uses


def drawn(seed: int) -> tuple[Floats, Uses]:
    """A table with a place for everything, and its entries; some that take nothing at all."""
    dice = np.random.default_rng(seed)
    whole = dice.integers(-3, 4, (dice.integers(1, 9), dice.integers(1, 6))).astype(float)
    whole[dice.random(whole.shape) < 0.5] = 0
    of, row = whole.nonzero()
    return whole, Uses(of, row, whole[of, row], len(whole))


def spread(uses: Uses, rows: int) -> Floats:
    whole = np.zeros((uses.count, rows))
    np.add.at(whole, (uses.of, uses.row), uses.amount)
    return whole


@pytest.mark.parametrize("seed", range(40))
def test_what_is_priced_chosen_added_and_compared_is_as_in_a_whole_table(seed: int) -> None:
    whole, uses = drawn(seed)
    dice, (count, rows) = np.random.default_rng(seed + 1_000), whole.shape
    prices, which = dice.random(rows), dice.integers(0, count, 7)
    assert np.allclose(uses.priced(prices), whole @ prices)
    assert np.array_equal(uses.total(rows), whole.sum(axis=0))
    chosen = uses.chosen(which)
    assert np.array_equal(spread(chosen, rows), whole[which])
    assert np.array_equal(
        spread(chosen.less(uses.chosen(which[::-1])), rows), whole[which] - whole[which[::-1]]
    )
    into = np.sort(dice.integers(0, 3, count))
    expected = np.zeros((3, rows))
    np.add.at(expected, into, whole)
    assert np.array_equal(spread(uses.added(into, 3), rows), expected)


def test_rows_of_which_as_much_is_taken_are_no_difference() -> None:
    uses = Uses(np.array([0, 1]), np.array([2, 2]), np.array([5.0, 5.0]), 2)
    assert not len(uses.less(uses).of)
    assert not len(uses.chosen(np.array([0])).less(uses.chosen(np.array([1]))).of)


def test_a_hundred_thousand_options_and_rows_take_no_more_room_than_what_they_take() -> None:
    """Side by side they would be eighty gigabytes."""
    many = 100_000
    uses = Uses(np.arange(many), np.arange(many), np.ones(many), many)
    assert uses.less(uses.chosen(np.arange(many)[::-1])).total(many).sum() == 0
    assert uses.priced(np.ones(many)).sum() == many
