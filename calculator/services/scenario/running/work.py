"""One run worked out: its farms gathered, both sides solved, its answers and reports kept. Runs in a process of its own
(``background.bench``).

What is finished of it stands in the database, so that whoever takes over after a crash, a restart or a stop goes on from
there. A process that dies takes nothing else with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from calculator.domain.scheme import Text
from calculator.scenarios import ready
from calculator.scenarios.answers import guarding
from calculator.scenarios.answers.guarding import Ledger
from calculator.scenarios.answers.sheet import Sheet
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.evaluating import Cancelled
from calculator.services import faults
from calculator.services.errors import CannotComplete, InputProblems
from calculator.services.profile.first_problem import first_problem
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.rules import SetUp
from calculator.services.scenario.running import buys as scenario_buys
from calculator.services.scenario.running import extras as scenario_extras
from calculator.services.scenario.running import files as scenario_files
from calculator.services.scenario.running import runs as scenario_runs
from calculator.services.scenario.running import sweeps as scenario_sweeps
from calculator.services.scenario.running import told as scenario_told
from calculator.services.scenario.running.standing import Standing
from calculator.services.statement.life import Desk
from calculator.store import Database, StoreUnavailable
from calculator.store.background import workers
from calculator.store.scenarios import populations as kept_rows
from calculator.store.scenarios import scenario_runs as rows
from calculator.store.scenarios.scenario_runs import KeptRun

#: Seconds between two moments at which progress is kept and a cancel is heard.
EVERY = 1.0
#: After so long without use a finished chunk is thrown away.
_FORGET_AFTER = timedelta(days=14)

GoOn = Callable[[], bool]
#: Draws the report in a language.
Draw = Callable[[scenario_told.Told, str], bytes]


@dataclass(frozen=True, slots=True)
class StoredChunks:
    """Finished chunks in the database, with the population that they are of."""

    database: Database
    population_id: int
    now: Callable[[], datetime]

    def get(self, key: str) -> bytes | None:
        with self.database.transaction() as unit:
            return rows.chunk(unit, key, self.now())

    def put(self, key: str, data: bytes) -> None:
        with self.database.transaction() as unit:
            rows.keep_chunk(unit, key, self.population_id, data, self.now())


@dataclass(slots=True)
class Watch:
    """How far a run is, over its steps, and whether it must stop: it was cancelled, taken over, or ``go_on`` says no.

    Of ``real`` farms it does not tell how many a change touches: the first of two rounds over all farms, and then no more.
    """

    desk: Desk
    run: KeptRun
    worker: str
    go_on: GoOn
    farms: int
    real: bool = False
    clock: Callable[[], float] = time.monotonic
    before: int = 0
    last: tuple[int, int] = (0, 0)
    told_at: float = field(default=-1e9)
    lost: bool = False

    def progress(self, done: int, total: int) -> None:
        """A step is at ``done`` of ``total`` farms; the next step starts where the count falls back."""
        if done < self.last[0] or total != self.last[1]:
            self.before += self.last[1]
        self.last = (done, total)
        if self.clock() - self.told_at >= EVERY:
            self.tell()

    def tell(self) -> None:
        """Keep how far it is; at first as if every farm is worked out twice."""
        done, total = self.last
        all_ = self.before + total or 2 * self.farms
        worked = min(self.before + done, all_)
        if self.real:
            worked, all_ = min(worked, self.farms), 2 * self.farms
        with self.desk.database.transaction() as unit:
            now = self.desk.now()
            workers.seen(unit, self.worker, now)
            self.lost = not rows.still_mine(unit, self.run, self.worker, now, done=worked, total=all_)
        self.told_at = self.clock()

    def stopped(self) -> bool:
        """Asked between chunks."""
        if not self.lost and self.clock() - self.told_at >= EVERY:
            self.tell()
        return self.lost or not self.go_on()


def perform(
    desk: Desk,
    run: KeptRun,
    worker: str,
    *,
    go_on: GoOn = lambda: True,
    cores: int = 1,
    draw: Draw = scenario_files.printed,
    standing: Standing | None = None,
) -> None:
    """Work out a run that this worker claimed, and keep how it ended. Raises StoreUnavailable.

    ``standing`` is what stays for the next run, where whoever asks takes care of that.
    """
    held = standing or Standing()
    try:
        _perform(desk, run, worker, go_on, cores, draw, held)
    except Cancelled:
        if not go_on():
            with desk.database.transaction() as unit:
                rows.give_back(unit, run, worker)
    except StoreUnavailable:
        raise
    except InputProblems as wrong:
        _fail(desk, run, worker, first_problem(wrong, desk.rulebook()))
    except CannotComplete as stop:
        _fail(desk, run, worker, stop.reason)
    except Exception as fault:  # noqa: BLE001  whatever goes wrong with one run is told of that run
        _fail(desk, run, worker, faults.noted("a run failed", fault))
    finally:
        held.done() if standing is not None else held.close()


def _perform(
    desk: Desk, run: KeptRun, worker: str, go_on: GoOn, cores: int, draw: Draw, standing: Standing
) -> None:
    made = set_up(desk, run)
    with desk.database.transaction() as unit:
        kept = kept_rows.by_id(unit, run.population_id)
    farms = standing.population(desk, kept)
    watch = Watch(desk, run, worker, go_on, len(farms), not farms.synthetic)
    watch.tell()
    with desk.database.transaction() as unit:
        kept_rows.measured(unit, kept.id, len(farms), farms.digest)
        rows.forget_chunks(unit, desk.now() - _FORGET_AFTER)
    means = scenario_runs.Means(
        workers=cores,
        chunks=StoredChunks(desk.database, kept.id, desk.now),
        progress=watch.progress,
        cancelled=watch.stopped,
        crews=standing.crews,
    )
    with desk.database.transaction() as unit:
        told = [] if farms.synthetic else rows.ledgers(unit, kept.owner_id)
    answers, ledger = _answers(made, farms, means, run, tuple(guarding.from_bytes(data) for data in told))
    if watch.stopped():
        raise Cancelled
    reports = (draw(answers, "nl"), draw(answers, "en"))
    with desk.database.transaction() as unit:
        if ledger is not None and len(rows.ledgers(unit, kept.owner_id)) != len(told):
            # Another run on these farms was told meanwhile: this one is held against it too, from its chunks.
            rows.give_back(unit, run, worker)
            return
        rows.finish(
            unit,
            run,
            worker,
            answers=scenario_told.packed(answers),
            reports=reports,
            ledger=None if ledger is None else guarding.to_bytes(ledger),
            receipt=str(answers.receipt["key"]),
            now=desk.now(),
        )


def _answers(
    made: SetUp, farms: Population, means: scenario_runs.Means, run: KeptRun, earlier: tuple[Ledger, ...]
) -> tuple[scenario_told.Told, Ledger | None]:
    options = run.options
    extras = scenario_extras.Extras(
        bottlenecks=bool(options.get("bottlenecks")),
        roadmap=int(str(options.get("roadmap") or 0)),
        ranges=bool(options.get("ranges")),
        sample=int(str(options.get("sample") or 0)),
    )
    seed = int(str(options.get("seed") or 0))
    swept = options.get("sweep")
    more: tuple[Sheet, ...] = ()
    if isinstance(swept, list) and swept and farms.synthetic:
        along = scenario_sweeps.axes(made, [str(text) for text in swept])
        sheet = scenario_extras.sweep(
            made,
            along,
            lambda one: scenario_runs.run(one, farms, means, seed=seed).run,
            lambda scenario: scenario_rules.set_up(scenario, made.before),
        )
        more = (sheet,)
    budget = int(str(options.get("budget") or 0))
    if budget and farms.synthetic:
        bought = scenario_buys.best_buys(
            made,
            100 * budget,
            lambda one: scenario_runs.run(one, farms, means, seed=seed).run,
            lambda scenario: scenario_rules.set_up(scenario, made.before),
        )
        more = (*more, bought)
    outcome = scenario_runs.run(made, farms, means, seed=seed, extras=extras, earlier=earlier)
    answers = scenario_told.of(outcome)
    return scenario_told.with_sheets(answers, more), outcome.ledger


def set_up(desk: Desk, run: KeptRun) -> SetUp:
    """The rules of a run, from the files that it kept."""
    texts = {name: str(text).encode() for name, text in run.texts.items()}

    def find(name: str) -> bytes | None:
        return texts.get(name) or ready.content(name)

    scenario = scenario_rules.read("scenario.yaml", texts[""], find)
    return scenario_rules.set_up(scenario, desk.rulebook())


def _fail(desk: Desk, run: KeptRun, worker: str, reason: Text) -> None:
    with desk.database.transaction() as unit:
        rows.fail(unit, run, worker, reason, desk.now())
