"""Commitments that are signed and begin later: no contract may begin now that would still run beside one.

Within the years asked a commitment is a claim of its own, and the problem keeps off it what it excludes. One that begins after
them is in no claim, so that a contract over years which excludes it would be offered for a term that cannot be served. Here
such a contract is refused where no term of it ends in time; else its claims say how long their ground is free. A pair that nobody
has published is read as exclusive, in every reading. Where a commitment may lie on several pieces of ground, it keeps all of them
clear. So does one to the same payment on the same ground, whenever it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from calculator.domain import months
from calculator.domain.claim import Assessment, Claim, Refusal, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.source import Source
from calculator.eligibility.contracts.commitments import placed, running
from calculator.eligibility.subject import Findings
from calculator.eligibility.units import Piece
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.within_year import beside_parts, excluded, on_its_ground

_PART = Text(
    nl="Geldt het contract maar voor een deel van deze grond, geef dan op welk deel dat is.",
    en="If the contract is for a part of this ground only, say which part that is.",
)
_SOONER = Text(
    nl="Vraag de betaler of het nieuwe contract voor die dag mag eindigen; anders is het een van de twee.",
    en="Ask the payer whether the new contract may end before that day; else it is one of the two.",
)


@dataclass(frozen=True, slots=True)
class Coming:
    """A claim of a commitment on its first day, its last, and the relations of the first; ``asked`` is the last day that is asked
    of.
    """

    claim: Claim
    day: date
    ends: date
    relations: Relations
    asked: date

    def keeps_off(self, claim: Claim) -> tuple[bool, Source | None]:
        """Whether a contract that begins with the claim cannot be beside the commitment, and by which source.

        One that begins after the commitment has ended is beside nothing.
        """
        if same_day_in(claim.year, self.asked) > self.ends:
            return False, None
        if claim.ref == self.claim.ref and claim.piece == self.claim.piece:
            return True, None
        if self.day <= self.asked:
            return False, None
        return excluded(claim, self.claim, self.relations)


def clear(
    profile: FarmProfile,
    rulebook: Rulebook,
    land: tuple[Piece, ...],
    years: range,
    on: date,
    found: Sequence[Assessment],
) -> tuple[Assessment, ...]:
    """What was found of a farm, without what commitments keep off that are in no claim.

    These are contracts that a commitment after the last of the years keeps off, and what one takes that runs on other days of
    a year.
    """
    found = beside_parts(profile, rulebook, land, on, found)
    coming = sorted(_coming(profile, rulebook, land, on, same_day_in(years[-1], on)), key=lambda one: one.day)
    return _Clearing(rulebook, coming, len(years) > 1).run(found) if coming else tuple(found)


def _coming(
    profile: FarmProfile, rulebook: Rulebook, land: tuple[Piece, ...], first: date, last: date
) -> Iterator[Coming]:
    if all(contract.start <= first for contract in profile.contracts):
        return
    for one in placed(land, profile, rulebook):
        start, ends = one.committed.contract.start, one.committed.contract.until
        if start > last or (start > first and one.certain):
            relations = Relations(rulebook.relations_on(start))
            unit = one.committed.line.unit
            for claim in running(profile, rulebook, (one,), start, Findings()):
                yield Coming(on_its_ground(claim, unit), start, ends, relations, last)


@dataclass(slots=True)
class _Clearing:
    """``going_on`` says that a contract may be extended within the years asked."""

    rulebook: Rulebook
    coming: Sequence[Coming]
    going_on: bool
    _first: dict[tuple[str, str], int] = field(default_factory=dict)
    _terms: dict[tuple[int, int], Terms] = field(default_factory=dict)

    def run(self, found: Sequence[Assessment]) -> tuple[Assessment, ...]:
        for claim in (claim for year in found for claim in year.claims):
            mine = claim.ref, claim.piece
            self._first[mine] = min(self._first.get(mine, claim.year), claim.year)
        return tuple(self._of_year(year) for year in found)

    def _of_year(self, found: Assessment) -> Assessment:
        kept, refused = list[Claim](), list[Refusal]()
        for claim in found.claims:
            years = claim.terms.term_years if claim.piece != "farm" else claim.at_once_years
            out = next(self._against(claim), None) if claim.begins_contract and years else None
            if out is None or years is None:
                kept.append(claim)
            elif self._served(claim, years, out[0].day.year):
                kept.append(replace(claim, terms=self._until(claim, out[0].day.year)))
            else:
                refused.append(_refusal(claim, *out, self.rulebook))
        return replace(found, claims=tuple(kept), refusals=(*found.refusals, *refused))

    def _against(self, claim: Claim) -> Iterator[tuple[Coming, Source | None]]:
        for one in self.coming:
            out, source = one.keeps_off(claim)
            if out:
                yield one, source

    def _served(self, claim: Claim, years: int, signed: int) -> bool:
        """Whether some term or extension with the year of the claim in it ends before the year of the commitment."""
        rule = claim.terms.extension
        years = min(years, rule.years) if rule is not None and self.going_on else years
        return max(self._first[claim.ref, claim.piece], claim.year - years + 1) + years <= signed

    def _until(self, claim: Claim, signed: int) -> Terms:
        """The terms of a claim, with the years that are left: the same object for claims that share them."""
        key = id(claim.terms), signed - claim.year
        return self._terms.setdefault(key, replace(claim.terms, clear_years=key[1]))


def _refusal(claim: Claim, against: Coming, source: Source | None, rulebook: Rulebook) -> Refusal:
    scheme = rulebook.versions(against.claim.scheme)[-1].name
    where, day = against.claim.place, months.in_full(against.day)
    return Refusal(
        claim.scheme,
        claim.payment,
        claim.place,
        claim.year,
        Text(
            nl=f"een nieuw contract zou nog lopen op {day.nl}, als het contract {scheme.nl} ({where}) ingaat; zij gaan niet "
            "samen",
            en=f"a new contract would still run on {day.en}, when the contract {scheme.en} ({where}) begins; they do not go "
            "together",
        ),
        None,
        _PART if against.claim.commitment is not None else _SOONER,
        source,
    )
