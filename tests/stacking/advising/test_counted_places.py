"""A payment that counts places by what they answer is planned for with the measures that make it up, and no others."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from calculator.domain.scheme import Condition
from tests.builders import farm, measure, pays, rulebook
from tests.eligibility.conditions.test_totals import SCORE, average, condition, half, hedge, scored
from tests.stacking.advising.test_advice import advise, wish
from tests.stacking.advising.test_shares import best_of_all, bonus, parcel


def test_a_hedge_that_is_considered_makes_up_the_metres() -> None:
    asked = condition("total_at_least", of={"measures": ["h"]}, unit="m", value="500")
    considered = replace(hedge("E2", 200), measures=(wish("h", 200, "0.5", unit="m"),))
    rules = rulebook(bonus("b", 300, asked))
    found = advise(farm(elements=(hedge("E1", 300, None, "h"), considered)), rules)
    assert (found.certificate.status, found.net) == ("optimal", 200_00)


def test_a_mean_is_kept_by_leaving_out_what_would_lower_it() -> None:
    """The second parcel pays EUR 40 a hectare and has 2 species: with it the mean of 5 is lost, which pays EUR 300."""
    rules = rulebook(pays("a", "m1", 40), bonus("b", 300, average("5")))
    land = [
        replace(parcel(id, 4, wish("m1", 4, 0)), facts={SCORE: Decimal(score)})
        for id, score in (("P1", 6), ("P2", 2))
    ]
    found = advise(farm(*land), rules)
    assert (found.certificate.status, found.net) == ("optimal", 460_00)
    assert [m.place for m in found.variants[-1].measures] == ["P1"]


ASKED: dict[str, Condition] = {
    "share": half({"measures": ["m1"], "where": scored(5)}),
    "same land": half({"measures": ["m1"], "where": scored(5)}, "same_land"),
    "mean": average("5"),
    "at most": average("5", kind="mean_at_most"),
    "total": condition("total_at_least", of={"measures": ["m1"], "where": scored(5)}, unit="ha", value="9"),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", ASKED)
def test_no_other_plan_leaves_more(kind: str, seed: int) -> None:
    dice = random.Random(seed)
    rules = rulebook(pays("a", "m1", dice.randint(0, 40)), bonus("b", dice.randint(200, 900), ASKED[kind]))
    land = [
        replace(
            parcel(
                f"P{n}", dice.randint(4, 7), wish("m1", 4, dice.randint(0, 90)) if n else measure("m1", 2)
            ),
            facts={SCORE: Decimal(dice.randint(2, 8))},
        )
        for n in range(4)
    ]
    found = advise(farm(*land), rules)
    assert found.certificate.status == "optimal"
    assert found.net == best_of_all(farm(*land), rules)
