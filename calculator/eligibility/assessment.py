"""Assess one farm in one year: everything it can claim, is refused, or cannot know yet."""

from __future__ import annotations

from datetime import date

from calculator.domain.claim import Assessment
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind
from calculator.eligibility import activities, contracts
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.subject import Findings, Subject, leave_open, triggers
from calculator.eligibility.territory import outside
from calculator.eligibility.units import Piece


def assess(
    profile: FarmProfile, rulebook: Rulebook, pieces: tuple[Piece, ...], year: int, on: date
) -> Assessment:
    """All claims, refusals and open questions of one year; ``on`` gives the day of that year at which rules are read."""
    day, found = same_day_in(year, on), Findings()
    found.claims += contracts.running(profile, rulebook, pieces, day, found)
    for scheme in rulebook.schemes_on(day):
        blocked = [n for n in scheme.not_modelled if not n.accepted]
        if outside(scheme, profile):
            found.outside += 1
            continue
        for payment in sorted(scheme.payments, key=lambda p: p.kind is PaymentKind.CLASS_PREMIUM):
            base = Subject(profile, rulebook, scheme, payment, day)
            if blocked:
                leave_open(base, [n.text for n in blocked], [], None, found)
            elif payment.kind is PaymentKind.CLASS_PREMIUM:
                activities.assess_class(base, found)
            elif payment.level is Level.FARM:
                assess_payment(base, found)
            else:
                _on_land(base, pieces, found)
    contracts.displace(found)
    return Assessment(
        year,
        tuple(found.claims),
        tuple(found.refusals),
        tuple(found.open),
        tuple(found.assumptions.values()),
        tuple(found.contingent.values()),
        found.outside,
    )


def _on_land(base: Subject, pieces: tuple[Piece, ...], found: Findings) -> None:
    for piece in pieces:
        measure = triggers(piece, base.payment, base.rulebook)
        if measure is None:
            continue
        subject = Subject(base.profile, base.rulebook, base.scheme, base.payment, base.day, piece, measure)
        if base.payment.kind is PaymentKind.ACTIVITY:
            activities.assess_activity(subject, found)
        else:
            assess_payment(subject, found)
