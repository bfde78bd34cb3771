"""Whether leases fit on their parcels: no ground is leased twice.

A lease without an area is of its whole parcels. So no other lease names these; and leases with an area that share parcels are
together no larger than all the parcels that they name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from calculator.domain.farm import Lease
from calculator.domain.quantity import dutch, plain
from calculator.domain.scheme import Text
from calculator.services.profile import cover
from calculator.services.profile.values import Place
from calculator.services.profile.words import Words


def check(leased: Sequence[tuple[Place, Lease]], areas: Mapping[str, Decimal]) -> None:
    """Note what is leased twice, at the later of the leases; ``areas`` are the hectares of the parcels."""
    before = list[Lease]()
    for place, lease in leased:
        sharing = _sharing(lease, before)
        whole = sorted({n for x in sharing if None in (x.area_ha, lease.area_ha) for n in _shared(x, lease)})
        named = {name for x in (*sharing, lease) for name in x.parcels}
        if whole:
            place.below("parcels", None).wrong(_twice(whole[0]))
        elif lease.area_ha is not None and named and named <= areas.keys():
            total = sum((x.area_ha or Decimal(0) for x in (*sharing, lease)), Decimal(0))
            size, at = sum((areas[n] for n in named), Decimal(0)), place.below("area_ha", lease.area_ha)
            if not sharing:
                cover.within(at, lease.area_ha, size, "ha")
            elif total > size:
                at.wrong(_too_much(total, size))
        before.append(lease)


def _shared(one: Lease, other: Lease) -> set[str]:
    return {*one.parcels} & {*other.parcels}


def _sharing(lease: Lease, before: Sequence[Lease]) -> list[Lease]:
    """The leases before it that share a parcel with it, or with one that does."""
    found, names, more = list[Lease](), {*lease.parcels}, True
    while more:
        joined = [x for x in before if x not in found and names & {*x.parcels}]
        found += joined
        names.update(*(x.parcels for x in joined))
        more = bool(joined)
    return found


def _too_much(total: Decimal, size: Decimal) -> Words:
    return (
        Text(
            f"Van deze percelen is samen {dutch(total)} ha gepacht, meer dan de {dutch(size)} ha die er is.",
            f"Of these parcels {plain(total)} ha are leased together, more than the {plain(size)} ha there are.",
        ),
        Text(
            "Verbeter de oppervlakte van een van de pachten, of haal het perceel eruit waar het niet bij hoort.",
            "Mend the area of one of the leases, or take the parcel out of the one that it is not in.",
        ),
    )


def _twice(name: str) -> Words:
    return (
        Text(
            f"Perceel {name} staat in twee pachten, waarvan een zonder oppervlakte: die is van het hele perceel.",
            f"Parcel {name} is in two leases, one of which has no area: that is of the whole parcel.",
        ),
        Text(
            "Vul bij elke pacht in hoeveel hectare ervan gepacht is, of haal het perceel uit een van beide.",
            "Fill in with each lease how many hectares of it are leased, or take the parcel out of one of them.",
        ),
    )
