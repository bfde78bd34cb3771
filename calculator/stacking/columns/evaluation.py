"""A population of farms in, the columns of what they are paid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from datetime import date
from itertools import islice

import numpy as np

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.stacking.advising.wish import NO_WISH, Wish
from calculator.stacking.columns.answer import FarmColumns, Gathering, Ints
from calculator.stacking.columns.explained.explaining import Explaining
from calculator.stacking.columns.explained.tables import Explained
from calculator.stacking.columns.holding import claimed
from calculator.stacking.columns.lines import Lines, Listing
from calculator.stacking.columns.ordinary import Asked, own_award, settle_farm, taken
from calculator.stacking.columns.planned.advised import Planning
from calculator.stacking.columns.planned.candidates import Considered
from calculator.stacking.columns.planned.plans import Advised, Plans
from calculator.stacking.columns.reading.farms import Farms
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.columns.refusing import Refusals, Refused
from calculator.stacking.columns.settling import Columns
from calculator.stacking.columns.standing import Noting, Standing, Valuing, held

#: So many farms are columns at a time: more take memory, fewer take time.
AT_ONCE = 5_000

#: So many farms are planned at a time: their land lies in every way that they consider.
PLANNED_AT_ONCE = 4_096

#: So many farms are looked at before processes begin; of a small population one in so many.
_FEW, _LEAST = 256, 16

#: Why a farm was worked out by the ordinary engine: because that was asked.
EXACTLY = "asked of the ordinary engine"

_MOST_YEARS = 30


#: More kinds of pieces than this are forgotten, with all that was worked out for them.
_MOST_KINDS = 200_000


@dataclass(slots=True)
class Evaluation:
    """An evaluator that keeps what it works out, for the next part of a population or the next population.

    ``on`` is the day on which each year's rules are read, from its own year. What is kept has no names and no places, but values
    of facts: hold it no longer than the population. ``like`` is one under other rules for the same farms: what holds
    here too is taken over. ValueError: a horizon of none or of more than 30 years.
    """

    rulebook: Rulebook
    on: date
    years: int
    like: InitVar[Evaluation | None] = None
    _columns: Columns = field(init=False)
    _like: Columns | None = field(init=False)
    _explaining: Explaining | None = None

    def __post_init__(self, like: Evaluation | None) -> None:
        if not 1 <= self.years <= _MOST_YEARS:
            raise ValueError(f"a horizon is 1 to {_MOST_YEARS} years")
        self._like = None if like is None else like._columns
        self._forget(None if like is None else like._columns.words)

    def _forget(self, words: Vocabulary | None = None) -> None:
        years = range(self.on.year, self.on.year + self.years)
        self._columns = Columns(self.rulebook, self.on, years, words or Vocabulary(), self._like)
        self._like, self._explaining = None, None

    def of(self, farms: Iterable[FarmProfile]) -> FarmColumns:
        """What every farm is paid as it is managed."""
        asked = Asked(self.rulebook, self.on, self._columns.years)
        into, waiting, first = Gathering(tuple(asked.years)), iter(farms), 0
        while profiles := tuple(islice(waiting, AT_ONCE)):
            if len(self._columns.words.samples) > _MOST_KINDS:
                self._forget()
            for at, reason in sorted(self._columns.settle(profiles, first, into).items()):
                settle_farm(asked, profiles[at], first + at, reason, into)
            first += len(profiles)
        return into.finished()

    def of_columns(self, farms: Farms, at: Ints) -> FarmColumns:
        """The same of farms that are columns already, at these places; profiles are made only of those that are looked at.

        What is kept is for farms with the same vocabulary.
        """
        if self._columns.words is not farms.words:
            self._forget(farms.words)
        asked = Asked(self.rulebook, self.on, self._columns.years)
        into = Gathering(tuple(asked.years))
        for first, mine in parts(at, AT_ONCE):
            some = farms.part(mine)
            for place, reason in sorted(self._columns.settle_columns(some, first, into).items()):
                settle_farm(asked, some.profiles[place], first + place, reason, into)
        return into.finished()

    def begin(self, farms: Farms) -> None:
        """Work out on a few of the farms what every part of them would ask first; processes that are forked after share it."""
        self.of_columns(farms, few(len(farms)))

    def exactly(self, farms: Farms, at: Ints, stands: Standing | None = None) -> FarmColumns:
        """As ``of_columns``, or ``valued`` where claims stand, every farm by the ordinary engine."""
        asked = Asked(self.rulebook, self.on, self._columns.years)
        into = Gathering(tuple(asked.years))
        for place, profile in enumerate(at.tolist()):
            own = None if stands is None else held(farms, stands, profile, place)
            settle_farm(asked, farms.profiles[profile], place, EXACTLY, into, own)
        return into.finished()

    def lines(self, farms: Farms, at: Ints) -> Lines:
        """The lines of the awards of these farms, without the rest of them."""
        if self._columns.words is not farms.words:
            self._forget(farms.words)
        asked, listing = Asked(self.rulebook, self.on, self._columns.years), Listing(self._columns)
        for first, mine in parts(at, AT_ONCE):
            some = farms.part(mine)
            for place in sorted(listing.add(some)):
                profile = some.profiles[place]
                listing.own(first + place, profile, taken(asked, profile))
        return listing.finished()

    def advised(self, farms: Farms, considered: Considered, at: Ints, wish: Wish = NO_WISH) -> Advised:
        """The plans of these farms that leave most, and what their farms are paid with them; ``considered`` is of all farms.

        The wish names measures wherever they are; ValueError where it names one on a place.
        """
        if any(named.place is not None for named in (*wish.lock, *wish.forbid)):
            raise ValueError("a wish for a population names measures, not places")
        if self._columns.words is not farms.words:
            self._forget(farms.words)
        asked = Asked(self.rulebook, self.on, self._columns.years)
        into, plans, planning = (
            Gathering(tuple(asked.years)),
            Plans(self.years),
            Planning(self._columns, wish),
        )
        for first, places in parts(at, PLANNED_AT_ONCE):
            some, mine = farms.part(places), considered.part(places)
            found = planning.settle(some, mine, first, into)
            plans.add(mine, found, first)
            for place in sorted(found.left):
                plans.left(asked, some.profiles, found, place, first, wish, into)
        return plans.finished(into.finished())

    def explained(self, farms: Farms, at: Ints) -> Explained:
        """The awards of these farms with why not, and what that is worth; what columns cannot say, the ordinary engine does."""
        if self._columns.words is not farms.words:
            self._forget(farms.words)
        if self._explaining is None:
            self._explaining = Explaining(self._columns)
        telling = self._explaining.begun()
        for first, mine in parts(at, AT_ONCE):
            some = farms.part(mine)
            for place in sorted(telling.add(some)):
                profile = some.profiles[place]
                telling.own(first + place, profile, own_award(self.rulebook, self.on, self.years, profile))
        return telling.finished()

    def standing(self, farms: Farms, at: Ints) -> Standing:
        """What these farms claim under these rules, to be valued under others (``valued``)."""
        if self._columns.words is not farms.words:
            self._forget(farms.words)
        asked, noting = Asked(self.rulebook, self.on, self._columns.years), Noting()
        for first, mine in parts(at, AT_ONCE):
            some = farms.part(mine)
            for place in sorted(noting.add(self._columns, some)):
                profile = some.profiles[place]
                noting.alone[first + place] = claimed(profile, (x.claim for x in taken(asked, profile)))
        return noting.finished()

    def valued(self, farms: Farms, at: Ints, stands: Standing) -> FarmColumns:
        """What the claims that stand are paid under these rules; they are of the same farms in the same order."""
        if stands.farms != len(at):
            raise ValueError("what stands is of other farms")
        if self._columns.words is not farms.words:
            self._forget(farms.words)
        asked = Asked(self.rulebook, self.on, self._columns.years)
        into, valuing = Gathering(tuple(asked.years)), Valuing(self._columns, stands)
        for first, mine in parts(at, AT_ONCE):
            some = farms.part(mine)
            for place, reason in sorted(valuing.add(some, first, into).items()):
                own = held(some, stands, place, first + place)
                settle_farm(asked, some.profiles[place], first + place, reason, into, own)
        return into.finished()

    def refused(self, farms: Farms, at: Ints) -> tuple[dict[Refused, Ints], Ints]:
        """Per condition the farms that it refuses, as places in ``at``; and the places of those that must be asked one by one."""
        if self._columns.words is not farms.words:
            self._forget(farms.words)
        asked, found, left = Refusals(self._columns), dict[Refused, list[Ints]](), list[int]()
        for first, mine in parts(at, AT_ONCE):
            here, beyond = asked.of(farms.part(mine))
            left += [first + place for place in sorted(beyond)]
            for condition, members in here.items():
                members[list(beyond)] = False
                found.setdefault(condition, []).append(first + np.flatnonzero(members))
        return {c: np.concatenate(parts) for c, parts in found.items()}, np.array(left, dtype=np.int64)


def few(farms: int) -> Ints:
    """Some of so many farms by place, spread over all: enough to meet most of what they ask."""
    return np.arange(0, farms, max(farms // _FEW, _LEAST), dtype=np.int64)


def parts(farms: Ints, most: int) -> Iterator[tuple[int, Ints]]:
    """The farms in as few parts as can be, all of about the same size: each with the number of its first farm."""
    first = 0
    for part in np.array_split(farms, -(-len(farms) // most)) if len(farms) else ():
        yield first, part
        first += len(part)


def evaluate(rulebook: Rulebook, farms: Iterable[FarmProfile], *, on: date, years: int) -> FarmColumns:
    """What every farm is paid, as ``Evaluation`` says it, asked once."""
    return Evaluation(rulebook, on, years).of(farms)
