"""What a payment asks, step by step, must be able to rest together: a chain that meets an exclusion is never paid.

Of two payments that ask and exclude each other outright ``contradictions`` speaks. Sides are held against each other as they
are written, so that nothing is refused for what a row on a single payment may say otherwise. What asks one of several (a
group, or a scheme of which a payment is there already) may find it in what is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from calculator.domain.period import Period
from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import Text
from calculator.registry.checks.stacking.contradictions import WIDTH
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.lists.relations import RelationRow


@dataclass(frozen=True, slots=True)
class _Asked:
    """A side that must be there: how far off at most, in which period, and by how many rows it is asked."""

    side: str
    width: int
    period: Period | None
    steps: int


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Exclusions between two things that one payment asks, or between it and what it asks through others."""
    asking: dict[str, list[RelationRow]] = defaultdict(list)
    apart: dict[frozenset[str], list[RelationRow]] = defaultdict(list)
    for row in draft.standing_relations():
        relation = row.relation
        if relation.type is RelationType.REQUIRES:
            asking[relation.a].append(row)
        elif relation.type is RelationType.EXCLUSIVE and relation.quantity in (Quantity.MONEY, Quantity.ALL):
            apart[frozenset((relation.a, relation.b))].append(row)
    told: set[tuple[str, int]] = set()
    for side in asking:
        for one, other in combinations(_all_asked(side, asking), 2):
            for row in apart.get(frozenset((one.side, other.side)), ()):
                if (row.file, row.line) not in told and _meets(row, one, other):
                    told.add((row.file, row.line))
                    yield _never_paid(row, side)


def _all_asked(side: str, asking: Mapping[str, Sequence[RelationRow]]) -> list[_Asked]:
    """The side itself and all that it asks, each as it is found first."""
    found = {side: _Asked(side, 0, None, 0)}
    waiting = [found[side]]
    for now in waiting:
        for row in asking.get(now.side, ()):
            relation = row.relation
            period = _both(now.period, relation.validity)
            there = relation.b.startswith("@") or any(_within(x, relation.b) for x in found)
            if not there and period is not None:
                width = max(now.width, WIDTH[relation.level])
                found[relation.b] = _Asked(relation.b, width, period, now.steps + 1)
                waiting.append(found[relation.b])
    return list(found.values())


def _within(side: str, other: str) -> bool:
    return side == other or side.startswith(f"{other}#")


def _both(one: Period | None, other: Period) -> Period | None:
    """The days of both; None where there are none."""
    if one is None:
        return other
    if not one.overlaps(other):
        return None
    ends = [p.end for p in (one, other) if p.end is not None]
    return Period(max(one.start, other.start), min(ends) if ends else None)


def _meets(row: RelationRow, one: _Asked, other: _Asked) -> bool:
    """Whether the row keeps the two apart on some day, wherever they lie; not where the one asks the other itself."""
    if one.steps + other.steps == 1 or _within(one.side, other.side) or _within(other.side, one.side):
        return False
    period: Period | None = row.relation.validity
    for asked in (one, other):
        period = period if asked.period is None or period is None else _both(asked.period, period)
    return period is not None and WIDTH[row.relation.level] >= max(one.width, other.width)


def _never_paid(row: RelationRow, side: str) -> RuleProblem:
    return RuleProblem(
        row.file,
        row.line,
        Text(
            nl=f"`{side}` eist zelf of via andere rijen wat `{row.relation.a}` en `{row.relation.b}` hier uitsluiten: "
            "zo wordt het nooit betaald",
            en=f"`{side}` requires, by itself or through other rows, what `{row.relation.a}` and `{row.relation.b}` exclude "
            "here: so it is never paid",
        ),
        Text(
            nl="laat de eis of de uitsluiting vervallen, of geef ze verschillende perioden",
            en="let the demand or the exclusion go, or give them different periods",
        ),
    )
