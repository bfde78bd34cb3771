"""Assess one farm over its years: everything it can claim, is refused, or cannot know yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date
from operator import attrgetter

from calculator.domain.claim import Assessment
from calculator.domain.farm import FarmProfile
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level
from calculator.eligibility import once
from calculator.eligibility.agenda import Agenda
from calculator.eligibility.asked_farm import Farm
from calculator.eligibility.conditions.territory import inside
from calculator.eligibility.contracts import commitments
from calculator.eligibility.contracts.displacing import displace
from calculator.eligibility.eco.premiums import So, add_premium
from calculator.eligibility.land import Land
from calculator.eligibility.on_land import on_land
from calculator.eligibility.payments import assess_payment
from calculator.eligibility.ready import Move, Ready, spread
from calculator.eligibility.samples import Adding
from calculator.eligibility.spans import Span, spans
from calculator.eligibility.subject import Findings, Subject, leave_open
from calculator.eligibility.units import Piece


def assess(
    profile: FarmProfile,
    rulebook: Rulebook,
    pieces: tuple[Piece, ...],
    years: range,
    on: date,
    beside: Set[str] | None = None,
) -> tuple[Assessment, ...]:
    """All claims, refusals and open questions, per year; ``on`` gives the day of a year at which rules are read.

    ``beside`` says that the farm itself has been assessed with other land, and of which schemes the class premium in all years:
    of the farm only premiums of other schemes are told. Not where payments on land look at what the farm can claim.
    """
    gathered = {year: Findings() for year in years}
    lying = commitments.placed(pieces, profile, rulebook)
    for year, found in gathered.items() if lying else ():
        found.claims += commitments.running(profile, rulebook, lying, same_day_in(year, on), found)
    running = {year: len(found.claims) for year, found in gathered.items() if found.claims}
    asked = {year: len(found.open) for year, found in gathered.items()}
    farm = Farm(profile, rulebook, Land.of(pieces, rulebook), running)
    mine = inside(spans(rulebook, years, on), attrgetter("scheme"), profile, rulebook)
    agenda, everywhere = Agenda.of(farm, mine), Adding.to(tuple(gathered.values()))
    if beside is not None and agenda.looks_at_land:
        beside = None
    for item in agenda.items(farm) if beside is None else agenda.on_land(rulebook):
        if item.spans[0].blocked:
            _leave_blocked(farm, item.spans, gathered)
            continue
        if len(item.spans) > 1:
            _land_of(farm, item.spans, everywhere, years.start)
        moves = item.there_is_land_for(farm.land.codes)
        for span in item.spans if moves else ():
            _steady(farm, span, moves, tuple([gathered[year] for year in span.years]))
        so_far = _so_far(item.spans, gathered)
        _yearly(farm, item.spans, everywhere, years.start, beside)
        for span in item.spans:
            for payment in span.premiums if beside is None or span.scheme.id not in beside else ():
                add_premium(farm, span, payment, gathered, so_far)
    for span in agenda.late if beside is None else ():
        _late(farm, span, gathered)
    for year in running:
        displace(gathered[year], lying, pieces, rulebook, asked[year])
    once.keep_first(rulebook, gathered)
    return tuple(_frozen(year, found) for year, found in gathered.items())


def _land_of(farm: Farm, together: tuple[Span, ...], adding: Adding, first: int) -> None:
    """The steady payments of a scheme that are all on land, in all its spans; ``adding`` is per year of the horizon."""
    stretches = tuple([(s.day, s.years, tuple([year - first for year in s.years])) for s in together])
    for payment in together[0].steady:
        if not farm.land.codes.isdisjoint(payment.measures):
            bases = [farm.subject(span.scheme, payment, span.day) for span in together]
            on_land(farm, bases, stretches, adding)


def _leave_blocked(farm: Farm, together: tuple[Span, ...], gathered: Mapping[int, Findings]) -> None:
    """The payments of a scheme whose text asks something that nobody has accepted to leave out: all are open."""
    for span in together:
        scheme, found = span.scheme, Findings()
        texts = [n.text for n in scheme.not_modelled if not n.accepted]
        for payment in (*span.steady, *span.yearly, *span.late, *span.premiums):
            leave_open(farm.subject(scheme, payment, span.day), texts, [], None, found)
        spread(found, span.years, tuple([gathered[year] for year in span.years]))


def _steady(farm: Farm, span: Span, moves: Sequence[Move], there: tuple[Findings, ...]) -> None:
    """The steady payments of a span that ``moves`` says; ``there`` is what was found so far, per year of the span."""
    for move in moves:
        if isinstance(move, Ready):
            move.add_to(there)
        else:
            _assess(farm, farm.subject(span.scheme, move, span.day), span.years, there)


def _so_far(together: tuple[Span, ...], gathered: Mapping[int, Findings]) -> dict[int, So]:
    """What premiums find before the payments that look at the year, per year; nothing where there are no premiums."""
    return {year: So.far(gathered[year]) for span in together if span.premiums for year in span.years}


def _yearly(
    farm: Farm, together: tuple[Span, ...], adding: Adding, first: int, beside: Set[str] | None
) -> None:
    """The payments of a scheme that look at the year, each in all years at once: every year is a stretch of its own."""
    scheme = together[0].scheme
    for payment in together[0].yearly:
        of_the_farm = payment.level is Level.FARM
        if beside is not None if of_the_farm else farm.land.codes.isdisjoint(payment.measures):
            continue
        days = [same_day_in(year, span.day) for span in together for year in span.years]
        if of_the_farm:
            for day in days:
                there = (adding.there[day.year - first],)
                _assess(farm, farm.subject(scheme, payment, day), (day.year,), there)
        else:
            bases = [farm.subject(scheme, payment, day) for day in days]
            on_land(farm, bases, tuple([(day, (day.year,), (day.year - first,)) for day in days]), adding)


def _late(farm: Farm, span: Span, gathered: Mapping[int, Findings]) -> None:
    """The payments that look at contracts, once everything that may still be contracted is known."""
    for year in span.years:
        claimed = tuple(gathered[year].claims)
        for payment in span.late:
            subject = farm.subject(span.scheme, payment, same_day_in(year, span.day), claimed)
            _assess(farm, subject, (year,), (gathered[year],))


def _assess(farm: Farm, subject: Subject, years: tuple[int, ...], there: tuple[Findings, ...]) -> None:
    """A payment on the day of the first of the years; ``there`` is what was found so far, per year."""
    if subject.payment.level is not Level.FARM:
        on_land(farm, [subject], ((subject.day, years, tuple(range(len(years)))),), Adding.to(there))
    elif farm.much(subject.payment) is not False:
        found = farm.findings()
        assess_payment(subject, found)
        spread(found, years, there)


def _frozen(year: int, found: Findings) -> Assessment:
    return Assessment(
        year,
        tuple(found.claims),
        tuple(found.refusals),
        tuple(found.open),
        tuple(found.assumptions.values()),
        tuple(found.contingent.values()),
        found.hopes,
    )
