"""A run compares the same farms under two sets of rules, whoever works it out, and solves only what a change can touch."""

import multiprocessing
import os
import signal
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.runs import crew as crews
from calculator.scenarios.runs.chunks import FolderChunks
from calculator.scenarios.runs.crew import Task
from calculator.scenarios.runs.evaluating import Cancelled, Evaluator
from calculator.scenarios.runs.result import Result, from_bytes, nothing, to_bytes
from calculator.scenarios.runs.variant import Variant
from tests.samples import cases
from tests.scenarios.bench import GOLD_250, crew, receipt, rules, run, scenario, shipped
from tests.scenarios.farms import grassland

ECO = "national.rvo.eco-regeling#eco-premie"


def same(one: Result, other: Result) -> None:
    for name in ("farms", "paid", "reached", "open"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_dtype=False)


def test_a_higher_tariff_of_gold_pays_every_gold_farm_more() -> None:
    done = run(grassland(12), scenario(GOLD_250))
    before, after = (
        s.paid[s.paid["ref"] == ECO].set_index("farm")["cents"] for s in (done.before, done.after)
    )
    assert len(before) == 12
    assert (after * 180 == before * 250).all()
    assert (done.after.totals - done.before.totals == after - before).all()


def test_the_same_to_the_cent_with_one_worker_and_with_two(tmp_path: Path) -> None:
    farms, one = synthesise(30, seed=3, kind="hard"), scenario(GOLD_250)
    alone, together = run(farms, one, size=7), run(farms, one, workers=2, size=4)
    same(alone.before, together.before)
    same(alone.after, together.after)
    assert alone.receipt == together.receipt


@pytest.mark.parametrize(
    "changes",
    [
        (GOLD_250,),
        ("{change: limit, limit: de-minimis-landbouw, off: yes}",),
        ("{change: limit, limit: aber-per-hectare, factor: 0.1}",),
        ("{change: basis, of: water_board.*, bases: [unknown], to: aber_art34_aecc}",),
        ("{change: relation, relation: default-eco-anlb, type: additive}",),
        ("{change: area, of: province.overijssel.weidegang, everywhere: yes}",),
        ("{change: scheme, of: national.anlb.*, off: yes}",),
        ("{change: basis_end, basis: cap_direct_payment_art21, last_day: 2024-12-31}",),
    ],
    ids=lambda changes: changes[0].split(",")[0].removeprefix("{change: "),
)
@pytest.mark.drawn
def test_farms_that_are_not_solved_again_would_have_come_out_the_same(changes: tuple[str, ...]) -> None:
    count = cases(20, 200)
    farms, one = synthesise(count, seed=5, kind="hard"), scenario(*changes)
    quick, every = run(farms, one), run(farms, one, all_again=True)
    same(quick.after, every.after)
    assert len(every.touched) == count
    # A limit, a basis, or a payment of the whole farm that holds everywhere from now on may reach every farm.
    assert len(quick.touched) < count or any(
        word in changes[0] for word in ("limit", "basis_end", "everywhere")
    )


def test_a_change_in_one_province_touches_no_farm_elsewhere() -> None:
    done = run(grassland(24), scenario("{change: tariff, of: province.overijssel.weidegang, factor: 2}"))
    touched = done.population.farms["province"].astype(str).to_numpy()[done.touched]
    assert set(touched) == {"overijssel"}


def test_a_run_that_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    farms, one = grassland(12), scenario(GOLD_250)
    after = rules(one)
    seen: list[int] = []

    def stop() -> bool:
        return bool(seen) and seen[-1] >= 6

    mark, kept = receipt(farms, after, one).mark, FolderChunks(tmp_path)
    half = Evaluator(lambda: crew(farms, after, one), mark, kept, lambda d, n: seen.append(d), stop, size=2)
    with pytest.raises(Cancelled):
        half(Variant(shipped().digest), np.arange(12))
    rest = Evaluator(lambda: crew(farms, after, one), mark, kept, size=2)
    found = rest(Variant(shipped().digest), np.arange(12))
    assert 0 < rest.solved < 12
    same(found, run(farms, one).before)


