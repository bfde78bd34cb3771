"""A farm read at its widest: as if every candidate were done, so that no share of the land can be larger.

What hangs on which of them are done (a mean, a share of the land that is done) is then taken as it is best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from calculator.domain.farm import FarmProfile, Measure
from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme
from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.conditions.shares import OF_LAND
from calculator.eligibility.conditions.totals import OF_PLACES
from calculator.eligibility.spans import every_condition

_ASKING: Once[frozenset[str]] = Once("payments that ask a share")
_LOOSELY: Once[frozenset[str]] = Once("payments that count measures otherwise")
_COUNTED: Once[frozenset[str]] = Once("counted measures")


def widest(profile: FarmProfile) -> FarmProfile:
    """The farm as if every candidate were managed beside all that is: no share of the land can be larger."""
    return replace(
        profile,
        parcels=tuple(replace(p, measures=_done(p.measures)) for p in profile.parcels),
        elements=tuple(replace(e, measures=_done(e.measures)) for e in profile.elements),
        widest=True,
    )


def _done(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    return tuple(replace(m, candidate=False) for m in measures)


def alike(profile: FarmProfile, rulebook: Rulebook) -> bool:
    """Whether every condition says the same of the farm as it is and at its widest: no share counts what is considered."""
    counted = counted_measures(rulebook)
    return not any(m.candidate and m.code in counted for p in profile.places for m in p.measures)


def asked_of(scheme: Scheme, payment: Payment) -> Iterator[Condition]:
    """The conditions of a payment that ask how much land is under measures, and count nothing besides."""
    for condition in (*scheme.conditions, *payment.conditions):
        of = condition.arguments.get("of")
        if condition.kind in OF_LAND and isinstance(of, Mapping) and set(of) == {"measures"}:
            yield condition


def asking(rulebook: Rulebook) -> frozenset[str]:
    """The payments that have such a condition."""
    return rulebook.memory.once(
        _ASKING,
        lambda: frozenset(
            f"{s.id}#{p.id}" for s in rulebook.schemes for p in s.payments if any(asked_of(s, p))
        ),
    )


def loosely(rulebook: Rulebook) -> frozenset[str]:
    """The payments that count measures in another way besides: with others, within a condition, or by what places answer."""

    def loose(scheme: Scheme, payment: Payment) -> bool:
        asked = list(asked_of(scheme, payment))
        return any(
            isinstance(of := c.arguments.get("of"), Mapping) and "measures" in of and c not in asked
            for c in every_condition(scheme, payment)
        )

    return rulebook.memory.once(
        _LOOSELY,
        lambda: frozenset(f"{s.id}#{p.id}" for s in rulebook.schemes for p in s.payments if loose(s, p)),
    )


def counted(scheme: Scheme, payment: Payment) -> frozenset[str]:
    """The measures of which a condition of the payment counts how much there is on the farm."""
    kinds = (*OF_LAND, *OF_PLACES)
    shares = [c.arguments.get("of") for c in every_condition(scheme, payment) if c.kind in kinds]
    of_measures = [of["measures"] for of in shares if isinstance(of, Mapping) and "measures" in of]
    return frozenset(code for measures in of_measures for code in texts(measures))


def counted_measures(rulebook: Rulebook) -> frozenset[str]:
    """The measures of which any condition counts how much there is on a farm."""
    return rulebook.memory.once(
        _COUNTED,
        lambda: frozenset().union(*[counted(s, p) for s in rulebook.schemes for p in s.payments]),
    )
