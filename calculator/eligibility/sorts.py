"""Sorts of land: pieces that no payment tells apart but for where they lie and how large they are.

Which payments a piece triggers, by which of its measures, and of which type it is to each of them follows from its sort alone; so
it is worked out once, for every farm under the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from operator import attrgetter

from calculator.domain.farm import OF_PLACE, Parcel
from calculator.domain.memory import Once
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Level, Payment, Scheme
from calculator.eligibility.conditions.territory import readings
from calculator.eligibility.samples import Looks, Type, looks_of, type_of
from calculator.eligibility.subject import codes_of, triggers
from calculator.eligibility.units import Piece

_SORTS: Once[Sorts] = Once("sorts")

#: Sorts remembered per rulebook; beyond this all are forgotten and worked out anew.
_MOST_SORTS = 10_000
#: Attributes that are part of every sort, so that there are always several to ask for.
_KEPT = ("land_use", "soil")


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of land. ``codes`` are those of its measures and of what these imply.

    ``paid`` are the ways of looking at land that find a measure on it to pay for: the number of the way, the place of that
    measure among those of the piece, and the type of the land to those who look so, where it is of one.
    """

    codes: frozenset[str]
    paid: tuple[tuple[int, int, Type | None], ...]


class Sorts:
    """The sorts of land that the rules tell apart, as far as they were met.

    Nothing is kept of where a piece lies or of how large it is.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._ways: list[tuple[Payment, Looks | None]] = []
        #: The ways that pay for a measure, by its code.
        self._paying: dict[str, list[int]] = {}
        self._way_of: dict[tuple[int, int], int] = {}
        numbers: dict[object, int] = {}
        for scheme in readings(rulebook):
            for payment in (p for p in scheme.payments if p.level is not Level.FARM):
                looks = looks_of(rulebook, scheme, payment)
                same = (payment.measures, looks and (looks.attributes, looks.grown, looks.glmc8))
                number = numbers.setdefault(same, len(self._ways))
                self._way_of[id(scheme), id(payment)] = number
                if number == len(self._ways):
                    self._ways.append((payment, looks))
                    for code in payment.measures:
                        self._paying.setdefault(code, []).append(number)
        named = {name for _, looks in self._ways if looks is not None for name in looks.attributes}
        self._attributes = _looking_at(named)
        self._known: dict[object, Sort] = {}

    @classmethod
    def of(cls, rulebook: Rulebook) -> Sorts:
        """Those of the rulebook, kept with it."""
        return rulebook.memory.once(_SORTS, lambda: cls(rulebook))

    def way(self, scheme: Scheme, payment: Payment) -> int:
        """The number of the way in which a payment of a scheme looks at land."""
        return self._way_of[id(scheme), id(payment)]

    def seen(self, piece: Piece) -> Sort:
        """The sort of a piece."""
        parcel = piece.parcel
        key: list[object] = [(m.code, m.income_forgone_eur is None) for m in piece.measures]
        if parcel is not None:
            key += (bool(parcel.glmc8_ha), bool(parcel.crop_history), self._attributes(parcel))
        asked = tuple(key)
        found = self._known.get(asked)
        if found is None:
            if len(self._known) >= _MOST_SORTS:
                self._known.clear()
            found = self._known[asked] = self._sort(piece)
        return found

    def _sort(self, piece: Piece) -> Sort:
        codes = frozenset[str]().union(*[codes_of(self._rulebook, m.code) for m in piece.measures])
        return Sort(codes, tuple(self._paid(piece, codes)))

    def _paid(self, piece: Piece, codes: frozenset[str]) -> Iterator[tuple[int, int, Type | None]]:
        for number in sorted({n for code in codes for n in self._paying.get(code, ())}):
            payment, looks = self._ways[number]
            measure = triggers(piece, payment, self._rulebook)
            if measure is not None:
                at = next(n for n, m in enumerate(piece.measures) if m is measure)
                yield number, at, None if looks is None else type_of(piece, measure, looks)


def _looking_at(names: Set[str]) -> Callable[[Parcel], object]:
    """What all ways together ask of a parcel: its attributes, and where some way does its own answers."""
    attributes = attrgetter(*_KEPT, *sorted(names & set(Parcel.__slots__) - {*_KEPT}))
    own = sorted(name for name in names if name.startswith(OF_PLACE))
    if not own:
        return attributes
    return lambda parcel: (attributes(parcel), *[parcel.facts.get(name) for name in own])
