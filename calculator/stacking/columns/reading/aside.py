"""What a profile says beside its facts and rules may look at, as answers at paths of their own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from calculator.domain.farm import FarmProfile, Parcel
from calculator.domain.undertaking import Undertaking
from calculator.eligibility.reads import EARLIER, SEPARATED, YEAR


class Earlier(tuple[tuple[int, Decimal], ...]):
    """What an indicator was in some years, in their order: one answer, where any other tuple is a list of them."""

    __slots__ = ()


def aside(profile: FarmProfile) -> Iterator[tuple[str, object]]:
    """All that it says beside its facts."""
    separated = profile.undertaking.activities_separated
    if separated is not None:
        yield SEPARATED, separated
    yield YEAR, profile.year
    for code, values in profile.indicator_history.items():
        if values:
            yield f"{EARLIER}{code}", Earlier(sorted(values.items()))


def said(profile: FarmProfile, path: str) -> object | None:
    """What it says at one of these paths; None where it says nothing."""
    if path == SEPARATED:
        return profile.undertaking.activities_separated
    if path == YEAR:
        return profile.year
    values = profile.indicator_history.get(path.removeprefix(EARLIER))
    return Earlier(sorted(values.items())) if values else None


def telling(facts: dict[str, object], beside: dict[str, object], land: tuple[Parcel, ...]) -> FarmProfile:
    """A farm with these facts, what it says ``beside`` them, and this land alone."""
    apart, year = beside.get(SEPARATED), beside.get(YEAR, 0)
    earlier = {path.removeprefix(EARLIER): dict(v) for path, v in beside.items() if isinstance(v, Earlier)}
    party = Undertaking(activities_separated=None if apart is None else bool(apart))
    return FarmProfile(int(str(year)), "", land, facts=facts, undertaking=party, indicator_history=earlier)
