"""How conditions that count land and places stand for every farm of a population, from its tables: whole arrays at once.

What a place must be to be counted is asked of one of all places that say the same. Sizes are added up in the smallest steps of
their unit and held against the bound in whole numbers, so that every farm stands as its own profile does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd

from calculator.domain.farm import OF_PLACE, FarmProfile
from calculator.domain.scheme import Condition
from calculator.domain.source import Series
from calculator.eligibility.conditions.judged import judged, where_of
from calculator.eligibility.conditions.kinds import evaluate
from calculator.eligibility.conditions.outcomes import Setting, bound_on, texts
from calculator.eligibility.conditions.shares import OF_LAND, SAME
from calculator.eligibility.conditions.totals import MEANS, PLACE, TOTALS
from calculator.scenarios.encoding.land import ordinal, places_of
from calculator.scenarios.encoding.reading import (
    LARGEST,
    Ints,
    Mask,
    any_of,
    codes,
    flags,
    is_one_of,
    places,
    reaches,
    sums,
    whole,
)  # fmt: skip
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.reading.counting import FAILED, MET, OPEN
from calculator.stacking.columns.reading.numbering import numbered

#: Steps of the tables in one of a unit.
_STEPS = {"ha": 10_000, "m2": 1, "m": 100, "piece": 1, PLACE: 1}
#: Units of ground, of which both tables and conditions count square metres.
_GROUND = ("ha", "m2")
#: Attributes of a place that stand in a column under the same name.
_COLUMNS = frozenset(
    {"land_use", "crop_code", "soil", "eco_region", "natura2000", "glmc9", "kind", "diameter_cm"}
)
_USES = {"arable_ha": ("arable",), "permanent_grassland_ha": ("permanent_grassland",),
         "grassland_ha": ("permanent_grassland", "temporary_grassland")}  # fmt: skip


class _BeyondError(Exception):
    """What is asked does not follow from the tables so; the farms are asked one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Lots:
    """The places that count, or may: their farm, how much of them there is (below zero: not known), and whether they are surely
    as asked; ``told`` are their results in millionths, where ``said`` that there is one.
    """

    farm: Ints
    much: Ints
    sure: Mask
    told: Ints
    said: Mask


def standing(
    population: Population, profiles: Sequence[FarmProfile], condition: Condition, figures: Mapping[str, Series], day: date
) -> Ints | None:  # fmt: skip
    """How the condition stands for every farm; None where that is asked of each."""
    of = condition.arguments.get("of")
    if condition.kind not in (*OF_LAND, *TOTALS, *MEANS) or not isinstance(of, Mapping) or "contracts" in of:
        return None
    bound = bound_on(condition, figures, day)
    if bound is None:
        return np.full(len(population), OPEN)
    try:
        setting = Setting(FarmProfile(0, "", ()), day, figures)
        return _Counting(population, profiles, condition, of, setting).of(Fraction(bound))
    except _BeyondError:
        return None


