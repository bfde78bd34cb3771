"""A scenario run over a population: who does the work, where chunks are kept, and what comes out."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from calculator.domain.amount_words import cents
from calculator.domain.scheme import Text
from calculator.scenarios.answers import guarding, sheets
from calculator.scenarios.answers.guarding import Ledger
from calculator.scenarios.answers.sheet import Sheet
from calculator.scenarios.population.files.reading import without_broken
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs import running
from calculator.scenarios.runs.chunks import Chunks, NoChunks
from calculator.scenarios.runs.crew import Alone, Cluster, Crew, Held, Processes
from calculator.scenarios.runs.evaluating import Evaluator, Progress
from calculator.scenarios.runs.keeping import Crews
from calculator.scenarios.runs.receipt import Receipt
from calculator.scenarios.runs.rechecking import DisagreementError, Recheck
from calculator.scenarios.runs.running import Run
from calculator.services.award.awards import ENGINE
from calculator.services.errors import CannotComplete, InputProblem, InputProblems
from calculator.services.scenario.farms import populations
from calculator.services.scenario.rules import SetUp
from calculator.services.scenario.running.extras import Extras, extra_sheets

NO_EXTRAS = Extras()


@dataclass(frozen=True, slots=True)
class Means:
    """Who works (this process, so many, or the cluster at an address) and what is kept of it.

    ``crews`` keeps processes for the next run.
    """

    workers: int = 1
    cluster: str | None = None
    chunks: Chunks | None = None
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    crews: Crews | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run with its sheets; ``left_out`` are the keys of farms whose rows were broken.

    ``ledger`` is what it told of real farms, for the next run on them.
    """

    run: Run
    sheets: tuple[Sheet, ...]
    left_out: tuple[str, ...]
    ledger: Ledger | None
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
    earlier: Sequence[Ledger] | None = None,
) -> Outcome:
    """Both sides and every sheet; raises CannotComplete where the work cannot be done here.

    ``earlier`` is what was told of the same real farms before, where somebody keeps that.
    """
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
        if not farms.synthetic and guarding.unlike(farms, earlier or ()):
            raise CannotComplete(_FEW_CAME_OR_WENT)
        done = running.run(farms, (made.before, made.after), scenario, evaluator, receipt)
        more = extra_sheets(done, evaluator, _allowed(done, extras, earlier))
    except OSError as fault:
        raise _no_room(fault) from fault
    except BrokenExecutor as fault:
        raise CannotComplete(_KILLED) from fault
    except DisagreementError as fault:
        raise CannotComplete(_disagreed(fault.recheck)) from fault
    finally:
        evaluator.close()
    watch = guarding.guard(done, earlier or ())
    told = (*sheets.sheets(done, watch), *more)
    ledger = None if farms.synthetic else guarding.ledger_of(done, watch, [sheet.key for sheet in more])
    return Outcome(done, told, left_out, ledger, time.monotonic() - started, evaluator.solved)


def _allowed(done: Run, extras: Extras, earlier: Sequence[Ledger] | None) -> Extras:
    """Of the same real farms the map of one set of rules, day and years is told, and no more than the expected."""
    if done.population.synthetic or earlier is None:
        return extras
    others = any(
        le.extras and (le.rules != guarding.rules_of(done) or not guarding.same(done.population, le))
        for le in earlier
    )
    return NO_EXTRAS if others else replace(extras, ranges=False, sample=0)


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
    if means.crews is not None:
        return means.crews.hire(held, means.workers)
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


_FEW_CAME_OR_WENT = Text(
    "Sinds een eerdere berekening zijn er enkele bedrijven bijgekomen of weggevallen. Het verschil zou hen "
    "verraden: wacht tot het er "
    "tien of meer zijn, in elke groep.",
    "A few farms came or went since an earlier run. The difference would give them away: wait until they are "
    "ten or more, in every "
    "group.",
)
_KILLED = Text(
    "Werkers worden steeds afgebroken, waarschijnlijk door te weinig geheugen. Wat klaar is, is bewaard: begin opnieuw met "
    "minder werkers (--workers).",
    "Workers keep being killed, probably for lack of memory. What was finished is kept: start again with fewer workers "
    "(--workers).",
)


def _disagreed(found: Recheck) -> Text:
    most = cents(found.most_cents)
    return Text(
        f"Van {found.farms} bedrijven die ter controle nog eens exact zijn uitgerekend, krijgen er {found.disagreed} iets "
        f"anders, tot {most.nl} verschil. Daarom komen er geen uitkomsten. Meld dit met het scenario en het zaad "
        f"{found.seed}: het is een fout in de rekenaar.",
        f"Of {found.farms} farms that were worked out once more exactly as a check, {found.disagreed} are paid otherwise, by up "
        f"to {most.en}. So there are no answers. Report it with the scenario and the seed {found.seed}: it is a fault in "
        f"the calculator.",
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
