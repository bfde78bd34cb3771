"""``stapelwijzer scenario``: what if the rules were otherwise, over a population of farms."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from calculator.commands.output import DONE, print_json, print_lines
from calculator.commands.rules import Shared
from calculator.domain.scheme import Text
from calculator.services import input_files
from calculator.services.errors import InputProblem, InputProblems

if TYPE_CHECKING:
    from calculator.scenarios.answers.sheet import Sheet
    from calculator.scenarios.population.tables import Population
    from calculator.services.scenario.rules import SetUp
    from calculator.services.scenario.running.runs import Means, Outcome


def add(parser: argparse.ArgumentParser, shared: Shared) -> None:
    """Add every command of ``scenario``."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser(
        "list", parents=[shared.spoken, shared.as_json], help="the scenarios that come along"
    )
    listing.set_defaults(run=_list)
    show = commands.add_parser("show", parents=shared.all(), help="old and new side by side, in plain words")
    draft = commands.add_parser(
        "draft",
        parents=[shared.spoken, shared.ruled],
        help="write the new schemes of a scenario as rule files",
    )
    run = commands.add_parser("run", parents=shared.all(), help="both sides over a population")
    for command in (show, draft, run):
        command.add_argument("scenario", metavar="SCENARIO.yaml", help="a file, or one of `scenario list`")
    show.set_defaults(run=_show)
    draft.add_argument("-o", "--output", metavar="DIR", required=True, help="a rules folder, or a new one")
    draft.set_defaults(run=_draft)
    run.add_argument("--population", metavar="DIR", required=True, help="a folder with farms and parcels")
    run.add_argument("-o", "--output", metavar="DIR", required=True, help="folder for the answers")
    run.add_argument("--workers", metavar="N", help="processes (default: all cores)")
    run.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler, as tcp://host:8786")
    run.add_argument("--seed", metavar="N", default="1", help="for draws (default 1)")
    run.add_argument("--bottlenecks", action="store_true", help="what each rule withholds")
    run.add_argument("--roadmap", metavar="N", help="the order in which rules release most, so many steps")
    run.add_argument("--ranges", action="store_true", help="also the high end of ranges")
    run.add_argument("--budget", metavar="EUR", help="what so many euros a year buy best (made-up farms)")
    run.add_argument(
        "--sample", metavar="N", help="so many farms may also start new measures (made-up farms)"
    )
    run.add_argument("--leave-out", action="store_true", help="leave out farms with broken rows")
    run.set_defaults(run=_run)
    sweep = commands.add_parser("sweep", parents=shared.all(), help="one or two figures over a row of values")
    sweep.add_argument("scenario", metavar="SCENARIO.yaml", help="a file, or one of `scenario list`")
    sweep.add_argument(
        "--values", metavar="N=V,V,...", action="append", required=True, help="change N takes these values"
    )
    sweep.add_argument("--population", metavar="DIR", required=True, help="a folder with farms and parcels")
    sweep.add_argument("-o", "--output", metavar="DIR", required=True, help="folder for the answers")
    sweep.add_argument("--workers", metavar="N", help="processes (default: all cores)")
    sweep.set_defaults(run=_sweep)


def _list(asked: argparse.Namespace) -> int:
    from calculator.scenarios import ready
    from calculator.services.scenario import rules as scenario_rules

    found = [scenario_rules.read(*scenario_rules.named(name)) for name in ready.names()]
    if asked.json:
        return print_json(
            [{"scenario": s.id, "name": s.name[asked.lang], "about": s.about[asked.lang]} for s in found]
        )
    return print_lines(f"{s.id:42} {s.name[asked.lang]}" for s in found)


def _made(asked: argparse.Namespace) -> SetUp:
    from calculator.services.registry import rulebooks
    from calculator.services.scenario import rules as scenario_rules

    folder = input_files.folder(asked.rules)
    scenario = scenario_rules.read(*scenario_rules.named(asked.scenario))
    return scenario_rules.set_up(scenario, rulebooks.given(folder))


def _show(asked: argparse.Namespace) -> int:
    from calculator.scenarios.reform import telling

    made = _made(asked)
    rows = telling.told(made.before, made.after, made.scenario)
    if asked.json:
        names = ("name", "what", "old", "new")
        return print_json(
            [
                {"subject": r.subject, "year": r.year, **{n: getattr(r, n)[asked.lang] for n in names}}
                for r in rows
            ]
        )
    return print_lines(_told(made, rows, asked.lang))


def _told(made: SetUp, rows: tuple[object, ...], language: str) -> Iterator[str]:
    from calculator.scenarios.reform.telling import Told

    yield made.scenario.name[language]
    if made.scenario.about[language]:
        yield made.scenario.about[language]
    subject = ""
    for row in rows:
        assert isinstance(row, Told)
        if row.subject != subject:
            subject = row.subject
            yield ""
            yield f"{row.name[language]}  ({subject})"
        yield f"  - {row.what[language]} ({row.year}): {row.old[language]} -> {row.new[language]}"


def _draft(asked: argparse.Namespace) -> int:
    from calculator.services.scenario import rules as scenario_rules

    written = []
    for path, content in scenario_rules.drafts(_made(asked)).items():
        target = Path(asked.output) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        input_files.write(str(target), content)
        written.append(str(target))
    return print_lines(written)


