"""A scenario bench in a database: members of the project group, scenarios and populations in one line each."""

from datetime import datetime, timedelta

from calculator.domain.rulebook import Rulebook
from calculator.services.account.rights import Actor
from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario.farms import kept_populations
from calculator.services.scenario.running import jobs as scenario_jobs
from calculator.services.scenario.running.jobs import Asked
from calculator.services.statement.life import Desk
from calculator.store import Database
from calculator.store.scenarios import scenario_runs
from calculator.store.scenarios.populations import KeptPopulation
from calculator.store.scenarios.scenario_runs import KeptRun
from calculator.store.scenarios.scenarios import KeptScenario
from tests.store.people import NOW, TODAY, person
from tests.store.statements import actor, computed

GOLD = """
scenario: goud
name: {nl: Goud voor 250, en: Gold at 250}
on: 2025-07-01
changes:
  - {change: tariff, of: national.rvo.eco-regeling#eco-premie, key: goud, value: 250}
"""


def bench(database: Database, rules: Rulebook, now: datetime = NOW) -> Desk:
    return Desk(database, lambda: rules, computed, lambda: now, lambda: TODAY)


def later(at: Desk, seconds: int) -> Desk:
    return Desk(at.database, at.rulebook, at.compute, lambda: NOW + timedelta(seconds=seconds), at.today)


def member(database: Database, email: str = "groep@voorbeeld.nl", role: str = "project_group") -> Actor:
    return actor(database, person(database, email, role))


def scenario(at: Desk, who: Actor, text: str = GOLD) -> KeptScenario:
    return scenario_bench.create(at, who, text)


def farms(at: Desk, who: Actor, count: int = 12) -> KeptPopulation:
    return kept_populations.synthetic(at, who, name="Proef", farms=str(count), seed="3", kind="typical")


def run(at: Desk, who: Actor, **asked: object) -> KeptRun:
    """Asked for, with a scenario and a population of its own."""
    made, population = scenario(at, who), farms(at, who)
    return scenario_jobs.begin(at, who, made.public_id, Asked(population.public_id, **asked))  # type: ignore[arg-type]


def claimed(at: Desk, worker: str = "w") -> KeptRun:
    with at.database.transaction() as unit:
        found = scenario_runs.claim(unit, worker, at.now())
    assert found is not None
    return found
