"""The class that a farm reaches per premium and year: points and value against what each class needs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from calculator.domain.award import ClassResult
from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.money import settle
from calculator.domain.scheme import Text
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.search_time import SearchTime
from calculator.stacking.solving.outcome import Outcome
from calculator.stacking.solving.scoring import most_scored
from calculator.stacking.solving.steps.lost_elsewhere import lost_elsewhere
from calculator.stacking.solving.steps.settlement import WHOLE, Share

_NO_LAND = Decimal(0)
#: Limits that may leave less of a premium than its class pays.
_HOLDING_BACK = (LimitKind.AMOUNT_CAP, LimitKind.QUANTITY_CAP, LimitKind.DE_MINIMIS)


def _scored(
    built: Built, shares: tuple[Share, ...]
) -> dict[tuple[str, int], tuple[dict[str, Fraction], Fraction]]:
    """Points per goal and value of a scheme's activities per year; equal scores per unit are multiplied once."""
    areas: dict[tuple[str, int, int, int], Decimal] = {}
    parts: dict[tuple[str, int, int, int], Fraction] = {}
    scores: dict[tuple[str, int, int, int], tuple[Mapping[str, Fraction], Fraction]] = {}
    for share, stack in zip(shares, built.stacks(shares), strict=True):
        for claim, points, value in zip(stack.claims, stack.points, stack.value, strict=True):
            if claim.terms.value is None:
                continue
            key = (claim.terms.scheme, claim.year, id(points), id(value))
            scores[key] = (points, value)
            if share.share is WHOLE:
                areas[key] = areas.get(key, _NO_LAND) + claim.quantity
            else:
                parts[key] = parts.get(key, Fraction(0)) + share.share * Fraction(claim.quantity)
    found: dict[tuple[str, int], _Sums] = {}
    for key, (points, value) in scores.items():
        quantity = Fraction(areas.get(key, _NO_LAND)) + parts.get(key, 0)
        sums = found.setdefault(key[:2], _Sums())
        for goal, each in points.items():
            sums.add(goal, each, quantity)
        sums.add(None, value, quantity)
    return {key: sums.all() for key, sums in found.items()}


class _Sums:
    """Products of fractions added up in whole numbers, by their denominator and what they are of (None: value)."""

    def __init__(self) -> None:
        self._of: dict[str | None, dict[int, int]] = {None: {}}

    def add(self, goal: str | None, each: Fraction, quantity: Fraction) -> None:
        """Add one product."""
        mine = self._of.setdefault(goal, {})
        under = each.denominator * quantity.denominator
        mine[under] = mine.get(under, 0) + each.numerator * quantity.numerator

    def all(self) -> tuple[dict[str, Fraction], Fraction]:
        """The sums per goal, and that of the value."""
        sums = {
            goal: sum([Fraction(n, d) for d, n in of.items()], Fraction(0)) for goal, of in self._of.items()
        }
        worth = sums.pop(None)
        return {goal: total for goal, total in sums.items() if goal is not None}, worth


def classes(outcome: Outcome, time: SearchTime) -> tuple[ClassResult, ...]:
    """Per premium and year: the class paid, points scored against needed, value per hectare, distance to the next."""
    built, shares, claims = outcome.built, outcome.shares, outcome.years.claims
    premiums: dict[tuple[str, int], list[Claim]] = {}
    for claim in claims:
        if claim.class_name is not None:
            premiums.setdefault((claim.scheme, claim.year), []).append(claim)
    paid = {
        (c.scheme, c.year): c.class_name
        for stack in built.stacks(shares)
        for c in stack.claims
        if c.class_name is not None
    }
    if not premiums:
        return ()
    scored = _left(*most_scored(outcome, time))
    return tuple(
        _class(outcome, key, offered, scored.get(key, ({}, Fraction(0))), paid.get(key))
        for key, offered in sorted(premiums.items())
    )


