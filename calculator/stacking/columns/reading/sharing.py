"""What two rulebooks have in common, so that what was worked out under one holds under the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from calculator.domain.limit import LimitKind
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, PaymentKind


class _Read(Protocol):
    rulebook: Rulebook
    on: date
    years: range


def answers(one: _Read, other: _Read) -> bool:
    """Whether a payment of a scheme that both have is answered the same: it reads codes, legal bases and ceilings on costs."""
    a, b = one.rulebook, other.rulebook
    shares = [[id(x) for x in r.limits if x.kind is LimitKind.COST_SHARE] for r in (a, b)]
    same_years = (one.on, one.years) == (other.on, other.years)
    return (
        same_years
        and shares[0] == shares[1]
        and a.codelists == b.codelists
        and a.legal_bases == b.legal_bases
    )


def otherwise(one: Rulebook, other: Rulebook) -> set[int]:
    """Schemes (by identity) that both have and of which a grant over years may weigh otherwise: what it grants in later years
    follows from other versions of the scheme, and counts where a ceiling over years may count it.
    """
    ceilings = [[x for x in r.limits if x.kind is LimitKind.DE_MINIMIS] for r in (one, other)]
    as_before = _same(*ceilings)
    return {
        id(scheme)
        for scheme in one.schemes
        if any(payment.grant.decision == "multi_year" for payment in scheme.payments)
        and not (as_before and _same(one.versions(scheme.id), other.versions(scheme.id)))
    }


def between(one: Rulebook, other: Rulebook) -> bool:
    """Whether payments bear on each other in the same way: combination rules, limits, and what stands beside land."""
    return (
        _same(one.relations, other.relations)
        and _same(one.limits, other.limits)
        and _beside(one) == _beside(other)
    )


def _same(one: Iterable[object], other: Iterable[object]) -> bool:
    return [id(x) for x in one] == [id(x) for x in other]


def _beside(rulebook: Rulebook) -> set[tuple[object, ...]]:
    """The payments for the farm, and the schemes with a class premium."""
    return {
        (s.id, p.id, p.groups, p.kind is PaymentKind.CLASS_PREMIUM)
        for s in rulebook.schemes
        for p in s.payments
        if p.level is Level.FARM or p.kind is PaymentKind.CLASS_PREMIUM
    }
