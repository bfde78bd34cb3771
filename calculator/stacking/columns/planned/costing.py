"""What an arrangement costs in a year, compiled: as ``eligibility.candidates`` adds it up, in whole cents per measure."""

from __future__ import annotations

from calculator.stacking.columns.compiling import Ints, compiled


@compiled
def costs(
    pieces: int, much: Ints, measures: Ints, managed: int, quantity: Ints, each: Ints, cost: Ints, taken: Ints
) -> tuple[int, int, int]:
    """Cents per year of what lies there (as far as known) and of what is taken (-1: not known); what is done and gives way."""
    total, effort, known, lost = 0, 0, True, 0
    for i in range(managed):
        # As it lies now everything stays, also where more is said to lie there than there is ground.
        stays = 0 if len(taken) else quantity[i]
        for p in range(pieces if len(taken) else 0):
            if measures[p] >> i & 1:
                stays += much[p]
        if stays < quantity[i]:
            lost |= 1 << i
        total += _settled(cost[i], stays, each[i])
    for i in taken:
        known = known and cost[i] >= 0
        effort += _settled(cost[i], quantity[i], each[i])
    return total + effort, effort if known else -1, lost


@compiled
def _settled(cost: int, quantity: int, each: int) -> int:
    """Whole cents, half up, of millionths of a euro per unit; ``each`` is in hundred-millionths of a unit.

    Below zero the cost is not known, and -1 less it is the lost income that is.
    """
    bottom, given = 100_000_000 // each * 10_000, cost if cost >= 0 else -1 - cost
    return (2 * given * (quantity // each) + bottom) // (2 * bottom)
