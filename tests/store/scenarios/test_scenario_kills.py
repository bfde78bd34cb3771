"""A process that works out a scenario and is killed with signal 9: whoever takes over tells the same, from where it was."""

import multiprocessing
import os
import random
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from calculator.domain.rulebook import Rulebook
from calculator.services.account.rights import Actor
from calculator.services.background import scenarios as scenario_background
from calculator.services.background import taking
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running import work as scenario_work
from calculator.services.scenario.running.jobs import Asked
from calculator.services.statement.life import Desk
from calculator.store import Database, backup
from calculator.store.background import batches
from calculator.store.scenarios import populations
from calculator.store.scenarios.scenario_runs import KeptRun, RunState
from tests.store.bench import GOLD, bench, claimed, farms, member, scenario
from tests.store.people import NOW

#: The process that is killed starts from this one, so that it need not read the rules again; ``make soak`` starts the real one.
FORK = multiprocessing.get_context("fork")
OTHER = GOLD.replace("scenario: goud", "scenario: zilver").replace(
    "key: goud, value: 250", "key: zilver, value: 150"
)


def here(desk: Desk, kept: KeptRun, worker: str, go_on: object) -> bool:
    """In this process, with a report that costs nothing."""
    scenario_work.perform(desk, kept, worker, draw=lambda _, language: language.encode())
    return True


def beside(address: URL, rules: Rulebook, kept: KeptRun) -> None:
    here(after_silence(bench(Database(str(address)), rules), 0), kept, "killed", None)


def begun(at: Desk, count: int) -> tuple[Actor, KeptRun]:
    who = member(at.database)
    made, population = scenario(at, who), farms(at, who, count)
    return who, scenario_jobs.begin(at, who, made.public_id, Asked(population.public_id))


def copy(of: Path, to: Path, rules: Rulebook) -> Desk:
    shutil.copy(of, to)
    return bench(Database(f"sqlite:///{to}"), rules)


def again(at: Desk, to: Path, rules: Rulebook) -> Desk:
    """The same at another database, with all that was written to the first."""
    with at.database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"VACUUM INTO '{to}'"))
    return bench(Database(f"sqlite:///{to}"), rules)


def of(at: Desk, run: KeptRun) -> str:
    """The population of a run."""
    with at.database.transaction() as unit:
        return populations.by_id(unit, run.population_id).public_id


def chunks(at: Desk) -> int:
    with at.database.engine.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM scenario_chunks")) or 0)


def after_silence(at: Desk, times: int = 1) -> Desk:
    """When nobody waits for the process any more, which lives by the clock of the machine."""
    return replace(at, now=lambda: datetime.now(UTC) + times * 2 * batches.SILENCE)


def test_a_run_whose_process_is_killed_tells_the_same_when_it_is_taken_up(
    migrated_file: Path, tmp_path: Path, rules: Rulebook
) -> None:
    at = copy(migrated_file, tmp_path / "killed.sqlite3", rules)
    who, asked = begun(at, 3)
    whole = again(at, tmp_path / "whole.sqlite3", rules)
    assert scenario_background.work(whole, "w", do=here)
    first, address = claimed(at, "killed"), at.database.url
    at.database.close()
    process = FORK.Process(target=beside, args=(address, rules, first))
    process.start()
    while process.is_alive() and not chunks(at):
        time.sleep(0.02)
    process.kill()
    process.join()
    assert scenario_jobs.watched(at, who, asked.public_id).run.state is RunState.RUNNING
    after = after_silence(at)
    assert scenario_background.work(after, "next", do=here)
    found, told = scenario_jobs.answers(after, who, asked.public_id)
    _, wanted = scenario_jobs.answers(whole, who, asked.public_id)
    assert (found.run.state, found.run.tries, told) == (RunState.DONE, 2, wanted)
    at.database.close()
    whole.database.close()


def test_a_backup_has_no_finished_parts_and_a_run_under_way_is_taken_up_again(
    migrated_file: Path, tmp_path: Path, rules: Rulebook
) -> None:
    at = copy(migrated_file, tmp_path / "first.sqlite3", rules)
    _, asked = begun(at, 3)
    claimed(at, "lost")
    scenario_work.StoredChunks(at.database, 1, at.now).put("k", b"finished")
    backup.write(at.database, tmp_path / "copy.zip", NOW, "0.1.0")
    other = replace(at, database=Database(f"sqlite:///{tmp_path / 'other.sqlite3'}"))
    backup.restore(other.database, tmp_path / "copy.zip")
    assert (chunks(at), chunks(other)) == (1, 0)
    taken: list[str] = []

    def note(_desk: Desk, kept: KeptRun, _worker: str, _go_on: object) -> bool:
        taken.append(kept.public_id)
        return False

    assert scenario_background.work(after_silence(other), "next", do=note)
    assert taken == [asked.public_id]
    at.database.close()
    other.database.close()


def test_one_process_works_out_run_after_run_and_goes_when_nobody_asks(
    migrated_file: Path, tmp_path: Path, rules: Rulebook
) -> None:
    at = copy(migrated_file, tmp_path / "stays.sqlite3", rules)
    who, first = begun(at, 1)
    second = scenario_jobs.begin(at, who, scenario(at, who, OTHER).public_id, Asked(of(at, first)))
    clock = iter(range(0, 9000, 100)).__next__
    with scenario_background.Beside(quiet=1000, clock=clock) as process:
        now = replace(at, now=lambda: datetime.now(UTC))
        assert scenario_background.work(now, "w", do=process)
        stayed = process.pid
        assert scenario_background.work(now, "w", do=process)
        assert stayed is not None
        assert process.pid == stayed
        for asked in (first, second):
            found, told = scenario_jobs.answers(at, who, asked.public_id)
            assert (found.run.state, len(told.sheets) > 5) == (RunState.DONE, True)
        process.rest()
        assert process.pid == stayed
        for _ in range(12):
            process.rest()
        assert process.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(stayed, 0)
    at.database.close()


@pytest.mark.soak
@pytest.mark.parametrize("part", range(5))
def test_killed_at_any_moment_any_number_of_times_a_run_tells_the_same(
    migrated_file: Path, tmp_path: Path, rules: Rulebook, part: int
) -> None:
    start = copy(migrated_file, tmp_path / "start.sqlite3", rules)
    who, asked = begun(start, 700)
    whole = again(start, tmp_path / "whole.sqlite3", rules)
    before = time.monotonic()
    with scenario_background.started(whole, claimed(whole, "w"), "w"):
        pass
    lasts = time.monotonic() - before
    _, wanted = scenario_jobs.answers(whole, who, asked.public_id)
    rnd, begun_again = random.Random(part), 0
    for number in range(6):
        at = again(start, tmp_path / f"{number}.sqlite3", rules)
        for times in range(rnd.randint(1, taking.MOST_TRIES - 1)):
            desk = after_silence(at, times)
            with scenario_background.started(desk, claimed(desk, f"k{times}"), f"k{times}") as process:
                time.sleep(rnd.uniform(0, lasts))
                process.kill()
            if scenario_jobs.watched(at, who, asked.public_id).run.state is RunState.DONE:
                break
        begun_again += chunks(at) > 0
        last = after_silence(at, 9)
        while scenario_background.work(last, "last"):
            pass
        found, told = scenario_jobs.answers(last, who, asked.public_id)
        assert (found.run.state, told) == (RunState.DONE, wanted), number
        at.database.close()
    assert begun_again, "none was killed after a part was finished"
    start.database.close()
    whole.database.close()
