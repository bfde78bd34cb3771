"""The optimum of a component that can be laid out in few ways when some blocks may use only some of their groups.

Asked by the small programme of ``simplex`` each time from the start: what it finds is held against its own prices, in floats, and
only objectives are told. Where it is too large, or the two differ, nothing is said, and HiGHS is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import inf
from operator import mul, sub

from calculator.domain.problem import Problem
from calculator.domain.quickly import made_quickly
from calculator.stacking.solving.free_choice.bounds import Choice
from calculator.stacking.solving.free_choice.components import Component
from calculator.stacking.solving.in_place.few_rows import FewRows, Way
from calculator.stacking.solving.in_place.simplex import Priced, divided
from calculator.stacking.solving.search.found import COIN

#: More pieces and ways than this are not looked at together.
_MOST_PIECES, _MOST_WAYS = 60, 300
#: By how much prices must show that nothing keeps the rows, where the largest entry of a row is one.
_SURE = 1e-7

#: Prices of the rows, whether they show that nothing keeps these, and the most that the open pieces bring under them.
_Shown = tuple[list[float], bool, float]


@made_quickly
@dataclass(frozen=True, slots=True)
class Worth:
    """``known`` says whether the optimum was found; then ``worth`` is it (micro-cents), None where nothing keeps the rows."""

    known: bool
    worth: float | None


@dataclass(frozen=True, slots=True)
class Start:
    """A part of all choices: its groups per block, and what no choice in it exceeds (micro-cents)."""

    groups: Mapping[int, tuple[int, ...]]
    bound: float


_UNKNOWN = Worth(known=False, worth=None)


@dataclass(slots=True)
class Narrow(FewRows):
    """A component ready to be asked under restrictions; ``effort`` counts the ways and rows looked at."""

    effort: int = 0
    _small: bool = False

    @staticmethod
    def of(problem: Problem, choice: Choice, component: Component) -> Narrow:
        """The component laid out."""
        made = Narrow(problem, choice, component.rows)
        made._small = made._all(component)
        return made

    def _all(self, component: Component) -> bool:
        """Whether all its blocks could be laid out."""
        self.left = list(component.bounds)
        for index in component.blocks:
            if not self.lay_out(index, self.problem.blocks[index], keep=True):
                return False
        ways = sum([len(ways) for _, ways in (*self.open, *self.undivided)])
        return len(self.open) <= _MOST_PIECES and ways <= _MOST_WAYS

    def worth(
        self, allowed: Mapping[int, tuple[int, ...]], enough: float = inf, starts: Sequence[Start] = ()
    ) -> Worth:
        """The optimum when some blocks (of the problem) may use only these groups.

        ``enough`` is known not to be exceeded; ``starts`` are parts of all choices, each with what no choice in it exceeds.
        """
        if not self._small:
            return _UNKNOWN
        open_ = [_within(index, ways, allowed) for index, ways in self.open]
        undivided = [_within(index, ways, allowed) for index, ways in self.undivided]
        blocks: list[list[Priced]] = [
            [((ways[0][0] - w[0]) / self.loss * 1e4, w[1]) for w in ways] for ways in open_
        ]
        free = sum([ways[0][0] for ways in open_])
        best: float | None = None
        every = list(product(*undivided))
        ranked = [(-self._most(group, free, starts), at) for at, group in enumerate(every)]
        shown: list[_Shown] = []
        for less, at in sorted(ranked):
            if best is not None and (-less <= best or best >= enough - COIN):
                break
            if any(self._worse(every[at], each, best) for each in shown):
                continue
            found = self._under(every[at], open_, blocks, shown)
            if not found.known:
                return found
            if found.worth is not None and (best is None or found.worth > best):
                best = found.worth
        return Worth(known=True, worth=best)

    def _most(self, group: tuple[Way, ...], free: int, starts: Sequence[Start]) -> float:
        """What nothing that goes with these groups exceeds, without looking for it."""
        most = float(free + sum([way[0] for way in group]))
        chosen = {index: way[2] for (index, _), way in zip(self.undivided, group, strict=True)}
        there = [
            start.bound
            for start in starts
            if all(chosen[at] in groups for at, groups in start.groups.items() if at in chosen)
        ]
        return min(most, max(there)) if there else most

    def _left(self, group: tuple[Way, ...]) -> list[int]:
        left = list(self.left)
        for way in group:
            left = list(map(sub, left, way[1]))
        return left

    def _worse(self, group: tuple[Way, ...], shown: _Shown, best: float | None) -> bool:
        """Whether prices of another combination show that this one keeps no rows, or gains no more than the best."""
        prices, never, worth = shown
        bound: float = worth + sum(map(mul, prices, self._left(group)))
        if never:
            return bound < -_SURE
        return best is not None and bound + sum([way[0] for way in group]) <= best

    def _under(
        self,
        group: tuple[Way, ...],
        open_: list[tuple[Way, ...]],
        blocks: list[list[Priced]],
        shown: list[_Shown],
    ) -> Worth:
        """The optimum that goes with one group of every undivided block."""
        left = self._left(group)
        self.effort += len(left) + sum(map(len, open_))
        found = divided(blocks, left)
        if found is None:
            return _UNKNOWN
        unit = self.loss / 1e4 if found.weights is not None else 0.0
        prices = [price * (unit or 1.0) for price in found.prices]
        gains, worth = (1.0 if found.weights is not None else 0.0), 0.0
        for ways in open_:
            worth += max([w[0] * gains - sum(map(mul, prices, w[1])) for w in ways])
        bound = worth + sum(map(mul, prices, left))
        shown.append((prices, found.weights is None, worth))
        if found.weights is None:
            return Worth(known=True, worth=None) if bound < 0 else _UNKNOWN
        gain = 0.0
        for ways, weights in zip(open_, found.weights, strict=True):
            gain += sum([w[0] * weight for w, weight in zip(ways, weights, strict=True) if weight])
        if abs(bound - gain) > COIN:
            return _UNKNOWN
        return Worth(known=True, worth=gain + sum([way[0] for way in group]))


def _within(index: int, ways: tuple[Way, ...], allowed: Mapping[int, tuple[int, ...]]) -> tuple[Way, ...]:
    groups = allowed.get(index)
    return ways if groups is None else tuple([way for way in ways if way[2] in groups])
