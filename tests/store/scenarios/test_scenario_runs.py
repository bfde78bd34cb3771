"""Scenarios in the background: one answer for command, page and API; a run that broke off goes on where it was."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.services.background import scenarios as scenario_background
from calculator.services.background import taking
from calculator.services.errors import InputProblems
from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.bench import ScenarioUnknown
from calculator.services.scenario.farms import kept_populations
from calculator.services.scenario.running import farms as scenario_farms
from calculator.services.scenario.running import files as scenario_files
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running import runs as scenario_runs
from calculator.services.scenario.running import told as scenario_told
from calculator.services.scenario.running import work as scenario_work
from calculator.services.scenario.running.jobs import Asked
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.background import batches
from calculator.store.scenarios import populations
from calculator.store.scenarios import scenario_runs as rows
from calculator.store.scenarios.populations import Kind
from calculator.store.scenarios.scenario_runs import KeptRun, RunState
from tests.store.bench import GOLD, bench, claimed, farms, later, member, run, scenario


@pytest.fixture
def once(migrated_file: Path, tmp_path: Path, rules: Rulebook) -> Iterator[Desk]:
    """On one of the two databases, where farms are worked out."""
    shutil.copy(migrated_file, tmp_path / "once.sqlite3")
    database = Database(f"sqlite:///{tmp_path / 'once.sqlite3'}")
    yield bench(database, rules)
    database.close()


def idle(desk: Desk, kept: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
    """Ends at once with an answer of nothing."""
    told = scenario_told.packed(
        scenario_told.Told("goud", Text("x", "x"), Text("", ""), {"on": "2025-07-01"}, 0, True, "x", (), ())
    )
    with desk.database.transaction() as unit:
        if go_on():
            rows.finish(
                unit,
                kept,
                worker,
                answers=told,
                reports=(b"nl", b"en"),
                ledger=None,
                receipt="r",
                now=desk.now(),
            )
    return go_on()


def here(desk: Desk, kept: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
    """In this process, with a report that costs nothing."""
    scenario_work.perform(desk, kept, worker, go_on=go_on, draw=lambda _, language: language.encode())
    return True


def test_a_run_tells_what_the_command_tells(once: Desk) -> None:
    at = once
    who = member(at.database)
    asked = run(at, who, seed="7", ranges=True, sweep=("1=180,250",))
    assert scenario_background.work(at, "w", do=here)
    found, told = scenario_jobs.answers(at, who, asked.public_id)
    assert found.run.state is RunState.DONE
    assert (found.run.done, found.population.farms) == (found.run.total, 12)
    made = scenario_rules.set_up(scenario_rules.read("x", GOLD.encode()), at.rulebook())
    farms_ = scenario_farms.population(at, found.population)
    extras = scenario_runs.Extras(ranges=True)
    outcome = scenario_runs.run(made, farms_, scenario_runs.Means(), seed=7, extras=extras)
    swept = told.sheet("sweep")
    assert swept is not None
    assert [str(row[0]) for row in swept.rows] == ["180", "250"]
    told = replace(told, sheets=told.sheets[:-1])
    for language in ("nl", "en"):
        by_command = scenario_files.data(scenario_told.of(outcome), language)
        assert scenario_files.data(told, language) == by_command
        assert scenario_jobs.report(at, who, asked.public_id, language) == language.encode()
    json.dumps(by_command)
    assert not scenario_background.work(at, "w", do=here)


def test_a_run_that_broke_off_goes_on_where_it_was(once: Desk) -> None:
    at = once
    who = member(at.database)
    asked = run(at, who)
    first = claimed(at, "crashed")
    made, population = scenario_work.set_up(at, first), None
    with at.database.transaction() as unit:
        kept = kept_populations.found(unit, who, kept_populations.listed(at, who)[0].public_id)
    population = scenario_farms.population(at, kept)
    chunks = scenario_work.StoredChunks(at.database, kept.id, at.now)
    done = scenario_runs.run(made, population, scenario_runs.Means(chunks=chunks), seed=1)
    assert done.solved > 0
    assert not scenario_background.work(at, "too soon", do=here)
    after = later(at, 2 * int(batches.SILENCE.total_seconds()))
    assert scenario_background.work(after, "next", do=here)
    found, told = scenario_jobs.answers(after, who, asked.public_id)
    assert (found.run.state, found.run.tries) == (RunState.DONE, 2)
    assert told == scenario_told.of(done)
    again = scenario_runs.run(made, population, scenario_runs.Means(chunks=chunks), seed=1)
    assert again.solved == 0


def test_a_worker_that_is_told_to_stop_gives_the_run_back(at: Desk) -> None:
    who = member(at.database)
    asked = run(at, who)
    assert scenario_background.work(at, "w", go_on=lambda: False, do=idle)
    assert scenario_jobs.watched(at, who, asked.public_id).run.state is RunState.WAITING
    assert scenario_background.work(at, "w", do=idle)
    assert scenario_jobs.watched(at, who, asked.public_id).run.state is RunState.DONE


def test_a_process_that_keeps_dying_is_not_tried_for_ever(at: Desk) -> None:
    who = member(at.database)
    asked = run(at, who)
    dying = 0

    def dies(desk: Desk, kept: KeptRun, worker: str, go_on: Callable[[], bool]) -> bool:
        nonlocal dying
        dying += 1
        return False

    while scenario_background.work(at, "w", do=dies):
        assert dying < 9
    found = scenario_jobs.watched(at, who, asked.public_id).run
    assert (found.state, dying) == (RunState.FAILED, taking.MOST_TRIES)
    assert found.reason is not None
    assert "memory" in found.reason.en


def test_cancelling_stops_between_chunks_and_stays_cancelled(at: Desk) -> None:
    who = member(at.database)
    asked = run(at, who)
    kept = claimed(at)
    scenario_jobs.cancel(at, who, asked.public_id)
    assert idle(at, kept, "w", lambda: True)
    found = scenario_jobs.cancel(at, who, asked.public_id)
    assert (found.state, found.receipt) == (RunState.CANCELLED, None)
    with pytest.raises(ScenarioUnknown):
        scenario_jobs.answers(at, who, asked.public_id)


def test_progress_is_kept_with_an_estimate(at: Desk) -> None:
    who = member(at.database)
    asked = run(at, who)
    kept = claimed(at)
    watch = scenario_work.Watch(at, kept, "w", lambda: True, 100, clock=iter(range(0, 90, 2)).__next__)
    watch.tell()
    found = scenario_jobs.watched(at, who, asked.public_id).run
    assert (found.done, found.total) == (0, 200)
    watch.progress(50, 170)
    found = scenario_jobs.watched(at, who, asked.public_id).run
    assert (found.done, found.total) == (50, 170)
    assert found.seconds_left(at.now() + timedelta(seconds=30)) == 72
    watch.progress(170, 170)
    watch.progress(10, 40)
    found = scenario_jobs.watched(at, who, asked.public_id).run
    assert (found.done, found.total) == (180, 210)


def test_of_real_farms_no_row_of_runs_is_told_and_nobody_else_uses_them(at: Desk) -> None:
    who, other = member(at.database), member(at.database, "ander@voorbeeld.nl")
    kept = scenario(at, who)
    with at.database.transaction() as unit:
        real = populations.add(
            unit, who.user.id, name="Echt", kind=Kind.UPLOADED, recipe={}, now=at.now(), tables=b"x"
        )
    for more in ({"sweep": ("1=180,250",)}, {"budget": "100"}, {"sample": "5"}, {"ranges": True}):
        with pytest.raises(InputProblems) as wrong:
            scenario_jobs.begin(at, who, kept.public_id, Asked(real.public_id, **more))  # type: ignore[arg-type]
        assert "real farms" in wrong.value.problems[0].message.en
    assert scenario_jobs.begin(at, who, kept.public_id, Asked(real.public_id)).state is RunState.WAITING
    scenario_bench.share(at, who, kept.public_id, other.user.email)
    with pytest.raises(InputProblems):
        scenario_jobs.begin(at, other, kept.public_id, Asked(real.public_id))
    with pytest.raises(ScenarioUnknown):
        kept_populations.archive(at, other, real.public_id)
    kept_populations.archive(at, who, real.public_id)
    with at.database.transaction() as unit:
        assert populations.tables(unit, real.id) is None


def test_one_person_cannot_keep_the_worker_from_all_others(at: Desk) -> None:
    who = member(at.database)
    kept, population = scenario(at, who), farms(at, who)
    for _ in range(scenario_jobs.MOST_AT_ONCE):
        scenario_jobs.begin(at, who, kept.public_id, Asked(population.public_id))
    with pytest.raises(InputProblems):
        scenario_jobs.begin(at, who, kept.public_id, Asked(population.public_id))
    with at.database.transaction() as unit:
        assert rows.unfinished(unit)["waiting"] == scenario_jobs.MOST_AT_ONCE
