"""Whole populations on two processes, end to end: from their tables to what every farm is paid, with its proof.

``make bench PART=two_processes`` takes a few thousand farms, ``PART=two_whole_parcels`` the rules of 2023, ``PART=two_sizes``
compares 10,000 farms with 200,000; ``python -m tests.benchmarks.two_processes 50000`` takes that many of every kind, and
``python -m tests.benchmarks.two_processes 50000 hard`` of one. Every population is measured in a new process: the registry is
read and the kernel loaded before the clock starts, and nothing is known yet of what follows from the rules.

``once`` is what is paid once, however many farms there are: learning the rules and starting the workers (cold less warm, reading
apart); ``each`` are farms per second for the rest, reading included.

``cold`` is from tables to answers of all farms in one place; ``warm`` the same once more without reading, by the same workers.
``_s`` and ``_per_s`` are by the clock, so that a busy machine shows in them; ``_cpu`` by the processor: what the reader used and
the busier of the two workers, so what the clock would say on two cores of its own, but for handing the answers over.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection, wait

import numpy as np
import psutil

from calculator import allocator
from calculator.scenarios.encoding import encoded
from calculator.scenarios.population.synthetic import KINDS, synthesise
from calculator.services.registry import rulebooks
from calculator.stacking.columns import STATUSES, Evaluation, FarmColumns, loading
from calculator.stacking.columns.answer import Gathering, Ints
from calculator.stacking.columns.case import Touched
from calculator.stacking.columns.evaluation import AT_ONCE, few, parts
from calculator.stacking.columns.offered.granted import Granted
from calculator.stacking.columns.ordinary import Asked, settle_farm
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.settling import Columns
from calculator.stacking.columns.touched import Touching

ON = date(2026, 7, 1)
YEARS = 6
WORKERS = 2
#: Farms of the short form, and of the population that the size is compared with.
SHORT, SMALLER = 6_000, 2_000

Figures = dict[str, float]


def loop_s() -> float:
    """Seconds for ten million additions: what this machine is worth now."""
    start, total = time.perf_counter(), 0
    for n in range(10_000_000):
        total += n
    return time.perf_counter() - start


def _work(farms: Farms, known: Columns, mine: Ints, line: Connection) -> None:
    """A worker: its farms each time that it is asked, block by block; last seconds of processor and the slowest farm that the
    ordinary engine settled.
    """
    gc.freeze()
    asked, begun, parted = Asked(known.rulebook, known.on, known.years), time.process_time(), _timed()
    while line.recv():
        slowest = 0.0
        parted.clear()
        for _, at in parts(mine, AT_ONCE):
            some, into = farms.part(at), Gathering(tuple(known.years))
            for place, reason in sorted(known.settle_columns(some, 0, into).items()):
                start = time.process_time()
                settle_farm(asked, some.profiles[place], place, reason, into)
                slowest = max(slowest, time.process_time() - start)
            line.send(into.finished())
        line.send((max([slowest, *parted]), time.process_time() - begun))
        begun = time.process_time()


def _timed() -> list[float]:
    """What the ordinary engine takes for every farm of which it is asked a part alone: seconds of processor, as they come."""
    found, ask = list[float](), Touching.asked

    def asked(self: Touching, at: int, some: Ints, whole: list[Granted]) -> Touched | None:
        start = time.process_time()
        told = ask(self, at, some, whole)
        found.append(time.process_time() - start)
        return told

    Touching.asked = asked  # type: ignore[method-assign]  # it is measured where it is asked
    return found


def watched(processes: list[psutil.Process], most: list[float], done: threading.Event) -> None:
    """The most memory (MB) of all processes together, what they share counted once."""
    while not done.wait(0.5):
        found = 0.0
        for process in processes:
            try:
                found += process.memory_full_info().pss / 1e6
            except psutil.Error:
                continue
        most[0] = max(most[0], found)


@contextmanager
def at_work(
    work: Callable[..., None], farms: int, *given: object
) -> Iterator[tuple[list[Connection], list[float]]]:
    """Two workers, each with half of the farms, which answer when they are asked; and the most memory (MB) of all so far."""
    context, lines, workers = multiprocessing.get_context("fork"), list[Connection](), list[psutil.Process]()
    for part in np.array_split(np.arange(farms), WORKERS):
        ours, theirs = context.Pipe()
        worker = context.Process(target=work, args=(*given, part, theirs), daemon=True)
        worker.start()
        lines.append(ours)
        workers.append(psutil.Process(worker.pid))
    most, done = [0.0], threading.Event()
    watch = threading.Thread(target=watched, args=([psutil.Process(), *workers], most, done), daemon=True)
    watch.start()
    try:
        yield lines, most
    finally:
        done.set()
    for line in lines:
        line.send(False)


def measured(kind: str, farms: int) -> Figures:
    """One population in this process, which knows nothing yet; ``typical@2023`` reads the rules of 2023."""
    kind, _, year = kind.partition("@")
    on = date(int(year), 7, 1) if year else ON
    begun = time.perf_counter()
    rules = rulebooks.load(None)
    Evaluation(rules, on, YEARS).of_columns(encoded(synthesise(50, seed=1)), np.arange(50))
    loading.load()
    # As a crew does.
    allocator.set_aside("libllvmlite")
    rules.memory.forget()
    ready = time.perf_counter() - begun
    population = synthesise(farms, seed=7, kind=kind)
    start, used = time.perf_counter(), time.process_time()
    columns = encoded(population)
    reading_s, reading = time.perf_counter() - start, time.process_time() - used
    known = Columns(rules, on, range(on.year, on.year + YEARS), columns.words)
    known.settle_columns(columns.part(few(farms)), 0, Gathering(tuple(known.years)))
    allocator.give_back()
    used = time.process_time() - used
    with at_work(_work, farms, columns, known) as (lines, most):
        cold, slowest, spent_cold = _asked(lines)
        cold_s = time.perf_counter() - start
        totals = [a.total for a in cold]
        # One set of answers is held at a time, as in a run.
        del cold
        allocator.give_back()
        start = time.perf_counter()
        warm, slowest_warm, spent_warm = _asked(lines)
        warm_s = time.perf_counter() - start
    assert all(map(np.array_equal, totals, (a.total for a in warm)))
    return {
        "farms": float(farms),
        "parcels_per_farm": len(population.parcels) / farms,
        "ready_s": ready,
        "reading_s": reading_s,
        "reading_cpu_us": reading / farms * 1e6,
        "cold_s": cold_s,
        "cold_per_s": farms / cold_s,
        "cold_cpu_per_s": farms / (used + spent_cold),
        "warm_s": warm_s,
        "warm_per_s": farms / warm_s,
        "warm_cpu_per_s": farms / spent_warm,
        "once_s": cold_s - reading_s - warm_s,
        "once_cpu_s": used - reading + spent_cold - spent_warm,
        "each_per_s": farms / (reading_s + warm_s),
        "each_cpu_per_s": farms / (reading + spent_warm),
        "slowest_ordinary_ms": max(slowest, slowest_warm) * 1e3,
        "memory_mb": max(most[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
        **_of_answers(warm),
    }


def _asked(lines: list[Connection]) -> tuple[list[FarmColumns], float, float]:
    """All answers in the order of the farms, the slowest farm of the ordinary engine, and what the busier worker took."""
    for line in lines:
        line.send(True)
    found: dict[Connection, list[FarmColumns]] = {line: [] for line in lines}
    ended = dict[Connection, tuple[float, float]]()
    while len(ended) < len(lines):
        ready = wait([line for line in lines if line not in ended])
        for line in (line for line in lines if line in ready):
            told = line.recv()
            if isinstance(told, FarmColumns):
                found[line].append(told)
            else:
                ended[line] = told
    slowest, spent = (max(column) for column in zip(*ended.values(), strict=True))
    return [answer for line in lines for answer in found[line]], slowest, spent


def _of_answers(answers: list[FarmColumns]) -> Figures:
    """Shares of the farms: certified, left to the ordinary engine, held back by a limit."""
    farms = sum(map(len, answers))
    certified = sum(int((a.status == STATUSES.index("optimal")).sum()) for a in answers)
    left = sum(sum(a.left().values()) for a in answers)
    held = sum(len(np.unique(a.binding.at[0])) for a in answers)
    return {
        "certified_share": certified / farms,
        "gap_most_cents": float(max(int(a.gap.max(initial=0)) for a in answers)),
        "left_share": left / farms,
        "limit_binds_share": held / farms,
        "mean_eur": sum(int(a.total.sum()) for a in answers) / farms / 100,
    }


def apart(kind: str, farms: int) -> Figures:
    """One population, measured in a new process."""
    command = [sys.executable, "-m", __spec__.name, "one", kind, str(farms)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def short() -> dict[str, Figures]:
    """A few thousand typical and hard farms, and typical ones in another number."""
    found = {f"two_{kind}": apart(kind, SHORT) for kind in KINDS}
    smaller = apart("typical", SMALLER)
    first = found["two_typical"]
    found["two_by_size"] = {
        "loop_s": loop_s(),
        "warm_ratio": first["warm_cpu_per_s"] / smaller["warm_cpu_per_s"],
        "cold_ratio": first["cold_cpu_per_s"] / smaller["cold_cpu_per_s"],
    }
    return found


def sizes() -> dict[str, Figures]:
    """The same per farm whatever the number: 10,000 typical farms and 200,000."""
    small, large = apart("typical", 10_000), apart("typical", 200_000)
    names = ("cold_cpu_per_s", "warm_cpu_per_s", "warm_per_s", "each_cpu_per_s", "each_per_s", "once_cpu_s")
    ratios = {name: large[name] / small[name] for name in names}
    return {"two_small": small, "two_large": large, "two_sizes": {"loop_s": loop_s(), **ratios}}


def whole_parcels() -> dict[str, Figures]:
    """Typical farms under the rule of 2023, by which a package takes value from its whole parcel."""
    return {"two_typical_2023": apart("typical@2023", SHORT)}


def main(asked: list[str]) -> None:
    """``one KIND FARMS`` in this process as JSON; else ``[FARMS [KIND]]`` each in a process of its own, as a table."""
    if asked[:1] == ["one"]:
        print(json.dumps(measured(asked[1], int(asked[2]))))
        return
    farms, kinds = int(asked[0]) if asked else SHORT, asked[1:] or list(KINDS)
    print(f"{'machine':12} {'loop_s':24} {loop_s():12.2f}", flush=True)
    for kind in kinds:
        for name, value in apart(kind, farms).items():
            print(f"{kind:12} {name:24} {value:12.3f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
