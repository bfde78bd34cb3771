"""A farm of the population as a FarmProfile, the same value that a profile in JSON would give.

Farms are made in runs of neighbours: their columns become lists once, and each farm takes its slice. ``flattening`` goes the
other way, from profiles to tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Once
from calculator.domain.undertaking import Undertaking
from calculator.scenarios.population.profiles import land, money
from calculator.scenarios.population.profiles.slices import Slice, scaled
from calculator.scenarios.population.tables import Population

#: Farms of one run: enough to spread the cost of a slice, few enough to stay small in memory.
RUN = 256

FARM_FACTS = (
    ("farm.municipality", "municipality"), ("farm.province", "province"), ("farm.water_board", "water_board"),
    ("farm.collective", "collective"), ("farm.type", "farm_type"), ("farm.organic", "organic"),
    ("supply.dairy", "dairy"), ("supply.processor", "processor"),
)  # fmt: skip
HERD = (
    "dairy_cows", "young_stock", "suckler_cows", "beef_cattle", "sheep", "goats", "pigs", "poultry", "horses",
    "milk_kg_year", "grazing_hours_year",
)  # fmt: skip


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
    for run in _runs(places):
        yield from _run(population, int(run[0]), int(run[-1]) + 1)


def profiles_at(population: Population, places: np.ndarray) -> Iterator[FarmProfile]:
    """The profiles of the farms at these positions, in order."""
    for run in _runs(places):
        for _, profile in _run(population, int(run[0]), int(run[-1]) + 1):
            yield profile


def ready(population: Population) -> None:
    """Read all that profiles are made from, so that who asks for the first one does not wait for it."""
    for _ in profiles_at(population, np.arange(min(1, len(population)))):
        pass


def _runs(places: np.ndarray) -> Iterator[np.ndarray]:
    for run in np.split(places, np.flatnonzero(np.diff(places) != 1) + 1):
        for start in range(0, len(run), RUN):
            yield run[start : start + RUN]


def _run(population: Population, first: int, last: int) -> Iterator[tuple[str, FarmProfile]]:
    shared, own = answers(population)
    farms = Slice(population, "farms", first, last)
    cut = {name: Slice(population, name, first, last) for name in population.tables if name != "answers"}
    nothing: list[dict[str, Any]] = [{}] * (last - first)
    unknown: list[Any] = [None] * (last - first)
    none: list[Any] = [()] * (last - first)
    measures = land.measures(cut["measures"]) if "measures" in cut else nothing
    grown = land.histories(cut["histories"]) if "histories" in cut else nothing
    told = land.facts(cut["place_facts"]) if "place_facts" in cut else None
    parcels = land.parcels(cut["parcels"], measures, grown, told)
    elements = land.elements(cut["elements"], measures, told) if "elements" in cut else none
    contracts = money.contracts(cut["contracts"]) if "contracts" in cut else none
    aid = money.aid(cut["aid"], farms("aid_known")) if "aid" in cut else unknown
    loans = money.loans(cut["loans"], farms("loans_known")) if "loans" in cut else unknown
    leases = money.leases(cut["leases"], farms("leases_known")) if "leases" in cut else unknown
    facts, years = _facts(farms, shared), farms("year")
    # Of all tables the keys alone are as many as there are farms: these are read as they are asked for.
    keys = population.farms["farm_key"].cat.categories[first:last].tolist()
    now, before = _indicators(cut["indicators"], years) if "indicators" in cut else (nothing, nothing)
    for n, key in enumerate(keys):
        profile = FarmProfile(
            year=years[n],
            name=key,
            parcels=parcels[n],
            elements=elements[n],
            facts=facts[n] | now[n] | own.get(key, {}),
            undertaking=Undertaking(members=(key,), aid_received=aid[n]),
            loans=loans[n],
            leases=leases[n],
            contracts=contracts[n],
            indicator_history=before[n],
        )
        yield key, profile


def _indicators(
    rows: Slice, years: Sequence[int]
) -> tuple[list[dict[str, object]], list[dict[str, dict[int, Decimal]]]]:
    """The values of the farming year as facts, and those of other years as history."""
    cells = list(zip(rows("indicator"), rows("year"), rows("value_micro"), strict=True))
    now: list[dict[str, object]] = []
    before: list[dict[str, dict[int, Decimal]]] = []
    for begin, end, present in zip(rows.at, rows.at[1:], years, strict=False):
        now.append(
            {f"indicators.{code}": scaled(v, -6) for code, year, v in cells[begin:end] if year == present}
        )
        past: dict[str, dict[int, Decimal]] = {}
        for code, year, value in cells[begin:end]:
            if year != present:
                past.setdefault(code, {})[year] = scaled(value, -6)
        before.append(past)
    return now, before


def _facts(farms: Slice, shared: dict[str, object]) -> list[dict[str, object]]:
    words = [(path, farms(column)) for path, column in FARM_FACTS]
    counts = [(f"herd.{column}", farms(column)) for column in HERD]
    found = []
    for n, programmes in enumerate(farms("programmes")):
        facts = dict(shared)
        facts.update({path: cells[n] for path, cells in words if cells[n] is not None})
        facts.update({path: Decimal(cells[n]) for path, cells in counts if cells[n] is not None})
        if programmes is not None:
            facts["supply.programmes"] = programmes_of(programmes)
        found.append(facts)
    return found


def programmes_of(cell: str) -> tuple[str, ...]:
    """The programmes of a cell."""
    return () if cell == "-" else tuple(cell.split())


#: Answers of all farms, and those of single farms by key.
Answers = tuple[dict[str, object], dict[str, dict[str, object]]]
_ANSWERS: Once[Answers] = Once("answers")


def answers(population: Population) -> Answers:
    """The table of answers, read once per population."""
    known = population.memory.get(_ANSWERS)
    if known is None:
        found: dict[str, object] = {}
        own: dict[str, dict[str, object]] = {}
        if population.answers is not None:
            rows = population.answers.astype(object).where(population.answers.notna(), None)
            for key, path, kind, value in rows[["farm_key", "path", "kind", "value"]].itertuples(index=False):
                (found if key is None else own.setdefault(key, {}))[path] = _answer(kind, value)
        known = population.memory.keep(_ANSWERS, (found, own))
    return known


def _answer(kind: str, value: str) -> object:
    if kind == "number":
        return Decimal(value)
    if kind == "flag":
        return value == "yes"
    return tuple(value.split()) if kind == "list" else value
