"""What was worked out from the rules alone, kept on the rulebook for whoever asks the same next.

It is bounded, because days and places come from whoever asks; what was asked longest ago makes room.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from calculator.domain.rulebook import Rulebook

T = TypeVar("T")


def remembered(rulebook: Rulebook, what: str, key: Hashable, make: Callable[[], T], most: int = 8) -> T:
    """What ``make`` gave for the same ``key`` before, else what it gives now; it must follow from rules and key alone."""
    kept: dict[Hashable, T] = rulebook.memory.setdefault(what, {})
    found = kept.pop(key) if key in kept else make()
    kept[key] = found
    while len(kept) > most:
        del kept[next(iter(kept))]
    return found
