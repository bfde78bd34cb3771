"""Of states that are counted only those go on of which no other has as much of everything."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calculator.stacking.proof import undominated as kept
from calculator.stacking.proof.undominated import undominated


def _drawn(dice: random.Random) -> list[tuple[int, ...]]:
    return [tuple(dice.randint(-4, 4) for _ in range(4)) for _ in range(dice.randint(0, 60))]


@pytest.mark.parametrize("at_once", [64, 3])
def test_the_states_are_kept_that_no_other_beats_each_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_AT_ONCE", at_once)
    dice = random.Random(5)
    for _ in range(80):
        states = _drawn(dice)
        found = [
            states[at] for at in undominated(np.array(states, dtype=np.int64).reshape(-1, 4), 2).tolist()
        ]
        best = {
            s
            for s in states
            if not any(o != s and all(x >= y for x, y in zip(o, s, strict=True)) for o in states)
        }
        assert sorted(found) == sorted(best)


def test_where_there_is_no_time_to_compare_equals_go_on_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that differ in their worths alone, and in all by as much, the most."""
    monkeypatch.setattr(kept, "_MOST_COMPARED", 0)
    states = np.array([(1, 5, 8), (1, 7, 10), (2, 1, 1), (1, 7, 10)], dtype=np.int64)
    found = [tuple(states[at].tolist()) for at in undominated(states, 2).tolist()]
    assert sorted(found) == [(1, 7, 10), (2, 1, 1)]


def test_states_go_on_that_only_their_sums_take_for_equal() -> None:
    """3 to the seventh is what the second coordinate weighs."""
    states = np.array([(3**7, 0, 5), (0, 1, 5)], dtype=np.int64)
    assert sorted(undominated(states, 1).tolist()) == [0, 1]


def test_states_whose_worths_do_not_rise_together_are_not_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without time to compare them all go on: none differs from another by as much in every worth."""
    monkeypatch.setattr(kept, "_MOST_COMPARED", 0)
    states = np.array([(1, 5, 12, 8), (1, 7, 11, 10), (1, 6, 10, 10)], dtype=np.int64)
    assert len(undominated(states, 3)) == 3


def test_the_likeliest_to_beat_others_is_held_against_them_before_time_runs_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last has most of all together; of the others, the second as much as the first of everything."""
    monkeypatch.setattr(kept, "_MOST_COMPARED", 1)
    monkeypatch.setattr(kept, "_AT_ONCE", 1)
    states = np.array([(0, 9, 1), (0, 9, 2), (99, 2, 2), (98, 1, 1)], dtype=np.int64)
    assert sorted(undominated(states, 2).tolist()) == [0, 1, 2]
