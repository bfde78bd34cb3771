"""How large a figure of a farm may be, and why: above these bounds a slip of the unit is all but certain."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.services.profile.values import Bounds

MOST_PARCELS = 5_000
MOST_ELEMENTS = 20_000
MOST_MEASURES = 200
MOST_CONTRACTS = 1_000
MOST_ENTRIES = 5_000

FIRST_YEAR = 2023
LAST_YEAR = 2060

_SQUARE_METRES_MEANT = Text(
    "Een perceel boven 1.000 ha is bijna altijd in vierkante meters opgegeven: deel door 10.000, "
    "of splits een werkelijk groter gebied in percelen.",
    "A parcel above 1,000 ha was nearly always given in square metres: divide by 10,000, "
    "or split an area that really is larger into parcels.",
)
_FARM_TOO_LARGE = Text(
    "Geen Nederlands bedrijf heeft zoveel grond; controleer of de oppervlakten in hectares staan.",
    "No Dutch farm has so much land; check that the areas are in hectares.",
)

PARCEL = Bounds("ha", Decimal(1_000), 4, above=True, why=_SQUARE_METRES_MEANT)
HECTARES = Bounds("ha", Decimal(1_000), 4, why=_SQUARE_METRES_MEANT)
#: Of all parcels together.
FARM_HA = Bounds("ha", Decimal(25_000), 4, why=_FARM_TOO_LARGE)
SQUARE_METRES = Bounds("m2", Decimal(10_000_000), 0)
METRES = Bounds("m", Decimal(1_000_000), 2, above=True)
PIECES = Bounds("", Decimal(1_000_000), 0, above=True)
IN_PIECES = Bounds("", Decimal(1_000_000), 0)
ELEMENT_M2 = Bounds("m2", Decimal(10_000_000), 0, above=True)
WIDTH = Bounds("m", Decimal(1_000), 2, above=True)
EUROS = Bounds("EUR", Decimal(1_000_000_000), 2)
RATE = Bounds("EUR", Decimal(1_000_000), 6)
COUNTED = Bounds("", Decimal(1_000_000_000_000), 4)
INDICATOR = Bounds("", Decimal(1_000_000_000), 6, low=Decimal(-1_000_000_000))
PERCENT = Bounds("%", Decimal(100), 4)
#: A share per year: 0.02 is two per cent.
INDEXATION = Bounds(
    "",
    Decimal(1),
    6,
    low=Decimal(-1),
    why=Text("Schrijf een aandeel: twee procent is 0.02.", "Write a share: two per cent is 0.02."),
)
CONTRACTED = Bounds("", Decimal(10_000_000), 4, above=True)

#: What a measure may cover, by the key that says it.
MEASURED: Mapping[str, Bounds] = {
    "area_ha": PARCEL,
    "length_m": METRES,
    "count": PIECES,
    "area_m2": ELEMENT_M2,
}
