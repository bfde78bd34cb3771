"""Limits that bind on land are listed with their price: what the best award without them would pay more."""

from __future__ import annotations

from decimal import Decimal

import pytest

from calculator.domain.farm import LandscapeElement, Measure
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.limit_use import LimitUse
from calculator.domain.quantity import Unit
from calculator.domain.relation import RelationType
from calculator.stacking.awarding import award
from tests.builders import ask, farm, limit, measure, parcel, payment, pays, relation, rulebook, scheme
from tests.stacking.test_awarding import eco

ABER = "aber_art34_aecc"


def ledger(
    bound: Limit, *rates: int, area: object = 2, years: int = 1, **measured: object
) -> tuple[LimitUse, ...]:
    paid = [
        scheme(f"province.x.s{n}", payment("p", measures=["m1"], figures={"rate": rate}), legal_basis=ABER)
        for n, rate in enumerate(rates)
    ]
    land = parcel("P1", area, measure("m1", area, **measured))
    return award(ask(farm(land), rulebook(*paid, limits=[bound]), years=years)).limits


def test_a_ceiling_per_hectare_that_binds_is_listed_with_its_price() -> None:
    bound = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 450}}, legal_bases=(ABER,)
    )
    (use,) = ledger(bound, 300, 250)
    assert (use.scope, use.used, use.ceiling, use.binding, use.price) == ("P1", 900_00, 900_00, True, 200_00)
    assert ledger(bound, 300) == ()


def test_a_ceiling_on_costs_that_binds_is_listed_with_its_price() -> None:
    bound = limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,))
    cost = {"cost_eur": Decimal(70), "income_forgone_eur": Decimal(10)}
    (use,) = ledger(bound, 100, **cost)
    assert (use.used, use.ceiling, use.price) == (160_00, 160_00, 40_00)
    assert ledger(bound, 80, **cost) == ()


def test_a_cap_on_a_quantity_that_binds_is_listed_per_year_with_its_price() -> None:
    bound = limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": 3}, payments=("province.x.s0",))
    found = ledger(bound, 100, area=5, years=2)
    assert [(u.year, u.used, u.ceiling, u.price) for u in found] == [
        (2026, 300_00, 300_00, 400_00),
        (2027, 300_00, 300_00, 400_00),
    ]
    assert ledger(bound, 100, area=3) == ()


def test_a_cap_in_percent_of_the_land_is_that_of_each_farm() -> None:
    """A quarter of the arable land: of farms under one rulebook with the same margins each is held to its own."""
    bound = limit(
        "kwart",
        LimitKind.QUANTITY_CAP,
        figures={"cap": 25},
        payments=("province.x.s0",),
        share_of="arable_ha",
    )
    rules = rulebook(pays("s0", "m1", 739), limits=[bound])
    margin = parcel("P1", 4, "m1", land_use="arable")
    for other, hectares in ((8, "3"), (12, "4"), (5, "2.25")):
        land = (margin, parcel("P2", other, land_use="arable"), parcel("P3", 40))
        found = award(ask(farm(*land), rules))
        assert found.total == 739 * Decimal(hectares) * 100
        left = Decimal(4) - Decimal(hectares)
        assert [(u.ceiling, u.price) for u in found.limits] == (
            [(found.total, 739 * left * 100)] if left else []
        )


@pytest.mark.parametrize(("rate", "told"), [(100, []), (900, [(0, 4 * 161_00)])])
def test_a_share_of_land_that_a_farm_has_none_of_holds_back_only_what_would_be_paid(
    rate: int, told: list[tuple[int, int]]
) -> None:
    """What another payment leaves out anyway was said to be held back by a cap of nothing."""
    bound = limit(
        "deel", LimitKind.QUANTITY_CAP, figures={"cap": 50}, payments=("province.x.s0",), share_of="arable_ha"
    )
    rival = relation("province.x.s0", RelationType.EXCLUSIVE, "province.x.s1")
    rules = rulebook(pays("s0", "m1", rate), pays("s1", "m1", 739), relations=[rival], limits=[bound])
    found = award(ask(farm(parcel("P1", 4, "m1")), rules))
    assert [(u.ceiling, u.price) for u in found.limits] == told


