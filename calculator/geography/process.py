"""The parcels of a map file, read in a process that may stop without taking anybody along."""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404  # our own interpreter, no shell, nothing of a request among its arguments
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import calculator
from calculator.geography import kinds
from calculator.geography.kinds import Refused
from calculator.geography.reader import ENVIRONMENT, STEP

Ask = Callable[[bytes], dict[str, Any]]
#: Hears every half second which step the reader is at; False has it stopped.
Hear = Callable[[int], bool]

#: The steps of reading a file: unpacked here, and then those of ``reader``.
STEPS = 5
#: Seconds between two moments at which whoever waits is asked.
EVERY_S = 0.5
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


class Stopped(Exception):  # noqa: N818  it says what happened
    """Whoever waited did not want it any more, and the reader was stopped."""


def read(
    content: bytes, columns: Iterable[str], most: int, known: Mapping[str, object], ask: Ask | None = None
) -> MapFile:
    """The parcels of a file; ``known`` are the outlines (GeoJSON) of the form by name. Raises Refused.

    ``ask`` is who reads it: a process with limits of its own, unless somebody trusts the file.
    """
    return told(answered(content, question(columns, most, known), ask or beside))


def question(columns: Iterable[str], most: int, known: Mapping[str, object]) -> dict[str, object]:
    """What the reader is asked of a file, as JSON has it."""
    return {"columns": sorted(columns), "most": most, "known": dict(known)}


def answered(content: bytes, asked: Mapping[str, object], ask: Ask) -> dict[str, Any]:
    """What the reader answers, as JSON has it; why a file is refused is an answer too."""
    try:
        kind, safe = kinds.prepared(content)
        sent = json.dumps({**asked, "drivers": kind.drivers}).encode() + b"\n" + safe
        return {"kind": kind.name, **ask(sent)}
    except Refused as refused:
        return {"refused": refused.why, "said": refused.said}


def told(answer: Mapping[str, Any]) -> MapFile:
    """The parcels in an answer; raises Refused."""
    if "refused" in answer:
        raise Refused(answer["refused"], answer["said"] or answer.get("kind", ""))
    return MapFile(
        kind=answer["kind"],
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


def beside(sent: bytes, hear: Hear = lambda _step: True) -> dict[str, Any]:
    """The answer of a process for this file alone; raises Refused where it had to be stopped, and Stopped."""
    root = Path(calculator.__file__).resolve().parents[1]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(root), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-P", "-m", "calculator.geography.reader"]
    pipe = subprocess.PIPE
    made = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)  # noqa: S603  # nosec B603  # as above
    steps = [0]
    with made, ThreadPoolExecutor(3) as threads:
        try:
            given, taken, said = (cast("IO[bytes]", end) for end in (made.stdin, made.stdout, made.stderr))
            threads.submit(_give, given, sent)
            answer, heard = threads.submit(taken.read), threads.submit(_heard, said, steps)
            _wait(answer, lambda: hear(1 + steps[0]))
            # It has said all that it has to say, and ends.
            made.wait(PATIENCE_S)
        finally:
            made.kill()
    if made.returncode < 0 or b"MemoryError" in heard.result():
        # A signal: out of time or memory, or the file broke what reads it.
        raise Refused("too_hard")
    if made.returncode:
        raise RuntimeError(heard.result().decode("utf-8", "replace")[-2_000:])
    return cast("dict[str, Any]", json.loads(answer.result()))


def _give(to: IO[bytes], sent: bytes) -> None:
    try:
        with to:
            to.write(sent)
    except BrokenPipeError:
        # It ended before it had all of it; how it ended says why.
        return


def _heard(said: IO[bytes], steps: list[int]) -> bytes:
    """All that it says which is not a step; ``steps`` gets each step."""
    rest = b""
    for line in said:
        if line.startswith(STEP.encode()):
            steps[0] = int(line[len(STEP) :])
        else:
            rest = (rest + line)[-20_000:]
    return rest


def _wait(answer: Future[bytes], hear: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while True:
        try:
            answer.result(EVERY_S)
            return
        except TimeoutError as fault:
            if time.monotonic() - begun > PATIENCE_S:
                raise Refused("too_hard") from fault
            if not hear():
                raise Stopped from fault
