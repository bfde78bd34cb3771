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
