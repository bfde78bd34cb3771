"""Payments for the farm: what was found for one farm is told of another only where both answer alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator.domain.claim import Assessment
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Presence, Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.on_farm import KEPT
from tests.builders import farm, payment, rulebook, scheme

ON = date(2026, 7, 1)
ASKS = Condition(
    "declared", {"path": "declared.melkt"}, Presence.ASK, Text("wie melkt", "who milks"), ("S1",)
)
ENOUGH = Condition(
    "fact_at_least",
    {"path": "herd.dairy_cows", "value": "50"},
    Presence.ASK,
    Text("50 koeien", "50 cows"),
    ("S1",),
)


def rules() -> Rulebook:
    return rulebook(
        scheme("dairy.x.a", payment("melk", figures={"rate": 2}, quantity="herd.milk", conditions=(ASKS,))),
        scheme("dairy.x.b", payment("vast", figures={"rate": 700}, conditions=(ASKS,))),
        scheme("dairy.x.c", payment("koeien", figures={"rate": 100}, conditions=(ENOUGH,))),
        scheme("dairy.x.d", payment("onbekend", quantity="herd.milk")),
    )


FARMS = [
    {},
    {"herd.milk": Decimal(0)},
    {"herd.milk": Decimal(1000)},
    {"herd.milk": Decimal(2000)},
    {"declared.melkt": True},
    {"declared.melkt": "yes", "herd.milk": Decimal(1000)},
    {"declared.melkt": True, "herd.milk": Decimal(2000), "herd.dairy_cows": Decimal(60)},
    {"declared.melkt": False, "herd.milk": Decimal(2000), "herd.dairy_cows": Decimal(40)},
    {"declared.melkt": False, "herd.milk": Decimal(0), "herd.dairy_cows": Decimal(41)},
]


def found(rulebook: Rulebook, facts: dict[str, object]) -> tuple[Assessment, ...]:
    return assess(farm(facts=facts), rulebook, (), range(2026, 2029), ON)


@pytest.mark.parametrize("order", [FARMS, FARMS[::-1]])
def test_a_farm_is_told_the_same_whoever_was_asked_before(order: list[dict[str, object]]) -> None:
    shared = rules()
    for facts in order * 2:
        assert found(shared, facts) == found(rules(), facts)


def test_nothing_that_is_kept_has_an_amount_or_a_number_of_a_farm() -> None:
    shared = rules()
    for facts in FARMS:
        found(shared, facts)
    known = shared.memory.of(KEPT)
    kept = [here for here in known.values() if here is not None]
    assert any(here.open for here in kept)
    assert not any(here.claims for here in kept)
    assert not any(isinstance(part, Decimal) for key in known if isinstance(key, tuple) for part in key)
    said = "".join(
        t.nl for h in kept for r in h.refusals for t in (r.reason, r.shortfall, r.remedy) if t is not None
    )
    assert not any(str(number) in said for number in (1000, 2000, 40, 41, 60))
