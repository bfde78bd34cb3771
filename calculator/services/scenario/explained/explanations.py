"""The explained awards of a made-up population as files: what every farm is paid, and why not more."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.encoding import encoded
from calculator.scenarios.explanations.filing import Files
from calculator.scenarios.explanations.tables import Telling
from calculator.scenarios.population.tables import Population
from calculator.services import input_files
from calculator.services.award import as_json, options
from calculator.services.award.awards import ENGINE
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.explained import opened, whole_awards
from calculator.services.scenario.farms import populations
from calculator.stacking.columns import Evaluation

SUMMARY = "summary.json"
#: So many farms are explained and written at a time: the tables of more take memory.
AT_ONCE = 8_192


@dataclass(frozen=True, slots=True)
class Wanted:
    """The day on which rules are read, the years from it, and the form of the files.

    ``full`` asks for what the usual tables lack too, at the pace of the engine of one farm.
    """

    on: date
    years: int
    form: str
    full: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written: rows per table, and farms that were left to the ordinary engine by reason, or have no award."""

    name: str
    farms: int
    rows: dict[str, int]
    one_by_one: dict[str, int]
    without_award: int
    summary: dict[str, object]


def wanted(
    rulebook: Rulebook, *, on: str | None, years: str | None, form: str, today: date, full: bool = False
) -> Wanted:
    """What is asked, as it was typed; raises InputProblems with everything that is wrong with it."""
    problems = populations.form_problems(form)
    try:
        read = options.read(rulebook, on=on, years=years, mode=None, today=today)
    except InputProblems as wrong:
        raise InputProblems([*wrong.problems, *problems]) from wrong
    if problems:
        raise InputProblems(problems)
    return Wanted(read.on, read.years, form, full)


def explain(population: Population, rulebook: Rulebook, asked: Wanted, folder: str, language: str) -> Outcome:
    """Write the tables of all farms and a summary into the folder; raises InputProblems where that cannot be done.

    Rows of real farms are never exported.
    """
    opened.made_up(population)
    reasons, without = Counter[str](), 0
    try:
        with Files(Path(folder), asked.form) as files:
            evaluation = Evaluation(rulebook, asked.on, asked.years)
            worded = partial(as_json.reason, language=language, rulebook=rulebook)
            farms, telling = encoded(population), Telling(population, rulebook, language, worded)
            for first in range(0, len(population), AT_ONCE):
                some = np.arange(first, min(first + AT_ONCE, len(population)))
                found = evaluation.explained(farms, some)
                files.add(telling.tables(found, first))
                reasons.update(found.counts())
                without += len(found.none)
            if asked.full:
                for more in whole_awards.tables(
                    population, rulebook, on=asked.on, years=asked.years, language=language
                ):
                    files.add(more)
    except OSError as fault:
        said = Text(f"kan niet worden geschreven ({fault.strerror})", f"cannot be written ({fault.strerror})")
        raise InputProblems([InputProblem(folder, said, input_files.mending(fault))]) from fault
    summary: dict[str, object] = {
        "population": {
            "name": population.name,
            "synthetic": population.synthetic,
            "digest": population.digest,
        },
        "rulebook": {"digest": rulebook.digest, "on": asked.on.isoformat()},
        "engine": ENGINE,
        "years": asked.years,
        "farms": len(population),
        "rows": dict(files.rows),
        "one_by_one": dict(sorted(reasons.items())),
        "without_award": without,
    }
    written = json.dumps(summary, ensure_ascii=False, indent=2) + "\n"
    input_files.write(str(Path(folder) / SUMMARY), written.encode())
    return Outcome(population.name, len(population), dict(files.rows), dict(reasons), without, summary)
