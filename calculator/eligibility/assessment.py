"""Assess one farm over its years: everything it can claim, is refused, or cannot know yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.claim import Assessment, Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind
from calculator.eligibility import activities, contracts
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject, codes_of, leave_open, triggers
from calculator.eligibility.territory import outside
from calculator.eligibility.units import Piece


@dataclass(frozen=True, slots=True)
class Land:
    """The pieces of a farm, each with the codes of its measures and of what these imply."""

    pieces: tuple[tuple[Piece, frozenset[str]], ...]
    codes: frozenset[str]

    @classmethod
    def of(cls, pieces: tuple[Piece, ...], rulebook: Rulebook) -> Land:
        """The pieces as measures lie on them."""
        laid = tuple(
            (piece, frozenset[str]().union(*(codes_of(rulebook, m.code) for m in piece.measures)))
            for piece in pieces
        )
        return cls(laid, frozenset[str]().union(*(codes for _, codes in laid)))

    def under(self, payment: Payment) -> Iterator[Piece]:
        """The pieces with a measure that the payment pays for."""
        if self.codes.isdisjoint(payment.measures):
            return
        for piece, codes in self.pieces:
            if not codes.isdisjoint(payment.measures):
                yield piece


def assess(
    profile: FarmProfile, rulebook: Rulebook, pieces: tuple[Piece, ...], years: range, on: date
) -> tuple[Assessment, ...]:
    """All claims, refusals and open questions, per year; ``on`` gives the day of a year at which rules are read."""
    gathered = {year: Findings() for year in years}
    for year, found in gathered.items():
        found.claims += contracts.running(profile, rulebook, pieces, same_day_in(year, on), found)
    land = Land.of(pieces, rulebook)
    for span in spans(rulebook, years, on):
        _spread(_of_span(span, profile, rulebook, land), span, gathered)
    for found in gathered.values():
        contracts.displace(found)
    return tuple(_frozen(year, found) for year, found in gathered.items())


def _of_span(span: Span, profile: FarmProfile, rulebook: Rulebook, land: Land) -> Findings:
    found = Findings()
    if outside(span.scheme, profile):
        found.outside += 1
        return found
    for payment in span.payments:
        base = Subject(profile, rulebook, span.scheme, payment, span.day)
        if span.blocked:
            leave_open(base, [n.text for n in span.scheme.not_modelled if not n.accepted], [], None, found)
        elif payment.kind is PaymentKind.CLASS_PREMIUM:
            activities.assess_class(base, found)
        elif payment.level is Level.FARM:
            assess_payment(base, found)
        else:
            _on_land(base, land, found)
    return found


def _on_land(base: Subject, land: Land, found: Findings) -> None:
    for piece in land.under(base.payment):
        measure = triggers(piece, base.payment, base.rulebook)
        subject = Subject(base.profile, base.rulebook, base.scheme, base.payment, base.day, piece, measure)
        if base.payment.kind is PaymentKind.ACTIVITY:
            activities.assess_activity(subject, found)
        else:
            assess_payment(subject, found)


def _spread(found: Findings, span: Span, gathered: Mapping[int, Findings]) -> None:
    """What was found for the first year of a span, in each of its years."""
    for year in span.years:
        there, first = gathered[year], year == span.day.year
        there.claims += found.claims if first else [_in_year(c, year) for c in found.claims]
        there.refusals += found.refusals if first else [replace(r, year=year) for r in found.refusals]
        there.open += found.open if first else [replace(o, year=year) for o in found.open]
        there.assumptions |= found.assumptions
        there.contingent |= found.contingent
        there.outside += found.outside


def _in_year(claim: Claim, year: int) -> Claim:
    granted = same_day_in(year, claim.grant_date)
    return Claim(
        claim.terms, claim.place, claim.piece, year, claim.quantity, claim.formula, granted, None, claim.costs
    )


def _frozen(year: int, found: Findings) -> Assessment:
    return Assessment(
        year,
        tuple(found.claims),
        tuple(found.refusals),
        tuple(found.open),
        tuple(found.assumptions.values()),
        tuple(found.contingent.values()),
        found.outside,
    )
