"""A solved farm problem taken apart where no row that matters joins it, so that each part is settled by itself.

The parts are the partitions of the proof, and within each what rows that can be broken join: what binds a year, or some land,
seldom binds another. Rounding in one does not bear on the next, and equal parts have equal answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from calculator.domain.problem import Block, Cell, Group, Option, Partition, Problem, Solution
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.certificate import Bounds
from calculator.stacking.solving.search.relaxation import LostError
from calculator.stacking.solving.steps.best import Best
from calculator.stacking.solving.steps.corner_steps import settled_at_corner
from calculator.stacking.solving.steps.searching import StepSearch
from calculator.stacking.solving.steps.settlement import Share, keeps, objective
from calculator.stacking.solving.steps.whole_steps import Steps

#: Seconds in which a proof is looked for where a search in floats says that the answer is near its bound.
_STILL = 0.5


@dataclass(frozen=True, slots=True)
class _Part:
    """Some blocks of a partition (in the problem's own numbers) as a problem of their own."""

    blocks: tuple[int, ...]
    built: Built


@dataclass(frozen=True, slots=True)
class InWholeSteps:
    """The best shares in whole steps that were found (None: none), what no answer in whole steps exceeds (micro-cents), and
    whether that rests on the word of floats.
    """

    shares: tuple[Share, ...] | None
    bound: Fraction
    by_word: bool = False


def in_whole_steps(
    built: Built,
    solution: Solution,
    shares: tuple[Share, ...] | None,
    allowed: Callable[[tuple[Share, ...]], Fraction],
    time: SearchTime,
) -> InWholeSteps:
    """Shares that gain as much or more. ``shares`` are None where no rounding of the solution keeps every row; ``allowed`` is
    how far from their bound (micro-cents) is near enough.

    A small problem is first searched whole in floats: no part of it shows how whole choices bear on each other. What that says
    the bound is, is taken on its word only where nothing that is proven comes as near in a while; and before it goes on for long,
    some rounds are tried.
    """
    bounds = Bounds(built.problem, solution.proof)
    slack = allowed(shares or ())
    at = Best(_as_listed(built), slack, shares, Fraction(bounds.total), allowed=allowed)

    if settled_at_corner(at, solution, bounds, time):
        return InWholeSteps(at.shares, at.bound)

    def proven() -> bool:
        with time.within(_STILL) as some:
            _Apart(at, solution, bounds, Steps(some, briefly=True), some).run()
        return at.near

    word = StepSearch(at, 0, time).at_once(proven)
    said = at.shares is not None and word is not None and at.holds(Fraction(word))
    if not at.near:
        with time.within(_STILL if said else time.left) as some:
            _Apart(at, solution, bounds, Steps(some), some).run()
    if word is None or at.near or at.bound <= word:
        return InWholeSteps(at.shares, at.bound)
    return InWholeSteps(at.shares, max(Fraction(word), at.gain), by_word=True)


def _as_listed(built: Built) -> Built:
    """The same with no plans but those that are listed, which are all."""
    blocks = tuple(b if b.runs is None else replace(b, runs=None) for b in built.problem.blocks)
    return replace(built, problem=replace(built.problem, blocks=blocks))


@dataclass(slots=True)
class _Apart:
    """A problem brought down to whole steps part by part.

    A part whose shares are near to its bound is left as it is, and so is one in which the solver loses its way, and every other
    once time is up, unless it is known.
    """

    at: Best
    solution: Solution
    bounds: Bounds
    steps: Steps
    time: SearchTime

    def run(self) -> None:
        """Betters what is found and proven."""
        told, total, settled = list[tuple[Share, ...]](), Fraction(self.bounds.total), True
        partitions = self.solution.proof.partitions
        every = sum(len(x.blocks) for x in partitions)
        for n, (partition, before) in enumerate(zip(partitions, self.bounds.each(), strict=True)):
            each = self.at.slack / every
            mine = self._mine(partition.blocks)
            if mine is not None and (before or 0) - objective(self._problem, mine) <= each * len(
                partition.blocks
            ):
                continue
            parts = self._parts(n, partition)
            known = all(self.steps.answered(p.built, each * len(p.blocks)) for p in parts)
            if mine is not None and self.time.left <= 0 and not known:
                continue
            try:
                answers = [self.steps.of(p.built, each * len(p.blocks), self._of(p)) for p in parts]
            except LostError:
                settled = False
                continue
            total -= max(Fraction(0), (before or 0) - sum(bound for _, bound in answers))
            settled = settled and all(found is not None for found, _ in answers)
            told += [
                tuple(replace(s, block=part.blocks[s.block]) for s in found or ())
                for part, (found, _) in zip(parts, answers, strict=True)
            ]
        self.at.bound = min(self.at.bound, total)
        self._take(told, settled)

    @property
    def _problem(self) -> Problem:
        return self.at.built.problem

    def _take(self, told: Sequence[tuple[Share, ...]], settled: bool) -> None:
        """All that was found together where it keeps every row; else what does, one part after another."""
        if self.at.shares is None:
            found = _in_order(chain(_decided(self.solution, self.bounds), *told))
            self.at.offer(found if settled and keeps(self._problem, found) else None)
            return
        if not self._offered(chain.from_iterable(told)):
            for part in told:
                self._offered(part)

    def _offered(self, found: Iterable[Share]) -> bool:
        """Whether the best with this in the place of what its blocks have keeps every row; it is offered then."""
        given = tuple(found)
        away = {s.block for s in given}
        answer = _in_order((*(s for s in self.at.shares or () if s.block not in away), *given))
        kept = keeps(self._problem, answer)
        self.at.offer(answer if kept else None)
        return kept

    def _mine(self, blocks: Sequence[int]) -> tuple[Share, ...] | None:
        return None if self.at.shares is None else _of(self.at.shares, blocks)

    def _of(self, part: _Part) -> tuple[Share, ...] | None:
        """The shares of a part in its own numbers."""
        mine, place = self._mine(part.blocks), {b: at for at, b in enumerate(part.blocks)}
        return None if mine is None else tuple(replace(s, block=place[s.block]) for s in mine)

    def _parts(self, number: int, partition: Partition) -> list[_Part]:
        tight = _tight(self._problem, self.bounds, number, partition)
        joined = _joined(partition, tight)
        return [_part(self.at.built, self.bounds, number, blocks, tight) for blocks in joined]


def _in_order(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=lambda s: (s.block, s.group, s.cell, s.option)))


