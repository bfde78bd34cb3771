"""What farms consider reads the same from their tables as from their profiles, one by one."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from calculator.scenarios.encoding import encoded
from calculator.scenarios.encoding.considering import considered as from_tables
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.population.tables import Population, assemble
from calculator.services.registry import rulebooks
from calculator.stacking.columns.planned.candidates import LOST, Considered
from tests.stacking.columns.of_profiles import considered

CODES = (
    "rustgewas",
    "groenbedekking",
    "grasland-met-kruiden",
    "vogelakker",
    "strokenteelt",
    "overdag-weiden",
    "dag-en-nacht-weiden",
)


def mixed(farms: int, seed: int) -> Population:
    """Farms with up to five measures on a parcel: done or considered, whole or in part, beside and instead of each other."""
    made, rnd = synthesise(farms, seed=seed, kind="advise"), random.Random(seed)
    rows: list[dict[str, object]] = []
    for at, parcel in enumerate(made.parcels.to_dict("records")):
        for number in range(rnd.choice((0, 1, 3, 5))):
            whole, part = rnd.random() < 0.3, rnd.choice((None, "a", "b", f"c{number}"))
            share = 1.0 if whole else rnd.choice((0.05, 0.1, 0.2)) if part else rnd.choice((0.2, 0.5, 0.9))
            costs = rnd.choice((None, 0, rnd.randrange(900) * 1_000_007))
            rows.append({
                "farm_key": parcel["farm_key"], "place_id": parcel["parcel_id"], "code": rnd.choice(CODES),
                "quantity": max(1, int(int(parcel["area_m2"]) * share)), "unit": "ha", "part": part,
                "candidate": rnd.random() < 0.5, "width_cm": None, "cost_microeur": costs,
                "forgone_microeur": rnd.choice((None, 33_333_333)), "at": at,
            })  # fmt: skip
    frame = pd.DataFrame(rows).drop(columns="at")
    for column in ("quantity", "width_cm", "cost_microeur", "forgone_microeur"):
        frame[column] = frame[column].astype("Int64")
    on_elements = (
        made.measures[made.measures["unit"] != "ha"].astype({"candidate": "boolean"})
        if made.measures is not None
        else None
    )
    assert on_elements is not None
    some = on_elements.copy()
    some["candidate"] = [rnd.random() < 0.3 for _ in range(len(some))]
    every = pd.concat([frame.astype({"farm_key": str}), some.astype({"farm_key": str})], ignore_index=True)
    every = every.drop_duplicates(["farm_key", "place_id", "code", "part", "candidate"], ignore_index=True)
    frames = {name: table for name, table in made.tables.items() if name != "measures"}
    return assemble(f"mixed-{seed}", {**frames, "measures": every}, synthetic=True)


def told(found: Considered) -> list[object]:
    """All that it says, without an order that does not matter."""
    pieces = zip(
        found.piece_row.tolist(), found.piece_kind.tolist(), found.piece_quantity.tolist(), strict=True
    )
    measures = [(*row[:3], found.names[row[3]], *row[4:]) for row in found.measures.tolist()]
    code = {row[:3]: row[3] for row in measures}
    rows = [
        (*row[:LOST], {code[row[0], row[1], n] for n in range(row[LOST].bit_length()) if row[LOST] >> n & 1}, *row[LOST + 1 :])
        for row in found.rows.tolist()
    ]  # fmt: skip
    return [rows, sorted(pieces), sorted(measures), found.elsewhere.tolist(), dict(found.reasons)]


@pytest.mark.parametrize("seed", [1, 2])
def test_tables_say_what_the_profiles_of_the_farms_say(seed: int) -> None:
    rules, population = rulebooks.load(None), mixed(25, seed)
    farms = encoded(population)
    found = from_tables(population, rules)
    profiles = [farms.profiles[at] for at in range(len(population))]
    assert told(found) == told(considered(profiles, rules, farms.words))
    assert len(found.rows) > 10 * len(population)


def test_some_of_the_farms_consider_what_they_do_among_all() -> None:
    rules, population = rulebooks.load(None), synthesise(30, seed=4, kind="advise")
    farms, at = encoded(population), np.array([17, 3, 25])
    whole = from_tables(population, rules)
    some = whole.part(at)
    assert told(some) == told(considered([farms.profiles[n] for n in at.tolist()], rules, farms.words))
    assert from_tables(population, rules) is whole


def test_a_population_without_candidates_still_has_costs() -> None:
    rules, population = rulebooks.load(None), mixed(6, 3)
    frames = dict(population.tables)
    frames["measures"] = frames["measures"][~frames["measures"]["candidate"].fillna(False)]
    bare = assemble("bare", frames, synthetic=True)
    found, farms = from_tables(bare, rules), encoded(bare)
    assert found.elsewhere.sum() > 0
    assert told(found) == told(considered([farms.profiles[n] for n in range(6)], rules, farms.words))
