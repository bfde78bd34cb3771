"""Eco-activities and the class premium: value that lapses, entry points, and a class that waits for an answer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.domain.award import Award
from calculator.domain.claim import Assessment
from calculator.domain.farm import FarmProfile, LandscapeElement, Measure, Parcel
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Payment, PaymentKind, Presence, Text
from calculator.eligibility.assessment import assess
from calculator.eligibility.units import pieces
from calculator.stacking.awarding import award
from tests.builders import GOALS, ask, farm, measure, parcel, payment, rulebook, scheme


def activity(id: str, points: object = 5, value: object = 1000, **changes: object) -> Payment:
    """An activity on the measure of its own name; None leaves a figure unpublished."""
    figures: dict[str, object] = {}
    if points is not None:
        figures["points"] = dict.fromkeys(GOALS, points)
    if value is not None:
        figures["value"] = value
    return payment(id, measures=[id], kind=PaymentKind.ACTIVITY, figures=figures, **changes)


def premium(entry: dict[str, object] | None = None) -> Payment:
    return payment(
        "eco-premie",
        kind=PaymentKind.CLASS_PREMIUM,
        unit=Unit.HECTARE,
        quantity="subsidiable_ha",
        figures={
            "entry": entry or {f"1.{g}": 1 for g in GOALS},
            "threshold": {"brons": 60, "zilver": 100, "goud": 200},
            "rate": {"brons": 60, "zilver": 100, "goud": 200},
        },
        organic_class="goud",
    )


def eco(*payments: Payment, entry: dict[str, object] | None = None) -> Rulebook:
    return rulebook(scheme("national.rvo.eco", *payments, premium(entry), legal_basis="cap_eco_scheme_art31"))


def assessed(profile: FarmProfile, rules: Rulebook) -> Assessment:
    land, _ = pieces(profile)
    (found,) = assess(profile, rules, land, range(2026, 2027), ask(profile, rules).on)
    return found


def value_kept(land: Parcel, rules: Rulebook) -> Fraction:
    found = assessed(farm(land), rules)
    return sum((c.value * Fraction(c.quantity) for c in found.claims if c.value is not None), Fraction(0))


STRIP = activity("kruidenstrook", value_zero_when="glmc8")
FALLOW = activity("braak", value_zero_when="glmc8")
TWO_OF_FOUR = Fraction(2000)


@pytest.mark.parametrize(
    "drawn",
    [
        (measure("kruidenstrook", 4, part="a"),),
        (measure("kruidenstrook", 2, part="a"), measure("kruidenstrook", 2, part="b")),
        (measure("kruidenstrook", 1, part="a"), measure("kruidenstrook", 3, part="b")),
        (measure("kruidenstrook", 4, part="a"), measure("gras", 2, part="a")),
        (measure("kruidenstrook", 3, part="a"), measure("braak", 1, part="b")),
    ],
    ids=["whole", "halves", "uneven parts", "another measure on half", "partly fallow"],
)
def test_glmc8_takes_its_hectares_once_per_parcel_however_the_ground_is_drawn(
    drawn: tuple[Measure, ...],
) -> None:
    land = parcel("P1", 20, *drawn, glmc8_ha=Decimal(2))
    assert value_kept(land, eco(STRIP, FALLOW)) == TWO_OF_FOUR


def test_how_glmc8_is_spread_over_the_pieces_of_a_parcel_is_said() -> None:
    halves = (measure("kruidenstrook", 2, part="a"), measure("kruidenstrook", 2, part="b"))
    found = assessed(farm(parcel("P1", 20, *halves, glmc8_ha=Decimal(2))), eco(STRIP))
    assert any("P1" in t.nl and "2 ha" in t.nl and "4 ha" in t.nl for t in found.assumptions)


def test_glmc8_on_more_than_the_strips_takes_all_value_and_never_more() -> None:
    land = parcel("P1", 20, measure("kruidenstrook", 2, part="a"), glmc8_ha=Decimal(3))
    assert value_kept(land, eco(STRIP)) == 0


TWO_REGIONS: dict[str, object] = {
    **{f"1.{g}": "1.5" for g in GOALS},
    **{f"2.{g}": 1 for g in GOALS},
    "2.klimaat": 2,
}


def needed(profile: FarmProfile) -> tuple[dict[str, Fraction], Assessment]:
    found = assessed(profile, eco(activity("gras"), entry=TWO_REGIONS))
    (asked, *_) = [c.needs_points for c in found.claims if c.needs_points]
    return dict(asked), found


def pond(hectares: int, **changes: object) -> LandscapeElement:
    return LandscapeElement("E1", "poel", area_m2=Decimal(hectares * 10_000), **changes)  # type: ignore[arg-type]


NORTH, SOUTH = parcel("P1", 10, "gras"), parcel("P2", 10, "gras", eco_region="2")


def test_an_element_of_unknown_region_asks_of_each_goal_what_the_strictest_region_asks() -> None:
    points, found = needed(farm(NORTH, SOUTH, elements=(pond(5),)))
    assert points["water"] == 10 * Fraction(3, 2) + 10 * 1 + 5 * Fraction(3, 2)
    assert points["klimaat"] == 10 * Fraction(3, 2) + 10 * 2 + 5 * 2
    assert any("regio is onbekend" in t.nl and "5 ha" in t.nl for t in found.assumptions)


def test_an_element_that_names_its_parcel_counts_in_the_region_of_that_parcel() -> None:
    points, found = needed(farm(NORTH, SOUTH, elements=(pond(5, parcel="P2"),)))
    assert points["water"] == 10 * Fraction(3, 2) + 10 * 1
    assert not any("regio" in t.nl for t in found.assumptions)


def test_where_all_parcels_lie_in_one_region_so_do_the_elements() -> None:
    points, found = needed(farm(SOUTH, elements=(pond(5),)))
    assert points["klimaat"] == 15 * 2
    assert not any("regio" in t.nl for t in found.assumptions)


def answered(profile: FarmProfile, rules: Rulebook, years: int = 1) -> Award:
    return award(ask(profile, rules, years=years))


HALF_KNOWN = (activity("gras", value=70), activity("weiden", points=5, value=None))


def test_a_premium_that_waits_for_an_unpublished_value_is_open_at_the_highest_class() -> None:
    found = answered(farm(parcel("P1", 10, "gras", "weiden")), eco(*HALF_KNOWN))
    (premium_open,) = [o for o in found.open if o.payment == "eco-premie"]
    assert premium_open.could_pay_cents == 10 * 200_00
    assert "goud" in premium_open.missing[0].nl
    assert "weiden (P1)" in premium_open.missing[0].nl
    assert premium_open.paths == ("figure:value",)


def test_what_is_certain_is_paid_and_what_is_hoped_for_only_widens_the_range() -> None:
    found = answered(farm(parcel("P1", 10, "gras", "weiden")), eco(*HALF_KNOWN))
    assert [c.name for c in found.classes] == ["brons"]
    assert (found.low, found.total, found.high) == (600_00, 600_00, 2000_00)


def test_open_activities_with_published_figures_bring_no_more_than_these() -> None:
    asks = Condition("declared", {"path": "declared.gras"}, Presence.ASK, Text("gras", "grass"), ("S1",))
    rules = eco(activity("gras", value=70), activity("klaver", value=40, conditions=(asks,)))
    (premium_open,) = [
        o for o in answered(farm(parcel("P1", 10, "gras", "klaver")), rules).open if o.payment == "eco-premie"
    ]
    assert premium_open.could_pay_cents == 10 * 100_00
    assert premium_open.paths == ("declared.gras",)


def test_an_open_activity_on_several_parcels_is_named_once_in_what_a_premium_waits_for() -> None:
    land = (parcel("P10", 5, "gras", "weiden"), parcel("P9", 5, "gras", "weiden"))
    (premium_open,) = [o for o in answered(farm(*land), eco(*HALF_KNOWN)).open if o.payment == "eco-premie"]
    assert premium_open.missing[0].nl == (
        "haalt u goud met deze eco-activiteiten, waarvan nog iets onbekend is? weiden (P9, P10)"
    )


def test_a_premium_is_not_open_where_open_activities_cannot_bring_more() -> None:
    rules = eco(activity("gras", value=250), activity("weiden", value=None))
    found = answered(farm(parcel("P1", 10, "gras", "weiden")), rules)
    assert [c.name for c in found.classes] == ["goud"]
    assert not [o for o in found.open if o.payment == "eco-premie"]
    assert found.high == found.total


def test_a_premium_is_open_too_where_every_activity_is_open() -> None:
    rules = eco(activity("heg", points=None, value=None))
    found = answered(farm(parcel("P1", 10, "heg")), rules)
    assert found.total == 0
    assert found.high == 10 * 200_00
    assert [c.name for c in found.classes] == [None]


def test_a_premium_whose_region_nobody_filled_in_says_what_it_could_pay() -> None:
    land = (parcel("P1", 6, "gras", eco_region=None), parcel("P2", 4, eco_region=None), parcel("P3", 5))
    found = answered(farm(*land), eco(activity("gras", value=70)))
    (premium_open,) = [o for o in found.open if o.payment == "eco-premie"]
    assert premium_open.paths == ("P1.eco_region", "P2.eco_region")
    assert premium_open.could_pay_cents == 15 * 200_00
    assert found.total == 0


def test_points_that_no_open_activity_can_bring_keep_the_premium_refused() -> None:
    rules = eco(activity("gras", points=1, value=70), activity("weiden", points=0, value=None))
    found = answered(farm(parcel("P1", 5, "gras", "weiden"), parcel("P2", 5)), rules)
    assert not [o for o in found.open if o.payment == "eco-premie"]
    assert found.high == found.total == 0


def test_a_premium_after_the_end_of_its_basis_widens_no_range() -> None:
    found = award(ask(farm(parcel("P1", 10, "gras", "weiden")), eco(*HALF_KNOWN), on="2027-07-01", years=2))
    assert [o.year for o in found.open if o.payment == "eco-premie"] == [2027, 2028]
    assert found.high == 2000_00
