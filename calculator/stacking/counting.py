"""Which limits count a payment: by what they select, or by the legal basis that it rests on."""

from __future__ import annotations

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.rulebook import Rulebook
from calculator.stacking.pairs import selects


def limit_binds(limit: Limit, claim: Claim) -> bool:
    """Whether the limit counts the claim, by its selectors or its legal basis."""
    if claim.legal_basis in limit.legal_bases and claim.public:
        return True
    return any(selects(s, claim.ref, claim.scheme, claim.groups) for s in limit.payments)


def binding(rulebook: Rulebook, limits: tuple[Limit, ...], claim: Claim) -> tuple[Limit, ...]:
    """Those of the limits that count the claim; remembered by all that the answer follows from."""
    known: dict[tuple[object, ...], tuple[Limit, ...]] = rulebook.memory.setdefault("binding", {})
    terms = claim.terms
    key = (terms.ref, terms.legal_basis, terms.public, terms.groups, *map(id, limits))
    found = known.get(key)
    if found is None:
        found = known[key] = tuple(x for x in limits if limit_binds(x, claim))
    return found
