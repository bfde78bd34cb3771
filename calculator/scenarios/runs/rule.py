"""One rule that may hold farms back, and the rules without it.

A limit is lifted; a combination rule becomes additive (the pair adds up); a condition is dropped from the payments of its
scheme; of the entry points and the threshold of a class premium zero is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, PaymentKind, Scheme
from calculator.domain.source import Figure, Series


class Sort(StrEnum):
    """What kind of rule it is."""

    LIMIT = "limit"
    RELATION = "relation"
    CONDITION = "condition"
    ENTRY = "entry"
    THRESHOLD = "threshold"


#: The figures of a class premium that decide whether a class is reached.
_GATES: Mapping[Sort, str] = {Sort.ENTRY: "entry", Sort.THRESHOLD: "threshold"}


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A limit or relation by its id, or a scheme's condition by its Dutch words; an entry by ``scheme#payment``."""

    sort: Sort
    id: str
    words: str = ""


def every(rulebook: Rulebook, schemes: tuple[Scheme, ...]) -> Iterator[Rule]:
    """Every rule that could hold a farm back, among the schemes that are looked at."""
    yield from sorted({Rule(Sort.LIMIT, x.id) for x in rulebook.limits})
    free = (RelationType.ADDITIVE,)
    yield from sorted({Rule(Sort.RELATION, r.id) for r in rulebook.relations if r.type not in free})
    found: set[Rule] = set()
    for scheme in schemes:
        for condition in scheme.conditions:
            found.add(Rule(Sort.CONDITION, scheme.id, condition.text.nl))
        for payment in scheme.payments:
            found |= {Rule(Sort.CONDITION, scheme.id, c.text.nl) for c in payment.conditions}
            if payment.kind is PaymentKind.CLASS_PREMIUM:
                found |= {
                    Rule(s, f"{scheme.id}#{payment.id}")
                    for s, name in _GATES.items()
                    if name in payment.figures
                }
    yield from sorted(found)


def relaxed(rulebook: Rulebook, rule: Rule) -> Rulebook:
    """The rules without one of them."""
    schemes, relations, limits = rulebook.schemes, rulebook.relations, rulebook.limits
    if rule.sort is Sort.LIMIT:
        limits = tuple(x for x in limits if x.id != rule.id)
    elif rule.sort is Sort.RELATION:
        relations = tuple(
            replace(r, type=RelationType.ADDITIVE, parameter=None) if r.id == rule.id else r
            for r in relations
        )
    elif rule.sort is Sort.CONDITION:
        schemes = tuple(_without(s, rule.words) if s.id == rule.id else s for s in schemes)
    else:
        schemes = tuple(_open_gate(s, rule) if rule.id.startswith(f"{s.id}#") else s for s in schemes)
    return Rulebook(
        schemes=schemes,
        relations=relations,
        limits=limits,
        codelists=rulebook.codelists,
        legal_bases=rulebook.legal_bases,
        digest=f"{rulebook.digest} without {rule.sort} {rule.id} {rule.words}",
        files=rulebook.files,
    )


def _without(scheme: Scheme, words: str) -> Scheme:
    def kept(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        return tuple(c for c in conditions if c.text.nl != words)

    payments = tuple(replace(p, conditions=kept(p.conditions)) for p in scheme.payments)
    return replace(scheme, conditions=kept(scheme.conditions), payments=payments)


def _open_gate(scheme: Scheme, rule: Rule) -> Scheme:
    wanted, name = rule.id.partition("#")[2], _GATES[rule.sort]

    def opened(payment: Payment) -> Payment:
        if payment.id != wanted or name not in payment.figures:
            return payment
        series = Series(tuple(_zero(f) for f in payment.figures[name].figures))
        return replace(payment, figures={**payment.figures, name: series})

    return replace(scheme, payments=tuple(opened(p) for p in scheme.payments))


def _zero(figure: Figure) -> Figure:
    return replace(
        figure,
        values={key: Decimal(0) for key in figure.values},
        low={key: Decimal(0) for key in figure.low},
        high={key: Decimal(0) for key in figure.high},
    )
