"""Shares of the farm: how much of its area is of a kind, and how much that kind must be."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.quantity import dutch, plain
from calculator.domain.scheme import Condition, Text
from calculator.eligibility.conditions.contracted import running, uncontracted
from calculator.eligibility.conditions.outcomes import MET, Outcome, Setting, bound_of, texts

#: A share below this asks for any of it at all; to a reader the hectares short of it say nothing.
_ANY = Decimal("0.001")
NONE_YET = Text(nl="het bedrijf heeft hier nog niets van", en="the farm has none of it yet")

#: The land uses that are grassland.
GRASSLAND = ("permanent_grassland", "temporary_grassland")


def area_of(profile: FarmProfile, name: str) -> Decimal:
    """Hectares of the farm under one of the names that quantities and shares use."""
    uses = {
        "arable_ha": ("arable",),
        "grassland_ha": GRASSLAND,
        "permanent_grassland_ha": ("permanent_grassland",),
    }.get(name)
    return sum((p.area_ha for p in profile.parcels if uses is None or p.land_use in uses), Decimal(0))


def numerator(of: Mapping[str, object], profile: FarmProfile) -> Decimal:
    """Hectares that count towards a share by what is done on them; contracts are not among it."""
    total = Decimal(0)
    if "measures" in of:
        wanted = set(texts(of["measures"]))
        for parcel in profile.parcels:
            parts: dict[str | None, Decimal] = {}  # beside each other; measures of one part overlap
            for m in (x for x in parcel.measures if x.code in wanted and not x.candidate):
                parts[m.part] = max(m.quantity, parts.get(m.part, Decimal(0)))
            total += min(sum(parts.values(), Decimal(0)), parcel.area_ha)
    if "land_use" in of:
        uses = set(texts(of["land_use"]))
        total += sum((p.area_ha for p in profile.parcels if p.land_use in uses), Decimal(0))
    if "crops" in of:
        crops = set(texts(of["crops"]))
        total += sum((p.area_ha for p in profile.parcels if p.crop_code in crops), Decimal(0))
    return total


def share_at_least(condition: Condition, setting: Setting) -> Outcome:
    """Whether enough of the farm is of the kind asked for; packages that still lack their contract leave it undecided."""
    of = condition.arguments["of"]
    if not isinstance(of, Mapping):
        raise ValueError(f"share_at_least needs `of` as a mapping: {of!r}")
    whole = area_of(setting.profile, str(condition.arguments["in"]))
    bound = bound_of(condition, setting)
    if bound is None:
        return Outcome(None, (f"figure:{condition.arguments.get('figure')}",))
    have = numerator(of, setting.profile) + running(of, setting)
    if whole and have >= bound * whole:
        return MET
    return short_of(bound, whole, have, uncontracted(of, setting))


def short_of(bound: Decimal, whole: Decimal, have: Decimal, new: Decimal) -> Outcome:
    """What is answered where ``have`` hectares of ``whole`` are not enough; ``new`` are under packages without their contract."""
    if whole == 0:
        return Outcome(False, shortfall=Text(nl="geen areaal van deze soort", en="no area of this kind"))
    if new and have + new >= bound * whole:
        return Outcome(None, ("contracts",), awaits=_once_contracted(new))
    short = NONE_YET if bound < _ANY and not have else _short(bound, whole, have)
    beside = _still_to_contract(new) if new else Text("", "")
    return Outcome(False, shortfall=Text(nl=short.nl + beside.nl, en=short.en + beside.en))


def _short(bound: Decimal, whole: Decimal, have: Decimal) -> Text:
    hectares, need = bound * whole - have, bound * 100
    return Text(
        nl=f"{dutch(hectares)} ha tekort voor {dutch(need)} % van {dutch(whole)} ha",
        en=f"{plain(hectares)} ha short of {plain(need)} % of {plain(whole)} ha",
    )


def _once_contracted(hectares: Decimal) -> Text:
    return Text(
        nl=f"de nieuwe pakketten ({dutch(hectares)} ha) tellen mee zodra het contract loopt",
        en=f"the new packages ({plain(hectares)} ha) count once their contract runs",
    )


def _still_to_contract(hectares: Decimal) -> Text:
    return Text(
        nl=f"; {dutch(hectares)} ha telt pas mee zodra het contract loopt",
        en=f"; {plain(hectares)} ha counts only once its contract runs",
    )
