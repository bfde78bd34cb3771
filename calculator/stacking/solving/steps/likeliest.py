"""Whole decisions walked year by year, with the likeliest states alone: a lawful answer where a search finds next to nothing.

Nothing is divided on the way. Every decision is settled in its turn, one cell after another, beside so many ways in which those
before it may have been. What breaks a row, or leaves too little of it for what must still come, is dropped; ways that leave the
same of every row are one; and of the others those go on that have gained most, together with what a row is worth that they
leave. So a term that has begun goes on and a window that is full is left alone, however many grants hang together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from calculator.domain.problem import Problem
from calculator.stacking.solving.free_choice.flat import Ints
from calculator.stacking.solving.search.states import States, distinct
from calculator.stacking.solving.search.uses import Floats
from calculator.stacking.solving.steps.in_turn import Turn, Way, in_turn, left_beside

#: Entries of a walk (options by rows by states), and the states that go on: at most, and at least where it is walked at all.
_ENTRIES, _MOST, _LEAST = 100_000_000, 1_000, 10
#: Options of all decisions at most.
_OPTIONS = 15_000
#: Before the likeliest are kept there may be so many times as many.
_BEFORE = 4
#: Seconds of an entry, and of an option, by estimate.
_EACH_ENTRY, _EACH_OPTION = 3e-9, 6e-5

#: The group that a decision takes, and the option of each of its cells.
Taken = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class _States(States):
    """States of whole decisions, each with the options in the cells of the way that was taken."""

    picks: Ints


@dataclass(slots=True)
class _Kept:
    """States that come one after another, of which the likeliest stay; of equals the first.

    ``prices`` are of their rows, ``beside`` what is worth what each state before the turn has left of others.
    """

    most: int
    prices: Floats
    beside: Floats
    _found: list[_States] = field(default_factory=list)
    _count: int = 0

    def add(self, states: _States) -> None:
        """These too."""
        self._found.append(states)
        self._count += len(states.gain)
        if self._count > _BEFORE * self.most:
            self._found = [self.likeliest()]
            self._count = len(self._found[0].gain)

    def every(self) -> _States:
        """Those that stayed, and what came since."""
        return _States.joined(self._found)

    def likeliest(self) -> _States:
        """Those that stay, in the order in which they came."""
        states = self.every()
        if len(states.gain) <= self.most:
            return states
        worth = states.gain + np.rint(states.left @ self.prices + self.beside[states.before])
        return states.only(np.sort(np.argsort(-worth, kind="stable")[: self.most]))


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Some decisions of a problem ready to be walked, beside others that take as little of every row as they can.

    ``states`` go on at most; a walk takes so many ``seconds``, by estimate.
    """

    bounds: Ints
    turns: tuple[Turn, ...]
    states: int
    seconds: float

    @classmethod
    def of(cls, problem: Problem, decisions: Sequence[int]) -> Walk | None:
        """None where there is nothing to walk, or too much."""
        options = sum(len(c.options) for b in decisions for g in problem.blocks[b].groups for c in g.cells)
        turns = in_turn(problem, decisions) if 0 < options <= _OPTIONS else None
        if turns is None:
            return None
        entries = sum(turn.options * max(1, len(turn.rows)) for turn in turns)
        states = min(_MOST, _ENTRIES // entries)
        if states < _LEAST:
            return None
        seconds = states * entries * _EACH_ENTRY + options * _EACH_OPTION
        return cls(left_beside(problem, decisions), turns, states, seconds)

    def taken(self, prices: Mapping[int, float]) -> dict[int, Taken] | None:
        """What the best of the likeliest takes, by decision; None where none comes to the end.

        ``prices`` are micro-cents per unit that is left of a row.
        """
        rows: tuple[int, ...] = ()
        none = np.zeros(1, dtype=np.int64)
        states = _States(np.zeros((1, 0), dtype=np.int64), none, none, none, np.zeros((1, 0), dtype=np.int64))
        trail: list[_States] = []
        for turn in self.turns:
            rows, states = self._onward(turn, rows, states, prices)
            if not len(states.gain):
                return None
            trail.append(states)
        at, found = int(np.argmax(states.gain)), dict[int, Taken]()
        for turn, states in zip(reversed(self.turns), reversed(trail), strict=True):
            way = turn.ways[int(states.taken[at])]
            # Of ways with fewer cells than others the last places say nothing.
            picks = zip(way.options, states.picks[at].tolist(), strict=False)
            found[turn.block] = way.place, tuple([places[pick] for places, pick in picks])
            at = int(states.before[at])
        return found

    def _onward(
        self, turn: Turn, rows: tuple[int, ...], states: _States, prices: Mapping[int, float]
    ) -> tuple[tuple[int, ...], _States]:
        """One decision further: the rows that are open then, and the states."""
        at = {row: column for column, row in enumerate(rows)}
        have = np.empty((len(states.gain), len(turn.rows)), dtype=np.int64)
        for column, row in enumerate(turn.rows):
            have[:, column] = states.left[:, at[row]] if row in at else self.bounds[row]
        mine = set(turn.rows)
        carried = [column for column, row in enumerate(rows) if row not in mine]
        beside = states.left[:, carried] @ _priced([rows[column] for column in carried], prices)
        paid = _priced(turn.rows, prices)
        kept = _Kept(self.states, np.where(turn.closed, 0.0, paid), beside)
        for number, way in enumerate(turn.ways):
            kept.add(_along(turn, number, way, have, states.gain, _Kept(self.states, paid, beside)))
        ways, still = kept.every(), (~turn.closed).nonzero()[0]
        opened = (*(rows[column] for column in carried), *(turn.rows[column] for column in still.tolist()))
        left = np.concatenate([states.left[ways.before][:, carried], ways.left[:, still]], axis=1)
        after = replace(ways, left=left)
        last = _Kept(self.states, _priced(opened, prices), np.zeros(len(states.gain)))
        last.add(after.only(distinct(after)))
        return opened, last.likeliest()


def _along(turn: Turn, number: int, way: Way, have: Ints, gain: Ints, like: _Kept) -> _States:
    """The states that a group leads to, with one option of each of its cells."""
    count, cells = len(gain), max(len(each.options) for each in turn.ways)
    none = np.full((count, cells), -1, dtype=np.int64)
    states = _States(have, gain, np.arange(count), np.full(count, number), none)
    ahead = turn.later + way.least
    states = states.only(np.flatnonzero((states.left >= ahead).all(axis=1)))
    for cell, (takes, gains) in enumerate(zip(way.takes, way.gains, strict=True)):
        ahead = ahead - takes.min(axis=0)
        kept = _Kept(like.most, like.prices, like.beside)
        for option, (take, more) in enumerate(zip(takes, gains.tolist(), strict=True)):
            left = states.left - take
            these = (left >= ahead).all(axis=1).nonzero()[0]
            led_to = replace(states.only(these), left=left[these])
            led_to.picks[:, cell] = option
            kept.add(replace(led_to, gain=led_to.gain + more))
        states = kept.likeliest()
    return states


def _priced(rows: Sequence[int], prices: Mapping[int, float]) -> Floats:
    return np.array([prices.get(row, 0.0) for row in rows])
