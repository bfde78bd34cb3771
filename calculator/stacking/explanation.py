"""Why not, and what it is worth: every claim that is not paid, every limit with its use and its price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from calculator.domain.award import LimitUse, Line, NotChosen
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.money import cents_of, settle
from calculator.domain.period import same_day_in
from calculator.domain.problem import MICRO, Block
from calculator.domain.relation import Relation, RelationType
from calculator.domain.source import Source
from calculator.stacking.alike import Alike
from calculator.stacking.assembly import Built, block_with
from calculator.stacking.certificate import Bounds
from calculator.stacking.deminimis import counted, in_window, used
from calculator.stacking.forcing import Forcing, Value
from calculator.stacking.lines import Taken
from calculator.stacking.reach import Reach, reach
from calculator.stacking.rows import limit_binds
from calculator.stacking.settlement import Share
from calculator.stacking.stacks import excludes


@dataclass(frozen=True, slots=True)
class Outcome:
    """A solved task: what was built, how its optimum is proven, what was settled, its objective in micro-cents.

    Built and settled are the first of ``years`` that read alike; ``lines`` are of all years.
    """

    built: Built
    bounds: Bounds
    shares: tuple[Share, ...]
    objective: Fraction
    taken: Mapping[int, list[Taken]]
    lines: tuple[Line, ...]
    years: Alike


def _first_source(limit: Limit) -> Source | None:
    return next(iter(limit.sources.values()), None)


def not_chosen(outcome: Outcome, solve: Value) -> tuple[tuple[NotChosen, ...], int]:
    """Every claim that pays money and is not taken in full, years of one claim together, in written order.

    Second: of how many it was not worked out what forcing them in would cost.
    """
    paid = {(line.claim.ref, line.claim.piece, line.claim.year) for line in outcome.lines}
    missed: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in sorted(outcome.years.claims, key=lambda c: (c.year, c.scheme, c.payment, c.place, c.piece)):
        if claim.class_name is not None or claim.value is not None or claim.commitment is not None:
            continue
        have = sum(part.share for part in outcome.taken.get(id(claim), ()))
        if have < 1 or (claim.ref, claim.piece, claim.year) not in paid:
            missed.setdefault((claim.scheme, claim.payment, claim.piece), []).append(claim)
    homes = _homes(outcome.built)
    places = frozenset(homes[id(c)] for members in missed.values() for c in members if id(c) in homes)
    problem, objective = outcome.built.problem, outcome.objective
    forcing = Forcing(problem, outcome.bounds, outcome.shares, objective, places, solve)
    found = tuple(_why(outcome, members, homes, forcing) for members in missed.values())
    return found, forcing.left_out


def _homes(built: Built) -> dict[int, int]:
    homes: dict[int, int] = {}
    for b, decision in enumerate(built.decisions):
        for members in decision.claims.values():
            for claim in members:
                homes[id(claim)] = b
    return homes


def _chosen_beside(outcome: Outcome, claim: Claim) -> Iterator[Claim]:
    for parts in outcome.taken.values():
        other = parts[0].claim
        if other.year == claim.year and other.ref != claim.ref:
            yield other


def _reaches(row: Relation, claim: Claim, other: Claim) -> bool:
    far = reach(row, claim, other)
    return far is Reach.FARM or (far is Reach.PARCEL and claim.place == other.place)


def _rival(outcome: Outcome, claim: Claim) -> tuple[Claim, Relation | None] | None:
    """The strongest claim taken that excludes or outbids this one, as far as the relation between them reaches."""
    relations = outcome.built.rules[claim.year].relations
    rivals: list[tuple[Claim, Relation | None]] = []
    for other in _chosen_beside(outcome, claim):
        near = other.piece == claim.piece or "farm" in (other.piece, claim.piece)
        for pair in (relations.between(claim, other), relations.between(other, claim)):
            rows = [
                r
                for r in pair.relations
                if r.type not in (RelationType.ADDITIVE, RelationType.REQUIRES)
                and (near or _reaches(r, claim, other))
            ]
            if rows or (near and excludes(pair, "expected")):
                rivals.append((other, rows[0] if rows else None))
                break
    return max(rivals, key=lambda r: (r[0].rate.expected, r[0].ref), default=None)


def _why(outcome: Outcome, members: list[Claim], homes: dict[int, int], forcing: Forcing) -> NotChosen:
    claim = members[0]
    base = NotChosen(
        scheme=claim.scheme,
        payment=claim.payment,
        place=claim.place,
        year=claim.year,
        because="better_total",
        lost_to=None,
        source=None,
        article=None,
        difference=_forced(outcome, members, homes, forcing),
        years=tuple(sorted(year for c in members for year in outcome.years.years[c.year])),
    )
    rival = _rival(outcome, claim)
    if rival is not None:
        other, row = rival
        return replace(
            base,
            because="relation",
            lost_to=other.ref,
            source=row.source if row else None,
            article=row.source.article if row else None,
        )
    limit = _stopping(outcome, claim)
    if limit is not None:
        return replace(
            base, because="limit", lost_to=limit.id, source=_first_source(limit), article=limit.article
        )
    return base


def _stopping(outcome: Outcome, claim: Claim) -> Limit | None:
    rows = outcome.built.rows
    kinds = (
        LimitKind.DE_MINIMIS,
        LimitKind.PER_HECTARE,
        LimitKind.AMOUNT_CAP,
        LimitKind.QUANTITY_CAP,
        LimitKind.MINIMUM_TOTAL,
    )
    return next(iter(rows.limits(claim, *kinds)), None)


def _forced(outcome: Outcome, members: list[Claim], homes: dict[int, int], forcing: Forcing) -> int | None:
    """Cents that the whole loses when the claims are forced in; None where that is impossible."""
    wanted = frozenset(id(c) for c in members)
    blocks: dict[int, Block] = {}
    for home in sorted({homes[w] for w in wanted if w in homes}):
        forced = block_with(outcome.built, home, wanted)
        if forced is None:
            return None
        blocks[home] = forced
    best = forcing.worth(blocks)
    return None if best is None else settle((best - outcome.objective) / MICRO)


def limit_uses(
    outcome: Outcome, claims: tuple[Claim, ...], on: date, price: Callable[[str], int | None]
) -> tuple[LimitUse, ...]:
    """The ledger of every limit on euros that counts something of this farm, per year."""
    years = sorted({c.year for c in claims})
    found: list[LimitUse] = []
    prices: dict[str, int | None] = {}
    for year in years:
        day = same_day_in(year, on)
        for limit in outcome.built.rows.rulebook.limits_on(day):
            if limit.kind is LimitKind.DE_MINIMIS:
                found += _de_minimis(outcome, limit, claims, year, day, price, prices)
            elif limit.kind is LimitKind.AMOUNT_CAP:
                found += _cap(outcome, limit, year, price, prices)
    return tuple(found)


def _price(
    limit: str, binding: bool, price: Callable[[str], int | None], prices: dict[str, int | None]
) -> int | None:
    if not binding:
        return None
    if limit not in prices:
        prices[limit] = price(limit)
    return prices[limit]


def _de_minimis(
    outcome: Outcome,
    limit: Limit,
    claims: tuple[Claim, ...],
    year: int,
    day: date,
    price: Callable[[str], int | None],
    prices: dict[str, int | None],
) -> Iterator[LimitUse]:
    undertaking = outcome.built.rows.profile.undertaking
    mine = [c for c in claims if limit_binds(limit, c) and c.year == year and c.demand is None]
    if undertaking.aid_received is None and not mine:
        return
    ceiling = outcome.built.rows.ceiling(limit, day)
    if ceiling is None:
        return
    granted = [
        (line.claim.grant_date, line.amount, line.claim.ref)
        for line in outcome.lines
        if limit_binds(limit, line.claim)
        and line.claim.demand is None
        and in_window(limit, line.claim.grant_date, day)
    ]
    received = [
        (a.grant_date, cents_of(a.amount_eur), a.payer or a.legal_basis)
        for a in counted(undertaking, limit.legal_bases, day)
        if in_window(limit, a.grant_date, day)
    ]
    total = used(limit, undertaking, day) + sum(amount for _, amount, _ in granted)
    wanted = sum(settle(c.rate.expected * Fraction(c.quantity)) for c in mine)
    given = sum(
        line.amount for line in outcome.lines if limit_binds(limit, line.claim) and line.claim.year == year
    )
    binding = wanted > given and bool(mine)
    yield LimitUse(
        limit=limit.id,
        name=limit.name,
        scope="undertaking",
        year=year,
        used=total,
        ceiling=ceiling,
        window=f"{limit.window or 'rolling'} {limit.window_years or 3}",
        grants=tuple(sorted(received + granted)),
        binding=binding,
        price=_price(limit.id, binding, price, prices),
        largest_grant_that_fits=max(0, ceiling - total),
        source=_first_source(limit),
        article=limit.article,
    )


def _cap(
    outcome: Outcome,
    limit: Limit,
    year: int,
    price: Callable[[str], int | None],
    prices: dict[str, int | None],
) -> Iterator[LimitUse]:
    under = [x for x in outcome.lines if limit_binds(limit, x.claim) and x.claim.year == year]
    figure = limit.figures["cap"].on(date(year, 7, 1)) if "cap" in limit.figures else None
    if not under or figure is None:
        return
    ceiling, total = cents_of(figure.values[""]), sum(x.amount for x in under)
    binding = total >= ceiling
    yield LimitUse(
        limit.id, limit.name, "farm", year, total, ceiling, None, (), binding,
        _price(limit.id, binding, price, prices), None, _first_source(limit), limit.article,
    )  # fmt: skip
