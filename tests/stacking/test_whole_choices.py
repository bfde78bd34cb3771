"""What a farm decides as a whole is never divided: a class, a grant, and a grant that runs for several years."""

from __future__ import annotations

import pytest

from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.scheme import GrantRule
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, parcel, payment, relation, rulebook, scheme
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
