"""What is open because a farm does not say where it lies, and the most of it that can come true: it lies in one place.

Schemes of two provinces are both open to a farm that names none, and it is paid by one of them at most. So what they could pay is
never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from calculator.domain.money import eur
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.conditions import territory
from calculator.eligibility.conditions.places import Places
from calculator.statements.award.could_add import together
from calculator.statements.award.reading import Obj, items, objects, text

#: The kinds of place by the fact that names one; one who says the first answers for most schemes at once.
KINDS = {territory.PATHS[kind]: kind for kind in ("provinces", "municipalities", "water_boards")}


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The field that says most of where the farm lies, how many schemes hang on that, and the most (EUR) that what hangs on
    nothing else could pay together, wherever the farm lies; None where there is no such payment, or of all it is unknown.
    """

    pointer: str
    schemes: int
    most: Decimal | None


def of(award: Obj, rulebook: Rulebook) -> Unsaid | None:
    """What is open because the farm does not say where it lies; None where nothing is."""
    paths, schemes, alone = set[str](), set[str](), dict[tuple[str, str], list[Obj]]()
    for entry in objects(award, "open"):
        asked = set(map(str, items(entry, "paths")))
        if asked & KINDS.keys():
            paths |= asked & KINDS.keys()
            schemes.add(text(entry, "scheme"))
            if asked <= KINDS.keys():
                alone.setdefault((text(entry, "scheme"), text(entry, "payment")), []).append(entry)
    if not paths:
        return None
    could = {payment: together(award, entries) for payment, entries in alone.items()}
    known = {payment: cents for payment, cents in could.items() if cents is not None}
    return Unsaid(
        f"/{next(path for path in KINDS if path in paths).replace('.', '/')}",
        len(schemes),
        Decimal(eur(of_one_place(known, paths, rulebook))) if known else None,
    )


def of_one_place(could: Mapping[tuple[str, str], int], paths: Iterable[str], rulebook: Rulebook) -> int:
    """The most (cents) of what payments of schemes could pay that can come true for a farm which lies in one place of each kind
    that is asked for (``paths``); all of it where none is.
    """
    asked = {KINDS[path]: path for path in paths if path in KINDS}
    bounds: dict[tuple[tuple[str, frozenset[str]], ...], int] = {}
    for (scheme, _), cents in could.items():
        bound = tuple((kind, frozenset(_codes(scheme, kind, rulebook))) for kind in asked)
        bounds[bound] = bounds.get(bound, 0) + cents
    return max(
        (
            sum(cents for bound, cents in bounds.items() if all(not c or at[k] in c for k, c in bound))
            for at in _places(asked, bounds, rulebook)
        ),
        default=0,
    )


def _places(
    asked: Iterable[str], bounds: Iterable[tuple[tuple[str, frozenset[str]], ...]], rulebook: Rulebook
) -> Iterator[Mapping[str, str | None]]:
    """Where a farm may lie, as far as schemes tell places apart: one that none of them names (None) is all others."""
    named: dict[str, set[str]] = {kind: set() for kind in asked}
    for bound in bounds:
        for kind, codes in bound:
            named[kind] |= codes
    agree = Places.of(rulebook).agree
    for some in product(*[(None, *sorted(codes)) for codes in named.values()]):
        at = dict(zip(named, some, strict=True))
        if agree(at.get("municipalities"), at.get("provinces"), at.get("water_boards")):
            yield at


def _codes(scheme: str, kind: str, rulebook: Rulebook) -> Iterator[str]:
    """The places of a kind in which any version of a scheme is open."""
    return (code for version in rulebook.versions(scheme) for code in version.territory.get(kind, ()))
