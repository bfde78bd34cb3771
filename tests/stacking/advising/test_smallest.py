"""Of plans that leave as much the one with the fewest candidates is advised, the same one however the profile is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from calculator.domain.award import Award
from calculator.domain.farm import FarmProfile
from calculator.domain.relation import RelationType
from calculator.stacking.advising.advice import Plan
from calculator.stacking.advising.asking import Advice
from calculator.stacking.advising.wish import NO_WISH, Named, Wish
from calculator.stacking.solving.search.found import COIN
from tests.builders import ask, farm, parcel, pays, relation, rulebook
from tests.scenarios.bench import shipped
from tests.stacking.advising.test_advice import advise, variant, wish

LONGER, BINDING = "verlengde-teelt", "stikstofbindend-gewas"


def taken(found: Award) -> list[str]:
    return sorted(c.measure.code for c in found.candidates if c.taken)


def on_clay(codes: Sequence[str], *sizes: str) -> FarmProfile:
    """Arable clay in Zeeland, of which a longer crop on the first 35.5 ha alone reaches the highest class."""
    land = [
        parcel(
            f"P{at}", size, *(wish(c, size) for c in codes), land_use="arable", soil="clay", eco_region="2"
        )
        for at, size in enumerate(sizes, 1)
    ]
    return farm(*land, facts={"farm.province": "zeeland"})


def clay(*codes: str, wished: Wish = NO_WISH) -> Award:
    return advise(on_clay(codes, "35.5"), shipped(), wished)


def planned(profile: FarmProfile, wished: Wish = NO_WISH) -> tuple[Advice, Plan, Plan]:
    """The plan as the solver finds it, and as it is advised."""
    advice = Advice.of(replace(ask(profile, shipped()), mode="advise"), wished)
    return advice, advice.choices.best(advice.keeps, wished.max_effort), advice.best()


@pytest.mark.parametrize("order", [(LONGER, BINDING), (BINDING, LONGER)])
def test_a_measure_that_brings_nothing_beside_the_others_is_not_advised(order: tuple[str, ...]) -> None:
    """In micro-cents the plan with both is one behind: of so many euros doubles do not tell that."""
    found = clay(*order)
    assert taken(found) == [LONGER]
    assert [m.code for m in variant(found, "best").measures] == [LONGER]
    assert found.total == clay(LONGER).total
    assert found.certificate.status == "optimal"


def test_a_measure_that_brings_nothing_stays_where_it_is_locked() -> None:
    found = clay(LONGER, BINDING, wished=Wish(lock=(Named(BINDING, "P1"),)))
    assert BINDING in taken(found)
    assert found.total == clay(LONGER).total


#: Of two measures on each 16,384 plans, which are too many to bound at once.
SEVEN = ("35.5", *(["2.5"] * 6))


def many_parcels(*codes: str, wished: Wish = NO_WISH) -> Award:
    return advise(on_clay(codes, *SEVEN), shipped(), wished)


@pytest.mark.parametrize("sizes", [("35.5",), SEVEN])
def test_a_plan_leaves_as_much_without_what_brings_nothing_and_less_without_more(
    sizes: tuple[str, ...],
) -> None:
    """That the award is of such a plan is another thing: it falls back on others where one promises too much."""
    advice, found, made = planned(on_clay((LONGER, BINDING), *sizes))
    assert advice.choices.combined is None or len(sizes) == 1
    assert abs(made.value - found.value) <= COIN
    assert made.bound == found.bound
    taken = advice.taken(made.arrangements)
    assert len(taken) == len(sizes) < len(advice.taken(found.arrangements))
    for left_out in taken:
        others = {(c.place, c.index) for c in taken if c is not left_out}
        left = advice.choices.best(lambda a, kept=others: {(a.place, i) for i in a.taken} <= kept)  # type: ignore[misc]
        assert left.value < made.value - COIN


@pytest.mark.parametrize("order", [(LONGER, BINDING), (BINDING, LONGER)])
def test_of_more_plans_than_are_bounded_at_once_none_takes_a_measure_that_brings_nothing(
    order: tuple[str, ...],
) -> None:
    """One measure per parcel reaches the class; the solver's plan took both on the fourth."""
    found = many_parcels(*order)
    assert sorted(c.measure.place for c in found.candidates if c.taken) == [f"P{n}" for n in range(1, 8)]
    assert found.certificate.status == "optimal"


def test_of_many_plans_a_measure_that_brings_nothing_stays_where_it_is_locked() -> None:
    locked = tuple(Named(code, "P4") for code in (LONGER, BINDING))
    found = many_parcels(LONGER, BINDING, wished=Wish(lock=locked))
    assert [c.measure.place for c in found.candidates if c.taken].count("P4") == 2
    assert found.total == many_parcels(LONGER, BINDING).total


def test_of_measures_that_pay_the_same_it_is_the_same_one_in_whatever_order_they_stand() -> None:
    rules = rulebook(
        *(pays(code, code, 100) for code in ("m1", "m2", "m3")),
        relations=[
            relation(f"province.x.{a}", RelationType.EXCLUSIVE, f"province.x.{b}")
            for a, b in (("m1", "m2"), ("m1", "m3"), ("m2", "m3"))
        ],
    )
    for order in permutations(("m1", "m2", "m3")):
        assert taken(advise(farm(parcel("P1", 3, *(wish(code, 3) for code in order))), rules)) == ["m1"]
