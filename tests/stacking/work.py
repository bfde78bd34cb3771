"""How much work an award is, in calls of a function: the same on every machine, however busy."""

from __future__ import annotations

import cProfile
import pstats
from collections.abc import Callable


def calls(work: Callable[[], object], of: str) -> int:
    """How often functions of a name are called while something is done."""
    profile = cProfile.Profile()
    profile.runcall(work)
    found: dict[tuple[str, int, str], tuple[int, int]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return sum(each[1] for (_, _, name), each in found.items() if name == of)
