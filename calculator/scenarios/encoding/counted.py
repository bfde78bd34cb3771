"""How conditions that count land and places stand for every farm of a population, from its tables: whole arrays at once.

What a place must be to be counted is asked of one of all places that say the same. Sizes are added up in whole steps of their
unit (``lots.py``) and held against the bound, so that every farm stands as its own profile does.
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
from calculator.eligibility.conditions.outcomes import Setting, bound_on
from calculator.eligibility.conditions.shares import OF_LAND, SAME
from calculator.eligibility.conditions.totals import MEANS, TOTALS
from calculator.scenarios.encoding.land import histories, ordinal, places_of
from calculator.scenarios.encoding.lots import BeyondError, Lots, hectares, sized
from calculator.scenarios.encoding.reading import (
    LARGEST,
    Ints,
    Mask,
    any_of,
    codes,
    is_one_of,
    places,
    reaches,
    sums,
    whole,
)  # fmt: skip
from calculator.scenarios.population.tables import Population
from calculator.stacking.columns.reading.counting import FAILED, MET, OPEN
from calculator.stacking.columns.reading.farms import USES
from calculator.stacking.columns.reading.numbering import numbered

#: Attributes of a place that stand in a column under the same name.
_COLUMNS = frozenset(
    {"land_use", "crop_code", "soil", "eco_region", "natura2000", "glmc9", "kind", "diameter_cm"}
)


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
    except BeyondError:
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
        lots, count = hectares(self.population, self.of_), len(self.population)
        much = sums(lots.farm, lots.much, count) if within == SAME else None
        lots = self._judged(lots, elements=False)
        sure = sums(lots.farm[lots.sure], lots.much[lots.sure], count)
        maybe = sums(lots.farm[~lots.sure], lots.much[~lots.sure], count)
        land = (
            np.full(count, lots.each) if within is None else much if much is not None else self._area(within)
        )
        some = np.ones(count, dtype=np.bool_)
        if where_of(self.of_):
            some = sure > 0
        met = (land != 0) & some & reaches(sure, bound, land)
        open_ = (land != 0) & (maybe > 0) & reaches(sure + maybe, bound, land)
        return np.where(met, MET, np.where(open_, OPEN, FAILED))

    def _total(self, bound: Fraction) -> Ints:
        unit, count = str(self.condition.arguments["unit"]), len(self.population)
        lots = self._judged(sized(self.population, self.of_, unit), elements=True)
        known = lots.much >= 0
        sure = sums(lots.farm[known & lots.sure], lots.much[known & lots.sure], count)
        most = sums(lots.farm[known], lots.much[known], count)
        one = np.full(count, lots.each)
        waits, unsized = any_of(lots.farm[~(known & lots.sure)], count), any_of(lots.farm[~known], count)
        open_ = waits & (reaches(most, bound, one) | unsized)
        return np.where(reaches(sure, bound, one), MET, np.where(open_, OPEN, FAILED))

    def _mean(self, bound: Fraction) -> Ints:
        per, count = str(self.condition.arguments["per"]), len(self.population)
        path = str(self.condition.arguments["path"])
        lots = self._judged(sized(self.population, self.of_, per), elements=True, path=path)
        there, open_ = (
            any_of(lots.farm, count),
            any_of(lots.farm[(lots.much < 0) | ~lots.sure | ~lots.said], count),
        )
        much = np.maximum(lots.much, 0)
        weight, most = sums(lots.farm, much, count), int(np.abs(lots.told).max(initial=0))
        if int(weight.max(initial=0)) * max(10**6, most) >= LARGEST:
            raise BeyondError
        total = sums(lots.farm, much * lots.told, count)
        least = self.condition.kind == "mean_at_least"
        held = reaches(total, bound, weight * 10**6) if least else reaches(-total, -bound, weight * 10**6)
        return np.where(~there, FAILED, np.where(open_, OPEN, np.where(held, MET, FAILED)))

    def _area(self, within: object) -> Ints:
        """Square metres of the land that a share is taken in."""
        table = self.population.parcels
        size = table["area_m2"].to_numpy(np.int64)
        uses = [use for use, names in USES.items() if within in names]
        counts = is_one_of(table, "land_use", *uses) if uses else np.ones(len(table), dtype=np.bool_)
        return sums(places(table)[counts], size[counts], len(self.population))

    def _judged(self, lots: Lots, *, elements: bool, path: str = "") -> Lots:
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
        return Lots(lots.farm[kept], lots.much[kept], lots.each, sure, told[kept], said[kept])

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
        if condition.kind == "history_includes":
            # An element has no crops, and is as asked.
            rest = self._count(elements=elements) - len(self.population.parcels)
            return np.append(histories(self.population), np.zeros(rest, dtype=np.int64))
        path = str(condition.arguments.get("path", ""))
        attribute = str(condition.arguments.get("attribute", ""))
        if path.startswith(OF_PLACE):
            facts = self._facts(path, elements=elements)
            return np.zeros(self._count(elements=elements), dtype=np.int64) if facts is None else facts[0]
        if attribute not in _COLUMNS:
            raise BeyondError
        return np.concatenate([codes(table, attribute) for table in self._tables(elements=elements)])

    def _results(self, path: str, *, elements: bool) -> tuple[Ints, Mask]:
        """The number at a path of every place in millionths, and whether there is one."""
        none, facts = (
            np.zeros(self._count(elements=elements), dtype=np.int64),
            self._facts(path, elements=elements),
        )
        if not path.startswith(OF_PLACE):
            raise BeyondError
        if facts is None:
            return none, none.astype(np.bool_)
        said, value, number = facts
        if ((said > 0) & ~number).any():
            raise BeyondError
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
