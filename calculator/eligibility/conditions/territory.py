"""Where a scheme is open: a farm outside its territory is not refused, the scheme simply is not its own.

A place that the profile leaves out is outside only where the places that it gives leave no room for it, and inside only where
they leave room for nothing else. In between the scheme is read with a condition more for each kind of place that is left open:
the farm lies there. Nothing answers it, so that what the scheme pays is open (ADR 22).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Answers, Once
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Presence, Scheme, Text
from calculator.eligibility.conditions.places import Places

_Of = TypeVar("_Of")
#: Schemes that farms may lie inside of, by the list of all and what the farms give of their place.
_INSIDE: Answers[object, tuple[object, tuple[Any, ...]]] = Answers("inside", 1_000)
#: Where farms may lie, by the places that they give.
_ROOM: Answers[tuple[object, ...], Room] = Answers("room", 5_000)
_READINGS: Once[tuple[Scheme, ...]] = Once("readings of schemes")

#: The fact that says whether a farm lies in a territory, by the kind of territory.
PATHS = {
    "provinces": "farm.province",
    "water_boards": "farm.water_board",
    "municipalities": "farm.municipality",
    "collectives": "farm.collective",
}

#: Kinds of place of which one says something of the others.
_NESTED = ("municipalities", "provinces", "water_boards")

#: Where a farm lies that lies in a place of a kind; the last of several places is joined by "or".
_LIES = {
    "municipalities": Text("het bedrijf ligt in de gemeente {}", "the farm lies in the municipality of {}"),
    "provinces": Text("het bedrijf ligt in de provincie {}", "the farm lies in the province of {}"),
    "water_boards": Text("het bedrijf ligt in het gebied van {}", "the farm lies in the area of {}"),
}

#: Facts that say to whom a farm belongs; failing one of these is no refusal either.
SCOPE_PATHS = frozenset({*PATHS.values(), "supply.dairy", "supply.processor", "farm.type"})


@dataclass(frozen=True, slots=True)
class Room:
    """Where a farm may lie: per kind of place what it gives of it, and all that anybody recorded which that leaves room for."""

    given: dict[str, object]
    recorded: dict[str, frozenset[str]]
    places: Places

    @classmethod
    def of(cls, profile: FarmProfile, rulebook: Rulebook) -> Room:
        """The room of a farm, found once for all that give the same places."""
        given = {key: profile.fact(path) for key, path in PATHS.items()}
        return rulebook.memory.answer(_ROOM, tuple(given.values()), lambda: cls._of(given, rulebook))

    @classmethod
    def _of(cls, given: dict[str, object], rulebook: Rulebook) -> Room:
        made = cls(given, {}, Places.of(rulebook))
        for kind in _NESTED:
            if given[kind] is None:
                listed = made.places.listed(kind, rulebook)
                made.recorded[kind] = frozenset(code for code in listed if made.may_be(kind, code))
        return made

    def may_be(self, kind: str, code: str) -> bool:
        """Whether the places that are given leave room for one that is not."""
        given = {**self.given, kind: code}
        municipality, province, board = (None if given[k] is None else str(given[k]) for k in _NESTED)
        return self.places.agree(municipality, province, board)

    def leaves_open(self, kind: str, codes: Sequence[str]) -> bool:
        """Whether a place may be one of these, and may be another."""
        if self.given[kind] is not None or kind not in _NESTED:
            return False
        # Municipalities are merged and founded every year: there is always another.
        others = kind == "municipalities" or not self.recorded[kind].issubset(codes)
        return others or not self.recorded[kind]

    def excludes(self, kind: str, codes: Sequence[str]) -> bool:
        """Whether a place is known to be none of these."""
        if self.given[kind] is not None or kind not in _NESTED:
            return self.given[kind] not in codes
        return not any(self.may_be(kind, code) for code in codes)

    def reads_so(self, scheme: Scheme) -> bool:
        """Whether a reading of a scheme (see ``readings``) is that of a farm here: one of them is, unless it lies outside."""
        return all(
            self.leaves_open(key, codes) is (key in scheme.unsaid) and not self.excludes(key, codes)
            for key, codes in bounds(scheme)
        )


def bounds(scheme: Scheme) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kinds of place that bound a territory, with its places."""
    return ((key, codes) for key, codes in scheme.territory.items() if codes and key in PATHS)


