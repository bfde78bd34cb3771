"""How much of what a condition counts there is on every place of a population, in whole steps of the unit.

Ground is counted in square centimetres, of which the widths of strips and elements make whole numbers, and metres in as many
steps as the widths of all strips divide; so nothing is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm

import numpy as np
import pandas as pd

from calculator.eligibility.conditions.outcomes import texts
from calculator.eligibility.conditions.totals import PLACE
from calculator.scenarios.encoding.land import places_of
from calculator.scenarios.encoding.reading import (
    LARGEST,
    Ints,
    Mask,
    codes,
    flags,
    is_one_of,
    places,
    whole,
)  # fmt: skip
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.reading.numbering import numbered

#: Square centimetres in one of a unit of ground, of which the tables have square metres.
_GROUND = {"ha": 100_000_000, "m2": 10_000}
_M2 = 10_000
#: Centimetres in a metre, and square metres in a hectare.
_CM, _HA = 100, 10_000


class BeyondError(Exception):
    """What is asked does not follow from the tables so; the farms are asked one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class Lots:
    """The places that count, or may: their farm, how much of them there is (below zero: not known) in steps of which ``each``
    make one, and whether they are surely as asked; ``told`` are their results in millionths, where ``said`` that there is one.
    """

    farm: Ints
    much: Ints
    each: int
    sure: Mask
    told: Ints
    said: Mask


def hectares(population: Population, of: Mapping[str, object]) -> Lots:
    """What counts towards land, as much of every parcel: measures are no more than the whole of it."""
    table = population.parcels
    size = table["area_m2"].to_numpy(np.int64)
    under = np.minimum(_Sizing(population, of, "").under(table, "parcel_id"), size)
    return _lots(places(table), under + _named(table, of) * size, _HA)