def _left(
    built: Built, shares: tuple[Share, ...]
) -> dict[tuple[str, int], tuple[dict[str, Fraction], Fraction]]:
    """As ``_scored``, less what is lost to payments elsewhere."""
    scored = _scored(built, shares)
    for key, less in lost_elsewhere(built, shares).items():
        goals, worth = scored.get(key, ({}, Fraction(0)))
        left = {goal: each - less.get(goal, 0) for goal, each in goals.items()}
        scored[key] = left, worth - less.get(None, 0)
    return scored


def _class(
    outcome: Outcome,
    key: tuple[str, int],
    offered: list[Claim],
    scored: tuple[Mapping[str, Fraction], Fraction],
    paid: str | None,
) -> ClassResult:
    goals, worth = scored
    hectares = Fraction(offered[0].quantity) or Fraction(1)
    needed = offered[0].needs_points or {}
    points = {g: (shown(goals.get(g, Fraction(0))), shown(n)) for g, n in needed.items()}
    ranked = sorted(offered, key=lambda c: c.rate.expected)
    position = next((i for i, c in enumerate(ranked) if c.class_name == paid), -1)
    ahead = [(c, _missing(c, goals, worth)) for c in ranked[position + 1 :]]
    reached = [c for c, missing in ahead if not any(missing)]
    far = [(c, missing) for c, missing in ahead if any(missing)]
    # Where a higher class asks for nothing more, as when only points are short, that one is next.
    following, missing = next(((c, m) for c, m in reversed(far) if m == far[0][1]), (None, ({}, Fraction(0))))
    short = None
    if following is not None and following.needs_value is not None:
        short = _rounded_up(missing[1] / hectares)
    return ClassResult(
        scheme=key[0],
        year=key[1],
        name=paid,
        points=points,
        value_per_ha=shown(worth / hectares),
        next_name=following.class_name if following else None,
        next_short_per_ha=short,
        note=reached_unpaid(reached[-1].class_name) if reached else None,
        next_short_points={goal: _rounded_up(points) for goal, points in missing[0].items()},
        next_brings=_brings(outcome, following, ranked[position] if position >= 0 else None),
        reached=reached[-1].class_name if reached else None,
    )


def _brings(outcome: Outcome, following: Claim | None, paid: Claim | None) -> int | None:
    """What the premium of a class pays above that of the class paid (cents), all else as it is.

    None where a limit or a relation bears on it, or all that is paid stays below a minimum amount: what it brings then is only
    known once everything is chosen anew.
    """
    if following is None:
        return None
    rows, rules, amount = outcome.built.rows, outcome.built.rules[following.year], _pays(following)
    if rows.limits(following, *_HOLDING_BACK) or rules.relations.bears_on(following):
        return None
    if paid is not None:
        return amount - _pays(paid)
    if rules.minimum is not None and rules.shares_minimum(following) and amount < rules.minimum:
        under = (x.claim for x in outcome.lines if x.claim.year == following.year)
        return amount if any(map(rules.shares_minimum, under)) else None
    return amount


def _pays(claim: Claim) -> int:
    return settle(claim.rate.expected * Fraction(claim.quantity))


def _missing(
    wanted: Claim, goals: Mapping[str, Fraction], worth: Fraction
) -> tuple[dict[str, Fraction], Fraction]:
    """Points per goal and value (EUR) that the farm is short of a class; what is met is left out, or zero."""
    needed = (wanted.needs_points or {}).items()
    points = {g: n - goals.get(g, Fraction(0)) for g, n in needed if n > goals.get(g, Fraction(0))}
    return points, max(Fraction(0), (wanted.needs_value or Fraction(0)) - worth)


def reached_unpaid(name: str | None) -> Text:
    """That a class is reached and not paid."""
    return Text(
        nl=f"{name} is gehaald, maar wordt niet uitbetaald; waarom staat bij wat niet gekozen is.",
        en=f"{name} is reached but not paid; why stands with what was not chosen.",
    )


def _rounded_up(value: Fraction) -> Decimal:
    """To hundredths, upwards: what is short of a class is never rounded to nothing."""
    return Decimal(-(-value.numerator * 100 // value.denominator)) / 100


def shown(value: Fraction) -> Decimal:
    """To four decimals, as an award says it."""
    return round(Decimal(value.numerator) / Decimal(value.denominator), 4)
