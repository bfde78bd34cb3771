"""Every kind of payment as data: a scheme in YAML, a farm, and the amount worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import PaymentKind
from calculator.services.award.awards import compute
from calculator.services.registry import rulebooks

HERE = Path(__file__).parent / "kinds"
TABLE = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def rules() -> Rulebook:
    return rulebooks.load(HERE / "rules")


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda c: c["case"])
def test_a_payment_pays_what_its_kind_says(case: Mapping[str, object]) -> None:
    farm = {**TABLE["base"], **case.get("farm", {})}  # type: ignore[dict-item]
    found = compute(rules(), farm, on=date(2026, 7, 1)).award
    (year,) = found["years"]  # type: ignore[misc]
    paid: dict[str, Decimal] = {}
    for line in year["lines"]:  # type: ignore[index]
        ref = f"{line['scheme']}#{line['payment']}"
        paid[ref] = paid.get(ref, Decimal(0)) + Decimal(line["amount_eur"])
    expected: Mapping[str, str] = case["expect"]  # type: ignore[assignment]
    assert {ref: paid.get(ref, Decimal(0)) for ref in expected} == {
        ref: Decimal(amount) for ref, amount in expected.items()
    }
    assert set(case.get("contingent", ())) <= set(found["contingent"])  # type: ignore[arg-type, call-overload]


def test_every_kind_of_payment_is_in_the_table() -> None:
    kinds = {p.kind for s in rules().schemes for p in s.payments}
    assert kinds == set(PaymentKind)
    named = {ref for case in TABLE["cases"] for ref in case["expect"]}
    priced = {
        f"{s.id}#{p.id}" for s in rules().schemes for p in s.payments if p.kind is not PaymentKind.ACTIVITY
    }
    assert priced <= named