def test_bands_over_the_land_of_a_farm_are_payments_that_exclude_each_other_each_with_its_share() -> None:
    """EUR 1,300 for the first percent of the arable land, EUR 500 for the second, EUR 300 for the next four."""
    rates, shares = (1300, 500, 300), (1, 1, 4)
    ids = [f"province.x.s{n}" for n in range(3)]
    rules = rulebook(
        *(pays(f"s{n}", "m1", rate) for n, rate in enumerate(rates)),
        relations=[relation(a, RelationType.EXCLUSIVE, b) for n, a in enumerate(ids) for b in ids[n + 1 :]],
        limits=[
            limit(
                f"l{n}", LimitKind.QUANTITY_CAP, figures={"cap": share}, payments=(of,), share_of="arable_ha"
            )
            for n, (of, share) in enumerate(zip(ids, shares, strict=True))
        ],
    )
    fallow = (parcel("P1", 4, "m1", land_use="arable"), parcel("P2", 3, "m1", land_use="arable"))
    found = award(ask(farm(*fallow, parcel("P3", 193, land_use="arable")), rules))
    assert found.total == 4_500_00, "2 ha at 1,300, 2 at 500 and 3 at 300"
    assert found.certificate.status == "optimal"


def test_a_ceiling_per_hectare_binds_what_is_paid_per_square_metre_by_its_hectares() -> None:
    bound = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 450}}, legal_bases=(ABER,)
    )
    by_metre = payment("p", measures=["m1"], unit=Unit.SQUARE_METRE, figures={"rate": "0.06"})
    by_hectare = payment("p", measures=["m1"], figures={"rate": 100})
    land = farm(parcel("P1", 2, measure("m1", 2)))
    one = rulebook(scheme("province.x.s0", by_metre, legal_basis=ABER), limits=[bound])
    found = award(ask(land, one))
    assert found.total == 900_00, "EUR 0.06 on 20,000 m2 would be EUR 1,200; EUR 450 on 2 hectares is 900"
    (use,) = found.limits
    assert (use.used, use.ceiling, use.per_hectare, use.price) == (900_00, 900_00, 450_00, 300_00)
    both = rulebook(
        scheme("province.x.s0", by_metre, legal_basis=ABER),
        scheme("province.x.s1", by_hectare, legal_basis=ABER),
        limits=[bound],
    )
    assert award(ask(land, both)).total == 900_00, "together they fill the same ceiling"


def test_a_ceiling_per_hectare_leaves_what_is_paid_per_metre() -> None:
    bound = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 1}}, legal_bases=(ABER,)
    )
    paid = payment("p", measures=["m1"], unit=Unit.METRE, quantity="length", figures={"rate": 3})
    strip = measure("m1", "0.04", width_m=Decimal(2))
    rules = rulebook(scheme("province.x.s0", paid, legal_basis=ABER), limits=[bound])
    found = award(ask(farm(parcel("P1", 2, strip)), rules))
    assert (found.total, found.limits) == (600_00, ())


def test_a_ceiling_under_which_a_payment_loses_altogether_is_listed_with_its_price() -> None:
    """EUR 700 cut to 450 loses to 500 that no ceiling counts: without the ceiling the hectare pays 200 more."""
    bound = limit(
        "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 450}}, legal_bases=(ABER,)
    )
    one = scheme("province.x.s0", payment("p", measures=["m1"], figures={"rate": 700}), legal_basis=ABER)
    other = scheme("province.x.s1", payment("p", measures=["m1"], figures={"rate": 500}))
    row = relation("province.x.s0", RelationType.EXCLUSIVE, "province.x.s1")
    land = farm(parcel("P1", 2, measure("m1", 2)))
    found = award(ask(land, rulebook(one, other, relations=[row], limits=[bound]), years=2))
    assert found.total == 2_000_00
    assert [(u.limit, u.scope, u.year, u.used, u.ceiling, u.per_hectare, u.price) for u in found.limits] == [
        ("aber", "P1", year, 0, 900_00, 450_00, 800_00) for year in (2026, 2027)
    ]
    cheap = scheme("province.x.s0", payment("p", measures=["m1"], figures={"rate": 480}), legal_basis=ABER)
    assert award(ask(land, rulebook(cheap, other, relations=[row], limits=[bound]))).limits == ()


def test_a_ceiling_on_costs_under_which_a_payment_loses_altogether_is_listed_with_its_price() -> None:
    bound = limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,))
    one = scheme("province.x.s0", payment("p", measures=["m1"], figures={"rate": 100}), legal_basis=ABER)
    other = scheme("province.x.s1", payment("p", measures=["m1"], figures={"rate": 90}))
    row = relation("province.x.s0", RelationType.EXCLUSIVE, "province.x.s1")
    costs = {"cost_eur": Decimal(60), "income_forgone_eur": Decimal(20)}
    land = farm(parcel("P1", 2, measure("m1", 2, **costs)))
    found = award(ask(land, rulebook(one, other, relations=[row], limits=[bound])))
    assert found.total == 180_00
    assert [(u.limit, u.scope, u.used, u.ceiling, u.price) for u in found.limits] == [
        ("kosten", "P1", 0, 160_00, 20_00)
    ]


