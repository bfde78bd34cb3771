"""What activities that wait for an answer could score, as room in the rows of their scheme's classes.

A row of a class says that what is scored is at least what the class takes. All that waits is scored beside what is chosen, so the
row may fall short by as much. What is not known is as much as all classes together ask. Nothing else is asked of what waits: it
keeps nothing off its ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from calculator.domain.claim import Assessment, Claim
from calculator.domain.hope import Hope
from calculator.domain.problem import Problem
from calculator.stacking.problem.built import Built
from calculator.stacking.problem.decisions.alike import Alike
from calculator.stacking.problem.weights import FINE

#: By year and scheme.
Hopes = Mapping[int, Mapping[str, Hope]]


def hopes_of(found: Iterable[Assessment]) -> Hopes:
    """What could be scored in the years of which something waits."""
    return {a.year: a.hopes for a in found if a.hopes}


def told_apart(years: Alike, hopes: Hopes) -> dict[int, int]:
    """A number for every year, the same where as much waits; nothing where that is so in all years that read alike."""
    if all(hopes.get(year) == hopes.get(first) for first, of in years.years.items() for year in of):
        return {}
    kinds: list[Mapping[str, Hope] | None] = []
    found: dict[int, int] = {}
    for year in (year for of in years.years.values() for year in of):
        mine = hopes.get(year)
        if mine not in kinds:
            kinds.append(mine)
        found[year] = kinds.index(mine)
    return found


def eased(built: Built, hopes: Hopes) -> Built:
    """The same with that room in its rows."""
    rows = list(built.problem.rows)
    for key, index in built.rows.index.items():
        if key[0] in ("points", "value"):
            kind, scheme, year, *goal = key
            hope = hopes.get(int(str(year)), {}).get(str(scheme))
            if hope is not None:
                claims = [c for c in built.rows.claims if (c.scheme, c.year) == (scheme, year)]
                room = _room(hope, str(kind), "".join(map(str, goal)), claims)
                rows[index] = replace(rows[index], bound=rows[index].bound + room)
    return replace(built, problem=Problem(built.problem.blocks, tuple(rows), built.problem.constant))


def _room(hope: Hope, kind: str, goal: str, claims: Iterable[Claim]) -> int:
    """In millionths, rounded down as what is chosen scores."""
    if kind == "value":
        more = hope.value
        asked = (c.needs_value or Fraction(0) for c in claims)
    else:
        more = None if hope.points is None else hope.points.get(goal, Fraction(0))
        asked = ((c.needs_points or {}).get(goal, Fraction(0)) for c in claims)
    return int((sum(asked, Fraction(len(list(claims)))) if more is None else more) * FINE)
