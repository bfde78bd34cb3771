"""Why not, and what it is worth: every claim that is not paid, every limit with its use and its price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calculator.domain.award import NotChosen
from calculator.domain.claim import Claim
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.money import settle
from calculator.domain.problem import MICRO, Block
from calculator.domain.relation import Relation, RelationType
from calculator.stacking.assembly import Built, block_with
from calculator.stacking.forcing import Forcing, Value
from calculator.stacking.outcome import Outcome
from calculator.stacking.reach import Reach, reach
from calculator.stacking.stacks import excludes


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
        return replace(base, because="limit", lost_to=limit.id, source=limit.source, article=limit.article)
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
