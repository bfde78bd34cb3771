"""A cost that nobody filled in is unknown, never nothing: an award that says what is left after costs names what is missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from calculator.stacking.advising.variants import award as advised
from calculator.stacking.awarding import award
from tests.builders import ask, farm, measure, parcel, pays, rulebook

RULES = rulebook(pays("a", "m1", 100), pays("b", "m2", 100))
NEW = measure("m2", 3, candidate=True, cost_eur=Decimal(10), income_forgone_eur=Decimal(5))


def about_costs(caveats: object) -> list[str]:
    said = [text.en for text in caveats]  # type: ignore[attr-defined]
    return [text for text in said if "not subtracted" in text]


def test_a_plan_beside_a_measure_of_unknown_cost_says_that_less_is_left() -> None:
    done = measure("m1", 2)
    question = ask(farm(parcel("P1", 3, NEW), parcel("P2", 2, done)), RULES)
    found = advised(replace(question, mode="advise"))
    assert found.net == (300 + 200 - 45) * 100
    assert about_costs(found.caveats) == [
        "The costs of m1@P2 are not filled in and not subtracted: less is left after costs than is said here."
    ]


def test_lost_income_that_is_unknown_is_named_as_managed_too() -> None:
    done = measure("m1", 2, cost_eur=Decimal(10))
    found = award(ask(farm(parcel("P2", 2, done)), RULES))
    assert found.net == (200 - 20) * 100
    assert about_costs(found.caveats) == ["Income forgone of m1@P2 is not filled in and not subtracted."]


def test_where_nothing_is_told_after_costs_or_all_costs_are_filled_in_nothing_is_said() -> None:
    whole = measure("m1", 2, cost_eur=Decimal(10), income_forgone_eur=Decimal(0))
    for done in (measure("m1", 2), whole):
        assert not about_costs(award(ask(farm(parcel("P2", 2, done)), RULES)).caveats)
