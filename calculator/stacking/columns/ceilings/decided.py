"""What was chosen of payments for the farm of which not all can be given, as arrays: for who asks what another choice brings."""

from __future__ import annotations

from dataclasses import dataclass

from calculator.domain.limit import Limit
from calculator.stacking.columns.answer import Ints, Mask


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Items are decisions on a payment (``refs``) for some ``years``; ``exact`` is what each pays each farm (micro-cents).

    ``weight`` is what an item takes of each limit of each farm, ``inside`` which windows count it, ``room`` what each window
    leaves; ``limit`` is the place of the limit of each window, ``versions`` what it says. ``best`` is 1 for what is given.
    ``settled`` are the farms on which this was chosen, ``apart`` those with two items of which one is given,
    with several terms of one grant, or with windows of their own.
    """

    farms: Ints
    refs: tuple[str, ...]
    years: tuple[tuple[int, ...], ...]
    exact: Ints
    weight: Ints
    inside: Ints
    limit: Ints
    room: Ints
    versions: tuple[Limit, ...]
    best: Ints
    settled: Mask
    apart: Mask
