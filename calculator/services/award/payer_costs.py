"""What is left of each payer's money after the costs of the measures that it pays for.

The costs and lost income of a measure go to whoever pays for that very measure on that place, in proportion to what each pays
for it in that year. Where nobody does, they go to whoever pays a premium for the whole farm to which it counts as an activity;
and where there is none either, they stand apart. Together they are what the award says is left, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.eligibility.candidates import unit_cost

Json = Mapping[str, object]
_FARM = "farm"


@dataclass(frozen=True, slots=True)
class Left:
    """One payer over all years, in euros; without a name it is what nobody pays for."""

    payer: str
    paid: Decimal
    cost: Decimal

    @property
    def left(self) -> Decimal:
        """What remains; negative where the costs are more."""
        return self.paid - self.cost


def by_payer(award: Json, profile: FarmProfile, rulebook: Rulebook) -> tuple[Left, ...]:
    """Who pays most first; nothing where a cost is not known, or where measures are still being chosen."""
    if award.get("net_eur") is None or award.get("variants"):
        return ()
    activities = _activities(award, rulebook)
    paid: dict[str, int] = {}
    costs: dict[str, Fraction] = {}
    for year in cast("Sequence[Json]", award["years"]):
        lines = cast("Sequence[Json]", year["lines"])
        for line in lines:
            name = str(line.get("payer_name") or line["payer"])
            paid[name] = paid.get(name, 0) + _cents(line)
        for name, cost in _shared(lines, profile, activities.get(str(year["year"]), {})):
            costs[name] = costs.get(name, Fraction()) + cost
    whole = _whole(costs, int((Decimal(str(award["total_eur"])) - Decimal(str(award["net_eur"]))) * 100))
    found = [Left(name, _euros(paid.get(name, 0)), _euros(whole.get(name, 0))) for name in {**paid, **whole}]
    return tuple(sorted(found, key=lambda one: (not one.payer, -one.paid, one.payer)))


def _activities(award: Json, rulebook: Rulebook) -> dict[str, dict[tuple[str, str], str]]:
    """Per year the scheme to which a measure on a place counts as an activity."""
    codes = {(s.id, p.id): p.measures for s in rulebook.schemes for p in s.payments}
    found: dict[str, dict[tuple[str, str], str]] = {}
    for use in cast("Sequence[Json]", award["activities"]):
        scheme = str(use["scheme"])
        for code in codes.get((scheme, str(use["payment"])), ()):
            found.setdefault(str(use["year"]), {})[str(use["unit"]), code] = scheme
    return found


def _shared(
    lines: Sequence[Json], profile: FarmProfile, activities: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, Fraction]]:
    """Every measure that is done, with its cost in cents for whoever pays for it."""
    for place in profile.places:
        for measure in place.measures:
            if measure.candidate:
                continue
            cost = (unit_cost(measure) or Fraction()) * Fraction(measure.quantity)
            scheme = activities.get((place.id, measure.code))
            for_it = _for(lines, place.id, measure.code, scheme)
            total = sum(_cents(line) for line in for_it)
            if not total:
                yield "", cost
            for line in for_it if total else ():
                yield str(line.get("payer_name") or line["payer"]), cost * _cents(line) / total


def _for(lines: Sequence[Json], place: str, code: str, scheme: str | None) -> list[Json]:
    """The lines that pay for a measure: there, else on the whole farm, else the premium to which it counts."""
    named = [line for line in lines if code in cast("list[str]", line["measures"])]
    return (
        [line for line in named if line["unit"] == place]
        or [line for line in named if line["unit"] == _FARM]
        or [line for line in lines if line["unit"] == _FARM and line["scheme"] == scheme]
    )


def _whole(costs: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """In whole cents that add up to the costs of the award: what rounding leaves goes to the largest."""
    made = {name: round(cost) for name, cost in costs.items() if cost}
    if made:
        largest = max(made, key=lambda name: (made[name], name))
        made[largest] += total - sum(made.values())
    return made


def _cents(line: Json) -> int:
    return int(Decimal(str(line["amount_eur"])) * 100)


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100