def _run(asked: argparse.Namespace) -> int:
    from calculator.scenarios.runs.chunks import FolderChunks
    from calculator.scenarios.runs.keeping import Crews
    from calculator.services.scenario.running import extras as scenario_extras
    from calculator.services.scenario.running import files as scenario_files
    from calculator.services.scenario.running import jobs as scenario_jobs
    from calculator.services.scenario.running import runs as scenario_runs
    from calculator.services.scenario.running import told as scenario_told

    workers = _number("--workers", asked.workers, 1, 1024) if asked.workers else scenario_runs.cores()
    seed = _number("--seed", asked.seed, 0, 2**63 - 1)
    made = _made(asked)
    farms, left_out = scenario_runs.population(asked.population, made, leave_out=asked.leave_out)
    output = Path(asked.output)
    steps = _number("--roadmap", asked.roadmap, 1, 20) if asked.roadmap else 0
    sample = _number("--sample", asked.sample, 1, scenario_jobs.MOST_SAMPLE) if asked.sample else 0
    budget = _number("--budget", asked.budget, 1, 10**12) if asked.budget else 0
    extras = scenario_extras.Extras(asked.bottlenecks, steps, asked.ranges, sample)
    with Crews() as crews:
        means = scenario_runs.Means(
            workers=workers,
            cluster=asked.cluster,
            chunks=FolderChunks(scenario_runs.chunk_folder(output)),
            progress=_Bar(asked.lang) if sys.stderr.isatty() else None,
            crews=crews,
        )
        outcome = scenario_runs.run(made, farms, means, seed=seed, left_out=left_out, extras=extras)
        told = scenario_told.of(outcome)
        if budget and farms.synthetic:
            told = scenario_told.with_sheets(told, (_bought(made, farms, means, seed, 100 * budget),))
    _write(output, scenario_files.every(told, asked.lang))
    if asked.json:
        return print_json(scenario_files.data(told, asked.lang))
    print_lines(_summary(outcome, output, asked.lang))
    return DONE


def _bought(made: SetUp, farms: Population, means: Means, seed: int, budget: int) -> Sheet:
    from calculator.services.scenario import rules as scenario_rules
    from calculator.services.scenario.running import buys as scenario_buys
    from calculator.services.scenario.running import runs as scenario_runs

    return scenario_buys.best_buys(
        made,
        budget,
        lambda one: scenario_runs.run(one, farms, means, seed=seed).run,
        lambda scenario: scenario_rules.set_up(scenario, made.before),
    )


def _sweep(asked: argparse.Namespace) -> int:
    from calculator.scenarios.answers import files
    from calculator.scenarios.runs.chunks import FolderChunks
    from calculator.scenarios.runs.keeping import Crews
    from calculator.services.scenario import rules as scenario_rules
    from calculator.services.scenario.running import extras as scenario_extras
    from calculator.services.scenario.running import runs as scenario_runs
    from calculator.services.scenario.running import sweeps as scenario_sweeps

    workers = _number("--workers", asked.workers, 1, 1024) if asked.workers else scenario_runs.cores()
    made = _made(asked)
    along = scenario_sweeps.axes(made, asked.values)
    farms, _ = scenario_runs.population(asked.population, made, leave_out=False)
    output = Path(asked.output)
    chunks = FolderChunks(scenario_runs.chunk_folder(output))
    with Crews() as crews:
        means = scenario_runs.Means(workers=workers, chunks=chunks, crews=crews)
        sheet = scenario_extras.sweep(
            made,
            along,
            lambda one: scenario_runs.run(one, farms, means).run,
            lambda scenario: scenario_rules.set_up(scenario, made.before),
        )
    text = files.csv_of(sheet, asked.lang)
    _write(output, {"sweep.csv": text, "sweep.parquet": files.parquet_of(sheet, asked.lang)})
    if asked.json:
        return print_json(files.data_of(sheet, asked.lang))
    sys.stdout.write(text.decode())
    return DONE


def _write(output: Path, files: dict[str, bytes]) -> None:
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        input_files.write(str(output / name), content)


def _number(option: str, written: str, low: int, high: int) -> int:
    if written.isascii() and written.isdigit() and len(written) < 20 and low <= int(written) <= high:
        return int(written)
    said = Text(f'"{written[:30]}" kan niet.', f'"{written[:30]}" cannot be used.')
    mend = Text(f"Geef een geheel getal van {low} tot {high}.", f"Give a whole number from {low} to {high}.")
    raise InputProblems([InputProblem(option, said, mend)])


def _summary(outcome: Outcome, output: Path, language: str) -> Iterator[str]:
    from calculator.services.scenario.running import files as scenario_files
    from calculator.services.scenario.running import told as scenario_told

    run, sums = outcome.run, scenario_files.totals(scenario_told.of(outcome))
    farms = Text("bedrijven", "farms")[language]
    yield f"{run.scenario.name[language]}: {len(run.population)} {farms}, {run.population.name}"
    now, then, step = (
        Text(*words)[language]
        for words in (("nu", "now"), ("scenario", "scenario"), ("verschil", "difference"))
    )
    yield f"  {now} EUR {sums['before'] or '-'}, {then} EUR {sums['after'] or '-'}, {step} EUR {sums['difference'] or '-'}"
    again = Text("opnieuw doorgerekend voor het scenario", "worked out again for the scenario")[language]
    yield f"  {len(run.touched)} {farms} {again}"
    if outcome.left_out:
        out = Text("weggelaten om gebreken in hun rijen", "left out for broken rows")[language]
        yield f"  {len(outcome.left_out)} {farms} {out}"
    yield f"  {Text('rekenbewijs', 'receipt')[language]} {run.receipt.key}"
    yield f"  {output}"


class _Bar:
    """Progress on a terminal, with an estimate of what is left."""

    def __init__(self, language: str) -> None:
        self.started, self.language = time.monotonic(), language

    def __call__(self, done: int, total: int) -> None:
        passed = time.monotonic() - self.started
        left = passed / done * (total - done) if done else 0
        end = "\n" if done == total else ""
        more = Text("nog ongeveer", "about")[self.language]
        sys.stderr.write(f"\r{done}/{total}  {more} {left:.0f} s   {end}")
        sys.stderr.flush()
