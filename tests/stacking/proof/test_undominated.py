"""Of states that are counted only those go on of which no other has as much of everything."""

from __future__ import annotations

import random

import numpy as np
import pytest

from calculator.stacking.proof import undominated as kept
from calculator.stacking.proof.undominated import undominated


def _drawn(dice: random.Random) -> list[tuple[int, ...]]:
    return [tuple(dice.randint(-4, 4) for _ in range(4)) for _ in range(dice.randint(0, 60))]


def test_the_states_are_kept_that_no_other_beats_each_once() -> None:
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
