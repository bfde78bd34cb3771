"""What is worked out for a kind of land serves another farm only where that farm would have found the same."""

from __future__ import annotations

from datetime import date

import pytest

from calculator.domain.farm import FarmProfile
from calculator.domain.limit import LimitKind
from calculator.domain.relation import RelationType
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import GrantRule, Level
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.services.registry import rulebooks
from calculator.stacking.awarding import award
from tests.builders import ask, de_minimis, farm, limit, measure, parcel, payment, relation, rulebook, scheme

FARMS = [
    farm(parcel("P1", "3.5", "m1", "m2"), parcel("P2", 2, "m1", measure("m2", 1, part="a"))),
    farm(parcel("Q1", 6, "m1", "m2"), parcel("Q2", 4, "m1", "m3"), aid=[("2025-01-01", 49_700)]),
    farm(parcel("R1", 2, "m4"), parcel("R2", 5, "m1", "m3"), parcel("R3", 4, "m1", "m2")),
    farm(parcel("S1", "3.5", "m1", "m2"), parcel("S2", 5, "m3"), aid=None),
    farm(parcel("T1", 5, "m1", "m3")),
]


def rules() -> Rulebook:
    """A package of years, a yearly payment under a cap, a grant on land, and one that another excludes anywhere."""
    six = payment(
        "p", measures=["m1"], figures={"rate": 90}, term_years=6, grant=GrantRule("multi_year", (3, 1))
    )
    return rulebook(
        scheme("province.x.six", six),
        scheme("province.x.year", payment("p", measures=["m2"], figures={"rate": 100})),
        scheme(
            "province.x.grant",
            payment("p", measures=["m3"], figures={"rate": 120}),
            legal_basis="de_minimis_agri_1408_2013",
        ),
        scheme("province.x.whole", payment("p", measures=["m4"], figures={"rate": 300})),
        relations=[
            relation("province.x.six", RelationType.EXCLUSIVE, "province.x.year"),
            relation("province.x.six", RelationType.EXCLUSIVE, "province.x.grant"),
            relation("province.x.whole", RelationType.EXCLUSIVE, "province.x.year", level=Level.FARM),
        ],
        limits=[
            de_minimis(),
            limit("cap", LimitKind.AMOUNT_CAP, figures={"cap": 400}, payments=("province.x.year",)),
        ],
    )


@pytest.mark.parametrize("turn", range(len(FARMS)))
@pytest.mark.parametrize("years", [1, 3])
def test_a_farm_gets_what_it_would_get_alone_whoever_came_before(turn: int, years: int) -> None:
    shared, order = rules(), [*FARMS[turn:], *FARMS[:turn]]
    for profile in order:
        assert award(ask(profile, shared, years=years)) == award(ask(profile, rules(), years=years))


def waits(profile: FarmProfile) -> dict[str, set[str]]:
    """What the activity ``rustgewas`` waits for, by parcel."""
    book = rulebooks.current()
    (found,) = assess(profile, book, pieces(profile)[0], range(2026, 2027), date(2026, 7, 1))
    return {o.place: set(o.paths) for o in found.open if o.payment == "rustgewas"}


def test_each_parcel_is_asked_by_its_own_name_what_it_grew() -> None:
    grown = dict.fromkeys(range(2020, 2026), "233")
    arable = [parcel(f"P{n}", 2, "rustgewas", land_use="arable", soil="clay") for n in range(1, 4)]
    known = parcel("P4", 2, "rustgewas", land_use="arable", soil="clay", crop_history=grown)
    found = waits(farm(*arable, known))
    asked = {place: {p for p in paths if "crop_history" in p} for place, paths in found.items()}
    assert {place: asked[place] for place in ("P1", "P2", "P3")} == {
        f"P{n}": {f"P{n}.crop_history"} for n in range(1, 4)
    }
    assert not asked.get("P4")
