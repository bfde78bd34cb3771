"""Parcels and landscape elements, with what can be checked on one of them alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from calculator.domain.farm import LandscapeElement, Parcel
from calculator.domain.quantity import M2_PER_HA
from calculator.domain.scheme import Text
from calculator.services.profile import bounds, cover, place_facts, plainly, values, words
from calculator.services.profile.codes import Codes
from calculator.services.profile.geometry import geometry
from calculator.services.profile.kinds_of_land import ATTRIBUTES, crop, kind
from calculator.services.profile.measures import SIZES, measures_of
from calculator.services.profile.values import Fields, Place

_PARCEL = (
    "id",
    "area_ha",
    *ATTRIBUTES,
    "glmc8_ha",
    "mandatory_strip_m2",
    "crop_history",
    "geometry",
    "measures",
    "facts",
)
_ELEMENT = (
    "id", "kind", "length_m", "count", "area_m2", "width_m", "diameter_cm", "parcel", "measures", "facts",
)  # fmt: skip


@dataclass(slots=True)
class Ground:
    """The ids so far: ``parcel`` or ``element``, in one namespace with ``farm``."""

    ids: dict[str, str] = field(default_factory=lambda: {"farm": "farm"})
    areas: dict[str, Decimal] = field(default_factory=dict)
    parcel_references: list[tuple[Place, str]] = field(default_factory=list)

    def claim(self, place: Place | None, kind: str) -> str:
        """The id at the place, noted as taken; one that is taken already is a problem."""
        found = values.text(place, 64)
        if place is None or found is None:
            return ""
        if found in self.ids:
            place.wrong(_taken(found))
        else:
            self.ids[found] = kind
        return found

    def check_references(self) -> None:
        """Note every reference to a parcel that is none; to be called when all parcels have been read."""
        parcels = tuple(name for name, kind in self.ids.items() if kind == "parcel")
        for place, name in self.parcel_references:
            if self.ids.get(name) != "parcel":
                place.wrong(unknown_place(name, place.findings.nearest(name, parcels)))


def parcel(place: Place, codes: Codes, ground: Ground) -> Parcel:
    """A parcel; where something is wrong the findings say so and a stand-in is used."""
    read = plainly.parcel(place.value, codes, ground.ids)
    if read is not None:
        ground.ids[read.id], ground.areas[read.id] = "parcel", read.area_ha
        return read
    fields = Fields(place, _PARCEL)
    name = ground.claim(fields.must("id"), "parcel")
    area = values.number(fields.must("area_ha"), bounds.PARCEL)
    if area is not None and name:
        ground.areas[name] = area
    measures = measures_of(fields.get("measures"), codes, on="parcel")
    if area is not None:
        cover.check(place, measures, {"ha": area})
    sort = kind(fields)
    made = Parcel(
        id=name,
        area_ha=area or Decimal(0),
        land_use=sort.land_use,
        measures=tuple(m.measure for m in measures),
        crop_code=sort.crop_code,
        soil=sort.soil,
        eco_region=sort.eco_region,
        natura2000=sort.natura2000,
        glmc9=sort.glmc9,
        glmc8_ha=values.number(fields.get("glmc8_ha"), bounds.HECTARES),
        mandatory_strip_m2=values.number(fields.get("mandatory_strip_m2"), bounds.SQUARE_METRES),
        crop_history=_history(fields.get("crop_history")),
        geometry=geometry(fields.get("geometry")),
        facts=place_facts.read(fields.get("facts"), codes, on="parcel"),
    )
    if area is not None:
        cover.within(fields.get("glmc8_ha"), made.glmc8_ha, area, "ha")
        cover.within(fields.get("mandatory_strip_m2"), made.mandatory_strip_m2, area * M2_PER_HA, "m2")
    return made


def element(place: Place, codes: Codes, ground: Ground) -> LandscapeElement:
    """A landscape element; it says how much there is in metres, pieces or square metres."""
    fields = Fields(place, _ELEMENT)
    name = ground.claim(fields.must("id"), "element")
    sizes = {
        "m": values.number(fields.get("length_m"), bounds.METRES),
        "piece": values.number(fields.get("count"), bounds.PIECES),
        "m2": values.number(fields.get("area_m2"), bounds.ELEMENT_M2),
    }
    if fields.readable and not any(fields.get(key) for key in ("length_m", "count", "area_m2")):
        place.wrong(_no_size())
    measures = measures_of(fields.get("measures"), codes, on="element")
    known = {unit: size for unit, size in sizes.items() if size is not None}
    given = {unit for key, unit in SIZES.items() if fields.get(key)}
    cover.check(place, [m for m in measures if m.measure.unit in known or m.measure.unit not in given], known)
    lies_on = fields.get("parcel")
    parcel_id = values.text(lies_on, 64)
    if lies_on is not None and parcel_id is not None:
        ground.parcel_references.append((lies_on, parcel_id))
    return LandscapeElement(
        id=name,
        kind=codes.code(fields.must("kind"), "element_kinds") or "",
        length_m=sizes["m"],
        count=sizes["piece"],
        area_m2=sizes["m2"],
        width_m=values.number(fields.get("width_m"), bounds.WIDTH),
        diameter_cm=_diameter(fields.get("diameter_cm")),
        parcel=parcel_id,
        measures=tuple(m.measure for m in measures),
        facts=place_facts.read(fields.get("facts"), codes, on="element"),
    )


def unknown_place(name: str, near: str | None) -> words.Words:
    """A reference to land that the profile does not have."""
    remedy = (
        Text(f'Bedoelt u "{near}"?', f'Did you mean "{near}"?')
        if near
        else Text("Verwijs naar een id uit dit profiel.", "Refer to an id in this profile.")
    )
    shown = words.shown(name)
    return Text(
        f'"{shown}" komt in dit profiel niet voor.', f'"{shown}" does not occur in this profile.'
    ), remedy


def _history(place: Place | None) -> dict[int, str]:
    read = {year: crop(at) for year, at in values.years(place)}
    return {year: crop for year, crop in read.items() if crop is not None}


def _diameter(place: Place | None) -> str | None:
    if place is not None and isinstance(place.value, int | Decimal) and not isinstance(place.value, bool):
        return str(place.value)
    return values.text(place, 20)


def _taken(name: str) -> words.Words:
    if name == "farm":
        message = Text('"farm" staat voor het hele bedrijf.', '"farm" stands for the whole farm.')
    else:
        shown = words.shown(name)
        message = Text(f'Het id "{shown}" komt al eerder voor.', f'The id "{shown}" occurs earlier already.')
    return message, Text(
        "Geef elk perceel en elk element een eigen id.", "Give each parcel and each element an id of its own."
    )


def _no_size() -> words.Words:
    return (
        Text("Dit element zegt niet hoe groot het is.", "This element does not say how much there is of it."),
        Text("Vul length_m, count of area_m2 in.", "Fill in length_m, count or area_m2."),
    )
