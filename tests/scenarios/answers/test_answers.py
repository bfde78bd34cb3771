"""What a run says adds up, rests on ten farms or more, and each rule withholds what the award without it would pay."""

from datetime import date

import numpy as np
import pandas as pd

from calculator.scenarios.answers import land, money, sheets, years
from calculator.scenarios.answers.bottlenecks import bottlenecks
from calculator.scenarios.answers.progress import progress
from calculator.scenarios.population.profiles import profiles
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.rule import Rule, Sort, relaxed
from calculator.scenarios.runs.running import everybody
from calculator.scenarios.runs.touching import Touching
from calculator.scenarios.runs.variant import Variant
from calculator.scenarios.runs.withholding import withheld
from calculator.stacking.awarding import Question, total
from tests.scenarios.bench import GOLD_250, ON, crew, run, scenario, shipped
from tests.scenarios.farms import grassland

ECO = "national.rvo.eco-regeling"


def cell(cells: pd.DataFrame, node: str, dimension: str = "*", group: str = "*") -> pd.Series:
    found = cells[(cells["node"] == node) & (cells["dimension"] == dimension) & (cells["group"] == group)]
    (row,) = found.to_dict("records")
    return pd.Series(row)


def test_parts_add_up_to_the_whole_on_both_sides() -> None:
    done = run(grassland(24, synthetic=True), scenario(GOLD_250))
    cells = money.answers(done).cells
    for side, result in (("before", done.before), ("after", done.after)):
        assert cell(cells, "*")[side] == result.farms["total"].sum()
        for level in (1, 2, 3):
            own = cells[(cells["level"] == level) & (cells["dimension"] == "*")]
            assert own[side].sum() == result.farms["total"].sum()
        for dimension in ("province", "farm_type", "size_class", "year"):
            own = cells[(cells["level"] == 0) & (cells["dimension"] == dimension)]
            assert own[side].sum() == result.farms["total"].sum()
    assert cell(cells, f"national > rvo > {ECO}")["farms_after"] == 24


def test_small_cells_of_real_farms_are_withheld_and_of_made_up_ones_are_not() -> None:
    real, made_up = (run(grassland(24, synthetic=s), scenario(GOLD_250)) for s in (False, True))
    hidden, told = (money.answers(r).cells for r in (real, made_up))
    assert not told["withheld"].any()
    weide = "province > overijssel > province.overijssel.weidegang"
    assert pd.isna(cell(hidden, weide)["after"])
    assert cell(told, weide)["farms_after"] == 2
    assert pd.isna(cell(hidden, "*", "province", "drenthe")["before"])
    assert cell(hidden, "*")["after"] == cell(told, "*")["after"]


def test_no_figure_of_real_farms_in_any_sheet_rests_on_fewer_than_ten() -> None:
    done = run(grassland(24), scenario(GOLD_250))
    counted = {"farms", "farms_before", "farms_after", "served", "turned_away"}
    for sheet in sheets.sheets(done):
        for record in sheet.records():
            for key in counted & record.keys():
                number = record[key]
                assert number is None or number == 0 or int(str(number)) >= 10, (sheet.key, record)


def test_winners_are_told_with_the_scheme_that_makes_them_win() -> None:
    found = money.answers(run(grassland(24), scenario(GOLD_250)))
    wins = found.outcomes[(found.outcomes["node"] == "wins") & (found.outcomes["dimension"] == "*")]
    assert wins["farms"].tolist() == [24]
    assert wins["cents"].tolist() == [int(cell(found.cells, "*")["after"] - cell(found.cells, "*")["before"])]
    assert found.reasons[["outcome", "scheme", "direct", "farms"]].to_dict("records") == [
        {"outcome": "wins", "scheme": ECO, "direct": True, "farms": 24}
    ]


def test_a_farm_stacks_where_two_schemes_pay_it_for_a_service_and_income_support_is_none() -> None:
    done = run(grassland(24, synthetic=True), scenario(GOLD_250))
    # Income support, its redistributive part and the eco-scheme pay all 24; two also have the grazing grant of Overijssel.
    assert (
        cell(money.answers(done).cells, "national > rvo > national.rvo.herverdelende-inkomenssteun")[
            "farms_before"
        ]
        == 24
    )
    rows = map(dict, progress(done).records())
    told = {(str(r["group"]), r["stack_before"], r["stack_after"]) for r in rows}
    assert {t[1:] for t in told if t[1]} == {(2, 2)}
    assert len({t for t in told if t[1]}) == 2


def test_hectares_are_rewarded_where_the_farm_is_paid_for_the_measure() -> None:
    farms = grassland(24, synthetic=True)
    area = int(farms.parcels["area_m2"].sum())
    gone = run(farms, scenario(f"{{change: scheme, of: {ECO}, off: yes}}"))
    found = land.hectares(gone).set_index("node")
    assert found.loc["grasland-met-kruiden", ["done", "before", "after"]].tolist() == [area, area, 0]


def test_the_landscape_share_is_that_of_one_farm_taken_over_all() -> None:
    from calculator.eligibility.indicators import landscape_share
    from calculator.scenarios.population.synthetic import synthesise

    farms = synthesise(60, seed=2)
    areas = land._areas(farms)
    for n, (_, profile) in enumerate(profiles(farms)):
        share, row = landscape_share(profile), areas.iloc[n]
        assert (share is not None) == row["known"]
        if share is not None:
            assert abs(float(share) - row["green"] / row["land"] * 100) < 0.01


def test_each_rule_withholds_what_the_award_without_it_pays_more() -> None:
    farms = grassland(6, aid_cents=4_990_000, organic="none")
    one = scenario(GOLD_250)
    evaluate = Evaluator(lambda: crew(farms, shipped(), one), "m")
    base = evaluate(Variant(shipped().digest), everybody(farms))
    touching = Touching.of(farms, shipped(), ON, 1)
    looked_at = (
        Rule(Sort.LIMIT, "de-minimis-landbouw"),
        Rule(Sort.THRESHOLD, f"{ECO}#eco-premie"),
        Rule(
            Sort.CONDITION,
            "province.overijssel.omschakeling-biologisch",
            "het bedrijf is in omschakeling naar biologisch",
        ),
    )
    found = withheld(evaluate, touching, shipped(), base, looked_at)
    for place, rule in enumerate(looked_at):
        mine = found.released[found.released["rule"] == place].groupby("farm")["cents"].sum()
        for n, (_, profile) in enumerate(profiles(farms)):
            asked = [
                Question(profile, book, ON, 1, "e", "x") for book in (relaxed(shipped(), rule), shipped())
            ]
            assert mine.get(n, 0) == total(asked[0]) - total(asked[1]), (rule, n)
    told = bottlenecks(farms, found)
    assert (told.loc[told["dimension"] == "*", "farms"].dropna() >= 10).all()
    assert isinstance(ON, date)
    assert np.isin([0, 1, 2], told["rule"]).any()


def test_of_years_between_which_a_few_farms_differ_the_later_is_not_told_and_no_payment_is_known() -> None:
    amounts = np.zeros((30, 4, 2), dtype=np.int64)
    amounts[:20] = 100
    amounts[:3, 1] = 0
    amounts[3:20, 3] = 200
    assert list(years.few_between(amounts)) == [1]
    assert list(years.few_between(amounts[:9], [2])) == [1, 3], (
        "of nine farms, beside a year that is told elsewhere"
    )
