"""The best lawful division of a farm problem, exactly, with a proof that the certificate can check alone.

1. The free choice (best option per cell, best group per block). Where it keeps all rows it is optimal.
2. Otherwise rows that cannot be broken and blocks that gain nothing by moving are left out, and what
remains falls
   apart into components.
3. Each component is a linear programme in HiGHS. Where its optimum breaks a whole block, a component of
whole blocks
   alone is counted out exactly, any other is branched.
4. The proof is a partition of each component's whole choices with multipliers for every part.

Equal optima are broken by the rule in ``bounds``: the least total preference. It is exact for what is
divided and for what is counted out; among whole choices that are branched, equal answers are looked through
in a bounded number of parts. In every case the answer depends on the content alone, not on the order of
blocks, rows, groups or options; places of cells in a group are content (years).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from calculator.domain.problem import Part, Partition, Problem, Proof, Solution
from calculator.stacking.bounds import Choice, free_choice, group_preference, keeps_rows
from calculator.stacking.branching import Outcome, Search
from calculator.stacking.components import Component, components
from calculator.stacking.enumeration import Alternative, count_out, order_of
from calculator.stacking.model import Floats, Model, build
from calculator.stacking.relaxation import Relaxation, Relaxed

#: States counted out at most for one component (about half a second).
_STATES = 200_000
_DUST = 1e-12

_Weights = list[list[list[list[float]]]]


def solve(problem: Problem, *, time_limit_s: float = 10.0, proof_size: int = 4096) -> Solution:
    """Most gain under all rows. ``proof_size`` is the largest number of parts in one component's proof.

    The time limit counts time inside HiGHS and an estimate of the work around it: the core reads no clock.
    ValueError: ids that occur twice, an empty block or cell, an unknown row, amounts past 64 bits.
    """
    for kind, ids in (("block", [b.id for b in problem.blocks]), ("row", [r.id for r in problem.rows])):
        if len(set(ids)) < len(ids):
            raise ValueError(f"two {kind}s have the same id: {max(ids, key=ids.count)}")
    if not all(block.groups for block in problem.blocks):
        raise ValueError("a block without groups offers nothing to choose")
    choice = free_choice(problem)
    if keeps_rows(problem, choice):
        return _free(problem, choice, "optimal", Proof("dual"))
    found = components(problem, choice)
    if isinstance(found, int):
        never = Partition((), (((found, 1),),), (Part(0, impossible=True),))
        return Solution("infeasible", (), (), Proof("dual", (never,)))
    return _joined(problem, choice, found, time_limit_s, proof_size)


def _joined(
    problem: Problem, choice: Choice, found: list[Component], time_limit_s: float, proof_size: int
) -> Solution:
    """Solve every component and put the answers together."""
    solved: list[tuple[Model, Relaxation, Outcome]] = []
    seconds = time_limit_s
    for component in found:
        model = build(problem, choice, component)
        relaxation = Relaxation(problem, model)
        outcome = _component(problem, choice, relaxation, seconds, proof_size)
        if not outcome.feasible:
            return Solution("infeasible", (), (), Proof("dual", (outcome.partition,)))
        seconds -= relaxation.seconds
        solved.append((model, relaxation, outcome))
    partitions = tuple(outcome.partition for _, _, outcome in solved)
    trusted = any(partition.solver_bound is not None for partition in partitions)
    proof = Proof("solver" if trusted else "dual", partitions)
    status = "optimal" if all(outcome.proven for _, _, outcome in solved) else "time_limit"
    if any(outcome.departures is None for _, _, outcome in solved):
        return Solution(status, (), (), proof)
    solution = _free(problem, choice, status, proof)
    groups = list(solution.group_weights)
    weights = list(solution.weights)
    for model, relaxation, outcome in solved:
        assert outcome.departures is not None
        for block, (shares, divided) in _weights(problem, model, relaxation, outcome.departures).items():
            groups[block] = tuple(shares)
            weights[block] = tuple(tuple(tuple(cell) for cell in group) for group in divided)
    return Solution(status, tuple(groups), tuple(weights), proof)


def _component(
    problem: Problem, choice: Choice, relaxation: Relaxation, seconds: float, proof_size: int
) -> Outcome:
    """Count out where all is whole and every cell settled and the relaxation breaks a block; else branch."""
    search = Search(relaxation, seconds, proof_size)
    model = relaxation.model
    counted = np.bincount(model.group_block) == 1
    if len(model.x_option) or not np.all(model.whole | counted):
        return search.run()
    relaxed = relaxation.solve({})
    if relaxed.departures is None or (not relaxed.tied and relaxation.is_whole(relaxed.departures)):
        return search.run()
    return _counted(problem, choice, relaxation, relaxed) or search.run()


def _alternatives(problem: Problem, choice: Choice, model: Model) -> list[list[Alternative]]:
    """The component's groups in exact numbers, rows by their place in the component."""
    local = {row: place for place, row in enumerate(model.component.rows)}
    blocks: list[list[Alternative]] = [[] for _ in model.component.blocks]
    for owner, place in zip(model.group_block.tolist(), model.group_place.tolist(), strict=True):
        index = model.component.blocks[owner]
        block = problem.blocks[index]
        picks = choice.options[index][place]
        options = [cell.options[pick] for cell, pick in zip(block.groups[place].cells, picks, strict=True)]
        uses: dict[int, int] = {}
        for option in options:
            for row, amount in option.uses:
                if row in local:
                    uses[local[row]] = uses.get(local[row], 0) + amount
        taken = tuple((row, amount) for row, amount in sorted(uses.items()) if amount)
        liking = group_preference(problem, block, block.groups[place], picks)
        blocks[owner].append(Alternative(sum(option.gain for option in options), liking, taken))
    return blocks


