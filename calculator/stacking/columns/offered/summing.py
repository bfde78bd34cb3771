"""Amounts by name, of several parts: their sum, and the most of each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

_ZERO = Fraction(0)

K = TypeVar("K", bound=Hashable)


def most(parts: Iterable[Mapping[K, Fraction]]) -> dict[K, Fraction]:
    """The most of each that any of the parts brings; at least nothing."""
    found: dict[K, Fraction] = {}
    for part in parts:
        for name, amount in part.items():
            best = found.setdefault(name, _ZERO)
            # Ways that score the same share the number.
            if amount is not best and amount > best:
                found[name] = amount
    return found


def added(parts: Iterable[Mapping[K, Fraction]]) -> dict[K, Fraction]:
    """The sum of each."""
    total: dict[K, Fraction] = {}
    for part in parts:
        for name, amount in part.items():
            total[name] = total[name] + amount if name in total else amount
    return total
