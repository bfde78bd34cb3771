"""What is said of shares of the land is asked for one of many farms, and told each in its own hectares."""

from __future__ import annotations

from collections.abc import Mapping

from calculator.domain.farm import FarmProfile
from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Condition, Presence
from calculator.stacking.columns.reading.farms import encode
from calculator.stacking.columns.reading.vocabulary import Vocabulary
from tests.builders import farm, measure, parcel, payment, rulebook, scheme, text
from tests.stacking.columns.test_explained import ON, same

TONNES = "declared.tonnes"


def share(of: Mapping[str, object], value: str) -> Condition:
    arguments = {"of": of, "in": "parcel_ha", "value": value}
    return Condition("share_at_least", arguments, Presence.ASK, text("share"), ("S1",))


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


def test_packages_without_a_contract_are_named_with_the_hectares_of_each_farm() -> None:
    rules = paying(share({"contracts": ["national.x.*"]}, "0.2"))
    told(rules, *(farm(parcel("P1", 9, measure("m1", new))) for new in ("0.5", "0.75", "1.9", "2.25", 0)))


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
