"""What is paid by schemes that hold in a part of the country, to a farm that does not say whether it lies there.

Such a scheme is assessed as if the farm lies in it, and the award assumes so. Who reads the total is told how much of it that is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.conditions import territory

Json = Mapping[str, object]
#: One who says the province answers for most schemes at once.
_WIDEST_FIRST = ("provinces", "municipalities", "water_boards")


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The schemes by name, what they pay in all years, and the field that would say whether the farm lies there."""

    pointer: str
    schemes: tuple[str, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Asked:
    """The field that says most of where the farm lies, and of how many open schemes it would help to say whether they hold."""

    pointer: str
    schemes: int


def asked(award: Json, profile: FarmProfile, rulebook: Rulebook, on: date) -> Asked | None:
    """What to fill in about the place, while open questions are of schemes that may lie elsewhere; None where none is."""
    named = {str(question["scheme"]) for question in cast("Sequence[Json]", award["open"])}
    kinds = [
        kinds
        for scheme in rulebook.schemes_on(on)
        if scheme.id in named and (kinds := territory.left_open(scheme, profile, rulebook))
    ]
    wide = next((key for key in _WIDEST_FIRST if any(key in each for each in kinds)), None)
    return None if wide is None else Asked(_pointer(wide), len(kinds))


def _pointer(kind: str) -> str:
    return f"/{territory.PATHS[kind].replace('.', '/')}"


def of(award: Json, profile: FarmProfile, rulebook: Rulebook, on: date, language: str) -> Unsaid | None:
    """What of the total rests on a place that nobody filled in; None where nothing does."""
    paid: dict[str, Decimal] = {}
    for year in cast("Sequence[Json]", award["years"]):
        for line in cast("Sequence[Json]", year["lines"]):
            if line["certainty"] != "contracted":
                scheme = str(line["scheme"])
                paid[scheme] = paid.get(scheme, Decimal(0)) + Decimal(str(line["amount_eur"]))
    resting = [
        (scheme, kinds)
        for scheme in rulebook.schemes_on(on)
        if scheme.id in paid and (kinds := territory.left_open(scheme, profile, rulebook))
    ]
    if not resting:
        return None
    kind = resting[0][1][0]
    names = tuple(sorted(scheme.name[language] for scheme, _ in resting))
    amount = sum((paid[scheme.id] for scheme, _ in resting), Decimal(0))
    return Unsaid(_pointer(kind), names, amount)
