"""Assess one farm over its years: everything it can claim, is refused, or cannot know yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from calculator.domain.claim import Assessment, Claim, OpenQuestion, Refusal
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, PaymentKind, Scheme
from calculator.eligibility import activities, class_premium, contracts, once
from calculator.eligibility.land import Land, on_land
from calculator.eligibility.on_farm import on_farm
from calculator.eligibility.outcomes import Outcome
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject, leave_open
from calculator.eligibility.territory import inside
from calculator.eligibility.units import Piece


def assess(
    profile: FarmProfile, rulebook: Rulebook, pieces: tuple[Piece, ...], years: range, on: date
) -> tuple[Assessment, ...]:
    """All claims, refusals and open questions, per year; ``on`` gives the day of a year at which rules are read."""
    gathered = {year: Findings() for year in years}
    for year, found in gathered.items():
        found.claims += contracts.running(profile, rulebook, pieces, same_day_in(year, on), found)
    farm = Farm(profile, rulebook, Land.of(pieces, rulebook))
    mine = inside(spans(rulebook, years, on), attrgetter("scheme"), profile, rulebook)
    for span in mine:
        _of_span(farm, span, gathered)
    for span in mine:
        _late(farm, span, gathered)
    for found in gathered.values():
        contracts.displace(found)
    once.keep_first(rulebook, gathered)
    return tuple(_frozen(year, found) for year, found in gathered.items())


@dataclass(frozen=True, slots=True)
class Farm:
    """What every payment is held against; ``answers`` are outcomes of conditions that look at the farm alone."""

    profile: FarmProfile
    rulebook: Rulebook
    land: Land
    answers: dict[int, Outcome] = field(default_factory=dict)

    def subject(self, scheme: Scheme, payment: Payment, day: date) -> Subject:
        """A payment of a scheme, not yet at a place."""
        return Subject(self.profile, self.rulebook, scheme, payment, day)


def _of_span(farm: Farm, span: Span, gathered: Mapping[int, Findings]) -> None:
    scheme, found = span.scheme, Findings(answers=farm.answers)
    if span.blocked:
        texts = [n.text for n in scheme.not_modelled if not n.accepted]
        for payment in (*span.steady, *span.yearly, *span.late, *span.premiums):
            leave_open(farm.subject(scheme, payment, span.day), texts, [], None, found)
        _spread(found, span.day.year, span.years, gathered)
        return
    steady = [p for p in span.steady if p.level is Level.FARM or not farm.land.codes.isdisjoint(p.measures)]
    for payment in steady:
        _assess(farm, scheme, payment, span.day, found)
    if steady:
        _spread(found, span.day.year, span.years, gathered)
    for payment in span.yearly:
        for year in span.years:
            _assess(farm, scheme, payment, same_day_in(year, span.day), gathered[year])
    for payment in span.premiums:
        _premium(farm, span, payment, gathered)


def _late(farm: Farm, span: Span, gathered: Mapping[int, Findings]) -> None:
    """The payments that look at contracts, once everything that may still be contracted is known."""
    if span.blocked or not span.late:
        return
    for year in span.years:
        claimed = tuple(gathered[year].claims)
        for payment in span.late:
            _assess(farm, span.scheme, payment, same_day_in(year, span.day), gathered[year], claimed)


def _premium(farm: Farm, span: Span, payment: Payment, gathered: Mapping[int, Findings]) -> None:
    """A class premium, once for all years in which there are activities; what it waits for, once per set of them."""
    scheme, rests_on = span.scheme, dict[int, class_premium.RestsOn]()
    for year in span.years:
        found_there = class_premium.rests_on(scheme.id, gathered[year])
        if any(found_there):
            rests_on[year] = found_there
    if not rests_on:
        return
    first, found = next(iter(rests_on)), Findings(answers=farm.answers)
    class_premium.assess_class(farm.subject(scheme, payment, same_day_in(first, span.day)), found)
    _spread(found, first, rests_on, gathered)
    known: list[tuple[class_premium.RestsOn, list[OpenQuestion]]] = []
    for year, alike in rests_on.items():
        waits = next((open_ for before, open_ in known if before == alike), None)
        if waits is None:
            there = Findings()
            subject = farm.subject(scheme, payment, same_day_in(year, span.day))
            class_premium.leave_class_open(subject, gathered[year], there)
            waits = there.open
            known.append((alike, waits))
        gathered[year].open += [_open_in(o, year) for o in waits]


def _assess(
    farm: Farm,
    scheme: Scheme,
    payment: Payment,
    day: date,
    found: Findings,
    claimed: tuple[Claim, ...] = (),
) -> None:
    land = farm.land
    if payment.level is not Level.FARM and not land.under(payment):
        return
    subject = Subject(farm.profile, farm.rulebook, scheme, payment, day, claimed=claimed)
    if payment.level is Level.FARM:
        on_farm(subject, found)
    elif payment.kind is not PaymentKind.ACTIVITY:
        on_land(subject, land, found, assess_payment)
    else:
        ground = land.glmc8_ground(scheme) if payment.value_zero_when == "glmc8" else {}
        on_land(
            subject, land, found, lambda s, here: activities.assess_activity(s, here, ground.get(s.place))
        )


def _spread(found: Findings, assessed: int, years: Iterable[int], gathered: Mapping[int, Findings]) -> None:
    """What was found for the year assessed, in each of the years."""
    for year in years:
        if year == assessed:
            gathered[year].add(found)
            continue
        there, granted = gathered[year], dict[date, date]()
        for claim in found.claims:
            day = granted.get(claim.grant_date)
            if day is None:
                day = granted[claim.grant_date] = same_day_in(year, claim.grant_date)
            there.claims.append(
                Claim(
                    claim.terms, claim.place, claim.piece, year, claim.quantity, claim.formula, day,
                    None, claim.costs,
                )
            )  # fmt: skip
        if found.refusals:
            there.refusals += [_refused_in(r, year) for r in found.refusals]
        if found.open:
            there.open += [_open_in(o, year) for o in found.open]
        there.add_common(found)


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
    )
