"""Parcels on which a payment takes the value of an activity wherever it lies on them (article 26(3), text of 2023)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby
from operator import attrgetter

from calculator.domain.claim import Claim
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import whole_parcel
from calculator.stacking.problem.decisions.switching import binds_years, switches
from calculator.stacking.problem.joining.couplings import Couplings, Key, Side
from calculator.stacking.problem.stacks.forms import excludes
from calculator.stacking.problem.weights import FINE, KEPT, Weight

_PLACE, _YEAR = attrgetter("place"), attrgetter("year")


def turning(claims: Iterable[Claim], relations: Mapping[int, Relations]) -> frozenset[str]:
    """The parcels under such a rule on which contracts lie, where these may begin and end in any year.

    Which years a contract is on is then for each of its pieces, and what it takes for rows between these.
    """
    if not any(of_year.on_whole_parcels for of_year in relations.values()):
        return frozenset()
    found = set[str]()
    for place, members in groupby(sorted(claims, key=_PLACE), _PLACE):
        here = list(members)
        if place != "farm" and any(map(binds_years, here)):
            by_year = groupby(sorted(here, key=_YEAR), _YEAR)
            if any(switches(list(of), relations[year]) for year, of in by_year if year in relations):
                found.add(place)
    return frozenset(found)


#: Names the rows of what may take value on a parcel; those of what keeps it are named as their weight.
TAKEN = "taken"


def value_on_parcels(
    joined: Couplings, rules: Relations, of_year: Mapping[str, list[Claim]], turning: Set[str]
) -> None:
    """A choice per parcel and year: activities keep their value and nothing that takes it is claimed, or all of them lose it.

    An activity on such a parcel is offered with its value and without (``without_value``).
    """
    for place in sorted(turning):
        here = {ref: of for ref, all_ in of_year.items() if (of := [c for c in all_ if c.place == place])}
        losing: dict[tuple[str, ...], list[str]] = {}
        for ref, of in sorted(here.items()):
            takers = tuple(sorted(b for b, other in here.items() if _takes(rules, of[0], other[0])))
            if takers and of[0].terms.value:
                losing.setdefault(takers, []).append(ref)
        for takers, refs in losing.items():
            _choice(joined, rules, place, [here[ref] for ref in takers], [here[ref] for ref in refs])


def _takes(rules: Relations, claim: Claim, other: Claim) -> bool:
    return other.ref != claim.ref and any(map(whole_parcel, rules.between(claim, other).relations))


def _choice(
    joined: Couplings, rules: Relations, place: str, takers: list[list[Claim]], losing: list[list[Claim]]
) -> None:
    """The choice, with rows of single pieces on which one of the payments lies at a time: a programme that divides the choice
    gains least by it then.
    """
    year = takers[0][0].year
    key: Key = ("whole parcel", *(of[0].ref for of in takers), year, place)
    lost = [
        _row(joined, sides, (TAKEN, *key, piece, nth), Weight("area"))
        for piece, together in _by_piece(takers)
        for nth, sides in enumerate(_one_at_a_time(rules, together, joined.reading))
    ]
    kept = [
        _row(joined, [claims], (KEPT, *key, piece, claims[0].ref), Weight(KEPT))
        for piece, together in _by_piece(losing)
        for claims in together
    ]
    joined.choice(key, lost, kept)


def _by_piece(payments: Sequence[list[Claim]]) -> Iterator[tuple[str, list[list[Claim]]]]:
    for piece in sorted({c.piece for of in payments for c in of}):
        yield piece, [mine for of in payments if (mine := [c for c in of if c.piece == piece])]


def _one_at_a_time(
    rules: Relations, payments: list[list[Claim]], reading: str
) -> Iterator[list[list[Claim]]]:
    """Payments on a piece in sets of which one lies on any ground at most."""
    found: list[list[list[Claim]]] = []
    for of in payments:
        mine = (each for each in found if all(_apart(rules, of[0], other[0], reading) for other in each))
        together = next(mine, None)
        if together is None:
            found.append([of])
        else:
            together.append(of)
    yield from found


def _apart(rules: Relations, one: Claim, other: Claim, reading: str) -> bool:
    return any(excludes(rules.between(*pair), reading) for pair in ((one, other), (other, one)))


def _row(joined: Couplings, payments: list[list[Claim]], key: Key, weight: Weight) -> tuple[Key, int]:
    """A row that keeps the payments of a piece out, and what eases it."""
    for claims in payments:
        joined.take(Side(tuple(claims), claims[0].place, claims[0].piece), key, 0, weight)
    most = max(c.quantity for claims in payments for c in claims)
    return key, -int(most * FINE)
