"""What makes a population hard, and what one that asks for advice considers."""

from __future__ import annotations

import numpy as np

from calculator.scenarios.population.synthetic import margins
from calculator.scenarios.population.synthetic.drawing import Random, happens, reads
from calculator.scenarios.population.synthetic.land import Land
from calculator.scenarios.population.synthetic.measures import Rows, part_of


def conflicting(land: Land, random: Random) -> list[Rows]:
    """Measures that exclude each other or take each other's value."""
    farms = happens(random, margins.share("conflicting_farms"), int(land.farm.max()) + 1)
    hit = farms[land.farm] & happens(random, margins.share("conflicting_parcels"), len(land.farm))
    found = [(row.b, hit & _of(land, row.a)) for row in margins.by_name("conflict")]
    return [Rows(code, np.flatnonzero(at), land.area_m2[at]) for code, at in found if at.any()]


def advised(land: Land, random: Random) -> list[Rows]:
    """A few candidates per farm, each with its cost and lost income per hectare."""
    first = np.flatnonzero(np.concatenate(([True], land.farm[1:] != land.farm[:-1])))
    place = np.arange(len(land.farm)) - np.repeat(first, np.diff(np.concatenate((first, [len(land.farm)]))))
    chosen = (place < margins.of("most_candidates")[""]) & happens(
        random, margins.share("considered"), len(place)
    )
    found = []
    for group in sorted({row.a for row in margins.by_name("candidate")}):
        costs = margins.within("candidate", group)
        drawn = random.integers(0, len(costs), len(place))
        for n, (code, cost) in enumerate(costs.items()):
            at = np.flatnonzero(chosen & _of(land, group) & (drawn == n))
            size = margins.within("candidate_part", group).get(code, 100)
            made = part_of(code, at, land.area_m2[at], size)
            lost = margins.within("candidate_loss", group).get(code, 0.0)
            part = f"{made.part or code}-kandidaat" if made.part else None
            found.append(Rows(code, made.place, made.quantity, part, True, cost, lost))
    return found


def _of(land: Land, group: str) -> np.ndarray:
    """The parcels with a crop of the group."""
    of = {row.a: row.b for row in margins.by_name("group_of_crop")}
    return reads(land.crop, [of.get(crop, "") for crop in land.crops], group)
