"""Roadmaps and sweeps: each step and each value is a run of its own."""

from decimal import Decimal

import pytest

from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.roadmap import roadmap
from calculator.scenarios.runs.rule import Rule, Sort
from calculator.scenarios.runs.running import everybody
from calculator.scenarios.runs.sweeping import Axis, combinations
from calculator.scenarios.runs.touching import Touching
from calculator.scenarios.runs.variant import Variant
from calculator.scenarios.runs.withholding import withheld
from tests.scenarios.bench import GOLD_250, ON, crew, rules, run, scenario, shipped
from tests.scenarios.farms import grassland

CONVERTING = "het bedrijf is in omschakeling naar biologisch"
LOOKED_AT = (
    Rule(Sort.THRESHOLD, "national.rvo.eco-regeling#eco-premie"),
    Rule(Sort.LIMIT, "glb-minimumbetaling"),
    Rule(Sort.CONDITION, "province.overijssel.omschakeling-biologisch", CONVERTING),
)


def test_each_step_releases_most_given_those_before_it() -> None:
    farms, one = grassland(3, organic="none", provinces=("overijssel",)), scenario(GOLD_250)
    evaluate = Evaluator(lambda: crew(farms, shipped(), one), "m")
    base = evaluate(Variant(shipped().digest), everybody(farms))
    touching = Touching.of(farms, shipped(), ON, 1)
    first = withheld(evaluate, touching, shipped(), base, LOOKED_AT)
    steps = roadmap(evaluate, touching, shipped(), base, first, steps=3)
    assert {s.rule for s in steps} == {LOOKED_AT[0], LOOKED_AT[2]}
    gone: tuple[Rule, ...] = ()
    for step in steps:
        kinds = [gone, *((*gone, rule) for rule in LOOKED_AT if rule not in gone)]
        sums = {k: int(evaluate(Variant(shipped().digest, k), everybody(farms)).totals.sum()) for k in kinds}
        chosen = (*gone, step.rule)
        assert step.released == sums[chosen] - sums[gone]
        assert sums[chosen] == max(sums.values())
        gone = chosen


def test_a_sweep_runs_each_value_as_a_scenario_of_its_own() -> None:
    farms, one = grassland(3), scenario(GOLD_250)
    found = dict(combinations(one, [Axis(1, (Decimal(200), Decimal(250)))]))
    assert run(farms, found[(Decimal(250),)]).after.totals.tolist() == run(farms, one).after.totals.tolist()
    assert len({rules(s).digest for s in found.values()} | {rules(one).digest}) == 3
    with pytest.raises(ValueError, match="takes no value"):
        list(
            combinations(
                scenario("{change: limit, limit: de-minimis-landbouw, off: yes}"), [Axis(1, (Decimal(1),))]
            )
        )


def test_the_high_end_of_ranges_pays_at_least_what_is_expected() -> None:
    farms, one = grassland(4), scenario(GOLD_250)
    evaluate = Evaluator(lambda: crew(farms, shipped(), one), "m")
    expected, high = (
        evaluate(Variant(shipped().digest, high=h), everybody(farms)).totals for h in (False, True)
    )
    assert (high >= expected).all()
