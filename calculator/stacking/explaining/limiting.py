"""Which limit stops a claim: one of the rules, or the most that its payment pays for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.memory import Answers
from calculator.domain.money import cents_of
from calculator.domain.period import same_day_in
from calculator.stacking.explaining.causes import Cause
from calculator.stacking.law.caps import most_of
from calculator.stacking.law.counting import counted_by
from calculator.stacking.problem.joining.rows import GRANTED, OWN_MOST
from calculator.stacking.problem.stacks import under_ceilings
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.solving.outcome import Outcome

#: Of a farm that is solved, each once for all its claims: cents paid under a cap in a year, cents that share the minimum of a
#: year, and whether nothing of them is paid.
_UNDER_IT: Answers[tuple[str, int], int] = Answers("paid under a cap")
_SHARED: Answers[int, Fraction] = Answers("shares a minimum")
_UNREACHED: Answers[int, bool] = Answers("minimum unreached")


def _under(limit: Limit | None) -> Cause | None:
    return None if limit is None else Cause("limit", limit.id, limit.source, limit.article)


def broken_most(outcome: Outcome, broken: Mapping[int, Fraction]) -> Cause | None:
    """Of the limits that these rows stand for the one that is broken by most; None where none of them is a limit."""
    rows = outcome.built.rows
    stopping = [
        (more / rows.rows[row].scale, _of_row(outcome, rows.meaning[row])) for row, more in broken.items()
    ]
    named = [(more, limit) for more, limit in stopping if limit is not None]
    return max(named, key=lambda x: x[0])[1] if named else None


def too_little(outcome: Outcome, claim: Claim) -> Cause | None:
    """The minimum that the claim shares, where all that shares it comes to less."""
    regime = outcome.built.rules[claim.year]
    if regime.minimum is None or not regime.shares_minimum(claim):
        return None
    most = outcome.memory.answer(_SHARED, claim.year, lambda: _shared(outcome, regime, claim.year))
    return _under(regime.minimum_of) if most < regime.minimum else None


def _shared(outcome: Outcome, regime: Regime, year: int) -> Fraction:
    """Cents of all that shares the minimum of a year, if it were paid."""
    shared = [c for c in outcome.years.claims if c.year == year and regime.shares_minimum(c)]
    return sum([c.rate.expected * Fraction(c.quantity) for c in shared], Fraction(0))


def limited(
    outcome: Outcome, claim: Claim, broken: Mapping[int, Fraction], cut: Mapping[int, str]
) -> Cause | None:
    """The limit that forcing the claim in breaks, that cuts it, or that is full; None where none holds it back."""
    named = broken_most(outcome, broken)
    if named is not None:
        return named
    if id(claim) in cut:
        return _under(_in_year(outcome, cut[id(claim)], claim.year))
    if unreached(outcome, claim):
        return _under(outcome.built.rules[claim.year].minimum_of)
    caps = outcome.built.rows.limits(claim, LimitKind.AMOUNT_CAP)
    return _under(next((x for x in caps if _full(outcome, x, claim.year)), None))


def still_there(outcome: Outcome, cause: Cause, claim: Claim) -> bool:
    """Whether the limit of another year is in force in that of the claim; the most that a payment pays for is its own."""
    name = cause.lost_to or ""
    return "#" in name or _in_year(outcome, name, claim.year) is not None


def filled(outcome: Outcome, claim: Claim) -> Cause | None:
    """The ceiling on its ground (per hectare, or of costs) of which what is chosen there leaves the claim nothing."""
    rate = claim.rate.expected
    ceilings = [x for x in outcome.built.rules[claim.year].ceilings if claim.legal_basis in x.bases]
    if not ceilings or not rate:
        return None
    full, named = Fraction(0), ""
    for share, stack in outcome.stacks_on(claim.piece, claim.year):
        money = [*stack.money, rate]
        cut = under_ceilings(ceilings, (*stack.claims, claim), money)
        if not money[-1]:
            full += share
            named = next(limit for at, limit, _ in reversed(cut) if at == len(stack.claims))
    return _under(_in_year(outcome, named, claim.year)) if full >= 1 else None


def unreached(outcome: Outcome, claim: Claim) -> bool:
    """Whether the claim shares a minimum, and nothing that shares it is paid in its year."""
    regime = outcome.built.rules[claim.year]
    if not regime.shares_minimum(claim):
        return False
    year = claim.year
    return outcome.memory.answer(
        _UNREACHED,
        year,
        lambda: not any(x.claim.year == year and regime.shares_minimum(x.claim) for x in outcome.lines),
    )


def _of_row(outcome: Outcome, key: tuple[object, ...]) -> Cause | None:
    """The limit that a row of the problem stands for; None where it is of another sort."""
    kind, *rest = key
    if kind in ("de_minimis", GRANTED):
        limit, day = rest
        return _under(outcome.built.rows.windows.on(str(limit), day))  # type: ignore[arg-type]
    if kind in (LimitKind.AMOUNT_CAP.value, LimitKind.QUANTITY_CAP.value):
        return _under(_in_year(outcome, str(rest[0]), int(str(rest[1]))))
    return _own_most(outcome, str(rest[0]), int(str(rest[1]))) if kind == OWN_MOST else None


def _own_most(outcome: Outcome, ref: str, year: int) -> Cause:
    """That a payment pays for so much and no more."""
    rows, (of, _, name) = outcome.built.rows, ref.partition("#")
    day = same_day_in(year, rows.on)
    scheme = rows.rulebook.scheme_on(of, day)
    payment = None if scheme is None else scheme.payment(name)
    series = None if payment is None else payment.figures.get("max_quantity")
    figure = None if series is None else series.on(day)
    read = () if scheme is None or figure is None else (scheme.sources.get(s) for s in figure.sources)
    source = next((s for s in read if s is not None), None)
    return Cause("limit", ref, source, None if source is None else source.article)


def _in_year(outcome: Outcome, limit: str, year: int) -> Limit | None:
    rows = outcome.built.rows
    held = rows.rulebook.limits_on(same_day_in(year, rows.on))
    return next((x for x in held if x.id == limit), None)


def _full(outcome: Outcome, limit: Limit, year: int) -> bool:
    cap = most_of(limit, same_day_in(year, outcome.built.rows.on), outcome.built.rows.profile)
    return cap is not None and _under_it(outcome, limit, year) >= cents_of(cap)


def _under_it(outcome: Outcome, limit: Limit, year: int) -> int:
    """Cents that are paid under a cap in a year; added up once for all claims that are asked."""

    def work() -> int:
        here = [x for x in outcome.lines if x.claim.year == year]
        counted = {id(claim) for claim in counted_by(limit, [x.claim for x in here])}
        return sum([x.amount for x in here if id(x.claim) in counted])

    return outcome.memory.answer(_UNDER_IT, (limit.id, year), work)
