"""Which limits count a payment: by what they select, or by the legal basis that it rests on."""

from __future__ import annotations

from typing import Protocol

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.domain.rulebook import Rulebook
from calculator.stacking.pairs import selects

#: Answers remembered per rulebook; beyond this all are forgotten and found anew.
_MOST_BINDING = 50_000


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


def binding(rulebook: Rulebook, limits: tuple[Limit, ...], claim: Claim) -> tuple[Limit, ...]:
    """Those of the limits that count the claim; remembered by all that the answer follows from."""
    known: dict[tuple[object, ...], tuple[Limit, ...]] = rulebook.memory.setdefault("binding", {})
    terms = claim.terms
    key = (terms.ref, terms.legal_basis, terms.public, terms.groups, *map(id, limits))
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_BINDING:
            known.clear()
        found = known[key] = tuple(x for x in limits if limit_binds(x, claim))
    return found
