"""The best point of a linear programme of which some columns are whole, by a search that is counted: it always ends, and the
same on every machine.

HiGHS solves the programmes, each in so many turns at most; what is forked, and when to end, is said here. Its own search is
not asked: between two of its questions it may take minutes (ADR 21).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from calculator.stacking.solving.search.following import Following, follows
from calculator.stacking.solving.search.form import SPARE_STEPS, Form, Rows
from calculator.stacking.solving.search.linear import loaded
from calculator.stacking.solving.search.uses import Floats

#: What a whole column may be off, and which part of what it comes to.
_BROKEN, _BROKEN_PART = 1e-6, 1e-9
#: A reduced cost, and part of a column, that is nothing.
_ZERO = 1e-9
#: Parts after which rows that follow are added, times at most and without a gain, the part of a cost that is one, and of what is
#: to be gained, for which it begins again.
_BEFORE_ROWS, _TIMES, _IN_VAIN, _GAIN, _WORTH = 50, 8, 2, 1e-7, 0.4
#: Parts that are looked at beside the best that was found, and before that is done.
_BESIDE = 200
#: Seconds of a part: around it, for every column or row, and for each of these and entry at every turn.
_AROUND, _EACH_PLACE, _EACH_TURN = 2e-4, 5e-7, 3e-8
#: Seconds in which rows tell columns their bounds, and for every entry of these.
_AROUND_ROWS, _EACH_ENTRY = 1e-4, 1e-7


def each_part(places: int) -> float:
    """Seconds that a part of a programme with so many columns and rows takes at least, by estimate."""
    return _AROUND + places * _EACH_PLACE


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best point (None: none was found), what no point costs less than by what floats say, the parts that were looked at,
    and the seconds that this took, by estimate.
    """

    point: Floats | None
    bound: float
    parts: int
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Bounds of columns, what nothing in them costs less than, and how they came about: the column that was forked (-1: none),
    whether upwards, and how far it had to go.
    """

    bound: float
    lower: Floats
    upper: Floats
    column: int = -1
    upwards: int = 0
    far: float = 1.0


@dataclass(slots=True)
class WholeColumns:
    """Best first, diving: of a part that is forked the nearer half is gone into at once, the other waits. Where some parts do not
    end it, rows that follow in whole columns are added, and it begins again; and now and then better is looked for beside what is
    found.

    Nothing is looked for that costs less than ``near`` below what is found, or that does not cost less than ``under``.
    ``narrowly`` has all rows tell the bounds of whole columns in every part: it forks elsewhere, so that where one way finds
    little the other may find more.
    """

    form: Form
    near: float = SPARE_STEPS
    under: float = np.inf
    narrowly: bool = False
    point: Floats | None = None
    parts: int = 0
    seconds: float = 0.0
    _highs: Any = None
    _asked: Form = field(init=False)
    _last: Floats | None = None
    _next: int = _BESIDE
    _wait: int = _BESIDE
    _least: float = np.inf
    _columns: NDArray[np.int32] = field(init=False)
    _row_numbers: NDArray[np.int32] = field(init=False)
    _rows: Rows = field(init=False)
    _rose: Floats = field(init=False)
    _times: Floats = field(init=False)
    _likely: Floats = field(init=False)

    def __post_init__(self) -> None:
        self._asked, form, count = self.form, self.form, len(self.form.cost)
        self._columns = np.arange(count, dtype=np.int32)
        self._row_numbers, self._rows = np.arange(len(form.row_upper), dtype=np.int32), Rows(form)
        #: Of every column, downwards and upwards: by how much a fork made the cost rise, and how often it was forked.
        self._rose, self._times = np.zeros((2, count)), np.zeros((2, count))
        cost = np.abs(form.cost)
        self._likely = cost + 1e-3 * max(float(cost.max(initial=0.0)), _ZERO)

    def run(self, parts: int, seconds: float) -> Found:
        """Searched until what is found is near to what is proven, or so many parts or seconds (by estimate) are used up."""
        lower, upper = self.form.lower.copy(), self.form.upper.copy()
        waiting: list[tuple[float, int, _Part]] = []
        root = part = _Part(-np.inf, lower, upper) if self._rows.narrow(lower, upper) else None
        number, before = 0, _BEFORE_ROWS if follows(self.form) and parts > _BESIDE else parts
        while part is not None or waiting:
            if root is not None and before <= self.parts < parts:
                before = parts
                if (stronger := self._strengthened(root, seconds)) is not None:
                    part, waiting = stronger, []
            if part is None:
                part = heapq.heappop(waiting)[2]
            if self._closed(part.bound):
                part = None
                continue
            if self.parts >= parts or self.seconds >= seconds:
                break
            last, best = self._last, self.point
            if last is not None and best is not None and self._next <= self.parts < parts - _BESIDE:
                self._look_beside(last, best, seconds)
                continue
            halves, part = self._forked(part), None
            if halves is not None:
                part, other = halves
                number += 1
                heapq.heappush(waiting, (other.bound, number, other))
        left = [each.bound for _, _, each in waiting] + ([] if part is None else [part.bound])
        bound = min([self.under, self._least, *left])
        return Found(self.point, bound, self.parts, self.seconds)

    def _strengthened(self, part: _Part, seconds: float) -> _Part | None:
        """The whole with rows that follow, where these say more of it, and as far as it may be worth looking for; else None."""
        following, told = Following(self.form, part.lower, part.upper), list[float]()
        before = self._asked, self._highs, self._least
        while len(told) < _TIMES and self.seconds < seconds:
            self._asked, self._highs = following.form, loaded(following.form)
            spent, solved = following.seconds, self._solved(part)
            if solved is None:
                break
            cost, point, reduced = solved
            told.append(cost)
            part = _Part(cost, *self._within(part, cost, point, reduced))
            following.lower, following.upper = part.lower, part.upper
            gained = next(at for at, each in enumerate(told) if each >= cost - _GAIN * abs(cost))
            if len(told) - gained > _IN_VAIN or not following.add(self._highs, point):
                break
            self.seconds += following.seconds - spent
        if self._least == before[2] and told and self._is_worth(told[-1] - told[0], told[0]):
            return part
        self._asked, self._highs, self._least = before
        return None

    def _look_beside(self, last: Floats, best: Floats, seconds: float) -> None:
        """Looks for better where whole columns stay in which the best that was found is as the programme was last, since then;
        twice as much later again where there is none.
        """
        form = self.form
        same = form.whole & (np.abs(last - best) <= _BROKEN)
        lower, upper = np.where(same, best, form.lower), np.where(same, best, form.upper)
        beside = WholeColumns(replace(form, lower=lower, upper=upper), self.near, self.under, self.narrowly)
        found = beside.run(_BESIDE, seconds - self.seconds)
        self.parts, self.seconds = self.parts + found.parts, self.seconds + found.seconds
        self._wait = 2 * self._wait
        if found.point is not None:
            self.point, self.under, self._wait = found.point, beside.under, _BESIDE
        self._next = self.parts + self._wait

    def _is_worth(self, gained: float, cost: float) -> bool:
        """Whether so much more is worth beginning again, of what costs so much at least."""
        room = self.under - cost if np.isfinite(self.under) else 0.0
        return gained > max(_WORTH * room, _GAIN * abs(cost))

    def _closed(self, bound: float) -> bool:
        """Whether a part holds nothing worth looking for; what it holds counts in the bound."""
        if bound < self.under - self.near:
            return False
        self._least = min(self._least, bound)
        return True

    def _forked(self, part: _Part) -> tuple[_Part, _Part] | None:
        """The two halves of a part, that to be gone into first; None where it is closed."""
        self.parts += 1
        if self.narrowly:
            self.seconds += _AROUND_ROWS + _EACH_ENTRY * len(self.form.value)
        told = self._rows.narrow if self.narrowly else self._rows.decide
        solved = self._solved(part) if told(part.lower, part.upper) else None
        if solved is None:
            return None
        cost, point, reduced = solved
        if part.column >= 0:
            self._rose[part.upwards, part.column] += max(0.0, cost - part.bound) / part.far
            self._times[part.upwards, part.column] += 1
        cost = max(cost, part.bound)
        if self._closed(cost):
            return None
        off = np.where(self.form.whole, np.abs(point - np.rint(point)), 0.0)
        broken = np.where(off > np.maximum(_BROKEN, _BROKEN_PART * np.abs(point)), off, 0.0)
        if not broken.any():
            if self._offered(part, cost, point):
                self._least = min(self._least, cost)
                return None
            broken = off
        self._last = point
        lower, upper = self._within(part, cost, point, reduced)
        at = self._forked_at(broken, point, lower, upper)
        down = min(np.floor(point[at] + (0.0 if broken[at] else 0.5)), upper[at] - 1.0)
        less, more = upper.copy(), lower.copy()
        less[at], more[at] = down, down + 1.0
        share = min(max(float(point[at] - down), 0.0), 1.0)
        halves = (
            _Part(cost, lower, less, at, 0, max(share, _ZERO)),
            _Part(cost, more, upper, at, 1, max(1.0 - share, _ZERO)),
        )
        return halves if share <= 0.5 else (halves[1], halves[0])

    def _offered(self, part: _Part, cost: float, point: Floats) -> bool:
        """Whether a point is an answer once its whole columns are whole to the last digit: what is divided goes by these."""
        whole = self.form.whole
        if (np.where(whole, point, 0.0) != np.where(whole, np.rint(point), 0.0)).any():
            lower, upper = (
                np.where(whole, np.rint(point), part.lower),
                np.where(whole, np.rint(point), part.upper),
            )
            solved = self._solved(_Part(cost, lower, upper))
            if solved is None:
                return False
            cost, point = max(cost, solved[0]), solved[1]
        if cost < self.under:
            self.under, self.point, self._last = cost, np.where(whole, np.rint(point), point), None
        return True

    def _forked_at(self, broken: Floats, point: Floats, lower: Floats, upper: Floats) -> int:
        """The broken column whose forks make the cost rise most, by what they did so far; one that is all or nothing first, and
        then a choice with which a row is filled in whole steps.
        """
        known = np.where(self._times > 0, self._rose / np.maximum(self._times, 1.0), self._likely)
        share = point - np.floor(point)
        rises = np.maximum(known[0] * share, _ZERO) * np.maximum(known[1] * (1.0 - share), _ZERO)
        open_to = broken > 0
        one = open_to & ((self.form.upper - self.form.lower <= 1.0) | self.form.coarse)
        if not one.any() and (choice := self._rows.undecided(lower, upper, point)) is not None:
            return choice
        return int(np.argmax(np.where(one if one.any() else open_to, rises, -1.0)))

    def _within(self, part: _Part, cost: float, point: Floats, reduced: Floats) -> tuple[Floats, Floats]:
        """The bounds of a part, and closer: a column whose reduced cost says that going farther costs more than what is found
        goes no farther.
        """
        room = self.under - cost
        if not np.isfinite(room):
            return part.lower, part.upper
        lower, upper, whole = part.lower.copy(), part.upper.copy(), self.form.whole
        most = np.floor(lower + room / np.maximum(reduced, _ZERO) + SPARE_STEPS)
        least = np.ceil(upper - room / np.maximum(-reduced, _ZERO) - SPARE_STEPS)
        at_lower = whole & (reduced > _ZERO) & (point <= lower + _ZERO) & (most < upper)
        at_upper = whole & (reduced < -_ZERO) & (point >= upper - _ZERO) & (least > lower)
        upper[at_lower], lower[at_upper] = most[at_lower], least[at_upper]
        return lower, upper

    def _solved(self, part: _Part) -> tuple[float, Floats, Floats] | None:
        """Cost, point and reduced costs of a part; None where nothing fits, or where HiGHS does not say: its bound stands."""
        if self._highs is None:
            self._highs = loaded(self._asked)
        highs = self._highs
        highs.changeColsBounds(len(self._columns), self._columns, part.lower, part.upper)
        if (left := self._rows.filled(part.lower, part.upper)) is not None:
            highs.changeRowsBounds(len(left), self._row_numbers, self.form.row_lower, left)
        status = self._once(highs)
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible):
            highs.clearSolver()
            status = self._once(highs)
        if status == highspy.HighsModelStatus.kOptimal:
            found = highs.getSolution()
            cost = float(highs.getInfo().objective_function_value)
            return cost, np.array(found.col_value), np.array(found.col_dual)
        if status != highspy.HighsModelStatus.kInfeasible:
            self._least = min(self._least, part.bound)
            highs.clearSolver()
        return None

    def _once(self, highs: Any) -> highspy.HighsModelStatus:
        highs.run()
        turns = max(0, int(highs.getInfo().simplex_iteration_count))
        places = len(self._columns) + len(self._asked.row_lower)
        self.seconds += each_part(places) + (places + len(self._asked.value)) * _EACH_TURN * turns
        status: highspy.HighsModelStatus = highs.getModelStatus()
        return status
