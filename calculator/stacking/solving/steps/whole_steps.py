"""The bound of a farm problem brought down to what whole steps can reach, where a step is worth more than rounding to cents.

Land is taken in whole square metres, metres and pieces; the programme divides it as finely as it likes. What it gains by that
no lawful answer has. So rows and choices are added that every answer in whole steps keeps, and the answer of the programme does
not; its bound with them is a bound on all lawful answers, proven as any other (``proof.added``
recomputes that each added row follows from the problem):

- a row in coarser units (Chvatal and Gomory): uses and bound are divided by what a step takes, and rounded down; of blocks is
  counted what they take more or less than where most of their steps are, where that says more;
- a whole choice: at most so many steps of an option, or at least one more.

Before, the steps are counted out where few answers come near the best (``near_best``). Where some rounds do not settle it, they
are searched (``searching``), and then there are more rounds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from math import floor

from calculator.domain.problem import Problem, Solution
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.added import check
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.optimum.solver import solve
from calculator.stacking.solving.steps.adding import Added, Place, choose, coarsen, filled
from calculator.stacking.solving.steps.best import Best
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.solving.steps.searching import StepSearch
from calculator.stacking.solving.steps.settlement import Share, settle_shares, steps_in

#: Times that rows and choices are added, and of each at most so many at a time.
_ROUNDS, _AT_ONCE = 24, 8
#: Rounds after which the steps themselves are searched.
_BEFORE = 3
#: Seconds that one programme may take.
_SECONDS = 2.0
#: Seconds that a round takes around it, and for every block: laying out, settling and checking, on the slow side.
_EACH_ROUND, _EACH_BLOCK = 0.01, 5e-4
#: A weight this near to a whole step is that step; uses that differ by less than this share are the same, but for rounding.
_NEAR = 1e-6


@dataclass(slots=True)
class Steps:
    """Problems brought down to whole steps, one after another, in the time of the award; ``left`` are the programmes that may
    still be solved, and ``parts`` those of searches through the steps that may still be looked at; ``briefly``, none is made.

    Equal problems are answered once: in years apart the same land often stands under the same limits, and so it does in other
    readings, or without a limit.
    """

    time: SearchTime
    left: int = 120
    parts: int = 6_000
    briefly: bool = False

    def of(
        self, built: Built, slack: Fraction, known: tuple[Share, ...] | None = None
    ) -> tuple[tuple[Share, ...] | None, Fraction]:
        """Shares, and what no answer in whole steps exceeds (micro-cents); None where none were found. What is ``known`` is one.

        Ended when they are within ``slack``, or nothing is divided any more, or after some rounds.
        """
        return self.time.once(self._said(built, slack), lambda: self._found(built, slack, known))

    def answered(self, built: Built, slack: Fraction) -> bool:
        """Whether an equal problem was asked before."""
        return self.time.knows(self._said(built, slack))

    def _found(
        self, built: Built, slack: Fraction, known: tuple[Share, ...] | None
    ) -> tuple[tuple[Share, ...] | None, Fraction]:
        solution, bound = self._solved(built)
        if not solution.weights:
            return known, bound
        at = Best(built, slack, _settled(built, solution, len(built.problem.blocks)), bound)
        at.offer(known)
        search = StepSearch(at, self.parts, self.time)
        search.count()
        rounds = self._rounds(at, built, solution)
        for _ in islice(rounds, _BEFORE):
            pass
        if not at.near and not self.briefly and self._searched(at, search):
            for _ in rounds:
                pass
        return at.shares, at.bound

    def _rounds(self, at: Best, now: Built, solution: Solution) -> Iterator[int]:
        """Round after round of rows and choices, until what is found is near to the bound or there is nothing to add."""
        for number in range(_ROUNDS):
            ended = at.near or self.left <= 0 or self.time.left <= 0
            stricter = None if ended else _stricter(now, solution, number)
            if stricter is None:
                return
            now = replace(now, problem=stricter)
            solution, least = self._solved(now)
            at.bound = min(at.bound, least)
            if not solution.weights:
                return
            at.offer(_settled(now, solution, len(at.built.problem.blocks)))
            yield number

    def _searched(self, at: Best, search: StepSearch) -> bool:
        """Searches the steps themselves; whether there may be more to find or to prove."""
        possible = search.run()
        self.parts -= search.looked_at
        return possible and not at.near

    def _said(self, built: Built, slack: Fraction) -> object:
        """What two problems have in common of which one answer is that of both."""
        problem = built.problem
        sizes = tuple(steps_in(built, b) for b in range(len(problem.blocks)))
        blocks = tuple((b.groups, b.whole) for b in problem.blocks)
        return Steps, self.briefly, blocks, tuple(r.bound for r in problem.rows), sizes, slack

    def _solved(self, built: Built) -> tuple[Solution, Fraction]:
        self.left -= 1
        solution = solve(built.problem, time_limit_s=_SECONDS, time=self.time)
        self.time.spend(_EACH_ROUND + _EACH_BLOCK * len(built.problem.blocks))
        return solution, Fraction(Bounds(built.problem, solution.proof).total)


def _settled(built: Built, solution: Solution, own: int) -> tuple[Share, ...] | None:
    """The shares of the problem's own blocks; None where no rounding keeps every row."""
    try:
        found = settle_shares(built, solution)
    except UnsettledError:
        return None
    return tuple(s for s in found if s.block < own)


def _stricter(built: Built, solution: Solution, number: int) -> Problem | None:
    """The problem with rows and choices that this solution breaks; None where it divides nothing that comes in steps."""
    problem = built.problem
    divided = list(_divided(built, solution))
    if not divided:
        return None
    added = Added(problem, [], {}, [], [])
    sizes = {b: steps_in(built, b) for b in range(len(problem.blocks))}
    for row, step in list(filled(problem, solution, [place for place, _ in divided], sizes))[:_AT_ONCE]:
        coarsen(added, solution, sizes, row, step, f"{number}:{row}:{step}")
    for place, steps in divided[:_AT_ONCE]:
        choose(added, sizes[place[0]], place, floor(steps), f"{number}")
    made = added.made()
    check(problem, made, sizes, added.follow)
    return made


def _divided(built: Built, solution: Solution) -> Iterator[tuple[Place, float]]:
    """Groups and options that take a part of a step, and how many steps; only of what comes in steps."""
    for b, block in enumerate(built.problem.blocks):
        if b >= len(built.meanings):
            continue
        size = steps_in(built, b)
        parted = [
            ((b, g, -1, -1), weight * size)
            for g, weight in enumerate(solution.group_weights[b])
            if _is_part(weight * size)
        ]
        if parted:
            yield parted[0]
            continue
        for g in range(len(block.groups)):
            for c, weights in enumerate(solution.weights[b][g]):
                # The first option of a cell takes what the others leave: one of two says both.
                fine = [(o, w * size) for o, w in enumerate(weights) if _is_part(w * size)]
                yield from (((b, g, c, o), steps) for o, steps in fine[1:])


def _is_part(steps: float) -> bool:
    return abs(steps - round(steps)) > max(_NEAR, 1e-9 * steps)
