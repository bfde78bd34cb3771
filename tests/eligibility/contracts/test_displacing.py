"""What a running contract leaves of its payment: of ground that it has nothing is claimed anew, nor asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.farm import Contract, ContractLine
from calculator.domain.scheme import Condition, PaymentKind, Presence, Text
from calculator.stacking.awarding import award
from tests.builders import ask, farm, parcel, payment, rulebook, scheme

ASKED = Condition("declared", {"path": "declared.jong"}, Presence.ASK, Text("jong", "young"), ("S1",))


@pytest.mark.parametrize(
    ("unit", "quantity", "open_"),
    [("farm", 3, []), ("P1", 3, []), ("P1", 1, [("P1", ("declared.jong",))])],
)
def test_what_is_under_contract_is_not_asked_about_anew(
    unit: str, quantity: int, open_: list[tuple[str, tuple[str, ...]]]
) -> None:
    """An answer would change nothing: a contract is paid as it is, and nothing new is claimed of its ground."""
    rules = rulebook(
        scheme("province.x.a", payment("p", measures=["m"], figures={"rate": 10}, conditions=(ASKED,)))
    )
    line = ContractLine("p", unit, Decimal(quantity))
    contract = Contract("province.x.a", date(2025, 1, 1), date(2030, 12, 31), (line,))
    found = award(ask(replace(farm(parcel("P1", 3, "m")), contracts=(contract,)), rules))
    assert found.total == quantity * 10_00
    assert [(x.place, x.paths) for x in found.open] == open_


def test_what_a_contract_line_itself_misses_is_asked_once() -> None:
    made = payment(
        "p",
        kind=PaymentKind.KPI_BINARY,
        measures=["m"],
        indicator="indicators.k",
        figures={"rate": 10, "threshold": 4},
    )
    contract = Contract(
        "province.x.a", date(2025, 1, 1), date(2030, 12, 31), (ContractLine("p", "P1", Decimal(3)),)
    )
    profile = replace(farm(parcel("P1", 3, "m")), contracts=(contract,))
    found = award(ask(profile, rulebook(scheme("province.x.a", made))))
    assert [(x.place, x.paths, x.could_pay_cents) for x in found.open] == [("P1", ("indicators.k",), 30_00)]
