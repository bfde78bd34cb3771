"""Farms of a population come out of the columns as they come out of the engine one by one."""

from calculator.scenarios.population.profiles import profiles
from calculator.scenarios.population.synthetic import synthesise
from calculator.stacking.awarding import Question, total
from calculator.stacking.columns import evaluate
from tests.scenarios.bench import ON, shipped

#: Among the first farms of this seed some hold land that earns de minimis aid on a day of its own.
FARMS, SAMPLE = 600, 12


def test_land_that_earns_de_minimis_aid_is_evaluated_with_the_others() -> None:
    farms = synthesise(FARMS, seed=11)
    found = evaluate(shipped(), (p for _, p in profiles(farms)), on=ON, years=1)
    aided = {
        int(found.paid.at[0][i])
        for i in range(len(found.paid))
        if "water_board" in found.payments[found.paid.at[1][i]]
    }
    assert aided
    for place in sorted(aided)[:5] + list(range(0, FARMS, FARMS // SAMPLE)):
        _, profile = next(iter(profiles(farms, [farms.keys[place]])))
        assert total(Question(profile, shipped(), ON, 1, "e", "x")) == found.total[place]
