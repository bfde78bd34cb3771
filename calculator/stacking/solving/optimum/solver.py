"""The best lawful division of a farm problem, exactly, with a proof that the certificate can check alone.

1. The free choice (best option per cell, best group per block). Where it keeps all rows it is optimal.
2. Where one row is all that holds it back, a walk along that row (``walking``); where a few do, a small programme (``corner``).
3. Groups that one row rules out are left out (``ruled_out``), and what is left is solved from the start.
4. Otherwise rows that cannot be broken and blocks that gain nothing by moving are left out, and what remains falls apart into
   components.
5. Each component is a linear programme in HiGHS. Where its optimum breaks a whole block, a component of whole blocks alone is
   counted out exactly, any other is branched.
6. The proof is a partition of each component's whole choices with multipliers for every part.

Equal optima are broken by the rule in ``bounds``: the least total preference. It is exact for what is
divided and for what is counted out; among whole choices that are branched, equal answers are looked through
in a bounded number of parts. In every case the answer depends on the content alone, not on the order of
blocks, rows, groups or options; places of cells in a group are content (years).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.problem import Block, Part, Partition, Problem, Proof, Solution
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.free_choice.bounds import Choice, broken_rows, free_choice
from calculator.stacking.solving.free_choice.components import Component, Survey, survey
from calculator.stacking.solving.free_choice.weights import BlockWeights, free_weights
from calculator.stacking.solving.in_place.corner import Corner, cornered
from calculator.stacking.solving.in_place.walking import Walk, walked
from calculator.stacking.solving.optimum.ruled_out import Found, Ruled, ruled_out
from calculator.stacking.solving.search.branching import Search
from calculator.stacking.solving.search.counting import best_of
from calculator.stacking.solving.search.found import Outcome
from calculator.stacking.solving.search.model import build
from calculator.stacking.solving.search.relaxation import Relaxation
from calculator.stacking.solving.search.uses import Floats

_DUST = 1e-12


def solve(
    problem: Problem,
    *,
    time_limit_s: float = 10.0,
    proof_size: int = 4096,
    ties: bool = True,
    time: SearchTime | None = None,
) -> Solution:
    """Most gain under all rows. ``proof_size`` is the largest number of parts in one component's proof.

    Without ``ties`` equal optima are not told apart: enough where only the objective is asked. ``time`` is that of the award: no
    more than is left of it is taken, and what is taken is spent.

    The time limit counts time inside HiGHS and an estimate of the work around it: the core reads no clock.
    ValueError: ids that occur twice, an empty block or cell, an unknown row, amounts past 64 bits.
    """
    return solved(problem, time_limit_s=time_limit_s, proof_size=proof_size, ties=ties, time=time)[0]


def solved(
    problem: Problem,
    *,
    time_limit_s: float = 10.0,
    proof_size: int = 4096,
    ties: bool = True,
    time: SearchTime | None = None,
) -> tuple[Solution, Found | None]:
    """As ``solve``; beside it how it was found, where rows held the free choice back."""
    for kind, ids in (("block", [b.id for b in problem.blocks]), ("row", [r.id for r in problem.rows])):
        if len(set(ids)) < len(ids):
            raise ValueError(f"two {kind}s have the same id: {max(ids, key=ids.count)}")
    choice = free_choice(problem)
    broken = broken_rows(problem, choice)
    if not broken:
        return Solution("optimal", *free_weights(problem, choice), Proof("dual")), None
    found = _in_place(problem, choice, broken)
    if found is not None:
        return found.solution(), found
    fewer = ruled_out(problem, choice, broken)
    time = SearchTime(time_limit_s) if time is None else time
    if fewer is not None:
        inner, how = solved(
            fewer.problem, time_limit_s=time_limit_s, proof_size=proof_size, ties=ties, time=time
        )
        return fewer.told(inner), Ruled(fewer, how, inner)
    land = survey(problem, choice)
    hopeless = land.hopeless_row()
    if hopeless is not None:
        never = Partition((), (((hopeless, 1),),), (Part(0, impossible=True),))
        return Solution("infeasible", (), (), Proof("dual", (never,))), None
    seconds = min(time_limit_s, time.left)
    rounds = Rounds(land, choice, proof_size, seconds, ties, set(broken), time)
    answer = rounds.run()
    time.spend(seconds - rounds.seconds)
    return answer, rounds


def _in_place(problem: Problem, choice: Choice, broken: Sequence[int]) -> Walk | Corner | None:
    """The answer where one row holds the free choice back, or a few do; None where neither says it."""
    if len(broken) > 1:
        return cornered(problem, choice, broken) or walked(problem, choice, broken)[0]
    walk, further = walked(problem, choice, broken)
    return walk or cornered(problem, choice, [*broken, *further])


#: Groups of a component that is heavy, and the share of the time that it may take in the first round.
_HEAVY, _FIRST = 5_000, 0.4


@dataclass(slots=True)
class Rounds:
    """Solves under the rows broken so far, once more with those that this answer breaks, then under all.

    Most rows never bind; left out until then they cost nothing, and a bound without them is a bound with them.
    """

    land: Survey
    choice: Choice
    proof_size: int
    seconds: float
    ties: bool
    considered: set[int]
    time: SearchTime
    _again: bool = False
    _known: dict[Component, tuple[Relaxation, Outcome]] = field(default_factory=dict)
    _last: list[tuple[Relaxation, Outcome]] = field(default_factory=list)

    @property
    def blocks(self) -> list[int]:
        """The blocks that were not free to take their best."""
        return [block for relaxation, _ in self._last for block in relaxation.model.component.blocks]

    @property
    def tied(self) -> bool:
        """Whether names chose among equals."""
        return any(outcome.face is None or outcome.face.relaxed.tied for _, outcome in self._last)

    def under(self, problem: Problem, solution: Solution) -> Solution | None:
        """The answer to the same problem under other names; None where it cannot be told without a search.

        ``solution`` is that under its own names: where it holds under the others too, it is what is told.
        """
        found: list[tuple[Relaxation, Floats]] = []
        for relaxation, outcome in self._last:
            face, point = outcome.face, outcome.departures
            if face is None or point is None:
                return None
            if face.relaxed.tied:
                other = relaxation.named(problem).settle_ties(face.allowed, face.relaxed)
                if not relaxation.is_whole(other):
                    return None
                point = point if np.array_equal(point, other) else other
            found.append((relaxation, point))
        if all(
            point is outcome.departures for (_, point), (_, outcome) in zip(found, self._last, strict=True)
        ):
            return solution
        groups, weights = self._weights(found)
        if set(self.land.broken_rows(weights)) - self.considered:
            return None
        return Solution("optimal", *self._told(groups, weights, found), solution.proof)

    def run(self) -> Solution:
        """The answer, and the proof of it."""
        while True:
            components = self.land.components(self.considered)
            # What is small comes first: one that takes all the time leaves nothing to those after it.
            for component in sorted(components, key=lambda each: len(each.blocks) * len(each.rows)):
                self._solved(component)
            self._last = solved = [self._solved(component) for component in components]
            for _, outcome in solved:
                if not outcome.feasible:
                    return Solution("infeasible", (), (), Proof("dual", (outcome.partition,)))
            proof, status = self._proof([outcome for _, outcome in solved])
            answers = [(relaxation, outcome.departures) for relaxation, outcome in solved]
            found = [(relaxation, point) for relaxation, point in answers if point is not None]
            if len(found) < len(answers):
                return Solution(status, (), (), proof)
            groups, weights = self._weights(found)
            broken = set(self.land.broken_rows(weights)) - self.considered
            if not broken:
                return Solution(status, *self._told(groups, weights, found), proof)
            everything = set(range(len(self.land.problem.rows)))
            branched = any(len(outcome.partition.nodes) != 1 for _, outcome in solved)
            self.considered = everything if self._again or branched else self.considered | broken
            self._again = True

    def _solved(self, component: Component) -> tuple[Relaxation, Outcome]:
        if component not in self._known:
            relaxation = Relaxation(self.land.problem, build(self.land, self.choice, component))
            # What is heavy is mostly solved once more under rows that the first answer breaks: it must leave time for that.
            heavy = not self._again and len(relaxation.model.group_block) > _HEAVY
            seconds = self.seconds * _FIRST if heavy else self.seconds
            search = Search(relaxation, seconds, self.proof_size, self.ties)
            outcome = best_of(self.land.problem, self.choice, search, self.time)
            self.seconds -= relaxation.seconds
            self._known[component] = (relaxation, outcome)
        return self._known[component]

    def _proof(self, outcomes: list[Outcome]) -> tuple[Proof, str]:
        partitions = tuple(outcome.partition for outcome in outcomes)
        trusted = any(partition.solver_bound is not None for partition in partitions)
        proven = all(outcome.proven for outcome in outcomes)
        return Proof("solver" if trusted else "dual", partitions), "optimal" if proven else "time_limit"

    def _weights(self, found: list[tuple[Relaxation, Floats]]) -> tuple[Floats, Floats]:
        """Weights of the survey's groups and options: the free choice, and the answers of the components."""
        flat = self.land.flat
        weights = self.land.chosen.astype(float)
        best = np.array([self.choice.groups[index] for index in self.land.order])
        groups = (best[flat.group_block] == flat.group_place).astype(float)
        for relaxation, point in found:
            model = relaxation.model
            shares, divided = _divided(relaxation, point)
            groups[model.group_source] = shares
            weights[model.source] = divided
        return groups, weights

    def _told(
        self, groups: Floats, weights: Floats, found: list[tuple[Relaxation, Floats]]
    ) -> tuple[tuple[tuple[float, ...], ...], tuple[BlockWeights, ...]]:
        """The weights in the problem's own shape; what was ``found`` says which blocks depart from the free choice."""
        places = [place for relaxation, _ in found for place in relaxation.model.component.places]
        problem, flat = self.land.problem, self.land.flat
        free_shares, free_divided = free_weights(problem, self.choice)
        shares, told = list(free_shares), list(free_divided)
        group_start = flat.group_block.searchsorted(places)
        cell_start = flat.cell_group.searchsorted(group_start)
        option_start = flat.option_cell.searchsorted(cell_start)
        for place, group, option in zip(places, group_start.tolist(), option_start.tolist(), strict=True):
            index = self.land.order[place]
            block = problem.blocks[index]
            shares[index] = tuple(groups[group : group + len(block.groups)].tolist())
            told[index] = _nested(block, weights, option)
        return tuple(shares), tuple(told)


def _nested(block: Block, weights: Floats, start: int) -> BlockWeights:
    """A block's option weights in its own shape, read from a place in the survey's column."""
    told = []
    for group in block.groups:
        cells = []
        for cell in group.cells:
            cells.append(tuple(weights[start : start + len(cell.options)].tolist()))
            start += len(cell.options)
        told.append(tuple(cells))
    return tuple(told)


def _divided(relaxation: Relaxation, departures: Floats) -> tuple[Floats, Floats]:
    """Weights of the model's groups and options at a point; options of a cell add up to their group."""
    model = relaxation.model
    shares = relaxation.group_shares(departures)
    whole = model.whole[model.group_block]
    shares = np.where(whole | (np.abs(shares - np.rint(shares)) < _DUST), np.rint(shares), shares)
    weight = np.zeros(len(model.gain))
    weight[model.x_option] = departures[len(model.z_group) :]
    weight[weight < _DUST] = 0.0
    moved = np.bincount(model.option_cell, weights=weight, minlength=len(model.base))
    available = shares[model.cell_group]
    weight *= np.where(moved > available, available / np.maximum(moved, _DUST), 1.0)[model.option_cell]
    weight[model.base] = np.maximum(available - np.minimum(moved, available), 0.0)
    return shares, weight
