"""What a farm decides as a whole is never divided: a class, a grant, and a grant that runs for several years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule, Level
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, limit, parcel, payment, relation, rulebook, scheme
from tests.stacking.test_awarding import eco

#: A grant to the farm, decided once for three years.
YEARS = {"grant": GrantRule("multi_year", (7, 1)), "term_years": 3}


def granted(amount: int, **changes: object) -> object:
    return scheme("province.x.grant", payment("g", figures={"rate": amount}, **YEARS), **changes)


@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_grant_of_years_beside_a_class_leaves_the_class_whole(years: int) -> None:
    unsure = relation("province.x.grant", RelationType.HIGHEST, "national.rvo.eco#eco-premie")
    rules = rulebook(eco(("gras", "gras", 5, 105)), granted(1), relations=[unsure])
    found = award(ask(farm(parcel("P1", 20, "gras")), rules, "2025-07-01", years=years))
    assert [c.name for c in found.classes] == ["zilver"] * years
    assert found.total == years * 20 * 100_00
    assert found.certificate.gap == 0


def test_a_ceiling_per_hectare_joins_nothing_that_is_paid_to_the_farm() -> None:
    aber = limit(
        "aber",
        LimitKind.PER_HECTARE,
        figures={"ceiling": {"annual_crop": 600, "other_land_use": 450}},
        legal_bases=("unknown",),
        counts=("cap_eco_scheme_art31",),
    )
    rules = rulebook(eco(("gras", "gras", 5, 105)), granted(1, legal_basis="unknown"), limits=[aber])
    found = award(ask(farm(parcel("P1", 20, "gras")), rules, "2025-07-01", years=3))
    assert [c.name for c in found.classes] == ["zilver"] * 3
    assert found.total == 3 * (20 * 100_00 + 1_00)


def test_a_grant_of_years_is_taken_in_all_its_years_or_in_none() -> None:
    # In 2026 the other grant pays more, in 2027 and 2028 nothing stands against it: 3 x 100 against 250 + nothing.
    other = scheme("province.x.other", payment("o", figures={"rate": 250}, term_years=1))
    clash = relation("province.x.grant", RelationType.EXCLUSIVE, "province.x.other")
    rules = rulebook(granted(100), other, relations=[clash])
    found = award(ask(farm(parcel("P1", 1)), rules, years=3))
    assert [y.total for y in found.years] == [250_00, 250_00, 250_00]
    dear = rulebook(granted(260), other, relations=[clash])
    assert [y.total for y in award(ask(farm(parcel("P1", 1)), dear, years=3)).years] == [260_00] * 3


def test_a_part_of_a_tree_is_not_paid_and_outweighs_nothing() -> None:
    """Of 2.9 trees two are paid, EUR 20: the other pays EUR 25. What is paid of 12.349 livestock units fits under its ceiling."""
    aid = "de_minimis_agri_1408_2013"
    trees = {"unit": Unit.TREE, "quantity": "declared.bomen"}
    herd = {"unit": Unit.LIVESTOCK_UNIT, "quantity": "herd.livestock_units"}
    rules = rulebook(
        scheme("province.x.trees", payment("p", figures={"rate": 10}, **trees)),
        scheme("province.x.other", payment("p", figures={"rate": 25})),
        scheme("province.x.herd", payment("p", figures={"rate": 100}, **herd), legal_basis=aid),
        relations=[
            relation("province.x.trees", RelationType.EXCLUSIVE, "province.x.other", level=Level.FARM)
        ],
        limits=[de_minimis(1_234)],
    )
    facts = {"declared.bomen": Decimal("2.9"), "herd.livestock_units": Decimal("12.349")}
    found = award(ask(farm(facts=facts), rules))
    assert {x.claim.scheme: x.amount for x in found.years[0].lines} == {
        "province.x.other": 2_500,
        "province.x.herd": 123_400,
    }
