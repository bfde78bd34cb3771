"""Runs of new contracts: in which years of the horizon each may be on, so that every term is served or goes on past the end.

A contract may begin in any year in which its payment can be claimed. It is then on for its whole term, also in years in which
nothing can be claimed of it, and binds its ground in these; after the term it ends, begins anew or is extended as its rule says.
What a decision may do over the years is a chart: per year a layer of steps, and from which steps of the year before each can be
reached. A path through the chart is a lawful course of all its contracts. A running commitment lies in the same place in all its
years: it is on in all steps of a path or in none. Where it is certain where it lies, it may be extended on that ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from calculator.domain.claim import Claim
from calculator.domain.problem import Group, Runs, Step
from calculator.stacking.problem.decisions.ground import Decision
from calculator.stacking.problem.decisions.holding import held_apart
from calculator.stacking.problem.decisions.plans import Key, apart, clash, key_of
from calculator.stacking.problem.stacks.regime import Regime

#: More steps than this are not looked through: then contracts are on in all years or in none.
MOST_STEPS = 4096

#: Years that are left after this one of a term or an extension (below zero: not on), whether it begins in this one, and which
#: extension it is (zero: the term).
_On = tuple[int, bool, int]
_State = tuple[_On, ...]
_OFF: _On = (-1, False, 0)
#: A commitment that runs goes on whatever is chosen.
_LASTING = 10**6

#: By step in each layer.
Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """The keys that begin a term in a step, and those that begin an extension."""

    begins: frozenset[Key] = frozenset()
    extends: frozenset[Key] = frozenset()


#: What may be chosen in a year with these keys on, of which some begin: numbers of cells; None where nothing may.
Choices = Callable[[int, frozenset[Key], Turn], tuple[int, ...] | None]
#: The first year of a term, and that of the present extension; as distances from the first year of a chart.
Since = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Ran:
    """A commitment that lay on the ground of a key: its first and last year, and how often it was extended."""

    first: int
    last: int
    extended: int


class TooManyStepsError(ValueError):
    """The contracts of one decision can be on in more ways than are looked through."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The layers of a decision, one per year from its first to its last, and which keys begin in each step.

    ``ran`` is, by key, the year in which the commitment began that may be extended under it, as a distance from the first year.
    """

    layers: tuple[tuple[Step, ...], ...]
    turns: tuple[tuple[Turn, ...], ...]
    ran: Mapping[Key, int] = field(default_factory=dict)

    def since(self, path: Path) -> list[Mapping[Key, Since]]:
        """Per year (from the first, zero) those in which the term and the extension of every key that is on began."""
        found: list[Mapping[Key, Since]] = []
        now: dict[Key, Since] = {}
        for number, (turns, at) in enumerate(zip(self.turns, path, strict=True)):
            now = {**now, **dict.fromkeys(turns[at].begins, (number, None))}
            for key in turns[at].extends:
                began = now[key][0] if key in now else self.ran.get(key, number)
                now[key] = began, number
            found.append(now)
        return found


@dataclass(slots=True)
class Charting:
    """Charts one decision; ``unknown`` turns true where a clash is only assumed of a pair that nobody has published."""

    decision: Decision
    keys: list[Key]
    rules: Mapping[int, Regime]
    reading: str
    choices: Choices
    unknown: bool = False
    years: range = range(0)
    _claims: dict[Key, dict[int, list[Claim]]] = field(default_factory=dict)
    _ran: dict[Key, Ran] = field(default_factory=dict)
    _clashes: dict[tuple[Key, Key], frozenset[int]] = field(default_factory=dict)
    _places: list[dict[_State, int]] = field(default_factory=list)

    def run(self) -> Chart:
        """The chart; raises TooManyStepsError. A layer without steps says that no course is lawful."""
        for key in self.keys:
            self._claims[key] = {}
        for year, members in self.decision.claims.items():
            for claim in members:
                mine = key_of(claim, self.decision)
                if mine is not None:
                    self._claims[mine].setdefault(year, []).append(claim)
        self._ran = {key: ran for key in self.keys if (ran := ran_before(self.decision, key)) is not None}
        for b, key in enumerate(self.keys):
            for other in self.keys[:b]:
                self._clashes[other, key] = frozenset(self._clash_years(other, key))
        years = self.years = years_of(self.decision, self.rules)
        layers, turns = list[tuple[Step, ...]](), list[tuple[Turn, ...]]()
        before: dict[_State, tuple[int, ...]] = {}
        for year in years:
            steps = self._layer(year, years, before)
            layers.append(tuple(step for step, _ in steps.values()))
            turns.append(tuple(turn for _, turn in steps.values()))
            before = {state: (at,) for at, state in enumerate(steps)}
            self._places.append({state: at for at, state in enumerate(steps)})
            if sum(map(len, layers)) > MOST_STEPS:
                raise TooManyStepsError
        return Chart(
            tuple(layers), tuple(turns), {key: ran.first - years[0] for key, ran in self._ran.items()}
        )

    def _layer(
        self, year: int, years: range, before: Mapping[_State, tuple[int, ...]]
    ) -> dict[_State, tuple[Step, Turn]]:
        """The steps of a year by their state."""
        first, left = year == years[0], years[-1] - year
        reached: dict[_State, list[int]] = {}
        for state, places in before.items() if not first else [((_OFF,) * len(self.keys), ())]:
            for after in self._following(state, year, left, first):
                reached.setdefault(after, []).extend(places)
        found: dict[_State, tuple[Step, Turn]] = {}
        # Fuller ones first.
        for state in sorted(reached, key=lambda s: tuple((on[0] < 0, not on[1], on[0], on[2]) for on in s)):
            turn = self._turn(state)
            held = frozenset(k for k, on in zip(self.keys, state, strict=True) if on[0] >= 0)
            cells = self.choices(year, held, turn)
            if cells is not None:
                found[state] = Step(cells, tuple(reached[state])), turn
        return found

    def _next(self, key: Key, on: _On, year: int, left: int, first: bool) -> tuple[_On, ...]:
        """What may follow for one key: ``left`` are the years after this one."""
        here = self._claims[key].get(year, ())
        if self._lasts(key):
            return ((_LASTING, False, 0), _OFF) if first else (on,)
        if on[0] > 0:
            return ((min(on[0] - 1, left), False, on[2]),)
        if not here:
            return (_OFF,)
        term = here[0].terms.term_years
        anew = (left if term is None else min(term - 1, left), True, 0)
        begun = (anew,) if here[0].terms.fits(term or 1) else ()
        return (*begun, *self._extended(key, on, here[0], left), _OFF)

    def _extended(self, key: Key, on: _On, claim: Claim, left: int) -> tuple[_On, ...]:
        """What may follow where a term, an extension or a running commitment ended with the year before that of the claim."""
        rule, ran = claim.terms.extension, self._ran.get(key)
        if rule is None:
            return ()
        if on != _OFF:
            nth = on[2] + 1
        elif ran is not None and ran.last == claim.year - 1:
            nth = ran.extended + 1
        else:
            return ()
        last = date(claim.year + rule.years - 1, 12, 31)
        if not rule.allows(nth, last) or not claim.terms.fits(rule.years):
            return ()
        # Where nobody counts them one extension is like another.
        return ((min(rule.years - 1, left), True, 1 if rule.times is None else nth),)

    def _lasts(self, key: Key) -> bool:
        """Whether it is a commitment that runs already."""
        return any(c.commitment is not None for of in self._claims[key].values() for c in of)

    def _following(self, state: _State, year: int, left: int, first: bool) -> list[_State]:
        """The states that may follow: no two keys are on together that keep each other off."""
        found: list[tuple[_State, tuple[Key, ...]]] = [((), ())]
        for key, on in zip(self.keys, state, strict=True):
            ways = self._next(key, on, year, left, first)
            found = [
                ((*before, way), held if way[0] < 0 else (*held, key))
                for before, held in found
                for way in ways
                if way[0] < 0 or not any(self._clashing(other, key, year) for other in held)
            ]
        return [after for after, _ in found]

    def _clashing(self, a: Key, b: Key, year: int) -> bool:
        here = year in self._claims[a] and year in self._claims[b]
        return year in self._clashes[a, b] if here else self._bound_apart(a, b, year)

    def _turn(self, state: _State) -> Turn:
        """Which keys begin a term or an extension in a state."""
        new = [(key, on[2] > 0) for key, on in zip(self.keys, state, strict=True) if on[1]]
        return Turn(frozenset(k for k, more in new if not more), frozenset(k for k, more in new if more))

    def _bound_apart(self, a: Key, b: Key, year: int) -> bool:
        """Whether a contract of which nothing can be claimed in the year keeps the other off its ground all the same."""
        if any(self._lasts(k) and year not in self._claims[k] for k in (a, b)):
            return False
        one, other = (next(iter(self._claims[k].values()))[0] for k in (a, b))
        found, unsure = apart(one, other, self.rules, year, self.reading)
        self.unknown = self.unknown or unsure
        return found

    def _clash_years(self, a: Key, b: Key) -> Iterator[int]:
        """The years in which the two may not be on together."""
        for year, ones in self._claims[a].items():
            others = self._claims[b].get(year)
            if others:
                found, unsure = clash(ones, others, self.rules, self.reading)
                self.unknown = self.unknown or unsure
                if found:
                    yield year

    def through(self, plan: frozenset[Key]) -> Path | None:
        """The path on which the keys of a plan are on in every year in which they can be claimed, and others never."""
        state: _State = (_OFF,) * len(self.keys)
        path: list[int] = []
        years = self.years
        for year, places in zip(years, self._places, strict=True):
            left, first = years[-1] - year, year == years[0]
            after: list[_On] = []
            for key, on in zip(self.keys, state, strict=True):
                ways = self._next(key, on, year, left, first)
                after.append(ways[0] if key in plan else ways[-1])
            state = tuple(after)
            if state not in places:
                return None
            path.append(places[state])
        return tuple(path)


def years_of(decision: Decision, rules: Mapping[int, Regime]) -> range:
    """The years of a chart: up to the last in which something can be claimed, or contracts exclude each other that are held."""
    years = decision.claims
    apart_in = (year for year, _, _ in held_apart(chain.from_iterable(years.values()), rules))
    return range(min(years), max(max(years), *apart_in, min(years)) + 1)


def ran_before(decision: Decision, key: Key) -> Ran | None:
    """The commitment to the same payment that is certain to lie on the ground of a key, where its rule lets it be extended."""
    lay = [
        claim
        for members in decision.claims.values()
        for claim in members
        if claim.forced and (claim.piece, claim.mark) == key and claim.terms.extension is not None
    ]
    if not lay:
        return None
    first, last, terms = lay[0].grant_date.year, max(c.year for c in lay), lay[-1].terms
    assert terms.extension is not None
    return Ran(first, last, terms.extension.used(terms.term_years or 1, last - first + 1))


def cells_along(layers: Sequence[Sequence[Step]], path: Path) -> list[int]:
    """The numbers of the cells of a path."""
    return [cell for layer, at in zip(layers, path, strict=True) for cell in layer[at].cells]


def along(runs: Runs, path: Path) -> Group:
    """The plan of a path."""
    return Group(tuple([runs.cells[at] for at in cells_along(runs.layers, path)]))


def count(layers: Sequence[Sequence[Step]]) -> int:
    """How many paths there are."""
    counts = [1] * len(layers[0])
    for layer in layers[1:]:
        counts = [sum([counts[at] for at in step.before]) for step in layer]
    return sum(counts)


def paths_through(layers: Sequence[Sequence[Step]]) -> Iterator[Path]:
    """All paths, in a written order."""
    for at in range(len(layers[-1])):
        yield from _up_to(layers, len(layers) - 1, at)


def _up_to(layers: Sequence[Sequence[Step]], layer: int, at: int) -> Iterator[Path]:
    if not layer:
        yield (at,)
        return
    for before in layers[layer][at].before:
        for path in _up_to(layers, layer - 1, before):
            yield (*path, at)
