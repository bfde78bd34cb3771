"""A farm of the population as a FarmProfile, the same value that a profile in JSON would give.

Farms are made in runs of neighbours: their columns become lists once, and each farm takes its slice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from calculator.domain.farm import Contract, ContractLine, FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.undertaking import AidReceived, Undertaking
from calculator.scenarios.population.tables import Population

#: Farms of one run: enough to spread the cost of a slice, few enough to stay small in memory.
RUN = 256

_PLACE_FACTS = (
    ("farm.municipality", "municipality"), ("farm.province", "province"), ("farm.water_board", "water_board"),
    ("farm.collective", "collective"), ("farm.type", "farm_type"), ("farm.organic", "organic"),
    ("supply.dairy", "dairy"), ("supply.processor", "processor"),
)  # fmt: skip
_HERD = (
    "dairy_cows", "young_stock", "suckler_cows", "beef_cattle", "sheep", "goats", "pigs", "poultry", "horses",
    "milk_kg_year", "grazing_hours_year",
)  # fmt: skip
#: Tens by which the smallest step of a unit is smaller than the unit.
_STEPS = {"ha": -4, "m": -2, "piece": 0, "m2": 0}
_NO_HISTORY: Mapping[int, str] = {}


class UnknownFarmError(KeyError):
    """No farm of the population has this key."""


def profile_of(population: Population, farm_key: str) -> FarmProfile:
    """The profile of one farm; raises UnknownFarmError."""
    return next(profiles(population, (farm_key,)))[1]


def profiles(population: Population, keys: Sequence[str] | None = None) -> Iterator[tuple[str, FarmProfile]]:
    """Key and profile of each farm, in the order of the keys (of the tables where none are named)."""
    every: pd.Index = population.farms["farm_key"].cat.categories
    places = np.arange(len(every)) if keys is None else every.get_indexer(pd.Index(list(keys), dtype=object))
    if keys is not None and (places < 0).any():
        raise UnknownFarmError(list(keys)[int(np.argmax(places < 0))])
    shared = _shared_answers(population)
    for run in _runs(places):
        yield from _run(population, int(run[0]), int(run[-1]) + 1, shared)


def _runs(places: np.ndarray) -> Iterator[np.ndarray]:
    for run in np.split(places, np.flatnonzero(np.diff(places) != 1) + 1):
        for start in range(0, len(run), RUN):
            yield run[start : start + RUN]


class _Slice:
    """The rows of neighbouring farms of one table, as lists, with where each farm begins."""

    __slots__ = ("at", "population", "rows", "table")

    def __init__(self, population: Population, table: str, first: int, last: int) -> None:
        bounds = population.bounds(table)[first : last + 1]
        self.population, self.table = population, table
        self.rows = slice(int(bounds[0]), int(bounds[-1]))
        self.at: list[int] = (bounds - bounds[0]).tolist()

    def __call__(self, column: str) -> list[Any]:
        """The cells of a column, None where it is empty or absent."""
        whole, words = self._column(column)
        if whole is None:
            return [None] * (self.rows.stop - self.rows.start)
        cells = whole[self.rows]
        if words is not None:
            return [words[code] for code in cells.codes.tolist()]
        if cells.isna().any():
            return list(cells.to_numpy(object, na_value=None).tolist())
        return list(cells.to_numpy().tolist())

    def _column(self, column: str) -> tuple[Any, list[str | None] | None]:
        """The whole column, and its words where it has any; the code -1 is an empty cell, and stands last."""
        memory, name = self.population.memory, ("column", self.table, column)
        if name not in memory:
            frame = self.population.tables[self.table]
            array = frame[column].array if column in frame else None
            words = [*array.categories.tolist(), None] if isinstance(array, pd.Categorical) else None
            memory[name] = (array, words)
        found: tuple[Any, list[str | None] | None] = memory[name]
        return found


def _run(
    population: Population, first: int, last: int, shared: dict[str, object]
) -> Iterator[tuple[str, FarmProfile]]:
    farms = _Slice(population, "farms", first, last)
    there = population.tables
    slices = {
        name: _Slice(population, name, first, last) for name in there if name not in ("farms", "answers")
    }
    measures = _measures(slices["measures"]) if "measures" in slices else [{}] * (last - first)
    parcels = _parcels(slices["parcels"], measures)
    elements = _elements(slices["elements"], measures) if "elements" in slices else [()] * (last - first)
    contracts = _contracts(slices["contracts"]) if "contracts" in slices else [()] * (last - first)
    aid = _aid(slices["aid"], farms("aid_known")) if "aid" in slices else [None] * (last - first)
    facts = _facts(farms, shared)
    own = population.memory["own answers"]
    years, keys = farms("year"), farms("farm_key")
    now, before = _indicators(slices["indicators"], years) if "indicators" in slices else ([{}], [{}])
    for n, key in enumerate(keys):
        found = facts[n] | now[n if n < len(now) else 0]
        yield (
            key,
            FarmProfile(
                year=years[n],
                name=key,
                parcels=parcels[n],
                elements=elements[n],
                facts=found | own[key] if key in own else found,
                undertaking=Undertaking(members=(key,), aid_received=aid[n]),
                contracts=contracts[n],
                indicator_history=before[n if n < len(before) else 0],
            ),
        )


@lru_cache(maxsize=100_000)
def _scaled(number: int, places: int) -> Decimal:
    return Decimal(number).scaleb(places)


def _micro(number: int | None) -> Decimal | None:
    return None if number is None else _scaled(number, -6)


def _measures(rows: _Slice) -> list[dict[str, list[Measure]]]:
    cells = zip(
        rows("place_id"), rows("code"), rows("quantity"), rows("unit"), rows("part"), rows("candidate"),
        rows("width_cm"), rows("cost_microeur"), rows("forgone_microeur"), strict=True,
    )  # fmt: skip
    found: list[dict[str, list[Measure]]] = []
    for begin, end in zip(rows.at, rows.at[1:], strict=False):
        here: dict[str, list[Measure]] = {}
        for _ in range(end - begin):
            place, code, quantity, unit, part, candidate, width, cost, forgone = next(cells)
            made = Measure(
                code, _scaled(quantity, _STEPS[unit]), unit, part, bool(candidate),
                None if width is None else _scaled(width, -2), _micro(cost), _micro(forgone),
            )  # fmt: skip
            here.setdefault(place, []).append(made)
        found.append(here)
    return found


def _parcels(rows: _Slice, measures: Sequence[dict[str, list[Measure]]]) -> list[tuple[Parcel, ...]]:
    cells = list(zip(
        rows("parcel_id"), rows("area_m2"), rows("land_use"), rows("crop_code"), rows("soil"), rows("eco_region"),
        rows("natura2000"), rows("glmc9"), rows("glmc8_m2"), rows("mandatory_strip_m2"), strict=True,
    ))  # fmt: skip
    return [
        tuple(
            Parcel(
                name, _scaled(area, -4), use, tuple(here.get(name, ())), crop, soil, region, natura, glmc9,
                None if glmc8 is None else _scaled(glmc8, -4),
                None if strip is None else Decimal(strip), _NO_HISTORY,
            )
            for name, area, use, crop, soil, region, natura, glmc9, glmc8, strip in cells[begin:end]
        )
        for begin, end, here in zip(rows.at, rows.at[1:], measures, strict=False)
    ]  # fmt: skip


def _elements(
    rows: _Slice, measures: Sequence[dict[str, list[Measure]]]
) -> list[tuple[LandscapeElement, ...]]:
    cells = list(zip(
        rows("element_id"), rows("kind"), rows("length_cm"), rows("pieces"), rows("area_m2"), rows("width_cm"),
        rows("diameter_cm"), rows("parcel_id"), strict=True,
    ))  # fmt: skip
    return [
        tuple(
            LandscapeElement(
                name, kind,
                None if length is None else _scaled(length, -2),
                None if pieces is None else Decimal(pieces),
                None if area is None else Decimal(area),
                None if width is None else _scaled(width, -2),
                diameter, parcel, tuple(here.get(name, ())),
            )
            for name, kind, length, pieces, area, width, diameter, parcel in cells[begin:end]
        )
        for begin, end, here in zip(rows.at, rows.at[1:], measures, strict=False)
    ]  # fmt: skip


def _aid(rows: _Slice, known: Sequence[bool | None]) -> list[tuple[AidReceived, ...] | None]:
    cells = [
        AidReceived(basis, date.fromisoformat(day), _scaled(amount, -2), payer, enterprise, activity)
        for basis, day, amount, payer, enterprise, activity in zip(
            rows("legal_basis"), rows("grant_date"), rows("amount_cents"), rows("payer"), rows("enterprise"),
            rows("activity"), strict=True,
        )
    ]  # fmt: skip
    return [
        None if said is False else tuple(cells[begin:end])
        for begin, end, said in zip(rows.at, rows.at[1:], known, strict=False)
    ]


def _contracts(rows: _Slice) -> list[tuple[Contract, ...]]:
    lines = [
        ((scheme, start, until), ContractLine(
            package, place, _scaled(quantity, -4), _micro(rate),
            None if granted is None else date.fromisoformat(granted), decision,
        ))
        for scheme, start, until, package, place, quantity, rate, granted, decision in zip(
            rows("scheme"), rows("start"), rows("until"), rows("package"), rows("place_id"), rows("quantity_e4"),
            rows("rate_microeur"), rows("grant_date"), rows("decision"), strict=True,
        )
    ]  # fmt: skip
    found = []
    for begin, end in zip(rows.at, rows.at[1:], strict=False):
        here: dict[tuple[str, str, str], list[ContractLine]] = {}
        for name, line in lines[begin:end]:
            here.setdefault(name, []).append(line)
        found.append(
            tuple(
                Contract(scheme, date.fromisoformat(start), date.fromisoformat(until), tuple(held))
                for (scheme, start, until), held in here.items()
            )
        )
    return found


def _indicators(
    rows: _Slice, years: Sequence[int]
) -> tuple[list[dict[str, object]], list[dict[str, dict[int, Decimal]]]]:
    """The values of the farming year as facts, and those of other years as history."""
    cells = list(zip(rows("indicator"), rows("year"), rows("value_micro"), strict=True))
    now: list[dict[str, object]] = []
    before: list[dict[str, dict[int, Decimal]]] = []
    for begin, end, present in zip(rows.at, rows.at[1:], years, strict=False):
        now.append(
            {f"indicators.{code}": _scaled(v, -6) for code, year, v in cells[begin:end] if year == present}
        )
        past: dict[str, dict[int, Decimal]] = {}
        for code, year, value in cells[begin:end]:
            if year != present:
                past.setdefault(code, {})[year] = _scaled(value, -6)
        before.append(past)
    return now, before


def _facts(farms: _Slice, shared: dict[str, object]) -> list[dict[str, object]]:
    words = [(path, farms(column)) for path, column in _PLACE_FACTS]
    counts = [(f"herd.{column}", farms(column)) for column in _HERD]
    found = []
    for n, programmes in enumerate(farms("programmes")):
        facts = dict(shared)
        facts.update({path: cells[n] for path, cells in words if cells[n] is not None})
        facts.update({path: Decimal(cells[n]) for path, cells in counts if cells[n] is not None})
        if programmes is not None:
            facts["supply.programmes"] = () if programmes == "-" else tuple(programmes.split())
        found.append(facts)
    return found


def _shared_answers(population: Population) -> dict[str, object]:
    """The answers of all farms; those of one farm are kept by its key, once per population."""
    found: dict[str, object] = {}
    own: dict[str, dict[str, object]] = {}
    if population.answers is not None:
        rows = population.answers.astype(object).where(population.answers.notna(), None)
        for key, path, kind, value in rows[["farm_key", "path", "kind", "value"]].itertuples(index=False):
            (found if key is None else own.setdefault(key, {}))[path] = _answer(kind, value)
    population.memory["own answers"] = own
    return found


def _answer(kind: str, value: str) -> object:
    if kind == "number":
        return Decimal(value)
    if kind == "flag":
        return value == "yes"
    return tuple(value.split()) if kind == "list" else value
