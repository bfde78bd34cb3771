"""The most that classes leave where contracts may begin and end in any year: a bound on every course that they may take.

In a year a contract is on or off, whatever its course is. So land whose contracts are on in all years or in none is here what is
best in every year by itself: no course leaves more. Where that is no more than the land leaves as it lies, no other course has
to be looked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.classes.programme import Blocks, Exams, Floats
from calculator.stacking.columns.offered.compiled import Compiled
from calculator.stacking.columns.offered.steady import Steady
from calculator.stacking.columns.reading.farms import SCALE


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """What the kernel was given: cents and scores per way, what is scored per farm with most money; per block its size and
    smallest step; per farm whether its land comes in whole steps.
    """

    gain: Floats
    score: Floats
    base: Floats
    sizes: Ints
    step: Ints
    whole: Mask


@dataclass(slots=True)
class _Loosened:
    """Choices as blocks: one, or where their contracts are steady one per year, which has ways of its own.

    ``blocks`` has per choice how many, ``ways`` per block how many ways, ``part`` their numbers; ``gain`` and ``score`` are of
    ways that are numbered from ``first``. What the first ways of the blocks bring beyond the first way of the choice are the
    cents ``more`` and the scores ``base``.
    """

    exams: Exams
    first: int
    gain: list[float] = field(default_factory=list)
    score: list[Floats] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    part: list[int] = field(default_factory=list)
    more: list[float] = field(default_factory=list)
    base: list[Floats] = field(default_factory=list)

    def add(self, ways: list[int]) -> None:
        """A choice as it is."""
        self.blocks.append(1)
        self.ways.append(len(ways))
        self.part += ways
        self.more.append(0.0)
        self.base.append(np.zeros(self.exams.width))

    def add_steady(self, steady: Steady, gain: float, score: Floats) -> None:
        """A choice whose contracts may be on in one year and off in another; its first way has this gain and score."""
        found, base, more = steady.of_first_year(), -score, -gain
        years = [year for year in steady.years if year in self.exams.slots]
        for year in years:
            self.ways.append(len(found))
            self.part += range(self.first + len(self.gain), self.first + len(self.gain) + len(found))
            for way in found:
                scores = {(scheme, year, name): amount for (scheme, _, name), amount in way.scores.items()}
                cents, scored = self.exams.of_way(way.gain, scores)
                self.gain.append(cents)
                self.score.append(scored)
            base = base + self.score[-len(found)]
        self.blocks.append(len(years))
        self.more.append(more + len(steady.years) * self.exams.of_way(found[0].gain, found[0].scores)[0])
        self.base.append(base)


def most(compiled: Compiled, exams: Exams, blocks: Blocks, given: Worth) -> Floats:
    """As the bound of the kernel, of farms with such contracts on their land; nothing for others."""
    found = np.zeros(len(blocks.farms))
    owner = np.repeat(np.arange(len(found)), np.diff(blocks.block_start))
    steady = np.array([compiled.steady[c] is not None for c in blocks.block_choice.tolist()], dtype=np.bool_)
    farms = np.unique(owner[steady])
    if len(farms):
        here = np.flatnonzero(np.isin(owner, farms))
        found[farms] = _most(compiled, exams, blocks, given, farms, owner, here)
    return found


def _most(
    compiled: Compiled, exams: Exams, blocks: Blocks, given: Worth, farms: Ints, owner: Ints, here: Ints
) -> Floats:
    """The same of these farms, which have the blocks that are ``here``."""
    # Compiling takes seconds: only those who ask for a population pay for it.
    from calculator.stacking.columns.classes import kernel

    choices, of = np.unique(blocks.block_choice[here], return_inverse=True)
    loosened = _Loosened(exams, len(given.gain))
    for choice in choices.tolist():
        ways, contracts = compiled.ways[choice], compiled.steady[choice]
        if contracts is None:
            loosened.add(ways)
        else:
            loosened.add_steady(contracts, float(given.gain[ways[0]]), given.score[ways[0]])
    place, land = np.searchsorted(farms, owner[here]), given.sizes[here] / SCALE
    base, more = given.base[farms], np.zeros(len(farms))
    np.add.at(base, place, np.array(loosened.base)[of] * land[:, None])
    np.add.at(more, place, np.array(loosened.more)[of] * land)
    each, ways_of = np.array(loosened.blocks, dtype=np.int64), np.array(loosened.ways, dtype=np.int64)
    block, from_ = _runs(each, of), np.repeat(here, each[of])
    way = np.array(loosened.part, dtype=np.int64)[_runs(ways_of, block)]
    start: Ints = np.r_[0, np.cumsum(np.bincount(np.repeat(place, each[of]), minlength=len(farms)))]
    status, bound = np.zeros(len(farms), dtype=np.int64), np.zeros(len(farms))
    kernel.population(
        start, given.sizes[from_] / SCALE, given.step[from_] / SCALE, np.r_[0, np.cumsum(ways_of[block])], way,
        np.r_[given.gain, loosened.gain], given.whole[farms], np.vstack([given.score, *loosened.score]), base,
        exams.points[farms], exams.value[farms], exams.cents[farms], exams.active[farms], np.zeros(len(way)),
        np.zeros((len(farms), len(exams.slots)), dtype=np.int64), status, bound,
    )  # fmt: skip
    return np.where(status == kernel.SOLVED, bound + more, np.inf)


def _runs(counts: Ints, at: Ints) -> Ints:
    """The places of all that some runs of these lengths hold, one after the other: of the runs ``at``."""
    starts, mine = np.cumsum(counts) - counts, counts[at]
    within = np.arange(mine.sum()) - np.repeat(np.cumsum(mine) - mine, mine)
    found: Ints = np.repeat(starts[at], mine) + within
    return found
