"""The best choice of groups for one component, with the partition that proves it.

Best first, diving: of a split the half with the larger bound is taken on at once, the other waits. A part
is closed as soon as its bound does not exceed the best answer found; until its own programme is solved it
carries the multipliers of the part it was split from, which bound it too. So the tree is a proof at every
moment, also when time is up.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from calculator.domain.problem import MULTIPLIER_SCALE, Multipliers, Part, Partition, Split
from calculator.stacking.solving.search.found import COIN, Face, Outcome, together
from calculator.stacking.solving.search.model import Model
from calculator.stacking.solving.search.relaxation import Allowed, LostError, Relaxation, Relaxed
from calculator.stacking.solving.search.uses import Floats
from calculator.stacking.solving.search.whole_answer import AFTER, searched, whole_answer

#: Parts in which equal answers are looked through once the best is known, and seconds for any answer when time is up.
_TIE_PARTS, _LAST_RESORT = 64, 1.0
_WHOLE = 1e-9
_ANY: Allowed = {}


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """A part that waits: its node, what it allows, its bound (micro-cents) and the vector that gives it."""

    node: int
    allowed: Allowed
    bound: float
    vector: int


@dataclass(slots=True)
class Search:
    """Branch and bound over one component's whole blocks.

    Without ``ties`` any of equal answers will do; ``enough`` (micro-cents) is known not to be exceeded. ``root`` is the
    relaxation of the whole where it was solved last.
    """

    relaxation: Relaxation
    seconds: float
    largest: int
    ties: bool = True
    enough: float = np.inf
    root: Relaxed | None = None
    point: Floats | None = None
    worth: float = -np.inf
    _within: Allowed = field(default_factory=dict)
    _highest: float = -np.inf
    _liking: float | None = None
    _vectors: dict[Multipliers, int] = field(default_factory=dict)
    _prices: list[Floats] = field(default_factory=list)
    _nodes: list[Part | Split] = field(default_factory=list)
    _known: dict[tuple[tuple[int, tuple[int, ...]], ...], Relaxed] = field(default_factory=dict)
    _wholes: list[tuple[float, Floats, Face]] = field(default_factory=list)
    _leaves: int = 1
    _ties_left: int = _TIE_PARTS

    @property
    def model(self) -> Model:
        return self.relaxation.model

    def run(self, starts: Sequence[tuple[Allowed, float]] = ((_ANY, np.inf),)) -> Outcome:
        """Search until proven, out of time, or past the largest number of parts (then a bound of floats).

        ``starts`` are the groups allowed from the start and the bound of what they allow, apart; the partition covers the
        whole only where there is one that allows all.
        """
        self._ties_left, self._within = _TIE_PARTS if self.ties else 0, together([s for s, _ in starts])
        self._remember(np.zeros(len(self.model.component.rows)))
        waiting: list[tuple[float, int, _Open]] = []
        for node, (allowed, bound) in enumerate(starts):
            self._nodes.append(Part(0))
            waiting.append((-bound, node, _Open(node, allowed, bound, 0)))
        heapq.heapify(waiting)
        current: _Open | None = None
        while current is not None or waiting:
            part = current if current is not None else heapq.heappop(waiting)[2]
            current = None
            if self.worth >= self.enough - COIN:
                break
            if self._closed(part.bound):
                self._nodes[part.node] = Part(part.vector)
                continue
            if self.relaxation.seconds > self.seconds and part.node:
                return self._stopped()
            if self._leaves > self.largest:
                return self._handed_over(max([part.bound, *(-bound for bound, _, _ in waiting)]))
            children = self._examine(part)
            if children:
                current = children[0]
                for child in children[1:]:
                    heapq.heappush(waiting, (-child.bound, child.node, child))
        return Outcome(self.point, True, self._partition(), self.point is not None, self._face())

    def begin_at(self, point: Floats) -> None:
        """A whole choice that keeps the rows, known before the search."""
        self._offer(point)

    def _face(self) -> Face | None:
        """Where the best points are; None where that is in more than one part, or was not looked through."""
        near = [found for found in self._wholes if found[0] >= self._highest - COIN]
        if len(near) != 1 or self.point is None or self._ties_left <= 0:
            return None
        _, point, face = near[0]
        return face if float(np.abs(point - self.point).max(initial=0.0)) <= _WHOLE else None

    def _partition(self) -> Partition:
        return Partition(self.model.component.blocks, tuple(self._vectors), tuple(self._nodes))

    def _closed(self, bound: float) -> bool:
        if bound > self.worth + COIN:
            return False
        return bound < self.worth - COIN or self._ties_left <= 0

    def _remember(self, prices: Floats) -> int:
        """Index of a vector, with the prices exactly as the proof will state them."""
        stated = self.model.multipliers(prices)
        if stated not in self._vectors:
            exact, rows = dict(stated), self.model.component.rows
            self._vectors[stated] = len(self._vectors)
            self._prices.append(np.array([exact.get(row, 0) / MULTIPLIER_SCALE for row in rows]))
        return self._vectors[stated]

    def _bounds(self, vector: int) -> tuple[float, Floats]:
        """What the rows bring under a vector, and the value of every group."""
        prices = self._prices[vector]
        return float(prices @ np.array(self.model.component.bounds, dtype=float)), self.model.group_values(
            prices
        )

    def _bound(self, allowed: Allowed, rows: float, values: Floats) -> float:
        """Bound of a part: the rows' share plus the best group allowed of every block."""
        best = np.maximum.reduceat(values, self.model.block_start)
        for block, groups in allowed.items():
            best[block] = max(values[group] for group in groups)
        return rows + float(best.sum())

    def _examine(self, part: _Open) -> list[_Open]:
        """Close the part or split it; the first part returned is gone into at once."""
        root, self.root = self.root, None
        relaxed = self._relaxed(part.allowed) if root is None else root
        if relaxed.departures is None and self._ray(part, relaxed.prices) is None:
            relaxed = self.relaxation.afresh(part.allowed)
        if relaxed.departures is None:
            ray = self._ray(part, relaxed.prices)
            if ray is None:
                raise LostError("HiGHS found a part infeasible for a reason that does not hold")
            self._nodes[part.node] = Part(ray, impossible=True)
            return []
        vector = self._remember(relaxed.prices)
        rows, values = self._bounds(vector)
        bound = self._bound(part.allowed, rows, values)
        if bound > part.bound:
            bound, vector = part.bound, part.vector
            rows, values = self._bounds(vector)
        if bound <= self.worth + COIN:
            self._ties_left -= 1
        point = self._settled(part.allowed, relaxed, bound)
        shares = self.relaxation.group_shares(point)
        split = self._fractional(shares, part.allowed)
        if split is None:
            self._offer(point)
            self._wholes.append((self.relaxation.worth(point), point, Face(part.allowed, relaxed)))
        if split is None or self._closed(bound):
            self._nodes[part.node] = Part(vector)
            return []
        if self.point is None and not self._round(part.allowed, shares):
            self._round(part.allowed, shares, self.model.relief(self._prices[vector]))
        return self._split(part, split, shares, vector, rows, values)

    def _relaxed(self, allowed: Allowed) -> Relaxed:
        """The relaxation under these groups; where ties do not matter, what was solved before is not solved again."""
        if self.ties:
            return self.relaxation.solve(allowed)
        key = tuple(sorted(allowed.items()))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.relaxation.solve(allowed)
        return found

    def _settled(self, allowed: Allowed, relaxed: Relaxed, bound: float) -> Floats:
        """The preferred point of the optimal face where it may become the answer."""
        point = relaxed.departures
        assert point is not None
        if not relaxed.tied or not self.ties:
            return point
        whole = self._fractional(self.relaxation.group_shares(point), allowed) is None
        if not whole and bound > self.worth + COIN:
            return point
        if whole:
            self._offer(point)
        return self.relaxation.settle_ties(allowed, relaxed)

    def _fractional(self, shares: Floats, allowed: Allowed) -> int | None:
        """The broken group of a whole block nearest to one half; of a block with one group left HiGHS leaves its tolerance."""
        given = shares.tolist()
        broken = {
            group: min(given[group], 1.0 - given[group])
            for group, block in self.relaxation.whole_groups
            if _WHOLE < given[group] < 1.0 - _WHOLE and len(allowed.get(block, ())) != 1
        }
        if not broken:
            return None
        # Rounded, so that the smallest noise does not choose; specks that all round to nothing choose among themselves.
        rounded = np.round(list(broken.values()), 6)
        return list(broken)[int(np.argmax(rounded if rounded.any() else list(broken.values())))]

    def _offer(self, point: Floats) -> None:
        """Take a point that keeps everything whole if it is worth more, or as much and preferred."""
        worth = self.relaxation.worth(point)
        if not self.ties:
            if worth > self._highest:
                self.point, self.worth, self._highest = point, worth, worth
            return
        liking: float | None = None
        if worth > self._highest + COIN:
            self._ties_left = _TIE_PARTS
        elif worth < self._highest - COIN:
            return
        else:
            liking = self.relaxation.total_preference(point)
            if self._liking is None and self.point is not None:
                self._liking = self.relaxation.total_preference(self.point)
            if self._liking is not None and liking >= self._liking - _WHOLE:
                return
        self.point, self.worth, self._liking = point, worth, liking
        self._highest = max(self._highest, worth)

    def _round(self, allowed: Allowed, shares: Floats, values: Floats | None = None) -> bool:
        """A first answer: every whole block on its heaviest group, or a broken one on its most valued."""
        fixed = dict(allowed)
        for block in self.model.whole.nonzero()[0].tolist():
            groups = np.array(allowed.get(block) or (self.model.group_block == block).nonzero()[0])
            weights = np.round(shares[groups], 9)
            if values is not None and weights.max() < 1.0:
                weights = values[groups]
            fixed[block] = (int(groups[np.argmax(weights)]),)
        relaxed = self._relaxed(fixed)
        if relaxed.departures is not None:
            self._offer(relaxed.departures)
        return relaxed.departures is not None

    def _split(
        self, part: _Open, group: int, shares: Floats, vector: int, rows: float, values: Floats
    ) -> list[_Open]:
        """Two parts: the block on its heaviest broken group, or on any other."""
        model = self.model
        block = int(model.group_block[group])
        groups = part.allowed.get(block) or tuple((model.group_block == block).nonzero()[0].tolist())
        heaviest = max(groups, key=lambda g: (round(float(shares[g]), 9), -g))
        children, branches = list[_Open](), list[tuple[tuple[int, ...], int]]()
        for chosen in ((heaviest,), tuple(g for g in groups if g != heaviest)):
            allowed = {**part.allowed, block: chosen}
            node = len(self._nodes)
            self._nodes.append(Part(vector))
            children.append(_Open(node, allowed, self._bound(allowed, rows, values), vector))
            branches.append((tuple(sorted(int(model.group_place[g]) for g in chosen)), node))
        self._nodes[part.node] = Split(model.component.blocks[block], tuple(branches))
        self._leaves += 1
        if self._leaves == AFTER and (likely := whole_answer(self.relaxation, self._within)) is not None:
            self._round(self._within, likely)
        return sorted(children, key=lambda child: (-child.bound, child.node))

    def _ray(self, part: _Open, ray: Floats) -> int | None:
        """A ray as the proof states it, scaled so that rounding to integers cannot spoil it; None where it shows nothing."""
        vector = self._remember(ray * self.relaxation.programme.row_unit.max() * 1_000.0)
        prices = self._prices[vector]
        rows = float(prices @ np.array(self.model.component.bounds, dtype=float))
        return None if self._bound(part.allowed, rows, self.model.relief(prices)) >= 0 else vector

    def _stopped(self) -> Outcome:
        """The tree as it stands; without any answer yet one is searched in floats, else what asks least is tried."""
        if self.point is None:
            likely = searched(self.relaxation, self._within, _LAST_RESORT)[1]
            if likely is None or not self._round(self._within, likely):
                nothing = np.zeros(len(self.model.group_block))
                self._round(self._within, nothing, -self.model.asked)
        return Outcome(self.point, False, self._partition())

    def _handed_over(self, bound_of_tree: float) -> Outcome:
        """A search in floats finishes the component; its bound is taken on its word where it is better than the tree's."""
        left = self.seconds - self.relaxation.seconds
        bound, likely = searched(self.relaxation, self._within, left)
        if likely is not None:
            self._round(self._within, likely)
        if self.point is None or bound > bound_of_tree:
            return self._stopped()
        stated = int(np.ceil(max(bound, self.worth) + COIN))
        partition = Partition(self.model.component.blocks, solver_bound=stated)
        return Outcome(self.point, stated <= self.worth + 3 * COIN + 1e-9 * abs(self.worth), partition)
