"""Tables of stacks, remembered: claims on the same terms under the same regime have the same stacks.

Land of one type recurs, on a farm, over its years and over farms. What each stack pays per unit depends on the terms of its
claims and on nothing else, so it is worked out once per regime (``stacks`` does that) and found again by the identity of
the terms; only where amounts of hectares and metres are held against each other also by how much there is of each. Payments
for the farm have terms of its own, and are worked out each time.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from calculator.domain.claim import Claim
from calculator.domain.memory import Answers
from calculator.domain.quickly import made_quickly
from calculator.stacking.problem.stacks import Ground, Stack, parts, stacks
from calculator.stacking.problem.stacks.between import by_amount
from calculator.stacking.problem.stacks.compatible import MOST_CLAIMS, TooManyStacksError
from calculator.stacking.problem.stacks.forms import form
from calculator.stacking.problem.stacks.regime import Regime

#: By claims on the same terms, which are kept beside the answer.
_MOST_TABLES = 50_000
Tables = MutableMapping[object, tuple[tuple[object, ...], "Table"]]
_TABLES: Answers[object, tuple[tuple[object, ...], Table]] = Answers("tables", _MOST_TABLES)
_JOINED: Answers[object, tuple[object, list[list[int]]]] = Answers("joined", _MOST_TABLES)


@made_quickly
@dataclass(frozen=True, slots=True)
class Entry:
    """One stack of a table: which of the claims it takes (places), and what it brings, without the claims themselves."""

    picks: tuple[int, ...]
    model: Stack


@dataclass(frozen=True, slots=True)
class Table:
    """All stacks of one list of claims; ``unknown`` where a pair among them is one that nobody has published."""

    entries: tuple[Entry, ...]
    unknown: bool


def _key(claims: Sequence[Claim]) -> tuple[object, ...]:
    return tuple([(id(c.terms), c.forced, c.costs) if c.costs else (id(c.terms), c.forced) for c in claims])


def table(
    claims: tuple[Claim, ...],
    regime: Regime,
    reading: str,
    elsewhere: tuple[Claim, ...],
    freed: frozenset[str],
    *,
    farm: bool,
    own: Tables,
) -> Table:
    """The table of claims that bear on each other; ``farm`` says that the shared minimum amount applies to them.

    ``freed`` are ``requires`` rows that reach farther than one unit of this farm. Payments for the farm have terms of its own, so
    that their tables are kept with the award, among its ``own``.
    """
    known = regime.memory.of(_TABLES) if claims[0].piece != "farm" else own
    sharing = farm and any(regime.shares_minimum(c) for c in claims)
    sized = sharing or by_amount(regime.relations, claims)
    amounts = tuple(c.quantity for c in claims) if sized else ()
    key = (id(regime), _key(claims), tuple([id(c.terms) for c in elsewhere]), reading, amounts, freed)
    found = known.get(key)
    if found is None:
        # The regime and the terms are kept beside the table, so that no other object can come to bear their identity.
        held = (regime, *(c.terms for c in (*claims, *elsewhere)))
        found = known[key] = (held, _made(claims, regime, reading, elsewhere, freed, sharing))
    return found[1]


def _made(
    claims: tuple[Claim, ...],
    regime: Regime,
    reading: str,
    elsewhere: tuple[Claim, ...],
    freed: frozenset[str],
    sharing: bool,
) -> Table:
    minimum = regime.minimum if sharing else None
    members = frozenset(c.ref for c in claims if regime.shares_minimum(c)) if sharing else frozenset[str]()
    farm = claims[0].piece == "farm"
    of = form(claims, regime.relations, reading, freed, regime.memory if farm else None)
    ground = Ground(claims, regime.relations, reading, regime.ceilings, elsewhere, minimum, members, freed)
    places = {id(c): i for i, c in enumerate(claims)}
    # The claims are left out of what is remembered: they say whose land it is.
    entries = tuple(
        [Entry(tuple([places[id(c)] for c in stack.claims]), stack.of(())) for stack in stacks(ground, of)]
    )
    return Table(entries, of.unknown)


def joined(claims: tuple[Claim, ...], regime: Regime, *, farm: bool) -> list[list[int]]:
    """Places of claims that bear on each other, as ``stacks.parts`` finds them, remembered. Raises TooManyStacksError."""
    if len(claims) > MOST_CLAIMS:
        raise TooManyStacksError(claims[0].place, claims[0].ref, claims[0].year, len(claims) - 1)
    if claims and claims[0].piece == "farm":
        # Its terms are of this farm: what joins them is not.
        own = [(c.terms.ref, c.terms.legal_basis, c.terms.land_class, c.costs) for c in claims]
        key: tuple[object, ...] = (tuple(own), farm)
    else:
        key = (_key(claims), farm)
    known = regime.memory.of(_JOINED)
    found = known.get(key)
    if found is None:
        together = frozenset(c.ref for c in claims if farm and regime.shares_minimum(c))
        grouped = parts(claims, regime.relations, regime.ceilings, together)
        held = () if claims and claims[0].piece == "farm" else tuple(c.terms for c in claims)
        found = known[key] = (held, grouped)
    return found[1]
