"""How much of the farm's land is of a kind, in hectares or as a share of other land, and how much that must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from calculator.domain.farm import FarmProfile, Parcel
from calculator.domain.quantity import dutch, plain
from calculator.domain.scheme import Condition, Text
from calculator.eligibility.conditions.contracted import running, uncontracted
from calculator.eligibility.conditions.judged import judged, where_of
from calculator.eligibility.conditions.outcomes import (
    MET,
    NO_UNIT,
    Outcome,
    Setting,
    Test,
    bound_of,
    compared,
    texts,
)

#: A share below this asks for any of it at all; to a reader the hectares short of it say nothing.
_ANY = Decimal("0.001")
NONE_YET = Text(nl="het bedrijf heeft hier nog niets van", en="the farm has none of it yet")

#: The kinds of condition that ask how much of its land is of a kind: as a share, and in hectares.
OF_LAND = ("share_at_least", "land_at_least")
#: A share of the same land, whatever its places must be to be counted.
SAME = "same_land"
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
    return sum(map(_hectares(of), profile.parcels), Decimal(0))


def _hectares(of: Mapping[str, object]) -> Callable[[Parcel], Decimal]:
    """What a parcel has of it."""
    measures, uses, crops = (
        {*texts(of[key])} if key in of else set[str]() for key in ("measures", "land_use", "crops")
    )

    def each(parcel: Parcel) -> Decimal:
        parts: dict[str | None, Decimal] = {}  # beside each other; measures of one part overlap
        for m in parcel.measures:
            if m.code in measures and not m.candidate:
                parts[m.part] = max(m.quantity, parts.get(m.part, Decimal(0)))
        found = min(sum(parts.values(), Decimal(0)), parcel.area_ha)
        return found + parcel.area_ha * ((parcel.land_use in uses) + (parcel.crop_code in crops))

    return each


def taken_in(condition: Condition) -> str | None:
    """The land that a share is taken in, by its name; None where hectares themselves are asked."""
    name = condition.arguments.get("in")
    return None if name is None else str(name)


def enough_land(condition: Condition, setting: Setting, test: Test) -> Outcome:
    """Whether enough of the farm is of the kind asked for; packages that still lack their contract leave it undecided."""
    of = condition.arguments["of"]
    if not isinstance(of, Mapping):
        raise ValueError(f"{condition.kind} needs `of` as a mapping: {of!r}")
    bound = bound_of(condition, setting)
    if bound is None:
        return Outcome(None, (f"figure:{condition.arguments.get('figure')}",))
    name = taken_in(condition)
    if where_of(of):
        return _some_of_it(of, name, bound, setting, test)
    whole = None if name is None else area_of(setting.profile, name)
    have = numerator(of, setting.profile) + running(of, setting)
    if whole != 0 and have >= needed(bound, whole):
        return MET
    return short_of(bound, whole, have, uncontracted(of, setting))


def _some_of_it(
    of: Mapping[str, object], name: str | None, bound: Decimal, setting: Setting, test: Test
) -> Outcome:
    """The same of land of which only the parcels count that are as asked; what these do not say is asked while it decides."""
    each = _hectares(of)
    lying = [(p, much, ()) for p in setting.profile.parcels if (much := each(p))]
    lots = list(judged(lying, of, setting, test))
    much, sure, maybe = (
        sum((lot.much or Decimal(0) for lot in lots if lot.fits in so), Decimal(0))
        for so in ((True, None, False), (True,), (None,))
    )
    whole = None if name is None else much if name == SAME else area_of(setting.profile, name)
    enough = Decimal(0) if name == SAME and setting.profile.widest else needed(bound, whole)
    if whole != 0 and sure and sure >= enough:
        return MET
    if whole != 0 and maybe and sure + maybe >= enough:
        return Outcome(None, tuple(dict.fromkeys(path for lot in lots for path in lot.missing)))
    return short_of(bound, whole, sure, Decimal(0))


def needed(bound: Decimal, whole: Decimal | None) -> Decimal:
    """The hectares that a bound asks: a share of ``whole``, or itself."""
    return bound if whole is None else bound * whole


def short_of(bound: Decimal, whole: Decimal | None, have: Decimal, new: Decimal) -> Outcome:
    """What is answered where ``have`` hectares are not enough; ``new`` are under packages without their contract."""
    if whole == 0:
        return Outcome(False, shortfall=Text(nl="geen areaal van deze soort", en="no area of this kind"))
    if new and have + new >= needed(bound, whole):
        return Outcome(None, ("contracts",), awaits=_once_contracted(new))
    short = _short(bound, whole, have)
    if whole is not None and bound < _ANY and not have:
        short = NONE_YET
    beside = _still_to_contract(new) if new else Text("", "")
    return Outcome(False, shortfall=Text(nl=short.nl + beside.nl, en=short.en + beside.en))


_HECTARES = Text(" ha", " ha")


def _short(bound: Decimal, whole: Decimal | None, have: Decimal) -> Text:
    hectares, need = needed(bound, whole) - have, bound * 100
    if whole is None:
        return compared("at_least", have, bound, _HECTARES).shortfall or NO_UNIT
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
