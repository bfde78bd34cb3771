"""How much a cap on quantities leaves a farm: so many units, or a share of its land."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit
from calculator.eligibility.conditions.shares import area_of


def most_of(limit: Limit, day: date, profile: FarmProfile) -> Decimal | None:
    """The most that payments under the cap claim together, in their own unit; None where it is not published for the day."""
    series = limit.figures.get("cap")
    figure = series.on(day) if series else None
    if figure is None:
        return None
    cap = figure.values[""]
    return cap if limit.share_of is None else cap * area_of(profile, limit.share_of) / 100


def shared_land(limits: Iterable[Limit], profile: FarmProfile) -> tuple[tuple[str, Decimal], ...]:
    """The land of which some of the limits take a share, with how much a farm has of it."""
    names = {limit.share_of for limit in limits if limit.share_of is not None}
    return tuple((name, area_of(profile, name)) for name in sorted(names))
