"""What the whole is worth when certain claims must be taken: exact, and mostly without solving again.

Only the blocks of those claims change, and only to fewer choices. So every multiplier of the award's own proof still
bounds the changed problem, and every other block's settled choice is still lawful. Where the best that fits beside those
choices reaches that bound, it is the optimum; so it is where blocks that take no more than before reach it beside the
solver's own answer, which divides more finely than what is settled. Where the two differ, the problem is solved again with the
blocks restricted to the groups that hold the claims, or whole where that does not say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm

from calculator.domain.problem import MICRO, Block, Part, Problem, Row, Solution
from calculator.stacking.explaining.offered import chosen, form, steps
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.proof.certificate import Bounds, ProofError
from calculator.stacking.proof.worth import least_use, rows_of
from calculator.stacking.solving.in_place.narrow import Start
from calculator.stacking.solving.in_place.walking_again import WalkedAgain
from calculator.stacking.solving.optimum.over_years import all_listed, with_every_plan
from calculator.stacking.solving.optimum.restriction import Restricted
from calculator.stacking.solving.outcome import gained
from calculator.stacking.solving.steps.settlement import Share

#: Solves a problem and answers its objective in micro-cents, None where nothing is lawful; and whether that is known.
Value = Callable[[Problem], tuple[Fraction | None, bool]]

#: Columns and rows of all programmes that one award may spend on what forcing claims would cost; counted, not timed, so
#: that the same farm always gets the same answer. An ordinary farm takes a hundredth of it.
_MOST_EFFORT = 1_500_000
#: What solving a problem whole counts for, whatever its size: counting out may take a second.
_WHOLE = 20_000


@dataclass(slots=True)
class Forcing:
    """The settled optimum of a problem, ready to be asked what other blocks in the place of some would make of it.

    ``rows`` are as the law has them: those of the problem may be lowered to what its own choices can come to (``multiples.py``).
    ``walk`` is the award's own walk, where it was found by one. ``in_steps`` says that the programme of these blocks divides what
    no answer does, so that all is asked of ``solve``. ``left_out`` counts the questions that were not worked out,
    because too much had been asked already or time was up.
    """

    problem: Problem
    bounds: Bounds
    solution: Solution
    shares: tuple[Share, ...]
    objective: Fraction
    homes: frozenset[int]
    solve: Value
    time: SearchTime
    rows: tuple[Row, ...]
    walk: WalkedAgain | None = None
    in_steps: bool = False
    left_out: int = 0
    _effort: int = 0
    _restricted: Restricted | None = None
    _ready: bool = False
    _known: dict[object, tuple[int | None] | None] = field(default_factory=dict)
    _by_counting: frozenset[int] | None = None
    _lowered: dict[int, int] | None = None
    _fine: int = 1
    _settled: int = 0
    _used: dict[int, dict[int, int]] = field(default_factory=dict)
    _gained: dict[int, int] = field(default_factory=dict)
    _left: list[int] = field(default_factory=list)
    _lost: Fraction | None = None
    _listed: bool | None = None

    def worth(self, blocks: Mapping[int, Block]) -> Fraction | None:
        """Micro-cents of the optimum with these blocks in the place of their own; None where nothing is lawful, or where it was
        left out.

        The blocks may only offer choices that their own offer too, or that their own beat.
        """
        if self.in_steps or self._between_steps(blocks):
            return None if self._spent() else self._whole(blocks, self.rows)
        self._start()
        more, most, fine = 0, self._most(blocks), self._fine
        taken: dict[int, int] = {}
        choices: dict[int, Mapping[int, int]] = {}
        for index, block in blocks.items():
            choice = self._best(index, block, taken)
            if choice is None:
                return self._again(blocks, most)
            gain, uses = choice
            more += gain * fine - self._gained.get(index, 0)
            choices[index] = uses
            for row, amount in uses.items():
                taken[row] = taken.get(row, 0) + amount * fine - self._used.get(index, {}).get(row, 0)
        short = most * fine - self._settled - more
        if 2 * short <= MICRO * fine:
            return Fraction(self._settled + more, fine)
        lighter = all(self._takes_no_more(index, uses) for index, uses in choices.items())
        found = Fraction(self._settled + more, fine) + (self._rounded_off() if lighter else 0)
        return found if most - found <= MICRO // 2 else self._again(blocks, most)

    def _takes_no_more(self, index: int, uses: Mapping[int, int]) -> bool:
        """Whether the solver's answer still keeps every row with this choice of a block in the place of its own."""
        own, fine = self._used.get(index, {}), self._fine
        if any(uses.get(row, 0) * fine > own.get(row, 0) for row in (*uses, *own)):
            return False
        weights = (w for group in self.solution.weights[index] for cell in group for w in cell)
        return all(w in (0.0, 1.0) for w in (*self.solution.group_weights[index], *weights))

    def _rounded_off(self) -> Fraction:
        """What settling in whole steps took off the solver's answer."""
        if self._lost is None:
            self._lost = max(Fraction(0), gained(self.problem, self.solution) - self.objective)
        return self._lost

    def broken(self, blocks: Mapping[int, Block]) -> dict[int, Fraction]:
        """The rows that these blocks break beside everything else, whatever is chosen in them, and by how much."""
        self._start()
        takes: dict[int, int] = {}
        for index, block in blocks.items():
            for row in rows_of(block):
                least = least_use(block, row)
                mine = self._used.get(index, {}).get(row, 0)
                takes[row] = takes.get(row, 0) + least * self._fine - mine
        over = {row: more - self._left[row] for row, more in takes.items()}
        return {row: Fraction(more, self._fine) for row, more in over.items() if more > 0}

    def alone(self, blocks: Mapping[int, Block]) -> dict[int, Fraction]:
        """The rows that keep these blocks out whatever else is chosen, and by how much; one that is divided could be taken in
        part as long as a row leaves anything at all.
        """
        found: dict[int, Fraction] = {}
        for block in blocks.values():
            for row in rows_of(block):
                more = least_use(block, row) - self.rows[row].bound
                if more > 0 and (block.whole or self.rows[row].bound <= 0):
                    found[row] = max(found.get(row, Fraction(0)), Fraction(more))
        return found

    def _most(self, blocks: Mapping[int, Block]) -> int:
        """A bound for the changed problem; where the proof divides a changed block, that of the whole: choices only go."""
        try:
            return self.bounds.replaced(blocks)
        except ProofError:
            return self.bounds.replaced({})

    def _between_steps(self, blocks: Mapping[int, Block]) -> bool:
        """Whether these take from a lowered row what is no multiple of what its bound was lowered to: its own choices were."""
        if self._lowered is None:
            pairs = enumerate(zip(self.problem.rows, self.rows, strict=True))
            self._lowered = steps(
                self.problem.blocks, [at for at, (own, law) in pairs if own.bound < law.bound]
            )
        lowered = self._lowered
        return bool(lowered) and any(
            amount % lowered.get(row, 1)
            for block in blocks.values()
            for group in block.groups
            for cell in group.cells
            for option in cell.options
            for row, amount in option.uses
        )

    def _again(self, blocks: Mapping[int, Block], most: int) -> Fraction | None:
        if self._spent():
            return None
        if self._listed is None:
            self._listed = all(map(all_listed, self.problem.blocks))
        if self._listed and not self._counted_out(blocks):
            # Of the changed blocks the likely plans may be listed only, where all of their own are.
            every = {index: with_every_plan(block) or block for index, block in blocks.items()}
            if all(map(all_listed, every.values())) and (narrowed := self._narrowed(every, most)) is not None:
                return narrowed[0]
        return self._whole(blocks, self.problem.rows)

    def _spent(self) -> bool:
        """Whether no question may be searched any more; one that is asked is then left out."""
        effort = self._effort + sum(each.effort for each in (self._restricted, self.walk) if each is not None)
        spent = effort > _MOST_EFFORT or self.time.left <= 0
        self.left_out += spent
        return spent

    def _whole(self, blocks: Mapping[int, Block], rows: tuple[Row, ...]) -> Fraction | None:
        """The changed problem under these rows, solved from the start."""
        self._effort += _WHOLE + 20 * sum(
            len(c.options) for b in self.problem.blocks for g in b.groups for c in g.cells
        )
        changed = tuple(blocks.get(i, b) for i, b in enumerate(self.problem.blocks))
        found, known = self.solve(replace(self.problem, blocks=changed, rows=rows))
        self.left_out += not known
        return found

    def _counted_out(self, blocks: Iterable[int]) -> bool:
        """Whether the award's own optimum of these blocks was counted out: searching where counting is quicker takes too long."""
        if self._by_counting is None:
            self._by_counting = frozenset(
                block
                for partition in self.solution.proof.partitions
                if any(isinstance(node, Part) and node.order for node in partition.nodes)
                for block in partition.blocks
            )
        return self._by_counting.issuperset(blocks)

    def _allowed(self, blocks: Mapping[int, Block]) -> dict[int, tuple[int, ...]] | None:
        """The groups that these blocks keep of their own; None where they are no choice of these, or cannot be told so."""
        allowed: dict[int, tuple[int, ...]] = {}
        for index, block in blocks.items():
            own, kept = self.problem.blocks[index].groups, frozenset(block.groups)
            groups = tuple(place for place, group in enumerate(own) if group in kept)
            if len(groups) < len(block.groups):
                return None
            allowed[index] = groups
        return allowed if self.homes.issuperset(allowed) else None

    def _narrowed(self, blocks: Mapping[int, Block], most: int) -> tuple[Fraction | None] | None:
        """The optimum under these groups, None where the search for it did not come to its end or there is none.

        Choices that differ in gain alone, by the same amount, are searched once.
        """
        allowed = self._allowed(blocks)
        if allowed is None:
            return None
        forms = {index: form(block) for index, block in blocks.items()}
        key = tuple((index, form) for index, (form, _) in sorted(forms.items()))
        gain = sum(base for _, base in forms.values())
        if key not in self._known:
            walked = None if self.walk is None else self.walk.worth(allowed)
            if walked is not None:
                self._known[key] = (round(walked) - gain,)
        if key not in self._known:
            if self._restricted is None:
                self._restricted = Restricted(self.problem, self.homes)
            self._restricted.proven, before = True, self._restricted.seconds
            worth = self._restricted.worth(allowed, float(most), self._parts(blocks, most))
            self.time.spend(self._restricted.seconds - before)
            proven = self._restricted.proven
            self._known[key] = (None if worth is None else round(worth) - gain,) if proven else None
        known = self._known[key]
        if known is None:
            return None
        return (None if known[0] is None else Fraction(known[0] + gain),)

    def _parts(self, blocks: Mapping[int, Block], most: int) -> list[Start]:
        """Where the search begins: at the parts of the award's own proof, which already bound what it looks for."""
        try:
            return [Start(groups, float(bound)) for groups, bound in self.bounds.parts(blocks, most)]
        except ProofError:
            return []

    def _start(self) -> None:
        """What is left, and what the blocks that are asked gain and take as settled, in so many parts that all are whole."""
        if self._ready:
            return
        self._ready = True
        fine = self._fine = lcm(*{share.share.denominator for share in self.shares})
        exact = self.objective * fine
        assert exact.denominator == 1
        self._settled = exact.numerator
        self._left = [row.bound * fine for row in self.rows]
        for share in self.shares:
            part = fine // share.share.denominator * share.share.numerator
            group = self.problem.blocks[share.block].groups[share.group]
            option = group.cells[share.cell].options[share.option]
            for row, amount in option.uses:
                self._left[row] -= part * amount
            if share.block in self.homes:
                mine = self._used.setdefault(share.block, {})
                self._gained[share.block] = self._gained.get(share.block, 0) + part * option.gain
                for row, amount in option.uses:
                    mine[row] = mine.get(row, 0) + part * amount

    def _best(self, index: int, block: Block, taken: Mapping[int, int]) -> tuple[int, dict[int, int]] | None:
        """The most that one of the likely choices of a block brings beside everything else; None where none fits."""
        own, fine = self._used.get(index, {}), self._fine
        best: tuple[int, dict[int, int]] | None = None
        for gain, uses in self._likely(index, block):
            if best is not None and gain <= best[0]:
                continue
            for row in (*uses, *own):
                if uses.get(row, 0) * fine > self._left[row] + own.get(row, 0) - taken.get(row, 0):
                    break
            else:
                best = (gain, uses)
        return best

    def _likely(self, index: int, block: Block) -> Iterator[tuple[int, dict[int, int]]]:
        """Per group the choice that gains most, and those that are worth most under the proof's multipliers."""
        for prices in ({}, *self.bounds.prices(index)):
            for group in block.groups:
                yield chosen(group, prices)
