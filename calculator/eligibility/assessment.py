"""Assess one farm over its years: everything it can claim, is refused, or cannot know yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from calculator.domain.claim import Assessment, Claim, OpenQuestion, Refusal
from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme
from calculator.eligibility import activities, class_premium, contracts, once
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

    def glmc8_ground(self, scheme: Scheme) -> dict[str, Decimal]:
        """Hectares per parcel under any activity of the scheme whose value lapses on GLMC 8 (article 27(8))."""
        wanted = {m for p in scheme.payments if p.value_zero_when == "glmc8" for m in p.measures}
        found: dict[str, Decimal] = {}
        for piece, codes in self.pieces:
            if piece.parcel is not None and piece.parcel.glmc8_ha and not codes.isdisjoint(wanted):
                found[piece.place] = found.get(piece.place, Decimal(0)) + piece.quantity
        return found

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
    settings = [Setting(span, profile, rulebook, land) for span in spans(rulebook, years, on)]
    for setting in settings:
        _of_span(setting, gathered)
    for setting in settings:
        _late(setting, gathered)
    for found in gathered.values():
        contracts.displace(found)
    once.keep_first(rulebook, gathered)
    return tuple(_frozen(year, found) for year, found in gathered.items())


@dataclass(frozen=True, slots=True)
class Setting:
    """One span of a scheme, held against one farm."""

    span: Span
    profile: FarmProfile
    rulebook: Rulebook
    land: Land

    def subject(self, payment: Payment, day: date) -> Subject:
        """A payment of the scheme, not yet at a place."""
        return Subject(self.profile, self.rulebook, self.span.scheme, payment, day)


def _of_span(setting: Setting, gathered: Mapping[int, Findings]) -> None:
    span, found = setting.span, Findings()
    if outside(span.scheme, setting.profile):
        found.outside += 1
        _spread(found, span.day.year, span.years, gathered)
        return
    if span.blocked:
        texts = [n.text for n in span.scheme.not_modelled if not n.accepted]
        for payment in (*span.steady, *span.yearly, *span.late, *span.premiums):
            leave_open(setting.subject(payment, span.day), texts, [], None, found)
        _spread(found, span.day.year, span.years, gathered)
        return
    for payment in span.steady:
        _assess(setting.subject(payment, span.day), setting.land, found)
    _spread(found, span.day.year, span.years, gathered)
    for payment in span.yearly:
        for year in span.years:
            _assess(setting.subject(payment, same_day_in(year, span.day)), setting.land, gathered[year])
    for payment in span.premiums:
        _premium(setting, payment, gathered)


def _late(setting: Setting, gathered: Mapping[int, Findings]) -> None:
    """The payments that look at contracts, once everything that may still be contracted is known."""
    span = setting.span
    if span.blocked or not span.late or outside(span.scheme, setting.profile):
        return
    for year in span.years:
        claimed = tuple(gathered[year].claims)
        for payment in span.late:
            subject = setting.subject(payment, same_day_in(year, span.day))
            _assess(replace(subject, claimed=claimed), setting.land, gathered[year])


def _premium(setting: Setting, payment: Payment, gathered: Mapping[int, Findings]) -> None:
    """A class premium, once for all years in which there are activities; what it waits for, year by year."""
    span = setting.span
    years = [y for y in span.years if class_premium.rests_on_something(span.scheme.id, gathered[y])]
    if not years:
        return
    found = Findings()
    class_premium.assess_class(setting.subject(payment, same_day_in(years[0], span.day)), found)
    _spread(found, years[0], years, gathered)
    for year in years if span.yearly else years[:1]:
        before = len(gathered[year].open)
        class_premium.leave_class_open(setting.subject(payment, same_day_in(year, span.day)), gathered[year])
        for other in () if span.yearly else years[1:]:
            gathered[other].open += [_open_in(o, other) for o in gathered[year].open[before:]]


def _assess(base: Subject, land: Land, found: Findings) -> None:
    if base.payment.level is Level.FARM:
        assess_payment(base, found)
    else:
        _on_land(base, land, found)


def _on_land(base: Subject, land: Land, found: Findings) -> None:
    alike = base.payment.kind is PaymentKind.ACTIVITY and not _looks_at_size(base.scheme, base.payment)
    known: dict[tuple[object, ...], Claim] = {}
    ground = land.glmc8_ground(base.scheme) if base.payment.value_zero_when == "glmc8" else {}
    for piece in land.under(base.payment):
        measure = triggers(piece, base.payment, base.rulebook)
        subject = replace(base, piece=piece, measure=measure)
        if base.payment.kind is not PaymentKind.ACTIVITY:
            assess_payment(subject, found)
            continue
        key = _type_of(piece, measure) if alike else None
        if key is not None and key in known:
            found.claims.append(_on_piece(known[key], piece))
            continue
        before = len(found.claims)
        activities.assess_activity(subject, found, ground.get(piece.place))
        if key is not None and len(found.claims) > before and found.claims[-1].quantity == piece.quantity:
            known[key] = found.claims[-1]


def _looks_at_size(scheme: Scheme, payment: Payment) -> bool:
    """Whether a condition looks at how large the piece is, or how wide, or what grew on it."""
    return any(
        c.kind.startswith(("quantity_", "width_", "history_", "any_of"))
        for c in (*scheme.conditions, *payment.conditions)
    )


def _type_of(piece: Piece, measure: Measure | None) -> tuple[object, ...] | None:
    """What an activity may look at of a piece of parcel, its size left out; None on an element."""
    parcel = piece.parcel
    if parcel is None or parcel.glmc8_ha:
        return None
    return (
        parcel.land_use, parcel.crop_code, parcel.soil, parcel.eco_region, parcel.natura2000, parcel.glmc9,
        parcel.mandatory_strip_m2, measure.code if measure else None,
    )  # fmt: skip


def _spread(found: Findings, assessed: int, years: Iterable[int], gathered: Mapping[int, Findings]) -> None:
    """What was found for the year assessed, in each of the years."""
    for year in years:
        there, first = gathered[year], year == assessed
        there.claims += found.claims if first else [_in_year(c, year) for c in found.claims]
        there.refusals += found.refusals if first else [_refused_in(r, year) for r in found.refusals]
        there.open += found.open if first else [_open_in(o, year) for o in found.open]
        there.assumptions.update(found.assumptions)
        there.contingent.update(found.contingent)
        there.outside += found.outside
        there.waiting += found.waiting


def _on_piece(claim: Claim, piece: Piece) -> Claim:
    return Claim(
        claim.terms, piece.place, piece.id, claim.year, piece.quantity, claim.formula, claim.grant_date, None, claim.costs
    )  # fmt: skip


def _in_year(claim: Claim, year: int) -> Claim:
    granted = same_day_in(year, claim.grant_date)
    return Claim(
        claim.terms, claim.place, claim.piece, year, claim.quantity, claim.formula, granted, None, claim.costs
    )


def _refused_in(r: Refusal, year: int) -> Refusal:
    return Refusal(r.scheme, r.payment, r.place, year, r.reason, r.shortfall, r.remedy, r.source)


def _open_in(o: OpenQuestion, year: int) -> OpenQuestion:
    return OpenQuestion(o.scheme, o.payment, o.place, year, o.missing, o.paths, o.could_pay_cents)


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