def sized(population: Population, of: Mapping[str, object], unit: str) -> Lots:
    """How much of every place counts in the unit, or as one each; elements stand behind the parcels."""
    sizing = _Sizing(population, of, unit)
    table, objects = population.parcels, population.elements
    much, farm = sizing.of_parcels(), places(table)
    if objects is not None and len(objects):
        much, farm = np.append(much, sizing.of_elements(objects)), np.append(farm, places(objects))
    each = sizing.each
    step = max(int(np.gcd.reduce(np.maximum(much, 0), initial=each)), 1)
    return _lots(farm, np.where(much < 0, -1, much // step), each // step)


def _lots(farm: Ints, much: Ints, each: int) -> Lots:
    return Lots(farm, much, each, np.ones(len(much), dtype=np.bool_), np.zeros_like(much), much < 0)


def _named(table: pd.DataFrame, of: Mapping[str, object]) -> Ints:
    """How often the whole of a parcel counts by what it is."""
    found = np.zeros(len(table), dtype=np.int64)
    for key, column in (("land_use", "land_use"), ("crops", "crop_code")):
        if key in of and column in table:
            found += is_one_of(table, column, *texts(of[key]))
    return found


@dataclass(slots=True)
class _Sizing:
    """``unit``: empty where each measure counts as it is told. ``by_width``: steps of a centimetre, which make a whole number of
    what each strip comes to by its width.
    """

    population: Population
    of: Mapping[str, object]
    unit: str
    by_width: int = 1

    def __post_init__(self) -> None:
        rows = self.population.measures
        if self.unit == "m" and rows is not None and len(rows) and "measures" in self.of:
            width, wide = whole(rows, "width_cm")
            mine = np.flatnonzero(self._counts(rows) & is_one_of(rows, "unit", "ha", "m2") & wide)
            much = rows["quantity"].to_numpy(np.int64)[mine] * _M2
            over = width[mine] // np.gcd(width[mine], much)
            self.by_width = lcm(*np.unique(over).tolist())

    @property
    def each(self) -> int:
        """Steps in one of the unit."""
        return _GROUND.get(self.unit) or (_CM * self.by_width if self.unit == "m" else 1)

    def of_parcels(self) -> Ints:
        """How much of every parcel counts."""
        table = self.population.parcels
        found, named = self.under(table, "parcel_id"), _named(table, self.of)
        if self.unit == PLACE:
            return ((found > 0) | (named > 0)).astype(np.int64)
        if self.unit not in _GROUND:
            if named.any():
                raise BeyondError
            return found
        size = table["area_m2"].to_numpy(np.int64) * _M2
        much: Ints = np.minimum(found + named * size, size)
        return much

    def of_elements(self, table: pd.DataFrame) -> Ints:
        """How much of every element counts; below zero where its size is not known."""
        found = self.under(table, "element_id")
        named = is_one_of(table, "kind", *texts(self.of.get("elements", ())))
        if self.unit == PLACE:
            return ((found > 0) | named).astype(np.int64)
        size, known = self._of_whole(table)
        return np.where((found < 0) | (named & ~known), -1, found + np.where(named, size, 0))

    def _of_whole(self, table: pd.DataFrame) -> tuple[Ints, Mask]:
        """How much there is of a whole element, and whether it says so."""
        if self.unit not in _GROUND:
            size, known = whole(table, "length_cm" if self.unit == "m" else "pieces")
            return size * (self.by_width if self.unit == "m" else 1), known
        (area, has_area), (length, long), (width, wide) = (
            whole(table, name) for name in ("area_m2", "length_cm", "width_cm")
        )
        return np.where(has_area, area * _M2, length * width), has_area | (long & wide)

    def under(self, table: pd.DataFrame, name: str) -> Ints:
        """What lies under the measures that count on every place, part beside part; measures of one part overlap.

        Below zero where a strip does not say how wide it is.
        """
        rows, found = self.population.measures, np.zeros(len(table), dtype=np.int64)
        if rows is None or not len(rows) or "measures" not in self.of:
            return found
        on = places_of(rows, table, name)
        mine = np.flatnonzero((on >= 0) & self._counts(rows))
        on = on[mine]
        much = self._in_unit(rows.iloc[mine], of_parcel=name == "parcel_id")
        part, together = np.unique(numbered([on, codes(rows, "part")[mine]]), return_inverse=True)
        most = np.zeros(len(part), dtype=np.int64)
        np.maximum.at(most, together, much)
        owner = np.zeros(len(part), dtype=np.int64)
        owner[together] = on
        np.add.at(found, owner, most)
        found[on[much < 0]] = -1
        return found

    def _counts(self, rows: pd.DataFrame) -> Mask:
        named = is_one_of(rows, "code", *texts(self.of["measures"]))
        return named & ~flags(rows, "candidate", empty=False)

    def _in_unit(self, rows: pd.DataFrame, *, of_parcel: bool) -> Ints:
        """What each measure comes to in steps, as ``eligibility.measured`` has it (below zero without the width that this takes);
        on a parcel it is told in hectares.
        """
        much = rows["quantity"].to_numpy(np.int64)
        if self.unit in ("", PLACE):
            return much
        given = rows["unit"].astype(str).to_numpy()
        if of_parcel and (given != "ha").any():
            raise BeyondError
        apart = (given == "piece") != (self.unit == "piece")
        if self.unit == "piece":
            return np.where(apart, 0, much)
        width, wide = whole(rows, "width_cm", empty=1)
        long, metres = given == "m", self.unit == "m"
        most = _M2 * self.by_width if metres else max(_M2, int(width.max(initial=1)))
        if int(much.max(initial=0)) * most * max(len(much), 1) >= LARGEST:
            raise BeyondError
        if metres:
            strips = much * _M2 * self.by_width // width
            come = np.where(long, much * self.by_width, strips)
        else:
            come = much * np.where(long, width, _M2)
        return np.where(apart, 0, np.where((long != metres) & ~wide, -1, come))
