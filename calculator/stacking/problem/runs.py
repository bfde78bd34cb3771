"""Runs of new contracts: in which years of the horizon each may be on, so that every term is served or goes on past the end.

A contract may begin in any year in which its payment can be claimed. It is then on for its whole term, also in years in which
nothing can be claimed of it, and binds its ground in these; after the term it ends or begins anew. What a decision may do over
the years is a chart: per year a layer of steps, and from which steps of the year before each can be reached. A path through
the chart is a lawful course of all its contracts. A running commitment lies in the same place in all its years: it is on in all
steps of a path or in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from calculator.domain.claim import Claim
from calculator.domain.problem import Group, Runs, Step
from calculator.stacking.problem.ground import Decision
from calculator.stacking.problem.plans import Key, clash, key_of
from calculator.stacking.problem.regime import Regime

#: More steps than this are not looked through: then contracts are on in all years or in none.
MOST_STEPS = 4096

#: Years of the term that are left after this one (below zero: not on), and whether a term begins in this one.
_On = tuple[int, bool]
_State = tuple[_On, ...]
_OFF: _On = (-1, False)
#: A commitment that runs goes on whatever is chosen.
_LASTING = 10**6

#: What may be chosen in a year with these keys on, of which some begin: numbers of cells; None where nothing may.
Choices = Callable[[int, frozenset[Key], frozenset[Key]], tuple[int, ...] | None]
#: By step in each layer.
Path = tuple[int, ...]


class TooManyStepsError(ValueError):
    """The contracts of one decision can be on in more ways than are looked through."""


@dataclass(frozen=True, slots=True)
class Chart:
    """The layers of a decision, one per year from its first to its last, and which keys begin in each step."""

    layers: tuple[tuple[Step, ...], ...]
    begins: tuple[tuple[frozenset[Key], ...], ...]

    def since(self, path: Path) -> list[Mapping[Key, int]]:
        """Per year (from the first, zero) the one in which the term of every key that is on began."""
        found: list[Mapping[Key, int]] = []
        now: dict[Key, int] = {}
        for number, (begins, at) in enumerate(zip(self.begins, path, strict=True)):
            now = {**now, **dict.fromkeys(begins[at], number)}
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
    _claims: dict[Key, dict[int, list[Claim]]] = field(default_factory=dict)
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
        for b, key in enumerate(self.keys):
            for other in self.keys[:b]:
                self._clashes[other, key] = frozenset(self._clash_years(other, key))
        years = range(min(self.decision.claims), max(self.decision.claims) + 1)
        layers, begins = list[tuple[Step, ...]](), list[tuple[frozenset[Key], ...]]()
        before: dict[_State, tuple[int, ...]] = {}
        for year in years:
            steps = self._layer(year, years, before)
            layers.append(tuple(step for step, _ in steps.values()))
            begins.append(tuple(keys for _, keys in steps.values()))
            before = {state: (at,) for at, state in enumerate(steps)}
            self._places.append({state: at for at, state in enumerate(steps)})
            if sum(map(len, layers)) > MOST_STEPS:
                raise TooManyStepsError
        return Chart(tuple(layers), tuple(begins))

    def _layer(
        self, year: int, years: range, before: Mapping[_State, tuple[int, ...]]
    ) -> dict[_State, tuple[Step, frozenset[Key]]]:
        """The steps of a year by their state."""
        first, left = year == years[0], years[-1] - year
        reached: dict[_State, list[int]] = {}
        for state, places in before.items() if not first else [((_OFF,) * len(self.keys), ())]:
            for after in self._following(state, year, left, first):
                reached.setdefault(after, []).extend(places)
        found: dict[_State, tuple[Step, frozenset[Key]]] = {}
        # Fuller ones first.
        for state in sorted(reached, key=lambda s: tuple((on[0] < 0, not on[1], on[0]) for on in s)):
            cells = self._cells(year, state)
            if cells is not None:
                begins = frozenset(k for k, on in zip(self.keys, state, strict=True) if on[1])
                found[state] = Step(cells, tuple(reached[state])), begins
        return found

    def _next(self, key: Key, on: _On, year: int, left: int, first: bool) -> tuple[_On, ...]:
        """What may follow for one key: ``left`` are the years after this one."""
        here = self._claims[key].get(year, ())
        if self._lasts(key):
            return ((_LASTING, False), _OFF) if first else (on,)
        if on[0] > 0:
            return ((min(on[0] - 1, left), False),)
        if not here:
            return (_OFF,)
        term = here[0].terms.term_years
        return ((left if term is None else min(term - 1, left), True), _OFF)

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

    def _cells(self, year: int, state: _State) -> tuple[int, ...] | None:
        held = [k for k, on in zip(self.keys, state, strict=True) if on[0] >= 0]
        begins = frozenset(k for k, on in zip(self.keys, state, strict=True) if on[1])
        return self.choices(year, frozenset(held), begins)

    def _bound_apart(self, a: Key, b: Key, year: int) -> bool:
        """Whether a contract of which nothing can be claimed in the year keeps the other off its ground all the same."""
        if any(self._lasts(k) and year not in self._claims[k] for k in (a, b)):
            return False
        return bool(self._clashes[a, b])

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
        years = range(min(self.decision.claims), max(self.decision.claims) + 1)
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
