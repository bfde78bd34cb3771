"""Contracts that run in a year and not on the day on which its rules are read: what they exclude and take in that year.

What such a contract pays over a part of a year is not known, so that it is no claim. But what is paid by the year is paid for all
of it: where the contract excludes that, it is refused, and where the contract takes its points, value or money, these are gone. A
contract over years begins on a day of its own and is left as it is. A pair that nobody has published is read as exclusive, in
every reading; where the contract may lie on several pieces of ground it counts on all of them. What hangs on the euros that it
pays (the highest of two, what is left after it) is not worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from calculator.domain import months
from calculator.domain.claim import Assessment, Claim, Refusal
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.relation import Relation, RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.domain.source import Source
from calculator.eligibility.contracts.commitments import placed, running
from calculator.eligibility.contracts.part_years import away
from calculator.eligibility.subject import Findings
from calculator.eligibility.units import Piece
from calculator.stacking.law.pairs import Relations
from calculator.stacking.law.reach import meet, reach
from calculator.stacking.law.taking import Leaving, taking

_APART = (RelationType.EXCLUSIVE, RelationType.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a contract would claim, and its last day in the year."""

    claim: Claim
    last: date


def beside_parts(
    profile: FarmProfile,
    rulebook: Rulebook,
    land: tuple[Piece, ...],
    on: date,
    found: Sequence[Assessment],
) -> tuple[Assessment, ...]:
    """What was found of a farm, without what contracts exclude and take in years in which they run on other days."""
    if not any(away(contract, year.year, on) for contract in profile.contracts for year in found):
        return tuple(found)
    lying = placed(land, profile, rulebook)
    made: list[Assessment] = []
    for year in found:
        held = list[_Held]()
        for one in lying:
            part = away(one.committed.contract, year.year, on)
            if part is not None:
                claims = running(profile, rulebook, (one,), part[0], Findings())
                unit = one.committed.line.unit
                held += (_Held(on_its_ground(claim, unit), part[1]) for claim in claims)
        made.append(_Beside(rulebook, year.year, on, held).of(year) if held else year)
    return tuple(made)


def on_its_ground(claim: Claim, unit: str) -> Claim:
    """The claim of a commitment, also on ground that is not looked at, where some of the land of a farm is."""
    away_from_here = claim.piece == "farm" != unit
    return replace(claim, place=unit, piece=f"{unit}/") if away_from_here else claim


@dataclass(slots=True)
class _Beside:
    rulebook: Rulebook
    year: int
    on: date
    held: Sequence[_Held]
    _less: Leaving = field(default_factory=Leaving)

    def of(self, found: Assessment) -> Assessment:
        relations = Relations(self.rulebook.relations_on(same_day_in(self.year, self.on)))
        kept, refused = list[Claim](), list[Refusal]()
        for claim in found.claims:
            if claim.demand is not None or claim.begins_contract:
                kept.append(claim)
                continue
            against = next(_against(claim, self.held, relations), None)
            if against is not None:
                refused.append(_refusal(claim, *against, self.rulebook))
            else:
                kept.append(self._less.of(claim, tuple(_taking(claim, self.held, relations))))
        return replace(found, claims=tuple(kept), refusals=(*found.refusals, *refused))


def excluded(claim: Claim, other: Claim, relations: Relations) -> tuple[bool, Source | None]:
    """Whether the claim cannot be beside another where they lie, and by which source; a pair nobody published is exclusive."""
    pairs = relations.between(claim, other), relations.between(other, claim)
    for row in (row for pair in pairs for row in pair.relations if row.type in _APART):
        if meet(reach(row, claim, other), claim, other):
            return True, row.source
    return claim.piece == other.piece and any(p.unknown for p in pairs), None


def _against(
    claim: Claim, held: Sequence[_Held], relations: Relations
) -> Iterator[tuple[_Held, Source | None]]:
    for one in held:
        if claim.ref == one.claim.ref and claim.piece == one.claim.piece:
            yield one, None
        out, source = excluded(claim, one.claim, relations)
        if out:
            yield one, source


def _taking(claim: Claim, held: Sequence[_Held], relations: Relations) -> Iterator[Relation]:
    """The rows by which some contract takes from the claim, each once."""
    told: set[str] = set()
    for one in held:
        for row, how_far in taking(claim, one.claim, relations):
            if row.id not in told and meet(how_far, claim, one.claim):
                told.add(row.id)
                yield row


def _refusal(claim: Claim, against: _Held, source: Source | None, rulebook: Rulebook) -> Refusal:
    scheme = rulebook.versions(against.claim.scheme)[-1].name
    where, day = against.claim.place, months.in_full(against.last)
    return Refusal(
        claim.scheme,
        claim.payment,
        claim.place,
        claim.year,
        Text(
            nl=f"het contract {scheme.nl} ({where}) loopt in dit jaar tot en met {day.nl}; zij gaan niet samen",
            en=f"the contract {scheme.en} ({where}) runs in this year up to and including {day.en}; they do not go together",
        ),
        None,
        None,
        source,
    )
