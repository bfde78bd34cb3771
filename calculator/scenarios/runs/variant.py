"""Rules to evaluate farms under, as a recipe that is small enough to send to a worker.

A variant starts from one of the rulebooks that the workers hold and may leave rules out (``without``, to see what they
withhold), switch schemes off (``barred``, for farms that do not take part in them), or read ranges at their high end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from calculator.domain.period import Period
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Scheme
from calculator.scenarios.runs.reading import high
from calculator.scenarios.runs.rule import Rule, relaxed

#: A day on which nobody asks for rules.
_LONG_AGO = Period(date(1900, 1, 1), date(1900, 1, 2))


@dataclass(frozen=True, slots=True)
class Variant:
    """A rulebook by its digest, perhaps without some rules, with some schemes switched off, or at the high end.

    ``stands`` is the digest of the rules under which farms made their claims, where nobody chooses again.
    """

    digest: str
    without: tuple[Rule, ...] = ()
    barred: tuple[str, ...] = ()
    high: bool = False
    stands: str = ""

    @property
    def key(self) -> str:
        """The same for the same rules."""
        said = f"{self.digest} {sorted(self.without)} {sorted(self.barred)} {self.high} {self.stands}"
        return hashlib.sha256(said.encode()).hexdigest()


def rulebook_of(variant: Variant, held: Mapping[str, Rulebook]) -> Rulebook:
    """The rules of a variant."""
    base = held[variant.digest]
    if variant.high:
        base = high(base)
    for rule in variant.without:
        base = relaxed(base, rule)
    return barred(base, variant.barred) if variant.barred else base


def barred(rulebook: Rulebook, schemes: tuple[str, ...]) -> Rulebook:
    """The rules with schemes switched off: their names live on for contracts that run, new payments do not."""
    return Rulebook(
        schemes=tuple(_never(s) if s.id in schemes else s for s in rulebook.schemes),
        relations=rulebook.relations,
        limits=rulebook.limits,
        codelists=rulebook.codelists,
        legal_bases=rulebook.legal_bases,
        digest=f"{rulebook.digest} without {' '.join(sorted(schemes))}",
        files=rulebook.files,
    )


def _never(scheme: Scheme) -> Scheme:
    return replace(scheme, validity=_LONG_AGO)
