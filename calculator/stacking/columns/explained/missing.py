"""Claims on the land of some farms that are not paid, piece by piece: the cause by pattern, the difference by the farm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

import numpy as np

from calculator.domain.money import settle
from calculator.domain.problem import MICRO
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.case import Case, Chosen
from calculator.stacking.columns.explained.on_land import CUT, Choice, Key, Limited, Missed, Patterns
from calculator.stacking.columns.offered.land import Types
from calculator.stacking.columns.offered.premiums import Offered
from calculator.stacking.columns.reading.farms import SCALE
from calculator.stacking.problem.stacks.regime import regime
from calculator.stacking.problem.weights import FINE

DIVIDED = "land divided over choices, with claims that are not paid"
CLASS = "a claim that is not paid and bears on a class"

#: Millionths of a point or euro: nearer to what a class needs the ordinary engine decides.
_NEAR = 1000


@dataclass(frozen=True, slots=True)
class OnPiece:
    """A claim that a farm is not paid at a place: in which years, why, and the cents that forcing it in brings."""

    farm: int
    place: int
    missed: Missed
    difference: int


@dataclass(slots=True)
class Pieces:
    """The pieces of a case on which something may be missed; ``more`` gains the most that one claim which is missed would take of
    every limit besides, farm by farm.
    """

    case: Case
    chosen: Sequence[Chosen]
    types: Types
    patterns: Patterns
    more: dict[Limited, Ints] = field(default_factory=dict)
    _places: dict[int, list[tuple[Offered, int, int, int]]] = field(default_factory=dict)
    _scores: dict[tuple[object, ...], Ints] | None = None
    _chooses: Mask | None = None
    _holds: set[int] | None = None
    #: By year what shares the minimum with a premium.
    _beside: dict[int, Ints] = field(default_factory=dict)

    def missed(self) -> Iterator[OnPiece]:
        """What is missed on all of them; farms of which it cannot be said are left."""
        case, land = self.case, self.case.land
        numbers, inverse = np.unique(land.offer, return_inverse=True)
        offers = [self.types.offer(n) for n in numbers.tolist()]
        sure = [bool(o.reason) or self.patterns.certain(o) for o in offers]
        wanted = ~np.array(sure, dtype=np.bool_)[inverse]
        wanted &= ~np.isin(land.farm, list(case.left))
        self._cut()
        if not wanted.any():
            return
        laid = case.laid
        mine = np.flatnonzero(wanted[laid.piece] & (laid.quantity > 0))
        order = mine[np.argsort(laid.piece[mine], kind="stable")]
        piece = laid.piece[order]
        starts = np.flatnonzero(np.diff(piece, prepend=-1))
        for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(order)], strict=True):
            here = order[start:end]
            yield from self._on(
                int(piece[start]), offers[int(inverse[piece[start]])], laid.part[here], laid.quantity[here]
            )

    def _cut(self) -> None:
        """Leave the farms on which a ceiling on land takes something off: its price is asked of the ordinary engine."""
        laid = self.case.laid
        cutting = np.array([bool(p.cut) for p in self.case.compiled.parts], dtype=np.bool_)
        self.case.leave(np.unique(laid.farm[cutting[laid.part] & (laid.quantity > 0)]), CUT)

    def _on(self, piece: int, offer: object, parts: Ints, quantity: Ints) -> Iterator[OnPiece]:
        case, land = self.case, self.case.land
        farm, much = int(land.farm[piece]), int(land.quantity[piece])
        if farm in case.left:
            return
        if (quantity != much).any():
            case.left[farm] = DIVIDED
            return
        made = [case.compiled.parts[p] for p in parts.tolist()]
        taken: frozenset[Key] = frozenset().union(*(p.claims for p in made))
        paid = frozenset((line.ref, line.year) for p in made for line in p.lines)
        for missed in self.patterns.of(offer, taken, paid):  # type: ignore[arg-type]
            found = None if missed.reason else self._difference(farm, missed, Fraction(much, SCALE))
            if found is None:
                case.left[farm] = missed.reason or CLASS
                return
            for name, each in missed.more.items():
                would = self.more.setdefault(name, np.zeros(len(case.farms), dtype=np.int64))
                would[farm] = max(would[farm], ceil(each * Fraction(much, SCALE)))
            place = int(case.farms.piece_place[land.piece[piece]])
            yield OnPiece(farm, place, missed, settle(found / MICRO))

    def _difference(self, farm: int, missed: Missed, much: Fraction) -> Fraction | None:
        """Micro-cents that the whole gains with the claim forced in; None where a class hangs on it.

        No choice reaches a higher class than the farm has: it is settled in columns. So a forced choice that keeps the class and
        brings most of all is the best.
        """
        best = max(missed.forced, key=lambda c: c.gain, default=None)
        if best is None:
            return None
        change = (best.gain - missed.now.gain) * much
        lost = self._lost(farm, missed.now, best, much)
        if lost is None:
            return None
        if not lost:
            return change
        if len(missed.forced) > 1 or self._may_choose(farm, missed):
            return None
        return change - lost

    def _lost(self, farm: int, now: Choice, then: Choice, much: Fraction) -> Fraction | None:
        """Micro-cents of classes that the farm loses with one choice in the place of the other; None where that is not said."""
        lost = Fraction(0)
        for made, at, year, here in self._premiums(farm):
            change = {
                goal: then.scores.get(key, _ZERO) - now.scores.get(key, _ZERO)
                for goal in (*made.points, "")
                for key in [(made.scheme, year, goal)]
            }  # fmt: skip
            if not any(change.values()):
                continue
            more = {goal: settle(each * much) for goal, each in change.items()}
            stands = self._class(made, at, year, here, farm, more)
            if stands is None:
                return None
            if stands != here:
                if self._withheld(farm):
                    return None
                lost += self._adds(made, at, year, here, farm) - self._adds(made, at, year, stands, farm)
        return lost

    def _class(
        self, made: Offered, at: int, year: int, here: int, farm: int, change: Mapping[str, int]
    ) -> int | None:
        """The class that the farm has ``here`` with these scores more; None where they come too near to what one needs."""
        total = self._totals()
        score = {
            goal: int(total.get((made.scheme, year, goal), _NONE)[farm]) + n for goal, n in change.items()
        }
        # It has a class: a goal that does not change is reached.
        asked = [(score[goal], int(needed[at])) for goal, needed in made.points.items() if change[goal]]
        if any(abs(has - needed) < _NEAR for has, needed in asked):
            return None
        if any(has < needed for has, needed in asked):
            return len(made.claims)
        if not change[""]:
            return here
        for place in range(len(made.claims)):
            least = int(made.value[at, place])
            if least >= 0 and abs(score[""] - least) < _NEAR:
                return None
            if least < 0 or score[""] >= least:
                return place
        return len(made.claims)

    def _withheld(self, farm: int) -> bool:
        """Whether a ceiling withholds something from the farm, which what a class pays less could make room for."""
        if self._holds is None:
            case = self.case
            least = [regime(case.rulebook, year, case.on).minimum_of for year in case.years]
            minima = {limit.id for limit in least if limit is not None}
            self._holds = {at for at, limit in case.withheld if limit not in minima}
        return farm in self._holds

    def _adds(self, made: Offered, at: int, year: int, place: int, farm: int) -> Fraction:
        """Micro-cents that a class adds for the farm: with what shares a minimum with it, where only with it that is reached."""
        paid, rules = _pays(made, at, place), regime(self.case.rulebook, year, self.case.on)
        if rules.minimum is None or not rules.shares_minimum(made.claims[0]):
            return paid
        if year not in self._beside:
            self._beside[year] = self.case.beside(year)
        without, least = int(self._beside[year][farm]), rules.minimum * MICRO
        return (without + paid if without + paid >= least else _ZERO) - (without if without >= least else 0)

    def _may_choose(self, farm: int, missed: Missed) -> bool:
        """Whether other ground of the farm could make up for a class that is lost."""
        if self._chooses is None:
            self._chooses = np.zeros(len(self.case.farms), dtype=np.bool_)
            self._chooses[self.case.picked.farm] = True
        return bool(self._chooses[farm])

    def _premiums(self, farm: int) -> list[tuple[Offered, int, int, int]]:
        """The premiums of a farm in years in which it has a class: its place among the farms, the year and the class."""
        if not self._places and self.chosen:
            for made, year, here in self.chosen:
                for at in np.flatnonzero(here < len(made.claims)).tolist():
                    self._places.setdefault(int(made.farm[at]), []).append((made, at, year, int(here[at])))
        return self._places.get(farm, [])

    def _totals(self) -> Mapping[tuple[object, ...], Ints]:
        if self._scores is None:
            self._scores = dict(self.case.scores())
        return self._scores


_ZERO = Fraction(0)


class _Nothing(dict[int, int]):
    def __missing__(self, key: int) -> int:
        return 0


_NONE = _Nothing()


def _pays(made: Offered, at: int, place: int) -> Fraction:
    if place >= len(made.claims):
        return _ZERO
    return made.claims[place].rate.expected * Fraction(int(made.quantity[at]), FINE) * MICRO
