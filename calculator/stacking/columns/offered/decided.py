"""What was chosen of payments for the farm of which not all can be given, as arrays: for who asks what another choice brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from calculator.domain.claim import Claim
from calculator.domain.limit import Limit
from calculator.stacking.columns.answer import Ints, Mask
from calculator.stacking.columns.offered.granted import Granted


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The windows that are to be kept: which ``room`` each leaves a farm, of which ``limit`` (its place), on which ``day``.

    ``inside`` says which items each counts, ``on`` which are granted on its day: without any it is not tested. ``own_`` are those
    of single farms, by their place among those of the farm; one that a farm does not have leaves more than there is. ``versions``
    are those under which the windows stand, in their order, and behind them those of ``own_version``.
    """

    inside: Ints
    on: Ints
    limit: Ints
    room: Ints
    day: Ints
    own_inside: Ints
    own_limit: Ints
    own_room: Ints
    own_day: Ints
    own_version: Ints
    versions: tuple[Limit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Items are decisions on a payment (``claims``) for some ``years``; ``exact`` is what each pays each farm (micro-cents).

    ``weight`` is what an item takes of each limit of each farm, ``kept`` are the windows. ``apart`` are rows of the items of two
    payments of which one at most is given, ``published`` whether each of these rows is. ``best`` is 1 for what is given.
    ``settled`` are the farms on which this was chosen, ``full`` those on which windows matter, ``meet`` those with terms that
    meet others. ``could`` is what items pay at the highest of a tariff that is a range, ``before`` what was granted before
    anything was dropped.
    """

    farms: Ints
    claims: tuple[Claim, ...]
    years: tuple[tuple[int, ...], ...]
    exact: Ints
    weight: Ints
    kept: Kept
    apart: Ints
    published: Mask
    best: Ints
    settled: Mask
    full: Mask
    meet: Mask
    could: Ints
    before: tuple[Granted, ...]

    @property
    def dropped(self) -> Mask:
        """What farms could be given and are not."""
        found: Mask = (self.best == 0) & (self.exact != 0) & self.settled
        return found

    def otherwise(self) -> Ints:
        """The farms on which another choice may be the best in the high reading."""
        unsure = (self.apart[~self.published] @ (self.exact != 0) > 1).any(axis=0)
        unsure |= (self.could != self.exact).any(axis=0)
        found: Ints = self.farms[unsure & np.any(self.dropped, axis=0)]
        return found
