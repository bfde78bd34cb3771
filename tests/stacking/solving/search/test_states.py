"""Of states of a walk that leave the same one goes on: the one that gained most, then the one that the keys put first."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.stacking.solving.free_choice.flat import Ints
from calculator.stacking.solving.search import states
from calculator.stacking.solving.search.states import States, distinct


def walked(left: Ints, gain: Ints) -> States:
    return States(left, gain, np.arange(len(gain)), np.zeros(len(gain), dtype=np.int64))


def by_hand(left: Ints, gain: Ints, liking: Ints) -> list[int]:
    best: dict[tuple[int, ...], tuple[int, int, int]] = {}
    for at, row in enumerate(left.tolist()):
        told = (-int(gain[at]), int(liking[at]), at)
        best[tuple(row)] = min(best.get(tuple(row), told), told)
    return sorted(at for *_, at in best.values())


@pytest.mark.parametrize("mixing", [False, True])
def test_one_of_equals_goes_on_also_where_others_have_its_number(mixing: bool) -> None:
    """What is left is told by a number; these two leave otherwise and have one number."""
    first, second = np.random.default_rng(states._SEED).integers(1, 2**62, 2, dtype=np.int64)
    kinds = np.array([[second, 0], [0, first]] if mixing else [[3, 0], [0, 5]], dtype=np.int64)
    dice = np.random.default_rng(1)
    for count in (0, 1, 2, 3, 40):
        left = kinds[dice.integers(0, 2, count)].reshape(count, 2)
        gain, liking = dice.integers(0, 3, (2, count))
        assert distinct(walked(left, gain), liking).tolist() == by_hand(left, gain, liking)


def test_states_are_joined_and_chosen_with_all_that_is_told_of_them() -> None:
    one, other = walked(np.array([[1], [2]]), np.array([5, 6])), walked(np.array([[3]]), np.array([7]))
    some = States.joined((one, other)).only(np.array([2, 0]))
    told = (some.left.tolist(), some.gain.tolist(), some.before.tolist(), some.taken.tolist())
    assert told == ([[3], [1]], [7, 5], [0, 0], [0, 0])
