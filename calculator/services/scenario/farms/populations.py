"""Farm populations: made up from margins, written, read and checked against the rulebook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.files.brp import Imported, import_brp
from calculator.scenarios.population.files.problems import RowProblem
from calculator.scenarios.population.files.reading import read_population, without_broken
from calculator.scenarios.population.files.writing import FORMS, write_population
from calculator.scenarios.population.synthetic import KINDS, MOST_FARMS, synthesise
from calculator.scenarios.population.tables import Population
from calculator.services.errors import InputProblem, InputProblems

_FOLDER = Text(
    "Geef een map met farms en parcels (.parquet of .csv).",
    "Give a folder with farms and parcels (.parquet or .csv).",
)


def synthetic(farms: str, seed: str, kind: str) -> Population:
    """A synthetic population of what was typed; raises InputProblems with everything that is wrong with it."""
    problems = [
        *_number("--farms", farms, 1, MOST_FARMS),
        *_number("--seed", seed, 0, 2**63 - 1),
        *_choice("--kind", kind, KINDS),
    ]
    if problems:
        raise InputProblems(problems)
    return synthesise(int(farms), int(seed), kind)


def write(population: Population, folder: str, form: str) -> None:
    """Write the population into the folder; raises InputProblems where that cannot be done."""
    problems = form_problems(form)
    if problems:
        raise InputProblems(problems)
    try:
        write_population(population, Path(folder), form)
    except OSError as fault:
        said = Text(f"kan niet worden geschreven ({fault.strerror})", f"cannot be written ({fault.strerror})")
        mend = Text(
            "Geef een nieuwe map, of een waarin een populatie staat.",
            "Give a new folder, or one that holds a population.",
        )
        raise InputProblems([InputProblem(folder, said, mend)]) from fault


def form_problems(form: str) -> list[InputProblem]:
    """What is wrong with the form of files as it was typed."""
    return _choice("--form", form, FORMS)


def read(folder: str, rulebook: Rulebook) -> tuple[Population | None, tuple[RowProblem, ...]]:
    """The population of the folder and its problems; raises InputProblems where there is no such folder."""
    if not Path(folder).is_dir():
        said = Text("Deze map bestaat niet.", "This folder does not exist.")
        raise InputProblems([InputProblem(folder, said, _FOLDER)])
    return read_population(Path(folder), rulebook)


def without(
    population: Population, problems: tuple[RowProblem, ...]
) -> tuple[Population | None, tuple[str, ...]]:
    """The population without the farms whose rows are broken, and their keys."""
    return without_broken(population, problems)


def as_real(population: Population) -> Population:
    """The same farms as somebody's: what was sent cannot say of itself that it is made up."""
    return replace(population, synthetic=False)


def imported(path: str, farms: str, rulebook: Rulebook, *, key: str, layer: str | None) -> Imported:
    """The parcels of a GeoPackage with the farms of a table."""
    for option, written in (("FILE", path), ("--farms", farms)):
        if not Path(written).is_file():
            said = Text(f"{written} bestaat niet.", f"{written} does not exist.")
            raise InputProblems([InputProblem(option, said, Text("Geef een bestand.", "Give a file."))])
    return import_brp(Path(path), Path(farms), rulebook, key=key, layer=layer)


def as_input(problems: tuple[RowProblem, ...]) -> InputProblems:
    """The problems as those of any other input, the row as the place."""
    return InputProblems(
        InputProblem(problem.where(), problem.message, problem.remedy) for problem in problems
    )


def _number(option: str, written: str, low: int, high: int) -> list[InputProblem]:
    if written.isascii() and written.isdigit() and len(written) < 20 and low <= int(written) <= high:
        return []
    said = Text(f'"{written[:30]}" kan niet.', f'"{written[:30]}" cannot be used.')
    mend = Text(f"Geef een geheel getal van {low} tot {high}.", f"Give a whole number from {low} to {high}.")
    return [InputProblem(option, said, mend)]


def _choice(option: str, written: str, known: tuple[str, ...]) -> list[InputProblem]:
    if written in known:
        return []
    listed = ", ".join(known)
    said = Text(f'"{written[:30]}" kan niet.', f'"{written[:30]}" cannot be used.')
    return [InputProblem(option, said, Text(f"Kies uit: {listed}.", f"Choose from: {listed}."))]
