"""A population made up from margins: the same farms for the same number, seed and kind.

``typical`` farms do what an average farm may do; ``hard`` ones have conflicting measures on half of their parcels and
de minimis aid near the ceiling; ``advise`` ones consider measures whose costs they know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from calculator.scenarios.population import margins
from calculator.scenarios.population import synthetic_measures as measures
from calculator.scenarios.population.drawing import Random, happens
from calculator.scenarios.population.synthetic_answers import aid, indicators, shared
from calculator.scenarios.population.synthetic_farms import drawn
from calculator.scenarios.population.synthetic_kinds import advised, conflicting
from calculator.scenarios.population.synthetic_land import Land, elements, parcels
from calculator.scenarios.population.tables import Population, assemble

MOST_FARMS = 200_000
KINDS = ("typical", "hard", "advise")

_MORE: Mapping[str, Callable[[Land, Random], list[measures.Rows]]] = {
    "typical": lambda land, random: [], "hard": conflicting, "advise": advised,
}  # fmt: skip


def synthesise(farms: int, seed: int, kind: str = "typical") -> Population:
    """So many synthetic farms; raises ValueError for a number or kind there is none of."""
    if not 1 <= farms <= MOST_FARMS or kind not in KINDS:
        raise ValueError(
            f"{farms} farms of kind {kind}: give 1 to {MOST_FARMS} and one of {', '.join(KINDS)}"
        )
    random = np.random.Generator(np.random.PCG64(seed))
    made = drawn(farms, random, kind)
    land = parcels(made, random)
    objects, owner = elements(made, random)
    part = measures.takers(made, random)
    keys = list(made.frame["farm_key"].cat.categories)
    ground = [("ha", rows) for rows in measures.on_parcels(made, land, part, random)]
    ground += [("ha", rows) for rows in _MORE[kind](land, random)]
    lines = list(measures.on_elements(objects, owner, part, random))
    done = pd.concat(
        [
            measures.table(keys, land.farm, land.frame["parcel_id"], ground),
            measures.table(keys, owner, objects["element_id"], lines),
        ],
        ignore_index=True,
    )
    made.frame["aid_known"] = ~happens(random, margins.share("aid_unknown"), farms)
    frames = {
        "farms": made.frame,
        "parcels": land.frame,
        "elements": objects,
        "measures": _without_doubles(done),
        "indicators": indicators(made, random),
        "aid": aid(made, kind, random),
        "answers": shared(kind),
    }
    told = tuple(f"{source.title} ({source.seen})" for source in margins.sources().values() if source.seen)
    return assemble(f"{kind}-{farms}-{seed}", frames, synthetic=True, sources=told)


def _without_doubles(done: pd.DataFrame) -> pd.DataFrame:
    """Each measure once on the same ground: what is drawn twice is done once."""
    for column in ("place_id", "code", "unit", "part", "farm_key"):
        done[column] = done[column].astype("category")
    return done.drop_duplicates(["farm_key", "place_id", "code", "part", "candidate"], ignore_index=True)
