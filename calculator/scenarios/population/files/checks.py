"""What can be wrong with tables that can be read: keys, codes, bounds, orphans, and measures beyond their ground.

One check per idea, each over whole columns; together they are linear in the number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.columns import Column, Kind, Table
from calculator.scenarios.population.files import ground, said
from calculator.scenarios.population.files.findings import Findings
from calculator.scenarios.population.schema import TABLES

Frames = Mapping[str, pd.DataFrame]


def check(frames: Frames, rulebook: Rulebook | None, found: Findings) -> None:
    """Note everything that is wrong."""
    for name, frame in frames.items():
        table = TABLES[name]
        _doubles(table, frame, found)
        for column in table.columns:
            if column.name in frame:
                _codes(table, column, frame, rulebook, found)
                _bounds(table, column, frame, found)
        if name != "farms":
            _orphans(table, frame, frames["farms"], found)
    _farms_without_land(frames, found)
    _known_and_not_there(frames, found)
    said.check(frames, rulebook, found)
    ground.check(frames, rulebook, found)


def _doubles(table: Table, frame: pd.DataFrame, found: Findings) -> None:
    if not table.key:
        return
    names = [name for name in table.key if name in frame]
    double = frame.duplicated(names, keep=False).to_numpy(bool)
    listed = " + ".join(names)
    found.rows(
        table.name, frame, double, names[-1] if len(names) == 1 else "",
        Text(f"Deze sleutel ({listed}) staat er meer dan eens.", f"This key ({listed}) stands there more than once."),
        Text("Houd één rij over, of geef elk een eigen sleutel.", "Keep one row, or give each a key of its own."),
    )  # fmt: skip


def _codes(
    table: Table, column: Column, frame: pd.DataFrame, rulebook: Rulebook | None, found: Findings
) -> None:
    known = _known(column, rulebook)
    if known is None:
        return
    values = frame[column.name]
    unknown = [word for word in values.cat.categories if word not in known]
    if not unknown:
        return
    where = f"rules/codelists/{column.codes}.csv" if column.codes else ", ".join(column.choices)
    found.rows(
        table.name, frame, values.isin(unknown), column.name,
        Text("{cell} is geen bekende code.", "{cell} is not a known code."),
        Text(f"Kies uit {where}.", f"Choose from {where}."),
    )  # fmt: skip


def _known(column: Column, rulebook: Rulebook | None) -> frozenset[str] | None:
    """The words that may stand in the column, or None where any may."""
    if column.choices:
        return frozenset(column.choices)
    if not column.codes or rulebook is None:
        return None
    if column.codes == "legal_bases":
        return frozenset(rulebook.legal_bases)
    if column.codes == "schemes":
        return frozenset(scheme.id for scheme in rulebook.schemes)
    listed = rulebook.codelists.get(column.codes)
    return None if listed is None else frozenset(listed)


def _bounds(table: Table, column: Column, frame: pd.DataFrame, found: Findings) -> None:
    if column.kind is not Kind.WHOLE:
        return
    values = frame[column.name]
    if column.low is not None:
        found.rows(
            table.name, frame, (values < column.low).fillna(False), column.name,
            Text(f"{{cell}} is te klein: minstens {column.low}.", f"{{cell}} is too small: at least {column.low}."),
            _UNIT,
        )  # fmt: skip
    if column.high is not None:
        found.rows(
            table.name, frame, (values > column.high).fillna(False), column.name,
            Text(f"{{cell}} is te groot: hoogstens {column.high}.", f"{{cell}} is too large: at most {column.high}."),
            _UNIT,
        )  # fmt: skip


def _orphans(table: Table, frame: pd.DataFrame, farms: pd.DataFrame, found: Findings) -> None:
    alone = frame["farm_key"].notna() & ~frame["farm_key"].isin(farms["farm_key"].cat.categories)
    found.rows(
        table.name, frame, alone, "farm_key",
        Text("Dit bedrijf staat niet in de tabel farms.", "This farm does not stand in the table farms."),
        Text("Voeg het bedrijf toe, of haal de rij weg.", "Add the farm, or take the row away."),
    )  # fmt: skip


def _farms_without_land(frames: Frames, found: Findings) -> None:
    farms = frames["farms"]
    bare = farms["farm_key"].notna() & ~farms["farm_key"].isin(frames["parcels"]["farm_key"].cat.categories)
    found.rows(
        "farms", farms, np.asarray(bare), "farm_key",
        Text("Dit bedrijf heeft geen perceel.", "This farm has no parcel."),
        Text("Voeg zijn percelen toe, of haal het bedrijf weg.", "Add its parcels, or take the farm away."),
    )  # fmt: skip


def _known_and_not_there(frames: Frames, found: Findings) -> None:
    """Farms of which something is said to be known, beside no table that could say what it is."""
    farms = frames["farms"]
    for table in (name for name in ("aid", "loans", "leases") if name not in frames):
        column = f"{table}_known"
        if column in farms:
            found.rows(
                "farms", farms, farms[column].fillna(False).to_numpy(bool), column,
                Text(
                    f"Dit zou bekend zijn, en er is geen tabel {table}.",
                    f"This would be known, and there is no table {table}.",
                ),
                Text(
                    f"Voeg de tabel {table} toe, met alleen de kopregel als niemand er iets van heeft, of laat de kolom leeg.",
                    f"Add the table {table}, with its heading alone where nobody has any, or leave the column empty.",
                ),
            )  # fmt: skip


_UNIT = Text("Controleer de eenheid van de kolom.", "Check the unit of the column.")
