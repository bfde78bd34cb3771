"""Land: hectares per measure, and the share of green-blue landscape against the targets of 2030 and 2050.

A hectare with a measure is rewarded when its farm is paid for that measure by at least one payment. The share is the one
definition of ``eligibility.indicators``, taken over many farms: the areas are added before they are divided, and farms
with an element of unknown size are left out of both.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import numpy as np
import pandas as pd

from calculator.domain.farm import LandscapeElement
from calculator.domain.memory import Once
from calculator.domain.quantity import M2_PER_HA
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.subject import codes_of
from calculator.eligibility.units import element_area_ha
from calculator.scenarios.answers.cells import Mask
from calculator.scenarios.answers.guarding import Guard
from calculator.scenarios.answers.table import ALL, blanked, cube, groups_of, protected, without_few_left
from calculator.scenarios.population.tables import Population
from calculator.scenarios.runs.result import Result
from calculator.scenarios.runs.running import Run
from calculator.scenarios.sums import codes_in, summed

_DONE: Once[pd.DataFrame] = Once("done")
_LANDSCAPE: Once[pd.DataFrame] = Once("landscape")
_INDICATORS: Once[pd.DataFrame] = Once("indicators")

#: Per cent of the rural land that should be green-blue landscape elements, by year (Aanvalsplan Landschap).
TARGETS = {2030: 5, 2050: 10}


def hectares(run: Run, watch: Guard | None = None) -> pd.DataFrame:
    """Per measure on parcels: square metres done, and rewarded before and after, with the number of farms of each."""
    guard, columns = watch or Guard(), ["done", "before", "after"]
    rows = run.population.memory.once(_DONE, partial(done_of, run.population)).copy()
    if rows.empty:
        return pd.DataFrame(columns=["node", *columns, *(f"farms_{c}" for c in columns), "withheld"])
    for side, result, rules in zip(columns[1:], (run.before, run.after), run.rules, strict=True):
        rows[side] = np.where(rewarded(rows, result, rules), rows["done"], 0)

    def count(part: pd.DataFrame) -> pd.DataFrame:
        said = {f"farms_{c}": (part[c] != 0).astype("int64") for c in columns}
        said["farms_changed"] = (part["before"] != part["after"]).astype("int64")
        # What is done less what is rewarded says something of those that are not.
        said |= {f"farms_un{c}": (part["done"] != part[c]).astype("int64") for c in columns[1:]}
        return pd.DataFrame(said, index=part.index)

    cells = cube(rows, groups_of(run.population, ()), ("measure",), columns, count, compared=guard.columns)
    names = [str(c) for c in cells if str(c).startswith("farms_")]
    told = protected(
        cells, exempt=run.population.synthetic, counts=names, also=columns, guard=guard, table="hectares"
    )
    return without_few_left(told, cells, run.population, ("farms_done",))


def done_of(population: Population) -> pd.DataFrame:
    """Square metres of every measure on parcels that a farm does (``farm`` by position, ``measure``, ``done``)."""
    table = population.measures
    if table is None or table.empty:
        return pd.DataFrame({"farm": [], "measure": [], "done": []})
    own = table[(table["unit"] == "ha").to_numpy()]
    if "candidate" in own:
        own = own[~own["candidate"].fillna(False).astype(bool)]
    at, done = summed(
        [codes_in(own["farm_key"]), codes_in(own["code"])],
        own["quantity"].to_numpy(np.int64)[:, None],
    )
    measure = pd.Categorical.from_codes(at[1], own["code"].cat.categories)
    return pd.DataFrame({"farm": at[0], "measure": measure, "done": done[:, 0]})


def rewarded(rows: pd.DataFrame, result: Result, rules: Rulebook) -> Mask:
    """Of rows of farm and measure: for which something is paid; one that implies another is rewarded by its payments too.

    A class premium rewards the activities of its scheme.
    """
    farms, paid = rows["farm"].to_numpy(np.int64), result.paid
    found, count = np.zeros(len(rows), dtype=np.bool_), int(farms.max(initial=-1)) + 1
    refs = paid["ref"].astype("category").cat
    rewarding = _rewarding(rules)
    measures = rows["measure"].astype("category").cat
    payees, codes = paid["farm"].to_numpy(np.int64), refs.codes.to_numpy()
    inside = payees < count
    for place, code in enumerate(measures.categories):
        mine = np.array([str(ref) in rewarding.get(str(code), ()) for ref in refs.categories], dtype=np.bool_)
        has = np.zeros(count, dtype=np.bool_)
        has[payees[inside & mine[codes]]] = True
        own = measures.codes.to_numpy() == place
        found[own] = has[farms[own]]
    return found


def _rewarding(rules: Rulebook) -> dict[str, set[str]]:
    """Per measure the payments that reward it."""
    implying: dict[str, list[str]] = {}
    for code in rules.codelists.get("measures", {}):
        for implied in codes_of(rules, code):
            implying.setdefault(implied, []).append(code)
    found: dict[str, set[str]] = {}
    for scheme in rules.schemes:
        every = {m for p in scheme.payments for m in p.measures if p.kind == "activity"}
        for payment in scheme.payments:
            paid_for = every if payment.kind == "class_premium" else set(payment.measures)
            for measure in paid_for:
                for code in implying.get(measure, [measure]):
                    found.setdefault(code, set()).add(f"{scheme.id}#{payment.id}")
    return found


def landscape(population: Population, watch: Guard | None = None) -> pd.DataFrame:
    """Square metres of landscape elements and of all land per group of farms, and the share in per cent."""
    if population.synthetic:
        # Nothing of made-up farms is kept back, so it is the same in every run.
        return population.memory.once(_LANDSCAPE, partial(_landscape, population, Guard()))
    return _landscape(population, watch)


def _landscape(population: Population, watch: Guard | None) -> pd.DataFrame:
    areas, guard = _areas(population), watch or Guard()
    known = areas["known"].astype("int64")
    rows = areas[["green", "land"]].mul(known, axis=0).assign(known=known).rename_axis("farm").reset_index()
    values = ("green", "land", "known")

    def count(part: pd.DataFrame) -> pd.DataFrame:
        said = {"farms": part["known"], "farms_green": (part["green"] > 0).astype("int64")}
        return pd.DataFrame({**said, "farms_unknown": 1 - part["known"]}, index=part.index)

    cells = cube(rows, groups_of(population), (), values, count, compared=guard.columns)
    told = protected(
        cells,
        exempt=population.synthetic,
        counts=("farms", "farms_green", "farms_unknown"),
        also=("green", "land"),
        guard=guard,
        table="landscape",
    )
    told = told.drop(columns="known")[(cells["farms"] > 0).to_numpy()].reset_index(drop=True)
    share = told["green"].astype("Float64") / told["land"].astype("Float64") * 100
    return told.assign(share=share.round(2))


def _areas(population: Population) -> pd.DataFrame:
    """Per farm by position: square metres of elements and of all land, and whether every element's size is known."""
    count = len(population)
    parcels = population.parcels
    land = np.bincount(
        parcels["farm_key"].cat.codes, weights=parcels["area_m2"].astype(float), minlength=count
    )
    green, own, known = np.zeros(count), np.zeros(count), land > 0
    table = population.elements
    if table is not None and len(table):
        farms = table["farm_key"].cat.codes.to_numpy()
        area = _element_areas(table)
        known[farms[np.isnan(area)]] = False
        filled = np.nan_to_num(area)
        np.add.at(green, farms, filled)
        apart = (
            table["parcel_id"].isna().to_numpy() if "parcel_id" in table else np.ones(len(table), dtype=bool)
        )
        np.add.at(own, farms[apart], filled[apart])
    whole = np.rint([green, land + own]).astype(np.int64)
    return pd.DataFrame({"green": whole[0], "land": whole[1], "known": known})


