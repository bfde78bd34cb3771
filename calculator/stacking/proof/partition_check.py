"""One partition of a proof, recomputed in whole numbers: its parts cover every choice, and none exceeds its bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from calculator.domain.problem import MULTIPLIER_SCALE, Block, Part, Partition, Problem, Split
from calculator.stacking.proof.recount import ProofError, Tally, Turn, recount
from calculator.stacking.proof.worth import cells_of, group_leasts, least_use, values_of

_Allowed = Mapping[int, tuple[int, ...]]


def _rounded_up(bounds: Sequence[int]) -> int | None:
    """Micro-cents of the largest scaled bound; None where there is none."""
    return -(-max(bounds) // MULTIPLIER_SCALE) if bounds else None


@dataclass(slots=True)
class _Vector:
    """A multiplier vector with what follows from it: the rows' share, and per block every group's value
    (scaled).
    """

    prices: dict[int, int]
    rows: int
    values: dict[int, tuple[int, ...]]
    best: int


@dataclass(slots=True)
class PartitionCheck:
    """Recomputes one partition's bound. ``touching`` are, per row, the blocks that use it; ``tally`` is what counting out
    looked at.
    """

    problem: Problem
    partition: Partition
    touching: Mapping[int, list[int]]
    tally: Tally = field(default_factory=Tally)
    _left: dict[int, int] = field(default_factory=dict)
    _vectors: dict[tuple[int, bool], _Vector] = field(default_factory=dict)
    _known: dict[tuple[int, bool, tuple[tuple[int, int], ...]], tuple[int, ...]] = field(default_factory=dict)
    _touched: dict[int, frozenset[int]] = field(default_factory=dict)
    _plain: tuple[bool, list[tuple[_Allowed, int, int]]] | None = None

    def of(self, blocks: Mapping[int, Block]) -> PartitionCheck:
        """The same partition of a problem in which some blocks offer fewer choices; what does not change is kept."""
        changed = list(self.problem.blocks)
        for index, block in blocks.items():
            changed[index] = block
        problem = Problem(tuple(changed), self.problem.rows, self.problem.constant)
        other = PartitionCheck(problem, self.partition, self.touching, _left=dict(self._left))
        mine = [index for index in self.partition.blocks if index in blocks]
        for (number, gains), vector in self._vectors.items():
            values, best = dict(vector.values), vector.best
            for index in mine:
                values[index] = other._values(index, vector.prices, gains=gains)
                best += max(values[index]) - max(vector.values[index])
            other._vectors[number, gains] = _Vector(vector.prices, vector.rows, values, best)
        return other

    def with_fewer(self, blocks: Mapping[int, Block]) -> int | None:
        """As ``bound``, of the problem in which these blocks, which no part divides, offer fewer choices than their own.

        ProofError where a part does divide one of them.
        """
        parts = self._plain_parts()
        if parts is None or any(index in allowed for index in blocks for allowed, _, _ in parts):
            return self.of(blocks).bound()
        return _rounded_up([bound for _, bound in self._fewer(blocks, parts)])

    def parts_with_fewer(self, blocks: Mapping[int, Block]) -> list[tuple[_Allowed, int]]:
        """As ``parts``, of the problem in which these blocks offer fewer choices than their own."""
        parts = self._plain_parts()
        mine = [index for index in blocks if index in self.partition.blocks]
        if parts is None or any(index in allowed for index in mine for allowed, _, _ in parts):
            return self.of(blocks).parts()
        fewer = self._fewer({index: blocks[index] for index in mine}, parts)
        return [(allowed, -(-bound // MULTIPLIER_SCALE)) for allowed, bound in fewer]

    def _fewer(
        self, blocks: Mapping[int, Block], parts: Sequence[tuple[_Allowed, int, int]]
    ) -> Iterator[tuple[_Allowed, int]]:
        """The parts with what no choice in them exceeds (scaled), where these blocks offer fewer choices than their own."""
        lost: dict[int, int] = {}
        for allowed, number, bound in parts:
            if number not in lost:
                vector = self._vectors[number, True]
                lost[number] = sum(
                    [
                        max(values_of(block, vector.prices, MULTIPLIER_SCALE)) - max(vector.values[index])
                        for index, block in blocks.items()
                    ]
                )
            yield allowed, bound + lost[number]

    def _plain_parts(self) -> Sequence[tuple[_Allowed, int, int]] | None:
        """The possible parts: groups allowed, vector and bound (scaled); None where one is not bounded by a vector alone."""
        if self._plain is None:
            found: list[tuple[_Allowed, int, int]] = []
            plain = self.partition.solver_bound is None
            for part, allowed in self._parts() if plain else ():
                bound = self._part(part, allowed)
                plain = plain and not part.order
                if bound is not None:
                    found.append((allowed, part.multipliers, bound))
            self._plain = (plain, found)
        return self._plain[1] if self._plain[0] else None

    def bound(self) -> int | None:
        """Micro-cents, rounded up; None where every part is impossible."""
        if self.partition.solver_bound is not None:
            if not any(self.problem.blocks[index].runs for index in self.partition.blocks):
                return self.partition.solver_bound
            # The solver saw the plans that are listed alone: what no plan exceeds without any row.
            return sum([max(values_of(self.problem.blocks[index], {}, 1)) for index in self.partition.blocks])
        bounds = [self._part(part, allowed) for part, allowed in self._parts()]
        return _rounded_up([bound for bound in bounds if bound is not None])

    def parts(self) -> list[tuple[_Allowed, int]]:
        """The groups that every possible part allows, and what no choice in it exceeds (micro-cents, rounded up)."""
        found = [(allowed, self._part(part, allowed)) for part, allowed in self._parts()]
        return [(allowed, -(-bound // MULTIPLIER_SCALE)) for allowed, bound in found if bound is not None]

    def _parts(self) -> Iterator[tuple[Part, _Allowed]]:
        """Every part with the groups it allows. ProofError: the tree does not cover all choices."""
        nodes = self.partition.nodes
        reached: set[int] = set()
        waiting: list[tuple[int, _Allowed]] = [(0, {})]
        while waiting:
            index, allowed = waiting.pop()
            if not 0 <= index < len(nodes):
                raise ProofError(f"part {index} is missing")
            if index in reached:
                raise ProofError(f"part {index} is used twice")
            reached.add(index)
            node = nodes[index]
            if isinstance(node, Part):
                yield node, allowed
            else:
                waiting.extend(self._split(node, allowed))
        if len(reached) < len(nodes):
            raise ProofError(f"{len(nodes) - len(reached)} parts belong to no split")

    def _split(self, split: Split, allowed: _Allowed) -> Iterator[tuple[int, _Allowed]]:
        """The branches, once they are known to divide exactly what is allowed."""
        if split.block not in self.partition.blocks:
            raise ProofError(f"a split on block {split.block}, which is not in its partition")
        block = self.problem.blocks[split.block]
        if not block.whole:
            raise ProofError(f"a split on block {block.id}, whose groups may be mixed")
        before = allowed.get(split.block, tuple(range(len(block.groups))))
        divided = sorted(place for groups, _ in split.branches for place in groups)
        if divided != sorted(before):
            raise ProofError(
                f"a split on block {block.id} covers groups {divided} instead of {sorted(before)}"
            )
        for groups, child in split.branches:
            if not groups:
                raise ProofError(f"a split on block {block.id} has a branch without groups")
            yield child, {**allowed, split.block: tuple(groups)}

    def _part(self, part: Part, allowed: _Allowed) -> int | None:
        """Scaled bound of one part; None where it is impossible."""
        if part.order:
            return self._counted(part, allowed)
        vector = self._vector(part.multipliers, gains=not part.impossible)
        bound = vector.best + vector.rows
        for index, groups in allowed.items():
            values = vector.values[index]
            bound += max(values[place] for place in groups) - max(values)
        if not part.impossible:
            return bound
        if bound >= 0:
            raise ProofError("a part is called impossible and its multipliers do not show it")
        return None

    def _vector(self, index: int, *, gains: bool) -> _Vector:
        if (index, gains) not in self._vectors:
            prices = self._prices(index)
            rows = sum(price * self.left(row) for row, price in prices.items())
            values = {block: self._values(block, prices, gains=gains) for block in self.partition.blocks}
            best = sum(max(groups) for groups in values.values())
            self._vectors[index, gains] = _Vector(prices, rows, values, best)
        return self._vectors[index, gains]

    def _prices(self, index: int) -> dict[int, int]:
        if not 0 <= index < len(self.partition.multipliers):
            raise ProofError(f"there is no multiplier vector {index}")
        vector = self.partition.multipliers[index]
        prices = dict(vector)
        if len(prices) < len(vector):
            raise ProofError("a row has two multipliers")
        for row, price in vector:
            if not 0 <= row < len(self.problem.rows):
                raise ProofError(f"there is no row {row}")
            if price < 0:
                raise ProofError(f"row {self.problem.rows[row].id} has a negative multiplier: {price}")
        return prices

    def left(self, row: int) -> int:
        """The row's bound minus the least that blocks outside the partition must take."""
        if row not in self._left:
            inside = set(self.partition.blocks)
            outside = (self.problem.blocks[i] for i in self.touching.get(row, ()) if i not in inside)
            self._left[row] = self.problem.rows[row].bound - sum(least_use(block, row) for block in outside)
        return self._left[row]

    def _rows_of(self, index: int) -> frozenset[int]:
        if index not in self._touched:
            block = self.problem.blocks[index]
            cells = cells_of(block)
            self._touched[index] = frozenset(
                row for cell in cells for option in cell.options for row, amount in option.uses if amount
            )
        return self._touched[index]

    def _values(self, index: int, prices: dict[int, int], *, gains: bool) -> tuple[int, ...]:
        """Most each group of a block brings under the multipliers (scaled)."""
        mine = tuple(sorted((row, prices[row]) for row in self._rows_of(index) if row in prices))
        key = (index, gains, mine)
        if key not in self._known:
            scale = MULTIPLIER_SCALE if gains else 0
            self._known[key] = values_of(self.problem.blocks[index], dict(mine), scale)
        return self._known[key]

    def _counted(self, part: Part, allowed: _Allowed) -> int | None:
        """Count out the part's ordered blocks; its other blocks and their rows are priced."""
        inside = set(self.partition.blocks)
        if len(set(part.order)) < len(part.order) or not set(part.order) <= inside:
            raise ProofError("a part counts a block twice, or one that is not in its partition")
        others = inside - set(part.order)
        shared = {row for index in others for row in self._rows_of(index)}
        prices = self._prices(part.multipliers)
        outer = {row: price for row, price in prices.items() if row in shared}
        exact = {row for index in part.order for row in self._rows_of(index)} - shared
        fixed = sum(price * self.left(row) for row, price in outer.items())
        for index in others:
            values = self._values(index, outer, gains=True)
            fixed += max(values[place] for place in allowed.get(index, range(len(values))))
        turns = []
        for index in part.order:
            block = self.problem.blocks[index]
            if (not block.whole and len(block.groups) > 1) or block.runs is not None:
                raise ProofError(f"block {block.id} is counted out, and its groups may be mixed")
            groups = allowed.get(index, tuple(range(len(block.groups))))
            priced = self._values(index, prices, gains=True)
            values = self._values(index, outer, gains=True)
            mine = self._rows_of(index) & exact
            least = (group_leasts(block, place) for place in groups)
            uses = tuple({row: of.get(row, 0) for row in mine} for of in least)
            turns.append(Turn(tuple(values[g] for g in groups), uses, max(priced[g] for g in groups)))
        left = {row: self.left(row) for row in exact}
        floor = None if part.impossible else part.target * MULTIPLIER_SCALE - fixed
        best = recount(turns, left, {row: prices.get(row, 0) for row in exact}, floor, self.tally)
        if part.impossible:
            if best is not None:
                raise ProofError("a part is called impossible and a combination keeps the rows")
            return None
        return fixed + (max(best, floor) if best is not None and floor is not None else floor or 0)
