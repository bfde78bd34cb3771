"""The block exemption worked out by hand on one parcel: Regulation (EU) 2022/2472, articles 8, 33 and 34(12) and (15)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.scheme import Scheme
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, pays
from tests.scenarios.bench import shipped

ANLB, AECC, N2000 = "cap_aecc_art70", "aber_art34_aecc", "aber_art33_natura2000"


def paid(
    *given: Scheme,
    land: str = "permanent_grassland",
    on: str = "2026-07-01",
    crop: str | None = None,
    **measures: object,
) -> dict[str, int]:
    """Cents per scheme on two hectares; each measure lies on so many of them, or is made with its costs."""
    laid = [m if not isinstance(m, int | float | str) else measure(code, m) for code, m in measures.items()]
    rules = replace(shipped(), schemes=given, relations=())
    ground = replace(parcel("P1", 2, *laid), land_use=land, crop_code=crop)
    found = award(ask(replace(farm(ground), year=int(on[:4])), rules, on))
    sums: dict[str, int] = {}
    for line in found.years[0].lines:
        name = line.claim.scheme.rpartition(".")[2]
        sums[name] = sums.get(name, 0) + line.amount
    return sums


@pytest.mark.parametrize(
    ("land", "each"),
    [("arable", 600), ("permanent_crop", 900), ("permanent_grassland", 450), ("temporary_grassland", 450)],
)
def test_article_34_pays_at_most_what_its_land_use_allows(land: str, each: int) -> None:
    """Temporary grassland is in no list; it is read as other land use, the lower of the two."""
    assert paid(pays("top", "a", 1_000, legal_basis=AECC), land=land, a=2) == {"top": 2 * each * 100}


def test_only_where_a_package_lies_does_it_leave_less() -> None:
    """A package of 380 on one of two hectares: 70 is left there and 450 on the other."""
    given = pays("anlb", "b", 380, legal_basis=ANLB), pays("top", "a", 500, legal_basis=AECC)
    assert paid(*given, a=2, b=1) == {"anlb": 380_00, "top": 520_00}


@pytest.mark.parametrize(("package", "left"), [("449.99", 1), (450, 0), (470, 0)])
def test_a_package_that_fills_the_ceiling_is_paid_in_full_and_leaves_nothing(
    package: object, left: int
) -> None:
    given = pays("anlb", "b", package, legal_basis=ANLB), pays("top", "a", 100, legal_basis=AECC)
    found = paid(*given, a=1, b=1)
    assert found["anlb"] == int(Decimal(str(package)) * 100)
    assert found.get("top", 0) == left


def test_two_schemes_of_article_34_share_one_ceiling() -> None:
    given = pays("one", "a", 300, legal_basis=AECC), pays("two", "b", 200, legal_basis=AECC)
    assert sum(paid(*given, a=1, b=1).values()) == 450_00


def test_the_lower_of_costs_and_ceiling_counts() -> None:
    """Costs of 500 a hectare leave the ceiling of 450; costs of 300 and 100 of income leave 400."""
    dear, cheap = (
        {"cost_eur": Decimal(c), "income_forgone_eur": Decimal(i)} for c, i in ((500, 0), (300, 100))
    )
    top = pays("top", "a", 1_000, legal_basis=AECC)
    assert paid(top, a=measure("a", 1, **dear)) == {"top": 450_00}
    assert paid(top, a=measure("a", 1, **cheap)) == {"top": 400_00}


def test_natura_2000_compensation_has_a_ceiling_of_its_own() -> None:
    """500 a hectare in the first five years (article 33(5)); it takes nothing from the 450 of article 34."""
    given = pays("gebied", "a", 620, legal_basis=N2000), pays("top", "b", 450, legal_basis=AECC)
    assert paid(*given, a=1, b=1) == {"gebied": 500_00, "top": 450_00}


@pytest.mark.parametrize(("on", "top"), [("2029-12-31", 450_00), ("2030-01-01", 0)])
def test_the_exemption_ends_with_2029(on: str, top: int) -> None:
    assert paid(pays("top", "a", 500, legal_basis=AECC), on=on, a=1).get("top", 0) == top


def test_private_money_fills_neither() -> None:
    given = (
        pays("zuivel", "b", 1_000, legal_basis="private", payer_is_public=False),
        pays("top", "a", 500, legal_basis=AECC),
    )
    assert paid(*given, a=1, b=1) == {"zuivel": 1_000_00, "top": 450_00}
