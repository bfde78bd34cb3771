"""Bounds that whole decisions cannot come up to, lowered to what they can.

Where all that takes from a row is decided whole, and every use is a multiple of one amount, what is taken in all is a multiple of
it too: of grants of 3,000 each a ceiling of 50,000 holds sixteen, and 2,000 of it are nobody's. No lawful answer goes, so that a
proof for the lowered rows holds for all of them; but no programme looks for what is left of the ceiling any more.
"""

from __future__ import annotations

from dataclasses import replace
from math import gcd

from calculator.domain.problem import Block, Problem
from calculator.stacking.proof.worth import cells_of
from calculator.stacking.solving.free_choice.bounds import broken_rows, free_choice


def in_multiples(problem: Problem) -> Problem:
    """The problem with the bounds lowered of rows that its free choice breaks; the same where there is nothing to lower."""
    steps = dict.fromkeys(broken_rows(problem, free_choice(problem)), 0)
    for block in problem.blocks:
        # Once something is divided of every such row there is no multiple left to find.
        if all(step == 1 for step in steps.values()):
            return problem
        _count(block, steps)
    lower = {row: problem.rows[row].bound // step * step for row, step in steps.items() if step > 1}
    if all(problem.rows[row].bound == bound for row, bound in lower.items()):
        return problem
    rows = [replace(row, bound=lower.get(at, row.bound)) for at, row in enumerate(problem.rows)]
    return replace(problem, rows=tuple(rows))


def _count(block: Block, steps: dict[int, int]) -> None:
    """Notes of what the uses of a block are multiples; what is divided is of nothing."""
    for cell in cells_of(block):
        whole = block.whole and len(cell.options) == 1
        for option in cell.options:
            for row, amount in option.uses:
                if row in steps:
                    steps[row] = gcd(steps[row], amount) if whole else 1