def _element_areas(table: pd.DataFrame) -> np.ndarray:
    """Square metres of each element as the one definition has it; not a number where it is unknown."""
    names = ["kind", "length_cm", "pieces", "area_m2", "width_cm", "diameter_cm"]
    held = [table[n].astype(object).where(table[n].notna(), None) if n in table else None for n in names]
    known: dict[tuple[object, ...], float] = {}
    found = np.empty(len(table))
    columns = [list(h) if h is not None else [None] * len(table) for h in held]
    for at, row in enumerate(zip(*columns, strict=True)):
        if row not in known:
            known[row] = _element_area(*row)
        found[at] = known[row]
    return found


def _element_area(
    kind: object, length: object, pieces: object, area: object, width: object, diameter: object
) -> float:
    def scaled(value: object, places: int) -> Decimal | None:
        return None if value is None else Decimal(str(value)).scaleb(places)

    element = LandscapeElement(
        "x", str(kind), scaled(length, -2), scaled(pieces, 0), scaled(area, 0), scaled(width, -2),
        None if diameter is None else str(diameter),
    )  # fmt: skip
    size = element_area_ha(element)
    return float("nan") if size is None else float(size * M2_PER_HA)


def indicators(population: Population, watch: Guard | None = None) -> pd.DataFrame:
    """The mean of each indicator in the farming year, per group of farms, with the number of farms that know it."""
    if population.synthetic:
        return population.memory.once(_INDICATORS, partial(_indicators, population, Guard()))
    return _indicators(population, watch)


def _indicators(population: Population, watch: Guard | None) -> pd.DataFrame:
    table, guard = population.indicators, watch or Guard()
    if table is None or table.empty:
        return pd.DataFrame(
            columns=["level", "node", "dimension", "group", "value", "farms", "withheld", "mean"]
        )
    years = population.farms["year"].to_numpy()[table["farm_key"].cat.codes]
    own = table[table["year"].to_numpy() == years]
    rows = pd.DataFrame(
        {
            "farm": own["farm_key"].cat.codes.astype("int64"),
            "indicator": own["indicator"].astype(str),
            "value": own["value_micro"].astype("int64"),
        }
    )
    cells = cube(rows, groups_of(population), ("indicator",), ("value",), _one, compared=guard.columns)
    cells = cells[cells["node"] != ALL].reset_index(drop=True)
    told = _protected_apart(cells, guard, population)
    return told.assign(
        mean=(told["value"].astype("Float64") / told["farms"].astype("Float64") / 1_000_000).round(4)
    )


def _one(own: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"farms": 1}, index=own.index)


def _protected_apart(cells: pd.DataFrame, guard: Guard, population: Population) -> pd.DataFrame:
    """Each indicator is a table of its own: their values do not add up to anything."""
    parts = []
    for node, own in cells.groupby("node", observed=True):
        alone = own.assign(node=ALL).reset_index(drop=True)
        told = protected(
            alone,
            exempt=population.synthetic,
            counts=("farms",),
            also=("value",),
            guard=guard,
            table=f"indicator {node}",
        )
        told = without_few_left(told, alone, population, ("farms",))
        parts.append(told.assign(node=own["node"].to_numpy()))
    return pd.concat(parts, ignore_index=True) if parts else blanked(cells, np.zeros(0, dtype=bool), [])
