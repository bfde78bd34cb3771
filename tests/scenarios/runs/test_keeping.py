"""A crew that stays for the next run tells what a new one tells, and goes when it is of no use."""

import multiprocessing
import os
import pickle
import signal
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.runs import crew
from calculator.scenarios.runs.crew import Held, Processes
from calculator.scenarios.runs.differing import Difference
from calculator.scenarios.runs.evaluating import Cancelled, Evaluator
from calculator.scenarios.runs.keeping import Crews
from calculator.scenarios.runs.result import Result
from calculator.scenarios.runs.running import Run
from calculator.scenarios.runs.variant import Variant
from tests.scenarios.bench import GOLD_250, rules, run, scenario, shipped
from tests.scenarios.farms import grassland

GOLD = scenario(GOLD_250)
#: Tariffs, a limit, a combination rule, a scheme that goes: whatever may differ between two scenarios.
NEXT = (
    scenario("{change: tariff, of: province.overijssel.weidegang, factor: 1.5}"),
    scenario("{change: limit, limit: de-minimis-landbouw, off: yes}"),
    scenario("{change: relation, relation: default-eco-anlb, type: additive}"),
    scenario("{change: scheme, of: national.anlb.*, off: yes}"),
)


@pytest.fixture
def crews() -> Iterator[Crews]:
    with Crews() as kept:
        yield kept
    assert not workers(), "nobody stays behind"


def workers() -> set[int]:
    return {p.pid for p in multiprocessing.active_children() if p.pid is not None and "Fork" in p.name}


def same(one: Run, other: Run) -> None:
    for side in ("before", "after"):
        alike(getattr(one, side), getattr(other, side))


def alike(one: Result, other: Result) -> None:
    for name in ("farms", "paid", "reached", "open"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_dtype=False)


def test_the_next_scenarios_are_worked_out_by_the_same_processes_and_come_out_the_same(crews: Crews) -> None:
    farms = synthesise(6, seed=5)
    run(farms, GOLD, workers=2, crews=crews, size=2)
    first = workers()
    assert len(first) == 2
    for one in NEXT[1:3]:
        same(run(farms, one, workers=2, crews=crews, size=2), run(farms, one))
        assert workers() == first


def test_so_it_is_in_this_process_alone(crews: Crews) -> None:
    farms = grassland(8)
    for one in (GOLD, NEXT[0], NEXT[3]):
        same(run(farms, one, crews=crews), run(farms, one))


def test_other_farms_and_other_years_are_for_another_crew(crews: Crews) -> None:
    run(grassland(3), GOLD, workers=2, crews=crews)
    first = workers()
    run(grassland(3), scenario(GOLD_250, years=2), workers=2, crews=crews)
    assert not workers() & first
    first = workers()
    run(grassland(4), GOLD, workers=2, crews=crews)
    assert not workers() & first


def test_a_worker_that_was_killed_between_two_runs_is_replaced(crews: Crews) -> None:
    farms = grassland(6)
    run(farms, GOLD, workers=2, crews=crews, size=2)
    killed = workers().pop()
    os.kill(killed, signal.SIGKILL)
    same(run(farms, NEXT[0], workers=2, crews=crews, size=2), run(farms, NEXT[0]))
    assert killed not in workers()


def test_after_a_run_was_stopped_the_next_one_is_right(crews: Crews) -> None:
    farms, after = grassland(6), rules(GOLD)
    held = Held(farms, {b.digest: b for b in (shipped(), after)}, GOLD.on, GOLD.years)
    looks = iter([False, False, True])
    stopped = Evaluator(lambda: crews.hire(held, 2), "m", cancelled=lambda: next(looks), size=2)
    with pytest.raises(Cancelled):
        stopped(Variant(after.digest), np.arange(6))
    stopped.close()
    first = workers()
    same(run(farms, NEXT[1], workers=2, crews=crews, size=2), run(farms, NEXT[1]))
    assert workers() == first


def test_two_at_once_do_not_share_a_crew(crews: Crews) -> None:
    farms = grassland(2)
    held = Held(farms, {shipped().digest: shipped()}, GOLD.on, GOLD.years)
    one, other = crews.hire(held, 2), crews.hire(held, 2)
    assert isinstance(other, Processes)
    other.close()
    one.close()


def test_more_scenarios_than_are_kept_at_hand_come_out_the_same(
    crews: Crews, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "_LATER", 1)
    farms = grassland(1)
    several = [scenario(GOLD_250.replace("250", str(value))) for value in (210, 220, 230)] * 2
    told = [run(farms, one, workers=2, crews=crews).after.totals.sum() for one in several]
    assert told[:3] == told[3:]
    assert len(set(told)) == 3


@pytest.mark.parametrize("one", NEXT, ids=lambda one: str(one.changes[0])[:20])
def test_a_rulebook_arrives_with_the_objects_that_are_there_already(one: object) -> None:
    base, other = shipped(), rules(one)  # type: ignore[arg-type]
    told: Difference = pickle.loads(pickle.dumps(Difference.between(base, other)))
    arrived = told.on(base)
    assert arrived == other
    mine = {id(rule) for sort in ("schemes", "relations", "limits") for rule in getattr(base, sort)}
    for sort in ("schemes", "relations", "limits"):
        for a, b in zip(getattr(arrived, sort), getattr(other, sort), strict=True):
            assert (a is b) == (id(b) in mine)
    assert arrived.codelists is base.codelists