def test_a_cap_on_a_quantity_that_keeps_everything_out_is_listed_with_its_price() -> None:
    bound = limit("cap", LimitKind.QUANTITY_CAP, figures={"cap": 0}, payments=("province.x.s0",))
    (use,) = ledger(bound, 100, area=5)
    assert (use.used, use.ceiling, use.price) == (0, 0, 500_00)


def test_a_ceiling_per_hectare_holds_what_an_element_is_paid_per_square_metre_at_its_lowest_figure() -> None:
    """An element bears no crop: of the groups that the article names its ground is in the one that allows least."""
    classes = {"annual_crop": 600, "specialised_perennial": 900, "other_land_use": 450}
    bound = limit("aber", LimitKind.PER_HECTARE, figures={"ceiling": classes}, legal_bases=(ABER,))
    by_metre = payment("p", measures=["m1"], unit=Unit.SQUARE_METRE, figures={"rate": "0.06"})
    pond = LandscapeElement(
        "E1", "poel", area_m2=Decimal(1_000), measures=(Measure("m1", Decimal(1_000), "m2"),)
    )
    rules = rulebook(scheme("province.x.a", by_metre, legal_basis=ABER), limits=[bound])
    found = award(ask(farm(parcel("P1", 1), elements=(pond,)), rules))
    assert (found.total, [use.price for use in found.limits]) == (45_00, [15_00])


def test_a_ceiling_names_the_payments_that_fill_it_on_the_ground_where_it_cuts() -> None:
    """Three hundred of one and what is left of 450 of the other; one on other ground and a private one fill nothing."""
    bound = limit(
        "aber",
        LimitKind.PER_HECTARE,
        figures={"ceiling": {"other_land_use": 450}},
        legal_bases=(ABER,),
        counts=("cap_aecc_art70",),
    )
    rules = rulebook(
        pays("first", "m1", 300, legal_basis="cap_aecc_art70"),
        pays("second", "m2", 400, legal_basis=ABER),
        pays("elsewhere", "m3", 100, legal_basis="cap_aecc_art70"),
        pays("dairy", "m4", 100, legal_basis="private", payer_is_public=False),
        limits=[bound],
    )
    land = parcel("P1", 1, "m1", "m2", "m4"), parcel("P2", 1, "m3")
    (use,) = award(ask(farm(*land), rules)).limits
    assert use.filled_by == ("province.x.first#p", "province.x.second#p")


def test_a_cap_on_euros_names_the_payments_under_it() -> None:
    bound = limit(
        "cap", LimitKind.AMOUNT_CAP, figures={"cap": 350}, payments=("province.x.s0", "province.x.s1")
    )
    (use,) = ledger(bound, 200, 100, 400, area=1)
    assert use.filled_by == ("province.x.s0#p", "province.x.s1#p")


def test_of_two_ceilings_that_cut_the_same_the_same_one_is_named_whatever_their_order() -> None:
    bounds = [
        limit(
            "aber", LimitKind.PER_HECTARE, figures={"ceiling": {"other_land_use": 90}}, legal_bases=(ABER,)
        ),
        limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,)),
    ]
    paid = scheme("province.x.s0", payment("p", measures=["m1"], figures={"rate": 450}), legal_basis=ABER)
    cost = {"cost_eur": Decimal(60), "income_forgone_eur": Decimal(8)}
    land = farm(parcel("P1", 2, measure("m1", 2, **cost)))
    one, other = (award(ask(land, rulebook(paid, limits=each))) for each in (bounds, bounds[::-1]))
    assert one.total == other.total == 136_00
    assert set(one.limits) == set(other.limits)
    assert set(one.caveats) == set(other.caveats)


@pytest.mark.parametrize(("cap", "total", "binds"), [(8, 0, True), (9, 600_00, False), (10, 600_00, False)])
def test_an_activity_scores_on_no_more_hectares_than_its_cap(cap: int, total: int, binds: bool) -> None:
    most = limit("meest", LimitKind.QUANTITY_CAP, figures={"cap": cap}, payments=("national.rvo.eco#gras",))
    rules = rulebook(eco(("gras", "gras", 5, 70)), limits=[most])
    found = award(ask(farm(parcel("P1", 4, "gras"), parcel("P2", 6, "gras")), rules))
    assert found.total == total
    assert [(x.limit, x.price) for x in found.limits] == ([("meest", 600_00)] if binds else [])
