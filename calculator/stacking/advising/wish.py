"""What the farmer sets for the plan: measures that must be in it, measures that stay out, and the most effort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from calculator.domain.farm import FarmProfile, Measure
from calculator.eligibility.candidates import Arrangement, Candidate


@dataclass(frozen=True, slots=True)
class Named:
    """A measure by its code, on one parcel or element, or (None) wherever it is."""

    code: str
    place: str | None = None

    def names(self, code: str, place: str) -> bool:
        """Whether it is this measure there."""
        return self.code == code and self.place in (None, place)


@dataclass(frozen=True, slots=True)
class Wish:
    """Measures that must be in the plan, or out of it, and the most effort in cents per year.

    A locked measure that is already done is not displaced; a forbidden one that is already done is given up.
    """

    lock: tuple[Named, ...] = ()
    forbid: tuple[Named, ...] = ()
    max_effort: int | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is set."""
        return not self.lock and not self.forbid and self.max_effort is None

    def keeps(self, arrangement: Arrangement, candidates: Sequence[Candidate]) -> bool:
        """Whether the arrangement of a place has in and out of it what is set; ``candidates`` are those of the farm."""

        def here(named: Named) -> list[int]:
            place = arrangement.place
            return [c.index for c in candidates if c.place == place and named.names(c.measure.code, place)]

        if any(index in arrangement.taken for named in self.forbid for index in here(named)):
            return False
        for named in self.lock:
            mine = here(named)
            if any(index not in arrangement.taken for index in mine):
                return False
            if not mine and any(named.names(code, arrangement.place) for code, _ in arrangement.displaced):
                return False
        return True

    def given_up(self, profile: FarmProfile) -> FarmProfile:
        """The farm without the forbidden measures that it does now; its candidates stay."""

        def left(place: str, measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
            return tuple(
                m
                for m in measures
                if m.candidate or not any(named.names(m.code, place) for named in self.forbid)
            )

        if not self.forbid:
            return profile
        return replace(
            profile,
            parcels=tuple(replace(p, measures=left(p.id, p.measures)) for p in profile.parcels),
            elements=tuple(replace(e, measures=left(e.id, e.measures)) for e in profile.elements),
        )


NO_WISH = Wish()