def test_progress_tells_how_many_farms_are_done_of_how_many() -> None:
    farms, one = grassland(6), scenario(GOLD_250)
    after, seen = rules(one), list[tuple[int, int]]()
    evaluate = Evaluator(
        lambda: crew(farms, after, one), "m", progress=lambda *told: seen.append(told), size=2
    )
    evaluate(Variant(shipped().digest), np.arange(6))
    # Two workers may be ready at one moment, and are told of together.
    assert seen[0] == (0, 6)
    assert seen[-1] == (6, 6)
    assert seen == sorted(set(seen))


def _dies_once(task: Task) -> bytes:
    mark = Path(os.environ["SCENARIO_TEST_MARK"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return crews._work_here(task)


def _always_dies(task: Task) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


class _Fragile(crews.Processes):
    work = staticmethod(_dies_once)

    def submit(self, task: Task):  # type: ignore[no-untyped-def]
        return self._pool.submit(type(self).work, task)


class _Hopeless(_Fragile):
    work = staticmethod(_always_dies)


def test_a_worker_that_is_killed_mid_run_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCENARIO_TEST_MARK", str(tmp_path / "died"))
    farms, one = grassland(8), scenario(GOLD_250)
    after = rules(one)
    held = crews.Held(farms, {b.digest: b for b in (shipped(), after)}, one.on, one.years)
    evaluate = Evaluator(lambda: _Fragile(held, 2), "m", size=2)
    found = evaluate(Variant(shipped().digest), np.arange(8))
    evaluate.close()
    assert (tmp_path / "died").exists()
    same(found, run(farms, one).before)


def test_workers_that_keep_dying_end_the_run() -> None:
    farms, one = grassland(2), scenario(GOLD_250)
    held = crews.Held(farms, {shipped().digest: shipped()}, one.on, one.years)
    evaluate = Evaluator(lambda: _Hopeless(held, 1), "m", size=2)
    with pytest.raises(BrokenExecutor):
        evaluate(Variant(shipped().digest), np.arange(2))
    evaluate.close()
    assert not [p for p in multiprocessing.active_children() if p.is_alive() and "Fork" in p.name]


def test_a_result_is_packed_and_comes_back_the_same() -> None:
    done = run(grassland(3), scenario(GOLD_250)).after
    same(from_bytes(to_bytes(done)), done)


def test_the_receipt_differs_with_the_farms_the_rules_the_scenario_and_the_seed() -> None:
    one, other = scenario(GOLD_250), scenario(GOLD_250.replace("250", "260"))
    keys = {
        receipt(farms, rules(s), s, seed).key
        for farms in (grassland(2), grassland(3))
        for s in (one, other)
        for seed in (1, 2)
    }
    assert len(keys) == 8
    assert receipt(grassland(2), rules(one), one).mark == receipt(grassland(2), rules(other), other).mark


class Counting:
    """A crew that pays nobody anything, and remembers what it was asked."""

    workers = 1

    def __init__(self) -> None:
        self.tasks: list[Task] = []

    def submit(self, task: Task) -> Future[bytes]:
        self.tasks.append(task)
        done: Future[bytes] = Future()
        done.set_result(to_bytes(nothing()))
        return done

    def close(self) -> None:
        return None


@pytest.mark.parametrize(("variants", "chunks"), [(1, 8), (2, 16), (8, 8), (40, 40)])
def test_of_many_variants_each_is_worked_out_by_one_worker(variants: int, chunks: int) -> None:
    asked, farms = Counting(), np.arange(2000, dtype=np.int64)
    evaluate = Evaluator(lambda: asked, "mark")
    evaluate.many([(Variant(str(n)), farms) for n in range(variants)])
    assert len(asked.tasks) == chunks
    for n in range(variants):
        mine = [t.farms for t in asked.tasks if t.variant.digest == str(n)]
        assert np.concatenate(mine).tolist() == farms.tolist()
