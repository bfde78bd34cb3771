"""What an award says of claims that are not paid, and of limits that bind, held against the programme over every lawful set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calculator.domain.award import NotChosen
from calculator.domain.claim import Claim
from calculator.domain.limit import LimitKind
from calculator.domain.limit_use import LimitUse
from tests.properties.shipped.held_against import Told
from tests.properties.shipped.law import Bound, Row, apart, between, bounds, names, near, reach, rows
from tests.properties.shipped.programme import Programme

_Met = tuple[Row | None, Claim]


def worth(told: Told, *forced: Claim, without: str = "", only: str = "") -> float | None:
    """Cents with these claims forced in, without a limit, or under only one; None where nothing is lawful."""
    left_out = {b.id for b in bounds() if only not in ("", b.id)} | {without}
    programme = Programme(replace(told.case, without=frozenset(left_out)))
    programme.force(forced)
    return programme.best()


def reasons(told: Told) -> None:
    for each in told.found.not_chosen:
        pieces = {c.piece for c in _claims(told, each)}
        said = [_why_false(told, each, piece) for piece in sorted(pieces)]
        assert None in said, (each.scheme, each.payment, each.place, each.years, said)


def _claims(told: Told, of: NotChosen, piece: str | None = None) -> list[Claim]:
    return [
        c
        for c in told.case.every
        if (c.scheme, c.payment, c.place) == (of.scheme, of.payment, of.place)
        and c.year in of.years
        and c.commitment is None
        and piece in (None, c.piece)
    ]


def _why_false(told: Told, of: NotChosen, piece: str) -> str | None:
    """What is not true of a reason, read as one of a claim on this piece; None where all of it is."""
    claims = _claims(told, of, piece)
    forced = worth(told, *claims)
    # Below a minimum amount it may be asked for, and pays nothing.
    below = any(b.kind == "minimum_total" and _binds(told, b, c) for b in bounds() for c in claims)
    if below and of.difference == 0:
        return None
    if of.worked_out and (forced is None) != (of.difference is None):
        return f"forced in it is worth {forced}, said is {of.difference}"
    if forced is not None and of.difference is not None:
        differs = min(forced - told.best, 0) - of.difference
        if abs(differs) > told.cents + told.found.certificate.gap:
            return f"forced in it loses {forced - told.best:.2f}, said is {of.difference}"
    if of.because == "relation":
        return None if any(_lost(told, of, c) for c in claims) else f"nothing of {of.lost_to} bears on it"
    if of.because == "limit" and of.limit is not None:
        free, without = worth(told, without=of.limit), worth(told, *claims, without=of.limit)
        more = (free or 0) > told.best + 1 or (without or 0) > (forced or 0) + 1
        # Of two limits that each keep it out, whatever else is given, either may be named.
        more = more or (forced is None and worth(told, *claims, only=of.limit) is None)
        return None if more else f"without {of.limit} it is worth no more"
    return None


def _lost(told: Told, of: NotChosen, claim: Claim) -> bool:
    """Whether the row of the reason stands between the claim and one that is there in its year; or what it needs is not."""
    if of.relation == "requires":
        return any(r.type == "requires" and names(r.a, claim) and r.b == of.lost_to for r in rows())
    for row, other in _met(told, claim):
        if (
            other.ref == of.lost_to
            and of.relation == (row and row.type)
            and (row is None or row.article == (of.article or ""))
        ):
            return True
    return False


def _met(told: Told, claim: Claim) -> Iterator[_Met]:
    """The claims that are there in the year of one and take something of it, with the row."""
    day = told.case.days[claim.year]
    for other in _there(told, claim.year):
        if other.ref == claim.ref:
            continue
        yield from ((row, other) for row, far in apart(claim, other, day) if near(far, claim, other))
        for row, _ in between(claim, other, day).of("highest", "zero"):
            if near(reach(row.level, claim, other), claim, other):
                yield row, other


def _there(told: Told, year: int) -> list[Claim]:
    """What is paid in a year, runs in it, or is held in it since an earlier one."""
    here = [c for c in told.case.every if told.pays(c) and c.year <= year]
    held = [c for c in here if c.year == year or year < c.year + (c.terms.term_years or 1)]
    activities = [use.claim for use in told.found.activities if use.claim.year == year]
    return [*held, *activities, *(c for c in told.case.claims[year] if c.demand is not None)]


def prices(told: Told) -> None:
    """The price of a limit is told in the years in which it holds something back."""
    dear: dict[str, LimitUse] = {}
    for use in told.found.limits:
        if use.binding and (use.limit not in dear or (use.price or 0) > (dear[use.limit].price or 0)):
            dear[use.limit] = use
    for use in dear.values():
        _priced(told, use)


def _priced(told: Told, use: LimitUse) -> None:
    without = worth(told, without=use.limit)
    if use.price is not None and without is not None:
        more = without - told.best
        more = max(more, 0) if use.kind is LimitKind.AMOUNT_CAP else more
        assert abs(more - use.price) <= 2 * told.cents, (use.limit, more, use.price)


def _binds(told: Told, bound: Bound, claim: Claim) -> bool:
    return bound.holds(told.case.days[claim.year]) and bound.names(claim)
