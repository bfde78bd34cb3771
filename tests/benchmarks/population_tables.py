"""Populations: made up, written, read with every check, and turned into profiles; each size in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from calculator.scenarios.population.files.reading import read_population
from calculator.scenarios.population.files.writing import write_population
from calculator.scenarios.population.profiles import profiles
from calculator.scenarios.population.synthetic import synthesise
from calculator.services.registry import rulebooks

SIZES = (10_000, 50_000, 200_000)
PROFILES = 10_000


def population_tables() -> dict[str, float]:
    """Seconds and most memory per size, by writer and by reader."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for farms in SIZES:
            for job in ("make", "read"):
                command = [
                    sys.executable,
                    "-m",
                    "tests.benchmarks.population_tables",
                    job,
                    str(farms),
                    folder,
                ]
                told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
                found |= {f"{farms // 1000}k_{name}": value for name, value in json.loads(told).items()}
    return found


def make(farms: int, folder: Path) -> dict[str, float]:
    """Make up and write a population; a part of it as profiles."""
    start = time.perf_counter()
    population = synthesise(farms, seed=7)
    made = time.perf_counter()
    write_population(population, folder / str(farms))
    written = time.perf_counter()
    count = sum(1 for _ in profiles(population, population.keys[:PROFILES]))
    ended = time.perf_counter()
    return {
        "synth_s": made - start,
        "write_s": written - made,
        "profile_us": (ended - written) / count * 1e6,
        "synth_mb": _megabytes(),
    }


def read(farms: int, folder: Path) -> dict[str, float]:
    """Read and check it against the rules."""
    rules = rulebooks.load(None)
    start = time.perf_counter()
    _, problems = read_population(folder / str(farms), rules)
    assert problems == ()
    return {"check_s": time.perf_counter() - start, "check_mb": _megabytes()}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    job, farms, folder = sys.argv[1:]
    print(json.dumps({"make": make, "read": read}[job](int(farms), Path(folder))))
