"""What a grant to the farm for several years keeps out in years in which it is held and nothing can be claimed of it.

What was granted binds for its whole term, whether or not it pays in a year: what may not stand beside it by the relations of
that year may not be claimed in it, for the farm or on land, and no other such grant may be held. Claims of one year keep each
other out in the stacks of the farm and in ``across``; here one of the two has no claim there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from calculator.domain.claim import Claim
from calculator.domain.quantity import GRAIN
from calculator.stacking.law.pairs import Relations
from calculator.stacking.problem.couplings import Couplings, Key, Side
from calculator.stacking.problem.farm_terms import FarmTerms, Turned
from calculator.stacking.problem.stacks import excludes
from calculator.stacking.problem.weights import FINE, Weight


def keep_out(
    terms: FarmTerms, claims: Sequence[Claim], relations: Mapping[int, Relations], joined: Couplings
) -> bool:
    """Add the rows to ``joined``; whether among the pairs is one that nobody has published."""
    unknown = False
    for year, rules in relations.items():
        held = list(terms.unclaimed(year))
        sides = list(_sides(claims, year)) if held else []
        for at, (ref, given) in enumerate(held):
            for side in sides:
                clashing, unsure = _clash(rules, given[0][0], side.claims[0], joined.reading)
                unknown = unknown or unsure
                if clashing:
                    _beside(joined, ("held", ref, side.ref, year), given, side)
            for other, also in held[:at]:
                clashing, unsure = _clash(rules, given[0][0], also[0][0], joined.reading)
                unknown = unknown or unsure
                if clashing:
                    _weigh(joined, ("held", ref, other, year), (*given, *also), FINE)
    return unknown


def _sides(claims: Sequence[Claim], year: int) -> Iterator[Side]:
    of: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.year == year and claim.terms.class_name is None:
            of.setdefault(claim.ref, []).append(claim)
    return (Side(tuple(members), None) for members in of.values())


def _clash(rules: Relations, a: Claim, b: Claim, reading: str) -> tuple[bool, bool]:
    """Whether the two may not stand beside each other; whether that is unpublished. Neither has a direction."""
    pair = rules.between(a, b)
    return excludes(pair, reading), pair.unknown


def _beside(joined: Couplings, key: Key, given: Sequence[Turned], side: Side) -> None:
    """The grant is held, or the other is claimed; of what lies on land not a single step."""
    if side.claims[0].piece == "farm":
        _weigh(joined, key, given, FINE)
        joined.take(side, key, FINE, Weight("needs", fixed=FINE))
        return
    step = Fraction(GRAIN[side.claims[0].unit])
    steps = -(-side.total(lambda claim: Fraction(1)) // step) or 1
    _weigh(joined, key, given, steps)
    activity = side.claims[0].terms.value is not None
    joined.take(side, key, steps, Weight("area" if activity else "quantity", factor=1 / step))


def _weigh(joined: Couplings, key: Key, given: Sequence[Turned], room: int) -> None:
    """Every turn by which a grant is held in the year fills the row."""
    for claim, turn in given:
        joined.take(Side((claim,), None), key, room, Weight("needs", fixed=room, given=turn))
