"""What is said of shares of the land is asked for one of many farms, and told each in its own hectares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from calculator.domain.claim import Certainty, Terms
from calculator.domain.farm import FarmProfile
from calculator.domain.money import Range
from calculator.domain.quantity import Unit
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Level, Payment, PaymentKind, Presence
from calculator.domain.source import Confidence, Status
from calculator.eligibility.spans import spans
from calculator.stacking.columns import Evaluation
from calculator.stacking.columns.answer import Opened
from calculator.stacking.columns.explained import shares
from calculator.stacking.columns.explained.shares import Sums
from calculator.stacking.columns.offered.granted import Beside
from calculator.stacking.columns.offered.units import Offer, Template
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from calculator.stacking.columns.settling import Columns
from tests.builders import farm, measure, parcel, payment, rulebook, scheme, text
from tests.stacking.columns.test_explained import ON, same

TONNES = "declared.tonnes"
ON_SAND = Condition(
    "parcel_is", {"attribute": "soil", "one_of": ["sand"]}, Presence.ASK, text("sand"), ("S1",)
)


def share(of: Mapping[str, object], value: str) -> Condition:
    arguments = {"of": of, "in": "parcel_ha", "value": value}
    return Condition("share_at_least", arguments, Presence.ASK, text("share"), ("S1",))


def land(of: Mapping[str, object], value: str) -> Condition:
    return Condition("land_at_least", {"of": of, "value": value}, Presence.ASK, text("land"), ("S1",))


def any_of(*conditions: Condition) -> Condition:
    return Condition("any_of", {"conditions": conditions}, Presence.ASK, text("either"), ("S1",))


def paying(*conditions: Condition, quantity: str = TONNES) -> Rulebook:
    discount = payment("p", figures={"rate": 2}, quantity=quantity, conditions=conditions)
    return rulebook(
        scheme("landlord.x.discount", discount),
        scheme("national.x.new", payment("p", measures=["m1"], figures={"rate": 100})),
    )


def told(rules: Rulebook, *profiles: FarmProfile) -> None:
    found = same(rules, encode(list(profiles), Vocabulary()), ON, 3)
    assert found.left == {}


def test_each_farm_is_short_of_its_own_hectares() -> None:
    rules = paying(share({"measures": ["m2"]}, "0.2"))
    told(rules, *(farm(parcel("P1", area, measure("m2", 1))) for area in (6, 7, "8.1234", 5, 1)), farm())


def test_each_farm_is_short_of_hectares_in_all_whatever_its_size() -> None:
    rules = paying(land({"measures": ["m2"]}, "2"))
    told(rules, *(farm(parcel("P1", 9, measure("m2", has))) for has in ("1.5", 1, 2, 0, 3)), farm())


def test_a_share_and_hectares_of_one_bound_keep_their_own_words() -> None:
    either = any_of(share({"measures": ["m2"]}, "1"), land({"measures": ["m2"]}, "1"))
    told(paying(either), *(farm(parcel("P1", 1, measure("m2", has))) for has in ("0.5", "0.25", 1)))


def test_hectares_that_may_be_contracted_are_named_per_farm() -> None:
    rules = paying(land({"contracts": ["national.x.*"]}, "2"))
    told(rules, *(farm(parcel("P1", 9, measure("m1", new))) for new in ("0.5", "0.75", "2", "2.25", 0)))


def test_a_number_per_hectare_is_worked_out_on_the_farm_itself() -> None:
    arguments = {"path": "herd.livestock_units", "in": "grassland_ha", "value": "2.5"}
    density = Condition("per_hectare_at_most", arguments, Presence.ASK, text("density"), ("S1",))
    herds = [("10", 25), ("10", 26), ("4", 25), ("4", None)]
    farms = [
        farm(parcel("P1", a), facts={} if c is None else {"herd.livestock_units": Decimal(c)})
        for a, c in herds
    ]
    told(
        paying(density),
        *farms,
        farm(parcel("P1", 3, land_use="arable"), facts={"herd.livestock_units": Decimal(1)}),
    )
    late = any_of(density, share({"contracts": ["national.x.*"]}, "0.3"))
    told(paying(late), *farms)


def test_of_a_number_per_hectare_no_more_than_sums_is_looked_at_and_nothing_said_where_it_is_not_asked() -> (
    None
):
    arguments = {"path": "herd.livestock_units", "in": "grassland_ha", "value": "2.5"}
    density = Condition("per_hectare_at_most", arguments, Presence.ASK, text("density"), ("S1",))
    dairy = Condition(
        "fact_is", {"path": "supply.dairy", "one_of": ["x"]}, Presence.ASK, text("dairy"), ("S1",)
    )
    rules = paying(dairy, density)
    farms = [
        farm(parcel("P1", 10), facts={"supply.dairy": to, "herd.livestock_units": Decimal(herd)})
        for to in ("x", "y")
        for herd in (20, 26, 27)
    ]
    found = same(rules, encode(farms, Vocabulary()), ON, 2)
    unread = replace(encode(farms, Vocabulary()), profiles=())
    again = Evaluation(rules, ON, 2).explained(unread, np.arange(len(farms)))
    assert set(found.refused.farm.tolist()) == {1, 2}
    assert again.refused.farm.tolist() == found.refused.farm.tolist()


def test_packages_without_a_contract_are_named_with_the_hectares_of_each_farm() -> None:
    rules = paying(share({"contracts": ["national.x.*"]}, "0.2"))
    told(rules, *(farm(parcel("P1", 9, measure("m1", new))) for new in ("0.5", "0.75", "1.9", "2.25", 0)))


def test_land_that_may_be_contracted_counts_towards_a_share_of_contracts_alone() -> None:
    either = any_of(share({"contracts": ["national.x.*"]}, "0.3"), share({"measures": ["m2"]}, "0.3"))
    lands = [(1, 1), (4, 1), (1, 2), (0, 1)]
    told(
        paying(either),
        *(
            farm(parcel("P1", 10, measure("m1", a)), parcel("P2", 1, measure("m2", Decimal(b) / 10)))
            for a, b in lands
        ),
    )


def test_of_two_shares_in_the_same_words_each_farm_is_told_the_first_that_it_lacks() -> None:
    either = any_of(share({"measures": ["m2"]}, "0.3"), share({"measures": ["m3"]}, "0.3"))
    lands = [(1, 1), (1, 2), (2, 1)]
    told(
        paying(either),
        *(farm(parcel("P1", 10, measure("m2", a)), parcel("P2", 10, measure("m3", b))) for a, b in lands),
    )


def test_a_payment_per_hectare_of_land_is_refused_whatever_its_size() -> None:
    organic = Condition(
        "fact_is", {"path": "farm.organic", "one_of": ["certified"]}, Presence.ASK, text("organic"), ("S1",)
    )
    farms = [farm(parcel("P1", area), facts={"farm.organic": "none"}) for area in (1, 2, 3)]
    told(paying(organic, quantity="subsidiable_ha"), *farms, farm(parcel("P1", 4)), farm())


def uses(arable: object, permanent: object, temporary: object, other: object) -> FarmProfile:
    """Hectares per land use, none where it is nothing."""
    areas = {
        "arable": arable,
        "permanent_grassland": permanent,
        "temporary_grassland": temporary,
        "nature": other,
    }
    return farm(*(parcel(f"P{n}", a, land_use=use) for n, (use, a) in enumerate(areas.items()) if a))


USES = [
    uses(*areas) for areas in ((2, 6, 2, 0), (9, 0, 1, 0), (0, 1, 0, "8.5"), (5, "0.5", 3, 1), (0, 0, 0, 4))
]


def test_land_in_use_counts_in_whichever_use_most_of_the_farm_lies() -> None:
    for named in (["permanent_grassland"], ["temporary_grassland", "arable"]):
        told(paying(share({"land_use": named}, "0.7")), *USES)


def test_a_use_that_is_not_added_up_is_looked_for_on_the_farm_itself() -> None:
    told(paying(share({"land_use": ["nature"]}, "0.7")), *USES)
    told(paying(share({"land_use": ["arable", "nature"]}, "0.7")), *USES)


def test_crops_are_looked_for_on_the_farm_itself() -> None:
    grown = [("1", "2"), ("2", "1"), ("1", "1")]
    farms = (farm(parcel("P1", 4, crop_code=a), parcel("P2", 6, crop_code=b)) for a, b in grown)
    told(paying(share({"crops": ["1"]}, "0.7")), *farms)


def test_a_measure_on_more_land_than_lies_in_any_one_use_is_counted_whole() -> None:
    lands = [(5, 5), (5, 1), (2, 5), (0, 3)]
    farms = (
        farm(
            parcel("P1", 5, measure("m2", a), land_use="arable"),
            parcel("P2", 5, measure("m2", b)),
            parcel("P3", 5, land_use="temporary_grassland"),
        )
        for a, b in lands
    )
    told(paying(share({"measures": ["m2"]}, "0.8")), *farms)


def test_measures_that_two_shares_count_are_counted_in_both() -> None:
    either = any_of(share({"measures": ["m2", "m3"]}, "0.5"), share({"measures": ["m3", "m4"]}, "0.6"))
    lands = [(4, 1, 0), (0, 3, 2), (1, 0, 4)]
    told(
        paying(either),
        *(
            farm(*(parcel(f"P{n}", 5, measure(f"m{n}", a)) for n, a in enumerate(of, 2)), parcel("P5", 5))
            for of in lands
        ),
    )


def test_farms_with_packages_of_two_lists_are_left_to_their_own_award() -> None:
    either = any_of(
        share({"contracts": ["national.x.*"]}, "0.5"), share({"contracts": ["landlord.y.*"]}, "0.5")
    )
    farms = [farm(parcel("P1", 9, measure("m1", new))) for new in (1, 5)]
    found = same(paying(either), encode(farms, Vocabulary()), ON, 3)
    assert set(found.left) == {0, 1}


def test_land_that_is_asked_for_is_looked_for_on_the_farm_itself() -> None:
    soils = [("sand", "clay"), ("clay", "peat"), ("clay", None), (None, None)]
    farms = (farm(parcel("P1", 4, soil=a), parcel("P2", 6, soil=b)) for a, b in soils)
    told(paying(ON_SAND), *farms)


YEARS = range(2026, 2029)


def sums(rules: Rulebook, *profiles: FarmProfile) -> Sums:
    """What the first payment of the first scheme is asked of these farms with."""
    farms, columns = encode(list(profiles), words := Vocabulary()), Columns(rules, ON, YEARS, words)
    land, _ = columns.offered(farms, {}, Opened(len(farms)), Beside())
    (span,) = (s for s in spans(rules, YEARS, ON) if s.scheme == rules.schemes[0])
    return Sums.of(span, rules.schemes[0].payments[0], farms, land, columns)


def of_discount(made: Payment) -> Rulebook:
    return rulebook(scheme("landlord.x.discount", made))


def test_a_farm_is_made_whole_only_where_its_measures_do_not_fit_in_one_use_of_its_land() -> None:
    def having(done: object) -> FarmProfile:
        return farm(
            parcel("P1", 5, measure("m2", done), land_use="arable"), parcel("P2", 4, measure("m2", 2))
        )

    rules = paying(
        share({"measures": ["m2"], "land_use": ["arable"]}, "0.5"), share({"measures": ["m3"]}, "0.1")
    )
    found = sums(rules, having(1), having(3), having("3.0001"), farm())
    assert found.whole.tolist() == [False, False, True, False]
    made = found.profile(1)
    assert [
        (p.land_use, p.area_ha, [(m.code, m.quantity) for m in p.measures]) for p in made.parcels if p.area_ha
    ] == [
        ("arable", 5, [("m2", 5), ("m3", 0)]),
        ("permanent_grassland", 4, []),
    ]
    assert len({p.id for p in made.parcels}) == len(made.parcels)


@pytest.mark.parametrize(
    ("of", "further"),
    [
        ({"measures": ["m2"]}, False),
        ({"land_use": ["arable", "permanent_grassland", "temporary_grassland"]}, False),
        ({"land_use": ["arable", "permanent_crop"]}, True),
        ({"land_use": ["nature"]}, True),
        ({"crops": ["1"]}, True),
        ({"measures": ["m2"], "crops": ["1"]}, True),
    ],
)
def test_a_farm_is_made_whole_where_more_is_asked_than_is_added_up(
    of: Mapping[str, object], further: bool
) -> None:
    for conditions in ([share(of, "0.5")], [share({"measures": ["m4"]}, "0.5"), share(of, "0.5")]):
        assert sums(paying(*conditions), farm(parcel("P1", 5))).whole.tolist() == [further]


def test_a_farm_is_made_whole_where_two_shares_count_one_measure_or_land_is_asked_for_beside_a_share() -> (
    None
):
    some, same_again = share({"measures": ["m2", "m3"]}, "0.5"), share({"measures": ["m3", "m4"]}, "0.6")
    for conditions in ([some, same_again], [some, ON_SAND], [any_of(ON_SAND, some)]):
        assert sums(paying(*conditions), farm(parcel("P1", 5))).whole.tolist() == [True]
    assert sums(paying(some, some), farm(parcel("P1", 5))).whole.tolist() == [False]


def test_a_farm_is_made_whole_for_its_best_years_its_leases_and_its_hectares() -> None:
    asked = share({"measures": ["m2"]}, "0.5")

    def whole(made: Payment, *profiles: FarmProfile) -> list[bool]:
        return list(sums(of_discount(replace(made, conditions=(asked,))), *profiles).whole.tolist())

    best = payment("p", figures={"rate": 2}, quantity="one", kind=PaymentKind.BEST_N)
    plain = payment("p", figures={"rate": 2}, quantity="one")
    assert [whole(made, farm(parcel("P1", 5))) for made in (best, plain)] == [[True], [False]]
    rent = payment("p", figures={"rate": 2}, quantity="rent")
    assert whole(rent, farm(parcel("P1", 5)), replace(farm(parcel("P1", 5)), leases=())) == [False, True]
    assert whole(payment("p", figures={"rate": 2}, quantity="parcel_ha"), farm(parcel("P1", 5))) == [True]


def test_land_under_other_contracts_is_none_that_may_be_contracted() -> None:
    rules = rulebook(
        *paying(share({"contracts": ["national.x.*"]}, "0.2")).schemes,
        scheme("national.y.new", payment("q", measures=["m2"], figures={"rate": 80})),
    )
    land = [parcel("P1", 9, measure("m1", 2), measure("m2", 3))]
    found = sums(rules, farm(*land), farm(parcel("P1", 5, measure("m2", 5))), farm())
    assert {year: much.tolist() for year, much in found.new.items()} == {
        year: [2 * 10**8, 0, 0] for year in YEARS
    }
    assert [c.quantity for c in found.claimed(0, 2027, found.profile(0))] == [2]
    assert found.claimed(2, 2027, farm()) == ()
    assert not found.beyond


def offered(*of: tuple[str, Unit, Fraction]) -> tuple[Template, ...]:
    """Templates of a scheme and unit, with so many of their units to one of the land."""
    return tuple(
        Template(
            Terms(
                name, "p", Level.UNIT, unit, Range.exactly(1), "private", Status.DEFINITIVE, Confidence.HIGH,
                Certainty.EXPECTED, (), {},
            ),
            factor, ON, (), once=False,
        )
        for name, unit, factor in of
    )  # fmt: skip


def test_ground_that_several_packages_may_lie_on_counts_once_at_the_largest() -> None:
    half, most = (
        ("national.x.a", Unit.HECTARE, Fraction(1, 2)),
        ("national.x.b", Unit.SQUARE_METRE, Fraction(7500)),
    )
    metres, other = ("national.x.c", Unit.METRE, Fraction(9)), ("national.y.d", Unit.HECTARE, Fraction(1))
    for order in ([half, most, metres, other], [other, most, half, metres]):
        first, (later,) = offered(*order), offered(("national.x.e", Unit.HECTARE, Fraction(1, 3)))
        found = shares._of_offer(
            Offer((first, ()), beside=((2027, later),)), {"contracts": ["national.x.*"]}, YEARS
        )
        assert {year: (size, terms.scheme) for year, (size, terms) in found.items()} == {
            2026: (Fraction(3, 4), "national.x.b"),
            2027: (Fraction(1, 3), "national.x.e"),
        }


@pytest.mark.parametrize(
    ("factor", "odd", "much"), [(Fraction(3, 4), False, 3 * 10**8), (Fraction(1, 3), True, None)]
)
def test_land_that_counts_in_part_is_left_where_that_is_no_whole_number(
    monkeypatch: pytest.MonkeyPatch, factor: Fraction, odd: bool, much: int | None
) -> None:
    (made,) = offered(("national.x.a", Unit.HECTARE, factor))
    monkeypatch.setattr(
        shares, "_of_offer", lambda *_: {2026: (factor, made.terms), 2028: (Fraction(1), made.terms)}
    )
    found = sums(
        paying(share({"contracts": ["national.x.*"]}, "0.2")), farm(parcel("P1", 9, measure("m1", 4))), farm()
    )
    assert found.beyond is odd
    assert set(found.new) == set(YEARS)
    if much is not None:
        assert found.new[2026].tolist() == [much, 0]
    assert not np.any(found.new[2027])
