"""A relation on points or on value names a payment that has them: others would read as a rule and change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from calculator.domain.relation import Quantity, RelationType
from calculator.domain.scheme import PaymentKind, Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.stacking.law.pairs import DIRECTED, selects


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Sides whose points or value a row takes, or counts, and that hold no activity."""
    payments = [
        (f"{file.scheme.id}#{p.id}", file.scheme.id, p.groups, p.kind is PaymentKind.ACTIVITY)
        for file in draft.standing_schemes()
        for p in file.scheme.payments
    ]
    for row in draft.standing_relations():
        relation = row.relation
        if relation.quantity not in (Quantity.POINTS, Quantity.VALUE):
            continue
        for side in ("a",) if relation.type in DIRECTED else ("a", "b"):
            selector: str = getattr(relation, side)
            named = [
                activity
                for ref, scheme, groups, activity in payments
                if selects(selector, ref, scheme, groups)
            ]
            if named and not any(named) and relation.type is not RelationType.UNKNOWN:
                cell = row.cell(side)
                yield RuleProblem(
                    row.file,
                    row.line,
                    Text(
                        nl=f"{cell.nl}: `{selector}` heeft geen punten en geen waarde, zodat deze relatie niets doet",
                        en=f"{cell.en}: `{selector}` has no points and no value, so that this relation does nothing",
                    ),
                    Text(
                        nl="noem een eco-activiteit, of kies `money` of `all`",
                        en="name an eco-activity, or choose `money` or `all`",
                    ),
                )
