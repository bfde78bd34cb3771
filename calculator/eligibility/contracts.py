"""Running commitments: every line of every contract is a claim that must be placed in full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from calculator.domain.claim import Certainty, Claim
from calculator.domain.farm import Contract, ContractLine, FarmProfile
from calculator.domain.money import Range
from calculator.domain.quantity import plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme, Text
from calculator.domain.source import Confidence, Source, Status
from calculator.eligibility.amounts import Amount
from calculator.eligibility.figures import NotPublishedError, Reading
from calculator.eligibility.subject import Findings, Subject, make_claim, triggers
from calculator.eligibility.units import Piece


def split(pieces: tuple[Piece, ...], profile: FarmProfile, rulebook: Rulebook) -> tuple[Piece, ...]:
    """Cut the pieces so that every contract line lies on whole pieces, on those whose measures it pays for first."""
    cut = list(pieces)
    for contract in profile.contracts:
        versions = [s for s in rulebook.schemes if s.id == contract.scheme]
        for line in contract.lines:
            payment = versions[-1].payment(line.package) if versions else None
            if payment is None:
                continue
            here = [p for p in cut if p.place == line.unit]
            here.sort(key=lambda p: triggers(p, payment, rulebook) is None)
            left = line.quantity
            for piece in here:
                if 0 < left < piece.quantity:
                    at = cut.index(piece)
                    rest = replace(piece, id=f"{piece.id}+", quantity=piece.quantity - left)
                    cut[at : at + 1] = [replace(piece, quantity=left), rest]
                left = max(Decimal(0), left - piece.quantity)
    return tuple(cut)


def running(
    profile: FarmProfile, rulebook: Rulebook, pieces: tuple[Piece, ...], day: date, found: Findings
) -> list[Claim]:
    """The claims of all contract lines that run on the day; a line that nobody can price is left open by the caller."""
    claims: list[Claim] = []
    for contract in profile.contracts:
        if not contract.start <= day <= contract.until:
            continue
        scheme = _scheme_of(rulebook, contract, day)
        if scheme is None:
            continue
        for line in contract.lines:
            claims += _line(profile, rulebook, scheme, contract, line, pieces, day, found)
    return claims


def _scheme_of(rulebook: Rulebook, contract: Contract, day: date) -> Scheme | None:
    """The version in force on the day, or the last one before it: a contract outlives its scheme."""
    versions = [s for s in rulebook.schemes if s.id == contract.scheme and s.validity.start <= day]
    return versions[-1] if versions else None


def _line(
    profile: FarmProfile,
    rulebook: Rulebook,
    scheme: Scheme,
    contract: Contract,
    line: ContractLine,
    pieces: tuple[Piece, ...],
    day: date,
    found: Findings,
) -> list[Claim]:
    payment = scheme.payment(line.package)
    if payment is None:
        return []
    here = [p for p in pieces if p.place == line.unit]
    here.sort(key=lambda p: triggers(p, payment, rulebook) is None)
    left, claims = line.quantity, []
    for piece in here:
        take = min(left, piece.quantity)
        if take <= 0:
            break
        subject = Subject(profile, rulebook, scheme, payment, day, piece, triggers(piece, payment, rulebook))
        claim = _contracted(subject, contract, line, take)
        if claim is not None:
            claims.append(claim)
        left -= take
    if left > 0:
        text = Text(
            nl=f"Van contract {contract.scheme} {line.package} past {plain(left)} niet op {line.unit}.",
            en=f"Of contract {contract.scheme} {line.package}, {plain(left)} does not fit on {line.unit}.",
        )
        found.assumptions[text.nl] = text
    return claims


def _contracted(subject: Subject, contract: Contract, line: ContractLine, quantity: Decimal) -> Claim | None:
    reading = Reading.of(subject.payment, subject.day)
    own = line.rate_eur is not None
    try:
        rate = Range.exactly(Fraction(line.rate_eur)) if line.rate_eur is not None else reading.euros("rate")
    except NotPublishedError:
        return None
    if line.indexation is not None:
        rate = rate.times((1 + Fraction(line.indexation)) ** (subject.day.year - contract.start.year))
    formula = f"{plain(quantity)} {subject.payment.unit} x EUR {plain(Decimal(rate.low.numerator) / rate.low.denominator)}"
    claim = make_claim(subject, Amount(quantity, subject.payment.unit, rate.times(100), formula), reading)
    source = Source(
        "contract",
        f"Contract {contract.scheme} {line.package}",
        "",
        contract.start,
        None,
        str(contract.start),
    )
    terms = replace(
        claim.terms,
        multi_year=False,
        continuation=False,
        certainty=Certainty.CONTRACTED,
        status=Status.DEFINITIVE if own else claim.status,
        confidence=Confidence.HIGH if own else claim.confidence,
        sources=(source,) if own else claim.sources,
    )
    return replace(claim, terms=terms, demand=quantity, grant_date=line.grant_date or contract.start)


def displace(found: Findings) -> None:
    """Ground under a running contract line cannot be claimed again for the same payment."""
    taken = {(c.ref, c.piece): c.demand or Decimal(0) for c in found.claims if c.demand is not None}
    kept: list[Claim] = []
    for claim in found.claims:
        held = taken.get((claim.ref, claim.piece))
        if claim.demand is None and held is not None:
            if held >= claim.quantity:
                continue
            claim = replace(claim, quantity=claim.quantity - held)
        kept.append(claim)
    found.claims[:] = kept
