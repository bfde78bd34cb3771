"""What sort of land a parcel is: everything it says of itself but its name, its size and what lies on it."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.domain.farm import ECO_REGIONS, SOILS
from calculator.services.profile import values
from calculator.services.profile.values import Fields, Place

_LAND_USES = ("permanent_grassland", "temporary_grassland", "arable", "permanent_crop", "nature", "other")
#: The keys that are read here.
ATTRIBUTES = ("land_use", "crop_code", "soil", "eco_region", "natura2000", "glmc9")


@dataclass(frozen=True, slots=True)
class Kind:
    """Land use, crop, soil, region and designations, as ``Parcel`` has them; without a land use it is empty."""

    land_use: str
    crop_code: str | None
    soil: str | None
    eco_region: str | None
    natura2000: bool | None
    glmc9: bool | None


def kind(fields: Fields) -> Kind:
    """The sort of land; what is wrong is among the findings."""
    return Kind(
        land_use=values.choice(fields.must("land_use"), _LAND_USES) or "",
        crop_code=crop(fields.get("crop_code")),
        soil=values.choice(fields.get("soil"), SOILS),
        eco_region=values.choice(fields.get("eco_region"), ECO_REGIONS),
        natura2000=values.flag(fields.get("natura2000")),
        glmc9=values.flag(fields.get("glmc9")),
    )


def crop(place: Place | None) -> str | None:
    """An RVO crop code: one to four digits. Crops only suggest, so a code is not looked up."""
    found = values.whole(place, 1, 9999)
    return None if found is None else str(found)
