"""Caps that count for each of a number that the farm does not give: what they leave is unknown, and unknown is never zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calculator.domain.claim import Claim
from calculator.domain.farm import FarmProfile
from calculator.domain.limit import Limit
from calculator.domain.memory import Once
from calculator.domain.period import same_day_in
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.questions import missing_fact
from calculator.stacking.law.caps import counted
from calculator.stacking.law.counting import limit_binds
from calculator.stacking.limits.unknown_aid import Missing, Would

_COUNTING: Once[tuple[Limit, ...]] = Once("caps that count for each of a number")


def counting(rulebook: Rulebook) -> tuple[Limit, ...]:
    """Every version of the caps that count for each of a number of the farm."""
    return rulebook.memory.once(_COUNTING, lambda: tuple(x for x in rulebook.limits if x.cap_per is not None))


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Those of these caps of which a farm does not give the number; ``on`` is the day on which the rules of a year are read.

    ``over_years`` are grants and contracts that begin anew (payment and piece), of which a cap counts some year: they are given
    whole or not at all.
    """

    limits: tuple[Limit, ...]
    on: date
    over_years: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(
        cls, profile: FarmProfile, rulebook: Rulebook, on: date, claims: Iterable[Claim] = ()
    ) -> Uncounted | None:
        """None where all numbers are known."""
        limits = tuple(x for x in counting(rulebook) if counted(x, profile) is None)
        if not limits:
            return None
        found = cls(limits, on)
        begun = {(c.ref, c.piece) for c in claims if c.begins_contract and found.missing(c, c.year)}
        return cls(limits, on, frozenset(begun))

    def missing(self, of: Claim | Would, year: int) -> list[Missing]:
        """The numbers that must be known before this can be paid in the year."""
        if not (of.rate.high if isinstance(of, Claim) else of.pays):
            return []
        whole = isinstance(of, Claim) and of.begins_contract and (of.ref, of.piece) in self.over_years
        day = same_day_in(year, self.on)
        held = (x for x in self.limits if (whole or x.validity.contains(day)) and limit_binds(x, of))
        paths = dict.fromkeys(x.cap_per for x in held if x.cap_per is not None)
        return [(missing_fact(path), path) for path in paths]
