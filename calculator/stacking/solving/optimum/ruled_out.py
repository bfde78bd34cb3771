"""Groups that no choice of all others leaves room for: a class that asks more than the whole farm can score.

What such a group takes of one row, beside the least that all other blocks take of it, is more than the row has. So it is in no
answer, and that row alone proves it. A programme sees it differently: it takes a part of the class for a part of what it asks,
year after year, and every such year is branched on. Without these groups the problem is the same and mostly needs no branching.
Its answer and its proof are told in the shape of the whole: there what is ruled out is a part that is impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from calculator.domain.problem import Block, Multipliers, Part, Partition, Problem, Proof, Solution, Split
from calculator.stacking.proof.worth import group_least, least_use
from calculator.stacking.solving.free_choice.bounds import (
    FREE_CHOICE,
    FREE_TOTALS,
    Choice,
    chosen_among,
    free_totals,
)
from calculator.stacking.solving.free_choice.filling import LEAST, TOUCHING, least, touching
from calculator.stacking.solving.free_choice.weights import FREE_WEIGHTS, free_weights, weights_of

#: The multiplier of the row that rules a group out.
_ONE = 1


class Found(Protocol):
    """How an answer was found."""

    @property
    def blocks(self) -> list[int]:
        """The blocks that were not free to take their best."""

    @property
    def tied(self) -> bool:
        """Whether names chose among equals."""

    def under(self, problem: Problem, solution: Solution) -> Solution | None:
        """The answer to the same problem under other names; None where it cannot be told without a search."""


@dataclass(frozen=True, slots=True)
class Fewer:
    """A problem without the groups that are ruled out: ``kept`` are those left of a block, ``by`` the row that rules each other
    one out.
    """

    whole: Problem
    problem: Problem
    choice: Choice
    kept: Mapping[int, tuple[int, ...]]
    by: Mapping[int, Mapping[int, int]]

    def told(self, solution: Solution) -> Solution:
        """The answer in the shape of the whole."""
        shares, divided = list(solution.group_weights), list(solution.weights)
        for index, kept in self.kept.items() if divided else ():
            block = self.whole.blocks[index]
            place = {group: at for at, group in enumerate(kept)}
            shares[index] = tuple(
                [shares[index][place[g]] if g in place else 0.0 for g in range(len(block.groups))]
            )
            before = divided[index]
            divided[index] = tuple([
                before[place[g]] if g in place else tuple([(0.0,) * len(cell.options) for cell in group.cells])
                for g, group in enumerate(block.groups)
            ])  # fmt: skip
        return Solution(solution.status, tuple(shares), tuple(divided), self._proof(solution.proof))

    def _proof(self, proof: Proof) -> Proof:
        homes = {index for partition in proof.partitions for index in partition.blocks}
        alone = [Partition((index,), ((),), (Part(0),)) for index in self.kept if index not in homes]
        return Proof(proof.kind, tuple([self._partition(p) for p in (*proof.partitions, *alone)]))

    def _partition(self, partition: Partition) -> Partition:
        """The partition with a split for each of its blocks of which groups are ruled out, before its own tree."""
        mine = [index for index in partition.blocks if index in self.kept]
        if not mine or partition.solver_bound is not None:
            return partition
        vectors: dict[Multipliers, int] = {}
        own = [vectors.setdefault(vector, len(vectors)) for vector in partition.multipliers]
        nodes: list[Part | Split] = []
        for index in mine:
            at, branches = len(nodes), list[tuple[tuple[int, ...], int]]()
            nodes.append(Split(index, ()))
            for row in dict.fromkeys(self.by[index].values()):
                groups = tuple([g for g, of in self.by[index].items() if of == row])
                branches.append((groups, len(nodes)))
                vector = vectors.setdefault(((row, _ONE),), len(vectors))
                nodes.append(Part(vector, impossible=True))
            nodes[at] = Split(index, (*branches, (self.kept[index], len(nodes))))
        first = len(nodes)
        nodes += [
            replace(node, multipliers=own[node.multipliers])
            if isinstance(node, Part)
            else Split(
                node.block, tuple([(self._groups(node.block, g), first + at) for g, at in node.branches])
            )
            for node in partition.nodes
        ]
        return Partition(partition.blocks, tuple(vectors), tuple(nodes))

    def _groups(self, index: int, places: Sequence[int]) -> tuple[int, ...]:
        kept = self.kept.get(index)
        return tuple(places) if kept is None else tuple([kept[place] for place in places])


@dataclass(frozen=True, slots=True)
class Ruled:
    """How an answer was found without the groups that are ruled out; ``inner`` is the answer there."""

    fewer: Fewer
    found: Found | None
    inner: Solution

    @property
    def blocks(self) -> list[int]:
        """The blocks that were not free to take their best."""
        return sorted({*self.fewer.kept, *(self.found.blocks if self.found is not None else ())})

    @property
    def tied(self) -> bool:
        """Whether names chose among equals."""
        return self.fewer.choice.drawn or (self.found is not None and self.found.tied)

    def under(self, problem: Problem, solution: Solution) -> Solution | None:
        """The answer to the same problem under other names; None where it cannot be told without a search.

        ``solution`` is that under its own names: where it holds under the others too, it is what is told.
        """
        if self.found is None or self.fewer.choice.drawn:
            return None
        blocks = without(problem, self.fewer.kept)
        other = self.found.under(Problem(blocks, problem.rows, problem.constant), self.inner)
        if other is None or other is self.inner:
            return other and solution
        return self.fewer.told(other)


def without(problem: Problem, kept: Mapping[int, tuple[int, ...]]) -> tuple[Block, ...]:
    """The blocks with these groups alone."""
    blocks = list(problem.blocks)
    for index, groups in kept.items():
        block = blocks[index]
        blocks[index] = replace(block, groups=tuple([block.groups[g] for g in groups]))
    return tuple(blocks)


def ruled_out(problem: Problem, choice: Choice, broken: Iterable[int]) -> Fewer | None:
    """The problem without the groups of whole blocks that one of these rows rules out; None where there are none."""
    kept, by = dict[int, tuple[int, ...]](), _by(problem, broken)
    for index, out in by.items():
        block = problem.blocks[index]
        left = tuple([group for group in range(len(block.groups)) if group not in out])
        if left and _as_little(block, left):
            kept[index] = left
    if not kept:
        return None
    fewer, chosen = _with_choice(problem, choice, kept)
    return Fewer(problem, fewer, chosen, kept, {index: by[index] for index in kept})


def _by(problem: Problem, broken: Iterable[int]) -> dict[int, dict[int, int]]:
    """Per whole block and group the row that rules it out, of these rows the first by name."""
    naming, found = touching(problem), dict[int, dict[int, int]]()
    asked: dict[int, list[int]] = {}
    for row in sorted(broken, key=lambda at: problem.rows[at].id):
        at = [at for at in naming.get(row, ()) if problem.blocks[at].whole]
        asked[row] = [index for index in at if len(problem.blocks[index].groups) > 1]
    of_all = least(problem, [row for row, blocks in asked.items() if blocks])
    for row, blocks in asked.items():
        for index in blocks:
            block = problem.blocks[index]
            of_groups = [group_least(block, group, row) for group in range(len(block.groups))]
            room = problem.rows[row].bound - of_all[row] + min(of_groups)
            for group, use in enumerate(of_groups):
                if use > room:
                    found.setdefault(index, {}).setdefault(group, row)
    return found


def _with_choice(
    problem: Problem, choice: Choice, kept: Mapping[int, tuple[int, ...]]
) -> tuple[Problem, Choice]:
    """The problem with these groups alone and its free choice; what is known of the whole is not worked out again."""
    fewer = Problem(without(problem, kept), problem.rows, problem.constant)
    chosen = chosen_among(problem, choice, kept)
    totals, (shares, weights) = list(free_totals(problem, choice)), free_weights(problem, choice)
    of_groups, of_options = list(shares), list(weights)
    for index in kept:
        for of, among, times in ((problem, choice, -1), (fewer, chosen, 1)):
            group, picks = among.groups[index], among.options[index][among.groups[index]]
            for cell, pick in zip(of.blocks[index].groups[group].cells, picks, strict=True):
                for row, amount in cell.options[pick].uses:
                    totals[row] += times * amount
        taken = weights_of(fewer.blocks[index], chosen.groups[index], chosen.options[index])
        of_groups[index], of_options[index] = taken
    fewer.memory.keep(FREE_CHOICE, chosen)
    fewer.memory.keep(FREE_TOTALS, totals)
    fewer.memory.keep(FREE_WEIGHTS, (tuple(of_groups), tuple(of_options)))
    fewer.memory.share(problem.memory, TOUCHING, LEAST)
    return fewer, chosen


def _as_little(block: Block, kept: Sequence[int]) -> bool:
    """Whether the groups that are left take as little of every row as all do: then no bound elsewhere rests on the others."""
    rows = {row for g in block.groups for c in g.cells for o in c.options for row, _ in o.uses}
    return all(min([group_least(block, g, row) for g in kept]) == least_use(block, row) for row in rows)
