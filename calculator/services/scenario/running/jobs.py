"""Runs in the background: asked for, watched, stopped, and what they told.

A run keeps the files that it rests on, so that it can be repeated whatever happens to them; its answers are kept in no one
language.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calculator.domain.scheme import Text
from calculator.services.account.rights import Actor, NotAllowed
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario import bench as scenario_bench
from calculator.services.scenario import rules as scenario_rules
from calculator.services.scenario.bench import READ, WRITE, ScenarioUnknown, enter
from calculator.services.scenario.farms import kept_populations
from calculator.services.scenario.running import sweeps as scenario_sweeps
from calculator.services.scenario.running.told import Told, unpacked
from calculator.services.statement.life import Desk
from calculator.store import Unit
from calculator.store.records import audit
from calculator.store.scenarios import populations, scenario_runs, scenarios
from calculator.store.scenarios.populations import KeptPopulation, Kind
from calculator.store.scenarios.scenario_runs import KeptRun, RunState
from calculator.store.scenarios.scenarios import KeptScenario

#: As many runs of one person wait or run at once.
MOST_AT_ONCE = 5
MOST_STEPS, MOST_SAMPLE = 20, 500
#: Runs among which somebody may choose, of all scenarios together.
_MOST_TOLD = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a run, as it was typed. ``sweep`` is ``1=180,200`` once or twice; ``budget`` whole euros."""

    population: str
    seed: str = "1"
    bottlenecks: bool = False
    roadmap: str = ""
    ranges: bool = False
    sweep: tuple[str, ...] = ()
    budget: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A run with what it is of."""

    run: KeptRun
    scenario: KeptScenario
    population: KeptPopulation

    @property
    def busy(self) -> bool:
        """Whether it waits or runs."""
        return self.run.state in (RunState.WAITING, RunState.RUNNING)


def begin(desk: Desk, actor: Actor, scenario_id: str, asked: Asked) -> KeptRun:
    """Keep a run for a worker; raises InputProblems, ScenarioUnknown and NotAllowed."""
    enter(actor, WRITE)
    opened = scenario_bench.opened(desk, actor, scenario_id)
    options = _options(asked)
    scenario, texts = scenario_bench.read(desk, actor, opened.text, opened.kept.owner_id)
    if not any(one.changes for one in scenario.chain()):
        raise InputProblems([_NOTHING])
    made = scenario_rules.set_up(scenario, desk.rulebook())
    if asked.sweep:
        scenario_sweeps.axes(made, list(asked.sweep))
    with desk.database.transaction() as unit:
        try:
            farms = kept_populations.found(unit, actor, asked.population)
        except ScenarioUnknown:
            raise InputProblems([_NO_FARMS]) from None
        if farms.kind is not Kind.SYNTHETIC and _ONLY_MADE_UP_HAVE & {k for k, v in options.items() if v}:
            raise InputProblems([_ONLY_MADE_UP])
        if scenario_runs.under_way(unit, actor.user.public_id) >= MOST_AT_ONCE:
            raise InputProblems([_TOO_MANY])
        run = scenario_runs.begin(
            unit,
            scenario_id=opened.kept.id,
            population_id=farms.id,
            version=opened.kept.version,
            actor=actor.user.public_id,
            options=options,
            texts={"": opened.text, **texts},
            now=desk.now(),
        )
        audit.append(
            unit, at=desk.now(), actor=actor.user.public_id, action="scenario.run", subject=run.public_id
        )
        return run


def watched(desk: Desk, actor: Actor, run_id: str) -> Watched:
    """A run of a scenario that the person sees; raises ScenarioUnknown."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        return _watched(unit, actor, run_id)


def of_scenario(desk: Desk, actor: Actor, scenario_id: str) -> list[Watched]:
    """The runs of a scenario, newest first; raises ScenarioUnknown."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        kept = scenario_bench.found(unit, actor, scenario_id)
        return _of(unit, [kept])


def finished(desk: Desk, actor: Actor) -> list[Watched]:
    """Every run that was told of the scenarios that the person sees, newest first."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        shown = [k for k in scenarios.seen_by(unit, actor.user.id) if not k.archived]
        return [w for w in _of(unit, shown, _MOST_TOLD) if w.run.state is RunState.DONE]


def _of(unit: Unit, shown: Sequence[KeptScenario], most: int = 50) -> list[Watched]:
    """The runs of scenarios with what they are of, newest first; two questions however many there are."""
    kept = {scenario.id: scenario for scenario in shown}
    runs = scenario_runs.of_scenarios(unit, kept.keys(), most)
    farms = populations.by_ids(unit, {run.population_id for run in runs})
    return [Watched(run, kept[run.scenario_id], farms[run.population_id]) for run in runs]


