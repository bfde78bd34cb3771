"""Where a scheme is open: a farm outside its territory is not refused, the scheme simply is not its own."""

from __future__ import annotations

from calculator.domain.farm import FarmProfile
from calculator.domain.scheme import Scheme

#: The fact that says whether a farm lies in a territory, by the kind of territory.
PATHS = {
    "provinces": "farm.province",
    "water_boards": "farm.water_board",
    "municipalities": "farm.municipality",
    "collectives": "farm.collective",
}

#: Facts that say to whom a farm belongs; failing one of these is no refusal either.
SCOPE_PATHS = frozenset({*PATHS.values(), "supply.dairy", "supply.processor", "farm.type"})


def outside(scheme: Scheme, profile: FarmProfile) -> bool:
    """Whether the farm is known to lie outside; an unknown place is not outside."""
    for key, codes in scheme.territory.items():
        path = PATHS.get(key)
        found = profile.fact(path) if path else None
        if codes and path and (found is not None or key == "collectives") and found not in codes:
            return True
    return False
