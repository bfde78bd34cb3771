"""Whoever has every sheet of every run on the same real farms, works out nothing that rests on fewer than ten of them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from calculator.scenarios.answers import guarding, sheets
from calculator.scenarios.answers.guarding import Ledger
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.running import Run
from tests.scenarios.answers.attack import Attack, Numbers, Sheets
from tests.scenarios.bench import GOLD_250, run, scenario

SCENARIOS = (
    (GOLD_250,),
    ("{change: limit, limit: de-minimis-landbouw, off: yes}",),
    ("{change: tariff, of: province.overijssel.weidegang, factor: 1.5}",),
    (GOLD_250, "{change: area, of: national.rvo.eco-regeling, provinces: [drenthe, gelderland]}"),
    ("{change: term, of: province.*, years: 12}",),
)
PLACES = ("drenthe", "gelderland", "overijssel", "utrecht")


def somebodys(count: int, seed: int) -> Population:
    """Dairy farms of few provinces, so that some cells are told and some are not."""
    drawn, chance = synthesise(3 * count, seed), np.random.default_rng(seed)
    dairy = (drawn.farms["farm_type"] == "dairy").to_numpy()
    made = drawn.only([key for key, own in zip(drawn.keys, dairy, strict=True) if own])
    where = chance.choice(PLACES, len(made), p=(0.42, 0.36, 0.18, 0.04))
    farms = made.farms.assign(province=pd.Categorical(where, categories=list(PLACES)))
    return replace(made, farms=farms, synthetic=False)


def told(runs: Sequence[Run]) -> list[tuple[Run, Sheets]]:
    """Each run with what is told of it after those before."""
    ledgers: list[Ledger] = []
    found: list[tuple[Run, Sheets]] = []
    for done in runs:
        watch = guarding.guard(done, ledgers)
        found.append((done, {s.key: s for s in sheets.sheets(done, watch)}))
        ledgers.append(guarding.ledger_of(done, watch, ()))
    return found


def attacked(count: int, seed: int, years: int, which: Sequence[int]) -> None:
    farms = somebodys(count, seed)
    found = told([run(farms, scenario(*SCENARIOS[n], years=years)) for n in which])
    attack = Attack(found)
    assert len(attack.known.rows) > 10, "much is told all the same"
    assert not list(attack.alone())
    assert not list(attack.pairs())
    assert not list(attack.solved())
    for one in found:
        assert not list(Numbers(*one).small())


def test_no_cell_of_a_few_farms_follows_from_all_that_is_told() -> None:
    # Before, what changed outside one payer was told of a single farm, beside cells in which nothing changes.
    attacked(300, 7, 2, (3,))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_nor_of_other_farms_other_changes_and_more_runs(seed: int) -> None:
    chance = np.random.default_rng(seed)
    which = chance.choice(len(SCENARIOS), size=int(chance.integers(1, 4)), replace=False)
    attacked(int(chance.integers(120, 500)), seed, int(chance.integers(1, 4)), [int(n) for n in which])