def answers(desk: Desk, actor: Actor, run_id: str) -> tuple[Watched, Told]:
    """What a finished run told; raises ScenarioUnknown, also while it is not finished."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        found = _watched(unit, actor, run_id)
        data = scenario_runs.answers(unit, found.run)
    if data is None:
        raise ScenarioUnknown
    return found, unpacked(data)


def report(desk: Desk, actor: Actor, run_id: str, language: str) -> bytes:
    """The report of a finished run; raises ScenarioUnknown."""
    enter(actor, READ)
    with desk.database.transaction() as unit:
        data = scenario_runs.report(unit, _watched(unit, actor, run_id).run, language)
    if data is None:
        raise ScenarioUnknown
    return data


def tables(told: Told, form: str, language: str) -> bytes:
    """Every sheet as a file in one ZIP; ``form`` is csv or parquet."""
    from calculator.services.scenario.running import files as scenario_files

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in scenario_files.tables(told, form, language).items():
            archive.writestr(zipfile.ZipInfo(name, (told.on.year, told.on.month, told.on.day, 0, 0, 0)), data)
    return packed.getvalue()


def cancel(desk: Desk, actor: Actor, run_id: str) -> KeptRun:
    """Stop it; what was finished of it is kept for the next. Raises ScenarioUnknown and NotAllowed."""
    enter(actor, WRITE)
    with desk.database.transaction() as unit:
        found = _watched(unit, actor, run_id)
        if actor.user.public_id != found.run.actor and found.scenario.owner_id != actor.user.id:
            raise NotAllowed(
                Text("Alleen wie de berekening begon, stopt haar.", "Only who began the run stops it."),
                Text("Vraag het die persoon.", "Ask that person."),
            )
        scenario_runs.cancel(unit, found.run, desk.now())
        return _watched(unit, actor, run_id).run


def _watched(unit: Unit, actor: Actor, run_id: str) -> Watched:
    run = scenario_runs.find(unit, run_id)
    if run is None:
        raise ScenarioUnknown
    kept = scenarios.by_id(unit, run.scenario_id)
    scenario_bench.found(unit, actor, kept.public_id)
    return Watched(run, kept, populations.by_id(unit, run.population_id))


def _options(asked: Asked) -> Mapping[str, object]:
    problems: list[InputProblem] = []
    seed = _number("/seed", asked.seed or "1", 2**53 - 1, problems)
    steps = _number("/roadmap", asked.roadmap or "0", MOST_STEPS, problems)
    budget = _number("/budget", asked.budget or "0", 10**12, problems)
    sample = _number("/sample", asked.sample or "0", MOST_SAMPLE, problems)
    if problems:
        raise InputProblems(problems)
    return {
        "seed": seed,
        "bottlenecks": asked.bottlenecks,
        "roadmap": steps,
        "ranges": asked.ranges,
        "sweep": [text.strip() for text in asked.sweep if text.strip()],
        "budget": budget,
        "sample": sample,
    }


def _number(pointer: str, written: str, most: int, problems: list[InputProblem]) -> int:
    if written.isascii() and written.isdigit() and len(written) < 17 and int(written) <= most:
        return int(written)
    said = Text(f'"{written[:30]}" kan niet.', f'"{written[:30]}" cannot be used.')
    mend = Text(f"Geef een geheel getal van 0 tot {most}.", f"Give a whole number from 0 to {most}.")
    problems.append(InputProblem(pointer, said, mend))
    return 0


_NO_FARMS = InputProblem(
    "/population",
    Text("Deze bedrijvenpopulatie is er niet.", "There is no such population."),
    Text("Kies er een uit de lijst.", "Choose one from the list."),
)
#: Options that are not told of real farms: each is a row of runs, or rests on farms that nobody counted.
_ONLY_MADE_UP_HAVE = frozenset({"ranges", "sweep", "budget", "sample"})
_ONLY_MADE_UP = InputProblem(
    "/population",
    Text(
        "Reeksen, bandbreedten, een budget en een steekproef worden van echte bedrijven niet getoond.",
        "Sweeps, ranges, a budget and a sample are not told of real farms.",
    ),
    Text(
        "Laat ze weg, of neem verzonnen bedrijven.",
        "Leave them out, or take made-up farms.",
    ),
)
_NOTHING = InputProblem(
    "",
    Text("Dit scenario verandert nog niets.", "This scenario changes nothing yet."),
    Text("Voeg eerst een wijziging toe.", "Add a change first."),
)
_TOO_MANY = InputProblem(
    "",
    Text(f"Er lopen al {MOST_AT_ONCE} berekeningen van u.", f"{MOST_AT_ONCE} runs of yours are under way."),
    Text("Wacht tot er een klaar is, of stop er een.", "Wait until one is done, or stop one."),
)
