"""Shares that the profile itself gives: permanent and herb-rich grassland."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calculator.domain.farm import Measure
from calculator.domain.rulebook import Code
from calculator.domain.scheme import Text
from calculator.eligibility.indicators import indicators
from tests.builders import farm, measure, parcel, rulebook

HERBS, PRODUCTIVE = "kruidenrijk-weidevogelgrasland", "grasland-met-kruiden"
RULES = replace(
    rulebook(),
    codelists={
        "measures": {
            HERBS: Code(HERBS, Text("Kruiden", "Herbs"), {"herb_rich": "1"}),
            PRODUCTIVE: Code(PRODUCTIVE, Text("Gras", "Grass"), {"herb_rich": "0.4"}),
        }
    },
)


def herb_rich(*measures: Measure, land_use: str = "permanent_grassland") -> str | None:
    profile = farm(
        parcel("P1", 10, *measures, land_use=land_use), parcel("P2", 10, land_use="temporary_grassland")
    )
    return indicators(profile, RULES).get("aandeel_kruidenrijk_grasland_pct")


@pytest.mark.parametrize(
    ("measures", "share"),
    [
        ((), "0.00"),
        ((measure("rustgewas", 10),), "0.00"),
        ((measure(HERBS, 4),), "20.00"),
        ((measure(HERBS, 4, part="a"), measure(HERBS, 3, part="b")), "35.00"),
        ((measure(HERBS, 4, part="a"), measure(HERBS, 3, part="a")), "20.00"),
        ((measure(HERBS, 4, candidate=True),), "0.00"),
        ((measure(PRODUCTIVE, 10),), "20.00"),
        ((measure(PRODUCTIVE, 4, part="a"), measure(HERBS, 4, part="a")), "20.00"),
    ],
)
def test_the_herb_rich_share_is_the_weighed_grassland_under_a_herb_rich_measure(
    measures: tuple[Measure, ...], share: str
) -> None:
    found = herb_rich(*measures)
    assert found is not None
    assert f"{float(found):.2f}" == share


def test_herbs_on_arable_land_are_no_grassland() -> None:
    assert herb_rich(measure(HERBS, 4), land_use="arable") in ("0", "0.00")


def test_a_farm_without_grassland_has_no_herb_rich_grassland() -> None:
    profile = farm(parcel("P1", 10, land_use="arable"))
    assert float(indicators(profile, RULES)["aandeel_kruidenrijk_grasland_pct"]) == 0
