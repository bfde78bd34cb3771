"""A farm read at its widest: as if every candidate were done, so that no share of the land can be larger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, Scheme
from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.conditions.shares import OF_LAND
from calculator.eligibility.spans import every_condition

_ASKING: Once[frozenset[str]] = Once("payments that ask a share")
_COUNTED: Once[frozenset[str]] = Once("counted measures")


def widest(profile: FarmProfile) -> FarmProfile:
    """The farm as if every candidate were managed beside all that is: no share of the land can be larger."""
    return replace(
        profile,
        parcels=tuple(
            replace(p, measures=tuple(replace(m, candidate=False) for m in p.measures))
            for p in profile.parcels
        ),
    )


def alike(profile: FarmProfile, rulebook: Rulebook) -> bool:
    """Whether every condition says the same of the farm as it is and at its widest: no share counts what is considered."""
    counted = _counted(rulebook)
    return not any(m.candidate and m.code in counted for p in profile.parcels for m in p.measures)


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


def counted(scheme: Scheme, payment: Payment) -> frozenset[str]:
    """The measures that a condition of the payment takes a share of."""
    shares = [c.arguments.get("of") for c in every_condition(scheme, payment) if c.kind in OF_LAND]
    of_measures = [of["measures"] for of in shares if isinstance(of, Mapping) and "measures" in of]
    return frozenset(code for measures in of_measures for code in texts(measures))


def _counted(rulebook: Rulebook) -> frozenset[str]:
    """The measures that a condition takes a share of."""
    return rulebook.memory.once(
        _COUNTED,
        lambda: frozenset().union(*[counted(s, p) for s in rulebook.schemes for p in s.payments]),
    )
