"""Made-up farms stay for the next run; they go when other farms are asked."""

from datetime import UTC, date, datetime

from calculator.services.award import awards
from calculator.services.registry import rulebooks
from calculator.services.scenario.running.standing import Standing
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.scenarios.populations import KeptPopulation, Kind

AT = datetime(2026, 1, 1, tzinfo=UTC)


def kept(name: str, farms: int) -> KeptPopulation:
    recipe = {"farms": farms, "seed": 3, "kind": "typical"}
    return KeptPopulation(1, name, 1, name, Kind.SYNTHETIC, recipe, None, None, AT, False)


def test_the_farms_of_the_last_run_stay_with_the_crew_until_others_are_asked() -> None:
    desk = Desk(Database("sqlite://"), rulebooks.current, awards.compute, lambda: AT, date.today)
    standing = Standing()
    one = standing.population(desk, kept("a", 2))
    standing.done()
    assert standing.population(desk, kept("a", 2)) is one
    assert len(standing.population(desk, kept("b", 3))) == 3
    assert standing.population(desk, kept("a", 2)) is not one
    standing.close()
