"""Recomputes what no answer in whole steps exceeds: the steps are searched, and the tree of that search is the proof.

Land comes in whole square metres, metres and pieces. Every fork divides the answers: of one place (an option, or a plan of its
block) at most so many steps are taken, or at least one more. So whatever forks there are, the leaves cover every answer. At a
leaf every place has a least and a most number of steps, and under any multipliers y >= 0 no answer within these gains more than

    sum over rows of y * bound  +  sum over blocks of the most that their steps are worth, at gain - y * use each

The last is no programme: steps go to what is worth most, as far as its least and most allow. Whole numbers and fractions only,
and nothing of the solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from calculator.domain.problem import MULTIPLIER_SCALE, Block, Group, Multipliers, Problem
from calculator.stacking.proof.merged import merged
from calculator.stacking.proof.recount import ProofError

#: A block, one of its groups, a cell of that and an option of it; the group as a whole where the last two are -1.
Place = tuple[int, int, int, int]
#: The least and the most steps of places; of one that is not named, none to all.
Box = Mapping[Place, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is bounded as it stands, by a vector of multipliers; with ``impossible`` these show that nothing keeps the rows."""

    multipliers: int
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class Fork:
    """At most ``most`` steps of a place in the node ``few``, at least one more in ``many``."""

    place: Place
    most: int
    few: int
    many: int


@dataclass(frozen=True, slots=True)
class InSteps:
    """The tree of a search through whole steps; node 0 is the root. Places are those of the problem with alike blocks merged."""

    multipliers: tuple[Multipliers, ...]
    nodes: tuple[Leaf | Fork, ...]


def bound_in_steps(problem: Problem, sizes: Sequence[int], proof: InSteps) -> int | None:
    """Micro-cents, rounded up, that no answer in whole steps exceeds; None where none keeps the rows.

    ``sizes`` are the steps in which each block comes, 0 where it is divided as finely as one likes.
    ProofError: a node is used twice or is none, or a place, a row or a vector is none.
    """
    if any(block.runs is not None for block in problem.blocks):
        raise ProofError("plans that are not listed are not searched in steps")
    together = merged(problem, sizes)
    problem, sizes = together.problem, together.sizes
    under: dict[Leaf, UnderPrices] = {}
    bounds = []
    for leaf, box in _leaves(problem, sizes, proof):
        if not 0 <= leaf.multipliers < len(proof.multipliers):
            raise ProofError(f"there is no vector {leaf.multipliers}")
        if leaf not in under:
            vector = proof.multipliers[leaf.multipliers]
            under[leaf] = UnderPrices(problem, sizes, vector, gains=not leaf.impossible)
        bound = under[leaf].bound(box)
        if leaf.impossible:
            if bound is not None and bound >= 0:
                raise ProofError("a leaf that is said to hold nothing may hold something")
            continue
        if bound is not None:
            bounds.append(ceil(bound + problem.constant))
    return max(bounds, default=None)


def _leaves(
    problem: Problem, sizes: Sequence[int], proof: InSteps
) -> Iterator[tuple[Leaf, dict[Place, tuple[int, int]]]]:
    used: set[int] = set()
    waiting: list[tuple[int, dict[Place, tuple[int, int]]]] = [(0, {})]
    while waiting:
        at, box = waiting.pop()
        if at in used or not 0 <= at < len(proof.nodes):
            raise ProofError(f"node {at} is used twice or is none")
        used.add(at)
        node = proof.nodes[at]
        if isinstance(node, Leaf):
            yield node, box
            continue
        _check_place(problem, sizes, node.place)
        least, most = box.get(node.place, (0, sizes[node.place[0]]))
        waiting.append((node.few, {**box, node.place: (least, min(most, node.most))}))
        waiting.append((node.many, {**box, node.place: (max(least, node.most + 1), most)}))


def _check_place(problem: Problem, sizes: Sequence[int], place: Place) -> None:
    b, g, c, o = place
    if not (0 <= b < len(problem.blocks) and 0 <= g < len(problem.blocks[b].groups) and sizes[b] > 0):
        raise ProofError(f"no steps are taken of {place}")
    cells = problem.blocks[b].groups[g].cells
    if (c, o) != (-1, -1) and not (0 <= c < len(cells) and 0 <= o < len(cells[c].options)):
        raise ProofError(f"no steps are taken of {place}")


