"""What is left per payer adds up to what the award says is left, and nobody's costs are lost."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.award import awards, payer_costs
from calculator.services.award.payer_costs import Left
from calculator.services.profile import profiles
from calculator.services.registry import rulebooks

FARM = Path(__file__).resolve().parents[2] / "farms" / "vlietlanden.json"


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return rulebooks.current()


def left(rules: Rulebook, cost: str | None) -> tuple[dict[str, Left], dict[str, Any]]:
    document = json.loads(FARM.read_text("utf-8"))
    for place in (*document["parcels"], *document.get("elements", ())):
        for measure in place.get("measures", ()):
            if cost is not None:
                measure |= {"cost_eur_per_unit_year": cost, "income_forgone_eur_per_unit_year": "0.07"}
    award = awards.compute(
        rules, document, on=date(2026, 5, 15), years=2, mode="managed", language="nl"
    ).award
    found = payer_costs.by_payer(award, profiles.read(document, rules), rules)
    return {one.payer: one for one in found}, award


def test_costs_stand_with_whoever_pays_for_the_measure_and_add_up_to_the_cent(rules: Rulebook) -> None:
    found, award = left(rules, "33.335")
    assert sum(one.left for one in found.values()) == Decimal(award["net_eur"])
    assert sum(one.paid for one in found.values()) == Decimal(award["total_eur"])
    agreed = next(one for name, one in found.items() if name.startswith("Agrarisch collectief"))
    assert agreed.cost == Decimal("400.86"), "six hectares at EUR 33.405, two years"
    eco = next(one for name, one in found.items() if name.startswith("Rijksdienst"))
    assert eco.cost > 0, "what earns points and nobody pays for apart"
    assert found["FrieslandCampina"].cost == 0


def test_where_a_cost_is_not_known_nothing_is_said_per_payer(rules: Rulebook) -> None:
    assert left(rules, None)[0] == {}
