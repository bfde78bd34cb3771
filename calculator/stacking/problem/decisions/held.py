"""What can be held in a year in which nothing can be claimed of it: grants to the farm, and contracts on land.

What begins with a claim lasts for a term, or for an extension. In a year of it without a claim no stack knows of it, so rows
count the turns of the claims before by which it is held then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from calculator.domain.claim import Claim, Terms
from calculator.stacking.problem.weights import BEGUN, EXTENDED

#: A claim that is taken, and its turn.
Turned = tuple[Claim, str]
#: Claims by year and payment.
ByYear = Mapping[int, Mapping[str, list[Claim]]]


@dataclass(frozen=True, slots=True)
class Party:
    """A payment in a year, for the farm or on land: what is claimed of it, or under which ``turned`` claims before it is held."""

    claims: tuple[Claim, ...]
    turned: tuple[Turned, ...] | None = None

    @property
    def first(self) -> Claim:
        """One of its claims, which stands for its terms."""
        return self.claims[0]

    @property
    def ref(self) -> str:
        """``scheme#payment``."""
        return self.claims[0].ref

    @property
    def farm(self) -> bool:
        """Whether it is for the farm."""
        return self.claims[0].piece == "farm"

    @property
    def places(self) -> set[str]:
        """The parcels on which it lies."""
        return {claim.place for claim in self.claims}

    def size(self, place: str | None) -> Fraction:
        """The most of it that there can be at once, at a place or anywhere."""
        most: dict[str, Fraction] = {}
        for claim in self.claims:
            if place in (None, claim.place):
                most[claim.piece] = max(most.get(claim.piece, Fraction(0)), Fraction(claim.quantity))
        return sum(most.values(), Fraction(0))


@dataclass(slots=True)
class Contracts:
    """The new contracts on the land of one farm, by payment and year."""

    by_year: ByYear
    _of: dict[str, dict[int, list[Claim]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for year, of_year in self.by_year.items():
            for ref, members in of_year.items():
                if members[0].terms.multi_year and members[0].piece != "farm":
                    new = [c for c in members if c.begins_contract]
                    if new:
                        self._of.setdefault(ref, {})[year] = new

    def unclaimed(self, year: int) -> Iterator[Party]:
        """Those that can be held in a year in which nothing can be claimed of them on some of their ground."""
        for ref, of in self._of.items():
            turned = [
                (members[0], turn, members)
                for before, members in of.items()
                if before < year
                for turn in _lasting(members[0].terms, year - before)
            ]
            if turned:
                held = {c.piece for *_, members in turned for c in members}
                here = {c.piece for c in self.by_year.get(year, {}).get(ref, ())}
                if not held <= here:
                    every = tuple(c for *_, members in turned for c in members)
                    yield Party(every, tuple((claim, turn) for claim, turn, _ in turned))


def claimed(of_year: Mapping[str, list[Claim]]) -> list[Party]:
    """What is claimed in a year."""
    return [Party(tuple(of)) for of in of_year.values()]


def by_year(claims: Iterable[Claim]) -> dict[int, dict[str, list[Claim]]]:
    """Claims by year and payment."""
    found: dict[int, dict[str, list[Claim]]] = {}
    for claim in claims:
        found.setdefault(claim.year, {}).setdefault(claim.ref, []).append(claim)
    return found


def begins(claim: Claim, claims: Iterable[Claim]) -> bool:
    """Whether a term begins in the year of a claim of a contract that is on in all years: at once, and where one has ended."""
    term, begun = claim.terms.at_once_years or claim.terms.term_years, -1
    mine = (c for c in claims if c.ref == claim.ref and c.piece == claim.piece and c.begins_contract)
    for year in sorted(c.year for c in mine if c.year <= claim.year):
        if begun < 0 or (term is not None and year >= begun + term):
            begun = year
    return begun == claim.year


def _lasting(terms: Terms, years: int) -> Iterator[str]:
    """With which turn something begins that still runs so many years later."""
    if terms.term_years is None or terms.term_years > years:
        yield BEGUN
    if terms.extension is not None and terms.extension.years > years:
        yield EXTENDED
