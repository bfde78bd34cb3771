"""A minimum amount as a limit: below it nothing of what it counts is paid (Uitvoeringsregeling GLB 2023, article 8).

It is listed in the years in which the whole would be worth more without it. Where payments that nothing can displace come to
the minimum by themselves, it cannot hold anything back, and its price is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from calculator.domain.award import Line
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.money import settle
from calculator.domain.relation import RelationType
from calculator.stacking.law.pairs import Pair
from calculator.stacking.limits.filled_by import payments
from calculator.stacking.problem.stacks.regime import Regime
from calculator.stacking.solving.outcome import Outcome


def minimum_total(
    outcome: Outcome, limit: Limit, claims: Sequence[Claim], year: int, price: Callable[[str], int | None]
) -> Iterator[LimitUse]:
    """The use of a minimum amount in a year that it holds back; none of a limit of another kind."""
    if limit.kind is not LimitKind.MINIMUM_TOTAL:
        return
    first = next((first for first, of in outcome.years.years.items() if year in of), None)
    regime = None if first is None else outcome.built.rules[first]
    if regime is None or regime.minimum_of is None or regime.minimum_of.id != limit.id:
        return
    counted = any(c.year == year and regime.shares_minimum(c) for c in claims)
    if first is None or not counted or _reached_anyhow(outcome, regime, first):
        return
    worth = price(limit.id)
    if worth:
        under = [x for x in outcome.lines if x.claim.year == year and regime.shares_minimum(x.claim)]
        used = sum(x.amount for x in under)
        yield LimitUse(
            limit.id, limit.name, "farm", year, used, settle(Fraction(regime.minimum or 0)), None, (), True,
            worth, None, limit.source, limit.article, limit.kind,
            filled_by=payments(under),
        )  # fmt: skip


def _reached_anyhow(outcome: Outcome, regime: Regime, year: int) -> bool:
    """Whether lines that no row and no other claim can displace come to the minimum by themselves, in a year solved first."""
    least, total = regime.minimum or 0, 0
    others = list({c.ref: c for c in outcome.years.claims if c.year == year}.values())
    for line in outcome.lines:
        if total >= least:
            return True
        if line.claim.year == year and regime.shares_minimum(line.claim):
            total += line.amount if _undisputed(outcome, regime, line, others) else 0
    return total >= least


def _undisputed(outcome: Outcome, regime: Regime, line: Line, others: Sequence[Claim]) -> bool:
    claim = line.claim
    if claim.class_name is not None or outcome.built.rows.placement(claim).rows:
        return False
    between = regime.relations.between
    return not any(
        _bears(between(claim, other)) or _bears(between(other, claim), RelationType.REQUIRES)
        for other in others
        if other.ref != claim.ref
    )


def _bears(pair: Pair, *harmless: RelationType) -> bool:
    """Whether anything but these and ``additive`` holds; that another payment rests on this one takes nothing from it."""
    return pair.unknown or any(r.type not in (RelationType.ADDITIVE, *harmless) for r in pair.relations)
