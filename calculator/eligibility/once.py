"""Payments that are made once (reward term ``eenmalig``): claimed in the first year of the horizon in which they are open.

The cost of a planting or a well stands in the profile once, so it is paid once, however long the horizon is.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress
from operator import attrgetter

from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.subject import Findings

_MADE_ONCE: Once[frozenset[tuple[str, str]]] = Once("made once")

_claimed_of = attrgetter("terms.scheme", "terms.payment")
_asked_of = attrgetter("scheme", "payment")


def keep_first(rulebook: Rulebook, gathered: Mapping[int, Findings]) -> None:
    """Drop later claims and open questions of payments that are made once, per piece of land."""
    once = _made_once(rulebook)
    claimed: set[tuple[str, str, str]] = set()
    asked: set[tuple[str, str, str]] = set()
    for _, found in sorted(gathered.items()):
        # Picked out without a step per claim: farms have hundreds, and hardly ever one that is made once.
        claims = list(compress(found.claims, map(once.__contains__, map(_claimed_of, found.claims))))
        questions = list(compress(found.open, map(once.__contains__, map(_asked_of, found.open))))
        again = {id(c) for c in claims if c.demand is None and (c.scheme, c.payment, c.piece) in claimed}
        if again:
            found.claims = [c for c in found.claims if id(c) not in again]
        settled = {id(o) for o in questions if (o.scheme, o.payment, o.place) in asked}
        if settled:
            found.open = [o for o in found.open if id(o) not in settled]
        claimed |= {(c.scheme, c.payment, c.piece) for c in claims}
        asked |= {(o.scheme, o.payment, o.place) for o in questions}
        asked |= {(c.scheme, c.payment, c.place) for c in claims}


def _made_once(rulebook: Rulebook) -> frozenset[tuple[str, str]]:
    """The payments that are made once, by scheme and id."""
    return rulebook.memory.once(
        _MADE_ONCE, lambda: frozenset((s.id, p.id) for s in rulebook.schemes for p in s.payments if p.once)
    )
