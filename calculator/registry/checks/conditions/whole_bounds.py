"""What is held against a number that is counted is whole itself: 4.5 species are 4 or 5, and the text of a rule says which.

A mean of counted numbers need not be whole, nor a point on a line between two of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, Decimal

from calculator.domain.farm import OF_PLACE
from calculator.domain.place_fact import LIST, FactKind
from calculator.domain.scheme import PaymentKind, Text
from calculator.registry.draft import Draft
from calculator.registry.files.problem import RuleProblem
from calculator.registry.files.row import Row

_HELD = ("fact_at_least", "fact_at_most", "fact_above", "fact_below")
#: Figures that an indicator is held against.
_THRESHOLDS = ("threshold", "threshold_max")

#: Where a number stands, and what it is held against.
_Number = tuple[int, Decimal, str]


def check(draft: Draft) -> Iterator[RuleProblem]:
    """Bounds, thresholds and tiers with parts of what is counted in whole numbers."""
    listed = draft.codelists.get(LIST)
    rows = listed.records.values() if listed else ()
    whole = {OF_PLACE + row.cells["code"] for row in rows if row.cells["kind"] == FactKind.WHOLE}
    for file in draft.schemes:
        payments = file.row.rows("payments")
        numbers = [*_of_conditions(file.row, file.row), *(n for p in payments for n in _of_payment(p))]
        for line, number, path in numbers:
            if path in whole and number != number.to_integral_value():
                low = number.to_integral_value(ROUND_FLOOR)
                yield RuleProblem(
                    file.file,
                    line,
                    Text(
                        nl=f"`{path}` is een geheel getal, en {number} niet",
                        en=f"`{path}` is a whole number, and {number} is not",
                    ),
                    Text(nl=f"schrijf {low} of {low + 1}", en=f"write {low} or {low + 1}"),
                )


def _of_payment(payment: Row) -> Iterator[_Number]:
    yield from _of_conditions(payment, payment)
    path = payment.text("indicator", "")
    if payment.text("kind") == PaymentKind.TIERED:
        for tier in payment.rows("tiers"):
            yield from ((tier.at(k), n, path) for k in ("at_least", "at_most") if (n := tier.maybe_number(k)))
    for name in _THRESHOLDS:
        yield from ((line, number, path) for line, number in _figures(payment, name))


def _of_conditions(holder: Row, payment: Row) -> Iterator[_Number]:
    for condition in (row for top in holder.rows("conditions") for row in top.walk() if "kind" in row):
        if condition.text("kind") in _HELD:
            path, value = condition.text("path", ""), condition.maybe_number("value")
            if value is not None:
                yield condition.at("value"), value, path
            for line, number in _figures(payment, condition.text("figure", "")):
                yield line, number, path


def _figures(payment: Row, name: str) -> Iterator[tuple[int, Decimal]]:
    for figure in payment.lists_by_key("figures").get(name, ()):
        value = figure.maybe_number("value")
        if value is not None:
            yield figure.at("value"), value
        yield from ((figure.at("values", key), number) for key, number in figure.numbers("values").items())
