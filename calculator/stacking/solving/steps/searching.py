"""The best answer in whole steps by a search through the steps themselves, with the tree that proves it.

Rounds of rows and choices (``whole_steps``) bring most bounds down. Where land is so little that a step is worth euros, and
several caps are full at once, there may be too many ways to round for them. Such a problem is small in steps, so it is searched:
in floats for the best answer, and then best first every part is forked on the place whose steps are broken, until no part can
hold a better one. ``proof.in_steps`` recomputes the bound from that tree alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction

from calculator.domain.problem import Multipliers, Problem
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.counted_steps import MOST_TRIED
from calculator.stacking.proof.in_steps import Fork, InSteps, Leaf, Place, UnderPrices, bound_in_steps
from calculator.stacking.proof.merged import Merged, merged
from calculator.stacking.solving.steps.best import Best
from calculator.stacking.solving.steps.by_parts import counted_by_parts
from calculator.stacking.solving.steps.mending import UnsettledError
from calculator.stacking.solving.steps.near_best import counted
from calculator.stacking.solving.steps.programme import Searched, StepProgramme, apart
from calculator.stacking.solving.steps.settlement import Share, settle_shares, steps_in

#: Parts that are looked at, at most; and columns of a programme that is searched at all.
_MOST_PARTS, _MOST_COLUMNS = 3_000, 4_000
#: Ways that are tried before there are rounds of rows and choices.
_FEW = 300_000
#: Parts whose best is in whole steps and still settles to less than it promises, that are forked at most: there it is not the
#: steps that lose it, so that forking seldom finds better, and settling each takes longest.
_MOST_SETTLED = 24
_NEAR = 1e-6
#: Columns of a programme that is searched in floats at once, parts that are looked at then, and micro-cents that are nothing.
_FEW_COLUMNS, _FEW_PARTS, _CLOSE = 600, 1_000, 400_000.0
#: Seconds of such a search that goes on.
_LONGER = 4.0
#: Seconds that a part takes, and each column of it, on the slow side.
_EACH_PART, _EACH_COLUMN = 2e-4, 1.7e-5


def searched_whole(problem: Problem) -> bool:
    """Whether a problem is so small that its steps are searched in floats at once."""
    columns = sum(len(c.options) for b in problem.blocks for g in b.groups for c in g.cells)
    return columns <= _FEW_COLUMNS and all(b.runs is None for b in problem.blocks)


def any_in_steps(built: Built) -> tuple[Share, ...] | None:
    """The best answer in whole steps that a search in floats finds, settled; None where it finds none."""
    problem = built.problem
    together = merged(problem, tuple(steps_in(built, b) for b in range(len(problem.blocks))))
    steps = StepProgramme(together.problem, together.sizes).best().steps
    if steps is None:
        return None
    try:
        return settle_shares(built, apart(problem, together, steps))
    except UnsettledError:
        return None


@dataclass(frozen=True, slots=True)
class _Part:
    node: int
    box: dict[Place, tuple[int, int]]
    bound: Fraction
    vector: int


@dataclass(slots=True)
class StepSearch:
    """Searched until what is found is near to what is proven, ``most_parts`` were looked at, or the award's ``time`` is up."""

    at: Best
    most_parts: int
    time: SearchTime
    looked_at: int = 0
    settled: int = 0
    _together: Merged = field(init=False)
    _each: float = 0.0
    _nodes: list[Leaf | Fork] = field(default_factory=list)
    _vectors: dict[Multipliers, int] = field(default_factory=dict)
    _priced: list[tuple[UnderPrices, UnderPrices]] = field(default_factory=list)

    def __post_init__(self) -> None:
        built = self.at.built
        sizes = tuple(steps_in(built, b) for b in range(len(built.problem.blocks)))
        self._together = merged(built.problem, sizes)

    @property
    def problem(self) -> Problem:
        """The problem with alike blocks merged."""
        return self._together.problem

    @property
    def sizes(self) -> tuple[int, ...]:
        """The steps of its blocks."""
        return self._together.sizes

    def _programme(self) -> StepProgramme | None:
        """The problem in steps; None where it is not searched: what is taken whole or not at all the solver searches itself."""
        columns = sum(len(c.options) for b in self.problem.blocks for g in b.groups for c in g.cells)
        in_parts = any(
            size > 1 or (size and not block.whole)
            for size, block in zip(self.sizes, self.problem.blocks, strict=True)
        )
        if not in_parts or columns > _MOST_COLUMNS or self.time.left <= 0:
            return None
        self._each = _EACH_PART + _EACH_COLUMN * columns
        return StepProgramme(self.problem, self.sizes)

    def count(self) -> None:
        """Betters what is found and proven where few answers come near it."""
        programme = self._programme()
        if programme is not None and not self.at.near:
            self._counted(programme, _FEW)

    def at_once(self, proven: Callable[[], bool]) -> int | None:
        """Betters what is found and proven of a small problem by a search in floats through all of it; what no answer in whole
        steps exceeds by its word (micro-cents), None where it is not asked or does not say. Where it may come nearer it goes on,
        unless ``proven`` says that there is no need.
        """
        programme = self._programme()
        if programme is None or len(programme.places) > _FEW_COLUMNS:
            return None
        found = self._in_floats(programme, _FEW_PARTS)
        if not self.at.near and self.at.shares is not None:
            years = len({c.year for meaning in self.at.built.meanings for c in meaning.claims})
            self._learned(counted_by_parts(programme, max(1, years), self.at.gain, self.time.left))
        longer = int(min(_LONGER, self.time.left) * found.parts / found.seconds)
        word, goes_on = found.bound, found.parts >= _FEW_PARTS and longer > 2 * _FEW_PARTS
        if goes_on and not self._known(word) and not proven():
            # One way of searching finds what the other does not.
            for narrowly, parts in ((False, longer * 2 // 3), (True, longer // 3)):
                if not self._known(word):
                    said = self._in_floats(programme, parts, narrowly=narrowly).bound
                    word = min((w for w in (word, said) if w is not None), default=None)
        return word

    def _known(self, word: int | None) -> bool:
        return self.at.near or (word is not None and self.at.holds(Fraction(word)))

    def _in_floats(self, programme: StepProgramme, parts: int, *, narrowly: bool = False) -> Searched:
        """What is found in so many parts, offered; what comes above it is counted out where that is little."""
        found = programme.best(parts, _CLOSE, self.at.beaten, narrowly=narrowly)
        self.time.spend(found.seconds)
        self._offer(found.steps)
        if not self.at.near:
            self._counted(programme, _FEW)
        return found

    def run(self) -> bool:
        """Betters what is found and proven; False where it is proven that no answer in whole steps keeps the rows."""
        programme = self._programme()
        if self.most_parts <= 0 or programme is None or self._counted(programme, MOST_TRIED):
            return True
        found = programme.best(seconds=self.time.left, above=self.at.beaten)
        self.time.spend(found.seconds)
        before = self.at.shares
        self._offer(found.steps)
        if self.at.shares is not before and self._counted(programme, MOST_TRIED):
            return True
        self._search(programme)
        whole, proof = self.at.built.problem, InSteps(tuple(self._vectors), tuple(self._nodes))
        bound = bound_in_steps(whole, [steps_in(self.at.built, b) for b in range(len(whole.blocks))], proof)
        if bound is not None:
            self.at.bound = min(self.at.bound, Fraction(bound))
        return bound is not None

    def _counted(self, programme: StepProgramme, most: int) -> bool:
        """Counts out what comes above the best that was found; whether nothing is left to look for."""
        if self.at.shares is None:
            return False
        self._learned(counted(programme, self.at.gain, most, self.time.left))
        return self.at.near

    def _learned(self, counted: tuple[int | None, dict[Place, float] | None, float]) -> None:
        """Takes what was counted out: a bound, steps of an answer, and the seconds that it took."""
        bound, steps, seconds = counted
        self.time.spend(seconds + self._each)
        self._offer(steps)
        if bound is not None:
            self.at.bound = min(self.at.bound, Fraction(bound))

    def _offer(self, steps: dict[Place, float] | None) -> None:
        """Takes what the steps settle to, if it is the best so far."""
        if steps is not None:
            with suppress(UnsettledError):
                self.at.offer(
                    settle_shares(self.at.built, apart(self.at.built.problem, self._together, steps))
                )

    def _search(self, programme: StepProgramme) -> None:
        root = self._vector(())
        self._nodes.append(Leaf(root))
        first = self._priced[root][0].bound({})
        assert first is not None
        waiting = [(-first, 0, _Part(0, {}, first, root))]
        while waiting and self.looked_at < min(self.most_parts, _MOST_PARTS) and self.time.left > 0:
            part = heapq.heappop(waiting)[2]
            if self._closed(part.bound):
                break
            self.looked_at += 1
            self.time.spend(self._each)
            for child in self._examined(part, programme):
                heapq.heappush(waiting, (-child.bound, child.node, child))

    def _closed(self, bound: Fraction) -> bool:
        return self.at.holds(bound + self.problem.constant)

    def _examined(self, part: _Part, programme: StepProgramme) -> list[_Part]:
        """The part closed, or forked in two."""
        node = programme.under(part.box)
        if node is None:
            return self._forked(part, self._widest(part, programme))
        vector = self._vector(node.multipliers)
        under, bare = self._priced[vector]
        if node.steps is None:
            short = bare.bound(part.box)
            if short is None or short < 0:
                self._nodes[part.node] = Leaf(vector, impossible=True)
                return []
            return self._forked(part, self._widest(part, programme))
        bound = under.bound(part.box)
        if bound is None:
            return []
        if bound < part.bound:
            part = _Part(part.node, part.box, bound, vector)
            self._nodes[part.node] = Leaf(vector)
        if self._closed(part.bound):
            return []
        broken = self._broken(node.steps, programme)
        if broken is None:
            return self._whole(part, node.steps, programme)
        return self._forked(part, broken)

    def _whole(self, part: _Part, steps: dict[Place, float], programme: StepProgramme) -> list[_Part]:
        """A part whose best is in whole steps: closed where these settle to what it promises, else forked for a while."""
        if self.settled >= _MOST_SETTLED:
            return []
        self._offer(steps)
        if self._closed(part.bound):
            return []
        self.settled += 1
        return self._forked(part, self._widest(part, programme))

    def _broken(self, steps: dict[Place, float], programme: StepProgramme) -> tuple[Place, int] | None:
        """The place whose steps are broken most, by what its block's steps may be worth; plans come first."""
        best: tuple[bool, float] | None = None
        found: tuple[Place, int] | None = None
        for place in programme.places:
            if not self.sizes[place[0]]:
                continue
            count = steps[place]
            part = abs(count - round(count))
            if part <= max(_NEAR, 1e-9 * count):
                continue
            rank = place[2] < 0, round(part * programme.stakes[place], 6)
            if best is None or rank > best:
                whole_plan = place[2] < 0 and self.problem.blocks[place[0]].whole
                best, found = rank, (place, 0 if whole_plan else int(count))
        return found

    def _widest(self, part: _Part, programme: StepProgramme) -> tuple[Place, int] | None:
        """The place that has the most numbers of steps left, where the programme does not say which to fork."""
        best, found = 0, None
        for place in programme.places:
            size = self.sizes[place[0]]
            least, most = part.box.get(place, (0, size))
            whole_plan = place[2] < 0 and self.problem.blocks[place[0]].whole
            width = (int(least == 0 and most == size)) if whole_plan else most - least
            if size and width > best:
                best, found = width, (place, 0 if whole_plan else (least + most) // 2)
        return found

    def _forked(self, part: _Part, at: tuple[Place, int] | None) -> list[_Part]:
        if at is None:
            return []
        place, most = at
        few, many = len(self._nodes), len(self._nodes) + 1
        self._nodes += [Leaf(part.vector), Leaf(part.vector)]
        self._nodes[part.node] = Fork(place, most, few, many)
        least, upper = part.box.get(place, (0, self.sizes[place[0]]))
        sides = ((few, (least, min(upper, most))), (many, (max(least, most + 1), upper)))
        return [
            _Part(node, {**part.box, place: limits}, part.bound, part.vector)
            for node, limits in sides
            if limits[0] <= limits[1]
        ]

    def _vector(self, multipliers: Multipliers) -> int:
        if multipliers not in self._vectors:
            self._vectors[multipliers] = len(self._vectors)
            asked = self.problem, self.sizes, multipliers
            self._priced.append((UnderPrices(*asked), UnderPrices(*asked, gains=False)))
        return self._vectors[multipliers]
