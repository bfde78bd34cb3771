"""Which relation holds between two claims: the most specific recorded row, else the default for their groups.

A pair without a row is ``unknown`` where DESIGN says so (eco x eco, eco x ANLb, ANLb x ANLb, credit sales, public
payments on the same cost component) and additive otherwise. Rows in the table that name only groups give the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from calculator.domain.claim import Claim
from calculator.domain.relation import Quantity, Relation, RelationType


def selects(selector: str, ref: str, scheme: str, groups: tuple[str, ...]) -> bool:
    """Whether ``scheme#payment``, ``scheme`` or ``@group`` names the payment."""
    if selector.startswith("@"):
        return selector[1:] in groups
    return selector in (ref, scheme)


@dataclass(frozen=True, slots=True)
class Pair:
    """What holds from one claim towards another: the rows per quantity, and whether it is only assumed unknown."""

    relations: tuple[Relation, ...]
    unknown: bool = False
    shared_costs: tuple[str, ...] = ()


_FREE = Pair(())
#: Components that say nothing about costs, so that sharing them is no double payment.
_NOT_COSTS = frozenset({"price_premium", "result_bonus", "income_support"})


@dataclass(slots=True)
class Relations:
    """The relations in force on one day, answered per directed pair of payments and remembered.

    ``unknown`` gathers the pairs that were asked about and that nobody has published.
    """

    rows: tuple[Relation, ...]
    known: dict[tuple[str, str], Pair] = field(default_factory=dict)
    unknown: set[tuple[str, str]] = field(default_factory=set)

    def between(self, a: Claim, b: Claim) -> Pair:
        """Rows in which ``a`` stands on side a and ``b`` on side b (undirected types also the other way round)."""
        key = (a.ref, b.ref)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._pair(a, b)
            if found.unknown:
                self.unknown.add(key)
        return found

    def _pair(self, a: Claim, b: Claim) -> Pair:
        """The strongest rows of both directions, as far as they face from a to b."""
        facing = [r for r in self.rows if _matches(r, a, b)]
        either = facing + [r for r in self.rows if r not in facing and _matches(r, b, a)]
        if not either:
            return self._unrecorded(a, b)
        rows = tuple(r for r in _per_quantity(either) if r in facing)
        return Pair(rows, any(r.type is RelationType.UNKNOWN for r in rows)) if rows else _FREE

    def _unrecorded(self, a: Claim, b: Claim) -> Pair:
        shared = tuple(sorted((set(a.cost_components) & set(b.cost_components)) - _NOT_COSTS))
        if a.public and b.public and shared and a.scheme != b.scheme:
            return Pair((), unknown=True, shared_costs=shared)
        return _FREE


def _matches(row: Relation, a: Claim, b: Claim) -> bool:
    there = selects(row.a, a.ref, a.scheme, a.groups) and selects(row.b, b.ref, b.scheme, b.groups)
    if there or row.type in DIRECTED:
        return there
    return selects(row.a, b.ref, b.scheme, b.groups) and selects(row.b, a.ref, a.scheme, a.groups)


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
