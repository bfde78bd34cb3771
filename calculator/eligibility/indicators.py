"""Indicators that the profile itself gives: the green-blue landscape share and shares of grassland."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.memory import Once
from calculator.domain.quantity import M2_PER_HA, plain
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.eligibility.conditions.shares import GRASSLAND, area_of
from calculator.eligibility.units import element_area_ha

_HERB_RICH: Once[Mapping[str, Decimal]] = Once("herb-rich")

_PERCENT = Decimal("0.01")


def landscape_definition() -> Text:
    """The one definition of the green-blue landscape share, used everywhere it appears."""
    return Text(
        nl="oppervlakte van landschapselementen waarvan de maat bekend is, gedeeld door percelen plus elementen",
        en="area of landscape elements of known size, divided by parcels plus elements",
    )


def landscape_share(profile: FarmProfile) -> Decimal | None:
    """Landscape elements as a percentage of all land; None where an element's area is unknown (unknown is never zero)."""
    areas = [element_area_ha(e) for e in profile.elements]
    known = [a for a in areas if a is not None]
    if len(known) < len(areas) or not profile.parcels:
        return None
    green = sum(known, Decimal(0))
    own = sum((a for e, a in zip(profile.elements, known, strict=True) if e.parcel is None), Decimal(0))
    return _percent(green, profile.area_ha + own)


def herb_rich_share(profile: FarmProfile, weights: Mapping[str, Decimal]) -> Decimal | None:
    """Weighed hectares of herb-rich grassland as a percentage of all parcels, after KPI-K (``docs/indicators.md``).

    ``weights`` say how much of a hectare with a measure counts. Measures listed are exhaustive, so grassland without
    one counts for nothing; on one part the heaviest counts. None without parcels.
    """
    herbs = Decimal(0)
    for parcel in (p for p in profile.parcels if p.land_use in GRASSLAND):
        parts: dict[str | None, Decimal] = {}
        for m in parcel.measures:
            if m.code in weights and not m.candidate:
                parts[m.part] = max(m.quantity * weights[m.code], parts.get(m.part, Decimal(0)))
        herbs += min(sum(parts.values(), Decimal(0)), parcel.area_ha)
    return _percent(herbs, profile.area_ha)


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * 100 / whole).quantize(_PERCENT, rounding=ROUND_HALF_UP) if whole else None


def indicators(profile: FarmProfile, rulebook: Rulebook) -> dict[str, str]:
    """Indicators by name: those entered, and shares computed from the parcels (percent)."""
    found = {
        path.removeprefix("indicators."): plain(value) if isinstance(value, Decimal) else str(value)
        for path, value in sorted(profile.facts.items())
        if path.startswith("indicators.")
    }
    share = _percent(area_of(profile, "permanent_grassland_ha"), profile.area_ha)
    if share is not None:
        found["aandeel_blijvend_grasland_pct"] = plain(share)
    herbs = herb_rich_share(profile, _weights(rulebook))
    if herbs is not None:
        found["aandeel_kruidenrijk_grasland_pct"] = plain(herbs)
    strips = sum((p.mandatory_strip_m2 or Decimal(0) for p in profile.parcels), Decimal(0)) / M2_PER_HA
    if strips:
        found["verplichte_bufferstroken_ha"] = plain(strips)
    return found


def _weights(rulebook: Rulebook) -> Mapping[str, Decimal]:
    """How much of a hectare with a measure counts as herb-rich; read once per rulebook."""
    listed = rulebook.codelists.get("measures", {})
    return rulebook.memory.once(
        _HERB_RICH,
        lambda: {row.code: Decimal(w) for row in listed.values() if (w := row.columns.get("herb_rich"))},
    )