@dataclass(frozen=True, slots=True, eq=False)
class _Counting:
    population: Population
    profiles: Sequence[FarmProfile]
    condition: Condition
    of_: Mapping[str, object]
    setting: Setting

    def of(self, bound: Fraction) -> Ints:
        """How every farm stands."""
        kind = self.condition.kind
        if kind in OF_LAND:
            return self._land(bound)
        return self._total(bound) if kind in TOTALS else self._mean(bound)

    def _land(self, bound: Fraction) -> Ints:
        within = self.condition.arguments.get("in")
        lots, count = self._lots("ha"), len(self.population)
        much = sums(lots.farm, lots.much, count) if within == SAME else None
        lots = self._judged(lots, elements=False)
        sure = sums(lots.farm[lots.sure], lots.much[lots.sure], count)
        maybe = sums(lots.farm[~lots.sure], lots.much[~lots.sure], count)
        land = (
            np.full(count, _STEPS["ha"])
            if within is None
            else much
            if much is not None
            else self._area(within)
        )
        some = np.ones(count, dtype=np.bool_)
        if where_of(self.of_):
            some = sure > 0
        met = (land != 0) & some & reaches(sure, bound, land)
        open_ = (land != 0) & (maybe > 0) & reaches(sure + maybe, bound, land)
        return np.where(met, MET, np.where(open_, OPEN, FAILED))

    def _total(self, bound: Fraction) -> Ints:
        unit, count = str(self.condition.arguments["unit"]), len(self.population)
        lots = self._judged(self._lots(unit, elements=True), elements=True)
        known = lots.much >= 0
        sure = sums(lots.farm[known & lots.sure], lots.much[known & lots.sure], count)
        most = sums(lots.farm[known], lots.much[known], count)
        one = np.full(count, _STEPS[unit])
        waits, unsized = any_of(lots.farm[~(known & lots.sure)], count), any_of(lots.farm[~known], count)
        open_ = waits & (reaches(most, bound, one) | unsized)
        return np.where(reaches(sure, bound, one), MET, np.where(open_, OPEN, FAILED))

    def _mean(self, bound: Fraction) -> Ints:
        per, count = str(self.condition.arguments["per"]), len(self.population)
        path = str(self.condition.arguments["path"])
        lots = self._judged(self._lots(per, elements=True), elements=True, path=path)
        there, open_ = (
            any_of(lots.farm, count),
            any_of(lots.farm[(lots.much < 0) | ~lots.sure | ~lots.said], count),
        )
        much = np.maximum(lots.much, 0)
        if int(much.sum()) * max(1, int(np.abs(lots.told).max(initial=0))) >= LARGEST:
            raise _BeyondError
        total, weight = sums(lots.farm, much * lots.told, count), sums(lots.farm, much, count)
        least = self.condition.kind == "mean_at_least"
        held = reaches(total, bound, weight * 10**6) if least else reaches(-total, -bound, weight * 10**6)
        return np.where(~there, FAILED, np.where(open_, OPEN, np.where(held, MET, FAILED)))

    def _area(self, within: object) -> Ints:
        table = self.population.parcels
        size = table["area_m2"].to_numpy(np.int64)
        uses = _USES.get(str(within))
        counts = np.ones(len(table), dtype=np.bool_) if uses is None else is_one_of(table, "land_use", *uses)
        return sums(places(table)[counts], size[counts], len(self.population))

    def _lots(self, unit: str, *, elements: bool = False) -> _Lots:
        """How much of every place counts; elements stand behind the parcels."""
        table = self.population.parcels
        much, farm = self._of_parcels(unit), places(table)
        objects = self.population.elements
        if elements and objects is not None and len(objects):
            much, farm = np.append(much, self._of_elements(objects, unit)), np.append(farm, places(objects))
        return _Lots(farm, much, np.ones(len(much), dtype=np.bool_), np.zeros_like(much), much < 0)

    def _of_parcels(self, unit: str) -> Ints:
        table = self.population.parcels
        size = table["area_m2"].to_numpy(np.int64)
        found = self._under(table, "parcel_id", "ha")
        land = self.condition.kind in OF_LAND
        if land:
            found = np.minimum(found, size)
        for key, column in (("land_use", "land_use"), ("crops", "crop_code")):
            if key in self.of_ and column in table:
                found = found + size * is_one_of(table, column, *texts(self.of_[key]))
        if unit == PLACE:
            return (found > 0).astype(np.int64)
        if unit not in _GROUND and found.any():
            raise _BeyondError
        return found if land else np.minimum(found, size)

    def _of_elements(self, table: pd.DataFrame, unit: str) -> Ints:
        found = self._under(table, "element_id", unit)
        if "elements" in self.of_:
            named = is_one_of(table, "kind", *texts(self.of_["elements"]))
            if unit in _GROUND and named.any():
                raise _BeyondError
            if unit != PLACE:
                size, known = whole(table, "length_cm" if unit == "m" else "pieces")
                found = np.where(named, np.where(known, found + size, -1), found)
            else:
                found = found + named
        return (found > 0).astype(np.int64) if unit == PLACE else found

    def _under(self, table: pd.DataFrame, name: str, unit: str) -> Ints:
        """What lies under the measures that count on every place, part beside part; measures of one part overlap."""
        rows, found = self.population.measures, np.zeros(len(table), dtype=np.int64)
        if rows is None or not len(rows) or "measures" not in self.of_:
            return found
        on = places_of(rows, table, name)
        mine = np.flatnonzero(
            (on >= 0)
            & is_one_of(rows, "code", *texts(self.of_["measures"]))
            & ~flags(rows, "candidate", empty=False)
        )
        on, much = on[mine], rows["quantity"].to_numpy(np.int64)[mine]
        given = rows["unit"].astype(str).to_numpy()[mine]
        if unit != PLACE:
            apart = (given == "piece") != (unit == "piece")
            if ((given != unit) & ~apart).any() or (name == "parcel_id" and apart.any()):
                raise _BeyondError
            much = np.where(apart, 0, much)
        if not len(on):
            return found
        part, together = np.unique(numbered([on, codes(rows, "part")[mine]]), return_inverse=True)
        most = np.zeros(len(part), dtype=np.int64)
        np.maximum.at(most, together, much)
        owner = np.zeros(len(part), dtype=np.int64)
        owner[together] = on
        np.add.at(found, owner, most)
        return found

    def _judged(self, lots: _Lots, *, elements: bool, path: str = "") -> _Lots:
        """The places with any of it that are, or may be, as asked."""
        at = np.flatnonzero(lots.much)
        asked = [self._said(condition, elements=elements)[at] for condition in where_of(self.of_)]
        fits = np.ones(len(at), dtype=np.int64)
        if asked:
            behind = (at >= len(self.population.parcels)).astype(np.int64)
            _, first, back = np.unique(numbered([behind, *asked]), return_index=True, return_inverse=True)
            fits = np.array([self._fits(int(at[n])) for n in first.tolist()], dtype=np.int64)[back]
        told, said = self._results(path, elements=elements) if path else (lots.told, lots.said)
        kept, sure = at[fits != FAILED], fits[fits != FAILED] == MET
        return _Lots(lots.farm[kept], lots.much[kept], sure, told[kept], said[kept])

    def _fits(self, row: int) -> int:
        """Whether one place is as asked."""
        parcels, elements = (
            self._tables(elements=True) if row >= len(self.population.parcels) else (None, None)
        )
        table = self.population.parcels if elements is None else elements
        farm, at = places(table), row if parcels is None else row - len(parcels)
        profile, nth = self.profiles[int(farm[at])], int(ordinal(farm)[at])
        place = profile.parcels[nth] if elements is None else profile.elements[nth]
        (lot,) = judged([(place, Decimal(1), ())], self.of_, self.setting, evaluate)
        return {None: OPEN, True: MET, False: FAILED}[lot.fits]

    def _said(self, condition: Condition, *, elements: bool) -> Ints:
        """A number per place, the same for those that say the same of what the condition asks."""
        path = str(condition.arguments.get("path", ""))
        attribute = str(condition.arguments.get("attribute", ""))
        if path.startswith(OF_PLACE):
            facts = self._facts(path, elements=elements)
            return np.zeros(self._count(elements=elements), dtype=np.int64) if facts is None else facts[0]
        if attribute not in _COLUMNS:
            raise _BeyondError
        return np.concatenate([codes(table, attribute) for table in self._tables(elements=elements)])

    def _results(self, path: str, *, elements: bool) -> tuple[Ints, Mask]:
        """The number at a path of every place in millionths, and whether there is one."""
        none, facts = (
            np.zeros(self._count(elements=elements), dtype=np.int64),
            self._facts(path, elements=elements),
        )
        if not path.startswith(OF_PLACE):
            raise _BeyondError
        if facts is None:
            return none, none.astype(np.bool_)
        said, value, number = facts
        if ((said > 0) & ~number).any():
            raise _BeyondError
        return value, number

    def _facts(self, path: str, *, elements: bool) -> tuple[Ints, Ints, Mask] | None:
        """What places answer at a path: a number for the answer, the answer itself in millionths, and whether it is a number."""
        facts = self.population.place_facts
        if facts is None or not len(facts):
            return None
        facts = facts[is_one_of(facts, "fact", path.removeprefix(OF_PLACE))]
        value, number = whole(facts, "value_micro")
        answer = numbered([codes(facts, "value_micro"), codes(facts, "word")]) + 1 if len(facts) else value
        found = np.zeros((3, self._count(elements=elements)), dtype=np.int64)
        behind = 0
        for table, name in zip(self._tables(elements=elements), ("parcel_id", "element_id"), strict=False):
            on = places_of(facts, table, name) if len(facts) else value
            row = np.flatnonzero(on >= 0)
            found[:, on[row] + behind] = answer[row], value[row], number[row]
            behind += len(table)
        return found[0], found[1], found[2].astype(np.bool_)

    def _tables(self, *, elements: bool) -> list[pd.DataFrame]:
        objects = self.population.elements
        return [self.population.parcels, *([objects] if elements and objects is not None else [])]

    def _count(self, *, elements: bool) -> int:
        return sum(len(table) for table in self._tables(elements=elements))
