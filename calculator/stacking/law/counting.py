"""Which limits count a payment: by what they select, or by the legal basis that it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from operator import attrgetter
from typing import Protocol

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.memory import Answers
from calculator.domain.rulebook import Rulebook
from calculator.stacking.law.pairs import selects

_MOST_LIMITS = 1_000
_HELD: Answers[tuple[date, str], tuple[Limit, ...]] = Answers("limits held on a day", _MOST_LIMITS)
#: By the list of limits, and beside it; of one list so many answers, beyond which all are forgotten.
_BINDING: Answers[int, _Answers] = Answers("binding", _MOST_LIMITS)
_MOST_ASKED = 5_000
_TERMS, _COUNTED = attrgetter("terms"), attrgetter("ref", "legal_basis", "public", "groups")

#: A list of limits, and those of them that count a payment, by its ref, legal basis, payer and groups.
_Bound = dict[tuple[object, ...], tuple[Limit, ...]]
_Answers = tuple[tuple[Limit, ...], _Bound]


class Counted(Protocol):
    """What a limit may count: a claim, or a grant behind a running contract."""

    @property
    def ref(self) -> str:
        """``scheme#payment``."""

    @property
    def scheme(self) -> str:
        """The id of the scheme."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The names that limits may use as ``@group``."""

    @property
    def legal_basis(self) -> str:
        """The basis that it rests on."""

    @property
    def public(self) -> bool:
        """Whether public money pays it."""


def limit_binds(limit: Limit, claim: Counted) -> bool:
    """Whether the limit counts the claim, by its selectors or its legal basis."""
    if claim.legal_basis in limit.legal_bases and claim.public:
        return True
    return any(selects(s, claim.ref, claim.scheme, claim.groups) for s in limit.payments)


def counted_by(limit: Limit, claims: Iterable[Claim]) -> list[Claim]:
    """Those of the claims that the limit counts."""
    every = list(claims)
    # Claims on the same terms are counted alike: one of each is asked.
    counted = {terms for terms, claim in one_of_each(every).items() if limit_binds(limit, claim)}
    return [claim for claim in every if id(claim.terms) in counted] if counted else []


def one_of_each(claims: Collection[Claim]) -> dict[int, Claim]:
    """A claim on each of the terms (by identity) that claims have."""
    return dict(zip(map(id, map(_TERMS, claims)), claims, strict=True))


def held_on(rulebook: Rulebook, day: date, without: str | None = None) -> tuple[Limit, ...]:
    """The limits in force on the day, the same list each time; ``without`` is one that is left out."""
    if without is None:
        return rulebook.limits_on(day)
    known = rulebook.memory.of(_HELD)
    found = known.get((day, without))
    if found is None:
        found = known[day, without] = tuple(x for x in rulebook.limits_on(day) if x.id != without)
    return found


def counting(
    rulebook: Rulebook, limits: tuple[Limit, ...], claims: Collection[Claim]
) -> dict[int, tuple[Limit, ...]]:
    """By terms (their identity) those of the limits that count it, where there are any; ``limits`` as for ``binding``."""
    known = _known(rulebook, limits)
    of_terms = {terms: _binding(known, limits, claim) for terms, claim in one_of_each(claims).items()}
    return {terms: by for terms, by in of_terms.items() if by}


def binding(rulebook: Rulebook, limits: tuple[Limit, ...], claim: Claim) -> tuple[Limit, ...]:
    """Those of the limits that count the claim; remembered by all that the answer follows from.

    ``limits`` are a list that the rulebook keeps (``held_on``, ``windows.versions``): it is known by its identity.
    """
    return _binding(_known(rulebook, limits), limits, claim)


def _known(rulebook: Rulebook, limits: tuple[Limit, ...]) -> _Bound:
    """Which of the limits count a payment, as far as was asked."""
    by_limits = rulebook.memory.of(_BINDING)
    asked = by_limits.get(id(limits))
    if asked is None or len(asked[1]) >= _MOST_ASKED:
        # The limits are kept beside the answers, so that no others can come to bear their identity.
        asked = by_limits[id(limits)] = (limits, {})
    return asked[1]


def _binding(known: _Bound, limits: tuple[Limit, ...], claim: Claim) -> tuple[Limit, ...]:
    key = _COUNTED(claim.terms)
    found = known.get(key)
    if found is None:
        found = known[key] = tuple(x for x in limits if limit_binds(x, claim))
    return found
