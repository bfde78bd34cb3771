"""What refuses farms, asked in columns, is what the assessment of every farm by itself says."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from calculator.scenarios.population.profiles import profiles_at
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.runs.refusing import refused, refused_of
from calculator.stacking.columns import Evaluation
from tests.scenarios.bench import shipped

ON = date(2026, 7, 1)


@pytest.mark.parametrize("kind", ["typical", "hard"])
def test_columns_refuse_the_farms_that_the_assessment_of_each_refuses_by_the_same_conditions(
    kind: str,
) -> None:
    farms = synthesise(40, seed=3, kind=kind)
    every = np.arange(len(farms), dtype=np.int64)
    one_by_one = refused(shipped(), enumerate(profiles_at(farms, every)), ON, 2)

    found = refused_of(Evaluation(shipped(), ON, 2), farms, every)

    told = [set(frame.itertuples(index=False, name=None)) for frame in (found, one_by_one)]
    assert told[0] == told[1]
    assert len(told[0]) == len(found) > 40


def test_what_refuses_some_of_the_farms_is_told_by_their_place_in_the_population() -> None:
    farms = synthesise(12, seed=5)
    some = np.array([3, 7, 11], dtype=np.int64)

    found = refused_of(Evaluation(shipped(), ON, 1), farms, some)

    assert set(found["farm"]) <= set(some.tolist())
    assert found.equals(found.sort_values(["farm", "ref", "words"], kind="stable").reset_index(drop=True))
