"""Rows in coarser units: divided by what a step takes of them, and rounded down (Chvatal and Gomory).

Every answer in whole steps keeps them. What a choice takes stays as it is: once it is made, what it leaves is rounded down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

#: Units that a row is looked at in, at most; and the part of one in which two are the same.
_MOST_UNITS, _ALIKE = 3, Fraction(1, 10**6)
#: Amounts of which is looked what all are a multiple of, at most, and the part of the least that is too small to be a unit.
_FEW, _SMALL = 50, Fraction(1, 8)


@dataclass(frozen=True, slots=True)
class Takes:
    """A column that takes of a row: ``amount`` over ``size`` steps, and whether a choice decides it."""

    column: int
    amount: int
    size: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Coarser:
    """A row by column, and what it may come to; what steps take of it is a multiple of ``multiple`` where choices take of it too
    (0: they do not).
    """

    entries: tuple[tuple[int, float], ...]
    bound: float
    multiple: float


def coarser(taken: Sequence[Takes], bound: int) -> Iterator[Coarser]:
    """The row in each unit that may say more of it."""
    chosen = any(each.chosen for each in taken)
    amounts = {Fraction(each.amount, each.size) for each in taken if not each.chosen and each.amount > 0}
    for unit in _units(amounts):
        parts = [Fraction(each.amount, each.size) / unit for each in taken]
        counts = [
            part if each.chosen else Fraction(part // 1) for each, part in zip(taken, parts, strict=True)
        ]
        left = bound / unit
        most = float(max([abs(count) * each.size for each, count in zip(taken, counts, strict=True)]))
        entries = [(each.column, float(n) / most) for each, n in zip(taken, counts, strict=True) if n]
        yield Coarser(
            tuple(entries), float(left if chosen else left // 1) / most, 1.0 / most if chosen else 0.0
        )


def _units(amounts: set[Fraction]) -> Iterator[Fraction]:
    """What all amounts are a multiple of, unless that is small; then the least of those that are alike, from the least on."""
    if not amounts:
        return
    least, last, told = min(amounts), Fraction(0), 0
    common = _common(amounts) if len(amounts) <= _FEW else least
    for amount in sorted({common, *amounts} if common > least * _SMALL else amounts):
        if told < _MOST_UNITS and amount > last * (1 + _ALIKE):
            last, told = amount, told + 1
            yield amount


def _common(amounts: set[Fraction]) -> Fraction:
    """What all amounts are a multiple of."""
    below = lcm(*(amount.denominator for amount in amounts))
    return Fraction(gcd(*(int(amount * below) for amount in amounts)), below)
