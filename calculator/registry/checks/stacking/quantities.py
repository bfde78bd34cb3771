"""A relation bears on what its sides have: a row that takes what a payment does not have would read as a rule and change nothing.

Eco-activities have points and a value and pay no money; all other payments pay money and have no points and no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from calculator.domain.relation import Quantity, Relation, RelationType
from calculator.domain.scheme import PaymentKind, Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.lists.relations import RelationRow
from calculator.stacking.law.pairs import DIRECTED, selects

_SCORES = (Quantity.POINTS, Quantity.VALUE)
_SHARES = (RelationType.ZERO, RelationType.REDUCED)


@dataclass(frozen=True, slots=True)
class _Side:
    """What a side of a row names: whether any of it is an activity, and whether any of it pays money."""

    scores: bool
    pays: bool

    @property
    def known(self) -> bool:
        """Whether it names anything; what names nothing is told by another check."""
        return self.scores or self.pays


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Rows by which nothing can be lost, since a side has none of what the row takes or holds against the other."""
    payments = [
        (f"{file.scheme.id}#{p.id}", file.scheme.id, p.groups, p.kind is PaymentKind.ACTIVITY)
        for file in draft.standing_schemes()
        for p in file.scheme.payments
    ]
    for row in draft.standing_relations():
        named = [
            [activity for ref, scheme, groups, activity in payments if selects(selector, ref, scheme, groups)]
            for selector in (row.relation.a, row.relation.b)
        ]
        a, b = (_Side(any(of), not all(of)) for of in named)
        if a.known and b.known:
            yield from _idle(row, a, b)


def _idle(row: RelationRow, a: _Side, b: _Side) -> Iterator[RuleProblem]:
    relation = row.relation
    if relation.type is RelationType.UNKNOWN:
        return
    if relation.quantity in _SCORES:
        sides = (("a", a),) if relation.type in DIRECTED else (("a", a), ("b", b))
        for name, side in sides:
            if not side.scores:
                yield _without_scores(row, name)
        return
    for name in _payless(relation, a, b):
        yield _without_money(row, name)


def _payless(relation: Relation, a: _Side, b: _Side) -> Iterator[str]:
    """The sides that would have to pay money for the row to take anything, and pay none."""
    asked = {"a": a, "b": b}
    if relation.type in _SHARES and relation.quantity is Quantity.MONEY:
        asked = {"a": a}
    elif relation.type is RelationType.SUM_CAPPED:
        asked = {} if a.pays else {"b": b}
    elif relation.type is RelationType.HIGHEST and relation.quantity is Quantity.ALL:
        asked = {} if a.scores and b.scores else asked
    elif relation.type not in (RelationType.NET_OF, RelationType.HIGHEST):
        asked = {}
    yield from (name for name, side in asked.items() if not side.pays)


def _without_scores(row: RelationRow, side: str) -> RuleProblem:
    cell, selector = row.cell(side), getattr(row.relation, side)
    return RuleProblem(
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


def _without_money(row: RelationRow, side: str) -> RuleProblem:
    cell, selector = row.cell(side), getattr(row.relation, side)
    return RuleProblem(
        row.file,
        row.line,
        Text(
            nl=f"{cell.nl}: `{selector}` betaalt zelf geen geld, zodat `{row.relation.type}` hier niets doet",
            en=f"{cell.en}: `{selector}` pays no money itself, so that `{row.relation.type}` does nothing here",
        ),
        Text(
            nl="noem een betaling die geld betaalt (van eco-activiteiten is dat de premie), of kies `zero`, `reduced` of "
            "`exclusive`",
            en="name a payment that pays money (of eco-activities that is the premium), or choose `zero`, `reduced` or "
            "`exclusive`",
        ),
    )
