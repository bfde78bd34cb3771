"""The land of a farm as payments see it: what is found for one piece holds for every piece of its type."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from calculator.domain.farm import Measure
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.eligibility.samples import Type
from calculator.eligibility.sorts import Sort, Sorts
from calculator.eligibility.units import Piece

#: A piece with the measure that a payment is for, and its type; None where it is of no type.
Typed = tuple[Piece, Measure, Type | None]


@dataclass(frozen=True, slots=True)
class Land:
    """The pieces of a farm by their sorts, and by the way in which payments look at them.

    ``codes`` are those of all measures on it and of what these imply.
    """

    pieces: tuple[tuple[Piece, Sort], ...]
    codes: frozenset[str]
    sorts: Sorts
    fulfils_glmc8: bool
    _seen: dict[int, list[Typed]]

    @classmethod
    def of(cls, pieces: tuple[Piece, ...], rulebook: Rulebook) -> Land:
        """The pieces as measures lie on them."""
        sorts, seen = Sorts.of(rulebook), dict[int, list[Typed]]()
        laid = tuple([(piece, sorts.seen(piece)) for piece in pieces])
        for piece, sort in laid:
            measures = piece.measures
            for way, at, of_type in sort.paid:
                found = (piece, measures[at], of_type)
                if way in seen:
                    seen[way].append(found)
                else:
                    seen[way] = [found]
        glmc8 = any(p.parcel is not None and p.parcel.glmc8_ha for p in pieces)
        return cls(laid, frozenset[str]().union(*{s.codes for _, s in laid}), sorts, glmc8, seen)

    def glmc8_ground(self, scheme: Scheme) -> dict[str, Decimal]:
        """Hectares per parcel under any activity of the scheme whose value lapses on GLMC 8 (article 27(8))."""
        if not self.fulfils_glmc8:
            return {}
        wanted = {m for p in scheme.payments if p.value_zero_when == "glmc8" for m in p.measures}
        found: dict[str, Decimal] = {}
        for piece, sort in self.pieces:
            if piece.parcel is not None and piece.parcel.glmc8_ha and not sort.codes.isdisjoint(wanted):
                found[piece.place] = found.get(piece.place, Decimal(0)) + piece.quantity
        return found

    def under(self, scheme: Scheme, payment: Payment) -> list[Typed]:
        """The pieces with a measure that a payment of the scheme pays for, the first such measure, and their types."""
        return self._seen.get(self.sorts.way(scheme, payment), [])
