"""A scenario run over a population: who does the work, where chunks are kept, and what comes out."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from calculator.domain.scheme import Text
from calculator.scenarios.answers import sheets
from calculator.scenarios.answers.sheet import Sheet
from calculator.scenarios.population.reading import without_broken
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs import running
from calculator.scenarios.runs.chunks import Chunks, NoChunks
from calculator.scenarios.runs.crew import Alone, Cluster, Crew, Held, Processes
from calculator.scenarios.runs.evaluating import Evaluator, Progress
from calculator.scenarios.runs.receipt import Receipt
from calculator.scenarios.runs.running import Run
from calculator.services import populations
from calculator.services.awards import ENGINE
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.scenario_extras import Extras, extra_sheets
from calculator.services.scenario_rules import SetUp

NO_EXTRAS = Extras()


@dataclass(frozen=True, slots=True)
class Means:
    """Who works (this process, so many, or the cluster at an address) and what is kept of it."""

    workers: int = 1
    cluster: str | None = None
    chunks: Chunks | None = None
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run with its sheets; ``left_out`` are the keys of farms whose rows were broken."""

    run: Run
    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...]
    seconds: float
    solved: int


def population(folder: str, made: SetUp, *, leave_out: bool) -> tuple[Population, tuple[str, ...]]:
    """The population of a folder; broken rows are refused, or (as asked) their farms left out and named."""
    found, problems = populations.read(folder, made.before)
    if not problems and found is not None:
        return found, ()
    if found is None or not leave_out:
        raise populations.as_input(problems)
    kept, left_out = without_broken(found, problems)
    if kept is None:
        raise populations.as_input(problems)
    return kept, left_out


def run(
    made: SetUp,
    farms: Population,
    means: Means,
    *,
    seed: int = 1,
    left_out: tuple[str, ...] = (),
    extras: Extras = NO_EXTRAS,
) -> Outcome:
    """Both sides and every sheet; raises CannotComplete where the work cannot be done here."""
    started = time.monotonic()
    scenario = made.scenario
    receipt = Receipt(
        population=farms.digest,
        before=made.before.digest,
        after=made.after.digest,
        scenario=scenario.sha256,
        on=scenario.on,
        years=scenario.years,
        seed=seed,
        engine=ENGINE,
        left_out=len(left_out),
    )
    evaluator = evaluator_of(made, farms, receipt, means)
    try:
        done = running.run(farms, (made.before, made.after), scenario, evaluator, receipt)
        more = extra_sheets(done, evaluator, extras)
    except OSError as fault:
        raise _no_room(fault) from fault
    except BrokenExecutor as fault:
        raise CannotComplete(_KILLED) from fault
    finally:
        evaluator.close()
    return Outcome(
        done, (*sheets.sheets(done), *more), left_out, time.monotonic() - started, evaluator.solved
    )


def evaluator_of(made: SetUp, farms: Population, receipt: Receipt, means: Means) -> Evaluator:
    """Who evaluates the farms of a run."""
    rules = {made.before.digest: made.before, made.after.digest: made.after}
    held = Held(farms, rules, receipt.on, receipt.years)
    return Evaluator(
        partial(_hire, held, means), receipt.mark, means.chunks or NoChunks(), means.progress, means.cancelled
    )


def _hire(held: Held, means: Means) -> Crew:
    if means.cluster is not None:
        return _cluster(held, means.cluster)
    return Alone(held) if means.workers == 1 else Processes(held, means.workers)


def _cluster(held: Held, address: str) -> Crew:
    try:
        return Cluster(held, address)
    except ImportError as missing:
        said = Text("Voor een cluster is `distributed` nodig.", "A cluster needs `distributed`.")
        mend = Text("Installeer stapelwijzer[cluster].", "Install stapelwijzer[cluster].")
        raise InputProblems([InputProblem("--cluster", said, mend)]) from missing
    except (OSError, ValueError) as fault:
        said = Text(f"Op {address} antwoordt geen planner.", f"No scheduler answers at {address}.")
        mend = Text("Geef het adres als tcp://naam:8786.", "Give the address as tcp://name:8786.")
        raise InputProblems([InputProblem("--cluster", said, mend)]) from fault


_KILLED = Text(
    "Werkers worden steeds afgebroken, waarschijnlijk door te weinig geheugen. Wat klaar is, is bewaard: begin opnieuw met "
    "minder werkers (--workers).",
    "Workers keep being killed, probably for lack of memory. What was finished is kept: start again with fewer workers "
    "(--workers).",
)


def _no_room(fault: OSError) -> CannotComplete:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotComplete(
            Text(
                "De schijf is vol. Wat klaar is, is bewaard: maak ruimte en begin opnieuw.",
                "The disk is full. What was finished is kept: make room and start again.",
            )
        )
    where = fault.filename or os.strerror(fault.errno or 0)
    return CannotComplete(Text(f"Kan niet worden geschreven: {where}.", f"Cannot be written: {where}."))


def cores() -> int:
    """How many processes may work at the same time."""
    return len(os.sched_getaffinity(0))


def chunk_folder(output: Path) -> Path:
    """Where the chunks of runs into a folder are kept."""
    return output / ".chunks"
