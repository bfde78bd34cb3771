"""What a farm could do besides that lies on no land: only what it is not paid for already."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from calculator.services.award import as_json, awards, possible_payments
from calculator.services.registry import rulebooks

FARMS = Path(__file__).resolve().parents[2] / "farms"
ON = date(2026, 11, 27)


def offered(farm: str, years: int) -> tuple[dict[str, Any], dict[str, str | None]]:
    """The award, and what each payment that is offered besides could add, by scheme and payment."""
    rules, document = rulebooks.current(), json.loads((FARMS / f"{farm}.json").read_text("utf-8"))
    award = as_json.to_json(awards.compute(rules, document, on=ON, years=years).value, rules)
    found = possible_payments.of(award, document, rules, ON, "nl")
    return award, {f"{programme.scheme} {programme.name}": programme.most_eur for programme in found}


def test_a_premium_per_100_kg_of_milk_that_is_paid_this_year_is_not_told_as_one_that_is_not() -> None:
    award, could = offered("drenthe-67ha", 6)
    schemes = {name.partition(" ")[0] for name in could}
    paid = {line["scheme"] for line in award["years"][0]["lines"]}
    asked = {entry["scheme"] for entry in award["open"]}
    assert "dairy.doc-kaas.tuurlijk" in paid & asked, "its tariff is published for the first years alone"
    assert "dairy.doc-kaas.tuurlijk" not in schemes
    assert "national.rvo.zeldzame-rassen" in schemes


def test_what_a_payment_could_add_is_told_for_all_years_together() -> None:
    award, could = offered("vlietlanden", 4)
    balance = [o for o in award["open"] if o["payment"] == "stikstofbedrijfsbalans"]
    assert [(o["year"], o["could_pay_up_to_eur"]) for o in balance] == [
        (2026, "2070.00"),
        (2027, "2070.00"),
        (2028, "2070.00"),
    ]
    told = [most for name, most in could.items() if "Stikstofbalans" in name]
    assert told == ["6210.00"], "as the list of what is open says"


def test_what_is_open_after_the_end_of_its_basis_says_so() -> None:
    award, _ = offered("drenthe-67ha", 3)
    young = {
        o["year"]: o["continuation"] for o in award["open"] if o["scheme"] == "national.rvo.jonge-landbouwer"
    }
    assert young == {2026: False, 2027: False, 2028: True}
