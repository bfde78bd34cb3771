"""The way back from a state names all that was taken on it, and no more states are kept than fit."""

from __future__ import annotations

import numpy as np
import pytest

from calculator.stacking.proof import step_trail
from calculator.stacking.proof.step_trail import Trail
from calculator.stacking.proof.step_ways import TooManyError


def test_the_way_back_names_all_that_was_taken() -> None:
    trail = Trail()
    first = trail.add(np.zeros(2, dtype=np.int64), np.array([10, 20]))
    second = trail.add(first[[1, 1, 0]], np.array([30, 40, 50]))
    assert list(trail.back([int(second[1])])) == [40, 20]
    assert list(trail.back([int(second[2]), int(first[1])])) == [50, 10, 20]
    assert list(trail.back([0])) == []


def test_as_many_states_are_kept_as_fit_and_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_trail, "_MOST_STATES", 3)
    trail = Trail()
    trail.add(np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64))
    with pytest.raises(TooManyError):
        trail.add(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