def outside(scheme: Scheme, profile: FarmProfile, rulebook: Rulebook) -> bool:
    """Whether the farm is known to lie outside; a place of which nothing is known is not outside."""
    room = Room.of(profile, rulebook)
    return any(room.excludes(key, codes) for key, codes in bounds(scheme))


def readings(rulebook: Rulebook) -> tuple[Scheme, ...]:
    """Every scheme as farms may read it, in the order of the rulebook: as it is written, for farms that are known to lie inside,
    and after it once for every choice of kinds of place that a farm may leave open.
    """
    return rulebook.memory.once(
        _READINGS, lambda: tuple(r for scheme in rulebook.schemes for r in readings_of(scheme, rulebook))
    )


def readings_of(scheme: Scheme, rulebook: Rulebook) -> Iterator[Scheme]:
    """One scheme as farms may read it."""
    asked = {key: _lies(key, codes, rulebook) for key, codes in bounds(scheme) if key in _NESTED}
    yield scheme
    for some in range(1, len(asked) + 1):
        for kinds in combinations(asked, some):
            yield scheme.asking({key: asked[key] for key in kinds})


def _lies(kind: str, codes: tuple[str, ...], rulebook: Rulebook) -> Condition:
    """That a farm lies in one of these places."""
    found = [rulebook.code(kind, code) for code in codes]
    names = [each.name if each else Text(code, code) for each, code in zip(found, codes, strict=True)]
    said = Text(
        _LIES[kind].nl.format(_either([name.nl for name in names], "of")),
        _LIES[kind].en.format(_either([name.en for name in names], "or")),
    )
    return Condition("fact_is", {"path": PATHS[kind], "one_of": codes}, Presence.ASK, said, ())


def _either(names: list[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def inside(
    schemes: Sequence[_Of], scheme_of: Callable[[_Of], Scheme], profile: FarmProfile, rulebook: Rulebook
) -> tuple[_Of, ...]:
    """Those whose scheme the farm reads so; found once for all farms that give the same places.

    ``schemes`` are a list that the rulebook keeps: it is known by its identity.
    """
    given = [profile.fact(path) for path in PATHS.values()]
    if not all(fact is None or isinstance(fact, str) for fact in given):
        return _inside(schemes, scheme_of, profile, rulebook)
    known = rulebook.memory.of(_INSIDE)
    key = (id(schemes), *given)
    found = known.get(key)
    if found is None:
        # The list is kept beside it, so that no other can come to bear its identity.
        found = known[key] = (schemes, _inside(schemes, scheme_of, profile, rulebook))
    return found[1]


def _inside(
    schemes: Sequence[_Of], scheme_of: Callable[[_Of], Scheme], profile: FarmProfile, rulebook: Rulebook
) -> tuple[_Of, ...]:
    room = Room.of(profile, rulebook)
    return tuple(each for each in schemes if room.reads_so(scheme_of(each)))


def looks_at(scheme: Scheme) -> Iterator[str]:
    """What says whether a farm lies in the territory: facts, and what others say of a place that is left out."""
    return (path for kind, _ in bounds(scheme) for path in said_of(kind))


def said_of(kind: str) -> tuple[str, ...]:
    """What says which place of a kind a farm lies in: the fact, and what others say of it where it is left out."""
    return (PATHS[kind], _unsaid(PATHS[kind])) if kind in _NESTED else (PATHS[kind],)


def left_out(profile: FarmProfile) -> Iterator[tuple[str, object]]:
    """What the places that are given say of each that is not, under names of their own."""
    given = tuple(profile.fact(PATHS[key]) for key in _NESTED)
    if any(place is not None for place in given):
        for key, place in zip(_NESTED, given, strict=True):
            if place is None:
                yield _unsaid(PATHS[key]), given


def _unsaid(path: str) -> str:
    return f"{path}?"
