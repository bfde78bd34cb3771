"""A ceiling is asked for its price only where it may have kept a claim out, and says what is paid there in its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.farm import Parcel
from calculator.domain.limit import Limit, LimitKind
from calculator.domain.relation import Relation, RelationType
from calculator.domain.scheme import Scheme
from calculator.stacking.awarding import award, outcome
from calculator.stacking.limits.lost_on_land import Lost, lost
from tests.builders import ask, farm, limit, measure, parcel, pays, relation, rulebook

ABER, ART70 = "aber_art34_aecc", "cap_aecc_art70"
BOUND = limit(
    "aber",
    LimitKind.PER_HECTARE,
    figures={"ceiling": {"other_land_use": 450}},
    legal_bases=(ABER,),
    counts=(ART70,),
)
#: What every payment of these tests under the ceiling loses to: EUR 1,000 that no ceiling counts.
DAIRY = pays("dairy", "m1", 1_000, legal_basis="private", payer_is_public=False)


def aber(name: str, rate: int, *, of: str = "m1", basis: str = ABER) -> Scheme:
    return pays(name, of, rate, legal_basis=basis)


def apart(a: str, b: str) -> Relation:
    return relation(f"province.x.{a}", RelationType.EXCLUSIVE, f"province.x.{b}")


def found(
    *schemes: Scheme,
    relations: tuple[Relation, ...] = (),
    land: tuple[Parcel, ...] = (parcel("P1", 2, "m1"),),
    bound: Limit = BOUND,
) -> tuple[Lost, ...]:
    beside = tuple(apart(x.id.removeprefix("province.x."), "dairy") for x in schemes if x.legal_basis == ABER)
    rules = rulebook(*schemes, DAIRY, relations=(*beside, *relations), limits=[bound])
    return lost(outcome(ask(farm(*land), rules))[0])


@pytest.mark.parametrize(("rate", "told"), [(451, ["P1"]), (450, [])])
def test_a_payment_that_the_ceiling_would_cut_by_itself_may_have_been_kept_out(
    rate: int, told: list[str]
) -> None:
    assert [x.place for x in found(aber("a", rate))] == told


def test_what_is_paid_on_all_of_its_land_was_not_kept_out() -> None:
    rules = rulebook(aber("a", 700), limits=[BOUND])
    assert lost(outcome(ask(farm(parcel("P1", 2, "m1")), rules))[0]) == ()


def test_two_payments_that_fill_the_ceiling_only_together_may_have_been_kept_out() -> None:
    assert [x.place for x in found(aber("a", 300), aber("b", 200))] == ["P1"]


@pytest.mark.parametrize("row", [("a", "b"), ("b", "a")])
def test_two_that_exclude_each_other_do_not_fill_it_together(row: tuple[str, str]) -> None:
    assert found(aber("a", 300), aber("b", 200), relations=(apart(*row),)) == ()


def test_one_payment_does_not_fill_it_twice() -> None:
    """EUR 300 is not counted beside itself."""
    assert found(aber("a", 300)) == ()


def test_payments_that_fill_it_first_keep_nothing_out_where_nothing_under_it_may_rest_beside_them() -> None:
    counted = aber("c", 300, basis=ART70), aber("d", 300, basis=ART70)
    assert [x.place for x in found(aber("a", 10), *counted)] == ["P1"]
    assert found(aber("a", 10), *counted, relations=(apart("a", "c"), apart("d", "a"))) == ()


def test_it_says_how_much_of_the_ceiling_is_filled_there_by_what_and_how_much_it_leaves() -> None:
    (one,) = found(aber("a", 300), aber("c", 200, basis=ART70), aber("z", 100, basis=ART70, of="m2"))
    assert (one.limit, one.year, one.place) == ("aber", 2026, "P1")
    assert (one.filled, one.most, one.each) == (400_00, 900_00, 450_00)
    assert one.under == ("province.x.c#p",)


def test_ground_on_which_it_would_cut_nothing_is_not_told_beside_ground_on_which_it_would() -> None:
    land = parcel("P1", 2, "m1"), parcel("P2", 1, "m2"), parcel("P3", 1, "m1", land_use="arable")
    small = aber("b", 300, of="m2")
    assert [x.place for x in found(aber("a", 700), small, land=land)] == ["P1"]


@pytest.mark.parametrize(("rate", "told"), [(81, [160_00]), (80, [])])
def test_a_ceiling_on_costs_is_that_of_what_the_measure_costs(rate: int, told: list[int]) -> None:
    bound = limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,))
    dear = measure("m1", 2, cost_eur=Decimal(60), income_forgone_eur=Decimal(20))
    other = measure("m2", 2, cost_eur=Decimal(1))
    lots = found(aber("a", rate), land=(parcel("P1", 2, dear, other),), bound=bound)
    assert [x.most for x in lots] == told
    assert all(x.each is None and x.limit == "kosten" for x in lots)


def test_a_ceiling_listed_for_what_it_kept_out_binds() -> None:
    rules = rulebook(
        aber("a", 1_100), DAIRY, relations=[apart("a", "dairy")], limits=[replace(BOUND, counts=())]
    )
    (use,) = award(ask(farm(parcel("P1", 2, "m1")), rules)).limits
    assert (use.binding, use.price, use.used) == (True, 200_00, 0)


def test_a_ceiling_on_costs_is_listed_with_its_price_where_the_measure_costs_nothing() -> None:
    bound = limit("kosten", LimitKind.COST_SHARE, figures={"percent": 100}, legal_bases=(ABER,))
    free = measure("m1", 2, cost_eur=Decimal(0), income_forgone_eur=Decimal(0))
    rules = rulebook(aber("a", 1_100), DAIRY, relations=[apart("a", "dairy")], limits=[bound])
    found = award(ask(farm(parcel("P1", 2, free)), rules))
    assert found.total == 2_000_00
    assert [(u.limit, u.used, u.ceiling, u.price) for u in found.limits] == [("kosten", 0, 0, 200_00)]
