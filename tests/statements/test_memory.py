"""Making statements does not keep them: memory stays flat, whoever they are about."""

from __future__ import annotations

import gc
import subprocess
import sys

import psutil
import pytest

from tests.statements import builders
from tests.statements.conftest import issue


def grown(count: int, warm: int, sign: str = "農") -> float:
    """Megabytes of resident memory that the last statements took more than the first ones."""
    process, before = psutil.Process(), 0
    for number in range(warm + count):
        if number == warm:
            gc.collect()
            before = process.memory_info().rss
        issue(builders.brief(), builders.profile(name=f"Bedrijf {number} {sign}"[: 12 + number % 3]))
    gc.collect()
    return (process.memory_info().rss - before) / 1e6


def grown_by_itself(*asked: object) -> float:
    """The same in a process of its own, so that what other tests left behind is not counted."""
    ask = f"from tests.statements.test_memory import grown; print(grown(*{asked}))"
    return float(
        subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True).stdout
    )


def test_memory_does_not_grow_with_every_statement() -> None:
    # The font of rare signs takes seconds to read; it is in the long run below.
    assert grown_by_itself(5, 2, "n") < 40


@pytest.mark.soak
def test_memory_is_flat_over_a_thousand_statements() -> None:
    assert grown_by_itself(1000, 50) < 60
