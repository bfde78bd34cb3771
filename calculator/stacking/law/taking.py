"""What a payment leaves of another by a share (``zero``, ``reduced``), where the two are in no choice together.

So it is beside a contract that runs on other days of the year, and of what would be continued after its legal basis ended beside
what the total holds. What hangs on the euros that one of the two pays is not worked out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from calculator.domain.claim import Claim, Terms
from calculator.domain.quantity import plain
from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.eligibility.amounts.basis import show
from calculator.stacking.law.pairs import Party, Relations
from calculator.stacking.law.reach import Reach, on_land, reach, whole_parcel

_TAKE = (RelationType.ZERO, RelationType.REDUCED)
_OF_MONEY = (Quantity.MONEY, Quantity.ALL)


def taking(claim: Claim, other: Claim, relations: Relations) -> Iterator[tuple[Relation, Reach]]:
    """The rows by which another payment takes a share of a claim, each with how far apart they work."""
    for row in relations.between(claim, other).relations:
        if row.type in _TAKE:
            yield row, Reach.PARCEL if whole_parcel(row) else reach(row, claim, other)


def takes(relations: Relations, claim: Party, other: Party) -> Reach | None:
    """How far apart on land another payment takes a share of one: on its ground, or maybe farther; None where it takes none."""
    rows = [row for row in relations.between(claim, other).relations if row.type in _TAKE]
    if not rows:
        return None
    ground = all(on_land(row) is Reach.GROUND and not whole_parcel(row) for row in rows)
    return Reach.GROUND if ground else Reach.FARM


@dataclass(slots=True)
class Leaving:
    """Claims less what rows take of them, which these rows take no more; those on the same terms stay on the same ones."""

    _left: dict[tuple[int, tuple[str, ...]], tuple[Terms, Terms]] = field(default_factory=dict)

    def of(self, claim: Claim, rows: tuple[Relation, ...]) -> Claim:
        """What the rows leave of a claim."""
        if not rows:
            return claim
        key = id(claim.terms), tuple(row.id for row in rows)
        if key not in self._left:
            terms = claim.terms
            for row in rows:
                terms = _left_by(row, terms)
            # The old terms are kept beside it, so that no others can come to bear their identity.
            self._left[key] = claim.terms, replace(terms, heeded=terms.heeded.union(key[1]))
        terms = self._left[key][1]
        if not any(row.quantity in _OF_MONEY for row in rows):
            return replace(claim, terms=terms)
        each = show(terms.rate.times(Fraction(1, 100)))
        return replace(claim, terms=terms, formula=f"{plain(claim.quantity)} {terms.unit} x EUR {each}")


def _left_by(row: Relation, terms: Terms) -> Terms:
    # Only a row that reduces has a parameter.
    share = Fraction(row.parameter or 0)
    every = row.quantity is Quantity.ALL
    if every or row.quantity is Quantity.MONEY:
        terms = replace(terms, rate=terms.rate.times(share))
    if terms.value is not None and (every or row.quantity is Quantity.VALUE):
        terms = replace(terms, value=terms.value * share)
    if every or row.quantity is Quantity.POINTS:
        terms = replace(terms, points={goal: p * share for goal, p in terms.points.items()})
    return terms
