"""Single pieces of land as values, made from their rows: the sample that stands for a kind."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from calculator.domain.farm import Measure
from calculator.eligibility.units import Piece, element_quantity
from calculator.scenarios.encoding.reading import Ints
from calculator.scenarios.population import profile_land as land
from calculator.scenarios.population.slices import Slice
from calculator.scenarios.population.tables import Population


def on_parcels(population: Population, places: Ints, laid: Sequence[tuple[Measure, ...]]) -> list[Piece]:
    """A piece per row of ``places``, on which these measures lie."""
    nothing: list[dict[str, dict[int, str]]] = [{} for _ in places]
    grown = _histories(population, places) if population.histories is not None else nothing
    made = land.parcels(_ones(population, "parcels", places), [{}] * len(places), grown)
    return [
        Piece(f"{p.id}/1", p.id, p.area_ha, here, parcel=p) for (p,), here in zip(made, laid, strict=True)
    ]


def on_elements(population: Population, places: Ints, laid: Sequence[tuple[Measure, ...]]) -> list[Piece]:
    """As ``on_parcels``, of elements."""
    made = land.elements(_ones(population, "elements", places), [{}] * len(places))
    return [
        Piece(f"{e.id}/1", e.id, element_quantity(e) or Decimal(1), here, element=e)
        for (e,), here in zip(made, laid, strict=True)
    ]


def _ones(population: Population, table: str, places: Ints) -> Slice:
    return Slice.picked(population, table, places, list(range(len(places) + 1)))


def measures(population: Population, rows: Sequence[Ints]) -> list[tuple[Measure, ...]]:
    """What lies together, for every set of rows of the table of measures."""
    if not rows:
        return []
    at = np.cumsum([0, *map(len, rows)]).tolist()
    found = land.measures(Slice.picked(population, "measures", np.concatenate(list(rows)), at))
    # All lie on one place.
    return [tuple(m for laid in here.values() for m in laid) for here in found]


def _histories(population: Population, places: Ints) -> list[dict[str, dict[int, str]]]:
    """Of each parcel the crops of earlier years, among those of its farm."""
    farms = population.parcels["farm_key"].cat.codes.to_numpy()[places]
    bounds = population.bounds("histories")
    rows = [np.arange(bounds[f], bounds[f + 1]) for f in farms.tolist()]
    at = np.cumsum([0, *map(len, rows)]).tolist()
    every = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
    return land.histories(Slice.picked(population, "histories", every, at))
