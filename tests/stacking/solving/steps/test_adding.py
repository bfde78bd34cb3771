"""Rows in coarser units that an answer breaks, also where what is left of a row is counted from what most land takes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from calculator.domain.problem import Block, Cell, Group, Option, Problem, Proof, Row, Solution
from calculator.stacking.proof.added import check
from calculator.stacking.solving.steps.adding import Added, coarsen, filled

#: Two hundred steps of land that score 181 each or pay 5, and ten that score 91 or pay 9; a class asks 36,690.
SIZES = {0: 200, 1: 10}
PROBLEM = Problem(
    tuple(
        Block(name, (Group((Cell((Option(0, ((0, -size * points),)), Option(size * pays))),)),))
        for name, size, points, pays in (("a", 200, 181, 5), ("b", 10, 91, 9))
    ),
    (Row("points", -36_690),),
)
#: All of the one scores, and 5.38 steps of the other.
SCORES = 490 / 910
SOLUTION = Solution(
    "optimal", ((1.0,), (1.0,)), ((((1.0, 0.0),),), (((SCORES, 1 - SCORES),),)), Proof("dual")
)


def test_a_row_is_rounded_from_where_most_steps_of_land_are() -> None:
    """Counted from nothing, each step that scores 181 counts as two of 91, and two hundred of these as four hundred, so that four
    of the other would do; counted from all of them, six of the other have to score.
    """
    assert (0, Fraction(91)) in set(filled(PROBLEM, SOLUTION, [(1, 0, 0, 1)], SIZES))
    added = Added(PROBLEM, [], {}, [], [])
    coarsen(added, SOLUTION, SIZES, 0, Fraction(91), "x")
    made = added.made()
    check(PROBLEM, made, SIZES, added.follow)
    assert [each.less for each in added.follow] == [{0: -36_200, 1: -910}]  # type: ignore[union-attr]
    assert not _keeps(made, (0, Fraction(462, 100)))
    assert _keeps(made, (0, Fraction(4)))
    for steps in product(range(201), range(11)):
        if _keeps(PROBLEM, steps):
            assert _keeps(made, steps)


def _keeps(problem: Problem, steps: tuple[int | Fraction, int | Fraction]) -> bool:
    """Whether so many steps of each that pay keep every row."""
    totals = [Fraction(0)] * len(problem.rows)
    for block, pay, size in zip(problem.blocks, steps, SIZES.values(), strict=True):
        for option, share in zip(block.groups[0].cells[0].options, (size - pay, pay), strict=True):
            for row, use in option.uses:
                totals[row] += Fraction(use * share, size)
    return all(total <= row.bound for total, row in zip(totals, problem.rows, strict=True))
