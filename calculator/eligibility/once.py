"""Payments that are made once (reward term ``eenmalig``): claimed in the first year of the horizon in which they are open.

The cost of a planting or a well stands in the profile once, so it is paid once, however long the horizon is.
"""

from __future__ import annotations

from collections.abc import Mapping

from calculator.domain.rulebook import Rulebook
from calculator.eligibility.subject import Findings


def keep_first(rulebook: Rulebook, gathered: Mapping[int, Findings]) -> None:
    """Drop later claims and open questions of payments that are made once, per piece of land."""
    refs = _refs(rulebook)
    claimed: set[tuple[str, str]] = set()
    asked: set[tuple[str, str]] = set()
    for _, found in sorted(gathered.items()):
        if not refs:
            return
        again = {
            (c.terms.ref, c.piece)
            for c in found.claims
            if c.terms.ref in refs and c.demand is None and (c.terms.ref, c.piece) in claimed
        }
        if again:
            found.claims = [
                c for c in found.claims if c.demand is not None or (c.terms.ref, c.piece) not in again
            ]
        claimed |= {(c.terms.ref, c.piece) for c in found.claims if c.terms.ref in refs}
        open_ = [(f"{o.scheme}#{o.payment}", o) for o in found.open]
        found.open = [o for ref, o in open_ if ref not in refs or (ref, o.place) not in asked]
        asked |= {(ref, o.place) for ref, o in open_ if ref in refs}
        asked |= {(c.terms.ref, c.place) for c in found.claims if c.terms.ref in refs}


def _refs(rulebook: Rulebook) -> frozenset[str]:
    found: frozenset[str] | None = rulebook.memory.get("once")
    if found is None:
        found = frozenset(f"{s.id}#{p.id}" for s in rulebook.schemes for p in s.payments if p.once)
        rulebook.memory["once"] = found
    return found
