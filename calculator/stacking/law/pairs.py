"""Which relation holds between two claims: the most specific recorded row, else the default for their groups.

A pair without a row is ``unknown`` where DESIGN says so (eco x eco, eco x ANLb, ANLb x ANLb, credit sales, public
payments on the same cost component) and additive otherwise. Rows in the table that name only groups say the first with its
article; where a table has none, it holds all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from calculator.domain.relation import UNKNOWN_UNLESS_PUBLISHED, Quantity, Relation, RelationType, selects
from calculator.stacking.law.reach import Reach, on_land, whole_parcel


class Party(Protocol):
    """One side of a pair: a claim, or a payment that nobody has claimed yet."""

    @property
    def ref(self) -> str:
        """``scheme#payment``."""

    @property
    def scheme(self) -> str:
        """The id of the scheme."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The names that relations may use as ``@group``."""

    @property
    def cost_components(self) -> tuple[str, ...]:
        """What the payment pays for."""

    @property
    def public(self) -> bool:
        """Whether it is public money."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What holds from one claim towards another: the rows per quantity, and whether it is only assumed unknown."""

    relations: tuple[Relation, ...]
    unknown: bool = False
    shared_costs: tuple[str, ...] = ()


#: The tie of payments whose pairs are unknown unless published.
_UNSAID = "unless published"
_FREE, _UNPUBLISHED = Pair(()), Pair((), unknown=True)
#: Components that say nothing about costs, so that sharing them is no double payment.
_NOT_COSTS = frozenset({"price_premium", "result_bonus", "income_support"})


@dataclass(slots=True)
class Relations:
    """The relations in force on one day, answered per directed pair of payments and remembered.

    ``on_whole_parcels`` says whether any of them takes value from all pieces of a parcel; ``far`` are rows that work
    between payments on different pieces of land, ``needing`` those of type ``requires``. ``apart`` says of sets of payments
    whether no row joins them across (``across.py``).
    """

    rows: tuple[Relation, ...]
    known: dict[tuple[str, str], Pair] = field(default_factory=dict)
    apart: dict[frozenset[tuple[str, bool]], bool] = field(default_factory=dict)
    on_whole_parcels: bool = field(init=False)
    far: tuple[Relation, ...] = field(init=False)
    needing: tuple[Relation, ...] = field(init=False)
    _sides: dict[str, tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    _ties: dict[str, frozenset[object]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.on_whole_parcels = any(whole_parcel(r) for r in self.rows)

        self.needing = tuple(r for r in self.rows if r.type is RelationType.REQUIRES)
        self.far = tuple(
            r
            for r in self.rows
            if on_land(r) is not Reach.GROUND and r.type not in (RelationType.ADDITIVE, RelationType.REQUIRES)
        )

    def naming(self, parties: Iterable[Party]) -> tuple[Relation, ...]:
        """The rows that bear on these parties: one on side a and one on side b, or one that needs another."""
        sides = [self._named(p) for p in parties]
        left = frozenset[int]().union(*(a for a, _ in sides))
        right = frozenset[int]().union(*(b for _, b in sides))
        needy = {i for i in left if self.rows[i].type is RelationType.REQUIRES}
        return tuple(self.rows[i] for i in sorted((left & right) | needy))

    def bears_on(self, party: Party) -> bool:
        """Whether a row of another type than ``additive`` names the party, on either side."""
        sides = self._named(party)
        return any(self.rows[i].type is not RelationType.ADDITIVE for side in sides for i in side)

    def ties(self, party: Party) -> frozenset[object]:
        """By what anything may hold between the party and another: two that have none of these in common are free of each other.

        Rows that name it, costs that public money pays, and that its pairs are unknown unless published.
        """
        found = self._ties.get(party.ref)
        if found is None:
            left, right = self._named(party)
            costs = frozenset(party.cost_components) - _NOT_COSTS if party.public else frozenset()
            unsaid = UNKNOWN_UNLESS_PUBLISHED.intersection(party.groups)
            found = self._ties[party.ref] = left | right | costs | ({_UNSAID} if unsaid else frozenset())
        return found

    def between(self, a: Party, b: Party) -> Pair:
        """Rows in which ``a`` stands on side a and ``b`` on side b (undirected types also the other way round)."""
        key = (a.ref, b.ref)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._pair(a, b)
        return found

    def _pair(self, a: Party, b: Party) -> Pair:
        """The strongest rows of both directions, as far as they face from a to b."""
        facing, back = self._facing(a, b), self._facing(b, a)
        if not facing and not back:
            return self._unrecorded(a, b)
        either = [self.rows[i] for i in sorted(facing | back)]
        ahead = {self.rows[i].id for i in facing}
        rows = tuple(r for r in _per_quantity(either) if r.id in ahead)
        return Pair(rows, any(r.type is RelationType.UNKNOWN for r in rows)) if rows else _FREE

    def _facing(self, a: Party, b: Party) -> frozenset[int]:
        """The rows that work from a to b; those that are not directed also where they name the two in reverse."""
        a_left, a_right = self._named(a)
        b_left, b_right = self._named(b)
        reverse = frozenset(i for i in a_right & b_left if self.rows[i].type not in DIRECTED)
        return (a_left & b_right) | reverse

    def _named(self, claim: Party) -> tuple[frozenset[int], frozenset[int]]:
        """The rows that name the claim on side a, and on side b."""
        found = self._sides.get(claim.ref)
        if found is None:
            sides = tuple(
                frozenset(
                    i
                    for i, row in enumerate(self.rows)
                    if selects(row.a if left else row.b, claim.ref, claim.scheme, claim.groups)
                )
                for left in (True, False)
            )
            found = self._sides[claim.ref] = (sides[0], sides[1])
        return found

    def _unrecorded(self, a: Party, b: Party) -> Pair:
        shared = tuple(sorted((set(a.cost_components) & set(b.cost_components)) - _NOT_COSTS))
        if a.public and b.public and shared and a.scheme != b.scheme:
            return Pair((), unknown=True, shared_costs=shared)
        unsaid = all(UNKNOWN_UNLESS_PUBLISHED.intersection(x.groups) for x in (a, b))
        return _UNPUBLISHED if unsaid and a.ref != b.ref else _FREE


DIRECTED = frozenset({RelationType.ZERO, RelationType.REDUCED, RelationType.REQUIRES, RelationType.NET_OF})


def _per_quantity(rows: Iterable[Relation]) -> Iterable[Relation]:
    """Per quantity only the most specific rows; a specific row on all quantities also beats looser rows on one."""
    ordered = sorted(rows, key=lambda r: (-r.specificity, r.id))
    best: dict[Quantity, int] = {}
    for row in ordered:
        covering = [best[q] for q in (row.quantity, Quantity.ALL) if q in best]
        if row.quantity is Quantity.ALL and best and max(best.values()) > row.specificity:
            continue
        if covering and max(covering) > row.specificity:
            continue
        best[row.quantity] = max(best.get(row.quantity, row.specificity), row.specificity)
        yield row


__all__ = ["DIRECTED", "Pair", "Party", "Relations", "selects"]
