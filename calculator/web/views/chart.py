"""The stack as a picture: one column per year, one slab per payer. Only geometry; the template draws it.

Heights and offsets are whole pixels, places along the width are per cents, so that text keeps its size on any screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

#: The height of the plot in pixels, and the space above it for the total of a column.
HEIGHT, HEAD = 220, 22
#: As many payers have a colour and pattern of their own; the rest share the last one.
MARKS = 8

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Slab:
    """One payer in one year; ``mark`` is the number of its colour and pattern."""

    payer: str
    amount: Decimal
    mark: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Column:
    """One year; ``x``, ``width`` and ``middle`` are per cents of the plot's width."""

    year: int
    label: str
    total: Decimal
    x: Decimal
    width: Decimal
    middle: Decimal
    top: int
    slabs: tuple[Slab, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The columns, and the marks of the axis as amount and height."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[Decimal, int], ...]
    height: int = HEAD + HEIGHT
    wide: bool = False


def draw(years: Sequence[tuple[int, Sequence[tuple[str, Decimal, int]]]]) -> Chart:
    """The chart of (year, [(payer, amount, mark)]) from the bottom up; amounts of zero and below are not drawn."""
    totals = [sum((amount for _, amount, _ in slabs if amount > 0), Decimal(0)) for _, slabs in years]
    ticks = _ticks(max(totals, default=Decimal(0)))
    top = ticks[-1]
    slot = Decimal(100) / max(1, len(years))
    # A single year is no wider than a fair slab, or it reads as a wall.
    width = min(slot * Decimal("0.62"), Decimal(36))
    short = len(years) > 5
    columns = []
    for index, ((year, slabs), total) in enumerate(zip(years, totals, strict=True)):
        middle = slot * index + slot / 2
        drawn = _slabs(slabs, top)
        columns.append(
            Column(
                year=year,
                label=f"’{year % 100:02d}" if short else str(year),
                total=total,
                x=_rounded(middle - width / 2),
                width=_rounded(width),
                middle=_rounded(middle),
                top=drawn[-1].y if drawn else HEAD + HEIGHT,
                slabs=drawn,
            )
        )
    marks = tuple((tick, HEAD + HEIGHT - _pixels(tick, top)) for tick in ticks)
    return Chart(tuple(columns), marks, wide=len(years) > 3)


def _slabs(slabs: Sequence[tuple[str, Decimal, int]], top: Decimal) -> tuple[Slab, ...]:
    drawn = []
    below = Decimal(0)
    for payer, amount, mark in slabs:
        if amount <= 0:
            continue
        low, high = _pixels(below, top), _pixels(below + amount, top)
        below += amount
        # Every payer is seen, however small; a pixel more is within the width of a line.
        height = max(2, high - low)
        drawn.append(Slab(payer, amount, mark, HEAD + HEIGHT - low - height, height))
    return tuple(drawn)


def _pixels(amount: Decimal, top: Decimal) -> int:
    return int((amount * HEIGHT / top).to_integral_value()) if top > 0 else 0


def _ticks(highest: Decimal) -> tuple[Decimal, ...]:
    """From zero to just above the highest, in three to five round steps."""
    if highest <= 0:
        return (Decimal(0), Decimal(1000))
    scale = Decimal(10) ** (highest.adjusted() - 1)
    step = next(
        scale * factor * ten for ten in (1, 10) for factor in _STEPS if highest / (scale * factor * ten) <= 4
    )
    count = int((highest / step).to_integral_value(rounding="ROUND_CEILING"))
    return tuple(step * index for index in range(count + 1))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
