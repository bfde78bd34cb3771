"""The numbers that all parts of a population share: of kinds of pieces, and of what farms answer.

A *kind* of piece is everything that rules may ask of a piece but its quantity.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from calculator.eligibility.units import Piece
from calculator.stacking.columns.reading.likeness import Asked, Likeness

#: The name of a place that stands for any: no parcel or element is called so.
_NAMELESS = "\x1f"


@dataclass(slots=True)
class Vocabulary:
    """The numbers of kinds (by all that tells them apart) and of the values of each fact.

    ``laid`` numbers what lies together, ``laid_of`` has that number per kind.
    ``listed`` are the facts of which some farm gives a list, as far as their values were asked for.
    """

    kinds: dict[tuple[object, ...], int] = field(default_factory=dict)
    samples: list[Piece] = field(default_factory=list)
    laid: dict[object, int] = field(default_factory=dict)
    laid_of: list[int] = field(default_factory=list)
    facts: dict[str, dict[tuple[type, object], int]] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    alike: dict[tuple[Asked, ...], Likeness] = field(default_factory=dict)
    _values: dict[str, list[object]] = field(default_factory=dict)

    def kind(self, piece: Piece) -> int:
        """The kind of a piece; the first of a kind stands for all."""
        key = kind_of(piece)
        found = self.kinds.get(key)
        if found is None:
            found = self.kinds[key] = len(self.samples)
            self.samples.append(piece)
            self.laid_of.append(self.laid.setdefault(key[-1], len(self.laid)))
        return found

    def code(self, path: str, value: object) -> int:
        """The code of an answer: with its type, since yes, 1 and 1.0 are the same key otherwise."""
        known = self.facts.setdefault(path, {})
        return known.setdefault((value.__class__, value), len(known))

    def value(self, path: str, code: int) -> object:
        """The answer with that code."""
        found = self._values.get(path, ())
        return found[code] if code < len(found) else self.values(path)[code]

    def values(self, path: str) -> list[object]:
        """The values of a fact by code."""
        known = self.facts.get(path, {})
        found = self._values.get(path)
        if found is None or len(found) < len(known):
            found = self._values[path] = [value for _, value in known]
            if any(cls is tuple for cls, _ in known):
                self.listed.add(path)
        return found


def nameless(piece: Piece) -> Piece:
    """The piece as one of any place: what is asked of other places of the farm goes by their names, and of this one by none."""
    parcel, element = piece.parcel, piece.element
    return replace(
        piece,
        place=_NAMELESS,
        parcel=None if parcel is None else replace(parcel, id=_NAMELESS),
        element=None if element is None else replace(element, id=_NAMELESS),
    )


def kind_of(piece: Piece) -> tuple[object, ...]:
    """All that tells a piece apart for the rules, but its quantity; what lies on it stands last."""
    laid = tuple([(m.code, m.unit, m.width_m, m.cost_eur, m.income_forgone_eur) for m in piece.measures])
    p = piece.parcel
    if p is not None:
        history = tuple(sorted(p.crop_history.items())) if p.crop_history else ()
        glmc8, own = bool(p.glmc8_ha), tuple(sorted(p.facts.items())) if p.facts else ()
        return (
            p.land_use,
            p.crop_code,
            p.soil,
            p.eco_region,
            p.natura2000,
            p.glmc9,
            glmc8,
            history,
            own,
            laid,
        )
    e = piece.element
    if e is None:
        raise ValueError("a piece lies on a parcel or an element")
    size: tuple[object, ...] = (e.length_m is None, e.count is None, e.area_m2 is None)
    if any(m.unit != "m" for m in piece.measures):
        # Of what is not measured along its length, the area counts as a whole: each size is a kind of its own.
        size = (e.length_m, e.count, e.area_m2)
    own = tuple(sorted(e.facts.items())) if e.facts else ()
    return (e.kind, e.diameter_cm, e.width_m, size, own, laid)
