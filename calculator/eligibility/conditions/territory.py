"""Where a scheme is open: a farm outside its territory is not refused, the scheme simply is not its own.

A place that the profile leaves out is outside only where the places that it gives leave no room for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.eligibility.conditions.places import Places

_Of = TypeVar("_Of")
#: Schemes that farms are not known to lie outside of, by the list of all and what the farms give of their place.
_INSIDE: Answers[object, tuple[object, tuple[Any, ...]]] = Answers("inside", 1_000)

#: The fact that says whether a farm lies in a territory, by the kind of territory.
PATHS = {
    "provinces": "farm.province",
    "water_boards": "farm.water_board",
    "municipalities": "farm.municipality",
    "collectives": "farm.collective",
}

#: Kinds of place of which one says something of the others.
_NESTED = ("municipalities", "provinces", "water_boards")

#: These kinds in words, and how two of them are joined.
_IN_WORDS = {
    "municipalities": Text("gemeente", "municipality"),
    "provinces": Text("provincie", "province"),
    "water_boards": Text("waterschap", "water board"),
}
_AND = Text(" en ", " and ")

#: Facts that say to whom a farm belongs; failing one of these is no refusal either.
SCOPE_PATHS = frozenset({*PATHS.values(), "supply.dairy", "supply.processor", "farm.type"})


def outside(scheme: Scheme, profile: FarmProfile, rulebook: Rulebook) -> bool:
    """Whether the farm is known to lie outside; a place of which nothing is known is not outside."""
    for key, codes in scheme.territory.items():
        path = PATHS.get(key)
        if not codes or not path:
            continue
        found = profile.fact(path)
        if found is not None or key == "collectives":
            if found not in codes:
                return True
        elif not any(_may_lie(key, code, profile, rulebook) for code in codes):
            return True
    return False


def left_open(scheme: Scheme, profile: FarmProfile, rulebook: Rulebook) -> tuple[str, ...]:
    """The kinds of place of which the profile says too little to know that the farm lies inside; it is assessed as if it does."""
    return tuple(
        key
        for key, codes in scheme.territory.items()
        if codes
        and key in _NESTED
        and profile.fact(PATHS[key]) is None
        and (
            # Only municipalities with a scheme are listed, so that there is always another.
            key == "municipalities"
            or any(
                code not in codes and _may_lie(key, code, profile, rulebook)
                for code in rulebook.codelists.get(key, {})
            )
        )
    )


def presumed(schemes: Iterable[Scheme], profile: FarmProfile, rulebook: Rulebook) -> Iterator[Text]:
    """That the farm lies where a scheme is open, for each of which the profile leaves that open."""
    for scheme in schemes:
        said = [_IN_WORDS[key] for key in left_open(scheme, profile, rulebook)]
        if said:
            yield Text(
                nl=f"Aangenomen: het bedrijf ligt waar “{scheme.name.nl}” geldt; niet ingevuld: "
                f"{_AND.nl.join([each.nl for each in said])}.",
                en=f"Assumed: the farm lies where “{scheme.name.en}” holds; not filled in: "
                f"{_AND.en.join([each.en for each in said])}.",
            )


def inside(
    schemes: Sequence[_Of], scheme_of: Callable[[_Of], Scheme], profile: FarmProfile, rulebook: Rulebook
) -> tuple[_Of, ...]:
    """Those whose scheme the farm is not known to lie outside of; found once for all farms that give the same places.

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
    return tuple(each for each in schemes if not outside(scheme_of(each), profile, rulebook))


def looks_at(scheme: Scheme) -> Iterator[str]:
    """What says whether a farm lies in the territory: facts, and what others say of a place that is left out."""
    for key, codes in scheme.territory.items():
        if codes and key in PATHS:
            yield PATHS[key]
            if key in _NESTED:
                yield _unsaid(PATHS[key])


def left_out(profile: FarmProfile) -> Iterator[tuple[str, object]]:
    """What the places that are given say of each that is not, under names of their own."""
    given = tuple(profile.fact(PATHS[key]) for key in _NESTED)
    if any(place is not None for place in given):
        for key, place in zip(_NESTED, given, strict=True):
            if place is None:
                yield _unsaid(PATHS[key]), given


def _unsaid(path: str) -> str:
    return f"{path}?"


def _may_lie(key: str, code: str, profile: FarmProfile, rulebook: Rulebook) -> bool:
    given = {kind: profile.fact(PATHS[kind]) for kind in _NESTED} | {key: code}
    municipality, province, board = (None if given[k] is None else str(given[k]) for k in _NESTED)
    return Places.of(rulebook).agree(municipality, province, board)
