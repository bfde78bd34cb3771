"""One-sided relations: both sides must exist on some day on which the relation holds, or it can never be met."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.period import Period
from calculator.domain.relation import RelationType
from calculator.domain.scheme import Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.selecting import Selectable


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Relations whose sides never hold together while the relation does."""
    known = Selectable.of(draft)
    for row in draft.standing_relations():
        relation = row.relation
        a, b = known.periods.get(relation.a), known.periods.get(relation.b)
        if a is None or b is None or known.in_part(relation.a) or known.in_part(relation.b):
            continue  # an orphan is another check's, and so is a file that cannot be read
        if not any(_meet(p, q, relation.validity) for p in a for q in b):
            requires = relation.type is RelationType.REQUIRES
            yield RuleProblem(
                row.file,
                row.line,
                Text(
                    nl=f"`{relation.a}` en `{relation.b}` gelden nooit tegelijk zolang deze relatie geldt"
                    + (": aan de eis kan nooit worden voldaan" if requires else ""),
                    en=f"`{relation.a}` and `{relation.b}` never hold together while this relation does"
                    + (": the demand can never be met" if requires else ""),
                ),
                Text(
                    nl="pas `valid_from` en `valid_until` aan, of noem wat er dan wel geldt",
                    en="change `valid_from` and `valid_until`, or name what does hold then",
                ),
            )


def _meet(first: Period, second: Period, third: Period) -> bool:
    start = max(first.start, second.start, third.start)
    ends = [p.end for p in (first, second, third) if p.end is not None]
    return not ends or start < min(ends)
