"""What somebody sent read: tables, or a map of the BRP, become a population of the bench, or it is kept why they cannot."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from calculator.domain.rulebook import Rulebook
from calculator.domain.scheme import Text
from calculator.scenarios.population.files.problems import RowProblem
from calculator.scenarios.population.tables import Population
from calculator.services import faults
from calculator.services.errors import InputProblem, InputProblems
from calculator.services.scenario.farms import populations as reading
from calculator.services.scenario.farms import sent_tables
from calculator.services.scenario.farms.uploads import refuse
from calculator.services.statement.life import Desk
from calculator.store import StoreUnavailable
from calculator.store.accounts import users
from calculator.store.records import audit
from calculator.store.scenarios import population_uploads as rows
from calculator.store.scenarios import populations
from calculator.store.scenarios.population_uploads import KeptUpload
from calculator.store.scenarios.populations import Kind

#: Tells which step begins, and whether to go on.
Hear = Callable[[int], bool]


class Stopped(Exception):  # noqa: N818  it says what happened
    """Nobody wants it any more, or whoever reads it must end."""


@dataclass(frozen=True, slots=True)
class Read:
    """The farms that can be used, how many were left out for a broken row, and parcels of a map that name no farm."""

    farms: Population
    tables: bytes
    left_out: int
    without_farm: int


def perform(desk: Desk, kept: KeptUpload, worker: str, hear: Hear) -> None:
    """Read what this worker claimed, and keep the farms or why they are refused. Raises StoreUnavailable."""
    with desk.database.transaction() as unit:
        bundle = rows.files(unit, kept)
    if bundle is None:
        return
    try:
        found = _read(bundle, kept, desk.rulebook(), hear)
    except Stopped:
        with desk.database.transaction() as unit:
            rows.give_back(unit, kept, worker)
    except StoreUnavailable:
        raise
    except InputProblems as wrong:
        refuse(desk, kept, worker, wrong.problems)
    except Exception as fault:  # noqa: BLE001  whatever goes wrong with one file is told of that file
        why = faults.noted("farms that were sent could not be read", fault)
        refuse(desk, kept, worker, [InputProblem("/tables", why, _SEND_OTHERWISE)])
    else:
        _keep(desk, kept, worker, found)


def _read(bundle: bytes, kept: KeptUpload, rulebook: Rulebook, hear: Hear) -> Read:
    def step(number: int) -> None:
        if not hear(number):
            raise Stopped

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        step(1)
        sent_tables.laid_out(bundle, folder)
        step(2)
        farms, wrong, without_farm = _population(folder, kept, rulebook)
        left_out: tuple[str, ...] = ()
        if wrong:
            usable = farms if kept.asked["leave_out"] else None
            farms, left_out = reading.without(usable, wrong) if usable else (None, ())
        if farms is None:
            raise reading.as_input(wrong)
        step(3)
        if wrong or (folder / sent_tables.MAP).is_file():
            reading.write(farms, f"{name}/kept", "parquet")
            folder = folder / "kept"
        tables = sent_tables.zipped({p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()})
        return Read(reading.as_real(farms), tables, len(left_out), without_farm)


def _population(
    folder: Path, kept: KeptUpload, rulebook: Rulebook
) -> tuple[Population | None, tuple[RowProblem, ...], int]:
    """The farms, what is wrong with rows, and how many parcels of a map name no farm."""
    drawn = folder / sent_tables.MAP
    if not drawn.is_file():
        return (*reading.read(str(folder), rulebook), 0)
    table = next((p for p in (folder / "farms.parquet", folder / "farms.csv") if p.is_file()), None)
    if table is None:
        raise InputProblems([_NO_FARMS])
    made = reading.imported(str(drawn), str(table), rulebook, key=str(kept.asked["key"]), layer=None)
    return made.population, made.problems, made.without_farm


def _keep(desk: Desk, kept: KeptUpload, worker: str, found: Read) -> None:
    recipe = {"left_out": found.left_out, "without_farm": found.without_farm}
    with desk.database.transaction() as unit:
        owner = users.by_id(unit, kept.owner_id)
        if not rows.finish(unit, kept, worker) or owner is None:
            return
        made = populations.add(
            unit,
            kept.owner_id,
            name=kept.name,
            kind=Kind.UPLOADED,
            recipe=recipe,
            farms=len(found.farms),
            digest=found.farms.digest,
            tables=found.tables,
            now=desk.now(),
            public_id=kept.public_id,
        )
        audit.append(
            unit, at=desk.now(), actor=owner.public_id, action="population.add", subject=made.public_id
        )


_SEND_OTHERWISE = Text(
    "Stuur de tabellen als CSV of Parquet, zonder andere bestanden.",
    "Send the tables as CSV or Parquet, without other files.",
)
_NO_FARMS = InputProblem(
    "/tables",
    Text(
        "Bij de kaart ontbreekt de tabel van de bedrijven.",
        "The table of the farms is missing beside the map.",
    ),
    Text("Stuur farms.csv of farms.parquet mee.", "Send farms.csv or farms.parquet along."),
)
