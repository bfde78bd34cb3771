"""Rules, scenarios and runs as the tests of this folder use them."""

from datetime import date
from functools import cache

from calculator import registry, resources
from calculator.domain.rulebook import Rulebook
from calculator.scenarios.population.tables import Population
from calculator.scenarios.reform import applying, reading
from calculator.scenarios.reform.scenario import Scenario
from calculator.scenarios.runs import running
from calculator.scenarios.runs.chunks import Chunks, NoChunks
from calculator.scenarios.runs.crew import Alone, Crew, Held, Processes
from calculator.scenarios.runs.evaluating import Evaluator
from calculator.scenarios.runs.keeping import Crews
from calculator.scenarios.runs.receipt import Receipt
from calculator.scenarios.runs.running import Run

HEAD = "scenario: proef\nname: {{nl: Proef, en: Trial}}\non: {on}\nyears: {years}\n{more}changes:\n"
GOLD_250 = "{change: tariff, of: national.rvo.eco-regeling#eco-premie, key: goud, value: 250}"
ON = date(2025, 7, 1)


@cache
def shipped() -> Rulebook:
    rulebook, problems = registry.load(resources.rules_dir())
    assert rulebook is not None, problems
    return rulebook


def text(*changes: str, on: date = ON, years: int = 1, more: str = "") -> str:
    listed = "".join(f"  - {change}\n" for change in changes)
    return HEAD.format(on=on, years=years, more=more) + (listed or "  []\n")


def scenario(*changes: str, on: date = ON, years: int = 1, more: str = "") -> Scenario:
    found, problems = reading.read("proef.yaml", text(*changes, on=on, years=years, more=more).encode())
    assert found is not None, [str(p) for p in problems]
    return found


def rules(one: Scenario) -> Rulebook:
    after, problems = applying.apply(shipped(), one)
    assert after is not None, [str(p) for p in problems]
    return after


def wrong(*changes: str, on: date = ON) -> list[str]:
    """What is wrong with changes, as ``line: message`` in English."""
    found, problems = reading.read("proef.yaml", text(*changes, on=on).encode())
    if found is not None:
        _, problems = applying.apply(shipped(), found)
    return [f"{p.line}: {p.message.en}" for p in problems]


def crew(population: Population, after: Rulebook, one: Scenario, workers: int = 1) -> Crew:
    books = {book.digest: book for book in (shipped(), after)}
    held = Held(population, books, one.on, one.years)
    return Alone(held) if workers == 1 else Processes(held, workers)


def receipt(population: Population, after: Rulebook, one: Scenario, seed: int = 1) -> Receipt:
    return Receipt(
        population.digest, shipped().digest, after.digest, one.sha256, one.on, one.years, seed, "test"
    )


def run(
    population: Population,
    one: Scenario,
    *,
    workers: int = 1,
    chunks: Chunks | None = None,
    all_again: bool = False,
    size: int = 250,
    seed: int = 1,
    crews: Crews | None = None,
) -> Run:
    after = rules(one)
    pinned = receipt(population, after, one, seed)

    def hire() -> Crew:
        if crews is None:
            return crew(population, after, one, workers)
        books = {book.digest: book for book in (shipped(), after)}
        return crews.hire(Held(population, books, one.on, one.years), workers)

    evaluate = Evaluator(hire, pinned.mark, chunks or NoChunks(), size=size)
    try:
        return running.run(population, (shipped(), after), one, evaluate, pinned, all_again=all_again)
    finally:
        evaluate.close()