def _of(shares: Sequence[Share], blocks: Sequence[int]) -> tuple[Share, ...]:
    """The shares of some blocks."""
    mine = frozenset(blocks)
    return tuple(s for s in shares if s.block in mine)


def _decided(solution: Solution, bounds: Bounds) -> list[Share]:
    """The shares of the blocks that no row holds back."""
    return [
        Share(b, g, c, o, Fraction(1))
        for b, groups in enumerate(solution.weights)
        if not bounds.priced(b)
        for g, cells in enumerate(groups)
        for c, weights in enumerate(cells)
        for o, weight in enumerate(weights)
        if weight
    ]


def _tight(problem: Problem, bounds: Bounds, number: int, partition: Partition) -> dict[int, list[int]]:
    """The rows that blocks of a partition can break, each with those that touch it."""
    touching: dict[int, list[int]] = {}
    most: dict[int, int] = {}
    for b in partition.blocks:
        for row, use in _most_uses(problem.blocks[b]).items():
            touching.setdefault(row, []).append(b)
            most[row] = most.get(row, 0) + use
    return {row: blocks for row, blocks in touching.items() if most[row] > bounds.left(number, row)}


def _joined(partition: Partition, tight: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The blocks of a partition, those together that rows join."""
    joined = {b: {b} for b in partition.blocks}
    for first, *others in tight.values():
        for b in others:
            if joined[b] is not joined[first]:
                joined[first] |= joined[b]
                for other in joined[b]:
                    joined[other] = joined[first]
    told: set[int] = set()
    for b in partition.blocks:
        if b not in told:
            told |= joined[b]
            yield tuple(x for x in partition.blocks if x in joined[b])


def _most_uses(block: Block) -> dict[int, int]:
    """The most that the block takes of every row that it touches."""
    plans = [_of_cells(group.cells) for group in block.groups]
    return {row: max([plan.get(row, 0) for plan in plans]) for row in {r for plan in plans for r in plan}}


def _of_cells(cells: Sequence[Cell]) -> dict[int, int]:
    """The most that these take together of every row that one of their options names."""
    found: dict[int, int] = {}
    for cell in cells:
        most: dict[int, list[int]] = {}
        for option in cell.options:
            taken: dict[int, int] = {}
            for row, amount in option.uses:
                taken[row] = taken.get(row, 0) + amount
            for row, amount in taken.items():
                most.setdefault(row, []).append(amount)
        for row, amounts in most.items():
            least = () if len(amounts) == len(cell.options) else (0,)
            found[row] = found.get(row, 0) + max(*amounts, *least, amounts[0])
    return found


def _part(
    built: Built, bounds: Bounds, number: int, of: tuple[int, ...], tight: Mapping[int, Sequence[int]]
) -> _Part:
    """Blocks of a partition as a problem: its rows hold what the proof says that other blocks leave of them.

    Rows that cannot be broken are left out: others may ease them.
    """
    problem, own, mine = built.problem, len(built.meanings), set(of)
    blocks = tuple(sorted(of, key=lambda b: (b >= own, b)))
    touched = sorted(row for row, others in tight.items() if others[0] in mine)
    place = {row: at for at, row in enumerate(touched)}
    rows = tuple(replace(problem.rows[r], bound=bounds.left(number, r)) for r in touched)
    apart = Problem(tuple(_moved(problem.blocks[b], place) for b in blocks), rows)
    meanings = tuple(built.meanings[b] for b in blocks if b < own)
    return _Part(blocks, replace(built, problem=apart, meanings=meanings))


def _moved(block: Block, place: dict[int, int]) -> Block:
    groups = tuple(
        Group(
            tuple(
                Cell(
                    tuple(
                        Option(o.gain, tuple((place[r], n) for r, n in o.uses if r in place))
                        for o in cell.options
                    )
                )
                for cell in group.cells
            )
        )
        for group in block.groups
    )
    return Block(block.id, groups, block.whole)
