"""What reaching the next tier of a payment on a measured result would bring: each by an exact re-solve of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from calculator.domain.award import TierDistance
from calculator.domain.farm import FarmProfile, LandscapeElement, Parcel, where_told
from calculator.eligibility.amounts.tiers import Rung, rungs
from calculator.stacking import awarding
from calculator.stacking.awarding import Question

#: More tiers than this are not worked out for one farm; the nearest by name come first.
MOST_TIERS = 40
#: And no more of single parcels and elements: the nearest come first.
MOST_PLACES = 10
Place = TypeVar("Place", Parcel, LandscapeElement)


def distances(question: Question, total: int) -> Iterator[TierDistance]:
    """Per payment the next tier, with what the whole would gain if nothing but that indicator changed.

    ``total`` is the award's own. Everything that looks at the indicator moves with it, so that payments which share a
    step bring the same sum, once. Of one parcel or element the indicator names the place.
    """
    gains: dict[tuple[str, str | None, Decimal], int] = {}
    of_places = 0
    for nth, rung in enumerate(rungs(question.profile, question.rulebook, question.on)):
        if nth == MOST_TIERS:
            return
        of_places += rung.place is not None
        if rung.place is not None and of_places > MOST_PLACES:
            continue
        key = (rung.indicator, rung.place, rung.at)
        if key not in gains:
            gains[key] = awarding.total(replace(question, profile=_better(question.profile, rung))) - total
        path = rung.indicator if rung.place is None else where_told(rung.place, rung.indicator)
        yield TierDistance(rung.scheme, rung.payment, question.on.year, path, rung.now, rung.at, gains[key])


def _better(profile: FarmProfile, rung: Rung) -> FarmProfile:
    """The farm, or the place alone, at the next tier."""
    if rung.place is None:
        return replace(profile, facts={**profile.facts, rung.indicator: rung.at})

    def told(place: Place) -> Place:
        mine = place.id == rung.place
        return replace(place, facts={**place.facts, rung.indicator: rung.at}) if mine else place

    return replace(
        profile, parcels=tuple(map(told, profile.parcels)), elements=tuple(map(told, profile.elements))
    )
