"""The parcels of a map file, read in a process that may stop without taking anybody along."""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404  # our own interpreter, no shell, nothing of a request among its arguments
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import calculator
from calculator.geography import kinds
from calculator.geography.kinds import Refused
from calculator.geography.reader import ENVIRONMENT

Ask = Callable[[bytes], dict[str, Any]]

#: As long as the reader may compute, and as long again to be waited for on a busy machine.
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """One parcel of the file, counted from one; ``same`` names the parcel of the form that lies there."""

    number: int
    cells: Mapping[str, str]
    area_m2: int
    geometry: Mapping[str, object]
    same: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One that cannot be used: ``why`` is ``crosses`` (``at`` says where, in RD New) or ``not_an_area``."""

    number: int
    cells: Mapping[str, str]
    why: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two parcels of the file, by number, that share some square metres."""

    one: int
    other: int
    area_m2: int


@dataclass(frozen=True, slots=True)
class MapFile:
    """What came of a file; ``assumed`` is whether the system of its coordinates had to be told from them."""

    kind: str
    system: str
    assumed: bool
    parcels: tuple[Drawn, ...]
    left_out: tuple[LeftOut, ...]
    overlaps: tuple[Overlap, ...]
    thinned_m: float


def read(
    content: bytes, columns: Iterable[str], most: int, known: Mapping[str, object], ask: Ask | None = None
) -> MapFile:
    """The parcels of a file; ``known`` are the outlines (GeoJSON) of the form by name. Raises Refused.

    ``ask`` is who reads it: a process with limits of its own, unless somebody trusts the file.
    """
    kind, safe = kinds.prepared(content)
    asked = {"columns": sorted(columns), "most": most, "drivers": kind.drivers, "known": dict(known)}
    answer = (ask or beside)(json.dumps(asked).encode() + b"\n" + safe)
    if "refused" in answer:
        raise Refused(answer["refused"], answer["said"] or kind.name)
    return MapFile(
        kind=kind.name,
        system=answer["system"],
        assumed=answer["assumed"],
        parcels=tuple(
            Drawn(p["row"] + 1, p["cells"], p["area_m2"], p["geometry"], p["same"]) for p in answer["parcels"]
        ),
        left_out=tuple(
            LeftOut(p["row"] + 1, p["cells"], p["why"], p.get("at", "")) for p in answer["left_out"]
        ),
        overlaps=tuple(Overlap(o["one"] + 1, o["other"] + 1, o["area_m2"]) for o in answer["overlaps"]),
        thinned_m=answer["thinned_m"],
    )


def beside(sent: bytes) -> dict[str, Any]:
    """The answer of a process for this file alone; raises Refused where it had to be stopped."""
    root = Path(calculator.__file__).resolve().parents[1]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(root), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-P", "-m", "calculator.geography.reader"]
    try:
        ended = subprocess.run(  # noqa: S603  # nosec B603  # as above
            command, input=sent, capture_output=True, timeout=PATIENCE_S, env=environment, check=False
        )
    except subprocess.TimeoutExpired as fault:
        raise Refused("too_hard") from fault
    if ended.returncode < 0 or b"MemoryError" in ended.stderr:
        # A signal: out of time or memory, or the file broke what reads it.
        raise Refused("too_hard")
    if ended.returncode:
        raise RuntimeError(ended.stderr.decode("utf-8", "replace")[-2_000:])
    return cast("dict[str, Any]", json.loads(ended.stdout))
