"""What the published ceilings of the block exemption count: all public money on the same costs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.rulebook import Rulebook
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, payment, scheme


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return rulebooks.current()


def paid(shipped: Rulebook, basis: str, cost: int | None = None) -> dict[str, int]:
    """A hectare of grassland with EUR 300 on this basis and EUR 400 under article 34, both for the same measure."""
    two = (
        scheme("province.x.a", payment("p", measures=["m1"], figures={"rate": 300}), legal_basis=basis),
        scheme(
            "province.x.b",
            payment("p", measures=["m1"], figures={"rate": 400}),
            legal_basis="aber_art34_aecc",
        ),
    )
    rules = replace(shipped, schemes=two, relations=())
    costs = {} if cost is None else {"cost_eur": Decimal(cost), "income_forgone_eur": Decimal(0)}
    done = measure("m1", 1, **costs)
    found = award(ask(farm(parcel("P1", 1, done)), rules))
    return {x.claim.scheme: x.amount for x in found.years[0].lines}


@pytest.mark.parametrize("basis", ["de_minimis_agri_1408_2013", "notified_scheme", "cap_aecc_art70"])
def test_public_money_on_the_same_hectare_fills_the_450_euros_before_article_34_does(
    shipped: Rulebook, basis: str
) -> None:
    """Regulation (EU) 2022/2472, article 8(3), 8(5) and 8(7); Regulation (EU) 1408/2013, article 5(3)."""
    assert paid(shipped, basis) == {"province.x.a": 300_00, "province.x.b": 150_00}


@pytest.mark.parametrize("basis", ["de_minimis_agri_1408_2013", "notified_scheme", "cap_aecc_art70"])
def test_public_money_on_the_same_costs_is_at_most_these_costs(shipped: Rulebook, basis: str) -> None:
    assert sum(paid(shipped, basis, cost=360).values()) == 360_00


def test_private_money_on_the_same_hectare_fills_no_ceiling(shipped: Rulebook) -> None:
    assert paid(shipped, "private") == {"province.x.a": 300_00, "province.x.b": 400_00}
