"""``stapelwijzer population``: making up a farm population, checking one, and explaining the awards of its farms."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from calculator.commands.output import WRONG_INPUT, print_json, print_lines, today
from calculator.commands.rules import Shared
from calculator.domain.scheme import Text
from calculator.services import console, input_files

if TYPE_CHECKING:
    from calculator.scenarios.population.files.problems import RowProblem
    from calculator.scenarios.population.tables import Population
    from calculator.services.scenario.explained.explanations import Outcome


def add(parser: argparse.ArgumentParser, shared: Shared) -> None:
    """Add every command of ``population``."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    synth = commands.add_parser(
        "synth", parents=[shared.spoken, shared.as_json], help="make up a population from sourced margins"
    )
    synth.add_argument("--farms", metavar="N", required=True, help="how many farms, at most 200000")
    synth.add_argument("--seed", metavar="S", required=True, help="the same seed gives the same farms")
    synth.add_argument("--kind", metavar="typical|hard|advise", default="typical", help="default typical")
    synth.add_argument("--form", metavar="parquet|csv", default="parquet", help="default parquet")
    synth.add_argument("-o", "--output", metavar="DIR", required=True, help="folder to write")
    synth.set_defaults(run=_synth)
    brp = commands.add_parser(
        "import-brp", parents=shared.all(), help="parcels of a BRP GeoPackage in which the farm is named"
    )
    brp.add_argument("file", metavar="FILE.gpkg")
    brp.add_argument("--farms", metavar="FARMS.csv", required=True, help="the table farms of a population")
    brp.add_argument(
        "--key", metavar="COLUMN", default="farm_key", help="column with the farm (default farm_key)"
    )
    brp.add_argument("--layer", metavar="NAME", help="layer of the file (default the first)")
    brp.add_argument("--form", metavar="parquet|csv", default="parquet", help="default parquet")
    brp.add_argument("-o", "--output", metavar="DIR", required=True, help="folder to write")
    brp.set_defaults(run=_import_brp)
    check = commands.add_parser("check", parents=shared.all(), help="every problem row of a population")
    check.add_argument("folder", metavar="DIR")
    check.set_defaults(run=_check)
    explain = commands.add_parser(
        "explain", parents=shared.all(), help="the awards of made-up farms with their reasons, as tables"
    )
    explain.add_argument("folder", metavar="DIR")
    explain.add_argument("--on", metavar="YYYY-MM-DD", help="reference date (default today)")
    explain.add_argument("--years", metavar="N", help="how many years (default 1)")
    explain.add_argument("--form", metavar="parquet|csv", default="parquet", help="default parquet")
    explain.add_argument(
        "--full",
        action="store_true",
        help="activities, all limits, tiers and remarks too (farm by farm: slow)",
    )
    into = explain.add_mutually_exclusive_group(required=True)
    into.add_argument("-o", "--output", metavar="DIR", help="folder for the tables")
    into.add_argument("--farm", metavar="KEY", help="tell the whole award of this farm instead")
    explain.set_defaults(run=_explain)


def _synth(asked: argparse.Namespace) -> int:
    from calculator.services.scenario.farms import populations

    population = populations.synthetic(asked.farms, asked.seed, asked.kind)
    populations.write(population, asked.output, asked.form)
    return _told(population, asked)


def _import_brp(asked: argparse.Namespace) -> int:
    from calculator.services.registry import rulebooks
    from calculator.services.scenario.farms import populations

    rulebook = rulebooks.given(input_files.folder(asked.rules))
    made = populations.imported(asked.file, asked.farms, rulebook, key=asked.key, layer=asked.layer)
    if made.problems or made.population is None:
        _complain(made.problems, asked.lang)
        return WRONG_INPUT
    populations.write(made.population, asked.output, asked.form)
    if made.without_farm and not asked.json:
        said = Text(
            f"{made.without_farm} percelen zonder bedrijf zijn weggelaten.",
            f"{made.without_farm} parcels without a farm were left out.",
        )
        print(said[asked.lang])
    return _told(made.population, asked)


def _check(asked: argparse.Namespace) -> int:
    from calculator.services.registry import rulebooks
    from calculator.services.scenario.farms import populations

    rulebook = rulebooks.given(input_files.folder(asked.rules))
    population, problems = populations.read(asked.folder, rulebook)
    if problems:
        _complain(problems, asked.lang)
        return WRONG_INPUT
    assert population is not None, "a population that cannot be read has a problem"
    return _told(population, asked)


def _explain(asked: argparse.Namespace) -> int:
    from calculator.services.award import as_text
    from calculator.services.registry import rulebooks
    from calculator.services.scenario.explained import explanations, opened
    from calculator.services.scenario.farms import populations

    rulebook = rulebooks.given(input_files.folder(asked.rules))
    wanted = explanations.wanted(
        rulebook, on=asked.on, years=asked.years, form=asked.form, today=today(), full=asked.full
    )
    population, problems = populations.read(asked.folder, rulebook)
    if problems:
        _complain(problems, asked.lang)
        return WRONG_INPUT
    assert population is not None, "a population that cannot be read has a problem"
    if asked.farm is not None:
        found = opened.opened(
            population, rulebook, asked.farm, on=wanted.on, years=wanted.years, language=asked.lang
        )
        if asked.json:
            return print_json(found)
        return print_lines([as_text.render(found, asked.lang, rulebook).rstrip("\n")])
    with console.quiet_libraries():
        outcome = explanations.explain(population, rulebook, wanted, asked.output, asked.lang)
    if asked.json:
        return print_json(outcome.summary)
    return print_lines(_explained(outcome, asked))


def _explained(outcome: Outcome, asked: argparse.Namespace) -> Iterator[str]:
    farms = Text("verzonnen bedrijven", "made-up farms")[asked.lang]
    yield f"{outcome.name}: {outcome.farms} {farms}"
    for name, rows in outcome.rows.items():
        yield f"  {name:12} {rows:>9} {Text('rijen', 'rows')[asked.lang]}"
    one_by_one = Text("bedrijven één voor één uitgelegd", "farms explained one by one")
    yield f"  {sum(outcome.one_by_one.values())} {one_by_one[asked.lang]}"
    if outcome.without_award:
        without = Text("bedrijven zonder uitkomst", "farms without an award")
        yield f"  {outcome.without_award} {without[asked.lang]}"
    yield f"  {asked.output}"


def _told(population: Population, asked: argparse.Namespace) -> int:
    if asked.json:
        rows = {name: len(frame) for name, frame in population.tables.items()}
        return print_json(
            {
                "name": population.name,
                "synthetic": population.synthetic,
                "digest": population.digest,
                "rows": rows,
            }
        )
    return print_lines(_lines(population, asked.lang))


def _lines(population: Population, language: str) -> Iterator[str]:
    made = (
        Text("verzonnen bedrijven", "made-up farms") if population.synthetic else Text("bedrijven", "farms")
    )
    yield f"{population.name}: {len(population)} {made[language]}"
    for name, frame in population.tables.items():
        yield f"  {name:11} {len(frame):>9} {Text('rijen', 'rows')[language]}"
    yield population.digest


def _complain(problems: tuple[RowProblem, ...], language: str) -> None:
    farms = {problem.farm_key for problem in problems if problem.farm_key is not None}
    sys.stderr.writelines(f"{problem.text(language)}\n" for problem in problems)
    said = Text(
        f"{len(problems)} problemen, bij {len(farms)} bedrijven.",
        f"{len(problems)} problems, of {len(farms)} farms.",
    )
    print(said[language], file=sys.stderr)
