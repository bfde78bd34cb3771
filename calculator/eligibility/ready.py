"""What a scheme says to a farm over a span of years: what it says to all farms that answer alike is ready, year by year.

The payments of a span come in their own order: those for the farm of which everything that is open or refused is kept with the
rules stand ready, gathered where they follow each other; the others are still to be assessed for this farm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calculator.domain.claim import Claim, OpenQuestion, Refusal
from calculator.domain.memory import Answers
from calculator.domain.period import same_day_in
from calculator.domain.scheme import Level, Payment, Text
from calculator.eligibility.asked_farm import Farm
from calculator.eligibility.on_farm import kept
from calculator.eligibility.reads import reads
from calculator.eligibility.spans import Span
from calculator.eligibility.subject import Findings

_ASKED: Answers[int, Asked] = Answers("asked in a span", 10_000)
#: Farms remembered that answer differently per span; beyond this they are forgotten.
_MOST_ANSWERS = 64


@dataclass(frozen=True, slots=True)
class Ready:
    """What is refused and open, for every year of a span, and what is assumed or awaited in all of them."""

    refusals: tuple[tuple[Refusal, ...], ...]
    open: tuple[tuple[OpenQuestion, ...], ...]
    assumptions: Mapping[str, Text]
    contingent: Mapping[str, Text]

    @classmethod
    def of(cls, found: Findings, span: Span) -> Ready:
        """What was found for the first year, in each of the years."""
        return cls(
            tuple(tuple(refused_in(r, year) for r in found.refusals) for year in span.years),
            tuple(tuple(open_in(o, year) for o in found.open) for year in span.years),
            found.assumptions,
            found.contingent,
        )

    def add_to(self, there: tuple[Findings, ...]) -> None:
        """The same for a farm; ``there`` is what was found so far, per year of the span."""
        for found, refusals, questions in zip(there, self.refusals, self.open, strict=True):
            found.refusals += refusals
            found.open += questions
            found.assumptions.update(self.assumptions)
            found.contingent.update(self.contingent)


#: What stands ready, or a payment that must be assessed.
Move = Ready | Payment


@dataclass(frozen=True, slots=True)
class Asked:
    """What the payments for the farm in a span ask, and what was ready for farms by what they answered."""

    span: Span
    facts: tuple[str, ...]
    counted: tuple[Payment, ...]
    known: dict[object, tuple[Move, ...]] = field(default_factory=dict)


def moves(farm: Farm, span: Span) -> tuple[Move, ...]:
    """The steady payments of a span in their order."""
    asked = asks(farm, span)
    key = (
        tuple([farm.word(path) for path in asked.facts]),
        tuple([farm.much(payment) for payment in asked.counted]),
        farm.profile.undertaking.activities_separated,
    )
    found = asked.known.get(key)
    if found is None:
        if len(asked.known) >= _MOST_ANSWERS:
            asked.known.clear()
        found = asked.known[key] = tuple(_moves(farm, span))
    return found


def asks(farm: Farm, span: Span) -> Asked:
    """What the steady payments for the farm in a span ask; remembered per rulebook."""
    known = farm.rulebook.memory.of(_ASKED)
    found = known.get(id(span))
    if found is None or found.span is not span:
        of_the_farm = [p for p in span.steady if p.level is Level.FARM]
        read = [(p, reads(farm.rulebook, span.scheme, p)) for p in of_the_farm]
        told = [(p, r) for p, r in read if not (r.beyond or r.history or r.years)]
        facts = tuple(dict.fromkeys(path for _, r in told for path in r.facts))
        found = known[id(span)] = Asked(span, facts, tuple(p for p, _ in told))
    return found


def _moves(farm: Farm, span: Span) -> list[Move]:
    made: list[Move] = []
    waiting = Findings()
    for payment in span.steady:
        here = (
            kept(farm, farm.subject(span.scheme, payment, span.day)) if payment.level is Level.FARM else None
        )
        if here is not None:
            waiting.add(here)
            continue
        if _says_something(waiting):
            made.append(Ready.of(waiting, span))
            waiting = Findings()
        made.append(payment)
    if _says_something(waiting):
        made.append(Ready.of(waiting, span))
    return made


def _says_something(found: Findings) -> bool:
    return bool(found.refusals or found.open or found.assumptions or found.contingent)


def spread(found: Findings, years: tuple[int, ...], there: tuple[Findings, ...]) -> None:
    """What was found for the first of the years, in each of them; ``there`` is what was found so far, per year."""
    there[0].add(found)
    common = found.assumptions or found.contingent or found.waiting
    for year, so_far in zip(years[1:], there[1:], strict=True):
        for c in found.claims:
            granted = same_day_in(year, c.grant_date)
            so_far.claims.append(
                Claim(c.terms, c.place, c.piece, year, c.quantity, c.formula, granted, None, c.costs)
            )
        if found.refusals:
            so_far.refusals += [refused_in(r, year) for r in found.refusals]
        if found.open:
            so_far.open += [open_in(o, year) for o in found.open]
        if common:
            so_far.add_common(found)


def refused_in(r: Refusal, year: int) -> Refusal:
    """The same refusal in another year."""
    return Refusal(r.scheme, r.payment, r.place, year, r.reason, r.shortfall, r.remedy, r.source, r.formula)


def open_in(o: OpenQuestion, year: int) -> OpenQuestion:
    """The same open question in another year."""
    return OpenQuestion(o.scheme, o.payment, o.place, year, o.missing, o.paths, o.could_pay_cents)
