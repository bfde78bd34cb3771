"""Thresholds, costs and budgets: who takes part, who is served, and on which day the money is gone."""

from itertools import combinations

import pandas as pd
import pytest

from calculator.scenarios.reform.scenario import Participation
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.participating import respond
from calculator.scenarios.runs.result import Result, schemes_of
from calculator.scenarios.runs.running import Run, everybody
from calculator.scenarios.runs.variant import Variant
from tests.scenarios.bench import GOLD_250, crew, rules, run, scenario, shipped
from tests.scenarios.farms import grassland

ECO = "national.rvo.eco-regeling"
RAISE = f"{{change: tariff, of: {ECO}#eco-premie, key: goud, value: 181}}"


def takers(done: Run, scheme: str) -> set[int]:
    paid = done.after.paid
    return set(paid.loc[paid["ref"].str.startswith(f"{scheme}#"), "farm"])


def test_a_farm_takes_part_only_where_a_scheme_brings_what_it_asks() -> None:
    farms = grassland(7)
    paid = run(farms, scenario(RAISE)).after.paid
    premium = paid[paid["ref"] == f"{ECO}#eco-premie"].set_index("farm")["cents"].to_dict()
    bound = sorted(premium.values())[3]
    done = run(farms, scenario(RAISE, more=f"participation: {{threshold_eur: {bound / 100 + 1:.2f}}}\n"))
    assert takers(done, ECO) == {f for f, c in premium.items() if c > bound + 100}


def number_of_schemes(result: Result) -> pd.Series:
    used = result.paid.assign(scheme=schemes_of(result.paid["ref"])).groupby("farm")["scheme"].nunique()
    return used.reindex(result.totals.index).fillna(0).astype(int)


def left(result: Result) -> dict[int, int]:
    """What a farm keeps when each scheme asks EUR 400."""
    return (result.totals - 40_000 * number_of_schemes(result)).to_dict()


def test_the_best_response_is_the_best_of_all_sets_of_schemes() -> None:
    farms, one = grassland(4, provinces=("overijssel",)), scenario(GOLD_250)
    after, asked = rules(one), Participation(cost=40_000)
    evaluate = Evaluator(lambda: crew(farms, after, one), "m")
    found, _ = respond(evaluate, Variant(after.digest), everybody(farms), asked, 1)
    schemes = sorted(set(schemes_of(evaluate(Variant(after.digest), everybody(farms)).paid["ref"])))
    best: dict[int, int] = {}
    for size in range(len(schemes) + 1):
        for dropped in combinations(schemes, size):
            result = evaluate(Variant(after.digest, (), dropped), everybody(farms))
            worth = left(result)
            best = {f: max(best.get(f, -(10**9)), w) for f, w in worth.items()}
    assert left(found) == best
    assert len(set(number_of_schemes(found).tolist())) > 1, "the farms differ in what they drop"


def budget(allot: str, eur: int) -> str:
    return f"{{change: budget, scheme: {ECO}, eur: {eur}, allot: {allot}}}"


@pytest.mark.parametrize("allot", ["first_come", "lottery", "ranking"])
def test_a_budget_serves_whole_farms_until_it_is_gone(allot: str) -> None:
    farms = grassland(12)
    free = run(farms, scenario(RAISE))
    asked = int(free.after.paid.query(f"ref == '{ECO}#eco-premie'")["cents"].sum())
    done = run(farms, scenario(RAISE, budget(allot, asked // 200)))
    (allotment,) = done.allotments
    assert allotment.asked == asked
    assert 0 < allotment.paid <= allotment.budget
    assert allotment.served + allotment.turned_away == 12
    assert len(takers(done, ECO)) == allotment.served
    assert (allotment.gone_on is not None) == (allot == "first_come")
    amounts = free.after.paid.query(f"ref == '{ECO}#eco-premie'").set_index("farm")["cents"]
    assert all(
        done.after.paid.query(f"ref == '{ECO}#eco-premie'").set_index("farm")["cents"]
        == amounts[sorted(takers(done, ECO))]
    )


def test_pro_rata_pays_everybody_the_same_share() -> None:
    farms = grassland(12)
    asked = int(run(farms, scenario(RAISE)).after.paid.query(f"ref == '{ECO}#eco-premie'")["cents"].sum())
    done = run(farms, scenario(RAISE, budget("pro_rata", asked // 200)))
    (allotment,) = done.allotments
    assert (allotment.served, allotment.turned_away) == (12, 0)
    assert allotment.budget - 12 <= allotment.paid <= allotment.budget
    assert done.after.farms["total"].sum() == done.after.paid["cents"].sum()


def test_a_draw_follows_from_the_seed_alone() -> None:
    farms = grassland(12)
    one = scenario(RAISE, budget("lottery", 20_000))
    drawn = [takers(run(farms, one, seed=s, size=size), ECO) for s, size in ((1, 250), (1, 5), (2, 250))]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_a_lot_is_not_the_day_on_which_a_farm_applies() -> None:
    farms = grassland(12)
    served = [takers(run(farms, scenario(RAISE, budget(a, 20_000))), ECO) for a in ("lottery", "first_come")]
    assert served[0] != served[1]
    assert all(0 < len(farms_served) < 12 for farms_served in served)


def test_a_budget_that_is_large_enough_turns_nobody_away() -> None:
    done = run(grassland(4), scenario(RAISE, budget("first_come", 10_000_000)))
    (allotment,) = done.allotments
    assert (allotment.turned_away, allotment.gone_on, allotment.paid) == (0, None, allotment.asked)
    assert shipped().digest == done.receipt.before