class UnderPrices:
    """The problem under one vector of multipliers: what every step is worth, and what boxes of steps bring at most."""

    def __init__(
        self, problem: Problem, sizes: Sequence[int], vector: Multipliers, *, gains: bool = True
    ) -> None:
        """ProofError: a multiplier is below zero, or its row is none. Without ``gains`` these are left out."""
        if any(price < 0 or not 0 <= row < len(problem.rows) for row, price in vector):
            raise ProofError("a multiplier is below zero or its row is none")
        priced, scale = dict(vector), MULTIPLIER_SCALE if gains else 0
        self._problem, self._sizes = problem, [size or 1 for size in sizes]
        self._worth = [_worths(block, priced, scale) for block in problem.blocks]
        self._free = [
            max(sum(max(cell) for cell in group) for group in block) if block else 0 for block in self._worth
        ]
        self._rows = sum(problem.rows[row].bound * price for row, price in vector)

    def bound(self, box: Box) -> Fraction | None:
        """Micro-cents that no answer within the box exceeds; None where it holds none."""
        boxed: dict[int, dict[Place, tuple[int, int]]] = {}
        for place, limits in box.items():
            boxed.setdefault(place[0], {})[place] = limits
        total = Fraction(self._rows + sum(self._free))
        for b, limits_of in boxed.items():
            most = _most(self._problem.blocks[b], b, self._sizes[b], self._worth[b], limits_of)
            if most is None:
                return None
            total += Fraction(most, self._sizes[b]) - self._free[b]
        return total / MULTIPLIER_SCALE


_Worths = list[list[list[int]]]


def _worths(block: Block, priced: Mapping[int, int], scale: int) -> _Worths:
    return [
        [
            [o.gain * scale - sum([n * priced.get(r, 0) for r, n in o.uses]) for o in cell.options]
            for cell in group.cells
        ]
        for group in block.groups
    ]


@dataclass(frozen=True, slots=True)
class _Line:
    """What numbers of steps are worth at most: so much for the least number, and then for each more, less and less."""

    least: int
    worth: int
    more: tuple[tuple[int, int], ...]

    @property
    def most(self) -> int:
        return self.least + sum(length for _, length in self.more)

    def within(self, least: int, most: int) -> _Line:
        """From ``least`` steps, which it has, up to ``most``."""
        skip, take, worth, more = least - self.least, most - least, self.worth, []
        for each, length in self.more:
            passed = min(skip, length)
            worth, skip = worth + passed * each, skip - passed
            kept = min(take, length - passed)
            if kept > 0:
                more.append((each, kept))
                take -= kept
        return _Line(least, worth, tuple(more))


def _most(block: Block, b: int, size: int, worths: _Worths, box: Box) -> int | None:
    """The most that all steps of a block are worth together; None where the box leaves none."""
    lines = [_of_group(group, (b, g), size, worths[g], box) for g, group in enumerate(block.groups)]
    if block.whole:
        given = [
            line.within(size, size).worth
            for g, line in enumerate(lines)
            if line is not None
            and line.most >= size
            and all(x is not None and x.least == 0 for h, x in enumerate(lines) if h != g)
        ]
        return max(given, default=None)
    least, worth, more = 0, 0, list[tuple[int, int]]()
    for line in lines:
        if line is None:
            return None
        least, worth = least + line.least, worth + line.worth
        more += line.more
    return _filled(size - least, worth, sorted(more, reverse=True))


def _filled(left: int, worth: int, more: Sequence[tuple[int, int]]) -> int | None:
    if left < 0:
        return None
    for each, length in more:
        taken = min(left, length)
        worth, left = worth + taken * each, left - taken
    return None if left else worth


def _of_group(
    group: Group, at: tuple[int, int], size: int, worths: list[list[int]], box: Box
) -> _Line | None:
    """What steps of a plan are worth: the same number in all of its cells. None where no number fits."""
    lines = [_of_cell((*at, c), size, values, box) for c, values in enumerate(worths)]
    least, most = box.get((*at, -1, -1), (0, size))
    least, most = max([least, *(x.least for x in lines)]), min([most, *(x.most for x in lines)])
    if least > most:
        return None
    cut = [line.within(least, most) for line in lines]
    if len(cut) == 1:
        return cut[0]
    return _Line(least, sum(x.worth for x in cut), tuple(_together([x.more for x in cut])))


def _of_cell(at: tuple[int, int, int], size: int, values: list[int], box: Box) -> _Line:
    limits = [box.get((*at, o), (0, size)) for o in range(len(values))]
    if any(least > most for least, most in limits):
        return _Line(size + 1, 0, ())
    more = sorted(
        ((value, most - least) for value, (least, most) in zip(values, limits, strict=True)), reverse=True
    )
    worth = sum(value * least for value, (least, _) in zip(values, limits, strict=True))
    return _Line(sum(least for least, _ in limits), worth, tuple(more))


def _together(lines: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Lines of one length added up."""
    ends = [list(line) for line in lines]
    while all(ends):
        length = min(line[0][1] for line in ends)
        yield sum(line[0][0] for line in ends), length
        for line in ends:
            each, left = line[0]
            if left > length:
                line[0] = (each, left - length)
            else:
                line.pop(0)
