"""What money buys best, what one more hectare or point costs, and what farms of a sample start."""

from decimal import Decimal

from calculator.domain.scheme import Text
from calculator.scenarios.answers import money, spread, yields
from calculator.scenarios.population.synthetic import synthesise
from calculator.scenarios.reform.scenario import Scenario
from calculator.scenarios.runs.running import Run
from calculator.services.scenario.rules import SetUp
from calculator.services.scenario.running import buys as scenario_buys
from calculator.services.scenario.running import extras as scenario_extras
from calculator.services.scenario.running import runs as scenario_runs
from tests.scenarios import bench
from tests.scenarios.bench import GOLD_250, rules, run, scenario, shipped
from tests.scenarios.farms import grassland

BRONZE = "{change: tariff, of: national.rvo.eco-regeling#eco-premie, key: brons, value: 70}"
FARMS = grassland(12, synthetic=True)


def made(one: Scenario) -> SetUp:
    return SetUp(one, shipped(), rules(one))


def run_one(one: SetUp) -> Run:
    return run(FARMS, one.scenario)


def test_each_change_is_offered_by_itself_and_only_what_fits_is_bought() -> None:
    one = scenario(GOLD_250, BRONZE)
    gold = run(FARMS, scenario(GOLD_250))
    sheet = scenario_buys.best_buys(made(one), 100, run_one, made)
    offers = [r for r in sheet.records() if r["sort"].en == "change"]  # type: ignore[union-attr]
    cost = sum(int(side.farms["total"].sum()) * sign for side, sign in ((gold.after, 1), (gold.before, -1)))
    assert [r["paid"] for r in offers] == [cost, 0]
    assert [r["for_euros"] for r in offers] == [False, False], "a euro is too little"
    rich = scenario_buys.best_buys(made(one), cost, run_one, made)
    assert [r["for_euros"] for r in rich.records()][:2] == [True, False], "what brings nothing is not bought"


def test_points_are_those_of_the_activities_on_rewarded_hectares() -> None:
    done = run(FARMS, scenario(GOLD_250))
    points = yields.points_of(shipped(), done)
    own = yields.yields(done)[1]
    area = {
        m: Decimal(int(s)) / 10_000 for m, s in yields.done_of(FARMS).groupby("measure")["done"].sum().items()
    }
    assert own.hectares == sum(area.values())
    assert own.points == sum(area[m] * points[str(m)] for m in area)
    assert own.points > own.hectares > 0


def test_every_farm_stands_in_one_range_of_the_spread() -> None:
    done = run(FARMS, scenario(GOLD_250))
    sheet = spread.histogram(money.answers(done).outcomes, scenario_buys._note(0))
    assert sum(int(str(row[1])) for row in sheet.rows) == 12
    assert (
        dict(zip([t.en for t in spread.ranges()], [r[1] for r in sheet.rows], strict=True))["no difference"]
        == 0
    )


def test_farms_of_a_sample_start_what_pays_more_under_the_scenario_and_each_is_drawn_once() -> None:
    farms = synthesise(8, 4, "advise")
    one = bench.scenario("{change: tariff, of: national.anlb.*, factor: 5}", on=bench.ON)
    outcome = scenario_runs.run(
        made(one), farms, scenario_runs.Means(), extras=scenario_extras.Extras(sample=2)
    )
    sheet = next(s for s in outcome.sheets if s.key == "started")
    whole = next(iter(sheet.records()))
    assert int(str(whole["paid_after"])) >= int(str(whole["paid_before"])) > 0
    assert int(str(whole["farms_before"])) <= 2
    assert sheet.note is not None
    assert sheet.note.en.startswith("2 farms were drawn")


def test_the_set_that_brings_most_is_bought_also_where_the_best_per_euro_stands_in_its_way() -> None:
    def offer(public: int, hectares: int) -> scenario_buys._Offer:
        brings = yields.Yield(public, public, Decimal(hectares), Decimal(0), 20)
        return scenario_buys._Offer(Text("", ""), "", Text("", ""), brings)

    offers = [offer(600, 7), offer(500, 5), offer(500, 5), offer(0, 1), offer(100, -3)]

    assert scenario_buys._bought(offers, 1000, lambda y: y.hectares) == {1, 2, 3}
    assert scenario_buys._bought(offers, 600, lambda y: y.hectares) == {0, 3}
    assert scenario_buys._bought(offers, 0, lambda y: y.hectares) == {3}
