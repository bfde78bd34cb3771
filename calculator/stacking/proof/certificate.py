"""Recomputes from the problem alone what no answer can exceed. Knows nothing of the solver; whole numbers
only.

Weak duality: whatever multipliers y >= 0 a part of the choices is given, no choice in it gains more than

    sum over rows of y * left  +  sum over blocks of the best group (sum over cells of the best option (gain
    - y * use))

where ``left`` is the row's bound minus the least that the blocks outside the partition must take. So wrong
multipliers can only weaken a bound, never forge one; what must be checked is that the parts cover every
choice. They stand in a tree: each split divides exactly the groups that were still allowed, and every node
is used once.

A part with an ``order`` is counted out (``recount``): rows that no other block of the partition uses are
kept exactly instead of being priced, and a combination is dropped only when its completion bound is at most
the part's ``target``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from calculator.domain.problem import Block, Problem, Proof
from calculator.stacking.proof.partition_check import PartitionCheck
from calculator.stacking.proof.recount import ProofError
from calculator.stacking.proof.worth import best_run, cells_of

#: Stands for "below anything": nothing keeps the rows.
NOTHING = -(10**100)

__all__ = ["NOTHING", "Bounds", "ProofError", "proves_infeasible", "upper_bound"]


def upper_bound(problem: Problem, proof: Proof) -> int:
    """Micro-cents, rounded up, that no choice under the rows exceeds; ``NOTHING`` where no choice keeps them.

    With kind ``solver`` the partitions that carry a ``solver_bound`` are taken on the solver's word.
    ProofError: the proof does not cover every choice, or names something that does not exist.
    """
    return Bounds(problem, proof).total


class Bounds:
    """The bounds of all partitions of a proof; ``total`` bounds the whole problem. ProofError as ``upper_bound``."""

    def __init__(self, problem: Problem, proof: Proof) -> None:
        named = _named(problem, proof)
        self._problem, self._home = problem, named
        self._partitions = proof.partitions
        touching = _touching(problem) if proof.partitions else {}
        self._free = {i: _free(b) for i, b in enumerate(problem.blocks) if i not in named}
        self._checks = [PartitionCheck(problem, part, touching) for part in proof.partitions]
        self._bounds = [check.bound() for check in self._checks]
        self._total = self._added_up()
        self._counted = [check.tally.entries for check in self._checks]

    @property
    def total(self) -> int:
        """What no choice exceeds, micro-cents; ``NOTHING`` where no choice keeps the rows."""
        return self._total

    def _added_up(self) -> int:
        if None in self._bounds:
            return NOTHING
        parts = sum(bound for bound in self._bounds if bound is not None)
        return self._problem.constant + sum(self._free.values()) + parts

    def each(self) -> list[int | None]:
        """What no choice within a partition exceeds, per partition; None where none of its choices keeps the rows."""
        return list(self._bounds)

    def left(self, partition: int, row: int) -> int:
        """What a row leaves to the blocks of a partition: its bound less the least that all others must take."""
        return self._checks[partition].left(row)

    def priced(self, block: int) -> bool:
        """Whether a partition bounds the block; another is bounded by its best group."""
        return block in self._home

    def counted(self, blocks: Iterable[int]) -> int:
        """What ``replaced`` looks at where these change, as a ``Tally``: nothing where no part that bounds one is counted out."""
        return sum([self._counted[home] for home in {self._home[b] for b in blocks if b in self._home}])

    def prices(self, block: int) -> Iterator[dict[int, int]]:
        """Every multiplier vector of the partition that bounds a block."""
        if block in self._home:
            for vector in self._partitions[self._home[block]].multipliers:
                yield dict(vector)

    def replaced(self, blocks: Mapping[int, Block]) -> int:
        """What no choice exceeds when blocks offer fewer choices: each at most what its own offers, in every way.

        The same multipliers hold, and blocks outside a partition must take at least as much as before.
        """
        total = self.total
        homes: dict[int, dict[int, Block]] = {}
        for index, block in blocks.items():
            if index in self._free:
                total += _free(block) - self._free[index]
            else:
                homes.setdefault(self._home[index], {})[index] = block
        for home, changed in homes.items():
            before = self._bounds[home]
            now = self._checks[home].with_fewer(changed)
            if now is None or before is None:
                return NOTHING
            total += now - before
        return total

    def parts(
        self, blocks: Mapping[int, Block], most: int
    ) -> list[tuple[Mapping[int, tuple[int, ...]], int]]:
        """The parts of the partition that has most: which groups each allows, and what no choice in it exceeds with other
        blocks in the place of some. ``most`` is what no choice exceeds at all; ProofError as there.
        """
        home = max(range(len(self._checks)), key=lambda n: len(self._partitions[n].nodes), default=None)
        if home is None or len(self._partitions[home].nodes) < 2:
            return []
        parts = self._checks[home].parts_with_fewer(blocks)
        whole = max((bound for _, bound in parts), default=0)
        return [(allowed, most - whole + bound) for allowed, bound in parts]


def _named(problem: Problem, proof: Proof) -> dict[int, int]:
    """Which partition bounds a block. ProofError: a block is bounded twice, or the kind of proof is not kept."""
    if proof.kind not in ("dual", "solver"):
        raise ProofError(f"unknown kind of proof: {proof.kind!r}")
    if proof.kind == "dual" and any(partition.solver_bound is not None for partition in proof.partitions):
        raise ProofError("a proof of kind 'dual' rests on a bound of the solver")
    named: dict[int, int] = {}
    for number, partition in enumerate(proof.partitions):
        for index in partition.blocks:
            if not 0 <= index < len(problem.blocks):
                raise ProofError(f"there is no block {index}")
            if index in named:
                raise ProofError(f"block {index} is bounded twice")
            named[index] = number
    return named


def proves_infeasible(problem: Problem, proof: Proof) -> bool:
    """Whether the proof shows that no choice keeps the rows. ProofError as ``upper_bound``."""
    return upper_bound(problem, proof) == NOTHING


def _free(block: Block) -> int:
    """Most that a block can gain without rows."""
    if block.runs is not None:
        return best_run(block.runs, lambda option: option.gain)
    if len(block.groups) == 1 and len(block.groups[0].cells) == 1:
        return max([option.gain for option in block.groups[0].cells[0].options])
    return max(
        [
            sum([max([option.gain for option in cell.options]) for cell in group.cells])
            for group in block.groups
        ]
    )


def _touching(problem: Problem) -> dict[int, list[int]]:
    """Per row the blocks that use it."""
    found: dict[int, list[int]] = {}
    for index, block in enumerate(problem.blocks):
        uses = [o.uses for c in cells_of(block) for o in c.options if o.uses]
        for row in {r for taken in uses for r, amount in taken if amount} if uses else ():
            found.setdefault(row, []).append(index)
    return found
