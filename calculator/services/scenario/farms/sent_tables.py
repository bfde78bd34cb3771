"""Files of farms as somebody sent them: tables, a GeoPackage of the BRP beside the farms, or a ZIP of these."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from calculator import zips
from calculator.domain.scheme import Text
from calculator.geography.kinds import GEOPACKAGE_START
from calculator.scenarios.population import schema
from calculator.services.errors import InputProblem, InputProblems

#: What may be sent, packed and unpacked.
MOST_BYTES, MOST_UNPACKED = 60_000_000, 600_000_000
MAP = "brp.gpkg"


def bundled(files: Mapping[str, bytes]) -> bytes:
    """What was sent as one file, read no further; raises InputProblems where there is nothing or too much."""
    if not any(files.values()):
        raise InputProblems([_NO_TABLES])
    if sum(map(len, files.values())) > MOST_BYTES:
        raise InputProblems([_TOO_LARGE])
    return zipped({_own_name(name): data for name, data in files.items()}, zipfile.ZIP_STORED)


def laid_out(data: bytes, folder: Path) -> None:
    """The tables (and the map, as ``MAP``) of a ZIP of files as files in a folder, those in a ZIP within it too.

    Raises InputProblems where they are no tables, or too large.
    """
    tables: dict[str, bytes] = {}
    for name, content in _members(data, "tables.zip", MOST_UNPACKED).items():
        if name.lower().endswith(".zip"):
            left = MOST_UNPACKED - sum(map(len, tables.values()))
            tables |= _members(content, name, left)
        elif content.startswith(GEOPACKAGE_START):
            tables[MAP] = content
        else:
            tables[name] = content
    wanted = {f"{table}.{form}" for table in schema.TABLES for form in ("csv", "parquet")} | {MAP}
    known = {name: content for name, content in tables.items() if name in wanted}
    if not known:
        raise InputProblems([_NO_TABLES])
    for name, content in known.items():
        (folder / name).write_bytes(content)


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """One ZIP of files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(name, content)
    return packed.getvalue()


def _members(data: bytes, name: str, most: int) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in listed) > most:
                raise InputProblems([_TOO_LARGE])
            return {_own_name(info.filename): archive.read(info) for info in listed}
    except zips.BROKEN as fault:
        raise InputProblems([_no_zip(name)]) from fault


def _own_name(path: str) -> str:
    return PurePosixPath(path.replace("\\", "/")).name or "file"


def _no_zip(name: str) -> InputProblem:
    return InputProblem(
        "/tables",
        Text(f"{name[:60]} kan niet worden uitgepakt.", f"{name[:60]} cannot be unpacked."),
        Text("Stuur een gewone ZIP zonder wachtwoord.", "Send a plain ZIP without a password."),
    )


_TOO_LARGE = InputProblem(
    "/tables",
    Text("Deze tabellen zijn te groot.", "These tables are too large."),
    Text(
        "Stuur ze als Parquet, of neem minder bedrijven.",
        "Send them as Parquet, or take fewer farms.",
    ),
)
_NO_TABLES = InputProblem(
    "/tables",
    Text("Er is geen tabel bij die wordt herkend.", "No table among these is recognised."),
    Text(
        "Noem de bestanden farms en parcels, met .csv of .parquet; ze mogen in één ZIP.",
        "Call the files farms and parcels, with .csv or .parquet; they may be in one ZIP.",
    ),
)
