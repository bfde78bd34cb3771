"""Single pieces of land as values, made from their rows: the sample that stands for a kind, once for all that say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np

from calculator.domain.farm import Measure
from calculator.eligibility.units import Piece, element_quantity
from calculator.scenarios.encoding.reading import Ints
from calculator.scenarios.population.profiles import land
from calculator.scenarios.population.profiles.slices import Slice
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.reading.vocabulary import Vocabulary

#: What a piece says: the cells by which it differs from others, and the measures on it likewise.
Said = tuple[object, ...]
_OF_PARCEL = ("land_use", "crop_code", "soil", "eco_region", "natura2000", "glmc9")
_OF_ELEMENT = ("kind", "diameter_cm", "width_cm")
_SIZES = ("length_cm", "pieces", "area_m2")
_OF_MEASURE = ("code", "unit", "width_cm", "cost_microeur", "forgone_microeur")


@dataclass(slots=True)
class Samples:
    """The kinds of pieces by what they say, for all parts of a population; ``words`` gains what is new."""

    words: Vocabulary
    known: dict[Said, int] = field(default_factory=dict)

    def on_parcels(self, population: Population, places: Ints, sets: Sequence[Ints], of: Ints) -> Ints:
        """The kind of a piece per row of ``places``; ``sets`` are rows of measures, and ``of`` which of them lie there."""
        name, glmc8 = _cells(population, "parcels", places, ("parcel_id", "glmc8_m2"))
        grown, own = _histories(population, places), _facts(population, "parcels", places)
        history = [tuple(sorted(here.get(str(n), {}).items())) for n, here in zip(name, grown, strict=True)]
        laid = _said(population, sets)
        cells = zip(
            *_cells(population, "parcels", places, _OF_PARCEL), map(bool, glmc8), history, strict=True
        )
        said = [
            (*cell, _of_place(own, at, called), laid[n])
            for at, (cell, called, n) in enumerate(zip(cells, name, of.tolist(), strict=True))
        ]

        def make(new: Ints, measures: list[tuple[Measure, ...]]) -> list[Piece]:
            held = [own[n] for n in new.tolist()] if own else None
            return _on_parcels(population, places[new], [grown[n] for n in new.tolist()], measures, held)

        return self._kinds(population, said, sets, of, make)

    def on_elements(self, population: Population, places: Ints, sets: Sequence[Ints], of: Ints) -> Ints:
        """As ``on_parcels``, of elements."""
        laid, own = _said(population, sets), _facts(population, "elements", places)
        (name,) = _cells(population, "elements", places, ("element_id",))
        # As a kind is told apart: of what is measured along its length, only which sizes are said.
        along = [all(unit == "m" for _, unit, *_ in here) for here in laid]
        cells = zip(*_cells(population, "elements", places, _OF_ELEMENT), strict=True)
        sizes = zip(*_cells(population, "elements", places, _SIZES), strict=True)
        said = [
            (*cell, tuple(s is None for s in size) if along[n] else size, _of_place(own, at, called), laid[n])
            for at, (cell, size, called, n) in enumerate(zip(cells, sizes, name, of.tolist(), strict=True))
        ]

        def make(new: Ints, measures: list[tuple[Measure, ...]]) -> list[Piece]:
            return _on_elements(
                population, places[new], measures, [own[n] for n in new.tolist()] if own else None
            )

        return self._kinds(population, said, sets, of, make)

    def _kinds(
        self,
        population: Population,
        said: list[Said],
        sets: Sequence[Ints],
        of: Ints,
        make: Callable[[Ints, list[tuple[Measure, ...]]], list[Piece]],
    ) -> Ints:
        new = np.array([n for n, key in enumerate(said) if key not in self.known], dtype=np.int64)
        some, which = np.unique(of[new], return_inverse=True)
        laid = _measures(population, [sets[n] for n in some.tolist()])
        for n, piece in zip(new.tolist(), make(new, [laid[m] for m in which.tolist()]), strict=True):
            self.known[said[n]] = self.words.kind(piece)
        return np.array([self.known[key] for key in said], dtype=np.int64)


def _picked(population: Population, table: str, places: Ints) -> Slice:
    return Slice.picked(population, table, places, list(range(len(places) + 1)))


def _cells(population: Population, table: str, places: Ints, columns: Sequence[str]) -> list[list[object]]:
    rows = _picked(population, table, places)
    return [rows(column) for column in columns]


def _said(population: Population, sets: Sequence[Ints]) -> list[tuple[Said, ...]]:
    """What the measures of every set say of themselves."""
    if not sets:
        return []
    every = np.concatenate(list(sets))
    said = list(zip(*_cells(population, "measures", every, _OF_MEASURE), strict=True))
    ends = np.cumsum([0, *map(len, sets)]).tolist()
    return [tuple(said[begin:end]) for begin, end in pairwise(ends)]


def _on_parcels(
    population: Population,
    places: Ints,
    grown: Sequence[dict[str, dict[int, str]]],
    laid: Sequence[tuple[Measure, ...]],
    own: Sequence[land.Told] | None,
) -> list[Piece]:
    made = land.parcels(_picked(population, "parcels", places), [{}] * len(places), grown, own)
    return [
        Piece(f"{p.id}/1", p.id, p.area_ha, here, parcel=p) for (p,), here in zip(made, laid, strict=True)
    ]


def _on_elements(
    population: Population, places: Ints, laid: Sequence[tuple[Measure, ...]], own: Sequence[land.Told] | None
) -> list[Piece]:
    made = land.elements(_picked(population, "elements", places), [{}] * len(places), own)
    return [
        Piece(f"{e.id}/1", e.id, element_quantity(e) or Decimal(1), here, element=e)
        for (e,), here in zip(made, laid, strict=True)
    ]


def _measures(population: Population, sets: Sequence[Ints]) -> list[tuple[Measure, ...]]:
    """What lies together, for every set of rows of the table of measures; what is considered lies there as if it were done."""
    if not sets:
        return []
    at = np.cumsum([0, *map(len, sets)]).tolist()
    found = land.measures(Slice.picked(population, "measures", np.concatenate(list(sets)), at))
    # All lie on one place.
    return [
        tuple(replace(m, candidate=False) if m.candidate else m for laid in here.values() for m in laid)
        for here in found
    ]


def _histories(population: Population, places: Ints) -> list[dict[str, dict[int, str]]]:
    """Of each parcel the crops of earlier years, among those of its farm."""
    if population.histories is None:
        return [{} for _ in places]
    return land.histories(_of_farms(population, "parcels", places, "histories"))


def _facts(population: Population, table: str, places: Ints) -> list[land.Told]:
    """Of each place what is answered of places of its farm; nothing where nobody answers anything."""
    if population.place_facts is None:
        return []
    return land.facts(_of_farms(population, table, places, "place_facts"))


def _of_place(own: Sequence[land.Told], at: int, name: object) -> Said:
    """What one place answers, as a key."""
    return tuple(sorted(own[at].get(str(name), {}).items())) if own else ()


def _of_farms(population: Population, table: str, places: Ints, name: str) -> Slice:
    """The rows of another table of the farm of each place."""
    farms = population.tables[table]["farm_key"].cat.codes.to_numpy()[places]
    bounds = population.bounds(name)
    rows = [np.arange(bounds[f], bounds[f + 1]) for f in farms.tolist()]
    at = np.cumsum([0, *map(len, rows)]).tolist()
    every = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    return Slice.picked(population, name, every, at)
