"""Land under a measure that implies another is land under that other too: who rests until 15 June rests until 8 June.

A payment is for such a measure already (``eligibility.subject.contenders``); here what a condition counts of the whole farm names
it too, so that all who read a condition count the same land.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from calculator.domain.rulebook import Code
from calculator.domain.scheme import Condition, Scheme
from calculator.eligibility.conditions.outcomes import texts

#: By measure those that imply it, in the order of their list.
Implying = Mapping[str, tuple[str, ...]]


def implying(measures: Mapping[str, Code]) -> Implying:
    """What implies each measure; no entry where nothing does."""
    found: dict[str, tuple[str, ...]] = {}
    for code, row in measures.items():
        for lesser in row.columns.get("implies", "").split():
            found[lesser] = (*found.get(lesser, ()), code)
    return found


def counting(scheme: Scheme, by: Implying) -> Scheme:
    """The scheme with measures that imply those which its conditions count; the same object where there are none."""
    payments = tuple(
        p if (made := _all(p.conditions, by)) is p.conditions else replace(p, conditions=made)
        for p in scheme.payments
    )
    own = _all(scheme.conditions, by)
    same = own is scheme.conditions and all(a is b for a, b in zip(payments, scheme.payments, strict=True))
    return scheme if same else replace(scheme, conditions=own, payments=payments)


def _all(conditions: tuple[Condition, ...], by: Implying) -> tuple[Condition, ...]:
    made = tuple(_one(condition, by) for condition in conditions)
    return conditions if all(a is b for a, b in zip(made, conditions, strict=True)) else made


def _one(condition: Condition, by: Implying) -> Condition:
    changed: dict[str, object] = {}
    of, nested = condition.arguments.get("of"), condition.arguments.get("conditions")
    if isinstance(of, Mapping) and "measures" in of:
        named = texts(of["measures"])
        every = tuple(dict.fromkeys((*named, *chain.from_iterable(by.get(code, ()) for code in named))))
        if every != named:
            changed["of"] = {**of, "measures": every}
    if isinstance(nested, tuple) and (made := _all(nested, by)) is not nested:
        changed["conditions"] = made
    return replace(condition, arguments={**condition.arguments, **changed}) if changed else condition
