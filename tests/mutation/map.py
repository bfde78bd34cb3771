"""Which functions of stacking every test runs, and how long it takes: what tells which tests could notice a change."""

from __future__ import annotations

import hashlib
import json
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).parents[2]
STACKING = ROOT / "calculator" / "stacking"
_KEPT = ROOT / "build" / "mutation.json"


@dataclass(frozen=True)
class Run:
    """One test that ran by itself: seconds of a processor, what it ran (``law/reach.py:function``), and how its file read."""

    seconds: float
    runs: tuple[str, ...]
    file: str
    #: Whether it fails as things are: a test of the compiler does, since nothing is compiled here.
    fails: bool = False


def kept() -> dict[str, Run]:
    """What is known from before of every test, by its name."""
    if not _KEPT.exists():
        return {}
    found = json.loads(_KEPT.read_text(encoding="utf-8"))
    return {
        name: Run(each["seconds"], tuple(each["runs"]), each["file"], each["fails"])
        for name, each in found.items()
    }


def keep(runs: Mapping[str, Run]) -> None:
    _KEPT.parent.mkdir(exist_ok=True)
    _KEPT.write_text(json.dumps({name: asdict(run) for name, run in runs.items()}), encoding="utf-8")


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


class Watch:
    """Notes which functions of stacking are called from when it is made."""

    def __init__(self) -> None:
        self._seen: set[CodeType] = set()
        self._began = time.process_time()
        threading.settrace(self._called)
        sys.settrace(self._called)

    def _called(self, frame: FrameType, _event: str, _value: object) -> None:
        self._seen.add(frame.f_code)

    def run(self, file: Path, *, fails: bool) -> Run:
        """What was called, and the time it took."""
        sys.settrace(None)
        seconds = time.process_time() - self._began
        within = str(STACKING) + "/"
        runs = {
            f"{code.co_filename.removeprefix(within)}:{code.co_qualname.partition('.<locals>')[0]}"
            for code in self._seen
            if code.co_filename.startswith(within)
        }
        return Run(round(seconds, 3), tuple(sorted(runs)), digest(file), fails)
