"""The land of a farm as payments see it: what is found for one piece holds for every piece of its type."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from calculator.domain.farm import Measure
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Payment, Scheme
from calculator.eligibility.samples import Looks, type_of
from calculator.eligibility.subject import codes_of, triggers
from calculator.eligibility.units import Piece

#: A piece with the measure that a payment is for.
_Under = tuple[Piece, Measure | None]
#: That, and its type; None where it is of no type.
_Typed = tuple[Piece, Measure | None, tuple[object, ...] | None]


@dataclass(frozen=True, slots=True)
class Land:
    """The pieces of a farm, each with the codes of its measures and of what these imply."""

    pieces: tuple[tuple[Piece, frozenset[str]], ...]
    codes: frozenset[str]
    rulebook: Rulebook
    fulfils_glmc8: bool
    _under: dict[tuple[str, ...], tuple[_Under, ...]] = field(default_factory=dict)
    _typed: dict[tuple[object, ...], tuple[_Typed, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pieces: tuple[Piece, ...], rulebook: Rulebook) -> Land:
        """The pieces as measures lie on them."""
        known: dict[str, frozenset[str]] = {}
        for code in {m.code for piece in pieces for m in piece.measures}:
            known[code] = codes_of(rulebook, code)
        laid = tuple([(p, frozenset[str]().union(*[known[m.code] for m in p.measures])) for p in pieces])
        glmc8 = any(p.parcel is not None and p.parcel.glmc8_ha for p in pieces)
        return cls(laid, frozenset[str]().union(*known.values()), rulebook, glmc8)

    def glmc8_ground(self, scheme: Scheme) -> dict[str, Decimal]:
        """Hectares per parcel under any activity of the scheme whose value lapses on GLMC 8 (article 27(8))."""
        if not self.fulfils_glmc8:
            return {}
        wanted = {m for p in scheme.payments if p.value_zero_when == "glmc8" for m in p.measures}
        found: dict[str, Decimal] = {}
        for piece, codes in self.pieces:
            if piece.parcel is not None and piece.parcel.glmc8_ha and not codes.isdisjoint(wanted):
                found[piece.place] = found.get(piece.place, Decimal(0)) + piece.quantity
        return found

    def under(self, payment: Payment) -> tuple[_Under, ...]:
        """The pieces with a measure that the payment pays for, and the first such measure."""
        if self.codes.isdisjoint(payment.measures):
            return ()
        found = self._under.get(payment.measures)
        if found is None:
            found = self._under[payment.measures] = tuple(
                (piece, triggers(piece, payment, self.rulebook))
                for piece, codes in self.pieces
                if not codes.isdisjoint(payment.measures)
            )
        return found

    def typed(self, payment: Payment, looks: Looks) -> tuple[_Typed, ...]:
        """The pieces under a payment with their types, found once for payments that look at the same."""
        key = (payment.measures, looks.attributes, looks.grown, looks.glmc8)
        found = self._typed.get(key)
        if found is None:
            found = self._typed[key] = tuple(
                [(piece, measure, type_of(piece, measure, looks)) for piece, measure in self.under(payment)]
            )
        return found
