"""From files to a population, with everything that is wrong said per row.

Cells are read as they stand and given their type by the schema; a cell that cannot be read is a problem and counts as
empty. The population comes with all the farms, the broken ones too: ``without_broken`` leaves those out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.files import cells, checks, table_file
from calculator.scenarios.population.files.findings import Findings
from calculator.scenarios.population.files.problems import RowProblem
from calculator.scenarios.population.files.writing import DESCRIPTION, FORMAT
from calculator.scenarios.population.schema import TABLES
from calculator.scenarios.population.tables import Population, assemble


def read_population(
    folder: Path, rulebook: Rulebook | None = None
) -> tuple[Population | None, tuple[RowProblem, ...]]:
    """The population in the folder and every problem; None where a table or column is missing or unreadable.

    Codes are looked up in the rulebook; without one only our own closed lists are.
    """
    found = Findings()
    about = _about(folder, found)
    frames: dict[str, pd.DataFrame] = {}
    for name, table in TABLES.items():
        raw = table_file.read_table(folder, table, found)
        if raw is not None:
            frames[name] = cells.typed(raw, table, found)
    if found.refused():
        return None, found.in_order()
    checks.check(frames, rulebook, found)
    if found.refused():
        return None, found.in_order()
    return _assembled(folder, about, frames), found.in_order()


def without_broken(
    population: Population, problems: Iterable[RowProblem]
) -> tuple[Population | None, tuple[str, ...]]:
    """The population without the farms that have a problem, and their keys; None where no farm is left."""
    broken = {problem.farm_key for problem in problems if problem.farm_key is not None}
    kept = [key for key in population.keys if key not in broken]
    left_out = tuple(sorted(broken & set(population.keys)))
    return (population.only(kept) if kept else None), left_out


def _assembled(folder: Path, about: Mapping[str, object], frames: Mapping[str, pd.DataFrame]) -> Population:
    listed = about.get("sources")
    return assemble(
        str(about.get("name") or folder.name),
        {name: cells.filled(frame, TABLES[name]) for name, frame in frames.items()},
        synthetic=about.get("synthetic") is True,
        sources=[str(source) for source in listed] if isinstance(listed, list) else (),
    )


def _about(folder: Path, found: Findings) -> Mapping[str, object]:
    """What the description says; without one the farms are taken for real ones."""
    path = folder / DESCRIPTION
    if not path.is_file():
        return {}
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        found.table(
            DESCRIPTION, "", Text(f"Kan niet worden gelezen: {fault}.", f"Cannot be read: {fault}."), _MEND
        )
        return {}
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        found.table(
            DESCRIPTION, "format", Text(f'Hier hoort "{FORMAT}".', f'This should be "{FORMAT}".'), _MEND
        )
        return {}
    return said


_MEND = Text(
    "Herstel het bestand of haal het weg; zonder gelden de bedrijven als echte bedrijven.",
    "Mend the file or take it away; without it the farms count as real ones.",
)