def _counted(problem: Problem, choice: Choice, relaxation: Relaxation, relaxed: Relaxed) -> Outcome | None:
    model = relaxation.model
    blocks = _alternatives(problem, choice, model)
    order = order_of(blocks)
    picks = count_out(blocks, order, model.component.bounds, relaxed.prices.tolist(), -np.inf, _STATES)
    if picks is None:
        return None
    named = tuple(model.component.blocks[block] for block in order)
    vectors = (model.multipliers(relaxed.prices),)
    if not picks:
        part = Part(0, order=named, impossible=True)
        return Outcome(None, True, Partition(model.component.blocks, vectors, (part,)), feasible=False)
    target = sum(alternatives[pick].gain for alternatives, pick in zip(blocks, picks, strict=True))
    first = np.searchsorted(model.group_block, np.arange(len(blocks)))
    taken = first + np.array(picks)
    departures = np.isin(model.z_group, taken).astype(float)
    part = Part(0, order=named, target=target)
    return Outcome(departures, True, Partition(model.component.blocks, vectors, (part,)))


@lru_cache(maxsize=4096)
def _one_of(count: int, pick: int) -> tuple[float, ...]:
    return tuple(1.0 if index == pick else 0.0 for index in range(count))


def _free(problem: Problem, choice: Choice, status: str, proof: Proof) -> Solution:
    """The free choice as weights."""
    groups = []
    weights = []
    for block, best, options in zip(problem.blocks, choice.groups, choice.options, strict=True):
        groups.append(_one_of(len(block.groups), best))
        weights.append(
            tuple(
                tuple(
                    _one_of(len(cell.options), pick if place == best else -1)
                    for cell, pick in zip(group.cells, picks, strict=True)
                )
                for place, (group, picks) in enumerate(zip(block.groups, options, strict=True))
            )
        )
    return Solution(status, tuple(groups), tuple(weights), proof)


def _weights(
    problem: Problem, model: Model, relaxation: Relaxation, departures: Floats
) -> dict[int, tuple[list[float], list[list[list[float]]]]]:
    """Group and option weights of the component's blocks, by the problem's own places."""
    shares = relaxation.group_shares(departures)
    shares = np.where(np.abs(shares - np.rint(shares)) < _DUST, np.rint(shares), shares)
    found: dict[int, tuple[list[float], list[list[list[float]]]]] = {}
    for index in model.component.blocks:
        groups = problem.blocks[index].groups
        found[index] = ([0.0] * len(groups), [[[0.0] * len(c.options) for c in g.cells] for g in groups])
    owners = [model.component.blocks[block] for block in model.group_block.tolist()]
    for group, share in enumerate(shares.tolist()):
        found[owners[group]][0][model.group_place[group]] = share
    weight = np.zeros(len(model.gain))
    weight[model.x_option] = departures[len(model.z_group) :]
    weight[weight < _DUST] = 0.0
    moved = np.bincount(model.option_cell, weights=weight, minlength=len(model.base))
    available = shares[model.cell_group]
    weight *= np.where(moved > available, available / np.maximum(moved, _DUST), 1.0)[model.option_cell]
    weight[model.base] = np.maximum(available - np.minimum(moved, available), 0.0)
    for option in np.flatnonzero(weight > 0).tolist():
        cell = int(model.option_cell[option])
        group = int(model.cell_group[cell])
        divided = found[owners[group]][1][model.group_place[group]]
        divided[model.cell_place[cell]][model.option_place[option]] = float(weight[option])
    return found
