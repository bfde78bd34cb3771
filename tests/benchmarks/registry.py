"""The registry: reading and checking it afresh, from its cache, and a thousand scheme files."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from calculator import registry, resources
from calculator.domain.rulebook import Rulebook
from calculator.services.catalogue import listing as catalogue
from calculator.services.catalogue import matrix as catalogue_matrix
from tests.registry.builders import many_schemes, rule_folder

ON = date(2026, 7, 1)
RUNS = 7
SCHEMES = 1000


def timed(run: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def load_and_check() -> dict[str, float]:
    """Our own rules: checked afresh with every note, loaded without a cache, and from the cache by digest."""
    root = resources.rules_dir()
    with tempfile.TemporaryDirectory() as kept:
        cache = Path(kept) / "kept"
        registry.load(root, cache_dir=cache)
        checked = [timed(lambda: registry.check(root)) for _ in range(RUNS)]
        cached = [timed(lambda: registry.load(root, cache_dir=cache)) for _ in range(RUNS)]
        cold = [timed(lambda n=n: registry.load(root, cache_dir=Path(kept) / str(n))) for n in range(RUNS)]
    rulebook, _ = registry.load(root)
    assert rulebook is not None
    pages = [timed(lambda: _matrices(rulebook)) for _ in range(RUNS)]
    lists = [timed(lambda: catalogue.schemes(rulebook, ON)) for _ in range(RUNS)]
    with tempfile.TemporaryDirectory() as made:
        many = rule_folder(Path(made), many_schemes(SCHEMES))
        thousand = timed(lambda: registry.check(many))
    return {
        "check_s": statistics.median(checked),
        "cold_s": statistics.median(cold),
        "cached_ms": statistics.median(cached) * 1000,
        "cached_max_ms": max(cached) * 1000,
        "matrix_cold_ms": pages[0] * 1000,
        "matrix_warm_ms": statistics.median(pages[1:]) * 1000,
        "schemes_warm_ms": statistics.median(lists[1:]) * 1000,
        "thousand_files_s": thousand,
    }


def _matrices(rulebook: Rulebook) -> None:
    """The largest matrix that is drawn: measures by measures, in both languages of its names."""
    asked = catalogue_matrix.Asked(catalogue_matrix.MEASURES, catalogue_matrix.MEASURES)
    catalogue_matrix.matrix(rulebook, ON, asked)
