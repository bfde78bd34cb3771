"""How much of something a farm has per hectare of its land: livestock per hectare of grassland."""

from __future__ import annotations

from decimal import Decimal

from calculator.domain.quantity import dutch, plain
from calculator.domain.scheme import Condition, Text
from calculator.eligibility.conditions.outcomes import MET, Outcome, Setting, number_and_bound
from calculator.eligibility.conditions.shares import area_of

#: The kinds of condition that hold a number of the farm against its land.
DENSITIES = ("per_hectare_at_least", "per_hectare_at_most")


def within(kind: str, found: Decimal, hectares: Decimal, bound: Decimal) -> bool:
    """Whether so much on so many hectares is within the bound of a condition of that kind; on no hectares it never is."""
    room = bound * hectares - found
    return hectares != 0 and (room <= 0 if kind == "per_hectare_at_least" else room >= 0)


def density(condition: Condition, setting: Setting) -> Outcome:
    """Whether the number lies within so much per hectare of the land named; without such land it does not."""
    known = number_and_bound(condition, setting)
    if isinstance(known, Outcome):
        return known
    found, bound = known
    hectares = area_of(setting.profile, str(condition.arguments["in"]))
    if hectares == 0:
        return Outcome(False, shortfall=Text(nl="geen areaal van deze soort", en="no area of this kind"))
    if within(condition.kind, found, hectares, bound):
        return MET
    room, least = bound * hectares - found, condition.kind == "per_hectare_at_least"
    need, few = (
        (("minstens", "at least"), ("weinig", "little"))
        if least
        else (("hoogstens", "at most"), ("veel", "much"))
    )
    return Outcome(
        False,
        shortfall=Text(
            nl=f"{dutch(found)} op {dutch(hectares)} ha, waar {need[0]} {dutch(bound)} per hectare geldt "
            f"({dutch(abs(room))} te {few[0]})",
            en=f"{plain(found)} on {plain(hectares)} ha, where {need[1]} {plain(bound)} per hectare holds "
            f"({plain(abs(room))} too {few[1]})",
        ),
    )
