"""Claims that a ceiling per hectare, or on costs, keeps out: cut, they are worth less than what they lose to.

Nothing in the stacks taken tells of them. A ceiling is asked for its price where a claim is not taken on all of its land and
would be cut with what may rest beside it; it is listed where the whole would be worth more without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.limit_use import LimitUse
from calculator.domain.money import settle
from calculator.stacking.law.pairs import Relations
from calculator.stacking.limits.filled_by import once
from calculator.stacking.problem.stacks import HECTARES, Ceiling, excludes
from calculator.stacking.solving.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Lost:
    """Ground on which a ceiling may have kept a claim out: what is paid there under it, and the ceiling, in cents.

    ``year`` is the first of years that read alike, ``each`` the ceiling in cents per hectare, where it is one;
    ``under`` are the payments that fill it.
    """

    limit: str
    year: int
    place: str
    filled: Fraction
    most: Fraction
    each: Fraction | None
    under: tuple[str, ...]


#: Whether a ceiling counts a claim, how much of it one unit fills, and what it leaves per such share.
_Shares = list[tuple[Claim, Fraction]]


def lost(outcome: Outcome) -> tuple[Lost, ...]:
    """All such ground, in the first of years that read alike."""
    rules, found = outcome.built.rules, list[Lost]()
    ceilings = {year: regime.ceilings for year, regime in rules.items() if regime.ceilings}
    pieces: dict[tuple[int, str], list[Claim]] = {}
    for claim in outcome.years.claims if ceilings else ():
        if claim.year in ceilings and claim.piece != "farm" and claim.terms.value is None:
            pieces.setdefault((claim.year, claim.piece), []).append(claim)
    for (year, _), claims in pieces.items():
        for ceiling in ceilings[year]:
            found += _on_piece(outcome, ceiling, rules[year].relations, claims)
    return tuple(found)


def _on_piece(
    outcome: Outcome, ceiling: Ceiling, relations: Relations, claims: list[Claim]
) -> Iterator[Lost]:
    counted = [c for c in claims if c.legal_basis in ceiling.bases or c.legal_basis in ceiling.counts]
    if not any(c.legal_basis in ceiling.bases for c in counted):
        return
    if ceiling.share is None:
        most = next((m for c in counted if (m := ceiling.most(c)) is not None), None)
        shares = [(c, 1 / HECTARES[c.unit]) for c in counted if c.unit in HECTARES]
        if most is not None and _may_cut(outcome, ceiling, relations, shares, most):
            ground = max(Fraction(c.quantity) * HECTARES[c.unit] for c, _ in shares)
            yield _lost(outcome, ceiling, shares, most * ground, most)
        return
    for measure in sorted({m for c in counted for m, _ in c.costs}):
        costs = [(c, cost) for c in counted for m, cost in c.costs if m == measure]
        # What costs nothing leaves nothing: whatever is paid for it is cut.
        most, shares = Fraction(0), [(c, Fraction(1)) for c, _ in costs]
        if all(cost for _, cost in costs):
            most, shares = ceiling.share, [(c, 1 / cost) for c, cost in costs]
        if _may_cut(outcome, ceiling, relations, shares, most):
            most = max(Fraction(c.quantity) * cost for c, cost in costs) * ceiling.share
            yield _lost(outcome, ceiling, shares, most, None)


def _may_cut(
    outcome: Outcome, ceiling: Ceiling, relations: Relations, shares: _Shares, most: Fraction
) -> bool:
    """Whether a claim that is not taken on all of its land would be cut, or cut another, with what may rest beside it."""
    reading = outcome.built.site.reading
    for claim, share in shares:
        if _taken(outcome, claim) == 1:
            continue
        beside = [
            (other, each)
            for other, each in shares
            if other.ref != claim.ref
            and not excludes(relations.between(claim, other), reading)
            and not excludes(relations.between(other, claim), reading)
        ]
        together = [(claim, share), *beside]
        paid = sum((c.rate.reading(reading) * each for c, each in together), Fraction(0))
        if paid > most and any(c.legal_basis in ceiling.bases for c, _ in together):
            return True
    return False


def _taken(outcome: Outcome, claim: Claim) -> Fraction:
    return sum((part.share for part in outcome.taken.get(id(claim), ())), Fraction(0))


def _lost(outcome: Outcome, ceiling: Ceiling, shares: _Shares, most: Fraction, each: Fraction | None) -> Lost:
    filled = sum(
        (
            part.cents * part.share * Fraction(claim.quantity)
            for claim, _ in shares
            for part in outcome.taken.get(id(claim), ())
        ),
        Fraction(0),
    )
    first = shares[0][0]
    under = tuple(claim.ref for claim, _ in shares if any(p.cents for p in outcome.taken.get(id(claim), ())))
    return Lost(ceiling.limit, first.year, first.place, filled, most, each, under)


def kept_out(
    limit: Limit, ground: Sequence[Lost], year: int, listed: set[str], price: Callable[[str], int | None]
) -> Iterator[LimitUse]:
    """The uses of a ceiling that costs something, at places where it is not ``listed`` yet; ``ground`` is of the year."""
    mine = [x for x in ground if x.limit == limit.id and x.place not in listed]
    worth = price(limit.id) if mine else None
    for place in sorted({x.place for x in mine}) if worth else ():
        here = [x for x in mine if x.place == place]
        each = {x.each for x in here}
        only = each.pop() if len(each) == 1 else None
        used, most = (
            settle(sum((x.filled for x in here), Fraction(0))),
            settle(sum((x.most for x in here), Fraction(0))),
        )
        yield LimitUse(
            limit.id, limit.name, place, year, used, most, None, (), True, worth, None, limit.source,
            limit.article, limit.kind, None if only is None else settle(only),
            once(ref for x in here for ref in x.under),
        )  # fmt: skip
