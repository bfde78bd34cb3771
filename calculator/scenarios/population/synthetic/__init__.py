"""A population made up from margins: the same farms for the same number, seed and kind.

``typical`` farms do what an average farm may do; ``hard`` ones have conflicting measures on half of their parcels and
de minimis aid near the ceiling; ``advise`` ones consider measures whose costs they know. No real farm is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from calculator import allocator
from calculator.scenarios.population.synthetic import margins, measures
from calculator.scenarios.population.synthetic.answers import aid, indicators, shared
from calculator.scenarios.population.synthetic.drawing import Random, happens
from calculator.scenarios.population.synthetic.farms import Drawn, drawn
from calculator.scenarios.population.synthetic.kinds import advised, conflicting
from calculator.scenarios.population.synthetic.land import Land, elements, parcels
from calculator.scenarios.population.tables import Population, assemble, picked

MOST_FARMS = 200_000
KINDS = ("typical", "hard", "advise")

#: The parts in which doubles are looked for.
_PARTS = 16

_MORE: Mapping[str, Callable[[Land, Random], list[measures.Rows]]] = {
    "typical": lambda land, random: [], "hard": conflicting, "advise": advised,
}  # fmt: skip


def synthesise(farms: int, seed: int, kind: str = "typical") -> Population:
    """So many synthetic farms; raises ValueError for a number or kind there is none of."""
    if not 1 <= farms <= MOST_FARMS or kind not in KINDS:
        raise ValueError(
            f"{farms} farms of kind {kind}: give 1 to {MOST_FARMS} and one of {', '.join(KINDS)}"
        )
    told = tuple(f"{source.title} ({source.seen})" for source in margins.sources().values() if source.seen)
    random = np.random.Generator(np.random.PCG64(seed))
    return assemble(f"{kind}-{farms}-{seed}", _frames(farms, random, kind), synthetic=True, sources=told)


def _frames(farms: int, random: Random, kind: str) -> dict[str, pd.DataFrame]:
    """The tables of so many farms, as they were drawn."""
    made = drawn(farms, random, kind)
    land = parcels(made, random)
    objects, owner = elements(made, random)
    done = _measures(made, land, objects, owner, kind, random)
    made.frame["aid_known"] = ~happens(random, margins.share("aid_unknown"), farms)
    return {
        "farms": made.frame,
        "parcels": land.frame,
        "elements": objects,
        "measures": done,
        "indicators": indicators(made, random),
        "aid": aid(made, kind, random),
        "answers": shared(kind),
    }


def _measures(
    made: Drawn, land: Land, objects: pd.DataFrame, owner: np.ndarray, kind: str, random: Random
) -> pd.DataFrame:
    """What is done on the land and its elements."""
    part = measures.takers(made, random)
    keys = list(made.frame["farm_key"].cat.categories)
    done = [("ha", rows.narrow()) for rows in measures.on_parcels(made, land, part, random)]
    done += [("ha", rows.narrow()) for rows in _MORE[kind](land, random)]
    # Elements stand behind the parcels.
    apart = len(land.farm)
    for unit, rows in measures.on_elements(objects, owner, part, random):
        done.append((unit, replace(rows, place=rows.place + apart)))
    ids = union_categoricals([land.frame["parcel_id"], objects["element_id"]])
    made_of = measures.table(keys, np.concatenate([land.farm, owner]), pd.Series(ids), done)
    allocator.give_back()
    return _without_doubles(made_of)


def _without_doubles(done: pd.DataFrame) -> pd.DataFrame:
    """Each measure once on the same ground: what is drawn twice is done once."""
    number = np.zeros(len(done), dtype=np.int64)
    for column in ("farm_key", "place_id", "code", "part"):
        codes = done[column].cat
        number *= len(codes.categories) + 1
        number += codes.codes.to_numpy()
        number += 1
    number *= 2
    number += done["candidate"].to_numpy(bool)
    kept, farm = np.zeros(len(done), dtype=np.bool_), done["farm_key"].cat.codes.to_numpy()
    for some in range(_PARTS):
        # By parts of the farms: all rows together take several times what the table itself does to sort.
        at = np.flatnonzero(farm % _PARTS == some)
        kept[at[np.unique(number[at], return_index=True)[1]]] = True
    return done if kept.all() else picked(done, np.flatnonzero(kept))
